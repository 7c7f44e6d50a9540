using System.Globalization;

namespace Reconciler.Worker.Settings;

/// <summary>Moments and days as people write them, in settings and on the command line: ISO 8601, in years in which statements exist.</summary>
internal static class Moments
{
    private const int FirstYear = 1970;
    private const int LastYear = 2200;

    private static readonly string[] TimeFormats =
        [.. from date in new[] { "yyyy-MM-dd" } from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF" } from zone in new[] { "", "K", "zzz" } select $"{date}'T'{time}{zone}"];

    /// <summary>Without an offset it is UTC, a date is its end.</summary>
    public static bool TryRead(string text, out DateTime utc)
    {
        if (TryReadDay(text, out var day))
        {
            utc = day.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc);
            return true;
        }

        var isTime = DateTimeOffset.TryParseExact(text.ToUpperInvariant(), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        utc = time.UtcDateTime;
        return isTime && IsUsable(utc.Year);
    }

    public static bool TryReadDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && IsUsable(day.Year);

    private static bool IsUsable(int year) => year is >= FirstYear and <= LastYear;
}
