using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>duplicate-charge: a payment was taken twice. Money at risk is what has not come back, in the wallet's currency; given back in full, it is resolved.</summary>
internal static class DuplicateCharges
{
    public static IEnumerable<Finding> Find(Ledger ledger)
    {
        var reasons = new DuplicateReasons(ledger);
        foreach (var duplicate in ledger.Duplicates)
        {
            var owed = duplicate.StillOwed;
            var entry = duplicate.Charge.Entry;
            var back = duplicate.Returned.Count == 0 ? "nothing came back"
                : owed.IsZero ? $"given back on {Told.Day(duplicate.Returned[^1].Refund)}"
                : $"{owed} of {duplicate.Charge.Sum} has not come back";
            yield return new Finding
            {
                Id = Finding.IdOf(FindingKind.DuplicateCharge, entry.Id),
                Kind = FindingKind.DuplicateCharge,
                State = owed.IsZero ? FindingState.Resolved : FindingState.Open,
                Orders = [.. duplicate.Orders.Select(o => o.Order.Id).Order()],
                Transactions = [entry.Id, .. duplicate.Returned.Select(r => r.Refund.Id)],
                Amount = owed.IsZero ? duplicate.Charge.Sum : owed,
                Confidence = !owed.IsZero && duplicate.PossibleRefunds.Count > 0 ? Confidence.Possible : duplicate.Confidence,
                Why = $"charge {entry.Id.Id} of {duplicate.Charge.Sum} on {Told.Day(entry)} repeats a payment: {DuplicateReasons.For(duplicate)}; {back}{(owed.IsZero ? "" : PossibleRefund.Words(duplicate.PossibleRefunds))}{reasons.Against(duplicate)}",
            };
        }
    }
}
