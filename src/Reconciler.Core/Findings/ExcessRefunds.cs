using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// excess-refund: more came back for an order than it is due, or for a charge without an order than it paid. The amount is what is too much, in the
/// order's currency, else the wallet's; what the tolerance of the pair lets pass is written off.
/// </summary>
internal static class ExcessRefunds
{
    public static IEnumerable<Finding> Find(Ledger ledger) => OfOrders(ledger).Concat(OfCharges(ledger));

    /// <summary>What came back for a charge without an order beyond what it paid; zero or less where it did not.</summary>
    internal static Money Beyond(Charge charge, IEnumerable<RefundPart> returned) => returned.Aggregate(-charge.Sum, (sum, part) => sum + part.Value);

    private static IEnumerable<Finding> OfCharges(Ledger ledger) =>
        from pair in ledger.ReturnedWithoutOrder
        let entry = pair.Key.Entry
        let excess = Beyond(pair.Key, pair.Value)
        where excess.MinorUnits > 0
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.ExcessRefund, entry.Id),
            Kind = FindingKind.ExcessRefund,
            Transactions = [entry.Id, .. pair.Value.Select(r => r.Refund.Id)],
            Amount = excess,
            Confidence = Confidence.Certain,
            Why = Reason.Of(Because.ExcessOfCharge, excess, entry.Id.Id, pair.Key.Sum),
        };

    private static IEnumerable<Finding> OfOrders(Ledger ledger) =>
        from slot in ledger.OrdersInQuestion
        let excess = OrderMoney.Excess(slot)
        where !excess.IsZero && !OrderMoney.IsExcessInMismatch(slot) && !OrderMoney.IsKept(slot)
        let due = OrderMoney.Accepts(slot)
        let small = SmallDifference.OfRefund(ledger, slot, excess, due ?? slot.Order.Total)
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.ExcessRefund, slot.Order.Id),
            Kind = FindingKind.ExcessRefund,
            State = small is null ? FindingState.Open : FindingState.WrittenOff,
            Orders = [slot.Order.Id],
            Transactions = Told.TransactionsOf(slot),
            Amount = excess,
            Confidence = PaidOtherwise.AtMost(slot.Order, slot.Confidence),
            Why = (due is { } owed ? Reason.Of(Because.ExcessOfOrder, excess, slot.Order.Id.Id, owed, slot.Order.Status) : Reason.Of(Because.ExcessOfOrderNotDue, excess, slot.Order.Id.Id, slot.Order.Status))
                + (small?.Also ?? Reason.None) + PaidOtherwise.Why(slot.Order),
        };
}
