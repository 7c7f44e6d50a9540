namespace Reconciler.Core.Values;

/// <summary>Counts business days: Monday to Friday, less the holidays given. Day 1 is the next business day after the start.</summary>
public sealed class BusinessCalendar(IEnumerable<DateOnly>? holidays = null)
{
    private readonly HashSet<DateOnly> holidays = [.. holidays ?? []];

    public bool IsBusinessDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);

    /// <summary>The date that lies this many business days after the start; the start itself is not counted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or above 1,000.</exception>
    public DateOnly AddBusinessDays(DateOnly start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1000);
        var day = start;
        for (var left = count; left > 0;)
        {
            day = day.AddDays(1);
            if (IsBusinessDay(day))
            {
                left--;
            }
        }

        return day;
    }

    /// <summary>How many business days lie after the start, the end included; 0 where the end is not after it.</summary>
    public int BusinessDaysAfter(DateOnly start, DateOnly end)
    {
        var days = Math.Max(0, end.DayNumber - start.DayNumber);
        var count = days / 7 * 5;
        for (var day = start.AddDays((days / 7 * 7) + 1); day <= end; day = day.AddDays(1))
        {
            count += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return count - holidays.Count(day => day > start && day <= end && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
    }
}
