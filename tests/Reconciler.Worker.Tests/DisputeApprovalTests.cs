namespace Reconciler.Worker.Tests;

/// <summary>Who must say yes, how many letters go out without a person, and who is told what waits.</summary>
public sealed class DisputeApprovalTests
{
    [Fact]
    public async Task Rules_limits_digest_and_a_rejected_letter_written_anew()
    {
        using var shop = new DisputeShop("""
            "MaxLettersPerRun": 2, "MaxLettersPerDay": 3, "DisputeFrom": "2026-03-10",
            "Recipients": [
              { "Marketplace": "bazaar", "Address": "claims@bazaar.example" },
              { "Marketplace": "gallery", "Address": "desk@gallery.example", "Limits": { "MaxFiles": 3 } }
            ],
            "Approval": {
              "Digest": [ "boss@example.org" ],
              "Rules": [
                { "Finding": "missing-refund", "UpTo": { "USD": 20 }, "Approvals": 0 },
                { "Finding": "missing-refund", "Confidence": "certain", "UpTo": { "USD": 200, "EUR": 5 }, "Approvals": 1 },
                { "Approvals": 2 }
              ]
            }
            """);
        await shop.Once();
        Assert.Equal(0, shop.Mails); // nothing waits: nobody is told

        // Over the run's limit, of the small ones: one of the three.
        foreach (var small in new[] { "SMALL-01", "SMALL-02", "SMALL-03" })
        {
            shop.Cancelled(small, 20);
        }

        shop.Cancelled("MIDDLE-04", 20.01m, "gallery");
        shop.Cancelled("LARGE-05", 200.01m);
        shop.Cancelled("EURO-06", 6, "bazaar", "EUR");
        await shop.Once();
        Assert.Equal(2, Directory.GetFiles(shop["outbox"], "D-*.eml").Length);
        var digest = Path.Combine(shop["outbox"], "approval-20260320.eml");
        Assert.True(File.Exists(digest));
        var list = await shop.List();
        Assert.Single(list, l => l.Contains("awaiting-approval", StringComparison.Ordinal) && l.Contains("over the limit of 2 letters a run", StringComparison.Ordinal));
        Assert.Contains(list, l => l.Contains("certain, 20.01 USD: one person must approve it", StringComparison.Ordinal));
        Assert.Contains(list, l => l.Contains("certain, 200.01 USD: two people must approve it", StringComparison.Ordinal));
        Assert.Contains(list, l => l.Contains("certain, 6.00 EUR: two people must approve it", StringComparison.Ordinal));

        // The same day: one letter more, then the day's limit; the approvers are not told again.
        var told = File.ReadAllBytes(digest);
        shop.Cancelled("SMALL-07", 20);
        shop.Cancelled("SMALL-08", 20);
        await shop.Once();
        Assert.Equal(3, Directory.GetFiles(shop["outbox"], "D-*.eml").Length);
        Assert.Contains(await shop.List(), l => l.Contains("over the limit of 3 letters a day", StringComparison.Ordinal));
        Assert.Equal(told, File.ReadAllBytes(digest));
        Assert.Single(Directory.GetFiles(shop["outbox"], "approval-*.eml"));

        // A letter of several mails is stopped as a whole. What was rejected, and is wanted after all, is a new letter: with one person where one must agree, else it waits for both.
        var middle = (await shop.Letters("MIDDLE-04"))[0]["dispute_id"];
        var large = (await shop.Letters("LARGE-05"))[0]["dispute_id"];
        await shop.Do("disputes", "approve", middle);
        var mails = (await shop.Letters("MIDDLE-04")).Count;
        Assert.True(mails > 1);
        await shop.Do("disputes", "reject", middle, "--reason", "Settled by voucher.");
        await shop.Do("disputes", "reject", large, "--reason", "Is it ours?");
        await shop.Do("disputes", "retry", middle, "--reason", "The voucher never came.");
        Assert.Contains("2 people must approve it", await shop.Do("disputes", "retry", large, "--reason", "It is ours."), StringComparison.Ordinal);
        shop.Today = "2026-03-21";
        await shop.Do("dispute");
        var anew = await shop.Letters("MIDDLE-04");
        Assert.Equal(["closed", .. Enumerable.Repeat("rejected", mails - 1), .. Enumerable.Repeat("sent", mails)], anew.Select(l => l["state"]));
        Assert.Contains(middle, shop.Mail(anew[mails]["dispute_id"]).Subject, StringComparison.Ordinal); // the case keeps its number
        Assert.Equal(["closed", "awaiting-approval"], (await shop.Letters("LARGE-05")).Select(l => l["state"]));
        Assert.True(File.Exists(Path.Combine(shop["outbox"], "approval-20260321.eml")));
        await shop.Do("audit", "verify");
    }

