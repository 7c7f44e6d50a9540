using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace Reconciler.Worker.Tests;

/// <summary>What a closed period said stands; what changed in it since is told in the next one.</summary>
public sealed partial class ClosedPeriodTests
{
    private const string Month = "2026-03";

    [Fact]
    public async Task What_a_closed_period_said_is_printed_again_to_the_byte_whatever_came_later()
    {
        using var shop = await Closed();
        var then = (await shop.Do("report", "--from", "2026-03-01", "--to", "2026-03-31", "--for", "kassa", "--language", "en")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^2026-03 was closed on .+; this is what it said then:$", then[0]);
        var bytes = then[1..].Select(File.ReadAllBytes).ToList();
        Assert.Equal([".pdf", ".xlsx"], then[1..].Select(Path.GetExtension));

        Late(shop);
        await shop.Once();
        var again = (await shop.Do("report", "--from", "2026-03-01", "--to", "2026-03-31", "--for", "kassa")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(then[1..], again[1..]);
        Assert.Equal(bytes, again[1..].Select(File.ReadAllBytes));
        Assert.Equal([".html", ".xlsx"], (await shop.Do("report", "--from", "2026-03-01", "--to", "2026-03-31")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(Path.GetExtension));
    }

    [Fact]
    public async Task A_document_of_a_closed_period_that_was_changed_is_named_and_not_printed()
    {
        using var shop = await Closed();
        var page = (await shop.Do("report", "--from", "2026-03-01", "--to", "2026-03-31")).Split('\n')[1];
        await File.AppendAllTextAsync(page, "<!-- better so -->", TestContext.Current.CancellationToken);

        var ended = await shop.Try("report", "--from", "2026-03-01", "--to", "2026-03-31");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains($"reports/closed/{Path.GetFileName(page)} is not what it was: 2026-03 was closed with the document that has the SHA-256 ", ended.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_in_a_closed_period_stands_in_the_report_of_the_next_one_and_in_no_earlier_one()
    {
        using var shop = await Closed();
        await shop.Do("report", "--from", "2026-04-01", "--to", "2026-04-30");
        Assert.Contains("Nothing has changed in the periods that were closed.", Words(shop), StringComparison.Ordinal);

        Late(shop); // and it settles the finding that March knew as open
        await shop.Once();
        await shop.Do("report", "--from", "2026-04-01", "--to", "2026-04-30");
        var page = Words(shop);
        Assert.Matches(@"2026-03 Entry that came later kassa/R-9 – 25\.00 USD succeeded", page);
        Assert.Matches(@"2026-03 Finding that changed f-[0-9a-f]+ 25\.00 USD open 25\.00 USD resolved", page);
        Assert.Matches(@"2026-03 Reconciliation of the wallet kassa Refunds – 25\.00 USD", page);
        using var workbook = ZipFile.OpenRead(Newest(shop, "*.xlsx"));
        Assert.Contains("name=\"Closed periods\"", Text(workbook, "xl/workbook.xml"), StringComparison.Ordinal);

        Assert.Contains("kassa/R-9: nothing -> succeeded 25.00 USD", await shop.Do("period", "changes", Month), StringComparison.Ordinal);
        await shop.Do("report", "--from", "2026-02-01", "--to", "2026-02-28");
        Assert.DoesNotContain("closed-periods", await File.ReadAllTextAsync(Newest(shop, "*.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_period_is_closed_once_and_opened_again_only_with_a_reason_that_the_audit_holds()
    {
        using var shop = await Closed();
        Assert.Contains("2026-03 is closed already", (await shop.Try("period", "close", Month, "--reason", "again")).Messages, StringComparison.Ordinal);
        Assert.Contains("2026-03 is closed, and has days of 2026-03-15..2026-04-02", (await shop.Try("period", "close", "2026-03-15..2026-04-02", "--reason", "half")).Messages, StringComparison.Ordinal);
        Assert.Contains("2026-05 is not over: it ends with 2026-05-31", (await shop.Try("period", "close", "2026-05", "--reason", "early")).Messages, StringComparison.Ordinal);
        Assert.Contains("the books are done", await shop.Do("period", "list"), StringComparison.Ordinal);

        await shop.Do("period", "reopen", Month, "--reason", "the bank corrected its statement");
        Assert.Equal("", await shop.Do("period", "list"));
        Assert.Contains("is not closed", (await shop.Try("period", "reopen", Month, "--reason", "twice")).Messages, StringComparison.Ordinal);
        var audit = await shop.Do("export", "audit");
        Assert.Matches("period closed,2026-03,.*the books are done", audit);
        Assert.Matches("period reopened,2026-03,.*the bank corrected its statement", audit);
        Assert.Contains("whole", await shop.Do("audit", "verify"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_run_closes_a_month_so_many_days_after_its_end_as_is_set_and_once()
    {
        using var shop = new DisputeShop("");
        shop.Configure("\"CaseSecret\": \"lamp room\" }, \"Closing\": { \"AfterDays\": 5");
        shop.Cancelled("700300", 25m);
        shop.Today = "2026-04-05";
        await shop.Once();
        Assert.False(Directory.Exists(shop["reports", "closed"]));

        shop.Today = "2026-04-06";
        await shop.Do("once");
        var kept = Directory.GetFiles(shop["reports", "closed"]).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(4, kept.Count); // the page and workbook for all, PDF and workbook of kassa
        Assert.StartsWith("2026-03  closed 2026-", await Listed(shop), StringComparison.Ordinal);

        shop.Today = "2026-04-07";
        await shop.Do("period", "reopen", Month, "--reason", "a late statement");
        await shop.Do("once"); // what a person has opened the calendar leaves open
        Assert.Equal(kept, Directory.GetFiles(shop["reports", "closed"]).Order(StringComparer.Ordinal));
        Assert.Equal("", await Listed(shop));
    }

    private static Task<string> Listed(DisputeShop shop) => shop.Do("period", "list");

    /// <summary>March with an order that was cancelled and not refunded, closed in April.</summary>
    private static async Task<DisputeShop> Closed()
    {
        var shop = new DisputeShop("");
        shop.Cancelled("700300", 25m);
        shop.Today = "2026-04-03";
        await shop.Once();
        shop.Today = "2026-04-04";
        await shop.Do("period", "close", Month, "--reason", "the books are done");
        shop.Today = "2026-05-02";
        return shop;
    }

    /// <summary>The refund of March that its wallet told of too late.</summary>
    private static void Late(DisputeShop shop) => shop.Booked("R-9", "2026-03-30T10:00:00Z,refund,succeeded,25.00,USD,bazaar,700300");

    private static string Newest(DisputeShop shop, string pattern) =>
        Directory.GetFiles(shop["reports"], pattern).MaxBy(path => path[path.IndexOf("-r-", StringComparison.Ordinal)..], StringComparer.Ordinal)!;

    private static string Words(DisputeShop shop) =>
        Space().Replace(WebUtility.HtmlDecode(Tag().Replace(File.ReadAllText(Newest(shop, "*.html")), " ")).Replace('\u00A0', ' '), " ");

    private static string Text(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 10_000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 10_000)]
    private static partial Regex Space();
}
