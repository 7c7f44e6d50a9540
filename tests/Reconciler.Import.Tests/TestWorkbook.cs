using System.IO.Compression;
using System.Text;

namespace Reconciler.Import.Tests;

/// <summary>Writes the least that a workbook needs (ECMA-376).</summary>
internal static class TestWorkbook
{
    private static readonly string[] Columns = ["transaction_id", "wallet", "booked_at", "type", "status", "amount", "currency"];

    /// <summary>The header of a statement in the standard columns.</summary>
    public static string Header { get; } = Row(Columns);

    /// <summary>A payment of the wallet kassa.</summary>
    public static string Payment(string id, string amount = "-5.00") => Row([id, "kassa", "2026-05-06T09:00:00Z", "payment", "succeeded", amount, "USD"]);

    public static string Row(params IEnumerable<string> cells) => $"<row>{string.Concat(cells.Select(Text))}</row>";

    public static string Text(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    /// <summary>Sheets named S0, S1 and so on.</summary>
    public static void Write(string path, params string[] sheets) => Write(path, [.. sheets.Select((rows, i) => new Sheet($"S{i}", rows))]);

    /// <param name="styles">The formats of cells; empty: every number is a plain one.</param>
    public static void Write(string path, IReadOnlyList<Sheet> sheets, string sharedStrings = "", string styles = "")
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
        Add("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Add("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{string.Concat(sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\"{(s.State.Length == 0 ? "" : $" state=\"{s.State}\"")} r:id=\"r{i}\"/>"))}</sheets></workbook>");
        var strings = sharedStrings.Length == 0 ? "" : $"<Relationship Id=\"s\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/>";
        strings += styles.Length == 0 ? "" : $"<Relationship Id=\"t\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/>";
        Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"r{i}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"))}{strings}</Relationships>");
        if (sharedStrings.Length > 0)
        {
            Add("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{sharedStrings}</sst>");
        }

        if (styles.Length > 0)
        {
            Add("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\">{styles}</styleSheet>");
        }

        for (var i = 0; i < sheets.Count; i++)
        {
            Add($"xl/worksheets/sheet{i}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{sheets[i].Rows}</sheetData></worksheet>");
        }

        void Add(string name, string xml)
        {
            using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            entry.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml));
        }
    }

    /// <param name="Rows">Its rows as XML.</param>
    /// <param name="State">Empty, <c>hidden</c> or <c>veryHidden</c>.</param>
    internal sealed record Sheet(string Name, string Rows, string State = "");
}
