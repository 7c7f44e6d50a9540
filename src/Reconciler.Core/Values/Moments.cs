namespace Reconciler.Core.Values;

/// <summary>When something happened, as closely as its source tells: any moment from the first to the last, both included. Where the source tells the time, the two are equal.</summary>
/// <param name="FirstUtc">The first moment (UTC) that may be meant.</param>
/// <param name="LastUtc">The last one (UTC), never before the first; of a day its last microsecond, the finest that every database keeps.</param>
/// <remarks>Source: the contract, "Time": a source that tells only a day means any moment of that day in its zone.</remarks>
public readonly record struct Moments(DateTime FirstUtc, DateTime LastUtc)
{
    /// <summary>Where a day begins first (UTC+14, Line Islands) and where it ends last (UTC-12, no land but ships).</summary>
    private static readonly TimeSpan FarthestEast = TimeSpan.FromHours(14);
    private static readonly TimeSpan FarthestWest = TimeSpan.FromHours(-12);

    /// <summary>The one moment that was told.</summary>
    public static Moments At(DateTime utc) => new(utc, utc);

    /// <summary>The calendar day, of moments that are one: where it began at 11:00 UTC or later, it is the next one of a zone in the east (up to UTC+13).</summary>
    public DateOnly Day => DateOnly.FromDateTime(LastUtc - FirstUtc > TimeSpan.FromDays(2) ? FirstUtc + FarthestEast : FirstUtc.Hour >= 11 ? FirstUtc.AddDays(1) : FirstUtc);

    /// <summary>How far apart two of these lie at the least; zero where one moment may be both.</summary>
    public TimeSpan Apart(Moments other) =>
        FirstUtc > other.LastUtc ? FirstUtc - other.LastUtc : other.FirstUtc > LastUtc ? other.FirstUtc - LastUtc : TimeSpan.Zero;

    /// <summary>Whether one of these moments lies from so long before to so long after one of the others, both ends included.</summary>
    public bool IsWithin(Moments other, TimeSpan before, TimeSpan after) => LastUtc >= other.FirstUtc - before && FirstUtc <= other.LastUtc + after;

    /// <summary>A day from its first moment to the moment before the next day begins. A day that a zone skipped (Samoa's 30 December 2011) is the moment of the leap.</summary>
    public static Moments OfDay(DateTime beginsUtc, DateTime nextBeginsUtc) =>
        new(beginsUtc, nextBeginsUtc > beginsUtc ? nextBeginsUtc.AddMicroseconds(-1) : beginsUtc);

    /// <summary>A day in a zone that nobody names: of any zone from UTC-12 to UTC+14, 50 hours in all.</summary>
    public static Moments OfDayAnywhere(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return OfDay(midnight - FarthestEast, midnight.AddDays(1) - FarthestWest);
    }
}
