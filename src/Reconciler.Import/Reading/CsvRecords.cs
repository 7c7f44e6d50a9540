using Reconciler.Import.Layouts;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Reading;

/// <summary>The rows of a CSV file under its header, as records. Files are put together of several: each header stands for the rows below it.</summary>
internal static class CsvRecords
{
    /// <param name="firstByte">Where the text begins in the file; null where no places are told, or the file is no UTF-8.</param>
    public static IEnumerable<SourceRecord> Of(CsvRows rows, char delimiter, Layout layout, long? firstByte)
    {
        using var closed = rows;
        var raw = new CsvLine(rows, firstByte);
        var sections = 0;
        var above = string.Empty;
        TableColumns? columns = null;
        TableRecord? reused = null;
        while (rows.Read())
        {
            if (rows.Why is null && HeaderIn(rows, columns is null, delimiter, layout) is { } names)
            {
                columns = TableColumns.Of(HeaderNames.Of(names, delimiter), layout, sections++, columns is null ? above : string.Empty);
                rows.Columns = columns.Names.Length;
                reused = null;
            }
            else if (columns is null)
            {
                above = TableColumns.WithAbove(above, rows.Cells.ToStrings());
            }
            else if ((rows.Why ?? rows.Mend()) is { } why)
            {
                yield return new BrokenRecord(rows.Line, why);
            }
            else if (layout.GroupBy is null)
            {
                // One object serves all rows.
                reused ??= new TableRecord(columns);
                if (reused.Load(rows.Line, rows.Cells, raw))
                {
                    yield return reused;
                }
            }
            else if (new TableRecord(columns) is var kept && kept.Load(rows.Line, rows.Cells.Copy(), RawLine.Of(raw.Text)))
            {
                // A grouped order keeps its rows until it is whole.
                yield return kept;
            }
        }
    }

    private static string[]? HeaderIn(CsvRows rows, bool isFirst, char delimiter, Layout layout) =>
        TableColumns.HeaderIn(isFirst ? Cells.Of(HeaderNames.Of(rows.Cells.ToStrings(), delimiter)) : rows.Cells, layout);
}
