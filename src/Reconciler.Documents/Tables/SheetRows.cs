using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Reconciler.Documents.Tables;

/// <summary>Writes the rows of one sheet. Texts are written in place and typed as text, so that none can become a formula.</summary>
internal sealed class SheetRows(XmlWriter xml, IReadOnlyList<Column> columns)
{
    /// <summary>The most characters that a cell can hold, by the format.</summary>
    private const int MostCharactersOfACell = 32_767;

    // In points, for the 10 point font; the most is the format's own limit.
    public const double LineHeight = 14;
    private const double HeaderHeight = 18, TitleHeight = 25, MostHeight = 409;

    // A workbook reads numbers as binary floating point, which is exact to 15 digits. A longer sum is written as text rather than wrong.
    private const decimal FirstInexact = 1_000_000_000_000_000m;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public int RowCount { get; private set; }

    public void Row(IReadOnlyList<(Cell Cell, XlsxStyle Style)> cells)
    {
        RowCount++;
        var row = RowCount.ToString(CultureInfo.InvariantCulture);
        xml.WriteStartElement("row");
        xml.WriteAttributeString("r", row);
        if (Height(cells) is > LineHeight and var height)
        {
            xml.WriteAttributeString("ht", height.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("customHeight", "1");
        }

        for (var i = 0; i < cells.Count; i++)
        {
            Write(ColumnName(i) + row, cells[i].Cell, cells[i].Style);
        }

        xml.WriteEndElement();
    }

    /// <summary>A, B, … Z, AA, … for 0, 1, …</summary>
    public static string ColumnName(int index) =>
        index < 26 ? ((char)('A' + index)).ToString() : ColumnName((index / 26) - 1) + (char)('A' + (index % 26));

    /// <summary>The height that the row's wrapped texts need, in points: not every program works it out when it opens a file.</summary>
    private double Height(IReadOnlyList<(Cell Cell, XlsxStyle Style)> cells)
    {
        var height = LineHeight;
        for (var i = 0; i < cells.Count; i++)
        {
            var needed = cells[i].Style switch
            {
                XlsxStyle.Title => TitleHeight,
                XlsxStyle.Header or XlsxStyle.HeaderRight => HeaderHeight,
                XlsxStyle.WrappedText => LineHeight * Lines(cells[i].Cell.ToText(), columns[i].Width),
                _ => LineHeight,
            };
            height = Math.Max(height, needed);
        }

        return Math.Min(height, MostHeight);
    }

    private static double Lines(string text, int width)
    {
        // A Chinese character is as wide as two others; a tenth is lost at the ends of lines broken between words.
        var wide = text.Length < width / 2 ? text.Length : text.Sum(c => c >= '\u2E80' ? 2 : 1);
        return Math.Ceiling(wide * 1.1 / (width - 2)) + text.AsSpan().Count('\n');
    }

    private void Write(string place, Cell cell, XlsxStyle style)
    {
        if (cell.Kind == CellKind.Empty)
        {
            if (style != XlsxStyle.General)
            {
                Start(place, style);
                xml.WriteEndElement();
            }

            return;
        }

        Start(place, style);
        switch (cell.Kind)
        {
            case CellKind.Integer:
                xml.WriteElementString("v", cell.Integer.ToString(CultureInfo.InvariantCulture));
                break;
            case CellKind.Amount or CellKind.Number when IsExact(cell):
                xml.WriteElementString("v", cell.Number.ToString(CultureInfo.InvariantCulture));
                break;
            case CellKind.Date or CellKind.Time:
                xml.WriteElementString("v", cell.Moment.ToOADate().ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                WriteText(cell.ToText());
                break;
        }

        xml.WriteEndElement();
    }

    private void Start(string place, XlsxStyle style)
    {
        xml.WriteStartElement("c");
        xml.WriteAttributeString("r", place);
        if (style != XlsxStyle.General)
        {
            xml.WriteAttributeString("s", ((int)style).ToString(CultureInfo.InvariantCulture));
        }
    }

    private void WriteText(string text)
    {
        xml.WriteAttributeString("t", "inlineStr");
        xml.WriteStartElement("is");
        xml.WriteStartElement("t");
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(Storable(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static bool IsExact(Cell cell)
    {
        var number = Math.Abs(cell.Number);
        return cell.Kind == CellKind.Number || number * TenTo(cell.Decimals) < FirstInexact;
    }

    private static decimal TenTo(int decimals) => decimals switch { 0 => 1, 3 => 1_000, 4 => 10_000, _ => 100 };

    /// <summary>The text as the format stores it: characters that XML cannot hold as <c>_x0001_</c> (ECMA-376 ST_Xstring), halves of a pair replaced, cut with a mark at the longest cell.</summary>
    private static string Storable(string text)
    {
        const string Cut = " … (cut)";
        var whole = text.Length <= MostCharactersOfACell ? text : string.Concat(text.AsSpan(0, MostCharactersOfACell - Cut.Length - 1), Cut);
        var span = whole.AsSpan();
        if (!span.Contains('_') && !span.ContainsAnyInRange('\0', '\u001F') && !span.ContainsAnyInRange('\uD800', '\uFFFF'))
        {
            return whole;
        }

        var stored = new StringBuilder(whole.Length);
        var at = 0;
        foreach (var rune in whole.EnumerateRunes())
        {
            // A text that itself holds "_x0041_" would be read back as "A": its first underscore is spelt out.
            if (rune.Value is (< 0x20 and not '\t' and not '\n') or 0xFFFE or 0xFFFF || (rune.Value == '_' && LooksEscaped(span[at..])))
            {
                stored.Append(CultureInfo.InvariantCulture, $"_x{rune.Value:X4}_");
            }
            else
            {
                stored.Append(rune.ToString());
            }

            at += rune.Utf16SequenceLength;
        }

        return stored.ToString();
    }

    private static bool LooksEscaped(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_' && text[2..6].IndexOfAnyExcept(HexDigits) < 0;
}
