using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>The money that came back for findings that are resolved.</summary>
internal sealed class Settlements
{
    private readonly Work work;
    private readonly ILookup<OrderId, Match> refunds;

    private Settlements(Work work, ILookup<OrderId, Match> refunds) => (this.work, this.refunds) = (work, refunds);

    public static Settlements Of(Work work, IReadOnlyList<Finding> resolved)
    {
        var orders = resolved.Where(f => f.Kind != FindingKind.DuplicateCharge).SelectMany(f => f.Orders).ToHashSet();
        return new Settlements(work, work.Matches.LoadOf(orders).Where(m => m.Role == MatchRole.Refund).ToLookup(m => m.Order));
    }

    /// <summary>Which transactions brought it, and where a part is still missing, which finding goes on about it; null where no transaction tells.</summary>
    public string? WordsOf(Finding finding)
    {
        // A duplicate charge names what came back for it itself.
        var came = (finding.Kind == FindingKind.DuplicateCharge ? finding.Transactions.Skip(1) : finding.Orders.SelectMany(o => refunds[o]).Select(m => m.Transaction))
            .Distinct().Select(id => work.Entries.Load(id)!.Standing).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)
            .Select(e => FormattableString.Invariant($"{e.Amount} of {e.BookedAtUtc:yyyy-MM-dd} ({e.Id})")).ToList();
        if (came.Count == 0)
        {
            return null;
        }

        var rest = finding.Kind == FindingKind.MissingRefund ? work.Findings.Find(Finding.IdOf(FindingKind.ShortRefund, finding.Orders[0])) : null;
        return rest is { IsAtRisk: true }
            ? $"only a part came back, {string.Join(", ", came)}; the missing {rest.Amount} goes on as the short refund {rest.Id}"
            : $"{string.Join(", ", came)} came back";
    }
}
