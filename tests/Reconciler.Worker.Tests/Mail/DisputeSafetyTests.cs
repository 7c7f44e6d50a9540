using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Simulator.Kills;
using Reconciler.TestSupport;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>What a letter must not do: go out on an old claim, past its approvers, or behind an answer; and what one bad case must not do to the others.</summary>
public sealed class DisputeSafetyTests(MailHouses houses)
{
    private const string Souk = "claims@souk.example";
    private const string Kassa = "support@kassa.example";
    private const string Soon = "2026-07-14T08:00:00Z";

    [Fact]
    public async Task A_reminder_that_waits_for_its_next_try_does_not_go_out_once_the_answer_is_filed()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("rcpt", "at 2 451 4.7.1 greylisted, come back")));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        var claim = house.Letter();
        await house.Dispute(MailHouse.Later);
        Assert.Equal(("reminder", DisputeState.Queued, 1), (house.Letter().Letter, house.Letter().State, house.Letter().Tries));

        mailbox.Deliver(Answers.Mail("anna@bazaar.example", "Re: your claim", "We have paid.", Answers.To(claim)));
        await MailTurn(house, TimeSpan.FromMinutes(10));

        Assert.Single(house.Read(work => work.Answers.LoadAll()));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_letter_that_waits_in_the_outbox_does_not_go_out_with_a_claim_that_has_changed()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("rcpt", "once 451 4.7.1 greylisted, come back")));
        using var house = await houses.Open(server);
        await house.Dispute(MailHouse.Day1);
        Assert.Equal(DisputeState.Queued, house.Letter().State);

        await Owed(house, "10.00");
        Assert.Equal("10.00 USD", house.Read(work => work.Findings.Find(house.Letter().FindingId))!.Amount.ToString());
        await house.Dispute(Soon);

        Assert.All(server.Received, mail => Assert.DoesNotContain("31.10 USD", Claimed(mail), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_approved_after_its_claim_has_changed_claims_what_is_owed_now()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Disputes["Approval"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["Approvals"] = 1 }) };
        await house.Dispute(MailHouse.Day1);
        Assert.Equal(DisputeState.AwaitingApproval, house.Letter().State);

        await Owed(house, "10.00");
        Assert.Contains("no longer holds: the claim is now 10.00 USD", await house.Refused("disputes", "approve", house.Letter().Id, "--as-of", Soon), StringComparison.Ordinal);
        await house.Dispute(Soon);
        await house.Run("disputes", "approve", house.Letter().Id, "--as-of", Soon);
        await house.Dispute(Soon);

        Assert.DoesNotContain("31.10 USD", Claimed(Assert.Single(server.Received)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_is_retried_with_a_larger_claim_needs_the_approvals_of_that_claim()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("rcpt", "once 550 5.1.1 no such user")));
        using var house = await houses.Open(server);
        house.Disputes["Approval"] = new JsonObject
        {
            ["Rules"] = new JsonArray(new JsonObject { ["UpTo"] = new JsonObject { ["USD"] = 20 }, ["Approvals"] = 0 }, new JsonObject { ["Approvals"] = 2 }),
        };
        await Owed(house, "10.00");
        await house.Dispute(MailHouse.Day1);
        Assert.Equal(DisputeState.Refused, house.Letter().State);

        await Owed(house, "31.10", "2026-05-09T11:00:00Z");
        await house.Run("disputes", "retry", house.Letter().Id, "--reason", "their new address", "--as-of", Soon);
        await house.Dispute(Soon);

        Assert.Equal("31.10 USD", house.Letter().Amount.ToString());
        Assert.Equal(DisputeState.AwaitingApproval, house.Letter().State);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_letter_that_waits_for_one_person_needs_two_when_the_rule_says_so_now()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Disputes["Approval"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["Approvals"] = 1 }) };
        await house.Dispute(MailHouse.Day1);

        house.Disputes["Approval"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["Approvals"] = 2 }) };
        Assert.Contains("two people must approve it now", await house.Refused("disputes", "approve", house.Letter().Id, "--as-of", MailHouse.Day1), StringComparison.Ordinal);
        await house.Dispute(MailHouse.Day1);

        Assert.Equal((DisputeState.AwaitingApproval, 2), (house.Letter().State, house.Letter().ApprovalsNeeded));
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_receipt_that_another_program_holds_open_stops_no_other_case()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk), MailHouse.Marketplace("bazaar", MailHouse.Bazaar));
        var path = Path.Combine(house.Data, "inbox", "evidence", "71000000000103.pdf");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Answers.Pdf);
        using var open = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await house.Dispute(MailHouse.Day1);

        Assert.Contains(server.Received, m => m.To[0] == MailHouse.Bazaar);
    }

    [Fact]
    public async Task A_statement_line_that_is_long_stops_no_other_case()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk), MailHouse.Marketplace("bazaar", MailHouse.Bazaar));
        KillStores.Write(Path.Combine(house.Data, "inbox", "orders", "long.csv"), """
            order_id,marketplace,placed_at,paid_at,status,status_at,total,currency
            71000000000301,bazaar,2026-05-04T07:00:00Z,2026-05-04T07:01:00Z,cancelled,2026-05-09T09:00:00Z,55.10,USD

            """);
        KillStores.Write(Path.Combine(house.Data, "inbox", "statements", "long.csv"), "transaction_id,wallet,booked_at,type,status,amount,currency,counterparty,order_reference,balance_after,description\n"
            + "K-300,kassa,2026-05-04T07:01:00Z,payment,succeeded,-55.10,USD,Bazaar,71000000000301,777.77," + new string(' ', 200_000) + "x\n");
        await house.Run("import");
        await house.Run("match", "--as-of", MailHouse.Day1);

        await house.Dispute(MailHouse.Day1);

        Assert.Contains(server.Received, m => m.To[0] == Souk);
    }

    [Fact]
    public async Task Further_evidence_does_not_go_out_without_its_letter()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("content", "once 552 5.3.4 too big")));
        using var house = await houses.Open(server);
        var few = MailHouse.Marketplace("bazaar", MailHouse.Bazaar);
        few["Limits"] = new JsonObject { ["MaxFiles"] = 3 };
        house.Disputes["Recipients"] = new JsonArray(few);

        await house.Dispute(MailHouse.Day1);

        Assert.Equal(DisputeState.Refused, house.Letters()[0].State);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_a_run_and_not_once_a_letter()
    {
        using var certificates = new TempFolder();
        var authority = new TestAuthority(certificates.Path);
        using var server = new MailServer(new MailServerPlan(Certificate: authority.Issue(), User: "finance", Password: MailHouse.Password));
        using var house = await houses.Open(server);
        house.Mail["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = server.Port, ["User"] = "finance", ["CaFile"] = authority.CaFile };
        house.Secrets["RECONCILER_SMTP_PASSWORD"] = "wrong horse";
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk));

        await house.Dispute(MailHouse.Day1);

        Assert.InRange(server.Commands.Count(c => c.EndsWith("AUTH", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task Letters_are_not_given_up_because_the_server_was_away_over_a_weekend()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Mail["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = 1, ["Security"] = "None" };
        for (var run = 0; run < 6; run++)
        {
            await house.Dispute(MailHouse.Day1);
        }

        house.Mail["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = server.Port, ["Security"] = "None" };
        await house.Dispute(Soon);

        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_step_put_before_the_others_does_not_send_a_letter_twice()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        house.Disputes["Routes"] = new JsonArray(new JsonObject
        {
            ["Finding"] = "missing-refund",
            ["Steps"] = new JsonArray(Step("our-own-note", "wallet", 0), Step("missing-refund", "marketplace", 10), Step("reminder", "marketplace", 5)),
        });

        await house.Dispute(MailHouse.Later);

        Assert.Equal(["missing-refund", "reminder"], house.Letters().Select(l => l.Letter));
    }

    [Fact]
    public async Task A_reminder_does_not_speak_of_the_letter_that_came_back()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        mailbox.Deliver(Answers.Bounce(house.Letter()));
        await house.Dispute(Soon);
        Assert.Equal(DisputeState.Refused, house.Letter().State);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("bazaar", "refunds@bazaar.example"));
        await house.Run("disputes", "retry", house.Letter().Id, "--reason", "their new address", "--as-of", Soon);
        await house.Dispute(Soon);
        await house.Dispute(MailHouse.Later);

        var reminder = Message(server.Received[^1]);
        Assert.Equal("reminder", house.Letter().Letter);
        Assert.Contains("14 July 2026", reminder.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("have reminded you since", reminder.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_of_a_mail_that_names_many_cases_fits_into_the_columns_of_SQL_Server()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk), new JsonObject { ["Wallet"] = "kassa", ["Address"] = Kassa });
        await house.Dispute(MailHouse.Day1);
        mailbox.Deliver(Answers.Mail(Souk, "Your claims", string.Join('\n', house.Letters().Select(l => l.Id)) + "\nAll of them are with our bank."));
        await house.Dispute(MailHouse.Day1);

        var answers = house.Read(work => work.Answers.LoadAll());
        Assert.Equal(house.Letters().Select(l => l.FindingId).Distinct(StringComparer.Ordinal).Count(), answers.Count);
        var tables = File.ReadAllText(Path.Combine(Places.Root, "src", "Reconciler.Store", "Migrations", "SqlServer", "2026-11-23_FirstTables.sql"));
        Assert.Contains("filed_by nvarchar(100)", tables, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.InRange(answer.FiledBy.Length, 1, 100));
    }

    [Theory]
    [InlineData("th_TH.UTF-8")]
    [InlineData("ar_SA.UTF-8")]
    public async Task The_audit_tells_days_alike_on_every_machine(string locale)
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        house.Secrets["LC_ALL"] = locale;
        await house.Dispute(MailHouse.Day1);
        mailbox.Deliver(Answers.Mail("anna@bazaar.example", "Re: your claim", "We have paid.", Answers.To(house.Letter())));
        await house.Dispute(MailHouse.Day1);

        var told = house.Read(work => work.Audit.LoadAll().ToList()).Single(a => a.Action == "dispute answered by reply").Details;
        Assert.Matches(@"received 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", told);
    }

    [Fact]
    public async Task What_a_ticket_system_sends_for_its_agent_is_an_answer()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        mailbox.Deliver(Answers.Mail("care@bazaar.example", "[Ticket 77] Re: your claim", "Anna (Bazaar care):\n\nWe have refunded it today.", Answers.To(house.Letter()) + "Auto-Submitted: auto-generated\n"));

        await house.Dispute(MailHouse.Later);

        Assert.Single(server.Received);
    }

    [Fact]
    public async Task An_answer_that_a_mailing_list_passes_on_in_our_name_is_not_lost()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        mailbox.Deliver(Answers.Mail($"'Anna' via Finance <{MailHouse.Us}>", "Re: your claim", "We have paid.", Answers.To(house.Letter()) + "X-Original-From: anna@bazaar.example\n"));

        await house.Dispute(MailHouse.Later);

        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_letter_approved_after_the_address_was_mended_goes_to_the_mended_address()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Disputes["Approval"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["Approvals"] = 1 }) };
        await house.Dispute(MailHouse.Day1);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("bazaar", "refunds@bazaar.example"));
        Assert.Contains("it would now go to refunds@bazaar.example", await house.Refused("disputes", "approve", house.Letter().Id, "--as-of", MailHouse.Day1), StringComparison.Ordinal);
        await house.Dispute(MailHouse.Day1);

        Assert.Equal((DisputeState.AwaitingApproval, "refunds@bazaar.example"), (house.Letter().State, house.Letter().Recipient));
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_mail_cut_off_on_its_way_to_a_server_is_not_written_to_the_outbox_when_the_transport_is_changed()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("rcpt", "once 451 4.3.2 busy")));
        using var house = await houses.Open(server);
        await house.Dispute(MailHouse.Day1);
        var letter = house.Letter();
        using (var work = house.Place().OpenStore().Begin())
        {
            // As a kill leaves it while the server hears the message.
            Assert.True(work.Disputes.Claim(letter.Id, letter.CreatedAtUtc, letter.TriedAtUtc!.Value, CutOffTests.Killed(Attempt.Smtp)));
            work.Commit();
        }

        house.Mail["Transport"] = "pickup";
        await house.Dispute(MailHouse.Day1);

        Assert.Equal(DisputeState.Uncertain, house.Letter().State);
    }

    [Fact]
    public async Task A_mail_that_may_have_gone_out_counts_for_the_most_an_hour()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("content", "once drop")));
        using var house = await houses.Open(server);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk));
        house.Mail["MostPerDomainAnHour"] = 1;

        await house.Dispute(MailHouse.Day1);

        Assert.Equal(DisputeState.Uncertain, house.Letters()[0].State);
        Assert.All(house.Letters().Skip(1), l => Assert.Equal(DisputeState.Queued, l.State));
    }

    [Fact]
    public async Task A_letter_written_anew_by_those_who_must_agree_covers_its_reminder()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("rcpt", "once 550 5.1.1 no such user")));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        house.Disputes["Approval"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["Approvals"] = 1 }) };
        await house.Dispute(MailHouse.Day1);
        await house.Run("disputes", "approve", house.Letter().Id, "--as-of", MailHouse.Day1);
        await house.Dispute(MailHouse.Day1);
        await house.Run("disputes", "retry", house.Letter().Id, "--reason", "their new address", "--as-of", MailHouse.Day1);
        await house.Dispute(MailHouse.Day1);
        Assert.Equal(DisputeState.Sent, house.Letter().State);

        await house.Dispute(MailHouse.Later);

        Assert.Equal(("reminder", DisputeState.Sent), (house.Letter().Letter, house.Letter().State));
    }

    /// <summary>On one SQL Server two machines may work, each with a data folder of its own: the lock of the folder keeps neither back.</summary>
    [Fact]
    public async Task A_mail_that_another_program_hands_over_just_now_is_not_taken_for_cut_off()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("content", "once pause")));
        using var house = await houses.Open(server);
        house.Mail["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = 1, ["Security"] = "None" };
        await house.Dispute(MailHouse.Day1);
        house.Mail["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = server.Port, ["Security"] = "None" };
        var place = house.Place();
        var run = RunClock.Start(TimeProvider.System, house.Letter().CreatedAtUtc);
        Outbox New() => new(place, place.OpenStore(), TimeProvider.System, NullLogger.Instance);

        var one = Task.Run(() => New().Send(run, onlyDue: false, CancellationToken.None), TestContext.Current.CancellationToken);
        await server.Told("paused content");
        await New().SettleCutOff(run, TestContext.Current.CancellationToken);
        server.GoOn();

        Assert.Equal(1, await one);
        Assert.Equal(DisputeState.Sent, house.Letter().State);
    }

    [Fact]
    public async Task Two_answers_with_one_Message_Id_are_both_kept()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        foreach (var text in new[] { "We look into it.", "We have refunded it." })
        {
            mailbox.Deliver(Answers.Bytes($"From: care@bazaar.example\nTo: {MailHouse.Us}\nSubject: Re: your claim\nMessage-Id: <ticket-77@bazaar.example>\n{Answers.To(house.Letter())}\n{text}\n"));
        }

        await house.Dispute(MailHouse.Day1);

        Assert.Equal(2, house.Read(work => work.Answers.LoadAll()).Count);
    }

    [Fact]
    public async Task What_the_server_says_when_it_takes_a_mail_cannot_steer_the_terminal()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("content", "250 2.0.0 \u001b[2J ok")));
        using var house = await houses.Open(server);
        await house.Dispute(MailHouse.Day1);

        Assert.DoesNotContain(await house.List(), c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task An_answer_about_two_cases_holds_the_reminders_of_both()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk));
        await house.Dispute(MailHouse.Day1);
        var two = house.Letters().Where(l => l.Letter == "missing-refund").Take(2).ToList();
        mailbox.Deliver(Answers.Mail(Souk, "Your claims", $"{two[0].Id} and {two[1].Id}: both were refunded today."));

        await house.Dispute(MailHouse.Later);

        Assert.DoesNotContain(house.Letters(), l => l.Letter == "reminder" && two.Any(t => t.FindingId == l.FindingId));
    }

    [Fact]
    public async Task Further_evidence_of_a_rejected_letter_is_not_sent_alone()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: Stage("connect", "421 4.3.2 closed")));
        using var house = await houses.Open(server);
        var few = MailHouse.Marketplace("bazaar", MailHouse.Bazaar);
        few["Limits"] = new JsonObject { ["MaxFiles"] = 3 };
        house.Disputes["Recipients"] = new JsonArray(few);
        await house.Dispute(MailHouse.Day1);
        await house.Run("disputes", "reject", house.Letters()[0].Id, "--reason", "settled");
        Assert.All(house.Letters(), l => Assert.Equal(DisputeState.Rejected, l.State));

        Assert.Contains($"is further evidence to {house.Letters()[0].Id}", await house.Refused("disputes", "retry", house.Letters()[1].Id, "--reason", "a slip"), StringComparison.Ordinal);
        Assert.DoesNotContain(house.Letters(), l => l.State == DisputeState.Queued);
    }

    [Theory]
    [InlineData("ar_SA.UTF-8", "Asia/Kolkata")]
    [InlineData("tr_TR.UTF-8", "America/St_Johns")]
    public async Task The_mails_are_the_same_bytes_in_every_culture_and_time_zone(string locale, string zone)
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var here = await houses.Open(server);
        using var there = await houses.Open(server);
        foreach (var house in new[] { here, there })
        {
            house.Mail["Transport"] = "pickup";
            house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", Souk), MailHouse.Marketplace("bazaar", MailHouse.Bazaar), new JsonObject { ["Wallet"] = "kassa", ["Address"] = Kassa, ["Language"] = "ru" });
        }

        there.Secrets["LC_ALL"] = locale;
        there.Secrets["TZ"] = zone;
        await here.Dispute(MailHouse.Day1);
        await there.Dispute(MailHouse.Day1);

        var mails = Directory.GetFiles(Path.Combine(here.Data, "outbox"), "*.eml");
        Assert.Equal(8, mails.Length);
        Assert.All(mails, mail => Assert.Equal(File.ReadAllBytes(mail), File.ReadAllBytes(Path.Combine(there.Data, "outbox", Path.GetFileName(mail)))));
    }

    private static Dictionary<string, string> Stage(string stage, string answer) => new(StringComparer.Ordinal) { [stage] = answer };

    private static JsonObject Step(string letter, string to, int wait) => new() { ["Letter"] = letter, ["To"] = to, ["WaitBusinessDays"] = wait };

    /// <summary>The marketplace says in a later export that it gives back so much of the lamp's 31.10.</summary>
    private static async Task Owed(MailHouse house, string sum, string at = "2026-05-09T10:00:00Z")
    {
        KillStores.Write(Path.Combine(house.Data, "inbox", "orders", $"later-{sum}.csv"), $"""
            order_id,marketplace,placed_at,paid_at,status,status_at,total,currency,refunded_amount,seller,description
            71000000000201,bazaar,2026-05-04T07:00:00Z,2026-05-04T07:01:00Z,cancelled,{at},31.10,USD,{sum},Lumen Lamps,Desk lamp never sent

            """);
        await house.Run("import");
        await house.Run("match", "--as-of", MailHouse.Day1);
    }

    /// <summary>The line with what is asked for.</summary>
    private static string Claimed(ReceivedMail mail) =>
        string.Join('\n', Message(mail).TextBody!.Split('\n').Where(l => l.Contains("refund", StringComparison.OrdinalIgnoreCase) || l.Contains("claim", StringComparison.OrdinalIgnoreCase)));

    private static MimeMessage Message(ReceivedMail mail) => MimeMessage.Load(new MemoryStream(mail.Content));

    /// <summary>What the service does between two runs: reads the answers and sends what is due.</summary>
    private static async Task MailTurn(MailHouse house, TimeSpan after)
    {
        Environment.SetEnvironmentVariable("RECONCILER_IMAP_PASSWORD", MailHouse.Password);
        var clock = new HandClock(new DateTimeOffset(house.Letter().TriedAtUtc!.Value) + after);
        var place = house.Place() with { PinnedAsOfUtc = null };
        using var host = new Host();
        await new MailRun(place, new ServiceLife(null, clock.GetUtcNow().UtcDateTime), clock, NullLoggerFactory.Instance, host).Execute(null!, TestContext.Current.CancellationToken);
    }

    private sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Host : Microsoft.Extensions.Hosting.IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource never = new();

        public CancellationToken ApplicationStarted => never.Token;

        public CancellationToken ApplicationStopping => never.Token;

        public CancellationToken ApplicationStopped => never.Token;

        public void StopApplication() => never.Cancel();

        public void Dispose() => never.Dispose();
    }
}
