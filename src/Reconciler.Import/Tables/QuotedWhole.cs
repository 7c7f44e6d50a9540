using CsvHelper;

namespace Reconciler.Import.Tables;

/// <summary>
/// Rows that a spreadsheet program has put into quotes as one cell each: it opened the file with another separator than the file's own, found one column, and wrote that
/// column again, perhaps with its own separator behind it.
/// </summary>
internal static class QuotedWhole
{
    public const string Why = "stands in quotes as one cell: Excel has opened the file with another separator, and saved it. Export it again, and import it without opening it in Excel.";

    /// <summary>How many columns the smallest table has that is told from a sentence with commas.</summary>
    private const int Fewest = 3;

    /// <summary>Whether the first cell is the only one and holds the row.</summary>
    /// <param name="columns">How many the table has; 0: not known yet.</param>
    public static bool Is(Cells cells, int columns, char delimiter)
    {
        if (cells.Count == 0 || columns is 1 or 2 || !cells[0].Contains(delimiter))
        {
            return false;
        }

        return cells.AreBlank(1) && cells[0].Count(delimiter) + 1 >= Math.Max(Fewest, columns * 3 / 4);
    }

    /// <summary>The cells in the cell; null where it holds no whole row, such as one with a line break in it.</summary>
    public static string[]? CellsIn(string cell, char delimiter)
    {
        var isWhole = true;
        using var csv = CsvReader.FromText(delimiter == ';' ? cell : cell.TrimEnd(';'), new CsvReaderOptions { Separator = delimiter, HasHeader = false, OnMalformedRecord = _ => isWhole = false });
        if (!csv.Read())
        {
            return null;
        }

        var cells = new string[csv.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = csv.GetString(i);
        }

        return isWhole && !csv.Read() ? cells : null;
    }
}
