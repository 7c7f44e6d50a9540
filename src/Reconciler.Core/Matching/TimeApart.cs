namespace Reconciler.Core.Matching;

/// <summary>How far apart two times lie, in the unit that a clerk would take.</summary>
internal static class TimeApart
{
    public static string Words(TimeSpan apart)
    {
        var span = apart.Duration();
        return span.TotalMinutes < 1 ? Count(span.TotalSeconds, "second")
            : span.TotalHours < 1 ? Count(span.TotalMinutes, "minute")
            : span.TotalDays < 2 ? FormattableString.Invariant($"{span.TotalHours:0.0} hours")
            : FormattableString.Invariant($"{span.TotalDays:0.0} days");
    }

    private static string Count(double count, string unit) => FormattableString.Invariant($"{count:0} {unit}{(Math.Round(count) == 1 ? "" : "s")}");
}
