using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Reports;

/// <summary>The report as a workbook: all that is open and all of the period, sheet by sheet, complete.</summary>
public static class ReportWorkbook
{
    private const string English = "en";

    private static readonly string[] Rules = ["named", "exact-amount", "original-amount", "rate", "several-orders", "near-amount", "decided", "refund"];

    private static readonly string[] Letters = ["duplicate-charge", "missing-refund", "short-refund", "reminder", "escalation", "wallet-trace", "wallet-confirmation", Core.Disputes.Dispute.FurtherEvidence];

    /// <summary>Writes the .xlsx file and leaves the stream open. The same report gives the same bytes.</summary>
    public static void Write(RunReport report, Stream stream)
    {
        using var workbook = new Workbook(stream, $"Reconciliation {report.Run.Id}", Wording.English.SheetDate);
        workbook.AddSheet("Summary", [new("", 34), new("", 21), new("", 20), new("", 12), new("", 60)], Summary(report));
        workbook.AddTable(ExportTables.FindingsInOrder(ReportFigures.InReportOrder(report.Findings.Where(f => f.IsAtRisk)), English) with { Name = "Open findings" });
        workbook.AddTable(OverdueRefunds(report));
        workbook.AddTable(ExportTables.Findings(report.Findings, English) with { Name = "Findings of the period" });
        workbook.AddTable(StatementTables.Entries(report.Statements.Entries, ReportWords.For(English).Statement, Wording.English)); // Whose reading sums them up.
        workbook.AddSheet(StatementTables.Name, StatementTables.Columns, StatementTables.Rows(report, ReportWords.For(English), Wording.English), before: StatementTables.EntriesName);
        workbook.AddTable(StatementTables.Payouts(report), before: StatementTables.EntriesName);
        if (report.ChangesInClosed.Count > 0)
        {
            workbook.AddTable(ClosedChanges.Sheet(report.ChangesInClosed, ReportWords.For(English).Statement));
        }

        workbook.AddTable(ExportTables.Matches(report.Matches, English));
        workbook.AddTable(CaseTables.Cases(report.Cases, English));
        workbook.AddTable(ExportTables.Disputes(report.Disputes));
        workbook.AddTable(CaseTables.Answers(report));
        workbook.AddTable(ExportTables.Rejected(report.Rejected));
        workbook.AddTable(Files(report.Files));
        var totals = report.Run.Totals;
        workbook.AddSheet("Control totals", [new("", 34), new("", 21), new("", 20), new("", 12)], ControlTotalRows(totals));
    }

    /// <summary>The workbook of a reader's report: the brief, the trend with its charts, and all rows, in the reader's language. Sums and dates are values, in the formats of their cells.</summary>
    internal static void Write(ReaderReport report, ReaderBrief brief, Stream stream)
    {
        var words = brief.Words;
        using var workbook = new Workbook(stream, $"{brief.Title} {report.Report.Run.Id}", brief.Format.SheetDate);
        workbook.AddSheet(words.Sheets["Summary"], [new("", 72, Wrap: true), .. Enumerable.Repeat(new Column("", 20), 5), new("", 12)], Brief(brief));
        if (report.Trend.IsDrawn)
        {
            Trend(workbook, report.Trend, words);
        }

        var told = report.Report;
        Table[] tables =
        [
            OpenFindings(told, report.Language), OverdueRefunds(told),
            ExportTables.Findings(report.New.Concat(report.Closed.Select(c => c.Finding)), report.Language) with { Name = "Findings of the period" }, ExportTables.Matches(told.Matches, report.Language),
            CaseTables.Cases(told.Cases, report.Language), ExportTables.Disputes(told.Disputes), CaseTables.Answers(told), ExportTables.Rejected(told.Rejected), Files(told.Files),
        ];
        foreach (var table in tables)
        {
            workbook.AddTable(Translated(table, words, brief.Format));
        }

        workbook.AddTable(Translated(StatementTables.Entries(told.Statements.Entries, words.Statement, brief.Format), words, brief.Format)); // Whose reading sums them up.
        workbook.AddSheet(words.Sheets[StatementTables.Name], StatementTables.Columns, StatementTables.Rows(told, words, brief.Format), before: words.Sheets[tables[0].Name]);
        workbook.AddTable(Translated(StatementTables.Payouts(told), words, brief.Format), before: words.Sheets[StatementTables.EntriesName]);
        if (told.ChangesInClosed.Count > 0)
        {
            workbook.AddTable(Translated(ClosedChanges.Sheet(told.ChangesInClosed, words.Statement), words, brief.Format), before: words.Sheets[StatementTables.EntriesName]);
        }
    }

