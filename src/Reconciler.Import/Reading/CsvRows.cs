using System.Globalization;
using System.Text;
using CsvHelper;

namespace Reconciler.Import;

/// <summary>The rows of a CSV file under its header, streamed. A row that breaks the quoting costs that line and no other.</summary>
internal static class CsvRows
{
    /// <summary>How far into a file the header is looked for.</summary>
    public const int HeaderWithinRecords = 50;

    /// <summary>How many bytes may be read anew behind quotes that were not closed. From there on no text reaches over several lines, so that the time grows with the file and not with its square.</summary>
    private const long MostReadAgain = 1024L * 1024 * 1024;

    /// <summary>How much longer it takes to reach a place in a file that is no UTF-8: all before it is written anew.</summary>
    private const int TranscodingCost = 8;

    private const string NeverClosed = "opens a double quote that is not closed on this line. Export the file again, or mend this row.";

    /// <summary>The first records of a file, cleaned as header names: the candidates for its header.</summary>
    public static List<string[]> Head(Stream utf8, char delimiter, int most = HeaderWithinRecords)
    {
        var records = new List<string[]>();
        using var csv = CsvReader.Create(utf8, Options(delimiter, 256 * 1024, _ => { }));
        try
        {
            while (records.Count < most && csv.Read())
            {
                records.Add(Names(Cells(csv), delimiter));
            }
        }
        catch (CsvFormatException)
        {
            // The head ends where the file stops being CSV; what was read so far is looked at.
        }

        return records;
    }

    /// <param name="open">Opens the file as UTF-8 at an offset counted in UTF-8 bytes.</param>
    public static IEnumerable<SourceRecord> Read(Func<long, Stream> open, char delimiter, Layout layout, ImportLimits limits)
    {
        var start = new Place(0, 1);
        var again = 0L;
        var sections = 0;
        var above = string.Empty;
        TableColumns? columns = null;
        TableRecord? reused = null;
        while (true)
        {
            var malformed = default(CsvMalformedReason?);
            var isOneLine = again > MostReadAgain;
            using var stream = open(start.Offset);
            using var csv = CsvReader.Create(stream, Options(delimiter, limits.MaxRowBytes, m => malformed = m.Reason) with { AllowLineBreaksInQuotes = !isOneLine });
            Place? broken = null;
            while (broken is null)
            {
                malformed = null;
                var more = TryRead(csv, out broken);
                if (broken is null && !more)
                {
                    yield break;
                }

                if (broken is not null || (malformed is not null && !isOneLine && csv.RawRecord.Contains((byte)'\n') && !(malformed == CsvMalformedReason.StrayQuote && IsWholeWithIdsAsText(Cells(csv), columns))))
                {
                    // A quote that is never closed swallows good rows: only its own line is given up.
                    again += broken is null ? csv.RawRecord.Length : limits.MaxRowBytes;
                    broken ??= new Place(csv.ByteOffset, csv.LineNumber);
                    continue;
                }

                var line = (int)(start.Line + csv.LineNumber - 1);
                var cells = Cells(csv);
                if (TableColumns.HeaderIn(columns is null ? Names(cells, delimiter) : cells, layout) is { } names)
                {
                    // Files are put together of several: each header stands for the rows below it.
                    columns = TableColumns.Of(Names(names, delimiter), layout, sections++, columns is null ? above : string.Empty);
                    reused = null;
                    continue;
                }

                if (columns is null)
                {
                    above = TableColumns.WithAbove(above, cells);
                    continue;
                }

                if (csv.RawRecord.Length > limits.MaxRowBytes || malformed == CsvMalformedReason.LineBreakInQuotes)
                {
                    yield return new BrokenRecord(line, string.Empty, malformed == CsvMalformedReason.LineBreakInQuotes ? NeverClosed : TooLong(limits));
                    continue;
                }

                if (QuotedWhole.Is(cells, columns.Names.Length, delimiter))
                {
                    if (QuotedWhole.Cells(cells[0], delimiter) is { } inside && inside.Length == columns.Names.Length)
                    {
                        cells = inside;
                    }
                    else
                    {
                        yield return new BrokenRecord(line, string.Empty, QuotedWhole.Why);
                        continue;
                    }
                }

                // A grouped order keeps its rows until it is whole; else one object serves all rows.
                var record = layout.GroupBy is null ? reused ??= new TableRecord(columns) : new TableRecord(columns);
                if (record.Load(new TableRow(line, Encoding.UTF8.GetString(csv.RawRecord), cells)))
                {
                    yield return record;
                }
            }

            var at = new Place(start.Offset + broken.Offset, start.Line + broken.Line - 1);
            again += stream is FileStream ? 0 : at.Offset * TranscodingCost;
            using var behind = open(at.Offset);
            var length = PhysicalLine(behind);
            start = new Place(at.Offset + length, at.Line + 1);
            if (columns is not null)
            {
                yield return new BrokenRecord((int)at.Line, string.Empty, length > limits.MaxRowBytes ? TooLong(limits) : NeverClosed);
            }
        }
    }

    /// <summary>Whether a row's only stray quotes are those of ids that are kept from spreadsheets, <c>="123"</c>: then a text over several lines beside them is no fault.</summary>
    private static bool IsWholeWithIdsAsText(string[] cells, TableColumns? columns) =>
        cells.Length == columns?.Names.Length && Array.Exists(cells, cell => cell.StartsWith("=\"", StringComparison.Ordinal) && cell.EndsWith('"'));

    private static CsvReaderOptions Options(char delimiter, int maxRecordBytes, Action<CsvMalformedRecord> onMalformed) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        TrackLineNumbers = true,
        PoolStrings = true,
        MaxRecordSize = maxRecordBytes,
        OnMalformedRecord = onMalformed,
    };

    private static string[] Cells(CsvReader csv)
    {
        var cells = new string[csv.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = csv.GetString(i);
        }

        return cells;
    }

    /// <summary>The cells as names of columns: the whole row may stand in quotes, and Excel leaves its own separator behind it.</summary>
    private static string[] Names(string[] cells, char delimiter)
    {
        var names = Array.ConvertAll(QuotedWhole.Is(cells, 0, delimiter) ? QuotedWhole.Cells(cells[0], delimiter) ?? cells : cells, TableColumns.Clean);
        if (delimiter != ';' && names.Length > 0)
        {
            names[^1] = names[^1].TrimEnd(';');
        }

        return names;
    }

    private static bool TryRead(CsvReader csv, out Place? broken)
    {
        broken = null;
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException e)
        {
            // The record that is being read has outgrown the limit, by its own length or by an open quote.
            broken = new Place(e.ByteOffset, e.LineNumber);
            return false;
        }
    }

    /// <summary>The length of the line at the stream's position with its line break, in bytes.</summary>
    private static long PhysicalLine(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        for (var length = 0L; ;)
        {
            var count = stream.Read(buffer);
            var end = buffer.AsSpan(0, count).IndexOf((byte)'\n');
            length += end < 0 ? count : end + 1;
            if (end >= 0 || count == 0)
            {
                return length;
            }
        }
    }

    internal static string TooLong(ImportLimits limits) => string.Create(
        CultureInfo.InvariantCulture, $"is longer than {limits.MaxRowBytes:N0} bytes. Export the file again, or mend this row.");

    /// <summary>A position in the file as UTF-8.</summary>
    private sealed record Place(long Offset, long Line);
}
