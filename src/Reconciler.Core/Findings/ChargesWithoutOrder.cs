using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;

namespace Reconciler.Core.Findings;

/// <summary>charge-without-order: money was paid and no order explains it, three days on. What came back for it is taken off.</summary>
internal static class ChargesWithoutOrder
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc)
    {
        var proposals = new Proposals(ledger);
        var repeats = new UnexplainedRepeats(ledger);
        foreach (var charge in ledger.OpenCharges)
        {
            var returned = ledger.ReturnedWithoutOrder.GetValueOrDefault(charge) ?? [];
            var left = returned.Aggregate(charge.Sum, (sum, part) => sum - part.Value);
            if (left.MinorUnits <= 0 || asOfUtc <= WaitsUntil(ledger, charge))
            {
                continue;
            }

            yield return new Finding
            {
                Id = Finding.IdOf(FindingKind.ChargeWithoutOrder, charge.Entry.Id),
                Kind = FindingKind.ChargeWithoutOrder,
                Transactions = [charge.Entry.Id, .. returned.Select(r => r.Refund.Id)],
                Amount = left,
                Confidence = proposals.PartOf(charge) is null ? Confidence.Certain : Confidence.Possible,
                Why = Reason.Of(charge.Direction == Direction.Purchases ? Because.ChargeToFitsNoOrder : Because.ChargeFromFitsNoOrder, charge.Entry.Id.Id, charge.Sum, charge.Entry.Counterparty, charge.At)
                    + (charge.Obstacle.IsNone ? Reason.None : Reason.Of(Because.Colon) + charge.Obstacle)
                    + repeats.Why(charge)
                    + proposals.For(charge)
                    + (returned.Count > 0 ? Reason.Of(Because.NotComeBack, left) : Reason.None),
            };
        }
    }

    /// <summary>The last moment at which its order may come.</summary>
    internal static DateTime WaitsUntil(Ledger ledger, Charge charge) => charge.Entry.Booked.LastUtc + ledger.Rules.WaitingPeriod;

    /// <summary>Whether a charge without an order came back in full, so that nothing is at risk.</summary>
    internal static bool IsReturned(Ledger ledger, Charge charge) =>
        ledger.ReturnedWithoutOrder.TryGetValue(charge, out var parts) && parts.Aggregate(charge.Sum, (sum, part) => sum - part.Value) is { MinorUnits: <= 0 };
}
