using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>What comes into a real mailbox, and what follows from it.</summary>
public sealed class AnswerTests(MailHouses houses)
{
    private const string Soon = "2026-07-14T08:00:00Z";
    private const string Approver = "chief@example.com";
    private const string Souk = "claims@souk.example";
    private const string Kassa = "support@kassa.example";

    [Fact]
    public async Task A_reply_with_a_file_is_kept_and_stops_the_reminder_until_a_person_resumes()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        var letter = house.Letter();
        mailbox.Deliver(Answers.WithFiles(letter, "anna@bazaar.example", ("attachment; filename=refund.pdf", Answers.Pdf)));

        await house.Dispute(MailHouse.Later);

        Assert.Single(server.Received);
        var list = await house.List();
        Assert.Contains($"from anna@bazaar.example to {letter.Id}: Re: your claim", list, StringComparison.Ordinal);
        Assert.Contains("next: the marketplace has answered (filed 2026-08-10): read it and say what follows", list, StringComparison.Ordinal);
        Assert.Collection(
            house.KeptAnswers(letter),
            pdf => Assert.EndsWith("-1-1-refund.pdf", pdf, StringComparison.Ordinal),
            text => Assert.EndsWith("-1.txt", text, StringComparison.Ordinal));

        await house.Run("disputes", "resume", letter.Id, "--reason", "they only ask for patience", "--as-of", MailHouse.Later);
        await house.Dispute(MailHouse.Later);

