using System.Text;

namespace Reconciler.Import.Tables;

/// <summary>The cells of one row as texts in one piece of memory, which serves row after row: what is read of them is valid until the next one is loaded.</summary>
internal sealed class Cells
{
    private char[] text;
    private int[] ends;

    public Cells(int characters = 512, int count = 32)
    {
        text = new char[characters];
        ends = new int[count];
    }

    public int Count { get; private set; }

    public ReadOnlySpan<char> this[int cell] => cell == 0 ? text.AsSpan(0, ends[0]) : text.AsSpan(ends[cell - 1], ends[cell] - ends[cell - 1]);

    /// <summary>A row that is kept while others are read.</summary>
    public static Cells Of(ReadOnlySpan<string> cells)
    {
        var characters = 0;
        foreach (var cell in cells)
        {
            characters += cell.Length;
        }

        var all = new Cells(characters, cells.Length);
        foreach (var cell in cells)
        {
            all.Add(cell);
        }

        return all;
    }

    public void Clear() => Count = 0;

    public void Add(ReadOnlySpan<char> cell)
    {
        var start = Begin(cell.Length);
        cell.CopyTo(text.AsSpan(start));
        ends[Count++] = start + cell.Length;
    }

    /// <summary>Bytes that are no UTF-8 become U+FFFD.</summary>
    public void AddUtf8(ReadOnlySpan<byte> cell)
    {
        var start = Begin(cell.Length);
        ends[Count++] = start + Encoding.UTF8.GetChars(cell, text.AsSpan(start));
    }

    /// <summary>Whether all cells from one on hold nothing but space.</summary>
    public bool AreBlank(int from)
    {
        for (var i = from; i < Count; i++)
        {
            if (!this[i].IsWhiteSpace())
            {
                return false;
            }
        }

        return true;
    }

    public string[] ToStrings()
    {
        var all = new string[Count];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = this[i].ToString();
        }

        return all;
    }

    public Cells Copy()
    {
        var length = Count == 0 ? 0 : ends[Count - 1];
        var copy = new Cells(length, Count) { Count = Count };
        text.AsSpan(0, length).CopyTo(copy.text);
        ends.AsSpan(0, Count).CopyTo(copy.ends);
        return copy;
    }

    /// <summary>Makes room for a cell, and returns where it begins.</summary>
    private int Begin(int length)
    {
        var start = Count == 0 ? 0 : ends[Count - 1];
        if (start + length > text.Length)
        {
            Array.Resize(ref text, Math.Max(start + length, text.Length * 2));
        }

        if (Count == ends.Length)
        {
            Array.Resize(ref ends, Math.Max(8, ends.Length * 2));
        }

        return start;
    }
}
