namespace Reconciler.Worker.Tests;

/// <summary>A run whose clock lies before what a case already knows neither closes the case, nor opens it again, nor writes in it.</summary>
public sealed class EarlierClockTests
{
    private const string Setup = "\"Recipients\": [ { \"Marketplace\": \"bazaar\", \"Address\": \"claims@bazaar.example\" } ], \"Approval\": { \"Rules\": [ { \"Approvals\": 0 } ] }";

    [Fact]
    public async Task A_sent_letter_stands_whatever_earlier_clock_comes_by()
    {
        using var shop = new DisputeShop(Setup);
        shop.Cancelled("BZ-700001", 40m);
        await shop.Once();
        var before = (await shop.Do("export", "findings"), await shop.Do("export", "disputes"));
        Assert.Contains(",sent,", before.Item2, StringComparison.Ordinal);

        // On 10 March the refund is not due yet: by that clock there is no finding.
        foreach (var earlier in new[] { "2026-03-10", "1970-01-01", "2026-03-19T00:00:00Z" })
        {
            shop.Today = earlier;
            Assert.Contains("Control totals (in balance)", await shop.Once(), StringComparison.Ordinal);
            await shop.Do("match");
            await shop.Do("dispute");
            Assert.Equal(before, (await shop.Do("export", "findings"), await shop.Do("export", "disputes")));
            Assert.Contains("finding: 0 added, 0 dropped, 0 changed, 1 the same", await shop.Do("match", "--dry-run"), StringComparison.Ordinal);
        }

        Assert.Equal(1, shop.Mails);
        shop.Today = "2026-03-21";
        await shop.Once();
        Assert.Equal(before, (await shop.Do("export", "findings"), await shop.Do("export", "disputes")));
    }

    [Fact]
    public async Task Money_that_came_closes_the_case_by_any_clock()
    {
        using var shop = new DisputeShop(Setup);
        shop.Cancelled("BZ-700001", 40m);
        await shop.Once();
        shop.Booked("R-1", "2026-03-20T10:00:00Z,refund,succeeded,40.00,USD,bazaar,BZ-700001");
        shop.Today = "2026-03-10";
        await shop.Once();
        Assert.Equal("closed", (await shop.Letters("BZ-700001"))[0]["state"]);
        Assert.Contains(",missing-refund,resolved,", await shop.Do("export", "findings"), StringComparison.Ordinal);

        // And no clock opens it again.
        shop.Today = "2026-03-19";
        await shop.Once();
        Assert.Contains(",missing-refund,resolved,", await shop.Do("export", "findings"), StringComparison.Ordinal);
        Assert.Single(await shop.Letters("BZ-700001"));
    }

    [Fact]
    public async Task A_letter_that_waits_goes_out_no_earlier_than_it_was_written()
    {
        using var shop = new DisputeShop(Setup.Replace("\"Approvals\": 0", "\"Approvals\": 1", StringComparison.Ordinal));
        shop.Cancelled("BZ-700001", 40m);
        await shop.Once();
        var letter = (await shop.Letters("BZ-700001"))[0]["dispute_id"];
        shop.Today = "2026-03-10";
        var refused = await shop.Try("disputes", "approve", letter);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"--as-of 2026-03-10 23:59:59 lies before the last that happened in the case of {letter}, 2026-03-20 23:59:59 UTC.", refused.Messages, StringComparison.Ordinal);

        shop.Today = "2026-03-20";
        await shop.Do("disputes", "approve", letter);
        shop.Today = "2026-03-10";
        await shop.Do("dispute");
        Assert.Equal("queued", (await shop.Letters("BZ-700001"))[0]["state"]);
        shop.Today = "2026-03-20";
        await shop.Do("dispute");
        Assert.Equal("sent", (await shop.Letters("BZ-700001"))[0]["state"]);
    }
}
