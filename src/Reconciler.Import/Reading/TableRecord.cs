using System.Text;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Reading;

/// <summary>One row of a table: of a CSV file, a workbook's sheet, or what a reader of another form made of its file.</summary>
internal sealed class TableRecord(TableColumns columns) : SourceRecord
{
    private Cells cells = Cells.Of([]);
    private RawLine raw = RawLine.None;
    private int[]? standsIn;
    private Problem? problem;
    private int line;

    public override int Line => line;

    public override string RawText => raw.Text;

    public override int Section => columns.Section;

    public override string Above => columns.Above;

    public override Problem? Problem => problem;

    /// <summary>Takes a row. False for a row of empty cells, which is no data.</summary>
    public bool Load(TableRow row) => Load(row.Line, Cells.Of(row.Cells), RawLine.Of(row.RawText));

    /// <inheritdoc cref="Load(TableRow)"/>
    /// <param name="row">Read from until the next one is loaded.</param>
    public bool Load(int rowLine, Cells row, RawLine rowRaw)
    {
        (line, cells, raw) = (rowLine, row, rowRaw);
        problem = JoinTwins() ?? (row.Count > columns.Names.Length && !row.AreBlank(columns.Names.Length) ? Surplus() : null);
        return !row.AreBlank(0);
    }

    public override ReadOnlySpan<char> Text(int field)
    {
        var column = columns.ColumnOfField[field];
        return column < 0 ? default : In(column);
    }

    public override bool HasColumn(int field) => columns.ColumnOfField[field] >= 0;

    public override string ColumnName(int field)
    {
        var column = columns.ColumnOfField[field];
        return column < 0 ? columns.Layout.FieldNames[field] : columns.Names[column];
    }

    public override string Extra()
    {
        if (columns.ExtraColumns.Length == 0)
        {
            return string.Empty;
        }

        var all = new StringBuilder();
        foreach (var column in columns.ExtraColumns)
        {
            var text = In(column);
            if (text.Length > 0)
            {
                all.Append(all.Length == 0 ? string.Empty : "\n").Append(columns.Names[column]).Append(": ").Append(text);
            }
        }

        return all.ToString();
    }

    public override SourceLine Source(string sha256, string fileName) => raw.Source(sha256, fileName, line);

    /// <summary>The text in a column; empty where the row ends before it.</summary>
    private ReadOnlySpan<char> In(int column)
    {
        var cell = standsIn is null ? Cell(column) : Cell(standsIn[column]);
        return columns.Layout.Told(OneLine(SpreadsheetText.MayBeGuarded(cell) ? SpreadsheetText.Unguarded(cell.ToString()) : cell));
    }

    private ReadOnlySpan<char> Cell(int column) => column < cells.Count ? cells[column] : default;

    /// <summary>Reads a column and its twin as one; where both say something, and not the same, nothing tells which is meant.</summary>
    private Problem? JoinTwins()
    {
        standsIn = null;
        foreach (var (first, again) in columns.Twins)
        {
            var one = Cell(standsIn?[first] ?? first);
            var other = Cell(again);
            if (other.IsWhiteSpace() || other.Trim().SequenceEqual(one.Trim()))
            {
                continue;
            }

            if (!one.IsWhiteSpace())
            {
                return new Problem(line, string.Empty, string.Empty, columns.TwiceUnder(first));
            }

            standsIn ??= [.. Enumerable.Range(0, columns.Names.Length)];
            standsIn[first] = again;
        }

        return null;
    }

    private Problem Surplus() => new(
        line,
        string.Empty,
        string.Empty,
        $"has {cells.Count} fields under {columns.Names.Length} columns. A text that holds the separator must stand in double quotes: export the file again, or mend this row.");
}
