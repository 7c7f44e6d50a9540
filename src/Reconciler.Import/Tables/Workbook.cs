using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Reconciler.Import;

/// <summary>
/// A workbook's sheets as tables (.xlsx, .xlsm, .xlsb and the older .xls). Numbers are handed on as <c>1234.5</c>, dates as ISO 8601. A whole number of more
/// than 15 digits has lost its last ones in the workbook and is handed on as <c>1.23E+15</c>, so that an id of that kind is refused.
/// </summary>
internal static class Workbook
{
    private static readonly byte[] Zip = [(byte)'P', (byte)'K', 3, 4];
    private static readonly byte[] OldOffice = [0xD0, 0xCF, 0x11, 0xE0];

    // ECMA-376 and IEEE 754: a cell holds 15 significant digits.
    private const double FirstInexact = 1e15;

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
            return zip.Entries.Any(e => e.FullName.StartsWith("xl/workbook.", StringComparison.OrdinalIgnoreCase));
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
                if (zip.Entries.Sum(e => e.Length) > limits.MaxFileBytes)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"It is a workbook of more than {limits.MaxFileBytes:N0} bytes when unpacked. Export a shorter time, or raise Import:MaxFileMegabytes.");
                }
            }

            stream.Position = 0;
            using var reader = ExcelReaderFactory.CreateReader(stream);
            while (reader.NextResult())
            {
                // What stands above the rows of a sheet is read as the sheet is reached.
            }

            return null;
        }
        catch (InvalidPasswordException)
        {
            return "It is a workbook with a password. Save it without one.";
        }
        catch (Exception e) when (e is not (FileBusyException or FileBudgetException or OperationCanceledException))
        {
            return $"It begins like a workbook, but cannot be read as one ({e.Message.TrimEnd('.')}). Save the sheet again as .xlsx or as CSV (UTF-8).";
        }
    }

    public static IReadOnlyList<Table> Tables(InputFile file)
    {
        using var stream = file.Open();
        using var reader = ExcelReaderFactory.CreateReader(stream);
        var tables = new List<Table>();
        do
        {
            var sheet = tables.Count;
            tables.Add(new Table(reader.Name, () => Rows(file, sheet)));
        }
        while (reader.NextResult());
        return tables;
    }

    private static IEnumerable<TableRow> Rows(InputFile file, int sheet)
    {
        using var stream = file.Open();
        using var reader = ExcelReaderFactory.CreateReader(stream);
        for (var i = 0; i < sheet; i++)
        {
            reader.NextResult();
        }

        for (var line = 1; ; line++)
        {
            string[] cells;
            string? why = null;
            try
            {
                if (!reader.Read())
                {
                    yield break;
                }

                cells = Cells(reader);
            }
            catch (Exception e) when (e is not (OutOfMemoryException or FileBudgetException or OperationCanceledException))
            {
                // The reader has many ways to say that the file is damaged.
                cells = [];
                why = $"cannot be read, nor can anything below it ({e.Message.TrimEnd('.')}). Save the sheet again as .xlsx or as CSV (UTF-8).";
            }

            yield return new TableRow(line, string.Join(',', cells.Select(Quoted)), cells, why);
            if (why is not null)
            {
                yield break;
            }
        }
    }

    private static string[] Cells(IExcelDataReader reader)
    {
        var cells = new string[reader.FieldCount];
        var used = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Text(reader.GetValue(i));
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
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string Number(double number)
    {
        if (Math.Abs(number) >= FirstInexact || !double.IsFinite(number))
        {
            return number.ToString("0.#####E+0", CultureInfo.InvariantCulture);
        }

        var text = ((decimal)number).ToString(CultureInfo.InvariantCulture);

        // Three decimals could be taken for thousands: a fourth says that they are decimals.
        return text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var mark && mark == text.Length - 4 ? text + "0" : text;
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
