using System.Security.Cryptography;
using System.Text;
using MimeKit;
using Reconciler.Core.Disputes;

namespace Reconciler.Mail.Tests;

public class DisputeMailTests
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

    [Fact]
    public void A_later_letter_bears_the_first_ones_number_and_answers_it()
    {
        var first = Cases.Draft();
        var reminded = Cases.As(Cases.Duplicate(), "reminder") is var d ? d with { Dispute = d.Dispute with { Id = "D-ffffffffffff" } } : throw new InvalidOperationException();
        var number = DisputeMail.CaseOf(first.MessageId);
        using var mail = Read(Cases.Draft(reminded, history: Cases.History with { CaseNumber = number, MessageIds = [first.MessageId, "D-1.0123456789ab@example.com"] }));

        Assert.StartsWith($"Case {number}: reminder of our letter of 4 May 2026", mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"Case {number}\n", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("ffffffffffff", mail.Subject + mail.TextBody + mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(number, mail.Headers["X-Reconciler-Case"]);
        Assert.Equal("D-ffffffffffff", DisputeMail.CaseOf(mail.MessageId!)); // each mail has an id of its own
        Assert.Equal([first.MessageId, "D-1.0123456789ab@example.com"], mail.References);
        Assert.Equal("D-1.0123456789ab@example.com", mail.InReplyTo);
    }

    [Theory]
    [InlineData("D-1\r\nBcc: thief@example.org", "D-1.0123456789ab@example.com")]
    [InlineData("../D-1", "D-1.0123456789ab@example.com")]
    [InlineData("D-1", "D-1.0123456789ab@example.com>\r\nBcc: thief@example.org")]
    [InlineData("D-1", "someone-elses@example.com")]
    public void A_number_or_Message_Id_that_could_change_a_header_is_refused(string caseNumber, string messageId) =>
        Assert.Throws<DraftException>(() => Cases.Draft(history: new CaseHistory { CaseNumber = caseNumber, MessageIds = [messageId] }));

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
}
