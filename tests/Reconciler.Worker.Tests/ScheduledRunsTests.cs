using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary>The service's own loop, on a clock that jumps to whatever it waits for.</summary>
public sealed class ScheduledRunsTests
{
    [Fact]
    public async Task The_spring_night_of_Dublin_has_one_run()
    {
        var clock = new JumpingClock("2027-03-27 20:00", until: "2027-03-29 12:00");

        Assert.Equal(["28 01:00:00", "29 00:30:00"], await RunsOf(clock, "0 30 1 * * ?", lastSeen: null));
    }

    [Fact]
    public async Task A_start_in_the_doubled_hour_repeats_nothing()
    {
        // The run of 01:30, the first time that the clocks showed it, is done; they show it again at 01:30Z.
        var clock = new JumpingClock("2026-10-25 01:10", until: "2026-10-25 12:00");
        Assert.Empty(await RunsOf(clock, "0 30 1 * * ?", lastSeen: "2026-10-25 00:30:00"));

        clock = new JumpingClock("2026-10-25 01:10", until: "2026-10-25 01:50");
        Assert.Equal(["25 01:30:00"], await RunsOf(clock, "0 0/30 * * * ?", lastSeen: "2026-10-25 01:00:00"));
    }

    [Fact]
    public async Task What_was_missed_happens_once_and_is_said_by_the_last_run_that_is_known()
    {
        var clock = new JumpingClock("2026-05-06 12:07", until: "2026-05-06 13:00");

        Assert.Equal(["06 12:07:00", "06 12:30:00", "06 13:00:00"], await RunsOf(clock, "0 0/30 * * * ?", lastSeen: "2026-05-06 08:00:00"));
    }

    [Fact]
    public async Task Times_that_come_due_during_a_run_are_made_up_for_by_one()
    {
        var clock = new JumpingClock("2026-05-06 05:50", until: "2026-05-06 07:10");

        // The first run takes 40 minutes: 06:15 and 06:30 pass.
        Assert.Equal(["06 06:00:00", "06 06:40:00", "06 06:45:00", "06 07:00:00"], await RunsOf(clock, "0 0/15 * * * ?", lastSeen: null, run => run == 1 ? TimeSpan.FromMinutes(40) : TimeSpan.Zero));
    }

    [Theory]
    [InlineData(-2, "06 06:00:00")] // set back by seconds just behind the run: no second one
    [InlineData(-7200, "06 06:00:00, 06 06:00:00")] // a clock that was two hours ahead: the true 06:00 is still to come
    public async Task A_clock_that_is_set_back_repeats_no_time_that_it_was_right_about(int seconds, string runs)
    {
        var clock = new JumpingClock("2026-05-06 05:50", until: "2026-05-06 07:00");

        Assert.Equal(runs.Split(", "), await RunsOf(clock, "0 0 7 * * ?", lastSeen: null, run => run == 1 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero));
    }

    [Fact]
    public async Task A_last_run_of_a_clock_that_was_wrong_stops_nothing()
    {
        var clock = new JumpingClock("2026-05-06 05:50", until: "2026-05-06 07:00");

        Assert.Equal(["06 06:00:00"], await RunsOf(clock, "0 0 7 * * ?", lastSeen: "2031-01-01 00:00:00"));
    }

    [Fact]
    public async Task A_run_that_fails_stops_no_later_one()
    {
        var clock = new JumpingClock("2026-05-06 05:50", until: "2026-05-06 06:20");

        Assert.Equal(["06 06:00:00", "06 06:15:00"], await RunsOf(clock, "0 0/15 * * * ?", lastSeen: null, run => run == 1 ? throw new IOException("The disk is full.") : TimeSpan.Zero));
    }

    /// <summary>When the runs began, in Dublin's zone.</summary>
    /// <param name="takes">How far the clock moves during each run.</param>
    private static async Task<List<string>> RunsOf(JumpingClock clock, string cron, string? lastSeen, Func<int, TimeSpan>? takes = null)
    {
        var runs = new List<string>();
        using var service = new ScheduledRuns(
            new ScheduleSettings { Cron = cron, TimeZone = "Europe/Dublin" }, new ServiceLife(lastSeen is null ? null : JumpingClock.Utc(lastSeen)), clock, NullLogger.Instance,
            _ =>
            {
                runs.Add(clock.GetUtcNow().ToString("dd HH:mm:ss", CultureInfo.InvariantCulture));
                clock.Move(takes?.Invoke(runs.Count) ?? TimeSpan.Zero);
                return Task.CompletedTask;
            });
        await service.StartAsync(TestContext.Current.CancellationToken);
        await clock.AtItsEnd.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await service.StopAsync(TestContext.Current.CancellationToken);
        return runs;
    }

    /// <summary>Whoever waits on it is there at once, until its end.</summary>
    private sealed class JumpingClock(string now, string until) : TimeProvider
    {
        private readonly DateTime end = Utc(until);
        private readonly TaskCompletionSource atItsEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private DateTime utc = Utc(now);

        public Task AtItsEnd => atItsEnd.Task;

        public static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

        public void Move(TimeSpan by) => utc += by;

        public override DateTimeOffset GetUtcNow() => new(utc);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (utc + dueTime > end)
            {
                atItsEnd.TrySetResult();
                dueTime = Timeout.InfiniteTimeSpan;
            }
            else
            {
                utc += dueTime;
                dueTime = TimeSpan.Zero;
            }

            return System.CreateTimer(callback, state, dueTime, period);
        }
    }
}
