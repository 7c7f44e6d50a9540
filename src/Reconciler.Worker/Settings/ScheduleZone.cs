using NodaTime.TimeZones;
using Quartz;

namespace Reconciler.Worker.Settings;

/// <summary>Reads the schedule: when it fires next, in the zone that it names.</summary>
public static class ScheduleZone
{
    /// <summary>The zone by its IANA name; where the system knows only Windows names, by the one that CLDR maps it to.</summary>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public static TimeZoneInfo Find(string iana)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(iana, out var zone))
        {
            return zone;
        }

        return TzdbDateTimeZoneSource.Default.TzdbToWindowsIds.TryGetValue(iana, out var windows) && TimeZoneInfo.TryFindSystemTimeZoneById(windows, out zone)
            ? zone
            : throw new TimeZoneNotFoundException($"{iana} is no time zone that this machine knows.");
    }

    public static CronExpression Read(ScheduleSettings schedule) => CronExpression.Parse(schedule.Cron).WithTimeZone(Find(schedule.TimeZone));

    /// <summary>When the schedule fires next after a moment; null where it never does.</summary>
    public static DateTime? NextAfter(ScheduleSettings schedule, DateTime utc) =>
        Read(schedule).GetNextValidTimeAfter(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)))?.UtcDateTime;

    internal static IEnumerable<string> Faults(ScheduleSettings schedule)
    {
        if (!CronExpression.TryParse(schedule.Cron, out _))
        {
            yield return $"Schedule:Cron '{schedule.Cron}' is no Quartz cron expression, such as 0 0 6 ? * MON-FRI.";
        }

        string? fault = null;
        try
        {
            Find(schedule.TimeZone);
        }
        catch (TimeZoneNotFoundException e)
        {
            fault = $"Schedule:TimeZone: {e.Message} Use an IANA name, such as Europe/Berlin.";
        }

        if (fault is not null)
        {
            yield return fault;
        }
    }
}
