namespace Reconciler.Worker.Jobs;

/// <summary>One run: its id, when it really started, and the clock that its rules and documents use.</summary>
/// <param name="AsOfUtc">May be pinned; kept to the microsecond.</param>
public sealed record RunClock(string RunId, DateTime StartedAtUtc, DateTime AsOfUtc)
{
    public static RunClock Start(TimeProvider time, DateTime asOfUtc)
    {
        var started = Whole(time.GetUtcNow().UtcDateTime);
        return new RunClock("r-" + started.ToString("yyyyMMdd'T'HHmmss'.'ffffff", System.Globalization.CultureInfo.InvariantCulture), started, Whole(asOfUtc));
    }

    private static DateTime Whole(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
