using Reconciler.Core.Reports;
using Reconciler.Documents.Evidence;

namespace Reconciler.Documents.Reports;

/// <summary>The words of what changed in closed periods in one language: a part of <see cref="ReportWords"/>.</summary>
internal sealed record ClosedPeriodWords
{
    public required string Title { get; init; }

    public required string Note { get; init; }

    public required string None { get; init; }

    public required string Change { get; init; }

    public required string Then { get; init; }

    public required string Now { get; init; }

    /// <summary>The balance at the end of a statement.</summary>
    public required string Line { get; init; }

    public required IReadOnlyDictionary<PeriodChangeKind, string> Kinds { get; init; }

    /// <summary>A state as its reader says it; empty where there is none.</summary>
    public static string StateOf(PeriodChange change, string state, string language, ReportWords words) => change.Kind switch
    {
        _ when state.Length == 0 => state,
        PeriodChangeKind.EntryLate or PeriodChangeKind.EntryChanged => Named(RecordWords.Of(language).EntryStatuses, state),
        PeriodChangeKind.OrderLate or PeriodChangeKind.OrderChanged => Named(RecordWords.Of(language).OrderStatuses, state),
        _ => words.Value(state),
    };

    /// <summary>The line of a statement that changed; empty where it is none.</summary>
    public string LineOf(PeriodChange change, StatementWords statement) =>
        change.Kind != PeriodChangeKind.StatementChanged ? string.Empty : change.Line is { } line ? statement.Lines[line] : Line;

    private static string Named<T>(IReadOnlyDictionary<T, string> words, string name)
        where T : struct, Enum =>
        words.First(w => Core.Records.RecordNames.ToName(w.Key) == name).Value;
}
