using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;

namespace Reconciler.Core.Reports;

/// <summary>One file that a run met, and what became of it.</summary>
/// <param name="Layout">The layout that read it; empty where none knew it.</param>
/// <param name="Outcome">Such as "read", "known already", "rejected: no layout knows it".</param>
public sealed record FileSummary(string FileName, string FileSha256, string Layout, RowTotals Rows, string Outcome);

/// <summary>One run of the program.</summary>
/// <param name="AsOfUtc">The clock that every rule and document of the run used.</param>
/// <param name="ResultHash">SHA-256 over matches and open findings; equal hashes mean equal results.</param>
public sealed record Run(string Id, DateTime StartedAtUtc, DateTime AsOfUtc, string ResultHash, string Version, ControlTotals Totals);

/// <summary>Everything that the report shows, ready to be drawn.</summary>
public sealed record RunReport(
    Run Run,
    IReadOnlyList<FileSummary> Files,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Match> Matches,
    IReadOnlyList<Dispute> Disputes,
    IReadOnlyList<RejectedRow> Rejected)
{
    public RefundAgeing Refunds { get; init; } = RefundAgeing.None;
}
