namespace Reconciler.Import;

/// <summary>A file's header, held against a layout: which column is which field, found once a file.</summary>
internal sealed class TableColumns
{
    private TableColumns(string[] names, int[] columnOfField, int[] extraColumns, Layout layout)
    {
        Names = names;
        ColumnOfField = columnOfField;
        ExtraColumns = extraColumns;
        Layout = layout;
    }

    /// <summary>The header as written, trimmed.</summary>
    public string[] Names { get; }

    public int[] ColumnOfField { get; }

    /// <summary>The columns that go to the extra text.</summary>
    public int[] ExtraColumns { get; }

    public Layout Layout { get; }

    /// <summary>A header cell as it is compared: without byte order mark, quotes and space around it.</summary>
    public static string Clean(string name) => name.Trim('\uFEFF', '\u200B', ' ', '\t', '\u00A0', '"', '\r', '\n');

    /// <summary>The identifying columns that these names lack, each by its first name.</summary>
    public static List<string> Missing(Layout layout, IReadOnlyCollection<string> names)
    {
        var present = names as HashSet<string> ?? new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        return layout.KnownBy.Where(alternatives => !alternatives.Any(present.Contains)).Select(alternatives => alternatives[0]).ToList();
    }

    public static TableColumns Of(string[] names, Layout layout)
    {
        var columnOfField = Array.ConvertAll(layout.FieldNames, field => Array.FindIndex(names, name => name.Equals(field, StringComparison.OrdinalIgnoreCase)));
        var extra = Enumerable.Range(0, names.Length)
            .Where(i => names[i].Length > 0
                && (!columnOfField.Contains(i) || ExtraNames.Meets(layout.ExtraKeeps, names[i]))
                && !ExtraNames.Meets(layout.ExtraDrops, names[i]));
        return new TableColumns(names, columnOfField, [.. extra], layout);
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