        Assert.Equal(["missing-refund", "reminder"], house.Letters().Select(l => l.Letter));
        Assert.Equal(2, server.Received.Count);
    }

    [Fact]
    public async Task Each_mail_is_filed_once_to_the_letter_that_it_answers_and_silence_alone_brings_a_reminder()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk), Wallet());
        house.Disputes["Approval"] = new JsonObject { ["Digest"] = new JsonArray(Approver) };
        await house.Dispute(MailHouse.Day1);
        var byOrder = house.Read(work => work.Disputes.LoadAll().ToLookup(d => work.Findings.Find(d.FindingId)!.Orders[0].Id[^3..], StringComparer.Ordinal));
        var (double1, double2) = (byOrder["101"].First(), byOrder["101"].Last());
        var (away, bounced, both, other) = (byOrder["104"].Single(), byOrder["105"].Single(), byOrder["106"].Single(), byOrder["107"].Single());
        Assert.Equal([Kassa, Souk], [double1.Recipient, double2.Recipient]);

        // The case has the number of its first letter, which went to the wallet.
        mailbox.Deliver(Answers.Mail("night@souk.example", $"[Ticket 9] Case {double1.Id}", "We look into it."));
        mailbox.Deliver(Answers.Mail("claims@souk.example", "Out of office", "Back on Monday.", Answers.To(away) + "Auto-Submitted: auto-replied\n"));
        mailbox.Deliver(Answers.Bounce(bounced));
        mailbox.Deliver(Answers.Mail("claims@souk.example", "Your claims", $"{both.Id} and {other.Id} are both with our bank."));
        mailbox.Deliver(Answers.Mail("news@souk.example", "Summer sale", "Nothing of yours in here: D-000000000000."));
        mailbox.Deliver(Answers.Mail(Approver, "Re: letters wait", $"{other.Id}: I want to see it first."));
        mailbox.Deliver(Answers.Mail(MailHouse.Us, "A copy of ours", $"Case {other.Id}"));
        // The approvers' own mail came back: no letter did.
        mailbox.Deliver(Answers.Mail("MAILER-DAEMON@mx.example.org", "Undelivered mail", $"550 5.1.1 <{Approver}> unknown\n\nCase {other.Id}", $"X-Failed-Recipients: {Approver}\n"));

        await house.Dispute(Soon);
        var told = house.Read(work => work.Answers.LoadAll());
        var named = new[] { both, other }.OrderBy(l => l.Id, StringComparer.Ordinal).ToList();
        Assert.Equal(
            [(double2.Id, AnswerKind.Reply, "subject"), (away.Id, AnswerKind.AutoReply, "In-Reply-To"), (bounced.Id, AnswerKind.Bounce, "returned mail"), (named[0].Id, AnswerKind.Reply, "text"), (named[1].Id, AnswerKind.Reply, "text")],
            told.Select(a => (a.DisputeId, a.Kind, a.FiledBy)));
        Assert.Equal([DisputeState.Refused], house.Letters().Where(l => l.Id == bounced.Id).Select(l => l.State));
        Assert.Equal((FindingState.Open, FindingState.Disputed), (house.StateOf(bounced), house.StateOf(away)));
        var list = await house.List(Soon);
        Assert.Contains("bounce of", list, StringComparison.Ordinal);
        Assert.Contains("not delivered claims@souk.example 5.1.1 550 5.1.1 mailbox closed", list, StringComparison.Ordinal);
        Assert.All(named, letter => Assert.Contains($"reply of {told[3].ReceivedAtUtc:yyyy-MM-dd} from claims@souk.example to {letter.Id}: Your claims", list, StringComparison.Ordinal));
        Assert.All(named, letter => Assert.Single(house.KeptAnswers(letter)));

        mailbox.Renumber();
        await house.Dispute(MailHouse.Later);
        Assert.Equal(5, house.Read(work => work.Answers.LoadAll()).Count);
        var reminded = house.Letters().Where(l => l.Letter == "reminder").Select(l => l.FindingId).Order(StringComparer.Ordinal);
        Assert.Equal(new[] { byOrder["103"].Single(), away }.Select(l => l.FindingId).Order(StringComparer.Ordinal), reminded);
    }

    [Fact]
    public async Task A_refusal_by_rule_belongs_to_the_letter_that_it_names_and_a_vacation_reply_refuses_nothing()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk), Wallet());
        await house.Dispute(MailHouse.Day1);
        var (toWallet, toMarketplace) = LettersOfTheDouble(house);
        mailbox.Deliver(Answers.Refusal(toWallet, toWallet.Id));
        mailbox.Deliver(Answers.Mail(
            Souk, "Holiday until Monday", "Parcels that could not be delivered: <parcels@souk.example>.", "Return-Path: <>\n" + Answers.To(toMarketplace) + "Auto-Submitted: auto-replied (vacation)\n"));

        await house.Dispute(Soon);

        Assert.Equal([DisputeState.Refused, DisputeState.Sent], StatesOfTheDouble(house));
        Assert.Equal([(toWallet.Id, AnswerKind.Bounce, "returned mail"), (toMarketplace.Id, AnswerKind.AutoReply, "In-Reply-To")], house.Read(work => work.Answers.LoadAll()).Select(a => (a.DisputeId, a.Kind, a.FiledBy)));
        Assert.Contains("Your claims desk is closed", house.Letters().Single(l => l.Id == toWallet.Id).Note, StringComparison.Ordinal);
    }

    // Where a bounce comes from that knows the case number alone, whom it names, and what becomes of the letters to the wallet and to the marketplace.
    [Theory]
    [InlineData("mx.kassa.example", Kassa, DisputeState.Refused, DisputeState.Sent)]
    [InlineData("souk.example", "archive@souk.example", DisputeState.Sent, DisputeState.Uncertain)] // it may have been passed on
    [InlineData("souk.example", "desk@elsewhere.example", DisputeState.Uncertain, DisputeState.Uncertain)]
    [InlineData("mx.example.org", Kassa, DisputeState.Sent, DisputeState.Sent)] // a stranger, who may have read the number anywhere
    public async Task Where_only_the_case_number_is_known_the_address_decides_else_a_person(string sender, string recipient, DisputeState wallet, DisputeState marketplace)
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk), Wallet());
        await house.Dispute(MailHouse.Day1);
        var (first, _) = LettersOfTheDouble(house);
        mailbox.Deliver(Answers.Mail("MAILER-DAEMON@" + sender, "Undelivered mail", $"550 5.1.1 <{recipient}> unknown\n\nCase {first.Id}", $"X-Failed-Recipients: {recipient}\n"));

        await house.Dispute(Soon);
        Assert.Equal([wallet, marketplace], StatesOfTheDouble(house));

        // Also where the sent folder holds the letter, and however late it is, nothing follows by itself.
        server.Received.ToList().ForEach(m => mailbox.Deliver(m.Content, "Sent"));
        await house.Dispute(MailHouse.Later);
        Assert.Equal([wallet, marketplace], StatesOfTheDouble(house));
    }

    [Fact]
    public async Task Of_a_case_with_too_many_answers_the_rest_stays_in_the_mailbox_and_a_person_is_told()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        house.Mail["Imap"]!["MaxMailsPerCase"] = 2;
        var letter = house.Letter();
        foreach (var number in Enumerable.Range(1, 5))
        {
            mailbox.Deliver(Answers.Mail("noise@bazaar.example", $"Noise {number}", "Noise.", Answers.To(letter) + "Auto-Submitted: auto-replied\n"));
        }

        var log = await house.Dispute(MailHouse.Later);

        Assert.Contains("has more answers than are kept: 3 mails are not kept, since the case has 2 answers (Mail:Imap:MaxMailsPerCase)", log, StringComparison.Ordinal);
        Assert.Equal(["Noise 1", "Noise 2", "Noise 5"], house.Read(work => work.Answers.LoadAll()).Select(a => a.Subject));
        var list = await house.List();
        Assert.Contains("3 mails are not kept", list, StringComparison.Ordinal);
        Assert.Contains("has answered (filed 2026-08-10): read it and say what follows", list, StringComparison.Ordinal);
        Assert.Single(server.Received); // no reminder

        await house.Dispute(MailHouse.Later);
        Assert.Equal(3, house.Read(work => work.Answers.LoadAll()).Count);
    }

    [Fact]
    public async Task On_a_day_with_too_many_answers_the_rest_waits_and_nothing_follows_from_silence()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        house.Mail["Imap"]!["MaxMailsPerDay"] = 2;
        var letter = house.Letter();
        foreach (var number in Enumerable.Range(1, 3))
        {
            mailbox.Deliver(Answers.Mail("noise@bazaar.example", $"Noise {number}", "Noise.", Answers.To(letter) + "Auto-Submitted: auto-replied\n"));
        }

        mailbox.Deliver(Answers.Mail(MailHouse.Bazaar, "Re: your claim", "We pay.", Answers.To(letter)));

        var log = await house.Dispute(MailHouse.Later);

        Assert.Contains("2 answers were kept on 2026-08-10 (Mail:Imap:MaxMailsPerDay): the rest waits in the mailbox", log, StringComparison.Ordinal);
        Assert.Single(server.Received); // no reminder
        await house.Dispute("2026-08-11T08:00:00Z");
        Assert.Equal(["Noise 1", "Noise 2", "Noise 3", "Re: your claim"], house.Read(work => work.Answers.LoadAll()).Select(a => a.Subject));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_strangers_answer_is_shown_as_such_and_silences_nothing()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        var letter = house.Letter();
        mailbox.Deliver(Answers.Mail("anna@elsewhere.example", "Re: your claim", "We have paid, do not write again.", Answers.To(letter)));
        mailbox.Deliver(Answers.Mail("MAILER-DAEMON@mx.example.org", "Undelivered mail", $"550 5.1.1 <{MailHouse.Bazaar}> unknown\n\nCase {letter.Id}", $"X-Failed-Recipients: {MailHouse.Bazaar}\n"));

        await house.Dispute(Soon);
        Assert.Equal((DisputeState.Sent, FindingState.Disputed), (house.Letter().State, house.StateOf(letter)));
        var list = await house.List(Soon);
        Assert.Contains($"from anna@elsewhere.example, a stranger: it stops nothing, to {letter.Id}: Re: your claim", list, StringComparison.Ordinal);
        Assert.Contains($"from MAILER-DAEMON@mx.example.org, a stranger: it stops nothing, to {letter.Id}: not delivered", list, StringComparison.Ordinal);
        Assert.Contains("next: an answer to missing-refund is awaited until", list, StringComparison.Ordinal);
        await house.Run("report", "--as-of", Soon);
        var page = File.ReadAllText(Directory.GetFiles(Path.Combine(house.Data, "reports"), "*.html").Order(StringComparer.Ordinal).Last());
        Assert.Contains("anna@elsewhere.example<div class=\"quiet\">a stranger: it stops nothing</div>", page, StringComparison.Ordinal);
        Assert.Contains($"reconciler disputes accept {letter.Id} --reason", page, StringComparison.Ordinal);
        Assert.Contains("from a stranger, anna@elsewhere.example", (await house.Run("audit", "export")).Output, StringComparison.Ordinal);

        await house.Dispute(MailHouse.Later);
        Assert.Equal(["missing-refund", "reminder"], house.Letters().Select(l => l.Letter));
        Assert.Equal(2, server.Received.Count);
    }

    [Fact]
    public async Task A_strangers_answer_counts_once_a_person_accepts_it()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        var letter = house.Letter();
        Assert.Contains("No mail of a stranger", (await house.Try("disputes", "accept", letter.Id, "--reason", "x", "--as-of", Soon)).Messages, StringComparison.Ordinal);
        mailbox.Deliver(Answers.Mail("anna@elsewhere.example", "Re: your claim", "We look into it.", Answers.To(letter)));
        await house.Dispute(Soon);

        var accepted = await house.Run("disputes", "accept", letter.Id, "--reason", "their new desk", "--as-of", Soon);

        Assert.Contains("1 mail of anna@elsewhere.example accepted: their new desk", accepted.Output, StringComparison.Ordinal);
        await house.Dispute(MailHouse.Later);
        Assert.Single(server.Received);
        var list = await house.List();
        Assert.Contains($"from anna@elsewhere.example to {letter.Id}: Re: your claim", list, StringComparison.Ordinal);
        Assert.Contains("next: the marketplace has answered (filed 2026-07-14): read it and say what follows", list, StringComparison.Ordinal);
        Assert.Equal(0, (await house.Run("audit", "verify")).ExitCode);
    }

    [Fact]
    public async Task A_strangers_report_that_a_letter_came_back_counts_once_a_person_accepts_it()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        var letter = house.Letter();
        mailbox.Deliver(Answers.Mail("MAILER-DAEMON@mx.example.org", "Undelivered mail", $"550 5.1.1 <{MailHouse.Bazaar}> unknown\n\nCase {letter.Id}", $"X-Failed-Recipients: {MailHouse.Bazaar}\n"));
        await house.Dispute(Soon);

        await house.Run("disputes", "accept", letter.Id, "--reason", "our relay says so", "--as-of", Soon);

        Assert.Equal((DisputeState.Refused, FindingState.Open), (house.Letter().State, house.StateOf(letter)));
    }

    [Fact]
    public async Task Who_answers_from_a_ticket_system_that_the_configuration_names_is_no_stranger()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        var recipient = MailHouse.Marketplace("bazaar", MailHouse.Bazaar);
        recipient["AnswersFrom"] = new JsonArray("tickets.example");
        house.Disputes["Recipients"] = new JsonArray(recipient);
        mailbox.Deliver(Answers.Mail("reply-77@eu.tickets.example", "[#77] your claim", $"Case {house.Letter().Id}: we look into it."));

        await house.Dispute(MailHouse.Later);

        Assert.Single(server.Received);
        Assert.Contains("next: the marketplace has answered", await house.List(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_much_strangers_write_the_answer_of_the_marketplace_is_kept()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        house.Mail["Imap"]!["MaxMailsPerCase"] = 3;
        house.Mail["Imap"]!["MaxMailsPerDay"] = 2;
        var letter = house.Letter();
        foreach (var number in Enumerable.Range(1, 6))
        {
            mailbox.Deliver(Answers.Mail("noise@x.example", $"Noise {number}", "Noise.", Answers.To(letter)));
        }

        await house.Dispute(MailHouse.Later);
        Assert.Equal(["Noise 1", "Noise 2", "Noise 6"], house.Read(work => work.Answers.LoadAll()).Select(a => a.Subject));
        Assert.Equal(2, server.Received.Count); // the reminder too

        mailbox.Deliver(Answers.Mail("anna@bazaar.example", "Re: your claim", "We pay.", Answers.To(letter)));
        await house.Dispute(MailHouse.Later);
        Assert.Contains("next: the marketplace has answered", await house.List(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_repeats_the_password_gets_it_nowhere()
    {
        using var certificates = new TempFolder();
        var authority = new TestAuthority(certificates.Path);
        var stages = new Dictionary<string, string>(StringComparer.Ordinal) { ["password"] = "535 5.7.8 finance/{plain}? AUTH PLAIN {sasl}" };
        using var server = new MailServer(new MailServerPlan(Certificate: authority.Issue(), User: "finance", Password: "unheard-of", Stages: stages));
        using var house = await houses.Open(server);
        house.Secrets["RECONCILER_SMTP_PASSWORD"] = "unheard-of";
        house.Mail["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = server.Port, ["User"] = "finance", ["CaFile"] = authority.CaFile };

        var log = await house.Dispute(MailHouse.Day1);
        await house.Run("report", "--as-of", MailHouse.Day1);

        Assert.Contains("[secret]", house.Letter().Note, StringComparison.Ordinal);
        string[] told = [log, await house.List(), .. Directory.EnumerateFiles(house.Data, "*", SearchOption.AllDirectories).Select(ReadWhole)];
        Assert.All(told, text => Assert.DoesNotContain("unheard-of", text, StringComparison.Ordinal));
        Assert.All(told, text => Assert.DoesNotContain(Convert.ToBase64String("unheard-of"u8), text, StringComparison.Ordinal));
        Assert.All(told, text => Assert.DoesNotContain(Convert.ToBase64String("\0finance\0unheard-of"u8)[..20], text, StringComparison.Ordinal));

        static string ReadWhole(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.Latin1);
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public async Task Copies_of_our_own_mails_answer_nothing()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        house.Disputes["Approval"] = new JsonObject { ["Digest"] = new JsonArray(Approver), ["Rules"] = new JsonArray(new JsonObject { ["Approvals"] = 1 }) };
        await house.Dispute(MailHouse.Later);
        await house.Run("disputes", "approve", house.Letter().Id, "--as-of", MailHouse.Later);
        await house.Dispute(MailHouse.Later);

        // The claim, what waits for the approver, and the reminder, which answers the claim in its head.
        Assert.Equal([MailHouse.Bazaar, Approver, MailHouse.Bazaar], server.Received.Select(m => m.To[0]));
        foreach (var mail in server.Received)
        {
            mailbox.Deliver(mail.Content);
        }

        var log = await house.Dispute(MailHouse.Later);

        Assert.Empty(house.Read(work => work.Answers.LoadAll()));
        Assert.Equal(3, log.Split("names dispute").Length - 1);
    }

    [Fact]
    public async Task The_reminder_of_a_trace_does_not_speak_of_what_was_asked_before()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk), Wallet());
        await house.Dispute(MailHouse.Day1);
        var confirmation = house.Letters().Single(l => l.Letter == "wallet-confirmation");
        await house.Run("disputes", "answered", confirmation.Id, "--reason", "they say they paid", "--refunded-on", "2026-07-13", "--as-of", Soon);
        await house.Dispute(Soon);
        await house.Dispute(MailHouse.Later);

        var letters = house.Letters().Where(l => l.FindingId == confirmation.FindingId && l.Recipient == Kassa).ToList();
        Assert.Equal(["wallet-confirmation", "wallet-trace", "reminder"], letters.Select(l => l.Letter));
        using var reminder = MimeMessage.Load(new MemoryStream(server.Received.Single(m => Encoding.ASCII.GetString(m.Content).Contains($"Message-Id: <{letters[2].MessageId}>", StringComparison.OrdinalIgnoreCase)).Content), TestContext.Current.CancellationToken);
        Assert.Contains("reminder of our letter of 14 July 2026", reminder.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("have reminded you since", reminder.TextBody, StringComparison.Ordinal);
        Assert.Equal([letters[0].MessageId, letters[1].MessageId], reminder.References); // mail programs show all of it together
    }

    [Fact]
    public async Task While_the_mailbox_is_away_no_reminder_goes_and_all_else_does()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server);
        house.Mail["Imap"] = MailboxAway();
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("bazaar", MailHouse.Bazaar), MailHouse.Marketplace("souk", Souk));

        var log = await house.Dispute(MailHouse.Later);

        Assert.Contains("The answers are not read", log, StringComparison.Ordinal);
        Assert.Contains("is held back for this run: the mailbox with the answers could not be read", log, StringComparison.Ordinal);
        Assert.DoesNotContain(house.Letters(), l => l.Letter == "reminder");
        Assert.Equal(6, server.Received.Count(m => m.To[0] == Souk));
    }

    [Fact]
    public async Task While_the_mailbox_is_away_a_trace_is_written_and_no_reminder_of_it()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server);
        house.Mail["Imap"] = MailboxAway();
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("bazaar", MailHouse.Bazaar), Wallet());
        var claim = house.Letter();
        await house.Run("disputes", "answered", claim.Id, "--reason", "they say they paid", "--refunded-on", "2026-07-13", "--as-of", Soon);

        await house.Dispute(Soon);
        Assert.Equal([("missing-refund", MailHouse.Bazaar), ("wallet-trace", Kassa)], LettersOfTheCase());

        Assert.Contains("is held back for this run", await house.Dispute(MailHouse.Later), StringComparison.Ordinal);
        Assert.Equal(2, LettersOfTheCase().Count());

        IEnumerable<(string, string)> LettersOfTheCase() => house.Letters().Where(l => l.FindingId == claim.FindingId).Select(l => (l.Letter, l.Recipient));
    }

    [Fact]
    public async Task With_access_tokens_letters_go_out_and_answers_come_in_and_a_refused_token_puts_off()
    {
        using var certificates = new TempFolder();
        var authority = new TestAuthority(certificates.Path);
        var certificate = authority.Issue();
        using var endpoint = new TokenEndpoint(_ => TokenAnswer.Token("good token"));
        using var check = new TokenEndpoint(_ => new TokenAnswer(200, """{"email":"finance","active":"true"}"""));
        using var server = new MailServer(new MailServerPlan(Certificate: certificate, User: "finance", Tokens: ["good token"]));
        using var refusing = new MailServer(new MailServerPlan(Certificate: certificate, User: "finance", Tokens: ["another"]));
        using var mailbox = new ImapServer(new ImapServerPlan(certificate, TokenCheck: check.Address + "?token="));
        using var house = await houses.Open(refusing);
        house.Secrets["RECONCILER_SMTP_OAUTH_SECRET"] = "a secret";
        house.Mail["Smtp"] = Signing(refusing.Port);
        house.Mail["Imap"] = Signing(mailbox.Port);

        await house.Dispute(MailHouse.Day1);
        Assert.Equal(DisputeState.Queued, house.Letter().State);
        Assert.Contains("does not let 'finance' sign in", house.Letter().Note, StringComparison.Ordinal);

        house.Mail["Smtp"] = Signing(server.Port);
        await house.Dispute(MailHouse.Day1);
        Assert.Equal((DisputeState.Sent, "finance"), (house.Letter().State, Assert.Single(server.Received).User));
        Assert.Empty(refusing.Received);

        mailbox.Deliver(Answers.Mail("anna@bazaar.example", "Re: your claim", "We have paid.", Answers.To(house.Letter())));
        await house.Dispute(MailHouse.Day1);
        Assert.Single(house.Read(work => work.Answers.LoadAll()));
        Assert.All(endpoint.Requests, request => Assert.Equal("a secret", request["client_secret"]));

        JsonObject Signing(int port) => new()
        {
            ["Host"] = "localhost",
            ["Port"] = port,
            ["User"] = "finance",
            ["CaFile"] = authority.CaFile,
            ["OAuth"] = new JsonObject { ["TokenEndpoint"] = endpoint.Address, ["ClientId"] = "reconciler" },
        };
    }

    /// <summary>The letters about the double charge: to the wallet, and to the marketplace.</summary>
    private static (Dispute ToWallet, Dispute ToMarketplace) LettersOfTheDouble(MailHouse house)
    {
        var letters = house.Letters();
        var wallet = letters.Single(l => l.Letter == "wallet-confirmation");
        return (wallet, letters.First(l => l.FindingId == wallet.FindingId && l.Recipient == Souk));
    }

    private static DisputeState[] StatesOfTheDouble(MailHouse house) => LettersOfTheDouble(house) is var (wallet, marketplace) ? [wallet.State, marketplace.State] : [];

    private static JsonObject Wallet() => new() { ["Wallet"] = "kassa", ["Address"] = Kassa };

    /// <summary>Nobody listens there.</summary>
    private static JsonObject MailboxAway() => new() { ["Host"] = "localhost", ["Port"] = 1, ["Security"] = "None", ["User"] = "finance" };
}
