using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Reconciler.Core.Disputes;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Reports;
using Reconciler.Documents.Tables;
using Reconciler.TestSupport;
using Cell = Reconciler.Documents.Tables.Cell;
using Column = Reconciler.Documents.Tables.Column;
using Match = Reconciler.Core.Matching.Match;
using Table = Reconciler.Documents.Tables.Table;
using Workbook = Reconciler.Documents.Tables.Workbook;

namespace Reconciler.Documents.Tests;

public sealed class WorkbookTests
{
    [Fact]
    public void The_report_keeps_the_rules_of_the_format_and_has_all_its_sheets()
    {
        using var document = Open(Report(CaseSamples.Report()));

        Assert.Equal([], new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(e => e.Part?.Uri + ": " + e.Description));
        Assert.Equal(
            ["Summary", "Open findings", "Overdue refunds", "Findings of the period", "Reconciliation", "Payouts", "Reconciliation entries", "Matches", "Cases", "Disputes", "Answers", "Rejected rows", "Files", "Control totals"],
            document.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(s => s.Name!.Value!));
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes()
    {
        Assert.Equal(Report(CaseSamples.Report()), Report(CaseSamples.Report()));
    }

    [Fact]
    public void The_disputes_sheet_has_the_columns_of_the_export()
    {
        using var document = Open(Report(CaseSamples.Report()));

        Assert.Equal("dispute_id finding_id letter channel recipient state approved_by message_id sent_at attachments amount currency", string.Join(' ', Lines(document, "Disputes")[0]));
    }

    [Fact]
    public void Letters_are_counted_and_the_money_of_a_case_once()
    {
        var waiting = CaseSamples.Waiting().File.Letters[0];
        var evidence = waiting with { Id = "D-0000000000fd", Number = 2, Part = 2 };
        var claim = waiting with { Id = "D-0000000000fe", Number = 3, Step = 2 };
        var other = CaseSamples.Sent(CaseSamples.Approval().File.Letters[0] with { Amount = waiting.Amount }, "2026-06-05 04:00");

        Assert.Equal([(DisputeState.Sent, waiting.Amount + other.Amount, 4L)], ReportFigures.Disputes([waiting, evidence, claim, other]));
        Assert.Equal(
            [(DisputeState.AwaitingApproval, waiting.Amount, 1L), (DisputeState.Sent, Money.Zero(waiting.Amount.Currency), 1L)],
            ReportFigures.Disputes([waiting, claim with { State = DisputeState.AwaitingApproval }]));
    }

    [Fact]
    public void A_case_is_a_line_with_what_comes_next()
    {
        var answered = CaseSamples.Answered().File;
        using var document = Open(Report(Samples.Report() with { Cases = [CaseSamples.Waiting(), CaseSamples.Answered()] }));
        var lines = Lines(document, "Cases");

        Assert.Equal("case finding_id kind amount currency letters_sent last_letter last_sent_at answers next needs_person", string.Join(' ', lines[0]));
        Assert.Equal(
            [answered.Letters[0].Id, answered.Finding.Id, "missing-refund", "250", "EUR", "2", "reminder", "46192.1666666667", "4", "marketplace answered reminder (filed 2026-06-26): read it and say what follows", "yes"],
            lines[1].Select(c => c.StartsWith("46192.16", StringComparison.Ordinal) ? "46192.1666666667" : c));
        Assert.Equal("no", lines[2][^1]);
    }

    [Fact]
    public void Evidence_that_went_in_a_mail_of_its_own_is_no_letter_of_the_case()
    {
        var both = CaseSamples.Standing(CaseSamples.Finding(1, "7.00 EUR"), "", false, l =>
            [CaseSamples.Sent(l, "2026-06-05"), CaseSamples.Sent(l with { Number = 2, Part = 2, Letter = Dispute.FurtherEvidence }, "2026-06-05")]);
        using var document = Open(Report(Samples.Report() with { Cases = [both] }));

        Assert.Equal(["1", "missing-refund"], Lines(document, "Cases")[1][5..7]);
    }

    [Fact]
    public void Answers_stand_as_text_with_their_case()
    {
        using var document = Open(Report(CaseSamples.Report()));
        var lines = Lines(document, "Answers");
        var letters = CaseSamples.Answered().File.Letters;

        Assert.Equal("dispute_id case kind from subject received_at filed_by files note from_stranger", string.Join(' ', lines[0]));
        Assert.Equal([letters[1].Id, letters[0].Id, "reply", "care@example.com", "=HYPERLINK(\"http://example.com\")"], lines.Single(l => l[4].StartsWith('='))[..5]);
        Assert.Equal("proof\".html;=cmd|' /C calc'!A0.pdf", lines.Single(l => l[4].StartsWith("<b", StringComparison.Ordinal))[7]);
        Assert.All(["Cases", "Answers"], sheet => Assert.All(Cells(document, sheet).Values, c => Assert.Null(c.CellFormula)));
        Assert.Equal(CellValues.InlineString, Cells(document, "Answers").Values.Single(c => c.InnerText.StartsWith("=H", StringComparison.Ordinal)).DataType!.Value);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://example.com\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("8001234567890123")] // An id of sixteen digits would lose its last one as a number.
    [InlineData("0012")]
    [InlineData("_x0041_")] // Spelt like the format's own escape.
    [InlineData("bell\u0007 and \uD800 half a pair")]
    [InlineData(" blanks kept ")]
    public void Text_stays_text(string text)
    {
        using var document = Open(Write(new Table("T", [new("a")], [[Cell.Of(text)]])));
        var cell = Cells(document, "T")["A2"];

        Assert.Equal(CellValues.InlineString, cell.DataType!.Value);
        Assert.Null(cell.CellFormula);
        Assert.Equal(text.Replace("\uD800", "\uFFFD", StringComparison.Ordinal), Unescaped(cell.InnerText));
        Assert.Equal("49", Format(document, cell)); // 49 is the format "text".
    }

    [Theory]
    [InlineData("1234567 JPY", "1234567", "#,##0")]
    [InlineData("-12.30 USD", "-12.3", "#,##0.00")]
    [InlineData("1.234 KWD", "1.234", "#,##0.000")]
    [InlineData("999999999999.99 USD", "999999999999.99", "#,##0.00")]
    public void Amounts_are_numbers_with_their_currencys_decimals(string money, string value, string format)
    {
        using var document = Open(Write(new Table("T", [new("a")], [[Cell.Of(Some.Money(money))]])));
        var cell = Cells(document, "T")["A2"];

        Assert.Null(cell.DataType);
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), decimal.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture));
        Assert.Equal(format, Format(document, cell));
    }

    [Fact]
    public void A_sum_of_more_digits_than_a_workbook_can_count_is_written_as_text()
    {
        using var document = Open(Write(new Table("T", [new("a")], [[Cell.Of(Some.Money("12345678901234.56 USD"))]])));

        Assert.Equal("12345678901234.56", Cells(document, "T")["A2"].InnerText);
        Assert.Equal(CellValues.InlineString, Cells(document, "T")["A2"].DataType!.Value);
    }

    [Fact]
    public void Dates_are_dates()
    {
        using var document = Open(Write(new Table("T", [new("a"), new("b")], [[Cell.Of(new DateOnly(2026, 5, 6)), Cell.Of(Some.Utc("2026-05-06 18:00"))]])));
        var cells = Cells(document, "T");

        Assert.Equal("46148", cells["A2"].CellValue!.Text);
        Assert.Equal("yyyy\\-mm\\-dd", Format(document, cells["A2"]));
        Assert.Equal("46148.75", cells["B2"].CellValue!.Text);
    }

    [Fact]
    public void The_header_stays_in_view_can_filter_and_columns_have_widths()
    {
        using var document = Open(Write(new Table("T", [new("a", 33), new("b")], [[Cell.Of(1), Cell.Of(2)]])));
        var sheet = Sheet(document, "T");

        Assert.Equal(PaneStateValues.Frozen, sheet.Descendants<Pane>().Single().State!.Value);
        Assert.Equal("A1:B2", sheet.Descendants<AutoFilter>().Single().Reference!.Value);
        Assert.Equal(33, sheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Column>().First().Width!.Value);
    }

    [Fact]
    public void Rows_beyond_the_limit_of_a_sheet_go_on_on_the_next()
    {
        using var bytes = new MemoryStream();
        using (var workbook = new Workbook(bytes, "T", rowsPerSheet: 3))
        {
            workbook.AddTable(new Table("T", [new Column("a")], Enumerable.Range(1, 5).Select(i => new[] { Cell.Of(i) })));
        }

        using var document = Open(bytes.ToArray());
        Assert.Equal(["T", "T (2)", "T (3)"], document.WorkbookPart!.Workbook!.Descendants<Sheet>().Select(s => s.Name!.Value!));
        Assert.Equal("a", Cells(document, "T (3)")["A1"].InnerText);
        Assert.Equal("5", Cells(document, "T (3)")["A2"].InnerText);
    }

    [Fact]
    public void The_summary_says_when_matches_do_not_fit_one_sheet()
    {
        string Note(int matches)
        {
            using var document = Open(Report(Samples.Report() with { Matches = new ManyMatches(matches) }));
            return Lines(document, "Summary").Single(line => line.Length > 0 && line[0] == "Matches")[^1].Replace('\u00A0', ' ');
        }

        Assert.Equal("1048575", Note(1_048_575));
        Assert.Equal("On 2 sheets: one holds 1,048,575 rows at most", Note(1_048_576));
    }

    [Theory]
    [InlineData(" at both ends ")]
    [InlineData("a\tb\nc")]
    [InlineData("R&D <b> \"q\" _x0041_")]
    [InlineData("накладная 支付宝 🙂")]
    [InlineData("")]
    public void A_text_comes_back_as_it_was(string text)
    {
        using var document = Open(Write(new Table("T", [new("a")], [[Cell.Of(text)]])));

        Assert.Equal(text, Unescaped(Cells(document, "T")["A2"].InnerText));
    }

    /// <summary>Longer than any buffer on the way: characters of two halves, and characters that are written as an escape each.</summary>
    [Theory]
    [InlineData("a🙂", 10_000)]
    [InlineData("\u0001", 32_767)]
    [InlineData("&", 32_767)]
    public void The_longest_texts_come_back_whole(string part, int times)
    {
        var text = string.Concat(Enumerable.Repeat(part, times));
        using var document = Open(Write(new Table("T", [new("a"), new("b")], [[Cell.Of(text), Cell.Of(text)]])));

        Assert.Equal(text, Unescaped(Cells(document, "T")["A2"].InnerText));
        Assert.Equal(text, Unescaped(Cells(document, "T")["B2"].InnerText));
    }

    [Fact]
    public void Column_names_go_on_after_Z()
    {
        Assert.Equal("A Z AA AZ BA", string.Join(' ', ((int[])[0, 25, 26, 51, 52]).Select(SheetRows.ColumnName)));
    }

    [Fact]
    public void A_wrapped_text_gets_the_room_that_it_needs()
    {
        using var document = Open(Write(new Table("T", [new("why", 20, Wrap: true)], [[Cell.Of(new string('x', 100))], [Cell.Of("short")]])));
        var rows = Sheet(document, "T").Descendants<Row>().ToArray();

        Assert.True(rows[1].Height!.Value >= 5 * 14);
        Assert.Null(rows[2].Height);
    }

    private static byte[] Report(RunReport report)
    {
        using var bytes = new MemoryStream();
        ReportWorkbook.Write(report, bytes);
        return bytes.ToArray();
    }

    private static byte[] Write(Table table)
    {
        using var bytes = new MemoryStream();
        TableWriter.Write(table, TableFormat.Xlsx, bytes);
        return bytes.ToArray();
    }

    private static SpreadsheetDocument Open(byte[] bytes) => SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);

    private static Worksheet Sheet(SpreadsheetDocument document, string name)
    {
        var id = document.WorkbookPart!.Workbook!.Descendants<Sheet>().Single(s => s.Name == name).Id!.Value!;
        return ((WorksheetPart)document.WorkbookPart.GetPartById(id)).Worksheet!;
    }

    private static Dictionary<string, DocumentFormat.OpenXml.Spreadsheet.Cell> Cells(SpreadsheetDocument document, string sheet) =>
        Sheet(document, sheet).Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>().ToDictionary(c => c.CellReference!.Value!);

    private static string[][] Lines(SpreadsheetDocument document, string sheet) =>
        [.. Sheet(document, sheet).Descendants<Row>().Select(r => r.Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>().Select(c => c.InnerText).ToArray())];

    private static string Format(SpreadsheetDocument document, DocumentFormat.OpenXml.Spreadsheet.Cell cell)
    {
        var styles = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        var id = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value).NumberFormatId!.Value;
        return styles.NumberingFormats!.Elements<NumberingFormat>().FirstOrDefault(f => f.NumberFormatId!.Value == id)?.FormatCode!.Value ?? id.ToString(CultureInfo.InvariantCulture);
    }

    // As a spreadsheet program reads it back (ECMA-376 ST_Xstring).
    private static string Unescaped(string stored) =>
        Regex.Replace(stored, "_x(?<code>[0-9A-F]{4})_", m => ((char)Convert.ToInt32(m.Groups["code"].Value, 16)).ToString(), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    /// <summary>Their number alone.</summary>
    private sealed class ManyMatches(int count) : IReadOnlyCollection<Match>
    {
        public int Count => count;

        public IEnumerator<Match> GetEnumerator() => Enumerable.Empty<Match>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
