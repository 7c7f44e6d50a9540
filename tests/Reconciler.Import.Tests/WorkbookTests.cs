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
        TestWorkbook.Write(folder["some.xlsx"], Sheet(1, Row(2, Number("8001234567890123"), Number("-1"), "USD") + Row(3, Number("123456789012345"), Number("-1"), "USD")));
        var outcomes = Given.Read(folder["some.xlsx"]);
        Assert.Contains("is an id that a spreadsheet has rounded: its last digits are lost.", Given.Told(outcomes[0]), StringComparison.Ordinal);
        Assert.Equal("123456789012345", Assert.IsType<RowOutcome.ReadEntry>(outcomes[1]).Entry.Id.Id); // fifteen digits are exact
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
