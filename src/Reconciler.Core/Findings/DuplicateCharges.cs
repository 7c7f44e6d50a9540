using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;

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
            var back = duplicate.Returned.Count == 0 ? Reason.Of(Because.NothingCameBack)
                : owed.IsZero ? Reason.Of(Because.GivenBackOn, duplicate.Returned[^1].Refund.BookedOn)
                : Reason.Of(Because.PartNotCameBack, owed, duplicate.Charge.Sum);
            yield return new Finding
            {
                Id = Finding.IdOf(FindingKind.DuplicateCharge, entry.Id),
                Kind = FindingKind.DuplicateCharge,
                State = owed.IsZero ? FindingState.Resolved : FindingState.Open,
                Orders = [.. duplicate.Orders.Select(o => o.Order.Id).Order()],
                Transactions = [entry.Id, .. duplicate.Returned.Select(r => r.Refund.Id)],
                Amount = owed.IsZero ? duplicate.Charge.Sum : owed,
                Confidence = !owed.IsZero && duplicate.PossibleRefunds.Count > 0 ? Confidence.Possible : duplicate.Confidence,
                Why = Reason.Of(Because.RepeatsPayment, entry.Id.Id, duplicate.Charge.Sum, entry.BookedOn) + DuplicateReasons.For(duplicate) + back
                    + (owed.IsZero ? Reason.None : PossibleRefund.Why(duplicate.PossibleRefunds)) + reasons.Against(duplicate),
            };
        }
    }
}
