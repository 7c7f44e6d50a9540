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
    public static IReadOnlyList<AwaitedRefunds> Of(MatchResult result)
    {
        var ledger = result.Ledger;
        return
        [
            .. RefundsDue.Open(ledger)
                .Where(open => open.Small is null && !ledger.Decisions.IsDismissed(open.FindingId) && !ledger.Decisions.IsWrittenOff(open.FindingId))
                .GroupBy(open => (
                    Direction: ledger.DirectionOf(open.Slot.Payments[0].Charge.Entry.Id.Wallet, open.Slot.Order.Id.Marketplace), open.Slot.Order.Id.Marketplace, open.DueOn, open.Missing.Currency))
                .Select(g => new AwaitedRefunds(g.Key.Direction, g.Key.Marketplace, g.Key.DueOn, Money.Sum(g.Select(open => open.Missing), g.Key.Currency), g.LongCount()))
                .OrderBy(a => a.Direction).ThenBy(a => a.Marketplace, StringComparer.Ordinal).ThenBy(a => a.DueOn).ThenBy(a => a.Sum.Currency),
        ];
    }
}