    /// <summary>What is open, with how long and how much of it for how long.</summary>
    private static Table OpenFindings(RunReport report, string language)
    {
        Finding[] open = [.. ReportFigures.InReportOrder(report.Findings.Where(f => f.IsAtRisk))];
        var table = ExportTables.FindingsInOrder(open, language);
        var reason = table.Columns.Count - 1;
        return new Table(
            "Open findings", [.. table.Columns.Take(reason), new("age_days", 12, Numeric: true), new("money_days", 20, Numeric: true), table.Columns[reason]],
            table.Rows.Zip(open, (row, finding) =>
            {
                var asOf = report.Run.AsOfUtc;
                return (Cell[])[.. row[..reason], Cell.Of(FindingAge.DaysOf(finding, asOf)), finding.KnownAmount is null ? Cell.Empty : Cell.Of(FindingAge.MoneyDaysOf(finding, asOf)), row[reason]];
            }));
    }

    /// <summary>A table with the reader's headings, and the reader's words for what is one of a closed set.</summary>
    private static Table Translated(Table table, ReportWords words, ReaderFormat format)
    {
        HashSet<string> closedSets = new(["state", "confidence", "role", "channel", "needs_person", "kind", "rule", "letter", "last_letter", "outcome", "change", "state_then", "state_now"], StringComparer.Ordinal);
        var named = table.Columns.Select(c => closedSets.Contains(c.Name)).ToArray();
        var kinds = words.Kinds.ToDictionary(k => k.Key.ToName(), k => k.Value, StringComparer.Ordinal);
        string Heading(string column) => column == "why" && table.Name == "Rejected rows" ? words.WhyInEnglish : words.Columns[column];

        int WidthOfCells(string column) => column switch
        {
            "kind" => words.Kinds.Values.Max(WidthOf) + 2,
            "rule" or "letter" or "last_letter" => LongestValue(column == "rule" ? Rules : Letters),
            "due_on" => WidthOf(format.ShortDate(new DateOnly(2026, 12, 28))) + 3,
            _ when column.EndsWith("_at", StringComparison.Ordinal) => WidthOf(format.ShortDate(new DateOnly(2026, 12, 28))) + 12,
            _ => 0,
        };

        int LongestValue(string[] names) => names.Max(name => WidthOf(kinds.GetValueOrDefault(name, words.Value(name)))) + 2;

        // A Chinese character is as wide as two others.
        static int WidthOf(string text) => text.Sum(letter => letter > '\u2E80' ? 2 : 1);

        return new Table(
            words.Sheets[table.Name],
            [.. table.Columns.Select(c => c with { Name = Heading(c.Name), Width = Math.Max(c.Width, Math.Max(WidthOf(Heading(c.Name)) + 5, WidthOfCells(c.Name))) })],
            table.Rows.Select(row => row.Select((cell, i) => named[i] && cell.Kind == CellKind.Text ? Cell.Of(kinds.GetValueOrDefault(cell.ToText(), words.Value(cell.ToText()))) : cell).ToArray()));
    }

