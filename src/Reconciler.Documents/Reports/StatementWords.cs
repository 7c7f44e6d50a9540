using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Evidence;

namespace Reconciler.Documents.Reports;

/// <summary>The words of the reconciliation statements in one language: a part of <see cref="ReportWords"/>.</summary>
internal sealed record StatementWords
{
    public required string Title { get; init; }

    public required string Note { get; init; }

    public required string None { get; init; }

    public required string Block { get; init; }

    public required string BookedOn { get; init; }

    public required string BookedFrom { get; init; }

    public required string Opening { get; init; }

    public required string Unknown { get; init; }

    public required string Closing { get; init; }

    public required string Movement { get; init; }

    public required string Entries { get; init; }

    public required string Amount { get; init; }

    public required string Matched { get; init; }

    public required string OrdersSay { get; init; }

    public required string Difference { get; init; }

    public required string NotMatched { get; init; }

    public required string NotFinal { get; init; }

    public required string NotCounted { get; init; }

    public required string ToldBefore { get; init; }

    public required string RowsMissing { get; init; }

    public required string Elsewhere { get; init; }

    public required IReadOnlyDictionary<StatementLineKind, string> Lines { get; init; }

    /// <summary>Whose statement it is.</summary>
    public string BlockOf(ReconciliationStatement statement) => RecordWords.Fill(Block, ("wallet", statement.Wallet), ("currency", statement.Currency.Code));

    /// <summary>The days of a statement's entries.</summary>
    public string BookedIn(ReconciliationStatement statement, ReaderFormat format) =>
        statement is not { FirstUtc: { } first, LastUtc: { } last } ? None
        : DateOnly.FromDateTime(first) == DateOnly.FromDateTime(last) ? RecordWords.Fill(BookedOn, ("from", format.ShortDate(DateOnly.FromDateTime(first))))
        : RecordWords.Fill(BookedFrom, ("from", format.ShortDate(DateOnly.FromDateTime(first))), ("to", format.ShortDate(DateOnly.FromDateTime(last))));

    /// <summary>What a line needs to be understood; empty where its name says enough.</summary>
    public string NoteOf(StatementLine line, ReaderFormat format) => line.Kind switch
    {
        StatementLineKind.NotFinal => NotFinal,
        StatementLineKind.NotCounted => RecordWords.Fill(NotCounted, ("amount", line.NotMoved is { } sum ? format.Signed(sum) : string.Empty)),
        StatementLineKind.ToldBefore => ToldBefore,
        StatementLineKind.RowsMissing => RowsMissing,
        _ when line.Orders is { MatchedElsewhere.IsZero: false } orders =>
            RecordWords.Fill(Elsewhere, ("amount", format.Signed(orders.MatchedElsewhere)), ("sums", string.Join(", ", orders.OrdersSayElsewhere.Select(format.Signed)))),
        _ => string.Empty,
    };
}
