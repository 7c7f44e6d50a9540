using System.Net;
using System.Text.RegularExpressions;

namespace Reconciler.Worker.Tests;

/// <summary>What the report, and <c>explain</c>, tell about cases: from real runs.</summary>
public sealed partial class DisputeReportTests
{
    private const string Bazaar = """ "Recipients": [ { "Marketplace": "bazaar", "Address": "claims@bazaar.example" } ] """;

    [Fact]
    public async Task A_case_that_the_money_closed_names_the_money_and_so_does_explain()
    {
        using var shop = new DisputeShop(Bazaar);
        shop.Cancelled("700100", 25m);
        await shop.Once();
        var letter = Assert.Single(await shop.Letters("700100"));
        shop.Booked("R-1", "2026-03-23T10:00:00Z,refund,succeeded,25.00,USD,bazaar,700100");
        shop.Today = "2026-03-24";
        await shop.Once();

        Assert.Contains("the finding is resolved: 25.00 USD of 23 March 2026 (kassa/R-1) came back", await Report(shop), StringComparison.Ordinal);
        Assert.Contains(await shop.List(), line => line.Contains("the finding is resolved: 25.00 USD of 2026-03-23 (kassa/R-1) came back", StringComparison.Ordinal));
        Assert.Contains("kassa/R-1 refunds bazaar/700100 with 25.00 USD", await shop.Do("explain", letter["finding_id"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_part_came_the_closed_case_tells_which_finding_goes_on()
    {
        using var shop = new DisputeShop(Bazaar);
        shop.Cancelled("700101", 25m);
        await shop.Once();
        shop.Booked("R-2", "2026-03-23T10:00:00Z,refund,succeeded,10.00,USD,bazaar,700101");
        shop.Today = "2026-03-24";
        await shop.Once();

        var rest = DisputeShop.Table(await shop.Do("export", "findings")).Single(f => f["kind"] == "short-refund")["finding_id"];
        Assert.Contains($"only a part came back, 10.00 USD of 23 March 2026 (kassa/R-2); the missing 15.00 USD goes on as the short refund {rest}", await Report(shop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "DisputeFrom": "2026-04-01" """, "it is older than DisputeFrom, 2026-04-01")]
    [InlineData(""" "DuplicateGraceDays": 3 """, "Disputes:Recipients names nobody for bazaar")]
    [InlineData(""" "Routes": [ ] """, "Disputes:Routes has no step that can be written")]
    public async Task A_finding_that_gets_no_letter_says_why(string disputes, string why)
    {
        using var shop = new DisputeShop(disputes.Contains("Grace", StringComparison.Ordinal) ? disputes : $"{disputes}, {Bazaar}");
        shop.Cancelled("700102", 25m);
        await shop.Once();

        Assert.Contains($"No letter: {why}", await Report(shop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_the_report_works_from_any_folder()
    {
        using var shop = new DisputeShop($"{Bazaar}, \"MaxLettersPerRun\": 0");
        shop.Cancelled("700103", 25m);
        await shop.Once();

        var letter = Assert.Single(await shop.Letters("700103"));
        Assert.Contains($"reconciler disputes approve {letter["dispute_id"]} --data {shop[[]]} --config {Path.GetFullPath(Path.Combine(shop[[]], "..", "config"))}", await Report(shop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_read_is_told_by_every_run_and_by_reports_made_between()
    {
        using var shop = new DisputeShop(Bazaar);
        shop.Cancelled("700104", 25m);
        await shop.Once();
        File.WriteAllText(shop["..", "config", "reconciler.json"], $$"""
            { "Disputes": { {{Bazaar}} }, "Mail": { "Transport": "pickup", "From": "books@example.org", "CompanyName": "Lamp Room", "Imap": { "Host": "localhost", "Port": 1, "Security": "None", "User": "books" } } }
            """);

        shop.Today = "2026-04-20";
        Assert.Contains("The mailbox with the answers could not be read", await shop.Once(), StringComparison.Ordinal);
        shop.Today = "2026-04-21";
        Assert.Contains("The mailbox with the answers could not be read", await shop.Do("dispute"), StringComparison.Ordinal);
        await shop.Do("report");

        var report = await Report(shop);
        Assert.Matches(@"Mailbox\s+20 Apr 2026\s+The mailbox with the answers cannot be read: nobody knows who answered, and the next letter of 1 case is held back", report);
        Assert.Contains("reconciler check --data", report, StringComparison.Ordinal);
    }

    /// <summary>The words of the newest report.</summary>
    private static async Task<string> Report(DisputeShop shop)
    {
        var page = await File.ReadAllTextAsync(Directory.GetFiles(shop["reports"], "*.html").Order(StringComparer.Ordinal).Last(), TestContext.Current.CancellationToken);
        return WebUtility.HtmlDecode(Tag().Replace(page, " ")).Replace('\u00A0', ' ');
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 10_000)]
    private static partial Regex Tag();
}
