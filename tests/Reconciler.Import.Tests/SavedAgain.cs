using System.Globalization;
using System.Security;

namespace Reconciler.Import.Tests;

/// <summary>A CSV file as a spreadsheet keeps it: what looks like a number or a date becomes one, all else stays text.</summary>
internal static class SavedAgain
{
    private static readonly string[] Days = ["yyyy-MM-dd HH:mm:ss", "dd/MM/yyyy"];

    /// <summary>Number format 22 of ECMA-376 is a date with its time.</summary>
    private const string Styles = "<fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\" applyNumberFormat=\"1\"/></cellXfs>";

    /// <param name="language">In which the spreadsheet program runs: en-US, fr-FR.</param>
    public static void AsWorkbook(string from, string to, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var lines = File.ReadAllLines(from);
        var separator = lines[0].Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
        var rows = lines.Select((line, i) => $"<row r=\"{i + 1}\">{string.Concat((QuotedWhole.CellsIn(line, separator) ?? []).Select(cell => Cell(cell, culture)))}</row>");
        TestWorkbook.Write(to, [new TestWorkbook.Sheet("Saved", string.Concat(rows))], styles: Styles);
    }

    private static string Cell(string text, CultureInfo culture) =>
        text.Length == 0 ? "<c/>"
        : decimal.TryParse(text, NumberStyles.Number, culture, out var number) ? $"<c><v>{number.ToString(CultureInfo.InvariantCulture)}</v></c>"
        : DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? $"<c s=\"1\"><v>{day.ToOADate().ToString("R", CultureInfo.InvariantCulture)}</v></c>"
        : TestWorkbook.Text(SecurityElement.Escape(text));
}
