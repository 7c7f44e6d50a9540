using Reconciler.Mail.Reading;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

/// <summary>What real programs wrote about letters of ours; see Bounces/README.md.</summary>
public class BouncesTests
{
    private static readonly string Folder = Path.Combine(Places.Root, "tests", "Reconciler.Mail.Tests", "Bounces");

    // The mail, whom it names with which status, whether that is final, and the end of our letter's number.
    [Theory]
    [InlineData("postfix-unknown-user", "unknown@bazaar.example 5.1.1", true, "10")]
    [InlineData("postfix-mailbox-full", "full@bazaar.example 5.2.2", true, "11")]
    [InlineData("postfix-refused-by-rule", "rule@bazaar.example 5.7.1", true, "12")]
    [InlineData("postfix-delayed", "slow@bazaar.example 4.3.2", false, "13")]
    [InlineData("postfix-given-up", "slow@bazaar.example 4.3.2", true, "13")]
    [InlineData("exim-unknown-user", "unknown@bazaar.example 5.0.0", true, "20")]
    [InlineData("exim-mailbox-full", "full@bazaar.example 5.0.0", true, "21")]
    [InlineData("exim-refused-by-rule", "rule@bazaar.example 5.0.0", true, "22")]
    [InlineData("exim-unknown-user-elsewhere", "unknown@far.example 5.0.0", true, "24")]
    [InlineData("exim-delayed", "slow@slow.example 4.0.0", false, "25")]
    [InlineData("exim-given-up", "slow@slow.example 5.0.0", true, "25")]
    [InlineData("sendmail-unknown-user", "unknown@bazaar.example 5.1.1", true, "30")]
    [InlineData("sendmail-mailbox-full", "full@bazaar.example 5.2.2", true, "31")]
    [InlineData("sendmail-refused-by-rule", "rule@bazaar.example 5.0.0", true, "32")]
    [InlineData("sendmail-delayed", "slow@bazaar.example 4.3.0", false, "33")]
    [InlineData("sendmail-given-up", "slow@bazaar.example 4.4.7", true, "33")]
    [InlineData("haraka-unknown-user", "unknown@bazaar.example 5.1.1", true, "80")]
    [InlineData("haraka-mailbox-full", "full@bazaar.example 5.2.2", true, "81")]
    [InlineData("haraka-refused-by-rule", "rule@bazaar.example 5.7.1", true, "82")]
    [InlineData("opensmtpd-unknown-user", "unknown@bazaar.example 5.0.0", true, "40")]
    [InlineData("opensmtpd-mailbox-full", "full@bazaar.example 5.0.0", true, "41")]
    [InlineData("opensmtpd-refused-by-rule", "rule@bazaar.example 5.0.0", true, "42")]
    [InlineData("opensmtpd-delayed", "slow@bazaar.example 4.0.0", false, "43")]
    [InlineData("opensmtpd-given-up", "slow@bazaar.example 4.4.7", true, "43")] // it says "delayed", and nothing more comes
    [InlineData("dma-unknown-user", "unknown@bazaar.example 5.1.1", true, "50")]
    [InlineData("dma-mailbox-full", "full@bazaar.example 5.2.2", true, "51")]
    [InlineData("dma-refused-by-rule", "rule@bazaar.example 5.7.1", true, "52")]
    [InlineData("dma-given-up", "slow@bazaar.example 5.0.0", true, "53")]
    [InlineData("dovecot-reject", "reject@bazaar.example 5.0.0", true, "73")] // a disposition: RFC 5429
    [InlineData("dovecot-mailbox-full", "full@bazaar.example 5.2.2", true, "75")]
    [InlineData("dovecot-mailbox-full-lda", "full@bazaar.example 5.2.2", true, "76")]
    [InlineData("exchange-unknown-user", "unknown@bazaar.example 5.1.10", true, "90")]
    [InlineData("exchange-delayed", "slow@bazaar.example 4.4.7", false, "91")]
    [InlineData("exchange-deleted-unread", "agent@bazaar.example 5.0.0", true, "94")]
    [InlineData("qmail-unknown-user", "unknown@bazaar.example 5.1.1", true, "95")]
    public void A_bounce_names_recipient_reason_and_our_letter_whatever_its_goods_are_called(string file, string names, bool isFinal, string letter)
    {
        var mail = Read(file);

        Assert.Equal(IncomingKind.Bounce, mail.Kind);
        Assert.Equal((names, isFinal, IdOf(letter)), ($"{mail.Bounce!.Recipient} {mail.Bounce.Status}", mail.Bounce.IsFinal, mail.Bounce.OriginalMessageId));
    }

