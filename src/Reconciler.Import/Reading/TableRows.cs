using Reconciler.Import.Bytes;
using Reconciler.Import.Layouts;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Reading;

/// <summary>The rows of a file's tables, each under its header; what is not read is counted by its reason.</summary>
internal sealed class TableRows
{
    private readonly Dictionary<int, TableColumns> planned = [];
    private readonly Dictionary<int, TableColumns> under = [];
    private readonly Dictionary<int, string> reasons = [];
    private readonly HashSet<int> beforeHeader = [];
    private readonly Dictionary<string, int> passed = new(StringComparer.Ordinal);
    private readonly TableReader read;
    private readonly Layout layout;
    private readonly ImportLimits limits;
    private int sections;

    /// <param name="reads">Whether the layout makes a record of a row: where it does, a table without a header goes on with the columns of the one before it.</param>
    public TableRows(TableReader read, TableHeads heads, Layout layout, ImportLimits limits, Func<SourceRecord, bool> reads)
    {
        (this.read, this.layout, this.limits) = (read, layout, limits);
        TableColumns? above = null;
        foreach (var head in heads.Tables)
        {
            var number = head.Table.Number;
            if (head.Table.IsHidden)
            {
                reasons.Add(number, $"sheet {head.Table.Name} is hidden");
                if (head.Header(layout) is not null)
                {
                    beforeHeader.Add(number);
                }
            }
            else if (head.Header(layout) is { } header)
            {
                var over = head.Rows.TakeWhile(row => !ReferenceEquals(row, header)).Aggregate(string.Empty, TableColumns.WithAbove);
                planned.Add(number, above = TableColumns.Of(header, layout, sections++, over));
            }
            else if (above is not null && GoesOn(head, above, reads))
            {
                planned.Add(number, above);
                under.Add(number, above);
            }
            else if (head.Table.Name.Length > 0)
            {
                reasons.Add(number, $"sheet {head.Table.Name} has not the columns of {layout.Name}");
            }
            else if (!heads.Tables.Any(other => other.Table.Around?.Number == number))
            {
                // A table that only holds others lays out the page.
                reasons.Add(number, $"tables of the page have not the columns of {layout.Name}");
            }
        }
    }

    /// <summary>What was not read: complete when all rows were taken.</summary>
    public IEnumerable<RowOutcome.PassedOver> PassedOver => passed.Select(p => new RowOutcome.PassedOver(p.Key, p.Value));

    public IEnumerable<SourceRecord> Read()
    {
        foreach (var row in read(_ => true))
        {
            if (!planned.TryGetValue(row.Table.Number, out var own))
            {
                if (row.IsEnd)
                {
                    yield return new BrokenRecord(row.Line, row.Why!);
                }
                else
                {
                    Pass(row);
                }

                continue;
            }

            var columns = under.GetValueOrDefault(row.Table.Number);
            if (row.Why is null && (columns is null || !row.Table.HeaderIsFirst) && TableColumns.HeaderIn(Cells.Of(row.Cells), layout) is { } names)
            {
                under[row.Table.Number] = columns is null ? own : TableColumns.Of(names, layout, sections++);
            }
            else if ((columns is not null || row.Why is not null) && Record(row, columns ?? own) is { } record)
            {
                yield return record;
            }
        }
    }

    private SourceRecord? Record(TableRow row, TableColumns columns)
    {
        if (row.Why is not null || row.RawText.Length > limits.MaxRowBytes)
        {
            return new BrokenRecord(row.Line, row.Why ?? CsvRows.TooLong(limits));
        }

        var record = new TableRecord(columns);
        return record.Load(row) ? record : null;
    }

    private void Pass(TableRow row)
    {
        if (beforeHeader.Contains(row.Table.Number))
        {
            _ = TableColumns.HeaderIn(Cells.Of(row.Cells), layout) is not null && beforeHeader.Remove(row.Table.Number);
            return;
        }

        // What stands in a cell of a table that is read is read with it.
        if (!row.IsEmpty && reasons.TryGetValue(row.Table.Number, out var why) && !row.Table.Outward.Any(t => planned.ContainsKey(t.Number)))
        {
            passed[why] = passed.GetValueOrDefault(why) + 1;
        }
    }

    /// <summary>A sheet that is full goes on in the next one without a header; pages put the header into a table of its own.</summary>
    private static bool GoesOn(TableHead head, TableColumns above, Func<SourceRecord, bool> reads)
    {
        var (rows, read) = (0, 0);
        foreach (var cells in head.Rows)
        {
            var record = new TableRecord(above);
            if (record.Load(new TableRow(1, string.Empty, cells)))
            {
                rows++;
                read += record.Problem is null && reads(record) ? 1 : 0;
                if (read == 0)
                {
                    // Its first row is a header of another kind, or a title.
                    return false;
                }
            }
        }

        return rows > 0 && read * 2 >= rows;
    }
}
