using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary>When the service works next: by NodaTime's zones, always later, every time of the schedule once, in the nights too in which the clocks are set.</summary>
public sealed class RunScheduleTests
{
    private static RunSchedule Schedule(string cron, string zone) => new(new ScheduleSettings { Cron = cron, TimeZone = zone });

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static IEnumerable<DateTime> Fires(RunSchedule schedule, DateTime after, DateTime until)
    {
        while (schedule.NextAfter(after) is { } next && next <= until)
        {
            Assert.True(next > after, $"{next:O} is not after {after:O}");
            yield return after = next;
        }
    }

    [Theory]
    // Ireland's clocks go from 01:00 to 02:00 at 01:00Z: what they skip counts at that moment, once.
    [InlineData("0 30 1 * * ?", "Europe/Dublin", "2027-03-27 12:00", "2027-03-29 12:00", "28 01:00, 29 00:30")]
    [InlineData("0 0 1 * * ?", "Europe/Dublin", "2027-03-27 12:00", "2027-03-29 12:00", "28 01:00, 29 00:00")]
    [InlineData("0 0/15 * * * ?", "Europe/Dublin", "2027-03-28 00:20", "2027-03-28 01:20", "28 00:30, 28 00:45, 28 01:00, 28 01:15")]
    [InlineData("0 0 * * * ?", "Europe/Dublin", "2027-03-27 23:30", "2027-03-28 02:30", "28 00:00, 28 01:00, 28 02:00")]
    [InlineData("0 30 1 28 3 ? 2027", "Europe/Dublin", "2026-01-01", "2030-01-01", "28 01:00")]
    // In autumn they show 01:00 to 02:00 twice: a daily time counts the first time, a schedule that goes on through the night both times.
    [InlineData("0 30 1 * * ?", "Europe/Dublin", "2026-10-24 12:00", "2026-10-26 12:00", "25 00:30, 26 01:30")]
    [InlineData("0 15,45 1 * * ?", "Europe/Dublin", "2026-10-25 00:00", "2026-10-26 00:00", "25 00:15, 25 00:45")]
    [InlineData("0 0 * * * ?", "Europe/Dublin", "2026-10-24 23:30", "2026-10-25 02:30", "25 00:00, 25 01:00, 25 02:00")]
    [InlineData("0 0/30 * * * ?", "Europe/Dublin", "2026-10-24 23:59", "2026-10-25 02:10", "25 00:00, 25 00:30, 25 01:00, 25 01:30, 25 02:00")]
    [InlineData("0 0 0-6 * * ?", "Europe/Dublin", "2026-10-24 23:30", "2026-10-25 02:30", "25 00:00, 25 01:00, 25 02:00")]
    // Lord Howe Island sets its clocks by half an hour.
    [InlineData("0 0/15 * * * ?", "Australia/Lord_Howe", "2026-04-04 14:40", "2026-04-04 15:40", "04 14:45, 04 15:00, 04 15:15, 04 15:30")]
    [InlineData("0 45 1 * * ?", "Australia/Lord_Howe", "2026-04-03 20:00", "2026-04-05 20:00", "04 14:45, 05 15:15")]
    // Egypt's clocks go forward at midnight.
    [InlineData("0 0 0 * * ?", "Africa/Cairo", "2026-04-22 23:00", "2026-04-24 23:00", "23 22:00, 24 21:00")]
    [InlineData("0 0 6 ? * MON-FRI", "UTC", "2026-05-08 12:00", "2026-05-12 05:00", "11 06:00")]
    public void Every_time_of_the_schedule_counts_once(string cron, string zone, string after, string until, string fires) =>
        Assert.Equal(fires.Split(", "), Fires(Schedule(cron, zone), Utc(after), Utc(until)).Select(f => f.ToString("dd HH:mm", CultureInfo.InvariantCulture)));

    [Fact]
    public void A_schedule_of_the_past_never_fires_again() => Assert.Null(Schedule("0 30 1 28 3 ? 2027", "Europe/Dublin").NextAfter(Utc("2027-03-28 01:00")));

