using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>amount-mismatch: charges that name an order do not add up to it. Too little waits, for the rest may still come; too much is told at once.</summary>
internal static class AmountMismatches
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc) =>
        from slot in ledger.Orders
        where slot.Mismatch is { IsZero: false }
        let difference = slot.Mismatch!.Value
        where difference.MinorUnits > 0 || asOfUtc > WaitsUntil(ledger, slot)
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.AmountMismatch, slot.Order.Id),
            Kind = FindingKind.AmountMismatch,
            Orders = [slot.Order.Id],
            Transactions = Finder.TransactionsOf(slot),
            Amount = difference.Abs(),
            Confidence = Confidence.Certain,
            Why = $"{(slot.Payments.Count == 1 ? "the charge that names" : $"{slot.Payments.Count} charges that name")} order {slot.Order.Id.Id} "
                + $"{(slot.Payments.Count == 1 ? "is" : "are")} {difference.Abs()} {(difference.MinorUnits > 0 ? "more" : "less")} than its total of {slot.Order.Total}",
        };

    /// <summary>The last moment at which the rest of the money may come.</summary>
    internal static DateTime WaitsUntil(Ledger ledger, OrderSlot slot) => slot.Payments[^1].Charge.At + ledger.Rules.WaitingPeriod;
}