    private static IEnumerable<(Cell, XlsxStyle)[]> Brief(ReaderBrief brief)
    {
        yield return [Styled(brief.Title, XlsxStyle.Title)];
        foreach (var line in brief.Lines)
        {
            yield return [Styled(line, XlsxStyle.Note)];
        }

        yield return [Styled(brief.Warning.Length == 0 ? brief.Words.Balanced : brief.Warning, XlsxStyle.StrongText)];
        foreach (var row in brief.Counts)
        {
            yield return [Label(row.Name), Plain(Cell.Of(row.Count))];
        }

        foreach (var table in brief.Tables(int.MaxValue).Prepend(brief.ByKind))
        {
            yield return [];
            yield return [Styled(table.Title, XlsxStyle.StrongText), .. table.Note.Length > 0 && table.Rows.Count == 0 ? [Styled(table.Note, XlsxStyle.Note)] : Array.Empty<(Cell, XlsxStyle)>()];
            if (table.Rows.Count == 0)
            {
                yield return [Styled(table.Empty, XlsxStyle.Note)];
                continue;
            }

            // A sum has its currency in the cell behind it, and then the heading of that is none.
            var sums = table.Columns.Select((_, i) => table.Rows.Any(r => r.Cells[i].Kind == CellKind.Amount)).ToArray();
            yield return
            [
                Styled(table.Head, XlsxStyle.Header),
                .. table.Columns.SelectMany((c, i) => sums[i] ? [Styled(c, XlsxStyle.HeaderRight), Styled(brief.Words.Currency, XlsxStyle.Header)] : new[] { Styled(c, XlsxStyle.HeaderRight) }),
            ];
            foreach (var row in table.Rows)
            {
                var name = row.Below.Length == 0 ? row.Name : $"{row.Name} · {row.Below}";
                yield return
                [
                    row.IsSum ? Bold(Cell.Of(name)) : Styled(name, XlsxStyle.WrappedText),
                    .. row.Cells.SelectMany((c, i) => sums[i] ? [In(c, row.IsSum), In(c.Kind == CellKind.Amount ? Cell.Of(c.Currency) : Cell.Empty, row.IsSum)] : new[] { In(c, row.IsSum) }),
                ];
            }

            if (table.Note.Length > 0)
            {
                yield return [Styled(table.Note, XlsxStyle.Note)];
            }
        }

        yield return [];
        yield return [Styled(brief.Words.PreparedBy, XlsxStyle.Header), Styled(brief.Words.ReviewedBy, XlsxStyle.Header), Styled("", XlsxStyle.Header), Styled("", XlsxStyle.Header)];
        yield return [];
        yield return [Styled(brief.Words.NameAndDate, XlsxStyle.Note), Styled(brief.Words.NameAndDate, XlsxStyle.Note)];
        yield return [];
        foreach (var line in brief.Foot)
        {
            yield return [Styled(line, XlsxStyle.Note)];
        }
    }

    private static void Trend(Workbook workbook, RiskTrend trend, ReportWords words)
    {
        var name = words.Sheets["Trend"];
        workbook.AddSheet(
            name, [new("", 16), .. trend.Sums.Select(_ => new Column("", 18))],
            trend.Days.Select((day, i) => new[] { Plain(Cell.Of(day)) }.Concat(trend.Sums.Select(sums => Plain(Cell.Of(sums[i])))).ToArray())
                .Prepend([Styled(words.Date, XlsxStyle.Header), .. trend.Sums.Select(sums => Styled(sums[0].Currency.Code, XlsxStyle.HeaderRight))]),
            [.. trend.Sums.Select((sums, i) => new ColumnChart($"{words.Trend}, {sums[0].Currency.Code}", i + 1, trend.Days.Count, sums[0].Currency.Decimals))]);
    }

