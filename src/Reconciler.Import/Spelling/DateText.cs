using System.Globalization;

namespace Reconciler.Import.Spelling;

/// <summary>Which of two numbers in a date is the day.</summary>
public enum DateOrder
{
    /// <summary>The layout's formats leave no doubt.</summary>
    AsFormats,
    DayFirst,
    MonthFirst,

    /// <summary>The same order all over a file, told by the file's own dates; a file that does not tell is refused.</summary>
    PerFile,
}

/// <summary>Reads dates and times strictly, with month names in English and the languages of <see cref="MonthNames"/>, whatever the machine's culture. Impossible ones (30 February, 29:18:53) are not read.</summary>
internal static class DateText
{
    /// <summary>The format word for ISO 8601: <c>2026-05-06T09:00:00+03:00</c>, also with a space, a fraction, <c>Z</c> or <c>+0300</c>, and dates alone.</summary>
    public const string Iso = "iso";

    /// <summary>The format word for seconds since 1970 in UTC, or milliseconds where there are 12 digits or more.</summary>
    public const string Unix = "unix";

    /// <summary>Dates outside these years are slips of the pen.</summary>
    private const int FirstYear = 1990;
    private const int LastYear = 2199;

    /// <summary>Whether a format has the day or the month first; as-formats where a name, dots or the year in front leave no doubt.</summary>
    public static DateOrder OrderOf(string format)
    {
        var day = format.IndexOf('d', StringComparison.Ordinal);
        var month = format.IndexOf('M', StringComparison.Ordinal);
        var year = format.IndexOf('y', StringComparison.Ordinal);
        return day < 0 || month < 0 || format.Contains("MMM", StringComparison.Ordinal) || (year >= 0 && year < day && year < month) ? DateOrder.AsFormats
            : day < month ? DateOrder.DayFirst
            : DateOrder.MonthFirst;
    }

    public static bool IsFormat(string format)
    {
        try
        {
            return new DateTime(2026, 5, 6, 9, 0, 0, DateTimeKind.Utc).ToString(format, CultureInfo.InvariantCulture).Length > 0 && format.Length > 1;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Reads a text by the first format that fits. Formats against the date order are left out.</summary>
    /// <param name="offset">The offset to UTC, where the text says it.</param>
    /// <param name="hasTime">Whether the text says a time of day.</param>
    public static bool TryRead(ReadOnlySpan<char> text, ReadOnlySpan<string> formats, DateOrder order, out DateTime local, out TimeSpan? offset, out bool hasTime)
    {
        foreach (var format in formats)
        {
            offset = null;
            if (format == Iso)
            {
                if (TryIso(text, out local, out offset, out hasTime))
                {
                    return true;
                }
            }
            else if (format == Unix)
            {
                if (TryUnix(text, out local))
                {
                    (offset, hasTime) = (TimeSpan.Zero, true);
                    return true;
                }
            }
            else if ((order == DateOrder.AsFormats || !Opposes(OrderOf(format), order))
                && TryFormat(HalfOfDay(text, format), format, out local)
                && local.Year is >= FirstYear and <= LastYear)
            {
                hasTime = format.AsSpan().ContainsAny("Hh");
                return true;
            }
        }

        local = default;
        offset = null;
        hasTime = false;
        return false;
    }

    private static bool TryFormat(ReadOnlySpan<char> text, string format, out DateTime local) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out local)
        || (MonthNames.ToEnglish(text, format) is { } english && DateTime.TryParseExact(english.Text, english.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out local));

    public static bool TryTimeOfDay(ReadOnlySpan<char> text, string[] formats, out TimeSpan time)
    {
        var read = DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var at);
        time = at.TimeOfDay;
        return read;
    }

