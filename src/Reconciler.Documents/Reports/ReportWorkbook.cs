using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Reports;

/// <summary>The report as a workbook: all that is open and all of the period, sheet by sheet, complete.</summary>
public static class ReportWorkbook
{
    /// <summary>Writes the .xlsx file and leaves the stream open. The same report gives the same bytes.</summary>
    public static void Write(RunReport report, Stream stream)
    {
        using var workbook = new Workbook(stream, $"Reconciliation {report.Run.Id}");
        workbook.AddSheet("Summary", [new("", 34), new("", 21), new("", 20), new("", 12), new("", 60)], Summary(report));
        workbook.AddTable(ExportTables.FindingsInOrder(ReportFigures.InReportOrder(report.Findings.Where(f => f.IsAtRisk))) with { Name = "Open findings" });
        workbook.AddTable(OverdueRefunds(report));
        workbook.AddTable(ExportTables.Findings(report.Findings) with { Name = "Findings of the period" });
        workbook.AddSheet(StatementTables.Name, StatementTables.Columns, StatementTables.Rows(report));
        workbook.AddTable(StatementTables.Entries(report.StatementEntries));
        workbook.AddTable(ExportTables.Matches(report.Matches));
        workbook.AddTable(CaseTables.Cases(report.Cases));
        workbook.AddTable(ExportTables.Disputes(report.Disputes));
        workbook.AddTable(CaseTables.Answers(report));
        workbook.AddTable(ExportTables.Rejected(report.Rejected));
        workbook.AddTable(Files(report.Files));
        var totals = report.Run.Totals;
        workbook.AddSheet("Control totals", [new("", 34), new("", 21), new("", 20), new("", 12)], ControlTotalRows(totals));
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
