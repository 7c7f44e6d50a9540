using System.Text;
using System.Text.Json.Nodes;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>Letters on their way to a real mail server: taken, refused, put off.</summary>
public sealed class SendingTests(MailHouses houses)
{
    private static MailServerPlan Answering(string stage, string answer) => new(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { [stage] = answer });

    [Fact]
    public async Task A_letter_goes_over_StartTls_with_the_password_of_the_environment()
    {
        using var certificates = new TempFolder();
        var authority = new TestAuthority(certificates.Path);
        using var server = new MailServer(new MailServerPlan(Certificate: authority.Issue(), User: "finance", Password: MailHouse.Password));
        using var house = await houses.Open(server);
        house.Mail["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = server.Port, ["User"] = "finance", ["CaFile"] = authority.CaFile };
        house.Secrets["RECONCILER_SMTP_PASSWORD"] = MailHouse.Password;

        await house.Dispute(MailHouse.Day1);

        var mail = Assert.Single(server.Received);
        Assert.True(mail.Tls);
        Assert.Equal("finance", mail.User);
        Assert.Equal([MailHouse.Bazaar], mail.To);
        var letter = house.Letter();
        Assert.Equal(DisputeState.Sent, letter.State);
        Assert.Contains($"<{letter.MessageId}>", Encoding.ASCII.GetString(mail.Content), StringComparison.Ordinal);
        Assert.Equal(FindingState.Disputed, house.StateOf(letter));
    }

    [Fact]
    public async Task A_refused_letter_is_shown_and_written_anew_to_the_mended_address()
    {
        using var server = new MailServer(Answering("rcpt", "once 550 5.1.1 no such user"));
        using var house = await houses.Open(server);
        await house.Dispute(MailHouse.Day1);
        var refused = house.Letter();
        Assert.Equal(DisputeState.Refused, refused.State);
        Assert.Equal(FindingState.Open, house.StateOf(refused));
        Assert.Contains("refused: 550 5.1.1 no such user", (await house.List()).Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);

        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("bazaar", "refunds@bazaar.example"));
        await house.Run("disputes", "retry", refused.Id, "--reason", "they told us the new address", "--as-of", MailHouse.Day1);
        await house.Dispute(MailHouse.Day1);

        Assert.Equal(["refunds@bazaar.example"], Assert.Single(server.Received).To);
        var (before, anew) = (house.Letters()[0], house.Letter());
        Assert.Equal((DisputeState.Closed, DisputeState.Sent), (before.State, anew.State));
        Assert.NotEqual(before.MessageId, anew.MessageId);
        Assert.Equal(before.CaseNumber, anew.CaseNumber);
        Assert.Equal(FindingState.Disputed, house.StateOf(anew));
    }

    [Fact]
    public async Task A_greylisted_letter_waits_and_goes_with_the_next_run_by_hand()
    {
        using var server = new MailServer(Answering("rcpt", "once 451 4.7.1 greylisted, come back"));
        using var house = await houses.Open(server);

        Assert.Contains("is put off", await house.Dispute(MailHouse.Day1), StringComparison.Ordinal);
        var waits = house.Letter();
        Assert.Equal((DisputeState.Queued, 1), (waits.State, waits.Tries));
        Assert.Contains("451 4.7.1 greylisted", waits.Note, StringComparison.Ordinal);

        await house.Dispute(MailHouse.Day1);
        Assert.Single(server.Received);
        Assert.Equal((DisputeState.Sent, 2, waits.MessageId), (house.Letter().State, house.Letter().Tries, house.Letter().MessageId));
    }

    [Fact]
    public async Task What_is_above_the_most_an_hour_waits()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Disputes["Recipients"] = new JsonArray(MailHouse.Marketplace("souk", "claims@souk.example"), MailHouse.Marketplace("bazaar", MailHouse.Bazaar));
        house.Mail["MostPerDomainAnHour"] = 1;

        Assert.Contains("5 mails wait for their turn", await house.Dispute(MailHouse.Day1), StringComparison.Ordinal);

        // One to each domain.
        Assert.Equal(["claims@bazaar.example", "claims@souk.example"], server.Received.Select(m => m.To[0]).Order(StringComparer.Ordinal));
        Assert.Contains("5 mails wait for their turn", await house.Dispute(MailHouse.Day1), StringComparison.Ordinal);
        Assert.Equal(2, server.Received.Count);
        Assert.Equal(5, house.Letters().Count(l => l is { State: DisputeState.Queued, Tries: 0 }));
    }
}