    [Fact]
    public async Task Four_eyes_are_those_of_two_users_of_the_machine()
    {
        using var shop = new DisputeShop("""
            "Recipients": [ { "Marketplace": "bazaar", "Address": "claims@bazaar.example" } ], "Approval": { "Rules": [ { "Approvals": 2 } ] }
            """);
        shop.Cancelled("LARGE-01", 500);
        await shop.Once();
        var id = (await shop.Letters("LARGE-01"))[0]["dispute_id"];
        Assert.Contains("1 of 2: a second person must approve it too", await shop.Do("disputes", "approve", id, "--reason", "seen"), StringComparison.Ordinal);
        var again = await shop.Try("disputes", "approve", id);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains($"{Environment.UserName} approved {id} already: a second person must.", again.Messages, StringComparison.Ordinal);
        await shop.Do("dispute");
        Assert.Equal(0, shop.Mails);

        var second = await shop.TryAsNobody("disputes", "approve", id, "--reason", "seen too");
        if (second is null)
        {
            Assert.Skip("Only root can become another user: the second approval was not tried.");
        }

        Assert.True(second.ExitCode == 0, second.Messages);
        await shop.Do("dispute");
        var letter = Assert.Single(await shop.Letters("LARGE-01"));
        Assert.Equal(("sent", $"{Environment.UserName};nobody"), (letter["state"], letter["approved_by"]));
        Assert.Equal(1, shop.Mails);
        var audit = await shop.Do("audit", "export");
        Assert.Contains("\"actor\":\"nobody (uid 65534)\",\"action\":\"dispute approved\"", audit, StringComparison.Ordinal);
        Assert.Contains("seen too", audit, StringComparison.Ordinal);
        await shop.Do("audit", "verify");
    }

    [Fact]
    public async Task Wrong_dispute_settings_are_named_with_what_is_allowed()
    {
        using var shop = new DisputeShop("""
            "Recipients": [
              { "Marketplace": "bazaar", "Address": "claims@bazaar.example", "Portal": "help.bazaar.example" },
              { "Wallet": "kassa", "Address": "nobody" }
            ],
            "Routes": [
              { "Finding": "stale-hold", "Steps": [ { "Letter": "reminder", "To": "seller", "WaitBusinessDays": 5 } ] },
              { "Finding": "missing-refund", "Steps": [ { "Letter": "missing-refund", "To": "marketplace", "WaitBusinessDays": 61 } ] }
            ],
            "Approval": { "Rules": [ { "UpTo": { "XYZ": 5 } }, { "Confidence": "possible" }, { "Approvals": 3 } ], "Digest": [ "boss" ] }
            """);
        var ended = await shop.Try("once");
        Assert.Equal(2, ended.ExitCode);
        foreach (var fault in new[]
        {
            "Disputes:Recipients: Address is 'claims@bazaar.example' and Portal is 'help.bazaar.example' for marketplace bazaar; exactly one of the two is allowed.",
            "Disputes:Recipients: 'nobody' for wallet kassa is no mail address.",
            "Disputes:Routes[0]:Finding is 'stale-hold'; allowed are duplicate-charge, missing-refund, short-refund.",
            "Disputes:Routes[0]: To is 'seller' for reminder; allowed are marketplace, wallet, marketplace-escalation, wallet-escalation.",
            "Disputes:Routes[1]: WaitBusinessDays is 61 for missing-refund; allowed are 0 to 60.",
            "Disputes:Approval:Rules[0]:UpTo names 5 XYZ; allowed are ISO 4217 codes with amounts of 0 to ",
            "Disputes:Approval:Rules[1]:Confidence is 'possible'; allowed are certain and probable",
            "Approvals is 3; allowed are 0 to 2.",
            "Disputes:Approval:Digest: 'boss' is no mail address.",
        })
        {
            Assert.Contains(fault, ended.Messages, StringComparison.Ordinal);
        }
    }
}
