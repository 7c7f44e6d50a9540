using System.Buffers;
using System.Globalization;
using System.Text;

namespace Reconciler.Documents.Tables;

/// <summary>
/// Writes the rows of one sheet, as UTF-8 straight into the part: a cold run's workbook holds millions of cells. Texts are written in place and typed as text, so that none can become a formula.
/// </summary>
/// <param name="part">Receives the rows, the last of them with <see cref="Flush"/>.</param>
internal sealed class SheetRows(Stream part, IReadOnlyList<Column> columns)
{
    /// <summary>The most characters that a cell can hold, by the format.</summary>
    private const int MostCharactersOfACell = 32_767;

    /// <summary>More than any cell's marks around its value need, and any number.</summary>
    private const int MostBytesBesideText = 128;

    // In points, for the 10 point font; the most is the format's own limit.
    public const double LineHeight = 14;
    private const double HeaderHeight = 18, TitleHeight = 25, MostHeight = 409;

    // A workbook reads numbers as binary floating point, which is exact to 15 digits. A longer sum is written as text rather than wrong.
    private const decimal FirstInexact = 1_000_000_000_000_000m;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>What stands in XML as it is, in one byte each. The underscore may begin an escape (<see cref="Storable"/>).</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except("&<>_")]);

    private static readonly byte[][] Styles = [.. Enum.GetValues<XlsxStyle>().Select(s => Encoding.ASCII.GetBytes(s == XlsxStyle.General ? "\"" : string.Create(CultureInfo.InvariantCulture, $"\" s=\"{(int)s}\"")))];

    private readonly byte[][] names = [.. columns.Select((_, i) => Encoding.ASCII.GetBytes(ColumnName(i)))];
    private readonly byte[] buffer = new byte[128 * 1024];
    private readonly byte[] rowNumber = new byte[10];
    private int used, rowDigits;

    public int RowCount { get; private set; }

    /// <summary>A row of a table: each value in the style of its kind.</summary>
    public void Row(ReadOnlySpan<Cell> cells)
    {
        var height = LineHeight;
        for (var i = 0; i < cells.Length; i++)
        {
            if (columns[i].Wrap && XlsxStyles.For(cells[i], wrap: true) == XlsxStyle.WrappedText)
            {
                height = Math.Max(height, TextHeight(cells[i], i));
            }
        }

        Start(height);
        for (var i = 0; i < cells.Length; i++)
        {
            Write(i, cells[i], XlsxStyles.For(cells[i], columns[i].Wrap));
        }

        Add("</row>"u8);
    }

    public void Row(ReadOnlySpan<(Cell Cell, XlsxStyle Style)> cells)
    {
        var height = LineHeight;
        for (var i = 0; i < cells.Length; i++)
        {
            height = Math.Max(height, cells[i].Style switch
            {
                XlsxStyle.Title => TitleHeight,
                XlsxStyle.Header or XlsxStyle.HeaderRight => HeaderHeight,
                XlsxStyle.WrappedText => TextHeight(cells[i].Cell, i),
                _ => LineHeight,
            });
        }

        Start(height);
        for (var i = 0; i < cells.Length; i++)
        {
            Write(i, cells[i].Cell, cells[i].Style);
        }

        Add("</row>"u8);
    }

    /// <summary>Hands all that was written to the part.</summary>
    public void Flush()
    {
        part.Write(buffer, 0, used);
        used = 0;
    }

    /// <summary>A, B, … Z, AA, … for 0, 1, …</summary>
    public static string ColumnName(int index) =>
        index < 26 ? ((char)('A' + index)).ToString() : ColumnName((index / 26) - 1) + (char)('A' + (index % 26));

    private void Start(double height)
    {
        RowCount++;
        RowCount.TryFormat(rowNumber, out rowDigits, provider: CultureInfo.InvariantCulture);
        Reserve(MostBytesBesideText);
        Add("<row r=\""u8);
        Add(rowNumber.AsSpan(0, rowDigits));
        if (height > LineHeight)
        {
            Add("\" ht=\""u8);
            Number(Math.Min(height, MostHeight));
            Add("\" customHeight=\"1"u8);
        }

        Add("\">"u8);
    }

    /// <summary>The height that a wrapped text needs, in points: not every program works it out when it opens a file.</summary>
    private double TextHeight(Cell cell, int column)
    {
        // A Chinese character is as wide as two others; a tenth is lost at the ends of lines broken between words.
        var whole = cell.ToText();
        var text = whole.AsSpan();
        var wide = text.Length;
        for (var at = text.IndexOfAnyInRange('\u2E80', '\uFFFF'); at >= 0; at = text.IndexOfAnyInRange('\u2E80', '\uFFFF'))
        {
            wide++;
            text = text[(at + 1)..];
        }

        return LineHeight * (Math.Ceiling(wide * 1.1 / (columns[column].Width - 2)) + whole.AsSpan().Count('\n'));
    }

    private void Write(int column, Cell cell, XlsxStyle style)
    {
        if (cell.Kind == CellKind.Empty && style == XlsxStyle.General)
        {
            return;
        }

        Reserve(MostBytesBesideText);
        Add("<c r=\""u8);
        Add(names[column]);
        Add(rowNumber.AsSpan(0, rowDigits));
        Add(Styles[(int)style]);
        switch (cell.Kind)
        {
            case CellKind.Empty:
                Add("/>"u8);
                return;
            case CellKind.Integer:
                Value(cell.Integer);
                break;
            case CellKind.Amount or CellKind.Number when IsExact(cell):
                Value(cell.Number);
                break;
            case CellKind.Date or CellKind.Time:
                Value(cell.Moment.ToOADate());
                break;
            default:
                Text(cell.ToText());
                break;
        }

        Add("</c>"u8);
    }

    private void Value<T>(T number)
        where T : IUtf8SpanFormattable
    {
        Add("><v>"u8);
        Number(number);
        Add("</v>"u8);
    }

    private void Number<T>(T number)
        where T : IUtf8SpanFormattable
    {
        number.TryFormat(buffer.AsSpan(used), out var written, format: default, CultureInfo.InvariantCulture);
        used += written;
    }

    private void Text(string text)
    {
        if (text.Length <= MostCharactersOfACell && text.AsSpan().IndexOfAnyExcept(Plain) < 0 && (text.Length == 0 || (text[0] != ' ' && text[^1] != ' ')))
        {
            Add(" t=\"inlineStr\"><is><t>"u8);
            Encoded(text);
        }
        else
        {
            // Space at the ends, and line breaks, are kept where it is said.
            Add(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
            Escaped(Storable(text));
        }

        Reserve(MostBytesBesideText);
        Add("</t></is>"u8);
    }

    private void Escaped(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAny('&', '<', '>'); at >= 0; at = text.IndexOfAny('&', '<', '>'))
        {
            Encoded(text[..at]);
            Reserve(MostBytesBesideText);
            Add(text[at] switch { '&' => "&amp;"u8, '<' => "&lt;"u8, _ => "&gt;"u8 });
            text = text[(at + 1)..];
        }

        Encoded(text);
    }

    /// <summary>In pieces that the buffer holds: a text with an escape for each of its characters is seven times as long as a cell may be.</summary>
    private void Encoded(ReadOnlySpan<char> text)
    {
        const int Piece = 16 * 1024;
        while (text.Length > 0)
        {
            var length = text.Length <= Piece ? text.Length : char.IsHighSurrogate(text[Piece - 1]) ? Piece - 1 : Piece;
            Reserve(Encoding.UTF8.GetMaxByteCount(length));
            used += Encoding.UTF8.GetBytes(text[..length], buffer.AsSpan(used));
            text = text[length..];
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    /// <summary>Makes room; nothing that is written in one piece is longer than the buffer.</summary>
    private void Reserve(int bytes)
    {
        if (buffer.Length - used < bytes)
        {
            Flush();
        }
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
