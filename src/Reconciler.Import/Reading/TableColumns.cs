using System.Globalization;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Reading;

/// <summary>A file's header, held against a layout: which column is which field, found once a file.</summary>
internal sealed class TableColumns
{
    /// <summary>How much of the lines above a header is kept, in characters.</summary>
    private const int MostAbove = 8_192;

    private TableColumns(string[] names, int[] columnOfField, int[] extraColumns, Layout layout, int section, string above)
    {
        Section = section;
        Above = above;
        Names = names;
        ColumnOfField = columnOfField;
        ExtraColumns = extraColumns;
        Layout = layout;
        Twins = [.. Enumerable.Range(0, names.Length)
            .Where(i => layout.FieldNames.Contains(names[i], StringComparer.OrdinalIgnoreCase))
            .Select(i => (First: Array.FindIndex(names, name => name.Equals(names[i], StringComparison.OrdinalIgnoreCase)), Again: i))
            .Where(twin => twin.First < twin.Again)];
    }

    /// <summary>The header as written, trimmed.</summary>
    public string[] Names { get; }

    public int[] ColumnOfField { get; }

    /// <summary>The columns that go to the extra text.</summary>
    public int[] ExtraColumns { get; }

    public Layout Layout { get; }

    /// <summary>Tells the tables of a file apart: rows that say the same in two of them are one row told twice, as in two files.</summary>
    public int Section { get; }

    /// <summary>The lines that stood above the header, where some tell what holds for all rows, such as the currency; empty for a header further down in its table.</summary>
    public string Above { get; }

    /// <summary>The columns that the rules use and that the header has again further on, as some exports write them.</summary>
    public (int First, int Again)[] Twins { get; }

    /// <summary>Why a row cannot be read in which a column and its twin say different things.</summary>
    public string TwiceUnder(int column) => $"stands under a header that has the column {Names[column]} twice. Rename or remove one.";

    /// <summary>The identifying columns that these names lack, each by its first name; all of them where another column makes it another format.</summary>
    public static List<string> Missing(Layout layout, IReadOnlyCollection<string> names)
    {
        if (layout.IsExact && names.Any(name => name.Length > 0 && !layout.FieldNames.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            return layout.KnownBy.Select(alternatives => alternatives[0]).ToList();
        }

        var present = names as HashSet<string> ?? new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        return layout.KnownBy.Where(alternatives => !alternatives.Any(present.Contains)).Select(alternatives => alternatives[0]).ToList();
    }

    /// <summary>The cells as names, where they are a header of the layout. Asked of every row: files are put together of several, and then a header stands among the rows.</summary>
    public static string[]? HeaderIn(Cells cells, Layout layout)
    {
        if (cells.Count > Table.MostColumns || (layout.KnownBy.Count > 0 && !HasOneOf(cells, layout.FirstKnownBy)))
        {
            return null;
        }

        var names = Array.ConvertAll(cells.ToStrings(), cell => HeaderNames.Clean(cell).ToString());
        return Missing(layout, names).Count == 0 ? names : null;
    }

    /// <summary>The lines above a header with one more.</summary>
    public static string WithAbove(string above, IEnumerable<string> cells) =>
        SourceText.Cut(string.Join('\n', new[] { above, string.Join(' ', cells.Where(c => c.Length > 0)) }.Where(line => line.Length > 0)), MostAbove);

    public static TableColumns Of(string[] names, Layout layout, int section, string above = "")
    {
        var columnOfField = Array.ConvertAll(layout.FieldNames, field => Array.FindIndex(names, name => name.Equals(field, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? at : Place(field, names.Length));
        var extra = Enumerable.Range(0, names.Length)
            .Where(i => names[i].Length > 0
                && (!columnOfField.Contains(i) || ExtraNames.Meets(layout.ExtraKeeps, names[i]))
                && !ExtraNames.Meets(layout.ExtraDrops, names[i]));
        return new TableColumns(names, columnOfField, [.. extra], layout, section, above);
    }

    /// <summary>A column by its place, for one whose name is empty or stands there twice: <c>#7</c> is the seventh.</summary>
    private static int Place(string field, int columns) =>
        field.StartsWith('#') && int.TryParse(field.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= columns ? place - 1 : -1;

    private static bool HasOneOf(Cells cells, string[] names)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            var cell = cells[i];
            foreach (var name in names)
            {
                // What is cleaned off a name makes a cell longer, and seldom by much.
                if (cell.Length >= name.Length && cell.Length <= name.Length + 8 && HeaderNames.Clean(cell).Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>The names in a layout's lists for the extra text; one that ends in <c>*</c> stands for all that begin like it.</summary>
internal static class ExtraNames
{
    public static bool Meets(string[] patterns, string name) =>
        Array.Exists(patterns, p => p.EndsWith('*')
            ? name.StartsWith(p[..^1], StringComparison.OrdinalIgnoreCase)
            : name.Equals(p, StringComparison.OrdinalIgnoreCase));
}
