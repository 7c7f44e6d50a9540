using Reconciler.Core.Findings;
using Reconciler.Core.Records;

namespace Reconciler.Core.Reports;

/// <summary>A report for one reader: what the run's report tells of the wallets and marketplaces that it is about, and what is new and closed in its time.</summary>
/// <param name="Report">With the findings, matches and cases that the reader is told of; its control totals are those of all.</param>
/// <param name="Name">What the configuration calls it; empty for one that was asked for by its wallet.</param>
/// <param name="Language"><c>en</c>, <c>pt</c>, <c>ru</c> or <c>zh</c>.</param>
public sealed record ReaderReport(RunReport Report, string Name, string Language, string Company)
{
    /// <summary>Those that it is about, as they were asked for; empty: all.</summary>
    public IReadOnlyList<string> Wallets { get; init; } = [];

    public IReadOnlyList<string> Marketplaces { get; init; } = [];

    /// <summary>The first moment of the time in which things are new or closed.</summary>
    public required DateTime FromUtc { get; init; }

    /// <summary>The first moment after it.</summary>
    public required DateTime UntilUtc { get; init; }

    /// <summary>The findings that were settled or decided in this time.</summary>
    public IReadOnlyList<ClosedFinding> Closed { get; init; } = [];

    public RiskTrend Trend { get; init; } = RiskTrend.None;

    /// <summary>The last line of the audit when the report was drawn; null where there is none.</summary>
    public AuditHead? AuditHead { get; init; }

    /// <summary>Those at risk that were found in this time.</summary>
    public IEnumerable<Finding> New => Report.Findings.Where(f => f.IsAtRisk && f.FoundAtUtc >= FromUtc && f.FoundAtUtc < UntilUtc);

    /// <summary>The overdue refunds, those that are the latest first.</summary>
    public IEnumerable<(Finding Finding, int BusinessDays)> Overdue =>
        Report.Findings.Where(f => Report.Refunds.OverdueBusinessDays.ContainsKey(f.Id)).Select(f => (f, Report.Refunds.OverdueBusinessDays[f.Id]))
            .OrderByDescending(f => f.Item2).ThenBy(f => f.f.Id, StringComparer.Ordinal);

    /// <summary>How many answers came in this time.</summary>
    public int Answers => Report.Cases.Sum(c => c.File.Answers.Count(a => !a.FromStranger && a.ReceivedAtUtc >= FromUtc && a.ReceivedAtUtc < UntilUtc));
}

/// <summary>A finding that is at risk no more.</summary>
/// <param name="Money">The entries that settled it, the earliest first; none where a person decided, or where it was settled otherwise.</param>
public sealed record ClosedFinding(Finding Finding, IReadOnlyList<Entry> Money);
