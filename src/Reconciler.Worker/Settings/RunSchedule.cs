using NodaTime;
using NodaTime.TimeZones;
using Quartz;

namespace Reconciler.Worker.Settings;

/// <summary>
/// When the service works. Quartz reads the expression as a calendar of local times; which moment each of them is, NodaTime's tz database says, the one that the statements are read by.
/// (Asked for moments itself, Quartz takes the machine's zones, and answers a moment that has passed in a spring night of Europe/Dublin.)
/// </summary>
/// <remarks>
/// Where the clocks go forward, the times that they skip count once, at the moment when they have gone forward. Where they go back, a time that they show twice counts once, the first time;
/// of a schedule that goes on through the night, which has that time in the hour before or after as well, it counts both times.
/// </remarks>
public sealed class RunSchedule
{
    private readonly CronExpression calendar;
    private readonly DateTimeZone zone;

    /// <exception cref="SettingsException">The settings are wrong, see <see cref="Faults"/>.</exception>
    public RunSchedule(CronSettings settings)
    {
        if (Faults(settings).FirstOrDefault() is { } fault)
        {
            throw new SettingsException(fault);
        }

        calendar = CronExpression.Parse(settings.Cron).WithTimeZone(TimeZoneInfo.Utc);
        zone = DateTimeZoneProviders.Tzdb[settings.TimeZone];
    }

    /// <summary>When the schedule fires next: always later than the moment given; null where it never does.</summary>
    public DateTime? NextAfter(DateTime utc)
    {
        var after = Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        for (var clocks = zone.GetZoneInterval(after); ; clocks = zone.GetZoneInterval(clocks.End))
        {
            var begins = clocks.HasStart && clocks.Start > after;
            if (begins && Skipped(clocks))
            {
                return clocks.Start.ToDateTimeUtc();
            }

            var local = begins ? LocalAfter(clocks.IsoLocalStart.PlusTicks(-1)) : LocalAfter(after.WithOffset(clocks.WallOffset).LocalDateTime);
            while (local is { } again && ShownBefore(clocks, again) && !GoesOn(clocks, again))
            {
                local = LocalAfter(again);
            }

            if (local is null || !clocks.HasEnd || local < clocks.IsoLocalEnd)
            {
                return local?.WithOffset(clocks.WallOffset).ToInstant().ToDateTimeUtc();
            }
        }
    }

    /// <param name="key">Of the section in which it stands.</param>
    internal static IEnumerable<string> Faults(CronSettings schedule, string key = "Schedule")
    {
        if (string.IsNullOrWhiteSpace(schedule.Cron) || !CronExpression.TryParse(schedule.Cron, out _))
        {
            yield return $"{key}:Cron '{schedule.Cron}' is no Quartz cron expression, such as 0 0 6 ? * MON-FRI.";
        }
        else if (!schedule.Cron.TrimStart().Split((char[]?)null)[0].All(char.IsAsciiDigit))
        {
            yield return $"{key}:Cron '{schedule.Cron}' fires several times a minute; its first field, the seconds, must be one number from 0 to 59, such as in 0 0/15 * * * ?.";
        }

        if (string.IsNullOrEmpty(schedule.TimeZone) || DateTimeZoneProviders.Tzdb.GetZoneOrNull(schedule.TimeZone) is null)
        {
            yield return $"{key}:TimeZone: {schedule.TimeZone} is no time zone of the tz database. Use an IANA name, such as Europe/Berlin.";
        }
    }

    /// <summary>Whether a time of the schedule was skipped when these clocks began.</summary>
    private bool Skipped(ZoneInterval clocks) => Left(clocks) is var left && left < clocks.IsoLocalStart && LocalAfter(left.PlusTicks(-1)) < clocks.IsoLocalStart;

    /// <summary>Whether the clocks before these showed the same time already.</summary>
    private bool ShownBefore(ZoneInterval clocks, LocalDateTime local) => clocks.HasStart && local < Left(clocks);

    /// <summary>Whether the schedule has this time also as much earlier or later as the clocks went back.</summary>
    private bool GoesOn(ZoneInterval clocks, LocalDateTime local)
    {
        var back = Period.Between(clocks.IsoLocalStart, Left(clocks), PeriodUnits.Seconds);
        return Has(local - back) || Has(local + back);
    }

    /// <summary>What the clocks before these showed when they were left.</summary>
    private LocalDateTime Left(ZoneInterval clocks) => zone.GetZoneInterval(clocks.Start - Duration.Epsilon).IsoLocalEnd;

    private bool Has(LocalDateTime local) => LocalAfter(local.PlusTicks(-1)) == local;

    /// <summary>The next local time of the schedule.</summary>
    private LocalDateTime? LocalAfter(LocalDateTime local) =>
        calendar.GetNextValidTimeAfter(new DateTimeOffset(local.ToDateTimeUnspecified(), TimeSpan.Zero)) is { } next ? LocalDateTime.FromDateTime(next.UtcDateTime) : null;
}
