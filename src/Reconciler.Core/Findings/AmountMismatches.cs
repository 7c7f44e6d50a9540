using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// amount-mismatch: charges that name an order do not add up to it. Too little waits, for the rest may still come; too much is told at once, and so are
/// what the tolerance of the pair lets pass (it is written off) and what nothing values in the order's currency (it is told in the wallet's).
/// </summary>
internal static class AmountMismatches
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc) => Known(ledger, asOfUtc).Concat(Unvalued(ledger));

    private static IEnumerable<Finding> Known(Ledger ledger, DateTime asOfUtc) =>
        from slot in ledger.OrdersInQuestion
        let told = OrderMoney.Mismatch(slot)
        where told is not null
        let difference = told.Value
        where difference.MinorUnits > 0 || slot.WrittenOff is not null || asOfUtc > WaitsUntil(ledger, slot)
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.AmountMismatch, slot.Order.Id),
            Kind = FindingKind.AmountMismatch,
            State = slot.WrittenOff is null ? FindingState.Open : FindingState.WrittenOff,
            Orders = [slot.Order.Id],
            Transactions = Told.TransactionsOf(slot),
            Amount = difference.Abs(),
            Confidence = difference.MinorUnits < 0 ? PaidOtherwise.AtMost(slot.Order, slot.Confidence) : slot.Confidence,
            Why = slot.WrittenOff is { } small ? WrittenOff(slot, small) : Open(slot, difference) + (difference.MinorUnits < 0 ? PaidOtherwise.Why(slot.Order) : Reason.None),
        };

    private static IEnumerable<Finding> Unvalued(Ledger ledger) =>
        from slot in ledger.OrdersInQuestion
        let unvalued = OrderMoney.Unvalued(slot)
        where unvalued is not null
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.AmountMismatch, slot.Order.Id),
            Kind = FindingKind.AmountMismatch,
            Orders = [slot.Order.Id],
            Transactions = Told.TransactionsOf(slot),
            Amount = unvalued.Value,
            Confidence = slot.Confidence,
            Why = Reason.Of(Because.NotValued, unvalued.Value, slot.Order.Id.Id, slot.Order.Total, slot.Order.Total.Currency.Code),
        };

    /// <summary>The last moment at which the rest of the money may come.</summary>
    internal static DateTime WaitsUntil(Ledger ledger, OrderSlot slot) => slot.Payments[^1].Charge.Entry.Booked.LastUtc + ledger.Rules.WaitingPeriod;

    private static Reason Open(OrderSlot slot, Money difference) =>
        (slot.Payments.Count == 1
            ? Reason.Of(difference.MinorUnits > 0 ? Because.ChargeMoreThanTotal : Because.ChargeLessThanTotal, slot.Order.Id.Id, difference.Abs(), slot.Order.Total)
            : Reason.Of(difference.MinorUnits > 0 ? Because.ChargesMoreThanTotal : Because.ChargesLessThanTotal, slot.Order.Id.Id, difference.Abs(), slot.Order.Total, slot.Payments.Count))
        + (slot.Refunds.Count + slot.Excess.Count > 0 && OrderMoney.Due(slot) is null ? Reason.Of(Because.ReturnsTakenOff) : Reason.None)
        + (slot.Order.Charged is { } took && took.Currency != slot.Order.Total.Currency && slot.Payments.TrueForAll(p => p.Part.Currency == took.Currency) ? Reason.Of(Because.MarketplaceTook, took) : Reason.None);

    private static Reason WrittenOff(OrderSlot slot, SmallDifference small) =>
        (slot.Payments[0].Charge.Pays.Count is var together and > 1
            ? Reason.Of(small.Off.MinorUnits > 0 ? Because.OrdersOverpaid : Because.OrdersUnderpaid, slot.Order.Id.Id, together - 1, small.Off.Abs())
            : Reason.Of(small.Off.MinorUnits > 0 ? Because.OrderOverpaid : Because.OrderUnderpaid, slot.Order.Id.Id, small.Off.Abs())) + small.Why;
}
