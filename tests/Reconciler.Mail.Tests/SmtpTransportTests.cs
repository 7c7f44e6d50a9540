using System.Text;
using MimeKit;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Sending;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public sealed class SmtpTransportTests : IDisposable
{
    private static readonly DraftMail Draft = Cases.Draft(Cases.Missing());

    private readonly TempFolder folder = new();
    private readonly TestAuthority authority;
    private readonly ServerCertificate certificate;

    public SmtpTransportTests()
    {
        authority = new TestAuthority(folder.Path);
        certificate = authority.Issue();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("starttls", "StartTls")]
    [InlineData("implicit", "Tls")]
    public async Task A_mail_sent_over_TLS_arrives_whole(string tls, string security)
    {
        using var server = new MailServer(Plan() with { Tls = tls });

        var result = await Send(Settings(server) with { Security = security });

        Assert.Contains("kept as 1", Assert.IsType<SendResult.Accepted>(result).ServerAnswer, StringComparison.Ordinal);
        var mail = Assert.Single(server.Received);
        Assert.True(mail.Tls);
        Assert.Equal("disputes@example.com", mail.From);
        Assert.Equal([Cases.Recipient], mail.To);
        Assert.Equal(Encoding.ASCII.GetString(Draft.Eml), Encoding.ASCII.GetString(mail.Content));
        using var read = MimeMessage.Load(new MemoryStream(mail.Content), Cancellation);
        Assert.Equal(Cases.Evidence.Select(f => f.Name), read.Attachments.Select(a => ((MimePart)a).FileName));
    }

    [Fact]
    public async Task A_user_signs_in_over_TLS_only()
    {
        using var server = new MailServer(Plan() with { User = "finance", Password = "right horse" });

        Assert.IsType<SendResult.Accepted>(await Send(Settings(server) with { User = "finance" }, "right horse"));
        Assert.Equal("finance", Assert.Single(server.Received).User);
        Assert.DoesNotContain("plain AUTH", server.Commands);
    }

    [Fact]
    public async Task A_wrong_password_is_no_fault_of_the_mail_and_says_where_to_mend()
    {
        using var server = new MailServer(Plan() with { User = "finance", Password = "right horse" });

        var answer = Assert.IsType<SendResult.NotReached>(await Send(Settings(server) with { User = "finance" }, "wrong horse")).Why;

        Assert.Contains("does not let 'finance' sign in", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong horse", answer, StringComparison.Ordinal);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_server_that_wants_a_sign_in_says_so()
    {
        using var server = new MailServer(Plan() with { User = "finance", Password = "right horse" });

        Assert.Contains("Mail:Smtp:User", Assert.IsType<SendResult.NotReached>(await Send(Settings(server))).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_is_not_begun_after_all_is_never_offered()
    {
        using var server = new MailServer(Plan());

        Assert.IsType<SendResult.LeftAlone>(await new SmtpTransport(Settings(server), new MailSecrets(), TimeProvider.System).Send(Draft.MessageId, Draft.Eml, () => false, Cancellation));
        Assert.Contains("tls RCPT", server.Commands);
        Assert.DoesNotContain("tls DATA", server.Commands);
        Assert.Empty(server.Received);
    }

    // 5xx about the mail is for good, 4xx passes, and before the mail is named nothing is said about it.
    [Theory]
    [InlineData("mail", "550 5.7.1 sender not welcome", typeof(SendResult.Refused))]
    [InlineData("rcpt", "550 5.1.1 no such user", typeof(SendResult.Refused))]
    [InlineData("rcpt", "552 5.2.2 mailbox full", typeof(SendResult.Refused))]
    [InlineData("rcpt", "452 4.2.2 mailbox full", typeof(SendResult.PutOff))]
    [InlineData("rcpt", "451 4.7.1 greylisted", typeof(SendResult.PutOff))]
    [InlineData("data", "554 5.5.1 no valid recipients", typeof(SendResult.Refused))]
    [InlineData("content", "552 5.2.2 mailbox full", typeof(SendResult.Refused))]
    [InlineData("content", "452 4.2.2 mailbox full", typeof(SendResult.PutOff))]
    [InlineData("starttls", "454 4.7.0 no TLS now", typeof(SendResult.NotReached))] // never goes on in clear
    [InlineData("content", "554 5.7.1 looks like spam", typeof(SendResult.Refused))]
    [InlineData("content", "552 5.3.4 too big", typeof(SendResult.Refused))]
    [InlineData("mail", "451 4.3.0 busy", typeof(SendResult.PutOff))]
    [InlineData("rcpt", "450 4.2.1 come back later", typeof(SendResult.PutOff))]
    [InlineData("data", "451 4.3.0 busy", typeof(SendResult.PutOff))]
    [InlineData("content", "451 4.3.0 busy", typeof(SendResult.PutOff))]
    [InlineData("content", "421 4.3.2 closing", typeof(SendResult.PutOff))]
    [InlineData("connect", "554 no service today", typeof(SendResult.NotReached))]
    [InlineData("connect", "421 too many connections", typeof(SendResult.NotReached))]
    public async Task An_answer_of_the_server_decides(string stage, string answer, Type result)
    {
        using var server = new MailServer(Plan(stage, answer));
        var begun = 0;

        var got = await new SmtpTransport(Settings(server), new MailSecrets(), TimeProvider.System).Send(Draft.MessageId, Draft.Eml, () => ++begun > 0, Cancellation);

        Assert.IsType(result, got);
        Assert.Equal(stage is "data" or "content" ? 1 : 0, begun);
        Assert.Contains(answer[..3], got.ToString(), StringComparison.Ordinal);
        Assert.Contains(answer[(answer.LastIndexOf('.') + 1)..].Trim(), got.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("connect", typeof(SendResult.NotReached))]
    [InlineData("ehlo", typeof(SendResult.NotReached))]
    [InlineData("starttls", typeof(SendResult.NotReached))]
    [InlineData("mail", typeof(SendResult.PutOff))]
    [InlineData("rcpt", typeof(SendResult.PutOff))]
    [InlineData("data", typeof(SendResult.PutOff))]
    public async Task A_line_that_breaks_before_the_message_puts_it_off_once_it_was_named(string stage, Type result)
    {
        using var server = new MailServer(Plan(stage, "drop"));

        Assert.IsType(result, await Send(Settings(server)));
    }

    [Theory]
    [InlineData("mail", "550 5.7.1 \u001b[2Jno\u0007")]
    [InlineData("rcpt", "451 4.7.1 \u001b[2Jno\u0007")]
    [InlineData("content", "250 2.0.0 \u001b[2Jno\u0007")]
    [InlineData("connect", "554 \u001b[2Jno\u0007")]
    public async Task What_a_server_says_is_told_without_control_characters(string stage, string answer)
    {
        using var server = new MailServer(Plan(stage, answer));

        var told = (await Send(Settings(server))).ToString();

        Assert.Contains("[2Jno", told, StringComparison.Ordinal);
        Assert.DoesNotContain(told, char.IsControl);
    }

    // At the sign-in the server repeats what it was just told, later what it remembers.
    [Theory]
    [InlineData("password", "535 5.7.8 Error: cannot read AUTH PLAIN {sasl}")]
    [InlineData("password", "535 5.7.8 Error: finance/{plain} is unknown")]
    [InlineData("password", "454 4.7.0 Try later with {sasl}")]
    [InlineData("mail", "550 5.7.1 signed in as finance with RIGHT HORSE?")]
    [InlineData("rcpt", "450 4.2.0 AHJpZ2h0IGhvcnNl cmlnaHQgaG9yc2U=")]
    [InlineData("data", "554 5.5.1 finance:right horse")]
    [InlineData("content", "250 2.0.0 thanks to finance/right%20horse")]
    public async Task A_server_that_repeats_the_password_does_not_get_it_told(string stage, string answer)
    {
        using var server = new MailServer(Plan(stage, answer) with { User = "finance", Password = "right horse" });

        var told = (await Send(Settings(server) with { User = "finance" }, "right horse")).ToString();

        Assert.True(told.Contains("[secret]", StringComparison.Ordinal), told);
        Assert.DoesNotContain("horse", told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("cmlnaHQ", told, StringComparison.Ordinal); // right, in base64
        Assert.DoesNotContain("aG9yc2U", told, StringComparison.Ordinal); // horse
        Assert.DoesNotContain("ZmluYW5jZQByaWdodCBob3JzZQ", told, StringComparison.Ordinal); // finance, nothing, right horse
    }

    [Fact]
    public async Task A_line_that_breaks_while_signing_in_reaches_nobody()
    {
        using var server = new MailServer(Plan("auth", "drop") with { User = "finance", Password = "right horse" });

        Assert.Contains("cannot be reached", Assert.IsType<SendResult.NotReached>(await Send(Settings(server) with { User = "finance" }, "right horse")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_greylisted_mail_is_taken_when_it_comes_again()
    {
        using var server = new MailServer(Plan("rcpt", "once 451 4.7.1 greylisted, come back later"));

        Assert.Contains("greylisted", Assert.IsType<SendResult.PutOff>(await Send(Settings(server))).Answer, StringComparison.Ordinal);
        Assert.IsType<SendResult.Accepted>(await Send(Settings(server)));
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("hang")]
    public async Task A_line_that_breaks_within_the_message_is_uncertain(string what)
    {
        using var server = new MailServer(Plan("part", what));

        Assert.IsType<SendResult.Uncertain>(await Send(Settings(server) with { SendTimeoutSeconds = 1 }));
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("hang")]
    public async Task A_message_without_an_answer_is_uncertain_since_it_may_have_arrived(string what)
    {
        using var server = new MailServer(Plan("content", what));

        Assert.IsType<SendResult.Uncertain>(await Send(Settings(server) with { SendTimeoutSeconds = 1 }));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_server_that_never_greets_is_given_up_in_time()
    {
        using var server = new MailServer(Plan("connect", "hang"));

        Assert.Contains("ConnectTimeoutSeconds", Assert.IsType<SendResult.NotReached>(await Send(Settings(server) with { ConnectTimeoutSeconds = 1 })).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_is_not_reached()
    {
        var server = new MailServer(Plan());
        var settings = Settings(server);
        server.Dispose();

        Assert.Contains("cannot be reached", Assert.IsType<SendResult.NotReached>(await Send(settings)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_stopped_before_the_message_throws_and_after_it_is_uncertain()
    {
        using var silent = new MailServer(Plan("rcpt", "hang"));
        using var deaf = new MailServer(Plan("content", "hang"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var before = new SmtpTransport(Settings(silent), new MailSecrets(), TimeProvider.System).Send(Draft.MessageId, Draft.Eml, () => true, stop.Token);
        var after = new SmtpTransport(Settings(deaf), new MailSecrets(), TimeProvider.System).Send(Draft.MessageId, Draft.Eml, () => true, stop.Token);
        while (deaf.Received.Count == 0 || !silent.Commands.Contains("tls RCPT"))
        {
            await Task.Delay(20, Cancellation);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => before);
        Assert.IsType<SendResult.Uncertain>(await after);
    }

    [Theory]
    [InlineData("")]
    [InlineData("finance")]
    public async Task A_server_without_STARTTLS_hears_nothing_in_clear(string user)
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));

        var answer = Assert.IsType<SendResult.NotReached>(await Send(Settings(server) with { User = user }, "right horse")).Why;

        Assert.Contains("does not offer STARTTLS", answer, StringComparison.Ordinal);
        Assert.Equal(["plain EHLO"], server.Commands);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task Plain_text_works_to_this_machine_where_it_is_set()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));

        Assert.IsType<SendResult.Accepted>(await Send(Settings(server) with { Security = "None", CaFile = "" }));
        Assert.False(Assert.Single(server.Received).Tls);
    }

    [Fact]
    public async Task Plain_text_to_another_machine_is_never_tried() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Send(new SmtpSettings { Host = "192.0.2.1", Security = "None" }));

    // What the certificate is, what is trusted, and what the answer says; an empty one means that the mail arrives.
    [Theory]
    [InlineData("good", "machine", "is not trusted")]
    [InlineData("good", "other authority", "is not trusted by")]
    [InlineData("good", "thumbprint of another", "names another one")]
    [InlineData("expired", "authority", "is not trusted by")]
    [InlineData("expired", "its thumbprint", "only")]
    [InlineData("other name", "authority", "is for mail.example.org, not for localhost")]
    [InlineData("good", "its thumbprint", "")]
    [InlineData("other name", "its thumbprint", "")] // pinned by hand: the name says nothing more
    public async Task Only_a_trusted_certificate_gets_the_mail(string shown, string trusted, string fault)
    {
        var own = shown switch { "expired" => authority.Issue(expired: true), "other name" => authority.Issue("mail.example.org"), _ => certificate };
        using var server = new MailServer(Plan() with { Certificate = own });
        var settings = Settings(server) with { CaFile = "" };
        settings = trusted switch
        {
            "authority" => settings with { CaFile = authority.CaFile },
            "other authority" => settings with { CaFile = new TestAuthority(folder.Path, "Other authority").CaFile },
            "its thumbprint" => settings with { Thumbprint = own.Sha256 },
            "thumbprint of another" => settings with { Thumbprint = authority.Issue("other.example.org").Sha256 },
            _ => settings with { CheckRevocation = false },
        };

        var result = await Send(settings);

        if (fault.Length == 0)
        {
            Assert.IsType<SendResult.Accepted>(result);
            return;
        }

        Assert.Contains(fault, Assert.IsType<SendResult.NotReached>(result).Why, StringComparison.Ordinal);
        Assert.Empty(server.Received);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("tls", StringComparison.Ordinal));
    }

    private static Task<SendResult> Send(SmtpSettings settings, string? password = null) =>
        new SmtpTransport(settings, new MailSecrets(password), TimeProvider.System).Send(Draft.MessageId, Draft.Eml, () => true, Cancellation);

    private MailServerPlan Plan(string stage = "", string what = "") =>
        new(Certificate: certificate, Stages: stage.Length == 0 ? null : new Dictionary<string, string>(StringComparer.Ordinal) { [stage] = what });

    private SmtpSettings Settings(MailServer server) => new() { Host = "localhost", Port = server.Port, CaFile = authority.CaFile };
}
