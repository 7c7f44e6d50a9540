using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace Reconciler.Import;

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
    private static readonly FrozenDictionary<string, TimeSpan> Abbreviations = (
        "UTC 0,GMT 0,WET 0,BST 60,WEST 60,CET 60,MEZ 60,CEST 120,MESZ 120,EET 120,EEST 180,MSK 180,MSD 240,TRT 180,SAST 120,"
        + "NST -210,NDT -150,AST -240,ADT -180,EST -300,EDT -240,CST -360,CDT -300,MST -420,MDT -360,PST -480,PDT -420,AKST -540,AKDT -480,HST -600,BRT -180,BRST -120,ART -180,CLT -240,CLST -180,COT -300,PET -300,"
        + "IDT 180,ICT 420,PHT 480,MYT 480,JST 540,KST 540,HKT 480,SGT 480,AWST 480,ACST 570,ACDT 630,AEST 600,AEDT 660,NZST 720,NZDT 780")
        .Split(',').Select(pair => pair.Split(' '))
        .ToFrozenDictionary(p => p[0], p => TimeSpan.FromMinutes(int.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture)), StringComparer.OrdinalIgnoreCase);

    /// <summary>UTC for a local time in a zone that is written as an abbreviation (PDT), an offset (GMT+8, +03:00) or a name of the tz database (Europe/Berlin).</summary>
    public static bool TryToUtc(DateTime local, string zone, out DateTime utc)
    {
        utc = default;
        if (Abbreviations.TryGetValue(zone, out var known))
        {
            utc = ToUtc(local, known);
            return true;
        }

        var bare = zone.StartsWith("GMT", StringComparison.OrdinalIgnoreCase) || zone.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) ? zone.AsSpan(3).Trim() : zone;
        if (DateText.TryOffset(bare, out var offset))
        {
            utc = ToUtc(local, offset!.Value);
            return true;
        }

        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } named)
        {
            return false;
        }

        utc = LocalDateTime.FromDateTime(local).InZone(named, Resolvers.LenientResolver).ToDateTimeUtc();
        return true;
    }

    public static DateTime ToUtc(DateTime local, TimeSpan offset) => DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
}
