using System.Globalization;
using System.Text.RegularExpressions;
using Reconciler.Import.Bytes;
using Reconciler.Import.Layouts;
using Reconciler.Import.Reading;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Guess;

/// <summary>The rows of an unknown file under what looks like its header.</summary>
/// <param name="Form">In what the file is written.</param>
/// <param name="Delimiter">Of CSV.</param>
/// <param name="List">JSON: the property with the items; XML: the element that is an item.</param>
/// <param name="IsDeep">JSON: the list does not stand at the top.</param>
/// <param name="EncodingName">For CSV that is not UTF-8; else empty.</param>
/// <param name="Names">The header as a layout names its columns, or the paths of JSON and XML.</param>
/// <param name="Rows">As many cells as names each, trimmed.</param>
/// <param name="Above">The texts above the header.</param>
internal sealed record Sheet(
    FileForm Form, char Delimiter, string List, bool IsDeep, string EncodingName, string[] Names, IReadOnlyList<string[]> Rows, IReadOnlyList<string> Above)
{
    /// <summary>What the header says, where <see cref="Names"/> holds places: columns without a name, or with one that stands there twice.</summary>
    public string[] Header { get; init; } = Names;

    /// <summary>How many rows are looked at.</summary>
    public const int MostRows = 3000;
}

/// <summary>Opens an unknown file and finds its header: the row with the most words that name columns, above rows like itself.</summary>
internal static partial class SheetFinder
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>The likeliest sheet of a file, or null where none has a header with rows below it.</summary>
    public static Sheet? Find(InputFile file, ImportLimits limits)
    {
        var encoding = TextEncoding.Of(file);
        var form = FileForms.Of(file, encoding);
        var found = form switch
        {
            FileForm.Csv => OfCsv(encoding),
            FileForm.Json => JsonSheets.Of(encoding),
            FileForm.Xml => XmlSheets.Of(file, limits),

            // The standards of banks have readers of their own and need no guess.
            FileForm.Mt940 or FileForm.Ofx or FileForm.Qif or FileForm.ClientBank => [],
            _ => TableHeads.Of(FileTables.Of(file, form, encoding, Probe(form == FileForm.Html ? LayoutFormat.Csv : LayoutFormat.Xml, string.Empty), limits), Sheet.MostRows).Tables
                .Where(head => !head.Table.IsHidden)
                .Select(head => Under(head.Rows, new Sheet(form, ',', string.Empty, false, EncodingName(form, encoding), [], [], []))),
        };
        return found.Where(f => f.Sheet is not null).OrderByDescending(f => f.Score).Select(f => f.Sheet).FirstOrDefault();
    }

    /// <summary>A layout that only says where records stand.</summary>
    internal static Layout Probe(LayoutFormat format, string item) =>
        new() { Name = "probe", About = string.Empty, Kind = LayoutKind.Statement, Format = format, KnownBy = [], XmlItem = item };

    /// <summary>The rows under the likeliest header, and how likely it is one.</summary>
    internal static (Sheet? Sheet, double Score) Under(IReadOnlyList<string[]> rows, Sheet form)
    {
        var best = -1;
        var most = 3.0;
        for (var i = 0; i < Math.Min(rows.Count, CsvRows.HeaderWithinRecords); i++)
        {
            var score = Score(rows, i);
            if (score > most)
            {
                (best, most) = (i, score);
            }
        }

        if (best < 0)
        {
            return (null, 0);
        }

        var names = rows[best];
        while (names.Length > 0 && names[^1].Length == 0 && rows.Skip(best + 1).All(r => r.Length < names.Length || r[names.Length - 1].Length == 0))
        {
            names = names[..^1];
        }

        var under = rows.Skip(best + 1).Where(r => r.Any(c => c.Length > 0))
            .Select(r => Enumerable.Range(0, names.Length).Select(i => i < r.Length ? r[i].Trim() : string.Empty).ToArray()).ToList();
        var places = names.Select((name, i) => name.Length > 0 && names.Count(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) == 1 ? name
            : under.Exists(r => r[i].Length > 0) ? string.Create(CultureInfo.InvariantCulture, $"#{i + 1}") : string.Empty).ToArray();
        return (form with { Names = places, Header = names, Rows = under, Above = [.. rows.Take(best).Select(r => string.Join(' ', r.Where(c => c.Length > 0)))] }, most);
    }

    private static IEnumerable<(Sheet? Sheet, double Score)> OfCsv(TextEncoding encoding)
    {
        foreach (var tried in encoding.Likely)
        {
            foreach (var delimiter in Delimiters)
            {
                var rows = CsvRows.Head(encoding.OpenAsUtf8(tried, 0), delimiter, Sheet.MostRows);
                var isMarked = tried.CodePage == System.Text.Encoding.UTF8.CodePage || encoding.IsCertain;
                var (sheet, score) = Under(rows, new Sheet(FileForm.Csv, delimiter, string.Empty, false, isMarked ? string.Empty : tried.WebName, [], [], []));
                yield return (sheet, score);
            }
        }
    }

    private static string EncodingName(FileForm form, TextEncoding encoding) =>
        form == FileForm.Workbook || encoding.IsCertain ? string.Empty : encoding.ForNoLayout?.WebName ?? string.Empty;

    private static double Score(IReadOnlyList<string[]> rows, int at)
    {
        var row = rows[at];
        var names = row.Where(c => c.Length > 0).Select(c => GuessWords.Plain(new ColumnName(c).Bare)).ToList();
        var below = rows.Skip(at + 1).Where(r => r.Any(c => c.Length > 0)).Take(20).ToList();
        if (names.Count < 3 || below.Count == 0)
        {
            return 0;
        }

        var known = names.Distinct(StringComparer.Ordinal).Count(GuessWords.All.IsColumn);
        var values = row.Count(c => c.Length > 0 && c.Any(char.IsAsciiDigit) && (c[0] is '-' or '+' || char.IsAsciiDigit(c[0])));
        var alike = below.Count(r => Math.Abs(r.Length - row.Length) <= 1 && r.Count(c => c.Length > 0) >= 3) / (double)below.Count;
        var dates = Enumerable.Range(0, row.Length).Max(i => below.Count(r => i < r.Length && LooksLikeDate().IsMatch(r[i]))) / (double)below.Count;
        values += row.Count(c => LooksLikeDate().IsMatch(c));
        return (2.5 * known) + (8 * dates) + (0.2 * names.Count) + (2 * alike) - (2.5 * values) - names.Count(n => n.Length > 60);
    }

    [GeneratedRegex(@"\b[0-9]{1,4} ?[./\-年 ] ?([0-9]{1,2}|\p{L}{3,9}\.?),? ?[./\-月 ] ?[0-9]{2,4}|^(19|20)[0-9]{6}$|\p{L}{3,9}\.? [0-9]{1,2}, ?[0-9]{4}", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LooksLikeDate();
}
