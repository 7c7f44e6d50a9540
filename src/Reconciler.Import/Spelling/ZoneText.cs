using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;
using Reconciler.Core.Values;

namespace Reconciler.Import.Spelling;

/// <summary>
/// Time zones as statements write them. Local times are set to UTC by NodaTime's own tz database, the same on every machine.
/// A local time that a zone has twice (clocks set back) is the earlier one; one that it skips (clocks set forward) is moved on by the gap.
/// </summary>
/// <remarks>
/// The abbreviations and their offsets are those of the tz database (files europe, northamerica, asia, australasia of IANA tz 2025).
/// Where one has several meanings the one that PayPal's activity files use is taken: CST is US Central, BST is British Summer Time; IST has three and is not accepted.
/// </remarks>
internal static class ZoneText
{
    private static readonly ZoneLocalMappingResolver FirstMoment = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private static readonly FrozenDictionary<string, TimeSpan> Abbreviations = (
        "UTC 0,GMT 0,WET 0,BST 60,WEST 60,CET 60,MEZ 60,CEST 120,MESZ 120,EET 120,EEST 180,MSK 180,MSD 240,TRT 180,SAST 120,"
        + "NST -210,NDT -150,AST -240,ADT -180,EST -300,EDT -240,CST -360,CDT -300,MST -420,MDT -360,PST -480,PDT -420,AKST -540,AKDT -480,HST -600,BRT -180,BRST -120,ART -180,CLT -240,CLST -180,COT -300,PET -300,"
        + "IDT 180,ICT 420,PHT 480,MYT 480,JST 540,KST 540,HKT 480,SGT 480,AWST 480,ACST 570,ACDT 630,AEST 600,AEDT 660,NZST 720,NZDT 780")
        .Split(',').Select(pair => pair.Split(' '))
        .ToFrozenDictionary(p => p[0], p => TimeSpan.FromMinutes(int.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the tz database has a zone of this name.</summary>
    public static bool IsName(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    /// <summary>UTC for a local time in a zone that is written as an abbreviation (PDT), an offset (GMT+8, +03:00) or a name of the tz database (Europe/Berlin).</summary>
    public static bool TryToUtc(DateTime local, string zone, out DateTime utc)
    {
        var (isKnown, offset, named) = Find(zone);
        utc = !isKnown ? default : named is null ? ToUtc(local, offset) : LocalDateTime.FromDateTime(local).InZone(named, Resolvers.LenientResolver).ToDateTimeUtc();
        return isKnown;
    }

    /// <summary>All moments of a local day in such a zone: 24 hours, or 23 or 25 where the clocks are set.</summary>
    public static bool TryDay(DateTime day, string zone, out Moments moments)
    {
        var (isKnown, offset, named) = Find(zone);
        moments = !isKnown ? default : named is null ? DayOf(day, offset) : Moments.OfDay(Begins(day, named), Begins(day.AddDays(1), named));
        return isKnown;
    }

    public static DateTime ToUtc(DateTime local, TimeSpan offset) => DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);

    private static Moments DayOf(DateTime day, TimeSpan offset) => Moments.OfDay(ToUtc(day, offset), ToUtc(day.AddDays(1), offset));

    /// <summary>The first moment of a day, which in some nights is not midnight.</summary>
    private static DateTime Begins(DateTime day, DateTimeZone zone) => LocalDateTime.FromDateTime(day).InZone(zone, FirstMoment).ToDateTimeUtc();

    private static (bool IsKnown, TimeSpan Offset, DateTimeZone? Named) Find(string zone)
    {
        if (Abbreviations.TryGetValue(zone, out var known))
        {
            return (true, known, null);
        }

        var bare = zone.StartsWith("GMT", StringComparison.OrdinalIgnoreCase) || zone.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) ? zone.AsSpan(3).Trim() : zone;
        if (DateText.TryOffset(bare, out var offset))
        {
            return (true, offset!.Value, null);
        }

        var named = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone);
        return (named is not null, default, named);
    }
}