    private static IEnumerable<(Cell, XlsxStyle)[]> Summary(RunReport report)
    {
        var run = report.Run;
        yield return [Styled("Reconciliation report", XlsxStyle.Title)];
        yield return [];
        yield return [Label("Run"), Plain(Cell.Of(run.Id))];
        yield return [Label("As of (UTC)"), Plain(Cell.Of(run.AsOfUtc))];
        yield return [Label("Started (UTC)"), Plain(Cell.Of(run.StartedAtUtc))];
        yield return [Label("Period"), Label("All that is open, and the matches, findings and rejected rows " + ReportFigures.PeriodOf(report))];
        yield return [Label("Result hash"), Plain(Cell.Of(run.ResultHash))];
        yield return [Label("Program version"), Plain(Cell.Of(run.Version))];
        yield return [Label("Control totals"), Balance(run.Totals.Balance)];
        yield return [];
        yield return Heading("Money at risk", "Findings", "Amount", "Currency", "");
        foreach (var (sum, count) in ReportFigures.AtRisk(report.Findings))
        {
            yield return [Label("Open and disputed findings"), Plain(Cell.Of(count)), Plain(Cell.Of(sum)), Plain(Cell.Of(sum.Currency.Code)), Empty];
        }

        yield return [];
        yield return Heading("Open findings by kind", "Findings", "Amount", "Currency", "What it means");
        foreach (var group in ReportFigures.ByKind(report.Findings))
        {
            foreach (var (sum, count) in group.Sums)
            {
                yield return
                [
                    Label(Wording.Words(group.Kind)), Plain(Cell.Of(count)), Plain(Cell.Of(sum)), Plain(Cell.Of(sum.Currency.Code)), Styled(Wording.Meaning(group.Kind), XlsxStyle.Note),
                ];
            }
        }

        foreach (var (title, ages) in ReportFigures.Ageing(report.Refunds))
        {
            yield return [];
            yield return Heading(title, "Orders", "Amount", "Currency", "");
            foreach (var row in ages.SelectMany(age => BucketRows(age, bold: false)))
            {
                yield return row;
            }
        }

        var writtenOff = ReportFigures.WrittenOff(report.Findings);
        if (writtenOff.Count > 0)
        {
            yield return [];
            yield return Heading("Written off", "Findings", "Amount", "Currency", "");
            foreach (var (kind, sum, count) in writtenOff)
            {
                yield return [Label(Wording.Words(kind)), Plain(Cell.Of(count)), Plain(Cell.Of(sum)), Plain(Cell.Of(sum.Currency.Code)), Empty];
            }
        }

        yield return [];
        yield return Heading("Disputes", "Letters", "Claimed", "Currency", "The money of a case is counted once: where its last letter stands");
        foreach (var (state, sum, letters) in ReportFigures.Disputes(report.Disputes))
        {
            yield return [Label(Wording.Words(state)), Plain(Cell.Of(letters)), Plain(Cell.Of(sum)), Plain(Cell.Of(sum.Currency.Code)), Empty];
        }

        yield return [];
        yield return [Label("Matches"), Plain(Cell.Of(report.Matches.Count)), Empty, Empty, .. SheetsNote(report.Matches.Count)];
        yield return [Label("Rejected rows"), Plain(Cell.Of(report.Rejected.Count))];
    }

    /// <summary>Where a table does not fit one sheet: that it goes on.</summary>
    private static (Cell, XlsxStyle)[] SheetsNote(int rows)
    {
        const int RowsOfASheet = Workbook.MostRowsOfASheet - 1; // below the header
        var sheets = ((rows - 1) / RowsOfASheet) + 1;
        return rows <= RowsOfASheet ? [] : [Styled($"On {Wording.Count(sheets)} sheets: one holds {Wording.Count(RowsOfASheet)} rows at most", XlsxStyle.Note)];
    }

    private static IEnumerable<(Cell, XlsxStyle)[]> ControlTotalRows(ControlTotals totals)
    {
        yield return [Styled("Control totals", XlsxStyle.Title)];
        yield return [Styled("Every row, entry and order is counted in exactly one place; money is signed, out is negative.", XlsxStyle.Note)];
        yield return [];
        yield return Heading("Rows of files", "Rows", "", "");
        foreach (var (name, count) in ReportFigures.RowBuckets(totals.Rows))
        {
            yield return [Label(name), Plain(Cell.Of(count))];
        }

        yield return [Bold(Cell.Of("Rows read")), Bold(Cell.Of(totals.Rows.Read)), Bold(Cell.Empty), Bold(Cell.Empty)];
        yield return [Label("Check"), Balance(totals.Rows.Balances)];
        foreach (var (title, ledger) in new[] { ("Entries", totals.Entries), ("Orders", totals.Orders) })
        {
            yield return [];
            yield return Heading(title, "Count", "Amount", "Currency");
            foreach (var bucket in ledger.Buckets)
            {
                foreach (var row in BucketRows(bucket, bold: false))
                {
                    yield return row;
                }
            }

            foreach (var row in BucketRows(ledger.All, bold: true))
            {
                yield return row;
            }

            yield return [Label("Check"), Balance(ledger.Balances)];
        }
    }

