using Reconciler.Import.Bytes;

namespace Reconciler.Import.Tables;

/// <summary>Knows files that hold no text by how they begin, so that the message can say what they are.</summary>
internal static class BinaryFile
{
    private static readonly (byte[] Start, string What)[] Kinds =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "It is a PNG picture, not a statement. Receipts and screenshots belong in inbox/evidence."),
        ([0xFF, 0xD8, 0xFF], "It is a JPEG picture, not a statement. Receipts and screenshots belong in inbox/evidence."),
        ([(byte)'%', (byte)'P', (byte)'D', (byte)'F'], "It is a PDF document, which holds no rows that can be read safely. Export the statement as CSV; receipts belong in inbox/evidence."),
        ([(byte)'P', (byte)'K', 3, 4], "It is a ZIP archive. Unpack it, or import the archive itself: its files are read one by one."),
        ([0x1F, 0x8B], "It is packed with gzip. Unpack it."),
        ([(byte)'R', (byte)'a', (byte)'r', (byte)'!'], "It is a RAR archive. Unpack it."),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "It is a 7-Zip archive. Unpack it."),
    ];

    /// <summary>What the file is, as a sentence with the cure, or null when it looks like text or is a workbook that can be opened.</summary>
    public static string? KindOf(InputFile file, ImportLimits limits)
    {
        if (Workbook.Is(file))
        {
            return Workbook.Fault(file, limits);
        }

        using var stream = file.Open();
        var start = new byte[4096];
        var bytes = start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        foreach (var (mark, what) in Kinds)
        {
            if (bytes.StartsWith(mark))
            {
                return what;
            }
        }

        if (bytes.IndexOf("urn:schemas-microsoft-com:office:spreadsheet"u8) >= 0 && bytes.IndexOf("<html"u8) < 0)
        {
            return "It is a workbook of the kind XML Spreadsheet 2003, which is not read, whatever its name says. " + WorkbookParts.Cure;
        }

        var isUtf16 = bytes.Length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF));
        return !isUtf16 && bytes.Contains((byte)0) ? "It holds zero bytes and so is no text. Export the statement as CSV or JSON." : null;
    }
}
