using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Tables;

/// <summary>Writes a table row by row, so that a million rows need no more memory than one.</summary>
public static class TableWriter
{
    /// <summary>Writes the whole table and leaves the stream open.</summary>
    public static void Write(Table table, TableFormat format, Stream stream)
    {
        switch (format)
        {
            case TableFormat.Csv:
                WriteCsv(table, stream);
                break;
            case TableFormat.Json:
                WriteJson(table, stream);
                break;
            default:
                WriteXlsx(table, stream);
                break;
        }
    }

    /// <summary>RFC 4180 with <c>\n</c>, UTF-8 without BOM, the header also when there are no rows. Texts that a spreadsheet would run are guarded (<see cref="SpreadsheetText"/>); numbers never are.</summary>
    private static void WriteCsv(Table table, Stream stream)
    {
        var options = new CsvWriterOptions { NewLine = "\n", Mode = CsvMode.Rfc4180, Injection = CsvInjection.None, WriteByteOrderMark = false };
        using var csv = CsvWriter.Create(stream, options, leaveOpen: true);
        foreach (var column in table.Columns)
        {
            csv.WriteField(column.Name);
        }

        csv.EndRecord();
        foreach (var row in table.Rows)
        {
            foreach (var cell in row)
            {
                csv.WriteField(cell.Kind == CellKind.Text ? SpreadsheetText.Guarded(cell.ToText()) : cell.ToText());
            }

            csv.EndRecord();
        }
    }

    /// <summary>An array of objects, one a line. Amounts, rates and times are strings with the same text as in CSV; counts are numbers; nothing is null.</summary>
    private static void WriteJson(Table table, Stream stream)
    {
        var names = table.Columns.Select(c => JsonEncodedText.Encode(c.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).ToArray();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        stream.Write("["u8);
        var first = true;
        foreach (var row in table.Rows)
        {
            stream.Write(first ? "\n"u8 : ",\n"u8);
            first = false;
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                WriteValue(json, names[i], row[i]);
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
        }

        stream.Write(first ? "]\n"u8 : "\n]\n"u8);
    }

    private static void WriteValue(Utf8JsonWriter json, JsonEncodedText name, Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Empty:
                json.WriteNull(name);
                break;
            case CellKind.Integer:
                json.WriteNumber(name, cell.Integer);
                break;
            default:
                json.WriteString(name, cell.ToText());
                break;
        }
    }

    private static void WriteXlsx(Table table, Stream stream)
    {
        using var workbook = new Workbook(stream, table.Name);
        workbook.AddTable(table);
    }
}
