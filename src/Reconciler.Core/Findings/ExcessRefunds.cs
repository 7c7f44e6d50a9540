using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// excess-refund: more came back for an order than it is due. The amount is what is too much, in the order's currency; what the tolerance of the pair
/// lets pass is written off.
/// </summary>
internal static class ExcessRefunds
{
    public static IEnumerable<Finding> Find(Ledger ledger) =>
        from slot in ledger.Orders
        where slot.Excess.Count > 0
        let excess = slot.Excess.Aggregate(Money.Zero(slot.Order.Total.Currency), (sum, part) => sum + part.Value)
        let due = RefundMatching.Due(slot)
        let small = SmallDifference.OfRefund(ledger, slot, excess, due ?? slot.Order.Total)
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.ExcessRefund, slot.Order.Id),
            Kind = FindingKind.ExcessRefund,
            State = small is null ? FindingState.Open : FindingState.WrittenOff,
            Orders = [slot.Order.Id],
            Transactions = Finder.TransactionsOf(slot),
            Amount = excess,
            Confidence = slot.Confidence,
            Why = $"{excess} came back for order {slot.Order.Id.Id} beyond the {due?.ToString() ?? "nothing"} that it is due ({Records.RecordNames.ToName(slot.Order.Status)}){(small is null ? "" : $", {small.Words}")}",
        };
}
