using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Reconciler.Core.Disputes;

namespace Reconciler.Mail.Tests;

public partial class DisputeMailTests
{
    [Fact]
    public void A_mail_holds_the_letter_twice_and_the_evidence_untouched()
    {
        var draft = Cases.Draft();
        using var mail = Read(draft);

        Assert.Equal("Nordlicht Trading Ltd", mail.From.Mailboxes.Single().Name);
        Assert.Equal("disputes@example.com", mail.From.Mailboxes.Single().Address);
        Assert.Equal([Cases.Recipient], mail.To.Mailboxes.Select(m => m.Address));
        Assert.Equal(new DateTimeOffset(Cases.Now), mail.Date);
        Assert.Equal(draft.MessageId, mail.MessageId);
        Assert.Matches(@"\AD-[0-9a-f]{12}\.[0-9a-f]{12}@example\.com\z", draft.MessageId);
        Assert.Equal(Cases.Duplicate().Dispute.Id, mail.Headers["X-Reconciler-Case"]);
        Assert.Null(mail.Headers["Auto-Submitted"]);
        Assert.Contains(Cases.Duplicate().Dispute.Id, mail.Subject, StringComparison.Ordinal);
        Assert.Equal(draft.Subject, mail.Subject);

        var parts = Assert.IsType<Multipart>(mail.Body);
        Assert.Equal("multipart/mixed", parts.ContentType.MimeType);
        var letter = Assert.IsType<MultipartAlternative>(parts[0]);
        Assert.Equal("en", letter.Headers["Content-Language"]);
        Assert.Equal(["text/plain", "text/html"], letter.Select(p => p.ContentType.MimeType));
        Assert.Contains("Lumen Store 24", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Lumen Store 24", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(
            Cases.Evidence.Select(f => (f.Name, f.MediaType, f.Sha256)),
            mail.Attachments.Cast<MimePart>().Select(p => (p.FileName!, p.ContentType.MimeType, Sha256Of(p))));
    }

    [Fact]
    public void Every_line_of_a_mail_is_short_ASCII_so_that_no_server_changes_it()
    {
        var lines = Encoding.Latin1.GetString(Cases.Draft(Cases.Missing()).Eml).Split("\r\n");

        Assert.All(lines, line => Assert.True(line.Length <= 78 && line.All(c => c is '\t' or (>= ' ' and <= '~')), line));
    }

    [Fact]
    public void The_same_case_gives_the_same_bytes_and_another_case_another_id()
    {
        Assert.Equal(Cases.Draft().Eml, Cases.Draft().Eml);
        Assert.NotEqual(Cases.Draft().MessageId, Cases.Draft(Cases.Missing()).MessageId);
        Assert.NotEqual(Cases.Draft().MessageId.Split('@')[0], Cases.Draft(sender: Cases.Sender with { From = "disputes@example.org" }).MessageId.Split('@')[0]);
    }

    [Fact]
    public void Answers_go_to_the_reply_address_where_one_is_set()
    {
        using var mail = Read(Cases.Draft(sender: Cases.Sender with { ReplyTo = "answers@example.org" }));

        Assert.Equal("answers@example.org", mail.ReplyTo.Mailboxes.Single().Address);
        Assert.Contains("answers@example.org", mail.TextBody, StringComparison.Ordinal);
    }

