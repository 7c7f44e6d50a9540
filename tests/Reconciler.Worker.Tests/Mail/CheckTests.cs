using System.Text.Json.Nodes;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests.Mail;

/// <summary><c>check</c> asks the servers themselves, as sending and reading will, and sends nothing.</summary>
public sealed class CheckTests(MailHouses houses)
{
    [Fact]
    public async Task Servers_that_take_mails_and_show_the_folders_are_fine_and_nothing_is_sent_or_marked()
    {
        using var certificates = new TempFolder();
        var authority = new TestAuthority(certificates.Path);
        using var server = new MailServer(new MailServerPlan(Certificate: authority.Issue(), User: "finance", Password: MailHouse.Password));
        using var mailbox = new ImapServer(new ImapServerPlan(authority.Issue()));
        using var house = await houses.Open(server, mailbox);
        house.Mail["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = server.Port, ["User"] = "finance", ["CaFile"] = authority.CaFile };
        house.Mail["Imap"] = Mailbox(mailbox.Port, authority.CaFile);
        house.Secrets["RECONCILER_SMTP_PASSWORD"] = MailHouse.Password;
        mailbox.Deliver(Answers.Mail("claims@bazaar.example", "Hello", "Not yet read."));

        var said = (await house.Run("check")).Output;

        Assert.Contains($"ok    mail           localhost:{server.Port} takes mails from finance@example.com; nothing was sent\n", said, StringComparison.Ordinal);
        Assert.Contains("ok    answers        finance on localhost, folder INBOX\n", said, StringComparison.Ordinal);
        Assert.Empty(server.Received);
        Assert.DoesNotContain(server.Commands, c => c.EndsWith("RCPT", StringComparison.Ordinal) || c.EndsWith("DATA", StringComparison.Ordinal));
        Assert.False(mailbox.HasMarkedMails);
    }

    [Theory]
    [InlineData("expired", "the certificate is not trusted by ")]
    [InlineData("untrusted", "For a company's own authority set Mail:Smtp:CaFile")]
    [InlineData("other name", "the certificate is for mail.example.net, not for localhost")]
    [InlineData("no STARTTLS", "It does not offer STARTTLS, and nothing is sent in clear. Use a port that does, or Tls.")]
    [InlineData("closed port", "Check Mail:Smtp:Host and Port, and whether a firewall stands between.")]
    [InlineData("unknown host", "Check Mail:Smtp:Host and Port, and whether a firewall stands between.")]
    [InlineData("wrong password", "Check Mail:Smtp:User and the secret with its password.")]
    [InlineData("no sign-in", "530 5.7.0 Authentication required Set Mail:Smtp:User and its password, or check Mail:From.")]
    [InlineData("Tls where STARTTLS is spoken", "Check Mail:Smtp:Port and Security; usual are 587 with StartTls and 465 with Tls for SMTP")]
    [InlineData("STARTTLS where Tls is spoken", "did not answer within 2 seconds (Mail:Smtp:ConnectTimeoutSeconds). Check Mail:Smtp:Port and Security")]
    public async Task A_server_that_would_take_no_mail_is_told_with_the_mend(string fault, string mend)
    {
        using var certificates = new TempFolder();
        var authority = new TestAuthority(certificates.Path);
        using var server = new MailServer(fault switch
        {
            "expired" => new MailServerPlan(Certificate: authority.Issue(expired: true)),
            "other name" => new MailServerPlan(Certificate: authority.Issue("mail.example.net")),
            "no STARTTLS" => new MailServerPlan(Tls: ""),
            "wrong password" or "no sign-in" => new MailServerPlan(Certificate: authority.Issue(), User: "finance", Password: MailHouse.Password),
            "STARTTLS where Tls is spoken" => new MailServerPlan("implicit", authority.Issue()),
            _ => new MailServerPlan(Certificate: authority.Issue()),
        });
        using var house = await houses.Open(server);
        var smtp = new JsonObject { ["Host"] = "localhost", ["Port"] = server.Port, ["CaFile"] = authority.CaFile };
        house.Mail["Smtp"] = smtp;
        house.Secrets["RECONCILER_SMTP_PASSWORD"] = "wrong horse";
        switch (fault)
        {
            case "untrusted":
                smtp.Remove("CaFile");
                break;
            case "closed port":
                smtp["Port"] = 1;
                break;
            case "unknown host":
                smtp["Host"] = "mail.nowhere.invalid";
                break;
            case "wrong password":
                smtp["User"] = "finance";
                break;
            case "Tls where STARTTLS is spoken":
                smtp["Security"] = "Tls";
                break;
            case "STARTTLS where Tls is spoken":
                smtp["ConnectTimeoutSeconds"] = 2;
                break;
        }

        var line = await Mend(house, "mail");

        Assert.Contains(mend, line, StringComparison.Ordinal);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("wrong password", "Check Mail:Imap:User and the secret with its password.")]
    [InlineData("no such folder", "has no folder 'Claims'. Check Mail:Imap:Folder and Mail:Imap:SentFolder.")]
    [InlineData("no such sent folder", "has no folder 'Gone out'. Check Mail:Imap:Folder and Mail:Imap:SentFolder.")]
    [InlineData("closed port", "Check Mail:Imap:Host and Port, and whether a firewall stands between.")]
    [InlineData("untrusted", "For a company's own authority set Mail:Imap:CaFile")]
    public async Task A_mailbox_that_cannot_be_read_is_told_with_the_mend(string fault, string mend)
    {
        using var certificates = new TempFolder();
        var authority = new TestAuthority(certificates.Path);
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(authority.Issue()));
        using var house = await houses.Open(server);
        var imap = Mailbox(mailbox.Port, authority.CaFile);
        house.Mail["Imap"] = imap;
        switch (fault)
        {
            case "wrong password":
                house.Secrets["RECONCILER_IMAP_PASSWORD"] = "wrong horse";
                break;
            case "no such folder":
                imap["Folder"] = "Claims";
                break;
            case "no such sent folder":
                imap["SentFolder"] = "Gone out";
                break;
            case "closed port":
                imap["Port"] = 1;
                break;
            case "untrusted":
                imap.Remove("CaFile");
                break;
        }

        Assert.Contains(mend, await Mend(house, "answers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_nobody_would_write_to_is_told()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Disputes["Routes"] = JsonNode.Parse("""
            [
              { "Finding": "missing-refund", "Steps": [ { "Letter": "missing-refund", "To": "marketplace", "WaitBusinessDays": 5 }, { "Letter": "escalation", "To": "marketplace-escalation", "WaitBusinessDays": 5 } ], "WhenRefundReported": [ { "Letter": "wallet-trace", "To": "wallet" } ] },
              { "Finding": "duplicate-charge", "Marketplace": "bazaar", "Steps": [ { "Letter": "duplicate-charge", "To": "marketplace", "WaitBusinessDays": 5 } ] }
            ]
            """);

        var notes = (await house.Run("check")).Output.Split('\n').Where(l => l.StartsWith("NOTE", StringComparison.Ordinal));

        Assert.Equal(
            [
                "NOTE  disputes       Disputes:Routes has no steps for duplicate-charge on souk: nobody is written to about it",
                "NOTE  disputes       Disputes:Routes has no steps for short-refund: nobody is written to about it",
                "NOTE  disputes       Disputes:Recipients names no EscalationAddress for the marketplace bazaar, so that these letters are passed over: escalation",
                "NOTE  disputes       Disputes:Recipients names nobody for the marketplace souk, so that these letters are passed over: missing-refund, escalation",
                "NOTE  disputes       Disputes:Recipients names nobody for the wallet kassa, so that these letters are passed over: wallet-trace",
            ],
            notes);

        house.Disputes["Routes"] = new JsonArray();
        Assert.Contains("no steps in Disputes:Routes: findings are reported, but nobody is written to", await Mend(house, "disputes"), StringComparison.Ordinal);
        house.Disputes.Remove("Routes");
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("bazar", MailHouse.Bazaar));
        Assert.Contains("names the marketplace bazar, which no payment knows, and nobody for the marketplace bazaar, souk", await Mend(house, "disputes"), StringComparison.Ordinal);
    }

    private static JsonObject Mailbox(int port, string caFile) =>
        new() { ["Host"] = "localhost", ["Port"] = port, ["User"] = "finance", ["SentFolder"] = "Sent", ["CaFile"] = caFile };

    /// <summary>What the one line says that is to be mended.</summary>
    private static async Task<string> Mend(MailHouse house, string name)
    {
        var end = await house.Try("check");
        Assert.Equal(1, end.ExitCode);
        var line = Assert.Single(end.Output.Split('\n'), l => l.StartsWith("MEND", StringComparison.Ordinal));
        Assert.StartsWith($"MEND  {name} ", line, StringComparison.Ordinal);
        return line;
    }
}