    /// <summary>ISO 8601: a date, then perhaps <c>T</c> or a space and a time with a fraction, then perhaps <c>Z</c>, <c>+03:00</c>, <c>+0300</c> or <c>+03</c>, also behind a space.</summary>
    public static bool TryIso(ReadOnlySpan<char> text, out DateTime local, out TimeSpan? offset, out bool hasTime)
    {
        local = default;
        offset = null;
        hasTime = false;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        local = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        text = text[10..];
        if (text.IsEmpty)
        {
            return true;
        }

        if (text.Length < 6 || text[0] is not ('T' or 't' or ' ') || text[3] != ':'
            || !TryDigits(text[1..3], out var hour) || !TryDigits(text[4..6], out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        hasTime = true;
        text = text[6..];
        var ticks = 0L;
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!TryDigits(text[1..3], out var second) || second > 59)
            {
                return false;
            }

            ticks = second * TimeSpan.TicksPerSecond;
            text = text[3..];
            if (!text.IsEmpty && text[0] is '.' or ',')
            {
                var end = text[1..].IndexOfAnyExceptInRange('0', '9');
                var digits = end < 0 ? text[1..] : text[1..(1 + end)];
                if (digits.IsEmpty)
                {
                    return false;
                }

                var unit = TimeSpan.TicksPerSecond;
                foreach (var digit in digits)
                {
                    unit /= 10;
                    ticks += (digit - '0') * unit;
                }

                text = text[(1 + digits.Length)..];
            }
        }

        local = local.AddHours(hour).AddMinutes(minute).AddTicks(ticks);
        text = text.TrimStart(' ');
        return text.IsEmpty || TryOffset(text, out offset);
    }

    /// <summary><c>Z</c>, <c>+03:00</c>, <c>-0330</c>, <c>+3</c>: at most 18 hours.</summary>
    public static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan? offset)
    {
        offset = null;
        if (text is "Z" or "z")
        {
            offset = TimeSpan.Zero;
            return true;
        }

        if (text.Length < 2 || text[0] is not ('+' or '-' or '\u2212'))
        {
            return false;
        }

        var digits = text[1..];
        var colon = digits.IndexOf(':');
        var hoursLength = colon >= 0 ? colon : digits.Length == 4 ? 2 : digits.Length;
        var rest = colon >= 0 ? digits[(colon + 1)..] : digits[hoursLength..];
        var minutes = 0;
        if (hoursLength is < 1 or > 2 || !TryDigits(digits[..hoursLength], out var hours) || hours > 18
            || (!rest.IsEmpty || colon >= 0) && (rest.Length != 2 || !TryDigits(rest, out minutes) || minutes > 59))
        {
            return false;
        }

        var size = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '+' ? size : -size;
        return true;
    }

    /// <summary>Seconds since 1970, or milliseconds where there are 12 digits or more.</summary>
    private static bool TryUnix(ReadOnlySpan<char> text, out DateTime local)
    {
        local = default;
        if (text.Length is < 9 or > 14 || text.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var count = long.Parse(text, CultureInfo.InvariantCulture);
        local = DateTime.SpecifyKind(text.Length >= 12 ? DateTime.UnixEpoch.AddMilliseconds(count) : DateTime.UnixEpoch.AddSeconds(count), DateTimeKind.Unspecified);
        return local.Year is >= FirstYear and <= LastYear;
    }

    /// <summary>Canada and Mexico write <c>a.m.</c> and <c>p.m.</c>, which formats with <c>tt</c> read without the dots.</summary>
    private static ReadOnlySpan<char> HalfOfDay(ReadOnlySpan<char> text, string format) => !format.EndsWith("tt", StringComparison.Ordinal) || !text.Contains(".m.", StringComparison.OrdinalIgnoreCase) ? text
        : text.ToString().Replace("a.m.", "AM", StringComparison.OrdinalIgnoreCase).Replace("p.m.", "PM", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file of that order of day and month can mean this format.</summary>
    public static bool MayBe(string format, DateOrder order) => !Opposes(OrderOf(format), order);

    private static bool Opposes(DateOrder format, DateOrder order) =>
        (format == DateOrder.DayFirst && order == DateOrder.MonthFirst) || (format == DateOrder.MonthFirst && order == DateOrder.DayFirst);

    private static bool TryDigits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            number = (number * 10) + (c - '0');
        }

        return true;
    }
}
