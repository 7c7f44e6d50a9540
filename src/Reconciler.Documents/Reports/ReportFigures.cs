using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Reports;

/// <summary>The figures that both forms of the report show: counted once, here.</summary>
internal static class ReportFigures
{
    /// <summary>The period of the report, in words that follow "matches".</summary>
    public static string PeriodOf(RunReport report) => report.Period switch
    {
        ReportPeriod.SinceReport since => $"since the report as of {Wording.Time(since.AsOfUtc)} (run {since.RunId})",
        ReportPeriod.Days days when days.From == days.To => $"of {Wording.Date(days.From)} (UTC)",
        ReportPeriod.Days days => $"of {Wording.Date(days.From)} to {Wording.Date(days.To)} (UTC)",
        _ => "of all files so far: this is the first report",
    };

    /// <summary>The sums at risk with the number of findings, one for each currency, by code.</summary>
    public static IReadOnlyList<(Money Sum, long Count)> AtRisk(IEnumerable<Finding> findings) =>
        [.. findings.Where(f => f.IsAtRisk).GroupBy(f => f.Amount.Currency).OrderBy(g => g.Key).Select(g => (Sum(g), g.LongCount()))];

    /// <summary>The findings at risk by kind, in the order of the closed set, each with its sums by currency.</summary>
    public static IReadOnlyList<(FindingKind Kind, IReadOnlyList<(Money Sum, long Count)> Sums)> ByKind(IEnumerable<Finding> findings) =>
        [.. findings.Where(f => f.IsAtRisk).GroupBy(f => f.Kind).OrderBy(g => g.Key).Select(g => (g.Key, AtRisk(g)))];

    /// <summary>What is given up, by kind and currency.</summary>
    public static IReadOnlyList<(FindingKind Kind, Money Sum, long Count)> WrittenOff(IEnumerable<Finding> findings) =>
        [.. findings.Where(f => f.State == FindingState.WrittenOff).GroupBy(f => f.Kind).OrderBy(g => g.Key)
            .SelectMany(g => g.GroupBy(f => f.Amount.Currency).OrderBy(c => c.Key).Select(c => (g.Key, Sum(c), c.LongCount())))];

    /// <summary>The letters by state and currency. Several letters claim the money of one case: it is counted where the last of them stands.</summary>
    public static IReadOnlyList<(DisputeState State, Money Claimed, long Letters)> Disputes(IReadOnlyList<Dispute> letters)
    {
        var claims = letters.Where(l => l.Part == 1).GroupBy(l => l.FindingId).Select(g => g.MaxBy(l => l.Number)!.Id).ToHashSet(StringComparer.Ordinal);
        return [.. letters.GroupBy(l => (l.State, l.Amount.Currency)).OrderBy(g => g.Key.State).ThenBy(g => g.Key.Currency)
            .Select(g => (g.Key.State, new Money(g.Where(l => claims.Contains(l.Id)).Sum(l => l.Amount.MinorUnits), g.Key.Currency), g.LongCount()))];
    }

    /// <summary>The ages of the open refunds, those owed to us and those that we owe, where there are any.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<BucketTotal> Ages)> Ageing(RefundAgeing refunds) =>
        [.. new[] { ("Refunds owed to us", refunds.OwedToUs), ("Refunds owed by us", refunds.OwedByUs) }.Where(t => t.Item2.Count > 0)];

    /// <summary>Kind by kind; within a kind by currency, the greatest sum first.</summary>
    public static IEnumerable<Finding> InReportOrder(IEnumerable<Finding> findings) =>
        findings.OrderBy(f => f.Kind).ThenBy(f => f.Amount.Currency).ThenByDescending(f => f.Amount.MinorUnits).ThenBy(f => f.Id, StringComparer.Ordinal);

    public static IEnumerable<FileSummary> InOrder(IEnumerable<FileSummary> files) =>
        files.OrderBy(f => f.FileName, StringComparer.Ordinal).ThenBy(f => f.FileSha256, StringComparer.Ordinal);

    public static IReadOnlyList<(string Name, long Count)> RowBuckets(RowTotals rows) =>
        [("New", rows.New), ("New versions", rows.NewVersions), ("Known already", rows.KnownAlready), ("Rejected", rows.Rejected)];

    /// <summary>A name with a capital first letter.</summary>
    public static string Sentence(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static Money Sum(IGrouping<Currency, Finding> group) => new(group.Sum(f => f.Amount.MinorUnits), group.Key);
}
