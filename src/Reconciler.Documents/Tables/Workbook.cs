using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Reconciler.Documents.Tables;

/// <summary>Writes an .xlsx file sheet by sheet and row by row: one row in memory, the same bytes for the same content.</summary>
/// <remarks>
/// Written with the base library's ZIP and XML writers. Measured before: DocumentFormat.OpenXml keeps the whole package in memory (700 MB for 300,000 rows
/// of 12 columns) and stamps it with the machine's time. Format: ECMA-376 part 1, SpreadsheetML.
/// </remarks>
internal sealed class Workbook : IDisposable
{
    /// <summary>Rows of one sheet, header included: the limit of the format. What goes beyond continues on a further sheet.</summary>
    public const int MostRowsOfASheet = 1_048_576;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";

    // The oldest time that a ZIP entry can bear: the machine's clock has no place in a file that must not change.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive zip;
    private readonly List<(string Name, bool HasHeader, int Number)> sheets = []; // in the order of their tabs; numbered as they were written
    private readonly List<int> drawings = [];
    private readonly string title;
    private readonly string date;
    private readonly int rowsPerSheet;
    private int charts;

    /// <param name="stream">Left open.</param>
    /// <param name="title">The document's title in its properties.</param>
    /// <param name="date">The number format of dates.</param>
    /// <param name="rowsPerSheet">Fewer than the format allows only in tests.</param>
    public Workbook(Stream stream, string title, string date = XlsxStyles.IsoDate, int rowsPerSheet = MostRowsOfASheet)
    {
        this.title = title;
        this.date = date;
        this.rowsPerSheet = rowsPerSheet;
        zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

        // First in the file, so that programs which look at the first bytes know what it is.
        WritePart("_rels/.rels", xml =>
        {
            xml.WriteStartElement("Relationships", PackageRelations);
            Relation(xml, "rId1", Relations + "/officeDocument", "xl/workbook.xml");
            Relation(xml, "rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml");
            xml.WriteEndElement();
        });
    }

    /// <summary>Adds a table: bold header that stays in view and repeats in print, filter buttons, a format for each kind of cell.</summary>
    /// <param name="before">The sheet in front of which its tab stands; null: it is the last.</param>
    public void AddTable(Table table, string? before = null)
    {
        using var rows = table.Rows.GetEnumerator();
        var more = rows.MoveNext();
        var part = 1;
        do
        {
            var name = part == 1 ? table.Name : string.Create(CultureInfo.InvariantCulture, $"{table.Name} ({part})");
            WriteSheet(
                name, table.Columns, hasHeader: true, sheet =>
                {
                    sheet.Row([.. table.Columns.Select(c => (Cell.Of(c.Name), c.Numeric ? XlsxStyle.HeaderRight : XlsxStyle.Header))]);
                    for (; more && sheet.RowCount < rowsPerSheet; more = rows.MoveNext())
                    {
                        sheet.Row(rows.Current);
                    }
                },
                before);
            part++;
        }
        while (more);
    }

    /// <summary>Adds a sheet of freely styled rows.</summary>
    /// <param name="drawn">Charts of its rows, the first of which is their header.</param>
    /// <param name="before">As of <see cref="AddTable"/>.</param>
    public void AddSheet(string name, IReadOnlyList<Column> columns, IEnumerable<(Cell Cell, XlsxStyle Style)[]> rows, IReadOnlyList<ColumnChart>? drawn = null, string? before = null) =>
        WriteSheet(
            name, columns, hasHeader: false, sheet =>
            {
                foreach (var row in rows)
                {
                    sheet.Row(row);
                }
            },
            before, drawn);

