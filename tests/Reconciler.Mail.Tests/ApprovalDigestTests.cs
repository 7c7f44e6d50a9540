using System.Text.RegularExpressions;
using MimeKit;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Sending;
using Reconciler.Mail.Writing;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class ApprovalDigestTests
{
    [Fact]
    public void Approvers_are_told_what_waits_and_how_to_approve_it()
    {
        using var mail = Read(WaitingLetters.Digest());
        var text = mail.TextBody!.ReplaceLineEndings("\n");

        Assert.Equal("Dispute letters waiting for approval: 2 (22 May 2026)", mail.Subject);
        Assert.Equal(WaitingLetters.Approvers, mail.To.Mailboxes.Select(m => m.Address));
        Assert.Matches("Missing refund: 1,249.00 USD[^=]*Waiting since +18 May 2026[^=]*Approvals +1 of 2 \\(Anna Ivanova\\)\n\nreconciler disputes preview F-1a1b2c3d4e5f --text\nreconciler disputes approve D-b1b2c3d4e5f6\n", text);
        Assert.Matches("Duplicate charge: 59.90 USD[^=]*Approvals +0 of 1\n\nreconciler disputes preview F-0a1b2c3d4e5f --text\nreconciler disputes approve D-a1b2c3d4e5f6\n", text);
        Assert.EndsWith("To reject a letter, say why: reconciler disputes reject ID --reason TEXT\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not listed", text, StringComparison.Ordinal);
        Assert.Contains("reconciler disputes approve D-b1b2c3d4e5f6", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("pt")]
    [InlineData("ru")]
    [InlineData("zh")]
    public void Every_command_names_the_data_that_the_letters_are_in(string language)
    {
        using var mail = Read(WaitingLetters.Digest(sender: Cases.Sender with { Language = language }, commandOptions: "--data \"/srv/our books\""));
        var commands = mail.TextBody!.Split('\n').Where(l => l.Contains("reconciler disputes", StringComparison.Ordinal)).ToList();

        Assert.Equal(5, commands.Count);
        Assert.All(commands, c => Assert.EndsWith(" --data \"/srv/our books\"", c.TrimEnd(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_digest_is_one_mail_a_day_with_the_id_that_the_outbox_names_it_by()
    {
        var draft = WaitingLetters.Digest();

        Assert.Matches(@"\Aapproval-20260522\.[0-9a-f]{12}@example\.com\z", draft.MessageId);
        Assert.Equal("approval-20260522", DisputeMail.CaseOf(draft.MessageId));
    }

    [Fact]
    public async Task The_outbox_takes_a_digest_as_it_takes_a_letter()
    {
        using var folder = new TempFolder();
        var draft = WaitingLetters.Digest();

        Assert.IsType<SendResult.Accepted>(await new PickupFolder(folder.Path).Send(draft.MessageId, draft.Eml, () => true, TestContext.Current.CancellationToken));
        Assert.Equal([folder["approval-20260522.eml"]], Directory.GetFiles(folder.Path));
    }

    // A quoted digest names many cases: in the mailbox of answers it would be filed to one of them.
    [Fact]
    public void Answers_stay_among_the_approvers_and_absence_notices_are_not_asked_for()
    {
        using var mail = Read(WaitingLetters.Digest(sender: Cases.Sender with { ReplyTo = "answers@example.com" }));

        Assert.Equal(WaitingLetters.Approvers, mail.ReplyTo.Mailboxes.Select(m => m.Address));
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Null(mail.Headers["X-Reconciler-Case"]);
    }

    [Fact]
    public void The_same_letters_give_the_same_bytes_in_whichever_order_they_come() =>
        Assert.Equal(WaitingLetters.Digest().Eml, WaitingLetters.Digest([.. WaitingLetters.Two.Reverse()]).Eml);

    // A duplicate's reason is some 340 characters long, and what speaks for a rightful repeat stands at its end.
    [Fact]
    public void A_reason_is_told_whole()
    {
        var why = string.Join(' ', Enumerable.Repeat("booked 5 seconds before,", 16)) + " in favour of a rightful repeat: nothing";
        using var mail = Read(WaitingLetters.Digest([WaitingLetters.Two[0] with { Why = Reason.Of(why) }]));

        Assert.Contains($"<td>{why}</td>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.EndsWith("rightful repeat: nothing", string.Join(' ', mail.TextBody!.Split('\n').Select(l => l.Trim()).SkipWhile(l => !l.StartsWith("Reason ", StringComparison.Ordinal)).TakeWhile(l => !l.StartsWith("Confidence ", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_approver_named_twice_gets_one_mail()
    {
        using var mail = Read(WaitingLetters.Digest(approvers: ["anna@example.com", "ben@example.com", "Anna@example.com"]));

        Assert.Equal(WaitingLetters.Approvers, mail.To.Mailboxes.Select(m => m.Address));
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(51, 1)]
    [InlineData(63, 13)]
    public void A_mail_lists_fifty_letters_and_tells_how_many_more_wait(int waiting, int more)
    {
        using var mail = Read(WaitingLetters.Digest(
            [.. Enumerable.Range(0, waiting).Select(i => WaitingLetters.Two[0] with { DisputeId = FormattableString.Invariant($"D-{i:d12}"), Since = new DateOnly(2026, 5, 20).AddDays(-i) })]));

        Assert.Equal(Math.Min(waiting, 50), Regex.Count(mail.TextBody!, "disputes approve D-", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.StartsWith(FormattableString.Invariant($"Dispute letters waiting for approval: {waiting} "), mail.Subject, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"disputes approve D-{waiting - 1:d12}"), mail.TextBody, StringComparison.Ordinal); // the one that waits longest
        Assert.Equal(more > 0, mail.TextBody!.Contains(FormattableString.Invariant($"Not listed in this mail: {more}. "), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("anna@example.com, thief@example.org")]
    [InlineData("anna@example.com\r\nBcc: thief@example.org")]
    [InlineData("")]
    public void An_approver_is_one_plain_address(string approver) => Assert.Throws<DraftException>(() => WaitingLetters.Digest(approvers: [approver]));

    // The ids stand in commands that people copy.
    [Theory]
    [InlineData("D-1; rm -rf /", "F-1")]
    [InlineData("D-1", "F-1\nreconciler disputes approve D-2")]
    public void An_id_that_could_change_a_command_is_refused(string dispute, string finding) =>
        Assert.Throws<DraftException>(() => WaitingLetters.Digest([WaitingLetters.Two[0] with { DisputeId = dispute, FindingId = finding }]));

    [Fact]
    public void Without_a_letter_or_without_an_approver_no_digest_is_asked_for()
    {
        Assert.ThrowsAny<ArgumentException>(() => WaitingLetters.Digest([]));
        Assert.ThrowsAny<ArgumentException>(() => WaitingLetters.Digest(approvers: []));
    }

    [Theory]
    [MemberData(nameof(InjectionTests.Hostile), MemberType = typeof(InjectionTests))]
    public void No_value_changes_headers_recipients_commands_or_the_HTML(string value)
    {
        foreach (var language in (string[])["en", "pt", "ru", "zh"])
        {
            using var mail = Read(Said(value, language));
            using var usual = Read(Said("x", language));

            Assert.Equal(usual.Headers.Select(h => h.Field), mail.Headers.Select(h => h.Field));
            Assert.Equal(usual.Subject, mail.Subject);
            Assert.Equal(WaitingLetters.Approvers, mail.GetRecipients(onlyUnique: true).Select(m => m.Address));
            Assert.Equal(InjectionTests.TagsOf(usual.HtmlBody!), InjectionTests.TagsOf(mail.HtmlBody!));
            Assert.Equal(CommandsOf(usual), CommandsOf(mail));
            Assert.DoesNotMatch(@"(?m)^(Bcc|Subject|Content-Type): ", mail.TextBody!);
            Assert.DoesNotMatch(@"[\u0000-\u0008\u000B\u000C\u000E-\u001F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uE000-\uF8FF]", mail.TextBody + mail.HtmlBody);
        }
    }

    [Fact]
    public void A_template_is_written_from_its_own_words_only()
    {
        var words = LetterFacts.Of(Cases.Duplicate(), Cases.Part(Cases.Evidence), Cases.Sender, new DateOnly(2026, 5, 22), CaseHistory.None);

        Assert.Throws<ArgumentException>(() => Cases.Shipped.Write("en", DigestModel.Template, words));
    }

    private static DraftMail Said(string value, string language) =>
        WaitingLetters.Digest(
            [
                .. WaitingLetters.Two.Select(w => w with { Kind = value, Letter = value, Recipient = value, Why = Reason.Of(value), ApprovedBy = [value, value], HeldWhy = value, Confidence = Confidence.Possible }),
            ],
            Cases.Sender with { Language = language });

    private static MimeMessage Read(DraftMail draft) => MimeMessage.Load(new MemoryStream(draft.Eml));

    private static List<string> CommandsOf(MimeMessage mail) => [.. mail.TextBody!.ReplaceLineEndings("\n").Split('\n').Where(l => l.StartsWith("reconciler ", StringComparison.Ordinal))];
}
