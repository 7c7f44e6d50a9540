using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Tables;

/// <summary>
/// Looks through the parts of a document of the newer office kinds (ISO/IEC 29500-2) before its reader does: which kind it is, and whether the reader could do it in time and memory
/// that its size allows. The reader puts the runs of a text together with the square of their length, and reads a tag with the square of its own.
/// </summary>
internal static class WorkbookParts
{
    public const string Cure = "Save the sheet again as .xlsx or as CSV (UTF-8).";

    private const int LongestTag = 64 * 1024;

    /// <summary>How many characters may be copied to put runs together: a second's work.</summary>
    private const long MostCopied = 1_000_000_000;

    /// <summary>Whether a zip file is one document, a workbook or another, and no archive of files.</summary>
    public static bool IsDocument(ZipArchive zip) => zip.GetEntry("[Content_Types].xml") is not null || IsWorkbook(zip) || IsOpenDocument(zip);

    /// <summary>Why the document cannot be read, or null.</summary>
    public static string? Fault(ZipArchive zip, ImportLimits limits)
    {
        if (zip.Entries.Sum(e => e.Length) > limits.MaxFileBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"It is a workbook of more than {limits.MaxFileBytes:N0} bytes when unpacked. Export a shorter time, or raise Import:MaxFileMegabytes.");
        }

        if (IsOpenDocument(zip))
        {
            return "It is a document of the OpenDocument kind, such as an .ods sheet, which is not read. " + Cure;
        }

        if (!IsWorkbook(zip))
        {
            return zip.Entries.Any(e => e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase))
                ? "It is a workbook whose main part has another name than xl/workbook.xml, as some programs on the web write it. Open it in a spreadsheet program. " + Cure
                : "It is a document of an office program, but no workbook. Export the statement as CSV or .xlsx; receipts belong in inbox/evidence.";
        }

        var copied = 0L;
        foreach (var part in zip.Entries.Where(e => e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase) && e.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            if (PartFault(part, limits, ref copied) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static bool IsWorkbook(ZipArchive zip) => zip.Entries.Any(e => e.FullName.StartsWith("xl/workbook.", StringComparison.OrdinalIgnoreCase));

    private static bool IsOpenDocument(ZipArchive zip) => zip.Entries.Count > 0 && zip.Entries[0].FullName == "mimetype" && zip.GetEntry("content.xml") is not null;

    private static string? PartFault(ZipArchiveEntry part, ImportLimits limits, ref long copied)
    {
        try
        {
            using var xml = XmlTable.Reader(part.Open(), limits, limits.MaxRowBytes + LongestTag);
            var text = 0L;
            while (xml.Read())
            {
                switch (xml.NodeType)
                {
                    case XmlNodeType.Element when xml.Depth == 0 && xml.LocalName == "workbook" && xml.NamespaceURI.StartsWith("http://purl.oclc.org/", StringComparison.Ordinal):
                        return "It is a workbook of the kind Strict Open XML, which is not read. Save it as Excel Workbook (.xlsx) or as CSV (UTF-8).";
                    case XmlNodeType.Element when xml.LocalName is "si" or "is" or "c":
                        text = 0;
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA:
                        text += xml.Value.Length;
                        copied += text;
                        break;
                }

                if (copied > MostCopied + limits.MaxFileBytes)
                {
                    return "It is a workbook whose texts consist of so many pieces that they cannot be put together in time. " + Cure;
                }
            }

            return null;
        }
        catch (TagTooLongException e)
        {
            return $"It begins like a workbook, but cannot be read as one ({e.Message}). {Cure}";
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            // What is damaged is told by the reader, at its row.
            return null;
        }
    }
}
