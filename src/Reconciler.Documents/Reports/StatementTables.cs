using Reconciler.Core.Findings;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Evidence;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Reports;

/// <summary>The reconciliation statements as sheets of the workbook: a block for each wallet and currency, and the entries behind the lines.</summary>
internal static class StatementTables
{
    public const string Name = "Reconciliation";

    public const string EntriesName = "Reconciliation entries";

    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("", 32), new("", 11, Numeric: true), new("", 17, Numeric: true), new("", 17, Numeric: true), new("", 20, Numeric: true), new("", 17, Numeric: true), new("", 19, Numeric: true), new("", 70, Wrap: true),
    ];

    public static IEnumerable<(Cell, XlsxStyle)[]> Rows(RunReport report, ReportWords words, ReaderFormat format)
    {
        yield return [Text(words.Statement.Title, XlsxStyle.Title)];
        yield return [Text(RecordWords.Fill(words.Statement.Note, ("sheet", words.Sheets[EntriesName])), XlsxStyle.Note)];
        if (report.Statements.All.Count == 0)
        {
            yield return [];
            yield return [Text(words.Statement.None, XlsxStyle.Text)];
        }

        foreach (var row in report.Statements.All.SelectMany(s => Block(s, words.Statement, format)))
        {
            yield return row;
        }
    }

    /// <summary>The entries, in the order in which they moved the balances.</summary>
    public static Table Entries(IEnumerable<StatementEntry> entries, StatementWords words, ReaderFormat format) => new(
        EntriesName,
        [
            new("wallet", 18), new("currency", 10), new("line", 28), new("booked_at", 20), new("transaction_id", 26), new("counterparty", 28), new("amount", 16, Numeric: true), new("fee", 13, Numeric: true),
            new("rows_missing", 16, Numeric: true), new("balance_after", 17, Numeric: true), new("matched", 16, Numeric: true), new("order_ids", 26, Wrap: true), new("orders_say", 22, Wrap: true),
        ],
        entries.Select(e => (e, e.Row.Entry, e.Row.Settles)).Select(r => new[]
        {
            Cell.Of(r.Entry.Id.Wallet), Cell.Of(r.Entry.Amount.Currency.Code), Cell.Of(words.Lines[r.e.Line]), Cell.Of(r.Entry.BookedAtUtc), Cell.Of(r.Entry.Id.Id), Cell.Of(r.Entry.Counterparty), Cell.Of(r.e.Amount),
            Cell.Of(NoZero(r.e.Fee)), Cell.Of(NoZero(r.e.RowsMissing)), Cell.Of(r.e.Balance),
            r.Settles.Count == 0 ? Cell.Empty : Cell.Of(Money.Sum(r.Settles.Select(s => s.Part), r.Entry.Amount.Currency)),
            Cell.Of(string.Join(';', r.Settles.Select(s => s.Order.Id))), Cell.Of(string.Join("; ", r.Settles.Select(s => format.Signed(s.OrderSays)))),
        }));

    /// <summary>The payouts, each with what happened since the one before, and where it arrived.</summary>
    public static Table Payouts(RunReport report) => new(
        "Payouts",
        [
            new("wallet", 16), new("currency", 9), new("paid_out_at", 19), new("transaction_id", 22), new("gross", 12, Numeric: true), new("fees", 11, Numeric: true), new("refunds", 11, Numeric: true),
            new("disputes", 11, Numeric: true), new("reserves", 11, Numeric: true), new("other", 11, Numeric: true), new("paid_out", 13, Numeric: true), new("stayed", 13, Numeric: true), new("to_wallet", 14),
            new("arrived_at", 19), new("arrived_as", 20), new("arrived", 12, Numeric: true), new("arrived_in", 11), new("finding_id", 16),
        ],
        report.Statements.All.SelectMany(s => s.Payouts).Select(p => (p, p.Entry.Id, End: report.TransferEnds.GetValueOrDefault(p.Entry.Id))).Select(r => new[]
        {
            Cell.Of(r.Id.Wallet), Cell.Of(r.p.PaidOut.Currency.Code), Cell.Of(r.p.Entry.BookedAtUtc), Cell.Of(r.Id.Id), Cell.Of(r.p.Gross), Cell.Of(NoZero(r.p.Fees)), Cell.Of(NoZero(r.p.Refunds)), Cell.Of(NoZero(r.p.Disputes)),
            Cell.Of(NoZero(r.p.Reserves)), Cell.Of(NoZero(r.p.Other)), Cell.Of(r.p.PaidOut), Cell.Of(r.p.Stayed), Cell.Of(r.End?.Wallet ?? string.Empty), Cell.Of(r.End?.Arrival?.BookedAtUtc),
            Cell.Of(r.End?.Arrival?.Id.Id ?? string.Empty), Cell.Of(r.End?.Arrival?.Amount), Cell.Of(r.End?.Arrival?.Amount.Currency.Code ?? string.Empty),
            Cell.Of(Finding.IdOf(FindingKind.TransferMissing, r.Id) is var id && report.Findings.Any(f => f.Id == id && f.IsAtRisk) ? id : string.Empty),
        }));

    /// <summary>What the orders say of a line, where any is matched, and again where it can be compared to the minor unit.</summary>
    public static (OrdersSide? Matched, OrdersSide? Compared) OrdersOf(StatementLine line) =>
        line.Orders is not { Count: > 0 } orders ? (null, null) : (orders, orders.IsAllElsewhere ? null : orders);

    private static IEnumerable<(Cell, XlsxStyle)[]> Block(ReconciliationStatement statement, StatementWords words, ReaderFormat format)
    {
        yield return [];
        yield return
        [
            Text(words.BlockOf(statement), XlsxStyle.Header),
            .. new[] { words.Entries, words.Amount, words.Matched, words.OrdersSay, words.Difference, words.NotMatched }.Select(name => Text(name, XlsxStyle.HeaderRight)),
            Text(words.BookedIn(statement, format), XlsxStyle.Header),
        ];
        yield return
        [
            Text(words.Opening, XlsxStyle.Text), Plain(Cell.Empty), Plain(Cell.Of(statement.Opening)), .. Enumerable.Repeat(Plain(Cell.Empty), 4),
            Text(statement.Opening is null ? words.Unknown : string.Empty, XlsxStyle.WrappedText),
        ];
        foreach (var line in statement.Lines)
        {
            var (orders, compared) = OrdersOf(line);
            yield return
            [
                Text(words.Lines[line.Kind], XlsxStyle.Text), Plain(Cell.Of(line.Count)), Plain(Cell.Of(line.Sum)), Plain(Cell.Of(orders?.Matched)), Plain(Cell.Of(compared?.OrdersSay)),
                Plain(Cell.Of(compared?.Difference)), Plain(Cell.Of(line.NotMatched)), Text(words.NoteOf(line, format), XlsxStyle.WrappedText),
            ];
        }

        var (name, closing) = statement.Closing is { } balance ? (words.Closing, balance) : (words.Movement, statement.Movement);
        yield return
        [
            .. new[] { Cell.Of(name), Cell.Empty, Cell.Of(closing), Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty }.Select(cell => (cell, XlsxStyles.For(cell, bold: true))),
        ];
    }

    private static Money? NoZero(Money sum) => sum.IsZero ? null : sum;

    private static (Cell, XlsxStyle) Text(string text, XlsxStyle style) => (Cell.Of(text), style);

    private static (Cell, XlsxStyle) Plain(Cell cell) => (cell, XlsxStyles.For(cell));
}
