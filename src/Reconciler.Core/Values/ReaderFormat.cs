using System.Globalization;

namespace Reconciler.Core.Values;

/// <summary>How sums and dates are written for readers of one language.</summary>
/// <remarks>
/// Kept here and not taken from the machine's cultures, whose separators and month names change between Windows and Linux and with every release of their
/// data: the same case must give the same bytes everywhere. Source of the forms: Unicode CLDR, locales en, pt, ru and zh.
/// </remarks>
public sealed class ReaderFormat
{
    private readonly CultureInfo culture;
    private readonly string datePattern;
    private readonly string shortPattern;
    private readonly string timePattern;
    private readonly string kilobyte;
    private readonly string percent;

    private ReaderFormat(string decimalMark, string groupMark, string datePattern, string? shortPattern = null, string timePattern = ", HH:mm:ss 'UTC'", string kilobyte = "KB", string percent = "%")
    {
        culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = decimalMark;
        culture.NumberFormat.NumberGroupSeparator = groupMark;
        this.datePattern = datePattern;
        this.shortPattern = shortPattern ?? datePattern;
        this.timePattern = timePattern;
        this.kilobyte = kilobyte;
        this.percent = percent;
    }

    /// <summary>The forms of a language such as <c>en</c> or <c>pt-BR</c>; one that is not known here gets <c>1234.56</c> and <c>2026-05-06</c>, which nobody misreads.</summary>
    public static ReaderFormat Of(string language) =>
        language.Split('-')[0].ToLowerInvariant() switch
        {
            "en" => new(".", ",", "d MMMM yyyy", "d MMM yyyy"),
            "pt" => new(",", ".", "dd/MM/yyyy"),
            "ru" => new(",", "\u00A0", "dd.MM.yyyy", kilobyte: "КБ", percent: "\u00A0%"),
            "zh" => new(".", ",", "yyyy年M月d日", timePattern: " HH:mm:ss 'UTC'"),
            _ => new(".", "", "yyyy-MM-dd"),
        };

    /// <summary>A signed number with so many decimals: <c>−1,234.50</c>.</summary>
    public string Number(decimal number, int decimals) => (number < 0 ? "\u2212" : "") + Math.Abs(number).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture);

    /// <summary>A share of a hundred with so many decimals: <c>1.5%</c>.</summary>
    public string Percent(decimal hundredths, int decimals) => Number(hundredths, decimals) + percent;

    public string Count(long count) => count.ToString("N0", culture);

    /// <summary>The sum without its sign, with the currency's own decimals and its code: <c>1,234.50 USD</c>.</summary>
    public string Amount(Money money) =>
        money.Abs().Amount.ToString("N" + money.Currency.Decimals.ToString(CultureInfo.InvariantCulture), culture) + " " + money.Currency.Code;

    /// <summary>The sum with its sign, kept on one line: <c>−1,234.50 USD</c>.</summary>
    public string Signed(Money money) => Number(money.Amount, money.Currency.Decimals) + "\u00A0" + money.Currency.Code;

    /// <summary>A rate with all the decimals that were stated.</summary>
    public string Rate(decimal rate) => rate.ToString("0.############", culture);

    public string Date(DateOnly day) => day.ToString(datePattern, culture);

    /// <summary>As short as tables need it: in English with the month's three letters, which is read alike on both sides of the Atlantic.</summary>
    public string ShortDate(DateOnly day) => day.ToString(shortPattern, culture);

    /// <summary><see cref="ShortDate"/> as a number format of a spreadsheet (ECMA-376 part 1, 18.8.31), whose marks are those of the language wherever it is opened.</summary>
    public string SheetDate => string.Concat(shortPattern.Select(c => char.IsAsciiLetter(c) ? char.ToLowerInvariant(c).ToString() : "\\" + c));

    /// <summary>Day, time to the second, and the word UTC.</summary>
    public string Time(DateTime utc) => utc.ToString(datePattern + timePattern, culture);

    /// <summary>A file's size in whole kilobytes of 1024 bytes, at least one for any content.</summary>
    public string Kilobytes(int bytes) => ((bytes + 1023) / 1024).ToString("N0", culture) + " " + kilobyte;
}