    // Also those who are away write of parcels that could not be delivered.
    [Theory]
    [InlineData("dovecot-vacation", "70")]
    [InlineData("dovecot-vacation-german", "71")]
    [InlineData("dovecot-vacation-plain", "72")]
    [InlineData("exim-vacation", "23")]
    [InlineData("exchange-out-of-office", "92")]
    public void Who_is_away_refuses_nothing_and_answers_nothing(string file, string letter)
    {
        var mail = Read(file);

        Assert.Equal(IncomingKind.AutoReply, mail.Kind);
        Assert.Equal([IdOf(letter)], mail.InReplyTo);
    }

    [Fact]
    public void The_vacation_program_of_Unix_is_known_by_its_subject_alone() => Assert.Equal(IncomingKind.AutoReply, Read("vacation-unix").Kind);

    [Fact]
    public void A_receipt_for_reading_tells_its_letter_and_answers_nothing()
    {
        var mail = Read("exchange-read-receipt");

        Assert.Equal((IncomingKind.AutoReply, IdOf("93")), (mail.Kind, mail.ReceiptFor));
    }

    [Fact]
    public void A_bounce_from_behind_a_relay_that_renames_our_letters_is_filed_by_the_case_that_came_back()
    {
        var mail = Parse(File.ReadAllText(Path.Combine(Folder, "postfix-unknown-user.eml")).Replace(IdOf("10"), "0102-renamed@relay.example", StringComparison.Ordinal));

        var to = ReplyMatcher.File(mail, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal) { "D-5a0c7e91d210" });

