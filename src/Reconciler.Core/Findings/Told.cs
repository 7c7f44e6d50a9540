using System.Globalization;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>What all findings tell alike: a day, and the transactions of an order.</summary>
internal static class Told
{
    /// <summary>A date as the reasons tell it: <c>2026-05-06</c>.</summary>
    public static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Day(Entry entry) => Day(entry.BookedOn);

    public static string Day(Order order) => Day(order.PlacedOn);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static IReadOnlyList<TransactionId> TransactionsOf(OrderSlot slot) =>
        [.. slot.Payments.Select(p => p.Charge.Entry.Id), .. slot.Refunds.Concat(slot.Excess).Select(r => r.Refund.Id).Distinct()];
}