    private static IEnumerable<(Cell, XlsxStyle)[]> BucketRows(BucketTotal bucket, bool bold)
    {
        var name = Cell.Of(ReportFigures.Sentence(bucket.Name));
        if (bucket.Sums.Count == 0)
        {
            yield return [In(name, bold), In(Cell.Of(bucket.Count), bold), In(Cell.Empty, bold), In(Cell.Empty, bold)];
        }

        for (var i = 0; i < bucket.Sums.Count; i++)
        {
            var sum = bucket.Sums[i];
            var (amount, code) = (Cell.Of(sum), Cell.Of(sum.Currency.Code));
            yield return i == 0 ? [In(name, bold), In(Cell.Of(bucket.Count), bold), In(amount, bold), In(code, bold)]
                : bold ? [Empty, Empty, (amount, XlsxStyles.Strong(amount)), (code, XlsxStyles.Strong(code))]
                : [Empty, Empty, Plain(amount), Plain(code)];
        }
    }

    /// <summary>The refunds that are overdue, the oldest first.</summary>
    private static Table OverdueRefunds(RunReport report) => new(
        "Overdue refunds",
        [
            new("finding_id", 17), new("kind", 17), new("order_id", 24), new("marketplace", 18), new("amount", 16, Numeric: true), new("currency", 11), new("due_on", 13),
            new("overdue_business_days", 26, Numeric: true), new("state", 13),
        ],
        report.Findings.Where(f => report.Refunds.OverdueBusinessDays.ContainsKey(f.Id))
            .OrderByDescending(f => report.Refunds.OverdueBusinessDays[f.Id]).ThenBy(f => f.DueOn).ThenBy(f => f.Id, StringComparer.Ordinal)
            .Select(f => new[]
            {
                Cell.Of(f.Id), Cell.Of(f.Kind.ToName()), Cell.Of(f.Orders[0].Id), Cell.Of(f.Orders[0].Marketplace), Cell.Of(f.Amount), Cell.Of(f.Amount.Currency.Code), Cell.Of(f.DueOn),
                Cell.Of(report.Refunds.OverdueBusinessDays[f.Id]), Cell.Of(f.State.ToName()),
            }));

    private static Table Files(IEnumerable<FileSummary> files) => new(
        "Files",
        [
            new("file", 40), new("sha256", 66), new("layout", 20), new("rows_read", 13, Numeric: true), new("new", 13, Numeric: true), new("new_versions", 13, Numeric: true), new("known_already", 14, Numeric: true), new("rejected", 13, Numeric: true),
            new("outcome", 50, Wrap: true),
        ],
        ReportFigures.InOrder(files).Select(f => new[]
        {
            Cell.Of(f.FileName), Cell.Of(f.FileSha256), Cell.Of(f.Layout), Cell.Of(f.Rows.Read), Cell.Of(f.Rows.New), Cell.Of(f.Rows.NewVersions), Cell.Of(f.Rows.KnownAlready),
            Cell.Of(f.Rows.Rejected), Cell.Of(f.Outcome),
        }));

    private static (Cell Cell, XlsxStyle Style) Empty => (Cell.Empty, XlsxStyle.General);

    private static (Cell Cell, XlsxStyle Style) Styled(string text, XlsxStyle style) => (Cell.Of(text), style);

    private static (Cell Cell, XlsxStyle Style) Label(string text) => (Cell.Of(text), XlsxStyle.Text);

    private static (Cell Cell, XlsxStyle Style) Plain(Cell cell) => In(cell, bold: false);

    private static (Cell Cell, XlsxStyle Style) Bold(Cell cell) => In(cell, bold: true);

    private static (Cell Cell, XlsxStyle Style) In(Cell cell, bool bold) => (cell, XlsxStyles.For(cell, bold: bold));

    private static (Cell Cell, XlsxStyle Style) Balance(bool balances) => Styled(balances ? "in balance" : "OUT OF BALANCE", XlsxStyle.StrongText);

    private static (Cell, XlsxStyle)[] Heading(params string[] texts) =>
        [.. texts.Select(t => Styled(t, t is "Findings" or "Orders" or "Amount" or "Count" or "Rows" or "Letters" or "Claimed" ? XlsxStyle.HeaderRight : XlsxStyle.Header))];
}
