using Reconciler.Import.Spelling;

namespace Reconciler.Import.Guess;

/// <summary>How the dates of a column are written.</summary>
/// <param name="Formats">As a layout names them.</param>
/// <param name="Share">The part of the filled cells that they read, 0 to 1.</param>
/// <param name="HasTime">Whether the texts say a time of day.</param>
/// <param name="HasOffset">Whether all of them say an offset to UTC.</param>
/// <param name="Other">The first of the formats with day and month the other way round, where it reads the texts as well; null where they prove the order.</param>
internal sealed record DateGuess(string[] Formats, double Share, bool HasTime, bool HasOffset, string? Other)
{
    private const int Looked = 400;

    private static readonly string[] Dates =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy.M.d.", "yyyy. M. d.", "yyyy. M. d", "d. M. yyyy", "d.M.yyyy.", "d.M.yyyy", "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "M-d-yyyy", "d.M.yy", "d/M/yy", "M/d/yy", "d-M-yy", "M-d-yy",
        "yyyyMMdd", "ddMMyyyy", "d MMM yyyy", "d MMM, yyyy", "d-MMM-yyyy", "d-MMM-yy", "d/MMM/yyyy", "d.MMM.yyyy", "d MMM yy", "MMM d, yyyy", "MMM d yyyy", "MMM-d-yyyy", "MMM-d-yy", "MMM/d/yyyy",
        "d MMMM yyyy", "d. MMMM yyyy", "d. MMM yyyy", "d MMMM, yyyy", "MMMM d, yyyy", "MMMM d yyyy", "ddd d MMM yyyy", "ddd, d MMM yyyy", "ddd, MMM d, yyyy", "ddd MMM d yyyy", "dddd, MMMM d, yyyy", "dddd, d MMMM yyyy",
        "yyyy年M月d日", "d 'de' MMMM 'de' yyyy", "d 'de' MMM 'de' yyyy", "d MMMM 'de' yyyy", "d 'de' MMM yyyy", "d 'de' MMMM yyyy", "d MMM yyyy 'г.'", "d MMMM yyyy 'г.'",
    ];

    private static readonly string[] Times =
    [
        "", " H:mm:ss", " H:mm", ", H:mm:ss", ", H:mm", " h:mm:ss tt", " h:mm tt", ", h:mm:ss tt", ", h:mm tt", " h:mmtt", " H.mm", " H.mm.ss", " 'at' h:mm tt", " 'at' H:mm", ", 'at' h:mm tt", " 'um' H:mm", " 'um' H:mm 'Uhr'",
        " - H:mm", " - H:mm:ss", "-H:mm", "-H:mm:ss", " 'à' H:mm", " H'h'mm", " HHmmss", "HHmmss", " H:mm:ss.fff", " H:mm 'hs.'", " H:mm 'h'", "'T'H:mm:ss", "'T'H:mm", " / H:mm", " 'в' H:mm", " 'às' H:mm", " 'o' H:mm", "  H:mm:ss", "  H:mm", " 'kl.' H:mm", " 'alle' H:mm", " 'a las' H:mm",
    ];

    private static readonly string[] All = [DateText.Iso, DateText.Unix, .. Dates.SelectMany(date => Times.Select(time => date + time))];

    private static readonly string[] TimesOfDay = ["H:mm:ss", "H:mm", "h:mm:ss tt", "h:mm tt", "H.mm", "H.mm.ss", "HHmmss", "H:mm:ss.fff", "HHmm"];

    /// <summary>The formats that read most of these texts, or null where none does.</summary>
    /// <param name="monthFirst">Which order is likelier where the texts leave it open.</param>
    public static DateGuess? Of(IEnumerable<string> texts, bool monthFirst)
    {
        var looked = texts.Where(t => t.Length is >= 6 and <= 45).Distinct(StringComparer.Ordinal).Take(Looked).ToList();
        if (looked.Count == 0 || looked.Count(t => t.Any(char.IsAsciiDigit)) * 2 < looked.Count)
        {
            return null;
        }

        var rest = looked;
        var formats = new List<string>();
        string? other = null;
        while (rest.Count > 0 && formats.Count < 3)
        {
            // Every format is tried on a few, the likely ones on all.
            var few = rest.Take(6).Concat(rest.TakeLast(6)).ToList();
            var best = All.Where(f => few.Exists(t => Reads(t, f)))
                .Select(f => (Format: f, Count: rest.Count(t => Reads(t, f)))).Where(f => f.Count > 0).ToList();
            if (best.Count == 0)
            {
                break;
            }

            var most = best.Max(f => f.Count);
            var equals = best.Where(f => f.Count == most).Select(f => f.Format).ToList();
            var chosen = formats.Count == 0 ? Likelier(equals, rest, monthFirst, out other) : equals[0];
            formats.Add(chosen);
            rest = rest.FindAll(t => !Reads(t, chosen));
        }

        return formats.Count == 0 ? null : new DateGuess(
            [.. formats],
            (double)(looked.Count - rest.Count) / looked.Count,
            looked.Exists(t => DateText.TryRead(t, [.. formats], DateOrder.AsFormats, out _, out _, out var hasTime) && hasTime),
            looked.TrueForAll(t => DateText.TryRead(t, [.. formats], DateOrder.AsFormats, out _, out var offset, out _) && offset is not null),
            other);
    }

    /// <summary>The formats that read these times of day, or null.</summary>
    public static string[]? OfDay(IReadOnlyCollection<string> texts)
    {
        var formats = TimesOfDay.Where(f => texts.Any(t => DateText.TryTimeOfDay(t, [f], out _))).ToArray();
        return texts.Count > 0 && formats.Length > 0 && texts.Count(t => DateText.TryTimeOfDay(t, formats, out _)) >= 0.9 * texts.Count ? formats : null;
    }

    /// <summary>The order of day and month that these texts prove; as-formats where they prove none.</summary>
    public DateOrder Order => Other is null ? DateText.OrderOf(Formats[0]) : DateOrder.AsFormats;

    public bool Reads(string text) => DateText.TryRead(text, Formats, DateOrder.AsFormats, out _, out _, out _);

    public DateTime? Value(string text) => DateText.TryRead(text, Formats, DateOrder.AsFormats, out var local, out _, out _) ? local : null;

    private static bool Reads(string text, string format) => DateText.TryRead(text, [format], DateOrder.AsFormats, out _, out _, out _);

    /// <summary>Of formats that read all alike: where only the order of day and month differs, the one that makes the shorter span of time; else the likelier.</summary>
    /// <param name="other">The other one, which reads the texts too; null where there is none.</param>
    private static string Likelier(List<string> formats, List<string> texts, bool monthFirst, out string? other)
    {
        var dayFirst = formats.Find(f => DateText.OrderOf(f) == DateOrder.DayFirst);
        var byMonth = formats.Find(f => DateText.OrderOf(f) == DateOrder.MonthFirst);
        other = null;
        if (dayFirst is null || byMonth is null)
        {
            return formats[0];
        }

        var (byDayDays, byMonthDays) = (Span(texts, dayFirst), Span(texts, byMonth));
        var takesDay = byDayDays * 3 < byMonthDays || (byMonthDays * 3 >= byDayDays && !monthFirst);
        other = takesDay ? byMonth : dayFirst;
        return takesDay ? dayFirst : byMonth;
    }

    private static double Span(List<string> texts, string format)
    {
        var days = texts.Select(t => DateText.TryRead(t, [format], DateOrder.AsFormats, out var local, out _, out _) ? local : default).Where(d => d != default).ToList();
        return days.Count == 0 ? double.MaxValue : (days.Max() - days.Min()).TotalDays;
    }
}
