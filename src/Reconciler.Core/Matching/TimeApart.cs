using System.Globalization;
using Reconciler.Core.Records;

namespace Reconciler.Core.Matching;

/// <summary>How far apart two times lie, in the unit that a clerk would take.</summary>
internal static class TimeApart
{
    public static string Words(TimeSpan apart)
    {
        var span = apart.Duration();
        return span.TotalMinutes < 1 ? Count(span.TotalSeconds, "second")
            : span.TotalHours < 1 ? Count(span.TotalMinutes, "minute")
            : span.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} hours")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.0} days");
    }

    /// <summary>When an entry was booked, seen from its order: <c>5 minutes after it was placed</c>; where one of them tells only a day, in days.</summary>
    public static string Booked(Entry entry, Order order)
    {
        if (entry.BookedDay is null && order.PlacedDay is null)
        {
            var distance = entry.BookedAtUtc - order.PlacedAtUtc;
            return $"{Words(distance)} {(distance < TimeSpan.Zero ? "before" : "after")} it was placed";
        }

        return entry.Booked.Apart(order.Placed) == TimeSpan.Zero
            ? $"on the day {Day(entry.BookedOn)}, on which it may have been placed"
            : $"on the day {Day(entry.BookedOn)}, at least {Words(entry.Booked.Apart(order.Placed))} {(entry.Booked.LastUtc < order.Placed.FirstUtc ? "before" : "after")} it was placed on {Day(order.PlacedOn)}";
    }

    /// <summary>The same with the limit that it fails: <c>25.2 hours before it was placed, at most 24 hours allowed</c>; null where it fails none.</summary>
    public static string? OutsideWindow(Entry entry, Order order, TimeSpan before, TimeSpan after) =>
        entry.Booked.IsWithin(order.Placed, before, after) ? null
        : $"booked {Booked(entry, order)}, at most {Limit(entry.Booked.LastUtc < order.Placed.FirstUtc ? before : after)} allowed";

    private static string Limit(TimeSpan limit) => limit.TotalDays < 2 ? Count(limit.TotalHours, "hour") : Count(limit.TotalDays, "day");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(double count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:0} {unit}{(Math.Round(count) == 1 ? "" : "s")}");
}
