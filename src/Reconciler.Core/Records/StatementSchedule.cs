using System.Globalization;
using System.Text.RegularExpressions;

namespace Reconciler.Core.Records;

/// <summary>How often a statement is expected.</summary>
public enum StatementCadence
{
    Daily,
    Weekly,
    Monthly,
}

/// <summary>When a wallet's next statement must have come: <c>daily by 09:00</c>, <c>weekly by Monday 09:00</c>, <c>monthly by 5 09:00</c>. Times are UTC.</summary>
/// <param name="Day">Weekly: 0 (Sunday) to 6; monthly: 1 to 28; else 0.</param>
public sealed partial record StatementSchedule(string Wallet, StatementCadence Cadence, int Day, TimeOnly By)
{
    /// <summary>Reads a schedule as people write it; null where it is none.</summary>
    public static StatementSchedule? TryParse(string wallet, string text)
    {
        var match = Text().Match(text.Trim());
        if (!match.Success || !TimeOnly.TryParseExact(match.Groups["time"].Value, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var by))
        {
            return null;
        }

        var day = match.Groups["day"].Value;
        return match.Groups["cadence"].Value.ToUpperInvariant() switch
        {
            "DAILY" when day.Length == 0 => new(wallet, StatementCadence.Daily, 0, by),
            "WEEKLY" when day.Length > 0 && !char.IsAsciiDigit(day[0]) && Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var weekday) => new(wallet, StatementCadence.Weekly, (int)weekday, by),
            "MONTHLY" when int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 28 => new(wallet, StatementCadence.Monthly, number, by),
            _ => null,
        };
    }

    /// <summary>The first deadline after a moment (UTC).</summary>
    public DateTime DeadlineAfter(DateTime momentUtc)
    {
        var day = DateOnly.FromDateTime(momentUtc);
        while (!IsDeadline(day) || day.ToDateTime(By, DateTimeKind.Utc) <= momentUtc)
        {
            day = day.AddDays(1);
        }

        return day.ToDateTime(By, DateTimeKind.Utc);
    }

    /// <summary>The last deadline before a moment, or at it (UTC).</summary>
    public DateTime DeadlineUpTo(DateTime momentUtc)
    {
        var day = DateOnly.FromDateTime(momentUtc);
        while (!IsDeadline(day) || day.ToDateTime(By, DateTimeKind.Utc) > momentUtc)
        {
            day = day.AddDays(-1);
        }

        return day.ToDateTime(By, DateTimeKind.Utc);
    }

    /// <summary>The deadline that a statement which came at a moment was for: the nearer one, for it may come early or late.</summary>
    public DateTime DeadlineFor(DateTime cameUtc) =>
        (Before: DeadlineUpTo(cameUtc), After: DeadlineAfter(cameUtc)) is var (before, after) && cameUtc - before < after - cameUtc ? before : after;

    public override string ToString() => Cadence switch
    {
        StatementCadence.Weekly => string.Create(CultureInfo.InvariantCulture, $"weekly by {(DayOfWeek)Day} {By:HH\\:mm}"),
        StatementCadence.Monthly => string.Create(CultureInfo.InvariantCulture, $"monthly by {Day} {By:HH\\:mm}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"daily by {By:HH\\:mm}"),
    };

    private bool IsDeadline(DateOnly day) => Cadence switch
    {
        StatementCadence.Weekly => (int)day.DayOfWeek == Day,
        StatementCadence.Monthly => day.Day == Day,
        _ => true,
    };

    [GeneratedRegex("^(?<cadence>daily|weekly|monthly) by (?:(?<day>[A-Za-z]+|[0-9]{1,2}) )?(?<time>[0-9]{1,2}:[0-9]{2})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Text();
}
