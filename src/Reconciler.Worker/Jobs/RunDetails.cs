using System.Text.Json;
using Reconciler.Core.Reports;

namespace Reconciler.Worker.Jobs;

/// <summary>What the audit keeps of a run.</summary>
/// <param name="Answers">Whether the mailbox could be read; null where the run did not look.</param>
/// <param name="LastChange">The last change of any finding that its report knew of; 0 in lines from before reports told a period, as the next one.</param>
/// <param name="From">With <paramref name="To"/>: the days that the report was asked for.</param>
/// <param name="LastEntry">The last version of an entry that its statements knew of; 0 in lines from before there were any.</param>
/// <param name="Inputs">What decided its result; null in lines from before it was kept.</param>
internal sealed record RunDetails(
    DateTime AsOf, string ResultHash, string Version, bool Balance, string Workbook, string? Answers, long LastMatch = 0, long LastChange = 0, long LastRejected = 0, DateOnly? From = null, DateOnly? To = null,
    long LastEntry = 0, RunInputs? Inputs = null)
{
    /// <summary>The action of a run's line.</summary>
    public const string Action = "run";

    private static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web);

    public static RunDetails Read(AuditRecord line) => JsonSerializer.Deserialize<RunDetails>(line.Details, Spelling)!;

    public string Write() => JsonSerializer.Serialize(this, Spelling);
}