    [Fact]
    public void Every_zone_keeps_its_schedules_whenever_its_clocks_are_set_from_2026_to_2040()
    {
        var from = Instant.FromUtc(2026, 1, 1, 0, 0);
        var to = Instant.FromUtc(2041, 1, 1, 0, 0);
        var changes = 0;
        foreach (var id in TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Distinct().Order(StringComparer.Ordinal))
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            var quarters = Schedule("0 0/15 * * * ?", id);
            var hours = Schedule("0 0 * * * ?", id);
            foreach (var clocks in zone.GetZoneIntervals(from, to).Where(c => c.HasStart && c.Start > from))
            {
                changes++;
                var before = zone.GetZoneInterval(clocks.Start - Duration.Epsilon).IsoLocalEnd;
                var set = before < clocks.IsoLocalStart ? before : clocks.IsoLocalStart; // the first local time that is skipped or shown twice
                var daily = set.TimeOfDay.PlusMinutes(15);
                Matches(zone, clocks, quarters, local => local.Minute % 15 == 0, goesOn: true);
                Matches(zone, clocks, hours, local => local.Minute == 0, goesOn: true);
                Matches(zone, clocks, Schedule($"0 {daily.Minute} {daily.Hour} * * ?", id), local => (local.Hour, local.Minute) == (daily.Hour, daily.Minute), goesOn: false);
            }
        }

        Assert.True(changes > 3000, $"Only {changes} changes of clocks were walked.");
    }

    /// <summary>The schedule fires as NodaTime maps its local times, one by one, from three hours before a change of clocks to three hours after.</summary>
    private static void Matches(DateTimeZone zone, ZoneInterval clocks, RunSchedule schedule, Func<LocalDateTime, bool> isTime, bool goesOn)
    {
        var (begin, end) = (clocks.Start - Duration.FromHours(3), clocks.Start + Duration.FromHours(3));
        var expected = new SortedSet<Instant>();
        var local = begin.WithOffset(clocks.WallOffset).LocalDateTime.Date.PlusDays(-1).AtMidnight();
        for (var minutes = 0; minutes < 4 * 24 * 60; minutes += 5, local = local.PlusMinutes(5))
        {
            if (isTime(local))
            {
                var map = zone.MapLocal(local);
                expected.Add(map.Count == 0 ? map.LateInterval.Start : map.First().ToInstant());
                if (map.Count == 2 && goesOn)
                {
                    expected.Add(map.Last().ToInstant());
                }
            }
        }

        Assert.Equal(
            expected.Where(e => e > begin && e <= end).Select(e => $"{zone.Id} {e}"),
            Fires(schedule, begin.ToDateTimeUtc(), end.ToDateTimeUtc()).Select(f => $"{zone.Id} {Instant.FromDateTimeUtc(f)}"));
    }

    [Theory]
    [InlineData("* * * * * ?", "UTC", "fires several times a minute")]
    [InlineData("0/30 * * * * ?", "UTC", "fires several times a minute")]
    [InlineData("0,30 0 6 * * ?", "UTC", "fires several times a minute")]
    [InlineData("0-5 0 6 * * ?", "UTC", "fires several times a minute")]
    [InlineData("often", "UTC", "is no Quartz cron expression")]
    [InlineData("", "UTC", "is no Quartz cron expression")]
    [InlineData("0 0 6 * * ?", "", "is no time zone of the tz database")]
    [InlineData("0 0 6 * * ?", "Europe/Atlantis", "is no time zone of the tz database")]
    [InlineData("0 * * * * ?", "UTC", null)]
    [InlineData("59 0/15 * * * ?", "America/Port-au-Prince", null)]
    public void A_wrong_schedule_names_its_setting(string cron, string zone, string? fault)
    {
        var settings = new ScheduleSettings { Cron = cron, TimeZone = zone };
        if (fault is null)
        {
            Assert.NotNull(new RunSchedule(settings).NextAfter(Utc("2026-05-06")));
        }
        else
        {
            Assert.Matches("^Schedule:(Cron|TimeZone).*" + fault, Assert.Throws<SettingsException>(() => new RunSchedule(settings)).Message);
        }
    }
}
