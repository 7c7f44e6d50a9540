namespace Reconciler.Import;

/// <summary>One row that a reader made of its file.</summary>
/// <param name="Line">Counted from 1, as a person finds it: the line of a text, the row of a sheet.</param>
/// <param name="RawText">What stands in the file, for the evidence.</param>
/// <param name="Cells">By the table's columns.</param>
/// <param name="Why">What is wrong with the row, with the cure; null for a good one.</param>
internal sealed record TableRow(int Line, string RawText, string[] Cells, string? Why = null);

/// <summary>A table of a file: a sheet of a workbook, or the whole of a bank's file under the columns that its reader gives it.</summary>
/// <param name="Name">The sheet's; empty where the file is one table.</param>
/// <param name="Rows">All rows from the first one, read anew each time. One of the first is the header.</param>
/// <param name="HeaderIsFirst">The header is the first row; what stands below it need not be read to find it.</param>
internal sealed record Table(string Name, Func<IEnumerable<TableRow>> Rows, bool HeaderIsFirst = false);

/// <summary>The rows of a table under its header.</summary>
internal static class TableRows
{
    /// <summary>The first rows, cleaned as header names: the candidates for the header.</summary>
    public static List<string[]> Head(Table table, int most = CsvRows.HeaderWithinRecords) =>
        [.. table.Rows().Take(table.HeaderIsFirst ? 1 : most).Where(row => row.Why is null).Select(row => Array.ConvertAll(row.Cells, TableColumns.Clean))];

    public static IEnumerable<SourceRecord> Read(Table table, Layout layout, ImportLimits limits)
    {
        TableColumns? columns = null;
        foreach (var row in table.Rows())
        {
            if (columns is null)
            {
                var names = Array.ConvertAll(row.Cells, TableColumns.Clean);
                columns = TableColumns.Missing(layout, names).Count == 0 ? TableColumns.Of(names, layout) : null;
                continue;
            }

            if (row.Why is not null || row.RawText.Length > limits.MaxRowBytes)
            {
                yield return new BrokenRecord(row.Line, row.RawText, row.Why ?? CsvRows.TooLong(limits));
                continue;
            }

            var record = new TableRecord(columns);
            if (record.Load(row))
            {
                yield return record;
            }
        }
    }
}
