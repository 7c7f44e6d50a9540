using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.TestSupport;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>Letters of which nobody knows whether they went out: the server took the content, and its answer never came.</summary>
public sealed class UncertainTests(MailHouses houses)
{
    private static MailServerPlan Dropping => new(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["content"] = "once drop" });

    [Fact]
    public async Task With_a_sent_folder_it_is_uncertain_until_its_copy_is_there()
    {
        using var server = new MailServer(Dropping);
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        Assert.Equal((DisputeState.Uncertain, FindingState.Open), (house.Letter().State, house.StateOf(house.Letter())));

        await house.Dispute(MailHouse.Day1);
        Assert.Equal(DisputeState.Uncertain, house.Letter().State);

        mailbox.Deliver(server.Received[0].Content, "Sent");
        await house.Dispute(MailHouse.Day1);
        var found = house.Letter();
        Assert.Equal((DisputeState.Sent, "found in the sent folder of localhost"), (found.State, found.Note));
        Assert.Equal(FindingState.Disputed, house.StateOf(found));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task Without_a_mailbox_a_person_says_that_it_went_out()
    {
        using var server = new MailServer(Dropping);
        using var house = await houses.OpenWithLetterSent(server);
        var letter = house.Letter();
        Assert.Contains($"uncertain: {letter.Note}", await house.List(), StringComparison.Ordinal);

        await house.Run("disputes", "sent", letter.Id, "--reason", "the provider's log has it");
        await house.Dispute(MailHouse.Day1);

        Assert.Equal((DisputeState.Sent, $"sent, says {Environment.UserName}: the provider's log has it"), (house.Letter().State, house.Letter().Note));
        Assert.Equal(FindingState.Disputed, house.StateOf(letter));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task Without_a_mailbox_it_is_never_sent_again_by_itself_but_by_a_person()
    {
        using var server = new MailServer(Dropping);
        using var house = await houses.OpenWithLetterSent(server);
        await house.Dispute(MailHouse.Later);
        Assert.Equal(DisputeState.Uncertain, Assert.Single(house.Letters()).State);
        Assert.Single(server.Received);

        await house.Run("disputes", "retry", house.Letter().Id, "--reason", "they never got it", "--as-of", MailHouse.Later);
        await house.Dispute(MailHouse.Later);

        Assert.Equal([DisputeState.Closed, DisputeState.Sent], house.Letters().Select(l => l.State));
        Assert.Equal(2, server.Received.Count);
    }

    /// <summary>The bounce lies in the mailbox already when the program learns that the letter went out.</summary>
    [Fact]
    public async Task A_letter_cut_off_that_came_back_meanwhile_is_refused()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["rcpt"] = "once 451 4.3.2 busy" }));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.Open(server, mailbox);
        await house.Dispute(MailHouse.Day1);
        var letter = house.Letter();
        using (var work = house.Place().OpenStore().Begin())
        {
            // As a kill leaves it.
            Assert.True(work.Disputes.Claim(letter.Id, letter.CreatedAtUtc, letter.TriedAtUtc!.Value, CutOffTests.Killed(Attempt.Smtp)));
            work.Commit();
        }

        mailbox.Deliver(house.Read(work => work.Disputes.LoadMessage(letter.Id)!), "Sent");
        mailbox.Deliver(Answers.Bounce(letter));
        await house.Dispute(MailHouse.Day1);

        Assert.Equal((DisputeState.Refused, FindingState.Open), (house.Letter().State, house.StateOf(letter)));
        Assert.Empty(server.Received);
    }
}
