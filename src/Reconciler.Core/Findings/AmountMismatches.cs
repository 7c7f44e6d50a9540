using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// amount-mismatch: charges that name an order do not add up to it. Too little waits, for the rest may still come; too much is told at once, and so is
/// what the tolerance of the pair lets pass: that is written off.
/// </summary>
internal static class AmountMismatches
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc) =>
        from slot in ledger.Orders
        where slot.Mismatch is { IsZero: false }
        let difference = slot.Mismatch!.Value
        where difference.MinorUnits > 0 || slot.WrittenOff is not null || asOfUtc > WaitsUntil(ledger, slot)
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.AmountMismatch, slot.Order.Id),
            Kind = FindingKind.AmountMismatch,
            State = slot.WrittenOff is null ? FindingState.Open : FindingState.WrittenOff,
            Orders = [slot.Order.Id],
            Transactions = Finder.TransactionsOf(slot),
            Amount = difference.Abs(),
            Confidence = slot.Confidence,
            Why = slot.WrittenOff is { } small ? WrittenOff(slot, small) : Open(slot, difference),
        };

    /// <summary>The last moment at which the rest of the money may come.</summary>
    internal static DateTime WaitsUntil(Ledger ledger, OrderSlot slot) => slot.Payments[^1].Charge.At + ledger.Rules.WaitingPeriod;

    private static string Open(OrderSlot slot, Money difference) =>
        $"{(slot.Payments.Count == 1 ? "the charge that names" : $"{slot.Payments.Count} charges that name")} order {slot.Order.Id.Id} "
        + $"{(slot.Payments.Count == 1 ? "is" : "are")} {difference.Abs()} {(difference.MinorUnits > 0 ? "more" : "less")} than its total of {slot.Order.Total}";

    private static string WrittenOff(OrderSlot slot, SmallDifference small) =>
        $"order {slot.Order.Id.Id}{(slot.Payments[0].Charge.Pays.Count is var together and > 1 ? $" and {together - 1} more" : "")} paid with {small.Off.Abs()} too {(small.Off.MinorUnits > 0 ? "much" : "little")}, {small.Words}";
}
