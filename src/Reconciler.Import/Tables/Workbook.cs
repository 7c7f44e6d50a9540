using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Reconciler.Import.Bytes;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>
/// A workbook's sheets as tables (.xlsx, .xlsm, .xlsb and the older .xls). Numbers are handed on as <c>1234.5</c>, dates as ISO 8601. A whole number of more
/// than 15 digits that may have lost its last ones in the workbook is handed on as <c>1.23E+15</c>, so that an id of that kind is refused.
/// </summary>
internal static class Workbook
{
    private static readonly byte[] Zip = [(byte)'P', (byte)'K', 3, 4];
    private static readonly byte[] OldOffice = [0xD0, 0xCF, 0x11, 0xE0];

    // What a person types is cut to 15 digits, the rest becomes zeros; what a program writes is whole below 2^53 (IEEE 754).
    private const double FirstCut = 1e15;
    private const double FirstInexact = 9_007_199_254_740_992;

    // The reader asks for windows-1252 before it looks at the file.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether a file is a workbook, or begins like one of the old kind.</summary>
    public static bool Is(InputFile file)
    {
        using var stream = file.Open();
        var start = new byte[4];
        var count = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        if (!start.AsSpan(0, count).SequenceEqual(Zip))
        {
            return start.AsSpan(0, count).SequenceEqual(OldOffice);
        }

        try
        {
            stream.Position = 0;
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return WorkbookParts.IsDocument(zip);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Why a workbook cannot be read, as a sentence with the cure; null where nothing is wrong with it so far.</summary>
    public static string? Fault(InputFile file, ImportLimits limits)
    {
        try
        {
            using var stream = file.Open();
            if (stream.ReadByte() == Zip[0])
            {
                stream.Position = 0;
                using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
                if (WorkbookParts.Fault(zip, limits) is { } fault)
                {
                    return fault;
                }
            }

            stream.Position = 0;
            using var reader = ExcelReaderFactory.CreateReader(stream);
            return reader.ResultsCount > limits.MaxSheets
                ? string.Create(CultureInfo.InvariantCulture, $"It is a workbook of {reader.ResultsCount:N0} sheets; at most {limits.MaxSheets:N0} are read. Split it.")
                : null;
        }
        catch (InvalidPasswordException)
        {
            return "It is a workbook with a password. Save it without one.";
        }
        catch (Exception e) when (e is not (FileBusyException or FileBudgetException or OperationCanceledException))
        {
            return $"It begins like a workbook, but cannot be read as one ({e.Message.TrimEnd('.')}). {WorkbookParts.Cure}";
        }
    }

    /// <summary>The rows of all sheets, in the workbook's order: it is opened once.</summary>
    public static IEnumerable<TableRow> Rows(InputFile file, ImportLimits limits, Func<Table, bool> wanted)
    {
        using var stream = file.Open();
        using var reader = ExcelReaderFactory.CreateReader(stream);
        var work = new Work(limits);
        var sheet = Table.Whole;
        TableRow? fault;
        do
        {
            sheet = new Table(sheet.Number + 1, reader.Name ?? string.Empty, reader.VisibleState is not (null or "" or "visible"));
            char? unsplit = ' ';
            for (var line = 0; work.Read(reader, ref line, out var row);)
            {
                yield return Split(row, ref unsplit) with { Table = sheet, IsEnd = work.IsOver };
                if (work.IsOver || !wanted(sheet))
                {
                    break;
                }
            }
        }
        while (work.Next(reader, out fault));
        if (fault is not null)
        {
            yield return fault with { Table = new Table(sheet.Number + 1, string.Empty), IsEnd = true };
        }
    }

    /// <summary>A text file that was opened with another separator than its own stands in the first column as it is.</summary>
    /// <param name="separator">A blank until the first row with cells told; null: the rows have cells of their own.</param>
    private static TableRow Split(TableRow row, ref char? separator)
    {
        if (separator == ' ' && row.Cells.Length > 0)
        {
            separator = Array.Find([',', ';', '\t'], s => row.Cells.Length == 1 && QuotedWhole.Is(Cells.Of(row.Cells), 0, s) && QuotedWhole.CellsIn(row.Cells[0], s) is not null);
            separator = separator == '\0' ? null : separator;
        }

        return separator is { } known && row.Cells.Length == 1 && QuotedWhole.CellsIn(row.Cells[0], known) is { } cells ? row with { RawText = row.Cells[0], Cells = cells } : row;
    }

    /// <summary>What was done of all that may be done for one workbook: small files can stand for endless ones.</summary>
    private sealed class Work(ImportLimits limits)
    {
        private long cellsLeft = limits.MaxCells;
        private long charactersLeft = limits.MaxFileBytes;

        /// <summary>Nothing more can be read, not even counted.</summary>
        public bool IsOver { get; private set; }

        /// <param name="fault">What is wrong with the next sheet; null where it can be read, or there is none.</param>
        public bool Next(IExcelDataReader reader, out TableRow? fault)
        {
            fault = null;
            try
            {
                return !IsOver && reader.NextResult();
            }
            catch (Exception e) when (e is not (OutOfMemoryException or FileBudgetException or OperationCanceledException))
            {
                fault = new TableRow(1, string.Empty, [], Damaged(e));
                return false;
            }
        }

        /// <summary>The next row that is not blank: a sheet may have endless ones between two rows.</summary>
        /// <param name="line">Of the last row; 0 before the first one.</param>
        public bool Read(IExcelDataReader reader, ref int line, out TableRow row)
        {
            row = new TableRow(line + 1, string.Empty, []);
            try
            {
                do
                {
                    line++;
                    if (!reader.Read())
                    {
                        return false;
                    }

                    cellsLeft -= reader.FieldCount + 1L;
                }
                while (cellsLeft >= 0 && reader.FieldCount <= Table.MostColumns && IsBlank(reader));

                row = row with { Line = line };
                if (cellsLeft < 0 || reader.FieldCount > Table.MostColumns)
                {
                    IsOver = true;
                    row = row with
                    {
                        Why = reader.FieldCount > Table.MostColumns
                        ? string.Create(CultureInfo.InvariantCulture, $"has a cell beyond column {Table.MostColumns:N0}, the last that a sheet can have: nothing from here on is read. {WorkbookParts.Cure}")
                        : string.Create(CultureInfo.InvariantCulture, $"is beyond the {limits.MaxCells:N0} cells, empty ones too, that are read of a workbook: nothing from here on is read. Delete what stands far below and right of the table.")
                    };
                    return true;
                }

                var cells = CellsOf(reader);
                var length = cells.Sum(cell => (long)cell.Length + 1);
                charactersLeft -= length;
                row = charactersLeft >= 0 && length <= limits.MaxRowBytes
                    ? new TableRow(line, string.Join(',', cells.Select(Quoted)), cells)
                    : row with
                    {
                        Why = length > limits.MaxRowBytes
                        ? CsvRows.TooLong(limits)
                        : string.Create(CultureInfo.InvariantCulture, $"is beyond the {limits.MaxFileBytes:N0} characters that are read of a workbook. Export a shorter time, or raise Import:MaxFileMegabytes.")
                    };
            }
            catch (Exception e) when (e is not (OutOfMemoryException or FileBudgetException or OperationCanceledException))
            {
                IsOver = true;
                row = row with { Why = Damaged(e) };
            }

            return true;
        }

        private static bool IsBlank(IExcelDataReader reader)
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (reader.GetValue(i) is not null)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>The reader has many ways to say that the file is damaged.</summary>
        private static string Damaged(Exception e) => $"cannot be read, nor can anything below it ({e.Message.TrimEnd('.')}). {WorkbookParts.Cure}";
    }

    private static string[] CellsOf(IExcelDataReader reader)
    {
        var cells = new string[reader.FieldCount];
        var used = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Text(WorkbookDates.Read(reader, i));
            used = cells[i].Length > 0 ? i + 1 : used;
        }

        return cells[..used];
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        string text => SourceText.WellFormed(text), // a sheet may escape half of a character
        double number => Number(number),
        DateTime { Year: < 1900 } time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime time => ToSecond(time).ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string Number(double number)
    {
        if (Math.Abs(number) >= FirstCut || !double.IsFinite(number))
        {
            return Math.Abs(number) < FirstInexact && number % 10 != 0 ? ((long)number).ToString(CultureInfo.InvariantCulture) : number.ToString("0.#####E+0", CultureInfo.InvariantCulture);
        }

        var text = ((decimal)number).ToString(CultureInfo.InvariantCulture);

        // Three decimals could be taken for thousands: a fourth says that they are decimals.
        return text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var mark && mark == text.Length - 4 ? text + "0" : text;
    }

    /// <summary>A day's fraction of few decimals stands a little beside its second, as spreadsheets show it.</summary>
    private static DateTime ToSecond(DateTime time) => new((time.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
