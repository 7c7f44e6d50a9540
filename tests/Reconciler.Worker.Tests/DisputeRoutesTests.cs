using System.IO.Compression;
using System.Text;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.TestSupport;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary>A case over weeks: letter, reminder, escalation, a person; and what ends or turns it.</summary>
public sealed class DisputeRoutesTests
{
    private const string Recipients = """
        "Recipients": [
          { "Marketplace": "bazaar", "Address": "claims@bazaar.example", "EscalationAddress": "board@bazaar.example" },
          { "Wallet": "kassa", "Address": "help@kassa.example" }
        ]
        """;

    [Fact]
    public async Task A_case_goes_its_route_until_the_money_comes_an_answer_is_told_or_no_step_is_left()
    {
        using var shop = new DisputeShop(Recipients);
        foreach (var order in new[] { "SILENT-01", "PAYSBACK-02", "ANSWERED-03", "REFUNDED-04", "LATEWORD-05" })
        {
            shop.Cancelled(order, 40);
        }

        // Two charges on the 18th for one order: a duplicate waits three days for its reversal.
        shop.Completed("TWICE-06", 15);
        shop.Booked("T-TWICE-A", "2026-03-18T09:05:00Z,payment,succeeded,-15.00,USD,bazaar,TWICE-06");
        shop.Booked("T-TWICE-B", "2026-03-18T09:06:00Z,payment,succeeded,-15.00,USD,bazaar,TWICE-06");
        Directory.CreateDirectory(shop["inbox", "evidence"]);
        File.Copy(Path.Combine(Places.Seeds, "evidence", "27811211516.png"), shop["inbox", "evidence", "SILENT-01.png"]);
        await shop.Once();
        Assert.Equal(5, shop.Mails);
        var first = Assert.Single(await shop.Letters("SILENT-01"));
        Assert.Equal(("missing-refund", "sent", "claims@bazaar.example"), (first["letter"], first["state"], first["recipient"]));
        Assert.Contains("picture-1.png", first["attachments"], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(shop["inbox", "evidence"]));
        Assert.Empty(await shop.Letters("TWICE-06"));

        shop.Today = "2026-03-21";
        await shop.Do("dispute");
        Assert.Equal(["wallet-confirmation", "duplicate-charge"], (await shop.Letters("TWICE-06")).Select(l => l["letter"]));

        // What people tell, and what comes back.
        shop.Today = "2026-03-25";
        var answered = (await shop.Letters("ANSWERED-03"))[0]["dispute_id"];
        var refunded = (await shop.Letters("REFUNDED-04"))[0]["dispute_id"];
        await shop.Do("disputes", "answered", answered, "--reason", "They ask for patience, by telephone.");
        await shop.Do("disputes", "answered", refunded, "--reason", "They say it is paid.", "--refunded-on", "2026-03-24", "--reference", "RF-7788");
        Assert.Equal(2, (await shop.Try("disputes", "answered", refunded, "--reason", "x", "--refunded-on", "24.3.")).ExitCode);
        shop.Booked("T-BACK", "2026-03-24T09:00:00Z,refund,succeeded,40.00,USD,bazaar,PAYSBACK-02");
        await shop.Once();
        var trace = (await shop.Letters("REFUNDED-04"))[^1];
        Assert.Equal(("wallet-trace", "sent", "help@kassa.example"), (trace["letter"], trace["state"], trace["recipient"]));
        Assert.Contains("24 March 2026", shop.Mail(trace["dispute_id"]).TextBody, StringComparison.Ordinal);
        Assert.Contains("RF-7788", shop.Mail(trace["dispute_id"]).TextBody, StringComparison.Ordinal);
        Assert.Equal("closed", Assert.Single(await shop.Letters("PAYSBACK-02"))["state"]);

        // Ten business days after Friday the 20th: the answer is in time on 3 April, not on the 4th.
        shop.Today = "2026-04-03";
        await shop.Do("dispute");
        Assert.Contains("    next: an answer to missing-refund is awaited until 2026-04-03", await shop.List());
        Assert.Single(await shop.Letters("SILENT-01"));
        shop.Today = "2026-04-04";
        await shop.Do("dispute");
        var reminder = (await shop.Letters("SILENT-01"))[^1];
        Assert.Equal(("reminder", "awaiting-approval"), (reminder["letter"], reminder["state"]));
        var list = await shop.List();
        Assert.Contains(list, l => l.StartsWith(reminder["dispute_id"], StringComparison.Ordinal) && l.Contains("answers are not read (Mail:Imap is not set): a person must see that none came", StringComparison.Ordinal));
        Assert.Contains(list, l => l.Contains("the marketplace has answered (filed 2026-03-25): read it and say what follows", StringComparison.Ordinal));
        Assert.Single(await shop.Letters("ANSWERED-03"));

        // Looking for the answer before approving, somebody finds one: its reminder falls, the trace follows.
        var late = await shop.Letters("LATEWORD-05");
        Assert.Equal("awaiting-approval", late[1]["state"]);
        shop.Today = "2026-04-06";
        await shop.Do("disputes", "answered", late[0]["dispute_id"], "--reason", "It lay in the spam folder.", "--refunded-on", "2026-04-01");
        await shop.Do("disputes", "resume", answered, "--reason", "Enough patience.");
        await shop.Do("disputes", "approve", reminder["dispute_id"], "--reason", "No answer in the mailbox.");
        await shop.Do("dispute");
        Assert.Equal(["missing-refund:sent", "reminder:closed", "wallet-trace:sent"], (await shop.Letters("LATEWORD-05")).Select(l => $"{l["letter"]}:{l["state"]}"));
        Assert.Equal(["missing-refund:sent", "reminder:sent"], (await shop.Letters("ANSWERED-03")).Select(l => $"{l["letter"]}:{l["state"]}"));
        reminder = (await shop.Letters("SILENT-01"))[^1];
        Assert.Equal("sent", reminder["state"]);
        Assert.Contains("picture-1.png", reminder["attachments"], StringComparison.Ordinal);
        var mail = shop.Mail(reminder["dispute_id"]);
        Assert.Equal([first["message_id"]], mail.References);
        Assert.Contains(first["dispute_id"], mail.Subject, StringComparison.Ordinal);
        Assert.Contains(first["dispute_id"], mail.TextBody, StringComparison.Ordinal);

        // Five business days more, then the higher address; ten more, then a person. The wallet is reminded by a person's word only.
        shop.Today = "2026-04-14";
        await shop.Do("dispute");
        var escalation = (await shop.Letters("SILENT-01"))[^1];
        Assert.Equal(("escalation", "awaiting-approval", "board@bazaar.example"), (escalation["letter"], escalation["state"], escalation["recipient"]));
        Assert.Equal(["wallet-trace:sent", "reminder:awaiting-approval"], (await shop.Letters("REFUNDED-04"))[1..].Select(l => $"{l["letter"]}:{l["state"]}"));
        await shop.Do("disputes", "approve", escalation["dispute_id"]);
        await shop.Do("dispute");
        Assert.Equal([first["message_id"], reminder["message_id"]], shop.Mail(escalation["dispute_id"]).References);
        Assert.Contains("board@bazaar.example", shop.Mail(escalation["dispute_id"]).To.ToString(), StringComparison.Ordinal);
        shop.Today = "2026-04-29";
        await shop.Do("dispute");
        Assert.Contains("    next: no step of its route is left", await shop.List());
        Assert.Equal(3, (await shop.Letters("SILENT-01")).Count);

        var audit = await shop.Do("audit", "export");
        foreach (var told in new[] { "No answer in the mailbox.", "It lay in the spam folder.", "Enough patience.", "refunded on 2026-03-24 RF-7788" })
        {
            Assert.Contains(told, audit, StringComparison.Ordinal);
        }

        await shop.Do("audit", "verify");
    }

