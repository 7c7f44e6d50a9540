using System.Globalization;
using System.Text;
using CsvHelper;

namespace Reconciler.Import;

/// <summary>The rows of a CSV file under its header, streamed. A row that breaks the quoting costs that line and no other.</summary>
internal static class CsvRows
{
    /// <summary>How far into a file the header is looked for.</summary>
    public const int HeaderWithinRecords = 50;

    /// <summary>How much of a row that cannot be read is kept as its text.</summary>
    private const int ShownBytes = 2000;

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
                records.Add(Names(csv));
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
        TableColumns? columns = null;
        TableRecord? reused = null;
        while (true)
        {
            var malformed = false;
            using var stream = open(start.Offset);
            using var csv = CsvReader.Create(stream, Options(delimiter, limits.MaxRowBytes, _ => malformed = true));
            Place? broken = null;
            while (broken is null)
            {
                malformed = false;
                var more = TryRead(csv, out broken);
                if (broken is null && !more)
                {
                    yield break;
                }

                if (broken is not null || (malformed && csv.RawRecord.Contains((byte)'\n')))
                {
                    // A quote that is never closed swallows good rows: only its own line is given up.
                    broken ??= new Place(csv.ByteOffset, csv.LineNumber);
                    continue;
                }

                var line = (int)(start.Line + csv.LineNumber - 1);
                if (columns is null)
                {
                    var names = Names(csv);
                    columns = TableColumns.Missing(layout, names).Count == 0 ? TableColumns.Of(names, layout) : null;
                    continue;
                }

                if (csv.RawRecord.Length > limits.MaxRowBytes)
                {
                    yield return new BrokenRecord(line, Encoding.UTF8.GetString(csv.RawRecord[..ShownBytes]) + "…", TooLong(limits));
                    continue;
                }

                // A grouped order keeps its rows until it is whole; else one object serves all rows.
                var record = layout.GroupBy is null ? reused ??= new TableRecord(columns) : new TableRecord(columns);
                if (record.Load(csv, line))
                {
                    yield return record;
                }
            }

            var at = new Place(start.Offset + broken.Offset, start.Line + broken.Line - 1);
            using var again = open(at.Offset);
            var (text, length) = PhysicalLine(again);
            start = new Place(at.Offset + length, at.Line + 1);
            if (columns is not null)
            {
                yield return new BrokenRecord((int)at.Line, text, length > limits.MaxRowBytes ? TooLong(limits) : NeverClosed);
            }
        }
    }

    private static CsvReaderOptions Options(char delimiter, int maxRecordBytes, Action<CsvMalformedRecord> onMalformed) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        TrackLineNumbers = true,
        PoolStrings = true,
        MaxRecordSize = maxRecordBytes,
        OnMalformedRecord = onMalformed,
    };

    private static string[] Names(CsvReader csv) => Enumerable.Range(0, csv.FieldCount).Select(i => TableColumns.Clean(csv.GetString(i))).ToArray();

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

    /// <summary>The line at the stream's position: the beginning of its text, and its length with its line break, in bytes.</summary>
    private static (string Text, long Length) PhysicalLine(Stream stream)
    {
        var shown = new byte[ShownBytes];
        var buffer = new byte[64 * 1024];
        var length = 0L;
        while (true)
        {
            var count = stream.Read(buffer);
            var end = buffer.AsSpan(0, count).IndexOf((byte)'\n');
            var part = end < 0 ? count : end + 1;
            if (length < ShownBytes)
            {
                buffer.AsSpan(0, (int)Math.Min(part, ShownBytes - length)).CopyTo(shown.AsSpan((int)length));
            }

            length += part;
            if (end >= 0 || count == 0)
            {
                var text = Encoding.UTF8.GetString(shown.AsSpan(0, (int)Math.Min(length, ShownBytes)));
                return (length > ShownBytes ? text + "…" : text.TrimEnd('\r', '\n'), length);
            }
        }
    }

    internal static string TooLong(ImportLimits limits) => string.Create(
        CultureInfo.InvariantCulture, $"is longer than {limits.MaxRowBytes:N0} bytes. Export the file again, or mend this row.");

    /// <summary>A position in the file as UTF-8.</summary>
    private sealed record Place(long Offset, long Line);
}