    public void Dispose()
    {
        WritePart("xl/workbook.xml", WriteWorkbook);
        WritePart("xl/_rels/workbook.xml.rels", WriteWorkbookRelations);
        WritePart("xl/styles.xml", xml => XlsxStyles.Write(xml, date));
        WritePart("docProps/core.xml", xml =>
        {
            xml.WriteStartElement("cp", "coreProperties", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
            xml.WriteElementString("dc", "title", "http://purl.org/dc/elements/1.1/", title);
            xml.WriteElementString("dc", "creator", "http://purl.org/dc/elements/1.1/", "Reconciler");
            xml.WriteEndElement();
        });
        WritePart("[Content_Types].xml", WriteContentTypes);
        zip.Dispose();
    }

    private void WriteSheet(string name, IReadOnlyList<Column> columns, bool hasHeader, Action<SheetRows> writeRows, string? before, IReadOnlyList<ColumnChart>? drawn = null)
    {
        sheets.Insert(before is null ? sheets.Count : sheets.FindIndex(s => s.Name == before), (name, hasHeader, sheets.Count + 1));
        WritePart(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{sheets.Count}.xml"), (xml, part) =>
        {
            xml.WriteStartElement("worksheet", Main);
            xml.WriteStartElement("sheetPr");
            xml.WriteStartElement("pageSetUpPr");
            xml.WriteAttributeString("fitToPage", "1");
            xml.WriteEndElement();
            xml.WriteEndElement();
            WriteView(xml, hasHeader, isFirst: sheets.Count == 1);
            xml.WriteStartElement("sheetFormatPr");
            xml.WriteAttributeString("defaultRowHeight", SheetRows.LineHeight.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("customHeight", "1");
            xml.WriteEndElement();
            WriteColumns(xml, columns);
            xml.WriteStartElement("sheetData");
            xml.WriteRaw(string.Empty); // It ends the start tag, behind which the rows are written past this writer.
            xml.Flush();
            var rows = new SheetRows(part, columns);
            writeRows(rows);
            rows.Flush();
            xml.WriteEndElement();
            if (hasHeader)
            {
                xml.WriteStartElement("autoFilter");
                xml.WriteAttributeString("ref", string.Create(CultureInfo.InvariantCulture, $"A1:{SheetRows.ColumnName(columns.Count - 1)}{rows.RowCount}"));
                xml.WriteEndElement();
            }

            WritePageSetup(xml, onePage: drawn is { Count: > 0 });
            if (drawn is { Count: > 0 })
            {
                xml.WriteStartElement("drawing");
                xml.WriteAttributeString("r", "id", Relations, "rId1");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
        if (drawn is { Count: > 0 })
        {
            WriteDrawing(name, drawn);
        }
    }

    /// <summary>The drawing of the sheet that was written last, with its charts one below the other on the right of the rows.</summary>
    private void WriteDrawing(string sheet, IReadOnlyList<ColumnChart> drawn)
    {
        drawings.Add(sheets.Count);
        WriteRelations(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/_rels/sheet{sheets.Count}.xml.rels"), [("/drawing", string.Create(CultureInfo.InvariantCulture, $"../drawings/drawing{sheets.Count}.xml"))]);
        WritePart(string.Create(CultureInfo.InvariantCulture, $"xl/drawings/drawing{sheets.Count}.xml"), xml => ColumnChart.WritePlaces(xml, drawn));
        WriteRelations(
            string.Create(CultureInfo.InvariantCulture, $"xl/drawings/_rels/drawing{sheets.Count}.xml.rels"),
            [.. drawn.Select((_, i) => ("/chart", string.Create(CultureInfo.InvariantCulture, $"../charts/chart{charts + i + 1}.xml")))]);
        foreach (var chart in drawn)
        {
            charts++;
            WritePart(string.Create(CultureInfo.InvariantCulture, $"xl/charts/chart{charts}.xml"), xml => chart.Write(xml, sheet, date));
        }
    }

    private void WriteRelations(string part, IReadOnlyList<(string Kind, string Target)> relations) => WritePart(part, xml =>
    {
        xml.WriteStartElement("Relationships", PackageRelations);
        foreach (var (i, (kind, target)) in relations.Index())
        {
            Relation(xml, string.Create(CultureInfo.InvariantCulture, $"rId{i + 1}"), Relations + kind, target);
        }

        xml.WriteEndElement();
    });

    private static void WriteView(XmlWriter xml, bool hasHeader, bool isFirst)
    {
        xml.WriteStartElement("sheetViews");
        xml.WriteStartElement("sheetView");
        if (!hasHeader)
        {
            xml.WriteAttributeString("showGridLines", "0");
        }

        if (isFirst)
        {
            xml.WriteAttributeString("tabSelected", "1");
        }

        xml.WriteAttributeString("workbookViewId", "0");
        if (hasHeader)
        {
            xml.WriteStartElement("pane");
            xml.WriteAttributeString("ySplit", "1");
            xml.WriteAttributeString("topLeftCell", "A2");
            xml.WriteAttributeString("activePane", "bottomLeft");
            xml.WriteAttributeString("state", "frozen");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteColumns(XmlWriter xml, IReadOnlyList<Column> columns)
    {
        xml.WriteStartElement("cols");
        for (var i = 0; i < columns.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            xml.WriteStartElement("col");
            xml.WriteAttributeString("min", number);
            xml.WriteAttributeString("max", number);
            xml.WriteAttributeString("width", columns[i].Width.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("customWidth", "1");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WritePageSetup(XmlWriter xml, bool onePage)
    {
        xml.WriteStartElement("pageMargins");
        foreach (var side in (string[])["left", "right", "top", "bottom"])
        {
            xml.WriteAttributeString(side, "0.5");
        }

        xml.WriteAttributeString("header", "0.3");
        xml.WriteAttributeString("footer", "0.3");
        xml.WriteEndElement();
        xml.WriteStartElement("pageSetup");
        xml.WriteAttributeString("paperSize", "9");
        xml.WriteAttributeString("fitToHeight", onePage ? "1" : "0");
        xml.WriteAttributeString("orientation", "landscape");
        xml.WriteEndElement();
        xml.WriteStartElement("headerFooter");
        xml.WriteElementString("oddFooter", "&L&A&R&P / &N");
        xml.WriteEndElement();
    }

    private void WriteWorkbook(XmlWriter xml)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteAttributeString("xmlns", "r", null, Relations);
        xml.WriteStartElement("sheets");
        for (var i = 0; i < sheets.Count; i++)
        {
            var number = sheets[i].Number.ToString(CultureInfo.InvariantCulture);
            xml.WriteStartElement("sheet");
            xml.WriteAttributeString("name", sheets[i].Name);
            xml.WriteAttributeString("sheetId", number);
            xml.WriteAttributeString("r", "id", Relations, "rId" + number);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        WritePrintTitles(xml);
        xml.WriteEndElement();
    }

    private void WritePrintTitles(XmlWriter xml)
    {
        if (!sheets.Exists(s => s.HasHeader))
        {
            return;
        }

        xml.WriteStartElement("definedNames");
        for (var i = 0; i < sheets.Count; i++)
        {
            if (sheets[i].HasHeader)
            {
                xml.WriteStartElement("definedName");
                xml.WriteAttributeString("name", "_xlnm.Print_Titles");
                xml.WriteAttributeString("localSheetId", i.ToString(CultureInfo.InvariantCulture));
                xml.WriteString($"'{sheets[i].Name}'!$1:$1");
                xml.WriteEndElement();
            }
        }

        xml.WriteEndElement();
    }

    private void WriteWorkbookRelations(XmlWriter xml)
    {
        xml.WriteStartElement("Relationships", PackageRelations);
        for (var i = 1; i <= sheets.Count; i++)
        {
            Relation(xml, string.Create(CultureInfo.InvariantCulture, $"rId{i}"), Relations + "/worksheet", string.Create(CultureInfo.InvariantCulture, $"worksheets/sheet{i}.xml"));
        }

        Relation(xml, "rIdStyles", Relations + "/styles", "styles.xml");
        xml.WriteEndElement();
    }

    private void WriteContentTypes(XmlWriter xml)
    {
        const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        xml.WriteStartElement("Types", ContentTypes);
        xml.WriteStartElement("Default");
        xml.WriteAttributeString("Extension", "rels");
        xml.WriteAttributeString("ContentType", "application/vnd.openxmlformats-package.relationships+xml");
        xml.WriteEndElement();
        var parts = Enumerable.Range(1, sheets.Count)
            .Select(i => (string.Create(CultureInfo.InvariantCulture, $"/xl/worksheets/sheet{i}.xml"), Spreadsheet + "worksheet+xml"))
            .Prepend(("/xl/workbook.xml", Spreadsheet + "sheet.main+xml"))
            .Concat(drawings.Select(i => (string.Create(CultureInfo.InvariantCulture, $"/xl/drawings/drawing{i}.xml"), "application/vnd.openxmlformats-officedocument.drawing+xml")))
            .Concat(Enumerable.Range(1, charts).Select(i => (string.Create(CultureInfo.InvariantCulture, $"/xl/charts/chart{i}.xml"), "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")))
            .Append(("/xl/styles.xml", Spreadsheet + "styles+xml"))
            .Append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"));
        foreach (var (name, type) in parts)
        {
            xml.WriteStartElement("Override");
            xml.WriteAttributeString("PartName", name);
            xml.WriteAttributeString("ContentType", type);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Relation(XmlWriter xml, string id, string type, string target)
    {
        xml.WriteStartElement("Relationship");
        xml.WriteAttributeString("Id", id);
        xml.WriteAttributeString("Type", type);
        xml.WriteAttributeString("Target", target);
        xml.WriteEndElement();
    }

    private void WritePart(string name, Action<XmlWriter> write) => WritePart(name, (xml, _) => write(xml));

    private void WritePart(string name, Action<XmlWriter, Stream> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = NoTime;
        using var stream = entry.Open();
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        xml.WriteStartDocument(standalone: true);
        write(xml, stream);
        xml.WriteEndDocument();
    }
}
