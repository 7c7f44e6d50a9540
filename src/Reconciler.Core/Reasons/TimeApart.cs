using System.Globalization;

namespace Reconciler.Core.Reasons;

/// <summary>How far apart two times lie, in the unit that a clerk would take: <c>5 minutes</c>, <c>25.2 hours</c>.</summary>
public readonly struct TimeApart
{
    private readonly string text;

    private TimeApart(string text) => this.text = text;

    /// <summary>A time span without its sign: up to two days in hours, from an hour on to one decimal.</summary>
    public static TimeApart Of(TimeSpan apart)
    {
        var span = apart.Duration();
        return new(
            span.TotalMinutes < 1 ? Count(span.TotalSeconds, "second")
            : span.TotalHours < 1 ? Count(span.TotalMinutes, "minute")
            : span.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} hours")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.0} days"));
    }

    /// <summary>A limit in whole hours up to two days, else in whole days.</summary>
    public static TimeApart Limit(TimeSpan limit) => new(limit.TotalDays < 2 ? Count(limit.TotalHours, "hour") : Count(limit.TotalDays, "day"));

    /// <summary>As exports tell it.</summary>
    public override string ToString() => text;

    private static string Count(double count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:0} {unit}{(Math.Round(count) == 1 ? "" : "s")}");
}
