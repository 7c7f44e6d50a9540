using System.Text;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Reading;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

/// <summary>Against a real mailbox server.</summary>
public sealed class MailboxTests : IDisposable
{
    private static readonly DraftMail Draft = Cases.Draft(Cases.Missing());

    private readonly TempFolder folder = new();
    private readonly TestAuthority authority;
    private readonly ServerCertificate certificate;

    public MailboxTests()
    {
        authority = new TestAuthority(folder.Path);
        certificate = authority.Issue();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_mail_that_went_out_is_found_in_the_folder_of_sent_mails()
    {
        using var server = Server();
        server.Deliver(Draft.Eml, "Sent");

        Assert.IsType<SentLookup.Found>(await Box(server).FindSent(Draft.MessageId, Cancellation));
        Assert.IsType<SentLookup.NotThere>(await Box(server).FindSent("D-0123456789ab.other@example.com", Cancellation));
        // Servers look for parts of values too.
        Assert.IsType<SentLookup.NotThere>(await Box(server).FindSent(Draft.MessageId[1..], Cancellation));
        Assert.IsType<SentLookup.NotThere>(await Box(server).FindSent(Draft.MessageId[..^1], Cancellation));
    }

    [Fact]
    public async Task A_mail_that_lies_elsewhere_did_not_go_out()
    {
        using var server = Server();
        server.Deliver(Draft.Eml);
        server.Deliver(Draft.Eml, "Drafts");

        Assert.IsType<SentLookup.NotThere>(await Box(server).FindSent(Draft.MessageId, Cancellation));
    }

    [Fact]
    public async Task The_folder_of_sent_mails_is_the_one_that_is_set_or_marked()
    {
        using var server = new ImapServer(new ImapServerPlan(certificate, MarksSent: false));
        server.Deliver(Draft.Eml, "Gesendet");

        Assert.Contains("Mail:Imap:SentFolder", Assert.IsType<SentLookup.CannotTell>(await Box(server).FindSent(Draft.MessageId, Cancellation)).Why, StringComparison.Ordinal);
        Assert.IsType<SentLookup.Found>(await Box(server, s => s with { SentFolder = "Gesendet" }).FindSent(Draft.MessageId, Cancellation));
        Assert.Contains("has no folder 'Elsewhere'", Assert.IsType<SentLookup.CannotTell>(await Box(server, s => s with { SentFolder = "Elsewhere" }).FindSent(Draft.MessageId, Cancellation)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replies_bounces_and_automatic_answers_are_read_and_filed()
    {
        using var server = Server();
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply()));
        server.Deliver(IncomingMails.Bytes(IncomingMails.Report()));
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply(inReplyTo: "", subject: $"Automatic reply: {IncomingMails.Case}", extra: "Auto-Submitted: auto-replied\n")));
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply(inReplyTo: "", subject: "Our newsletter")));

        var read = await Read(server);

        Assert.Equal([1u, 2u, 3u, 4u], read.Mails.Select(m => m.Uid));
        Assert.Equal([IncomingKind.Reply, IncomingKind.Bounce, IncomingKind.AutoReply, IncomingKind.Reply], read.Mails.Select(m => m.Kind));
        var sent = new Dictionary<string, string>(StringComparer.Ordinal) { [IncomingMails.OurId] = IncomingMails.Case };
        var cases = new HashSet<string>(StringComparer.Ordinal) { IncomingMails.Case };
        Assert.Equal(
            [$"{IncomingMails.Case} In-Reply-To", $"{IncomingMails.Case} returned mail", $"{IncomingMails.Case} subject", null],
            read.Mails.Select(m => ReplyMatcher.File(m, sent, cases) is { } to ? $"{Assert.Single(to.DisputeIds)} {to.How}" : null));
        Assert.False(server.HasMarkedMails);
    }

    [Fact]
    public async Task Attachments_arrive_byte_for_byte_and_the_mail_itself_too()
    {
        using var server = Server();
        server.Deliver(Draft.Eml);

        var mail = Assert.Single((await Read(server)).Mails);

        Assert.Equal(Cases.Evidence.Select((f, i) => $"{i + 1}-{f.Name}".Replace(".csv", "_csv.txt", StringComparison.Ordinal).Replace(".json", "_json.txt", StringComparison.Ordinal)), mail.Attachments.Select(a => a.Name));
        Assert.All(Cases.Evidence.Zip(mail.Attachments), pair => Assert.Equal(pair.First.Content, pair.Second.Content));
        Assert.Equal(Encoding.ASCII.GetString(Draft.Eml), Encoding.ASCII.GetString(mail.Eml));
    }

    [Fact]
    public async Task Each_round_goes_on_behind_the_last_and_an_idle_one_reads_nothing()
    {
        using var server = Server();
        for (var i = 1; i <= 5; i++)
        {
            server.Deliver(IncomingMails.Bytes(IncomingMails.Reply(subject: $"Mail {i}")));
        }

        var box = Box(server, s => s with { MaxMails = 2 });
        var position = MailboxPosition.Start;
        var rounds = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            var read = Assert.IsType<MailboxReading.Read>(await box.ReadNew(position, null, Cancellation));
            rounds.Add($"{string.Join(' ', read.Mails.Select(m => m.Subject[^1]))} {read.HasMore}");
            position = read.Position;
        }

        Assert.Equal(["1 2 True", "3 4 True", "5 False", " False"], rounds);
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply(subject: "Mail 6")));
        Assert.Equal(6u, Assert.Single((await Read(server, position)).Mails).Uid);
    }

    [Fact]
    public async Task A_folder_that_was_numbered_anew_is_read_from_its_start()
    {
        using var server = Server();
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply(subject: "First")));
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply(subject: "Second")));
        var before = await Read(server);
        await Task.Delay(1100, Cancellation); // dovecot takes the new number from the second
        server.Renumber();

        var after = await Read(server, before.Position);

        Assert.NotEqual(before.Position.UidValidity, after.Position.UidValidity);
        Assert.Equal(["First", "Second"], after.Mails.Select(m => m.Subject));
        Assert.Equal(before.Mails.Select(m => m.Key), after.Mails.Select(m => m.Key));
        Assert.Empty((await Read(server, after.Position)).Mails);
    }

    [Fact]
    public async Task A_mailbox_that_was_in_use_before_is_read_from_a_day_on()
    {
        using var server = Server();
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply()));
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        Assert.Single((await Read(server, since: today.AddDays(-1))).Mails);
        Assert.Empty((await Read(server, since: today.AddDays(2))).Mails);
    }

    [Fact]
    public async Task Of_a_mail_that_is_too_large_only_the_head_is_read()
    {
        using var server = Server();
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply(string.Concat(Enumerable.Repeat(new string('x', 70) + "\n", 430_000)))));
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply(subject: "Small")));

        var mails = (await Read(server)).Mails;

        Assert.StartsWith("The mail of 30960", mails[0].LeftOut, StringComparison.Ordinal);
        Assert.Contains("(Mail:Imap:MaxMegabytes)", mails[0].LeftOut, StringComparison.Ordinal);
        Assert.InRange(mails[0].Eml.Length, 100, 1000);
        Assert.Equal([IncomingMails.OurId], mails[0].InReplyTo); // it is filed all the same
        Assert.Equal(("Small", ""), (mails[1].Subject, mails[1].LeftOut));
    }

    [Fact]
    public async Task A_round_ends_before_the_memory_fills()
    {
        using var server = Server();
        var large = IncomingMails.Bytes(IncomingMails.Reply(string.Concat(Enumerable.Repeat(new string('x', 70) + "\n", 330_000))));
        for (var i = 0; i < 4; i++)
        {
            server.Deliver(large);
        }

        var read = await Read(server);

        Assert.Equal((3, true, 3u), (read.Mails.Count, read.HasMore, read.Position.LastUid));
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_repeated_in_the_message()
    {
        using var server = Server();

        var why = Assert.IsType<MailboxReading.Failed>(await Box(server, password: "wrong horse").ReadNew(MailboxPosition.Start, null, Cancellation)).Why;

        Assert.Contains("does not let 'finance' sign in", why, StringComparison.Ordinal);
        Assert.Contains("Mail:Imap:User", why, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong horse", why, StringComparison.Ordinal);
        Assert.IsType<SentLookup.CannotTell>(await Box(server, password: "wrong horse").FindSent(Draft.MessageId, Cancellation));
    }

    [Fact]
    public async Task A_mailbox_that_repeats_the_password_does_not_get_it_told()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(() => RepeatSignIn(listener), Cancellation);
        var settings = new ImapSettings { Host = "localhost", Port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port, Security = "None", User = "finance" };

        var why = await new Mailbox(settings, new MailSecrets("wrong horse"), TimeProvider.System).FindFault(Cancellation);

        Assert.Contains("[secret]", why, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", why, StringComparison.Ordinal);
        listener.Stop();
        await serving;
    }

    /// <summary>A server that says no with the client's own command.</summary>
    private static async Task RepeatSignIn(System.Net.Sockets.TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("* OK ready");
        while (await reader.ReadLineAsync(Cancellation) is { } command)
        {
            var tag = command.Split(' ')[0];
            if (command.Contains("CAPABILITY", StringComparison.Ordinal))
            {
                await writer.WriteLineAsync("* CAPABILITY IMAP4rev1");
            }

            await writer.WriteLineAsync(command.Contains("LOGIN", StringComparison.Ordinal) ? $"{tag} NO cannot: {command}" : $"{tag} OK done");
        }
    }

    [Theory]
    [InlineData("expired", "is not trusted by")]
    [InlineData("other name", "is for mail.example.org, not for localhost")]
    public async Task A_certificate_that_is_not_trusted_hears_no_password(string shown, string fault)
    {
        using var server = new ImapServer(new ImapServerPlan(shown == "expired" ? authority.Issue(expired: true) : authority.Issue("mail.example.org")));

        Assert.Contains(fault, Assert.IsType<MailboxReading.Failed>(await Box(server).ReadNew(MailboxPosition.Start, null, Cancellation)).Why, StringComparison.Ordinal);
        Assert.Contains(fault, Assert.IsType<SentLookup.CannotTell>(await Box(server).FindSent(Draft.MessageId, Cancellation)).Why, StringComparison.Ordinal);
        Assert.DoesNotContain("Login:", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_turn_to_TLS_is_left()
    {
        using var server = new ImapServer(new ImapServerPlan(Tls: ""));

        Assert.Contains("does not offer STARTTLS", Assert.IsType<MailboxReading.Failed>(await Box(server, s => s with { Security = "StartTls" }).ReadNew(MailboxPosition.Start, null, Cancellation)).Why, StringComparison.Ordinal);
        Assert.IsType<MailboxReading.Read>(await Box(server, s => s with { Security = "None" }).ReadNew(MailboxPosition.Start, null, Cancellation));
    }

    [Fact]
    public async Task A_server_that_is_down_cannot_tell()
    {
        var server = Server();
        var box = Box(server);
        server.Dispose();

        Assert.Contains("cannot be reached", Assert.IsType<SentLookup.CannotTell>(await box.FindSent(Draft.MessageId, Cancellation)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        using var server = Server();

        Assert.Contains("has no folder 'Answers'", Assert.IsType<MailboxReading.Failed>(await Box(server, s => s with { Folder = "Answers" }).ReadNew(MailboxPosition.Start, null, Cancellation)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_opens_the_mailbox_and_a_refused_one_is_renewed_once()
    {
        using var check = new TokenEndpoint(n => new TokenAnswer(n == 1 ? 401 : 200, """{"email":"finance","active":"true"}"""));
        using var endpoint = new TokenEndpoint(n => TokenAnswer.Token($"token-{n}"));
        using var server = new ImapServer(new ImapServerPlan(certificate, TokenCheck: check.Address + "?token="));
        server.Deliver(IncomingMails.Bytes(IncomingMails.Reply()));
        var box = Box(server, s => s with { OAuth = new OAuthSettings { TokenEndpoint = endpoint.Address, ClientId = "reconciler" } });

        Assert.Single(Assert.IsType<MailboxReading.Read>(await box.ReadNew(MailboxPosition.Start, null, Cancellation)).Mails);

        Assert.Equal((2, 2), (endpoint.Requests.Count, check.Requests.Count));
    }

    private ImapServer Server() => new(new ImapServerPlan(certificate));

    private Mailbox Box(ImapServer server, Func<ImapSettings, ImapSettings>? change = null, string password = "right horse")
    {
        var settings = new ImapSettings { Host = "localhost", Port = server.Port, CaFile = authority.CaFile, User = "finance" };
        return new Mailbox(change?.Invoke(settings) ?? settings, new MailSecrets(password, "a secret"), TimeProvider.System);
    }

    private async Task<MailboxReading.Read> Read(ImapServer server, MailboxPosition? after = null, DateOnly? since = null) =>
        Assert.IsType<MailboxReading.Read>(await Box(server).ReadNew(after ?? MailboxPosition.Start, since, Cancellation));
}
