using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>Refunds of one marketplace and currency that fall due on one day and have not come, or not whole. Small, and free of the clock, so that a run can keep it.</summary>
/// <param name="Direction">On purchases the money is owed to us, on sales by us.</param>
/// <param name="DueOn">The last day on which they are in time.</param>
/// <param name="Sum">What is missing of them, positive.</param>
/// <param name="Count">The number of orders.</param>
public sealed record AwaitedRefunds(Direction Direction, string Marketplace, DateOnly DueOn, Money Sum, long Count)
{
    /// <summary>All that is awaited, due by now or not; without what people dismissed or gave up, and what a tolerance lets pass.</summary>
    public static IReadOnlyList<AwaitedRefunds> Of(MatchResult result) => Together(result.Ledger.Orders.Select(slot => Of(result.Ledger, slot)).OfType<AwaitedRefund>());

    /// <summary>Refunds of single orders, brought together.</summary>
    public static IReadOnlyList<AwaitedRefunds> Together(IEnumerable<AwaitedRefund> refunds) =>
    [
        .. refunds.GroupBy(r => (r.Direction, r.Marketplace, r.DueOn, r.Missing.Currency))
            .Select(g => new AwaitedRefunds(g.Key.Direction, g.Key.Marketplace, g.Key.DueOn, Money.Sum(g.Select(r => r.Missing), g.Key.Currency), g.LongCount()))
            .OrderBy(a => a.Direction).ThenBy(a => a.Marketplace, StringComparer.Ordinal).ThenBy(a => a.DueOn).ThenBy(a => a.Sum.Currency),
    ];

    /// <summary>What one order awaits, or null.</summary>
    internal static AwaitedRefund? Of(Ledger ledger, OrderSlot slot) =>
        RefundsDue.OpenFor(ledger, slot) is { Small: null } open && !ledger.Decisions.IsDismissed(open.FindingId) && !ledger.Decisions.IsWrittenOff(open.FindingId)
            ? new AwaitedRefund(ledger.DirectionOf(slot.Payments[0].Charge.Entry.Id.Wallet, slot.Order.Id.Marketplace), slot.Order.Id.Marketplace, open.DueOn, open.Missing)
            : null;
}

/// <summary>A refund of one order that has not come, or not whole.</summary>
/// <param name="Missing">Positive, in the order's currency.</param>
public sealed record AwaitedRefund(Direction Direction, string Marketplace, DateOnly DueOn, Money Missing);
