using Microsoft.Extensions.Logging.Abstractions;
using Reconciler.Core.Disputes;
using Reconciler.TestSupport;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>What the service does between two runs with mails that were put off, with a clock that is moved by hand.</summary>
public sealed class OutboxTests(MailHouses houses)
{
    [Theory]
    [InlineData("once 451 4.7.1 come back", DisputeState.Sent, "kept as 1")]
    [InlineData("451 4.7.1 come back", DisputeState.Refused, "put off 2 times, the last time: ")]
    public async Task A_mail_put_off_is_tried_again_when_its_wait_is_over_and_refused_after_the_last(string answer, DisputeState end, string note)
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["rcpt"] = answer }));
        using var house = await houses.Open(server);
        house.Mail["RetryAfterMinutes"] = new System.Text.Json.Nodes.JsonArray(10);
        await house.Dispute(MailHouse.Day1);
        var clock = new HandClock { Now = new DateTimeOffset(house.Letter().TriedAtUtc!.Value) };

        // Ten minutes, and up to a fifth of them.
        clock.Now += TimeSpan.FromMinutes(9.9);
        await SendWhatIsDue(house.Place(), clock);
        Assert.Equal((DisputeState.Queued, 1), (house.Letter().State, house.Letter().Tries));

        clock.Now += TimeSpan.FromMinutes(2.2);
        await SendWhatIsDue(house.Place(), clock);
        Assert.Equal((end, 2), (house.Letter().State, house.Letter().Tries));
        Assert.Contains(note, house.Letter().Note, StringComparison.Ordinal);
        Assert.Equal(end == DisputeState.Sent ? 1 : 0, server.Received.Count);
    }

    [Fact]
    public async Task What_waits_for_its_turn_goes_when_the_hour_is_over()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Disputes["Recipients"] = new System.Text.Json.Nodes.JsonArray(MailHouse.Marketplace("souk", "claims@souk.example"));
        house.Mail["MostPerDomainAnHour"] = 4;
        await house.Dispute(MailHouse.Day1);
        var clock = new HandClock { Now = new DateTimeOffset(house.Letters().Max(l => l.TriedAtUtc)!.Value) };

        clock.Now += TimeSpan.FromMinutes(58);
        await SendWhatIsDue(house.Place(), clock);
        Assert.Equal(4, server.Received.Count);

        clock.Now += TimeSpan.FromMinutes(3);
        await SendWhatIsDue(house.Place(), clock);
        Assert.Equal(6, server.Received.Count);
    }

    [Fact]
    public async Task Of_two_programs_that_offer_the_same_mails_one_sends_them()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["rcpt"] = "at 2 pause" }));
        using var house = await houses.Open(server);
        house.Disputes["Recipients"] = new System.Text.Json.Nodes.JsonArray(MailHouse.Marketplace("souk", "claims@souk.example"));
        house.Mail["MostPerDomainAnHour"] = 1;
        await house.Dispute(MailHouse.Day1);
        house.Mail["MostPerDomainAnHour"] = 100;
        var place = house.Place();
        var clock = new HandClock { Now = new DateTimeOffset(house.Letters().Max(l => l.TriedAtUtc)!.Value) };

        var slow = Task.Run(() => SendWhatIsDue(place, clock), TestContext.Current.CancellationToken);
        await server.Told("paused rcpt");
        Assert.Equal(5, await SendWhatIsDue(place, clock));
        server.GoOn();

        Assert.Equal(0, await slow);
        Assert.Equal(6, server.Received.Count);
        Assert.All(house.Letters(), l => Assert.Equal((DisputeState.Sent, 1), (l.State, l.Tries)));
    }

    private static Task<int> SendWhatIsDue(Workplace place, TimeProvider clock) =>
        new Outbox(place, place.OpenStore(), clock, NullLogger.Instance).Send(RunClock.Start(clock, clock.GetUtcNow().UtcDateTime), onlyDue: true, TestContext.Current.CancellationToken);

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
