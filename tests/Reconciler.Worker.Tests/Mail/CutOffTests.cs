using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Reconciler.Core.Disputes;
using Reconciler.TestSupport;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>Mails found as being handed over: by whom, and whether anybody still is at it. And what a stop, or a server that is away, leaves behind.</summary>
public sealed class CutOffTests(MailHouses houses)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What a program of this machine noted that no longer runs: another one has its process id.</summary>
    internal static string Killed(string way) => (Attempt.ByThisProcess(way) with { ProcessStartedAtUtc = DateTime.UnixEpoch }).ToNote();

    [Fact]
    public async Task What_another_machine_hands_over_is_cut_off_when_no_server_could_still_be_waited_for()
    {
        using var house = await WithLetterQueued();
        var clock = new HandClock { Now = DateTimeOffset.UnixEpoch.AddYears(60) };
        Claim(house, clock, (Attempt.ByThisProcess(Attempt.Smtp) with { Machine = "another" }).ToNote());

        // The time to send (600 s), and a margin.
        clock.Now += TimeSpan.FromMinutes(14);
        await Settle(house, clock);
        Assert.Equal(DisputeState.Sending, house.Letter().State);

        clock.Now += TimeSpan.FromMinutes(2);
        await Settle(house, clock);
        Assert.Equal(DisputeState.Uncertain, house.Letter().State);
    }

    // Of a living process, of one that was killed, of another machine; and what a program wrote that noted nothing.
    [Theory]
    [InlineData("lives", "outbox", "pickup", DisputeState.Sending)]
    [InlineData("killed", "outbox", "pickup", DisputeState.Queued)]
    [InlineData("killed", "outbox", "smtp", DisputeState.Uncertain)]
    [InlineData("killed", "another outbox", "pickup", DisputeState.Uncertain)]
    [InlineData("killed", Attempt.Smtp, "pickup", DisputeState.Uncertain)]
    [InlineData("killed", Attempt.Smtp, "smtp", DisputeState.Uncertain)]
    [InlineData("nothing", "", "pickup", DisputeState.Sending)]
    public async Task Only_what_was_written_to_this_outbox_is_written_again(string who, string way, string transport, DisputeState end)
    {
        using var house = await WithLetterQueued();
        house.Mail["Transport"] = transport;
        way = way == "outbox" ? house.Place().Data.Outbox : way;
        Claim(house, TimeProvider.System, who switch { "lives" => Attempt.ByThisProcess(way).ToNote(), "killed" => Killed(way), _ => string.Empty });

        await Settle(house, TimeProvider.System);

        Assert.Equal(end, house.Letter().State);
    }

    [Fact]
    public async Task A_stop_while_connecting_is_obeyed_at_once_and_leaves_the_letter_queued()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["connect"] = "hang" }));
        using var house = await WithLetterQueued();
        house.Mail["Smtp"] = Server(server.Port);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => New(house.Place(), TimeProvider.System).Send(Run(TimeProvider.System), onlyDue: true, stop.Token));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
        Assert.Equal((DisputeState.Queued, 0), (house.Letter().State, house.Letter().Tries));
    }

    [Fact]
    public async Task A_stop_does_not_call_a_mail_back_that_is_on_its_way()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["content"] = "pause" }));
        using var house = await WithLetterQueued();
        house.Mail["Smtp"] = Server(server.Port);
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(() => New(house.Place(), TimeProvider.System).Send(Run(TimeProvider.System), onlyDue: true, stop.Token), Cancellation);
        await server.Told("paused content");

        await stop.CancelAsync();
        server.GoOn();

        Assert.Equal(1, await sending);
        Assert.Equal(DisputeState.Sent, house.Letter().State);
    }

    [Fact]
    public async Task A_server_that_is_away_is_noted_once_and_tried_again_each_turn()
    {
        using var house = await WithLetterQueued();
        Assert.Contains("localhost:1 cannot be reached", house.Letter().Note, StringComparison.Ordinal);
        var moves = house.Read(work => work.Disputes.LoadMoves(house.Letter().Id)).Count;

        Assert.Equal(0, await New(house.Place(), TimeProvider.System).Send(Run(TimeProvider.System), onlyDue: true, Cancellation));
        Assert.Equal((DisputeState.Queued, 0), (house.Letter().State, house.Letter().Tries));
        Assert.Equal(moves, house.Read(work => work.Disputes.LoadMoves(house.Letter().Id)).Count);

        using var server = new MailServer(new MailServerPlan(Tls: ""));
        house.Mail["Smtp"] = Server(server.Port);
        Assert.Equal(1, await New(house.Place(), TimeProvider.System).Send(Run(TimeProvider.System), onlyDue: true, Cancellation));
    }

    /// <summary>A house with a letter that no server has heard of: there is none at port 1.</summary>
    private async Task<MailHouse> WithLetterQueued()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        var house = await houses.Open(server);
        house.Mail["Smtp"] = Server(1);
        await house.Dispute(MailHouse.Day1);
        return house;
    }

    private static System.Text.Json.Nodes.JsonObject Server(int port) => new() { ["Host"] = "localhost", ["Port"] = port, ["Security"] = "None" };

    private static void Claim(MailHouse house, TimeProvider clock, string by)
    {
        var letter = house.Letter();
        using var work = house.Place().OpenStore().Begin();
        Assert.True(work.Disputes.Claim(letter.Id, letter.CreatedAtUtc, clock.GetUtcNow().UtcDateTime, by));
        work.Commit();
    }

    private static Task Settle(MailHouse house, TimeProvider clock) => New(house.Place(), clock).SettleCutOff(Run(clock), Cancellation);

    private static Outbox New(Workplace place, TimeProvider clock) => new(place, place.OpenStore(), clock, NullLogger.Instance);

    private static RunClock Run(TimeProvider clock) => RunClock.Start(clock, clock.GetUtcNow().UtcDateTime);

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