    // Values as a file could bring them, and what none of them may do.
    public static TheoryData<string> Hostile =>
    [
        "x\r\nBcc: thief@example.org",
        "x\nBcc: thief@example.org\n\nanother body",
        "x\r\n\r\n--=_m_0123456789ab\r\nContent-Type: text/html\r\n\r\n<b>x</b>",
        "=?utf-8?Q?x=0D=0ABcc:_thief@example.org?=",
        "=?utf-8?B?eA0KQmNjOiB0aGllZkBleGFtcGxlLm9yZw==?=",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</td></table></div><a href='https://thief.example.org'>pay here</a>",
        "&lt;script&gt; %3Cscript%3E \u003cscript\u003e",
        "{{ company.email }}{% for o in orders %}<b>{% endfor %}{{ letter }}",
        new string('W', 5000),
        string.Concat(Enumerable.Repeat("длинноеслово", 400)),
        "\u202Efdp.exe\u202C \u2066x\u2069\u200F",
        "nul \0 and bell \a and escape \u001B[2J",
        "thief@example.org, other@example.org; \"quoted\" <angle@example.org>",
        ".\r\n.\r\nQUIT",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_value_from_a_file_changes_headers_recipients_or_the_HTML(string value)
    {
        using var usual = Read(Cases.Draft());
        var draft = Cases.Draft(Cases.Duplicate(order: value, seller: value, counterparty: value, description: value, reference: value, second: value));
        using var mail = Read(draft);

        Assert.Equal(usual.Headers.Select(h => h.Field), mail.Headers.Select(h => h.Field));
        Assert.Equal([Cases.Recipient], mail.To.Mailboxes.Select(m => m.Address));
        Assert.Equal([Cases.Recipient], mail.GetRecipients(onlyUnique: true).Select(m => m.Address));
        Assert.Equal(draft.Subject, mail.Subject); // nothing in it was read as an encoded word
        Assert.StartsWith("Case D-", mail.Subject!, StringComparison.Ordinal);
        Assert.True(mail.Subject!.Length <= Writing.Letters.MaxSubjectLength, mail.Subject);
        Assert.DoesNotContain(mail.Subject, c => char.IsControl(c));

        // The same tags in the same order: nothing that a value says is markup.
        Assert.Equal(TagsOf(usual.HtmlBody!), TagsOf(mail.HtmlBody!));
        Assert.Equal(usual.TextBody!.Split('\n').Length, mail.TextBody!.Split('\n').Length);
        Assert.DoesNotMatch(@"[\u0000-\u0008\u000B\u000C\u000E-\u001F\u200B-\u200F\u202A-\u202E\u2066-\u2069]", mail.TextBody + mail.HtmlBody + mail.Subject);
        Assert.Equal(usual.BodyParts.Select(p => p.ContentType.MimeType), mail.BodyParts.Select(p => p.ContentType.MimeType));
    }

    [Theory]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    [InlineData("a@example.org\n")]
    [InlineData("Name <a@example.org>")]
    [InlineData("a@b@example.org")]
    [InlineData("a..b@example.org")]
    [InlineData(".a@example.org")]
    [InlineData("a@localhost")] // no domain that a mail from outside could reach
    [InlineData("a@-example.org")]
    [InlineData("пример@example.org")]
    [InlineData("\"a b\"@example.org")]
    [InlineData("")]
    public void A_recipient_is_one_plain_address(string recipient) =>
        Assert.Throws<DraftException>(() => Cases.Draft(recipient: recipient));

    [Theory]
    [InlineData("../../x.pdf", "application/pdf")]
    [InlineData("x.pdf\r\nBcc: a@example.org", "application/pdf")]
    [InlineData(".hidden", "application/pdf")]
    [InlineData("чек.pdf", "application/pdf")]
    [InlineData("x.eml", "message/rfc822")]
    [InlineData("x.pdf", "application/pdf\r\nX: y")]
    [InlineData("x.pdf", "application/pdf; name=y")]
    public void An_attachment_has_a_plain_name_and_type(string name, string type) =>
        Assert.Throws<DraftException>(() => Cases.Draft(evidence: [new EvidenceFile(name, type, [1], "")]));

    [Fact]
    public void Two_attachments_of_one_name_are_refused() =>
        Assert.Throws<DraftException>(() => Cases.Draft(evidence: [Cases.Evidence[0], Cases.Evidence[0]]));

    [Fact]
    public void A_mail_above_the_limit_is_not_made_and_names_the_setting()
    {
        var big = new EvidenceFile("big.pdf", "application/pdf", new byte[800_000], "");

        var exception = Assert.Throws<DraftException>(() => Cases.Draft(sender: Cases.Sender with { MaxMegabytes = 1 }, evidence: [big]));

        Assert.Contains("Mail:MaxMegabytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_number_that_could_change_a_header_or_a_path_is_refused()
    {
        var dispute = Cases.Duplicate();

        Assert.Throws<DraftException>(() => Cases.Draft(dispute with { Dispute = dispute.Dispute with { Id = "../D-1" } }));
    }

    private static MimeMessage Read(DraftMail draft) => MimeMessage.Load(new MemoryStream(draft.Eml));

    private static string Sha256Of(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return Convert.ToHexStringLower(SHA256.HashData(content.ToArray()));
    }

    private static List<string> TagsOf(string html) => [.. Tag().Matches(html).Select(m => m.Value)];

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
