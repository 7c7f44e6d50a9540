using System.Globalization;
using CsvHelper;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Tables;

/// <summary>
/// The rows of a CSV file, streamed. A row that breaks the quoting costs that line and no other. One object serves all rows: its properties tell of the row that was read last.
/// </summary>
/// <param name="open">Opens the file as UTF-8 at an offset counted in UTF-8 bytes.</param>
internal sealed class CsvRows(Func<long, Stream> open, char delimiter, ImportLimits limits) : IDisposable
{
    /// <summary>How far into a file the header is looked for.</summary>
    public const int HeaderWithinRecords = 50;

    /// <summary>How many bytes may be read anew behind quotes that were not closed. From there on no text reaches over several lines, so that the time grows with the file and not with its square.</summary>
    private const long MostReadAgain = 1024L * 1024 * 1024;

    /// <summary>How much longer it takes to reach a place in a file that is no UTF-8: all before it is written anew.</summary>
    private const int TranscodingCost = 8;

    private const string NeverClosed = "opens a double quote that is not closed on this line. Export the file again, or mend this row.";

    private CsvReader? csv;
    private Stream? stream;
    private Place start = new(0, 1);
    private long again;
    private bool isOneLine;
    private CsvMalformedReason? malformed;

    /// <summary>How many columns the table has; 0 until its header was found. Who knows the header sets it: above it broken lines are passed over.</summary>
    public int Columns { get; set; }

    public Cells Cells { get; } = new();

    /// <summary>Counted from 1: where the row starts.</summary>
    public int Line { get; private set; }

    /// <summary>What stands in the file, as UTF-8, without its line break; empty for a broken line.</summary>
    public ReadOnlySpan<byte> Raw => Why is null ? csv!.RawRecord : default;

    /// <summary>Where the row starts in the file as UTF-8, in bytes behind the byte order mark.</summary>
    public long Offset => start.Offset + csv!.ByteOffset;

    /// <summary>Why this line is broken, with the cure; null for a row that could be taken apart.</summary>
    public string? Why { get; private set; }

    /// <summary>The first records of a file, cleaned as header names: the candidates for its header.</summary>
    public static List<string[]> Head(Stream utf8, char delimiter, int most = HeaderWithinRecords)
    {
        var records = new List<string[]>();
        using var reader = CsvReader.Create(utf8, Options(delimiter, 256 * 1024, _ => { }));
        try
        {
            while (records.Count < most && reader.Read())
            {
                records.Add(HeaderNames.Of(Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToArray(), delimiter));
            }
        }
        catch (CsvFormatException)
        {
            // The head ends where the file stops being CSV; what was read so far is looked at.
        }

        return records;
    }

    /// <summary>Goes on to the next row. False at the end.</summary>
    public bool Read()
    {
        while (true)
        {
            csv ??= OpenAt(start.Offset);
            malformed = null;
            Why = null;
            var more = TryRead(csv, out var broken);
            if (broken is null && !more)
            {
                return false;
            }

            if (broken is null)
            {
                Load(csv);
                if (!BreaksQuoting())
                {
                    return true;
                }
            }

            // A quote that is never closed swallows good rows: only its own line is given up.
            again += broken is null ? csv.RawRecord.Length : limits.MaxRowBytes;
            GiveUpLine(broken ?? new Place(csv.ByteOffset, csv.LineNumber));
            if (Columns > 0)
            {
                return true;
            }
        }
    }

    /// <summary>Puts a row right that a spreadsheet has written as one cell, and tells why a row cannot be read as one of the table's; null where it can.</summary>
    public string? Mend()
    {
        if (csv!.RawRecord.Length > limits.MaxRowBytes || malformed == CsvMalformedReason.LineBreakInQuotes)
        {
            return malformed == CsvMalformedReason.LineBreakInQuotes ? NeverClosed : TooLong(limits);
        }

        if (!QuotedWhole.Is(Cells, Columns, delimiter))
        {
            return null;
        }

        if (QuotedWhole.CellsIn(Cells[0].ToString(), delimiter) is not { } inside || inside.Length != Columns)
        {
            return QuotedWhole.Why;
        }

        Cells.Clear();
        Array.ForEach(inside, cell => Cells.Add(cell));
        return null;
    }

    public void Dispose()
    {
        csv?.Dispose();
        stream?.Dispose();
        csv = null;
    }

    internal static string TooLong(ImportLimits limits) => string.Create(
        CultureInfo.InvariantCulture, $"is longer than {limits.MaxRowBytes:N0} bytes. Export the file again, or mend this row.");

    private void Load(CsvReader row)
    {
        Line = (int)(start.Line + row.LineNumber - 1);
        Cells.Clear();
        for (var i = 0; i < row.FieldCount; i++)
        {
            Cells.AddUtf8(row.GetSpan(i));
        }
    }

    private bool BreaksQuoting() =>
        malformed is not null && !isOneLine && csv!.RawRecord.Contains((byte)'\n') && !(malformed == CsvMalformedReason.StrayQuote && IsWholeWithIdsAsText());

    /// <summary>Whether a row's only stray quotes are those of ids that are kept from spreadsheets, <c>="123"</c>: then a text over several lines beside them is no fault.</summary>
    private bool IsWholeWithIdsAsText() =>
        Columns > 0 && Cells.Count == Columns && Enumerable.Range(0, Cells.Count).Any(i => Cells[i] is ['=', '"', .., '"']);

    private void GiveUpLine(Place broken)
    {
        var at = new Place(start.Offset + broken.Offset, start.Line + broken.Line - 1);
        again += stream is FileStream ? 0 : at.Offset * TranscodingCost;
        Dispose();
        using var behind = open(at.Offset);
        var length = PhysicalLine(behind);
        start = new Place(at.Offset + length, at.Line + 1);
        Line = (int)at.Line;
        Why = length > limits.MaxRowBytes ? TooLong(limits) : NeverClosed;
        Cells.Clear();
    }

    private CsvReader OpenAt(long offset)
    {
        isOneLine = again > MostReadAgain;
        stream = open(offset);
        return CsvReader.Create(stream, Options(delimiter, limits.MaxRowBytes, m => malformed = m.Reason) with { AllowLineBreaksInQuotes = !isOneLine });
    }

    private static CsvReaderOptions Options(char delimiter, int maxRecordBytes, Action<CsvMalformedRecord> onMalformed) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        TrackLineNumbers = true,
        MaxRecordSize = maxRecordBytes,
        OnMalformedRecord = onMalformed,
    };

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

    /// <summary>A position in the file as UTF-8.</summary>
    private sealed record Place(long Offset, long Line);
}
