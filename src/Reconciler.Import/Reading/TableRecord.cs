using System.Text;
using Reconciler.Core.Values;

namespace Reconciler.Import;

/// <summary>One row of a table: of a CSV file, a workbook's sheet, or what a reader of another form made of its file.</summary>
internal sealed class TableRecord : SourceRecord
{
    private readonly TableColumns columns;
    private string[] values = [];
    private int line;
    private string rawText = string.Empty;
    private Problem? problem;

    public TableRecord(TableColumns columns) => this.columns = columns;

    public override int Line => line;

    public override string RawText => rawText;

    public override int Section => columns.Section;

    public override string Above => columns.Above;

    public override Problem? Problem => problem;

    /// <summary>Takes a row. False for a row of empty cells, which is no data.</summary>
    public bool Load(TableRow row)
    {
        var count = row.Cells.Length;
        values = row.Cells;
        if (count < columns.Names.Length)
        {
            values = new string[columns.Names.Length];
            row.Cells.CopyTo(values, 0);
            Array.Fill(values, string.Empty, count, values.Length - count);
        }

        line = row.Line;
        rawText = row.RawText;
        problem = JoinTwins() ?? (count > columns.Names.Length ? Surplus(count) : null);
        return Array.Exists(values, value => !string.IsNullOrWhiteSpace(value));
    }

    public override string Text(int field)
    {
        var column = columns.ColumnOfField[field];
        return column < 0 ? string.Empty : columns.Layout.Told(OneLine(SpreadsheetText.Unguarded(values[column])));
    }

    public override IEnumerable<string> Each(int field) => [Text(field)];

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
            var text = columns.Layout.Told(OneLine(SpreadsheetText.Unguarded(values[column])));
            if (text.Length > 0)
            {
                all.Append(all.Length == 0 ? string.Empty : "\n").Append(columns.Names[column]).Append(": ").Append(text);
            }
        }

        return all.ToString();
    }

    /// <summary>Reads a column and its twin as one; where both say something, and not the same, nothing tells which is meant.</summary>
    private Problem? JoinTwins()
    {
        foreach (var (first, again) in columns.Twins)
        {
            if (string.IsNullOrWhiteSpace(values[again]) || values[again].Trim() == values[first].Trim())
            {
                continue;
            }

            if (!string.IsNullOrWhiteSpace(values[first]))
            {
                return new Problem(line, string.Empty, rawText, columns.TwiceUnder(first));
            }

            values = [.. values];
            values[first] = values[again];
        }

        return null;
    }

    private Problem? Surplus(int count)
    {
        for (var i = columns.Names.Length; i < count; i++)
        {
            if (!string.IsNullOrWhiteSpace(values[i]))
            {
                return new Problem(
                    line,
                    string.Empty,
                    rawText,
                    $"has {count} fields under {columns.Names.Length} columns. A text that holds the separator must stand in double quotes: export the file again, or mend this row.");
            }
        }

        return null;
    }
}
