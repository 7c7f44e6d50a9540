using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>The money that settled findings that are resolved.</summary>
internal sealed class Settlements
{
    private readonly Work work;
    private readonly ILookup<OrderId, Match> matches;

    private Settlements(Work work, ILookup<OrderId, Match> matches) => (this.work, this.matches) = (work, matches);

    public static Settlements Of(Work work, IReadOnlyList<Finding> resolved)
    {
        var orders = resolved.Where(f => f.Kind != FindingKind.DuplicateCharge).SelectMany(f => f.Orders).ToHashSet();
        return new Settlements(work, work.Matches.LoadOf(orders).ToLookup(m => m.Order));
    }

    /// <summary>The entries that brought the money, the earliest first: what came back, for an order without a charge its payment, for an entry without an order that entry.</summary>
    public IReadOnlyList<Entry> MoneyOf(Finding finding) => Load(finding.Kind switch
    {
        FindingKind.OrderWithoutCharge => finding.Orders.SelectMany(o => matches[o]).Where(m => m.Role == MatchRole.Payment).Select(m => m.Transaction),
        FindingKind.ChargeWithoutOrder or FindingKind.RefundWithoutOrder or FindingKind.AmbiguousMatch or FindingKind.StaleHold => finding.Transactions,
        _ => CameBack(finding),
    });

    /// <summary>Which transactions brought it, and where a part is still missing, which finding goes on about it; null where no transaction tells.</summary>
    public Reason? WhyOf(Finding finding)
    {
        var came = Reason.None;
        foreach (var entry in Load(CameBack(finding)))
        {
            came += (came.IsNone ? Reason.None : Reason.Of(Because.Comma)) + Reason.Of(Because.MoneyOf, entry.Amount, entry.BookedAtUtc, entry.Id.ToString());
        }

        if (came.IsNone)
        {
            return null;
        }

        var rest = finding.Kind == FindingKind.MissingRefund ? work.Findings.Find(Finding.IdOf(FindingKind.ShortRefund, finding.Orders[0])) : null;
        return rest is { IsAtRisk: true }
            ? Reason.Of(Because.OnlyPartCameBack) + came + Reason.Of(Because.RestGoesOn, rest.Amount, rest.Id)
            : came + Reason.Of(Because.CameBack);
    }

    // A duplicate charge names what came back for it itself.
    private IEnumerable<TransactionId> CameBack(Finding finding) => finding.Kind == FindingKind.DuplicateCharge
        ? finding.Transactions.Skip(1)
        : finding.Orders.SelectMany(o => matches[o]).Where(m => m.Role == MatchRole.Refund).Select(m => m.Transaction);

    private IReadOnlyList<Entry> Load(IEnumerable<TransactionId> ids) =>
        [.. ids.Distinct().Select(id => work.Entries.Load(id)!.Standing).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)];
}