    [Fact]
    public async Task A_portal_letter_lies_ready_until_a_person_has_handed_it_in()
    {
        using var shop = new DisputeShop("""
            "Recipients": [
              { "Marketplace": "bazaar", "Portal": "help.bazaar.example" },
              { "Marketplace": "gallery", "Address": "desk@gallery.example", "Limits": { "MaxFiles": 3 }, "Show": { "ShowBalances": true } },
              { "Marketplace": "market", "Address": "desk@market.example" }
            ]
            """);
        shop.Cancelled("PORTAL-01", 40);
        shop.Cancelled("SEVERAL-02", 50, "gallery");
        shop.Cancelled("ONEMAIL-03", 60, "market");
        await shop.Once();
        var letter = Assert.Single(await shop.Letters("PORTAL-01"));
        var id = letter["dispute_id"];
        Assert.Equal("to-hand-in", letter["state"]);
        var (text, zip) = (shop["outbox", "portal", id + ".txt"], shop["outbox", "portal", id + ".zip"]);
        using (var archive = ZipFile.OpenRead(zip))
        {
            Assert.Equal(letter["attachments"].Split(';').Order(StringComparer.Ordinal), archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
            Assert.Contains(archive.Entries, e => e.FullName == "receipt.pdf" && e.Length > 1000);
            Assert.Contains(id, File.ReadAllText(text), StringComparison.Ordinal);
        }

        // More files than one mail takes: numbered mails of one case; the balance is shown to whom it must be.
        var several = await shop.Letters("SEVERAL-02");
        Assert.True(several.Count > 1);
        Assert.Equal(several.Count, several.Select(l => l["dispute_id"]).Distinct().Count());
        Assert.All(several[1..], l => Assert.Equal("further-evidence", l["letter"]));
        Assert.All(several, l =>
        {
            Assert.True(l["attachments"].Split(';').Length <= 3);
            Assert.Contains(several[0]["dispute_id"], shop.Mail(l["dispute_id"]).Subject, StringComparison.Ordinal);
            Assert.Equal("sent", l["state"]);
        });
        Assert.Contains($"mail 2 of {several.Count}", shop.Mail(several[1]["dispute_id"]).TextBody, StringComparison.Ordinal);
        Assert.Contains(several, l => Lines(shop.Mail(l["dispute_id"])).Contains("777.77", StringComparison.Ordinal));
        var market = Assert.Single(await shop.Letters("ONEMAIL-03"));
        Assert.DoesNotContain("777.77", Lines(shop.Mail(market["dispute_id"])), StringComparison.Ordinal);
        Assert.Contains("T-ONEMAIL-03", Lines(shop.Mail(market["dispute_id"])), StringComparison.Ordinal);

        // Again changes nothing; what somebody deleted comes back, the same.
        var before = (File.GetLastWriteTimeUtc(zip), Convert.ToHexString(File.ReadAllBytes(zip)), await shop.Do("export", "disputes"));
        await shop.Do("once");
        Assert.Equal(before, (File.GetLastWriteTimeUtc(zip), Convert.ToHexString(File.ReadAllBytes(zip)), await shop.Do("export", "disputes")));
        File.Delete(zip);
        File.Delete(text);
        await shop.Do("dispute");
        Assert.Equal(before.Item2, Convert.ToHexString(File.ReadAllBytes(zip)));
        Assert.True(File.Exists(text));

        Assert.Contains(",open,PORTAL-01,", await shop.Do("export", "findings"), StringComparison.Ordinal);
        await shop.Do("disputes", "sent", id, "--reason", "ticket 4711");
        Assert.Empty(Directory.GetFiles(shop["outbox", "portal"]));
        Assert.Contains(",disputed,PORTAL-01,", await shop.Do("export", "findings"), StringComparison.Ordinal);
        shop.Today = "2026-04-06";
        await shop.Do("dispute");
        var reminder = (await shop.Letters("PORTAL-01"))[^1];
        Assert.Equal(("reminder", "awaiting-approval"), (reminder["letter"], reminder["state"]));
        Assert.Contains(await shop.List(), l => l.Contains("answers on a portal are not read", StringComparison.Ordinal));
        await shop.Do("disputes", "approve", reminder["dispute_id"]);
        Assert.True(File.Exists(shop["outbox", "portal", reminder["dispute_id"] + ".zip"]));
        Assert.Contains("ticket 4711", await shop.Do("audit", "export"), StringComparison.Ordinal);
        await shop.Do("audit", "verify");
    }

    [Fact]
    public void The_shipped_routes_and_approvals_are_the_usual_ones()
    {
        var shipped = SettingsFile.Load(Places.Config).Disputes;
        Assert.Equal(RouteSettings.Usual.Select(Shape), shipped.Routes.Select(Shape));
        Assert.Equal(ApprovalPolicy.UsualRules.Select(r => r.ToString()), shipped.Approval.ToPolicy().Rules.Select(r => (r with { UpTo = ApprovalPolicy.UsualRules[0].UpTo }).ToString()));

        static string Shape(RouteSettings r) => $"{r.Finding} {r.Marketplace}: {string.Join(' ', r.Steps)} | {string.Join(' ', r.WhenRefundReported)}";
    }

    /// <summary>The statement's lines as they are attached; empty where this mail does not bear them.</summary>
    private static string Lines(MimeMessage mail)
    {
        if (mail.Attachments.OfType<MimePart>().FirstOrDefault(a => a.FileName == "statement-lines.csv") is not { } part)
        {
            return "";
        }

        using var bytes = new MemoryStream();
        part.Content!.DecodeTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
