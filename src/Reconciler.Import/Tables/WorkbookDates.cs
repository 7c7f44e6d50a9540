using System.Text.RegularExpressions;
using ExcelDataReader;

namespace Reconciler.Import.Tables;

/// <summary>
/// Dates of a workbook that its reader hands on as numbers: the built-in formats of Chinese, Japanese, Korean and Thai Excel, which stand in no style sheet
/// (ISO/IEC 29500-1, 18.8.30: 27 to 36 and 50 to 58), era formats and those with words for before and after noon; and days under a format of hours.
/// </summary>
internal static partial class WorkbookDates
{
    // A span of fifty years is none: a day stands under a format of hours.
    private const int FirstDay = 18_000;

    /// <summary>The last day that a sheet can tell: 31 December 9999.</summary>
    private const double LastDay = 2_958_466;

    public static object? Read(IExcelDataReader reader, int column) => reader.GetValue(column) switch
    {
        double days and > 0 and < LastDay when IsDate(reader.GetNumberFormatIndex(column), reader.GetNumberFormatString(column)) => DateTime.FromOADate(days),
        TimeSpan { Days: >= FirstDay } since => DateTime.FromOADate(since.TotalDays),
        var value => value,
    };

    private static bool IsDate(int index, string? format) =>
        index is (>= 27 and <= 36) or (>= 50 and <= 58)
        || (index > 0 && format is not null && Written().Replace(format, string.Empty).Split(';')[0] is var code && DatePart().IsMatch(code) && !NumberPart().IsMatch(code)); // the first part is that of positive numbers

    /// <summary>What a format writes as it stands, and its conditions and languages.</summary>
    [GeneratedRegex("""
        "[^"]*"|\\.|\[[^\]]*\]
        """, RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();

    /// <summary>Year, era, Buddhist year, month, day, hour or second.</summary>
    [GeneratedRegex("[ymdhs]|^[ge]+[./-]|bb", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DatePart();

    [GeneratedRegex("[0#?@%]|General|Standard", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberPart();
}
