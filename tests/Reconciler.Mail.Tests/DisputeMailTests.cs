using System.Security.Cryptography;
using System.Text;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Mail.Drafting;
using Reconciler.TestSupport;

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
        using var mail = Read(Cases.Draft(reminded, history: Cases.History with { MessageIds = [first.MessageId, "D-1.0123456789ab@example.com"] }));

        Assert.StartsWith($"Case {number}: reminder of our letter of 4 May 2026", mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"Case {number}\n", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("ffffffffffff", mail.Subject + mail.TextBody + mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(number, mail.Headers["X-Reconciler-Case"]);
        Assert.Equal("D-ffffffffffff", DisputeMail.CaseOf(mail.MessageId!)); // each mail has an id of its own
        Assert.Equal([first.MessageId, "D-1.0123456789ab@example.com"], mail.References);
        Assert.Equal("D-1.0123456789ab@example.com", mail.InReplyTo);
    }

    [Fact]
    public void Evidence_for_several_mails_goes_out_in_numbered_mails_of_one_case()
    {
        var first = BuildPart(Cases.Duplicate(), 1, null);
        var number = DisputeMail.CaseOf(first.MessageId);
        var later = Cases.As(Cases.Duplicate(), Dispute.FurtherEvidence) is var d ? d with { Dispute = d.Dispute with { Id = "D-eeeeeeeeeeee" } } : throw new InvalidOperationException();
        var second = BuildPart(later, 2, new CaseHistory { MessageIds = [first.MessageId] });
        using var one = Read(first);
        using var two = Read(second);

        Assert.EndsWith("order 8001234567890123 (mail 1 of 2)", one.Subject, StringComparison.Ordinal);
        Assert.Contains("This is mail 1 of 2; the further evidence follows in separate mails of the same case.", Unwrapped(one), StringComparison.Ordinal);
        Assert.Contains("Please refund 59.90 USD", Unwrapped(one), StringComparison.Ordinal);
        Assert.Equal($"Case {number}: further evidence (mail 2 of 2)", two.Subject);
        Assert.Contains("this is mail 2 of 2.", Unwrapped(two), StringComparison.Ordinal);
        Assert.DoesNotContain("follows in separate mails", Unwrapped(two), StringComparison.Ordinal);
        Assert.Equal((number, "D-eeeeeeeeeeee"), (two.Headers["X-Reconciler-Case"], DisputeMail.CaseOf(two.MessageId!)));
        Assert.Equal(first.MessageId, two.InReplyTo);
        Assert.Equal(["file-1.csv"], one.Attachments.Select(a => a.ContentDisposition?.FileName));
        Assert.Equal(["file-2.csv"], two.Attachments.Select(a => a.ContentDisposition?.FileName));
        Assert.Contains("- file-2.csv (table, 1 KB)", two.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void One_mail_that_holds_all_evidence_bears_no_number()
    {
        using var mail = Read(Cases.Draft());

        Assert.DoesNotContain("(mail 1", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("This is mail", mail.TextBody, StringComparison.Ordinal);
    }

    // A later part under the whole letter would claim the money again; the letter under a part's text would never be read.
    [Theory]
    [InlineData("duplicate-charge", 2, 3)]
    [InlineData("further-evidence", 1, 3)]
    [InlineData("further-evidence", 4, 3)]
    [InlineData("duplicate-charge", 0, 3)]
    public void A_letter_that_does_not_belong_to_its_part_is_our_own_mistake(string letter, int number, int of) =>
        Assert.Throws<ArgumentException>(() => DisputeMail.Build(Cases.Shipped, Cases.As(Cases.Duplicate(), letter), new EvidencePart(number, of, []), Cases.Sender, Cases.Recipient, Some.Key, Cases.Now));

    [Fact]
    public void A_portal_gets_the_letter_that_the_mail_would_bear()
    {
        var letter = DisputeMail.LetterOf(Cases.Shipped, Cases.Duplicate(), Cases.Part(Cases.Evidence), Cases.Sender with { From = "" }, Cases.Now);
        using var mail = Read(Cases.Draft(sender: Cases.Sender with { ReplyTo = "answers@example.com" }));

        Assert.Equal(mail.Subject, letter.Subject);
        Assert.Equal(Unwrapped(mail).Replace("answers@example.com", "", StringComparison.Ordinal), letter.Text.Replace('\n', ' '));
    }

    [Theory]
    [InlineData("D-1\r\nBcc: thief@example.org", "D-1.0123456789ab@example.com")]
    [InlineData("../D-1", "D-1.0123456789ab@example.com")]
    [InlineData("D-1", "D-1.0123456789ab@example.com>\r\nBcc: thief@example.org")]
    [InlineData("D-1", "someone-elses@example.com")]
    public void A_number_or_Message_Id_that_could_change_a_header_is_refused(string id, string messageId) =>
        Assert.Throws<DraftException>(() => Cases.Draft(Cases.Duplicate() is var d ? d with { Dispute = d.Dispute with { Id = id } } : d, history: new CaseHistory { MessageIds = [messageId] }));

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

    private static DraftMail BuildPart(DisputeCase dispute, int number, CaseHistory? history) =>
        DisputeMail.Build(
            Cases.Shipped, dispute, new EvidencePart(number, 2, [new EvidenceFile($"file-{number}.csv", "text/csv", "a,b\n"u8.ToArray(), "")]), Cases.Sender, Cases.Recipient, Some.Key, Cases.Now, history);

    private static string Unwrapped(MimeMessage mail) => mail.TextBody!.ReplaceLineEndings(" ");

    private static MimeMessage Read(DraftMail draft) => MimeMessage.Load(new MemoryStream(draft.Eml));

    private static string Sha256Of(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return Convert.ToHexStringLower(SHA256.HashData(content.ToArray()));
    }
}
