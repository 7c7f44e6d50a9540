using Reconciler.Core.Matching;
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
            Why = slot.WrittenOff is { } small ? WrittenOff(slot, small) : Open(slot, difference) + (difference.MinorUnits < 0 ? PaidOtherwise.Words(slot.Order) : ""),
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
            Why = $"{unvalued} paid for order {slot.Order.Id.Id} of {slot.Order.Total}: neither an original amount nor a rate of the wallet tells what they are worth in {slot.Order.Total.Currency}",
        };

    /// <summary>The last moment at which the rest of the money may come.</summary>
    internal static DateTime WaitsUntil(Ledger ledger, OrderSlot slot) => slot.Payments[^1].Charge.Entry.Booked.LastUtc + ledger.Rules.WaitingPeriod;

    private static string Open(OrderSlot slot, Money difference) =>
        $"{(slot.Payments.Count == 1 ? "the charge that names" : $"{slot.Payments.Count} charges that name")} order {slot.Order.Id.Id} "
        + $"{(slot.Payments.Count == 1 ? "is" : "are")} {difference.Abs()} {(difference.MinorUnits > 0 ? "more" : "less")} than its total of {slot.Order.Total}"
        + (slot.Refunds.Count + slot.Excess.Count > 0 && OrderMoney.Due(slot) is null ? $", what came back of it taken off" : "")
        + (slot.Order.Charged is { } took && took.Currency != slot.Order.Total.Currency && slot.Payments.TrueForAll(p => p.Part.Currency == took.Currency) ? $", of which the marketplace says that it took {took}" : "");

    private static string WrittenOff(OrderSlot slot, SmallDifference small) =>
        $"order {slot.Order.Id.Id}{(slot.Payments[0].Charge.Pays.Count is var together and > 1 ? $" and {together - 1} more" : "")} paid with {small.Off.Abs()} too {(small.Off.MinorUnits > 0 ? "much" : "little")}, {small.Words}";
}
