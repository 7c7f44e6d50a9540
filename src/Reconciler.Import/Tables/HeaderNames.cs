namespace Reconciler.Import.Tables;

/// <summary>Cells as names of columns.</summary>
internal static class HeaderNames
{
    private const string LeftOut = "\uFEFF\u200B \t\u00A0\"\r\n";

    /// <summary>The whole row may stand in quotes, and Excel leaves its own separator behind it.</summary>
    public static string[] Of(string[] cells, char delimiter)
    {
        var names = Array.ConvertAll(QuotedWhole.Is(Cells.Of(cells), 0, delimiter) ? QuotedWhole.CellsIn(cells[0], delimiter) ?? cells : cells, name => Clean(name).ToString());
        if (delimiter != ';' && names.Length > 0)
        {
            names[^1] = names[^1].TrimEnd(';');
        }

        return names;
    }

    /// <summary>A header cell as it is compared: without byte order mark, quotes and space around it.</summary>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<char> name) => name.Trim(LeftOut);
}