        Assert.Equal(("D-5a0c7e91d210", "returned mail's case number", false), (Assert.Single(to!.DisputeIds), to.How, to.NamesLetter));
    }

    [Fact]
    public void A_receipt_for_reading_is_filed_by_the_letter_that_was_read()
    {
        var sent = new Dictionary<string, string>(StringComparer.Ordinal) { [IdOf("93")] = "D-bbbbbbbbbbbb" };

        var to = ReplyMatcher.File(Read("exchange-read-receipt"), sent, new HashSet<string>(StringComparer.Ordinal) { "D-5a0c7e91d293", "D-bbbbbbbbbbbb" });

        Assert.Equal(("D-bbbbbbbbbbbb", "receipt", true), (Assert.Single(to!.DisputeIds), to.How, to.NamesLetter));
    }

    [Fact]
    public void A_refusal_by_rule_tells_its_reason() =>
        Assert.Equal("Your message to <reject@bazaar.example> was automatically rejected: We take claims only through the seller portal, case category 7.", Read("dovecot-reject").Bounce!.Diagnostic);

    // Dispositions, and whether they refuse.
    [Theory]
    [InlineData("automatic-action/MDN-sent-automatically; deleted", true)]
    [InlineData("automatic-action/MDN-sent-automatically;deleted/error", true)]
    [InlineData("manual-action/MDN-sent-manually; denied", true)]
    [InlineData("automatic-action/MDN-sent-automatically; failed", true)]
    [InlineData("manual-action/MDN-sent-manually; displayed", false)]
    [InlineData("automatic-action/MDN-sent-automatically; dispatched", false)]
    [InlineData("automatic-action/MDN-sent-automatically; processed", false)]
    public void What_was_done_with_the_letter_decides(string disposition, bool refuses)
    {
        var mail = Parse(File.ReadAllText(Path.Combine(Folder, "exchange-read-receipt.eml")).Replace("automatic-action/MDN-sent-automatically; displayed", disposition, StringComparison.Ordinal));

        Assert.Equal(refuses ? IncomingKind.Bounce : IncomingKind.AutoReply, mail.Kind);
    }

    // The beginnings of what a mail system writes in words, behind which our letter stands; and whether it is final.
    [Theory]
    [InlineData("550 5.1.1 <x@bazaar.example>: delayed delivery is not for you", true)] // a permanent code stands above words
    [InlineData("<x@bazaar.example>: could not be delivered for 4 hours. It will be retried.", false)]
    [InlineData("<x@bazaar.example>: could not be delivered, 451 4.3.0 delayed too long, giving up", true)]
    [InlineData("<x@bazaar.example>: unable to deliver", true)]
    public void Of_words_only_those_before_our_own_letter_count(string words, bool isFinal)
    {
        var letter = string.Join('\n', File.ReadAllText(Path.Combine(Folder, "dma-unknown-user.eml")).Split('\n').SkipWhile(l => !l.StartsWith("Original message follows", StringComparison.Ordinal)).Skip(2));
        foreach (var quoted in new[] { letter, "> " + letter.Replace("\n", "\n> ", StringComparison.Ordinal), "-----Исходное сообщение-----\n" + letter, letter[letter.IndexOf("Case D-", letter.IndexOf("\n\n", StringComparison.Ordinal), StringComparison.Ordinal)..] })
        {
            var mail = Parse($"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nSubject: Mail delivery failed\n\nUndeliverable.\n{words}\ncould not be delivered.\n\n{quoted}");

            Assert.Equal((IncomingKind.Bounce, isFinal), (mail.Kind, mail.Bounce!.IsFinal));
        }
    }

    // Outlook and others write the first words of the subject in the language of whoever is away.
    [Theory]
    [InlineData("Автоматический ответ: Обращение")]
    [InlineData("Resposta automática: Caso")]
    [InlineData("自动答复: 案件")]
    [InlineData("Abwesenheitsnotiz: Case")]
    [InlineData("Respuesta automática: Case")]
    [InlineData("Réponse automatique : Case")]
    [InlineData("Risposta automatica: Case")]
    [InlineData("Automatisch antwoord: Case")]
    [InlineData("Odpowiedź automatyczna: Case")]
    [InlineData("Автоматична відповідь: Case")]
    [InlineData("自動応答: Case")]
    [InlineData("Otomatik yanıt: Case")]
    public void Machine_made_replies_are_known_in_many_languages(string subject) =>
        Assert.Equal(IncomingKind.AutoReply, Parse(IncomingMails.Reply("Bin nicht da.", subject + " D-5a0c7e91d210")).Kind);

    // A person may write so, and about goods that are called so.
    [Theory]
    [InlineData("Re: Case D-5a0c7e91d210: Out of office planner, undeliverable stamp")]
    [InlineData("Absent goods found: refund is coming")]
    [InlineData("AW: Automatische Antwortmaschine, Case D-5a0c7e91d210")]
    public void A_person_who_answers_about_such_goods_answers(string subject) =>
        Assert.Equal(IncomingKind.Reply, Parse(IncomingMails.Reply("The parcel could not be delivered to <you@example.com>: 550 5.1.1 is our code for that. We refund.", subject)).Kind);

    private static string IdOf(string letter) => $"D-5a0c7e91d2{letter}.7be1c03d9a{letter}@birkenau.example";

    private static IncomingMail Read(string file) => Parse(File.ReadAllText(Path.Combine(Folder, file + ".eml")));

    private static IncomingMail Parse(string mail) => MailReader.Read(1, Some.Time, IncomingMails.Bytes(mail), maxAttachments: 20);
}
