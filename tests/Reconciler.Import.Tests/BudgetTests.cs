using System.Diagnostics;
using System.Globalization;
using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>The worst files of each form cost time and memory in proportion to their size, or are refused by name. Bounds are generous: what they keep out takes minutes, hours, or all memory.</summary>
[Collection("alone")]
public sealed class BudgetTests
{
    private const string Columns = "transaction_id,wallet,booked_at,type,status,amount,currency";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_workbook_of_many_sheets_is_read()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["a.xlsx"], [.. Enumerable.Range(0, 1500).Select(i => TestWorkbook.Header + TestWorkbook.Payment($"T{i}"))]);
        Assert.Equal(1500, Within(folder["a.xlsx"]).OfType<RowOutcome.ReadEntry>().Count());
    }

    [Fact]
    public void A_workbook_of_more_sheets_than_the_limit_is_refused()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["a.xlsx"], "", "", "");
        Assert.Equal(
            "It is a workbook of 3 sheets; at most 2 are read. Split it.",
            Assert.IsType<Identification.Unknown>(new FileReader(Given.Layouts, new ImportLimits { MaxSheets = 2 }).Identify(folder["a.xlsx"])).Why);
    }

    [Fact]
    public void One_long_text_that_stands_in_every_row_does_not_fill_the_memory()
    {
        using var folder = new TempFolder();
        var row = TestWorkbook.Payment("ID").Replace("</row>", "<c t=\"s\"><v>0</v></c></row>", StringComparison.Ordinal);
        TestWorkbook.Write(
            folder["a.xlsx"],
            [new("S", TestWorkbook.Header.Replace("</row>", $"{TestWorkbook.Text("description")}</row>", StringComparison.Ordinal) + string.Concat(Enumerable.Range(0, 20_000).Select(i => row.Replace("ID", string.Create(CultureInfo.InvariantCulture, $"T{i}"), StringComparison.Ordinal))))],
            $"<si><t>{new string('x', 30_000)}</t></si>");
        Assert.InRange(new FileInfo(folder["a.xlsx"]).Length, 1, 1_000_000);
        var limits = new ImportLimits { MaxFileBytes = 64 * 1024 * 1024 };
        var outcomes = Within(folder["a.xlsx"], limits);
        Assert.Equal(20_000, outcomes.Sum(o => o.Rows));
        Assert.InRange(outcomes.OfType<RowOutcome.ReadEntry>().Count(), 2_000, 2_300); // 64 Mi characters
        Assert.EndsWith("is beyond the 67,108,864 characters that are read of a workbook. Export a shorter time, or raise Import:MaxFileMegabytes.", Given.Told(outcomes[^1]), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> FarCells() => new()
    {
        { $"{TestWorkbook.Header}{TestWorkbook.Payment("T1")}<row r=\"500000000\">{TestWorkbook.Text("x")}</row>", "is beyond the 200,000,000 cells, empty ones too, that are read of a workbook: nothing from here on is read. Delete what stands far below and right of the table." },
        { $"{TestWorkbook.Header}{TestWorkbook.Payment("T1")}<row r=\"3\"><c r=\"ZZZZ3\"><v>1</v></c></row>", "has a cell beyond column 16,384, the last that a sheet can have: nothing from here on is read. Save the sheet again as .xlsx or as CSV (UTF-8)." },
    };

    [Theory]
    [MemberData(nameof(FarCells))]
    public void A_cell_that_stands_endlessly_far_off_is_told(string rows, string why)
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["a.xlsx"], rows);
        var watch = Stopwatch.StartNew();
        var told = Given.Reader.Identify(folder["a.xlsx"]) is Identification.Known ? Given.Told(Within(folder["a.xlsx"])[^1]) : Given.WhyUnknown(folder["a.xlsx"]);
        Assert.EndsWith(why, told, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Longest);
    }

    [Fact]
    public void A_text_of_endless_pieces_and_a_tag_without_end_are_refused()
    {
        using var folder = new TempFolder();
        var pieces = new StringBuilder().Insert(0, "<r><t>pieces</t></r>", 200_000);
        TestWorkbook.Write(folder["a.xlsx"], $"{TestWorkbook.Header}<row><c t=\"inlineStr\"><is>{pieces}</is></c></row>");
        Assert.Equal("It is a workbook whose texts consist of so many pieces that they cannot be put together in time. Save the sheet again as .xlsx or as CSV (UTF-8).", Refused(folder["a.xlsx"]));
        TestWorkbook.Write(folder["a.xlsx"], $"<row{new string(' ', 5_000_000)}></row>");
        Assert.Equal("It begins like a workbook, but cannot be read as one (A tag is longer than any row may be). Save the sheet again as .xlsx or as CSV (UTF-8).", Refused(folder["a.xlsx"]));
        TestWorkbook.Write(folder["a.xlsx"], $"<row>{TestWorkbook.Text(new string('x', 5_000_000))}</row>");
        Assert.Equal("It begins like a workbook, but cannot be read as one (A text is longer than any row may be). Save the sheet again as .xlsx or as CSV (UTF-8).", Refused(folder["a.xlsx"]));
    }

    [Theory]
    [InlineData("<table><tr><td>", 200_000)] // tables in tables
    [InlineData("<div>", 1_000_000)]
    [InlineData("<p><b id=1>x</p>", 300_000)] // elements that browsers open again in each paragraph
    [InlineData("<table>a<b>", 300_000)]
    [InlineData("<", 5_000_000)]
    [InlineData("<!-- x", 1_000_000)]
    [InlineData("<a x='", 1_000_000)]
    [InlineData("<script>", 1_000_000)]
    [InlineData("&amp", 2_000_000)]
    public void A_page_of_any_nesting_takes_the_time_of_its_length(string piece, int times)
    {
        using var folder = new TempFolder();
        var rows = $"<table><tr><td>{Columns.Replace(",", "<td>", StringComparison.Ordinal)}<tr><td>{Payment.Replace(",", "<td>", StringComparison.Ordinal)}</table>";
        File.WriteAllText(folder["a.html"], $"<html>{rows}{new StringBuilder().Insert(0, piece, times)}</html>");
        Assert.Single(Within(folder["a.html"]).OfType<RowOutcome.ReadEntry>());
    }

    [Theory]
    [InlineData("<p><b class=\"reports IncomeWithExpend ID\">x</p>", 100_000)]
    [InlineData("<a ID", 1)]
    public void A_page_that_the_layout_looks_through_by_selectors_has_an_end_too(string piece, int times)
    {
        using var folder = new TempFolder();
        var pieces = string.Concat(Enumerable.Range(0, times).Select(i => piece.Replace("ID", string.Create(CultureInfo.InvariantCulture, $"i{i}"), StringComparison.Ordinal)));
        var attributes = string.Concat(Enumerable.Range(0, times == 1 ? 300_000 : 0).Select(i => string.Create(CultureInfo.InvariantCulture, $" a{i}")));
        File.WriteAllText(folder["a.html"], $"<html><div class=\"reports\"><div class=\"reportsLine\">{pieces}{attributes}></html>");
        Assert.Contains("begins a page whose elements are nested beyond all measure. Save the page again, or export CSV.", Refused(folder["a.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_beyond_the_limit_is_refused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.html"], $"<html>{new string('x', 2000)}</html>");
        Assert.Equal(
            "It begins like a web page, but line 1 begins a page of more than 1,000 characters. Export a shorter time.",
            Assert.IsType<Identification.Unknown>(new FileReader(Given.Layouts, new ImportLimits { MaxPageCharacters = 1000 }).Identify(folder["a.html"])).Why);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1251")] // what is no UTF-8 is written anew to reach each place
    public void Quotes_that_are_not_closed_on_every_line_cost_their_own_lines(string encoding)
    {
        using var folder = new TempFolder();
        var text = new StringBuilder($"{Columns},description\n{Payment},привет\n\"open\n").Insert(0, "", 0);
        for (var i = 0; i < 800_000; i++)
        {
            text.Append("a\",\"b\n");
        }

        text.Append(Payment.Replace("T1", "T2", StringComparison.Ordinal)).Append(",x\n");
        File.WriteAllText(folder["a.csv"], text.ToString(), TextEncoding.Named(encoding));
        var outcomes = Within(folder["a.csv"]);
        Assert.Equal(["T1", "T2"], outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Id.Id));
        Assert.Equal(800_003, outcomes.Sum(o => o.Rows));
    }

    [Fact]
    public void Rows_of_endless_columns_are_no_header_and_are_told()
    {
        using var folder = new TempFolder();
        var wide = new string(',', 200_000);
        File.WriteAllText(folder["a.csv"], string.Concat(Enumerable.Range(0, 40).Select(i => $"x{i}{wide}\n")) + $"{Columns}\n{Payment}\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{wide}{i}\n")));
        var outcomes = Within(folder["a.csv"]);
        Assert.Equal((1, 40), (outcomes.OfType<RowOutcome.ReadEntry>().Count(), outcomes.OfType<RowOutcome.Rejected>().Count()));
    }

    private const string Payment = "T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,USD";

    private static List<RowOutcome> Within(string path, ImportLimits? limits = null)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var reader = new FileReader(Given.Layouts, limits);
        var layout = Assert.IsType<Identification.Known>(reader.Identify(path)).Layout;
        List<RowOutcome> outcomes = [.. reader.Read(path, layout, null, Given.Sha, Path.GetFileName(path), TestContext.Current.CancellationToken)];
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Longest);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1024L * 1024 * 1024);
        return outcomes;
    }

    private static string Refused(string path)
    {
        var watch = Stopwatch.StartNew();
        var why = Given.WhyUnknown(path);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Longest);
        return why;
    }
}
