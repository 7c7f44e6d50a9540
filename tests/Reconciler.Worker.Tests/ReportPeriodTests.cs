using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Reconciler.Worker.Tests;

/// <summary>A report tells all that is open and what is new; of the history only the days that it is asked for.</summary>
public sealed partial class ReportPeriodTests
{
    [Fact]
    public async Task A_report_tells_what_is_open_and_what_is_new_since_the_one_before()
    {
        using var shop = new DisputeShop("");
        shop.Cancelled("700200", 25m);
        Delivered(shop, "700201", 11m, "2026-03-18");
        await shop.Once();

        Assert.Contains("this is the first report", await Report(shop), StringComparison.Ordinal);
        Assert.Equal("700200 700201", Orders(Sheet(shop, "Matches")));

        Delivered(shop, "700202", 12m, "2026-03-20");
        shop.Today = "2026-03-21";
        await shop.Once();

        Assert.Equal("700202", Orders(Sheet(shop, "Matches")));
        Assert.Contains("since the report as of 20 March 2026, 23:59", await Report(shop), StringComparison.Ordinal);
        Assert.Contains("25.00 USD is due back", await Report(shop), StringComparison.Ordinal); // 700200: open, and told again
    }

    [Fact]
    public async Task What_a_match_alone_has_changed_stands_in_the_next_report()
    {
        using var shop = new DisputeShop("");
        shop.Cancelled("700203", 25m);
        await shop.Once();
        var finding = DisputeShop.Table(await shop.Do("export", "findings")).Single()["finding_id"];
        shop.Today = "2026-03-21";
        await shop.Do("decide", "dismiss", finding, "--reason", "settled by telephone");
        await shop.Do("match");
        await shop.Do("report");

        // Nothing new settles it: the match was told; the finding is closed, and its money at risk no more.
        Assert.Equal("", Orders(Sheet(shop, "Matches")));
        Assert.Contains("None: no finding is open.", await Report(shop), StringComparison.Ordinal);
        Assert.Contains(finding, Sheet(shop, "Findings of the period"), StringComparison.Ordinal);

        shop.Today = "2026-03-22";
        Delivered(shop, "700204", 12m, "2026-03-20");
        await shop.Once();
        Assert.DoesNotContain(finding, Sheet(shop, "Findings of the period"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_that_are_asked_for_are_told_and_take_nothing_from_the_next_report()
    {
        using var shop = new DisputeShop("");
        Delivered(shop, "700205", 11m, "2026-03-18");
        await shop.Once();
        Delivered(shop, "700206", 12m, "2026-03-19");
        Delivered(shop, "700207", 13m, "2026-03-20");
        shop.LayDown();
        await shop.Do("import");
        await shop.Do("match");

        var page = (await shop.Do("report", "--from", "2026-03-18", "--to", "2026-03-19")).Split('\n')[0];
        Assert.Matches(@"report-2026-03-18-to-2026-03-19-r-[^/\\]+\.html$", page);
        Assert.Contains("of 18 Mar 2026 to 19 Mar 2026 (UTC)", Words(await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Equal("700205 700206", Orders(Sheet(shop, "Matches")));

        await shop.Do("report");
        Assert.Equal("700206 700207", Orders(Sheet(shop, "Matches")));
    }

    [Theory]
    [InlineData("--from 2026-03-01", "--from and --to go together")]
    [InlineData("--to 2026-03-01", "--from and --to go together")]
    [InlineData("--from 1.3.2026 --to 2026-03-02", "--from '1.3.2026' is no date like 2026-06-01.")]
    [InlineData("--from 2026-03-01 --to 2026-02-30", "--to '2026-02-30' is no date like 2026-06-30.")]
    [InlineData("--from 2026-03-02 --to 2026-03-01", "--from 2026-03-02 lies after --to 2026-03-01.")]
    public async Task Days_that_are_none_are_refused(string options, string problem)
    {
        using var shop = new DisputeShop("");
        var ended = await shop.Try(["report", .. options.Split(' ')]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(problem, ended.Messages, StringComparison.Ordinal);
    }

    private static void Delivered(DisputeShop shop, string order, decimal total, string paidOn)
    {
        shop.Completed(order, total);
        shop.Booked("T-" + order, string.Create(CultureInfo.InvariantCulture, $"{paidOn}T10:00:00Z,payment,succeeded,-{total:0.00},USD,bazaar,{order}"));
    }

    /// <summary>The words of the newest page.</summary>
    private static async Task<string> Report(DisputeShop shop) => Words(await File.ReadAllTextAsync(Newest(shop, "*.html"), TestContext.Current.CancellationToken));

    private static string Words(string page) => WebUtility.HtmlDecode(Tag().Replace(page, " ")).Replace('\u00A0', ' ');

    /// <summary>The text of a sheet of the newest workbook, as it is stored.</summary>
    private static string Sheet(DisputeShop shop, string name)
    {
        using var workbook = ZipFile.OpenRead(Newest(shop, "*.xlsx"));
        var number = XDocument.Parse(Text(workbook, "xl/workbook.xml")).Descendants().Where(e => e.Name.LocalName == "sheet").Single(e => e.Attribute("name")!.Value == name).Attribute("sheetId")!.Value;
        return Text(workbook, $"xl/worksheets/sheet{number}.xml");
    }

    private static string Text(ZipArchive archive, string part)
    {
        using var reader = new StreamReader(archive.GetEntry(part)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>By the run, which ends the name.</summary>
    private static string Newest(DisputeShop shop, string pattern) => Directory.GetFiles(shop["reports"], pattern).MaxBy(path => path[path.IndexOf("-r-", StringComparison.Ordinal)..], StringComparer.Ordinal)!;

    private static string Orders(string text) => string.Join(' ', OrderNumber().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 10_000)]
    private static partial Regex Tag();

    [GeneratedRegex("(?<![0-9])7002[0-9]{2}(?![0-9])", RegexOptions.None, 10_000)]
    private static partial Regex OrderNumber();
}
