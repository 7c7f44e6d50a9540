using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Workbooks: any layout of a table reads them, wherever the table stands; numbers and dates are cells of their own kind.</summary>
public sealed class WorkbookTests
{
    [Theory]
    [InlineData("-128", "USD", "-128.00 USD")] // three digits stay three
    [InlineData("-1234.5", "USD", "-1234.50 USD")]
    [InlineData("-1.234", "KWD", "-1.234 KWD")] // decimals, no thousands
    [InlineData("-0.30000000000000004", "USD", "-0.30 USD")] // what a sum of binary fractions leaves
    [InlineData("-300", "JPY", "-300 JPY")]
    public void A_number_is_read_as_it_is(string number, string currency, string amount)
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["some.xlsx"], Sheet(1, Row(2, Text("T1"), Number(number), currency)));
        var entry = Assert.Single(Given.Entries(folder["some.xlsx"]));
        Assert.Equal($"kassa/T1 2026-05-06 09:00:00 {amount} line 2", FormattableString.Invariant($"{entry.Id} {Given.Utc(entry.BookedAtUtc)} {entry.Amount} line {entry.Source.Line}"));
    }

    [Fact]
    public void An_id_that_the_workbook_has_rounded_is_refused_with_the_cure()
    {
        using var folder = new TempFolder();
        string[] ids = ["123456789012345", "8001234567890123", "8001234567890120", "12345678901234567"];
        TestWorkbook.Write(folder["some.xlsx"], Sheet(1, string.Concat(ids.Select((id, i) => Row(i + 2, Number(id), Number("-1"), "USD")))));
        Assert.Equal(
            ["123456789012345", "8001234567890123", "is an id that a spreadsheet has rounded", "is an id that a spreadsheet has rounded"], // a program wrote the second one: what a person types ends in zeros
            Given.Read(folder["some.xlsx"]).Select(o => o is RowOutcome.ReadEntry read ? read.Entry.Id.Id : ((RowOutcome.Rejected)o).Row.Why.Split(':')[0]));
    }

    [Theory]
    [InlineData(22, "", "46027.4375", "2026-01-05 10:30:00")]
    [InlineData(31, "", "46027.4375", "2026-01-05 10:30:00")] // Chinese Excel: 2026年1月5日, a format that no style sheet holds
    [InlineData(57, "", "46027", "2026-01-05")]
    [InlineData(58, "", "46027", "2026-01-05")]
    [InlineData(170, "[$-411]ge.m.d;@", "46027.4375", "2026-01-05 10:30:00")] // of a Japanese era
    [InlineData(170, "B2yyyy-mm-dd", "46027", "2026-01-05")]
    [InlineData(170, "d mmm bbbb", "46027", "2026-01-05")] // of the Thai calendar
    [InlineData(170, "上午/下午h\"时\"mm\"分\"", "46027.4375", "2026-01-05 10:30:00")]
    [InlineData(170, "[h]:mm", "46027.4375", "2026-01-05 10:30:00")]
    [InlineData(170, "[h]:mm", "0.4375", "10:30:00")]
    [InlineData(22, "", "46027.43748842", "2026-01-05 10:29:59")] // to the nearest second
    [InlineData(0, "", "46027.4375", "46027.4375")]
    [InlineData(4, "", "46027.4375", "46027.4375")]
    [InlineData(170, "#,##0.00\\ \"days\"", "46027.4375", "46027.4375")]
    [InlineData(170, "[$USD]\\ 0.00", "46027.4375", "46027.4375")]
    [InlineData(170, "[<100]0.0;General", "46027.4375", "46027.4375")]
    public void A_number_under_a_format_of_days_is_a_day_and_no_other(int format, string code, string number, string told)
    {
        using var folder = new TempFolder();
        var formats = code.Length == 0 ? "" : $"<numFmts count=\"1\"><numFmt numFmtId=\"{format}\" formatCode=\"{code.Replace("\"", "&quot;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}\"/></numFmts>";
        TestWorkbook.Write(
            folder["some.xlsx"],
            [new TestWorkbook.Sheet("S", $"<row r=\"1\"><c r=\"A1\" s=\"1\"><v>{number}</v></c></row>")],
            styles: $"{formats}<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"{format}\" applyNumberFormat=\"1\"/></cellXfs>");
        Assert.Equal([told], Workbook.Rows(new InputFile(folder["some.xlsx"]), new ImportLimits(), _ => true).Single().Cells);
    }

    [Fact]
    public void The_table_is_found_on_the_second_sheet_below_other_lines()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["some.xlsx"], """<row r="1"><c t="inlineStr"><is><t>Read me</t></is></c></row>""", Sheet(18, Row(19, Text("T1"), Number("-5"), "USD")));
        Assert.Equal(19, Assert.Single(Given.Entries(folder["some.xlsx"])).Source.Line);
    }

    [Fact]
    public void What_is_no_workbook_inside_says_so()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["some.xlsx"], "<row r=\"1\"><c><v>1</row>");
        Assert.StartsWith("It begins like a workbook, but cannot be read as one (", Given.WhyUnknown(folder["some.xlsx"]), StringComparison.Ordinal);
    }

    private static string Sheet(int headerRow, string rows) => TestWorkbook.Header.Replace("<row>", $"<row r=\"{headerRow}\">", StringComparison.Ordinal) + rows;

    private static string Row(int row, string id, string amount, string currency) =>
        $"<row r=\"{row}\">{id}{Text("kassa")}{Text("2026-05-06T09:00:00Z")}{Text("payment")}{Text("succeeded")}{amount}{Text(currency)}</row>";

    private static string Text(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static string Number(string number) => $"<c><v>{number}</v></c>";
}
