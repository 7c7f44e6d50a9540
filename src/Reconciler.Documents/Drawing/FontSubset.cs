using System.Buffers.Binary;
using SkiaSharp;

namespace Reconciler.Documents.Drawing;

/// <summary>
/// Cuts a font down to the characters that a document uses. A page then carries some 30 KB of TrueType outlines instead of 500; and where several characters share
/// a glyph (in Chinese fonts 小 and the radical ⼩), whoever copies it out of a PDF gets the one that was written.
/// </summary>
/// <remarks>
/// Glyphs keep their numbers; TrueType outlines that are not used become empty, CFF outlines stay, since a PDF takes those glyph by glyph. Tables for shaping and
/// hinting are left out, which PDF does not need.
/// Format: OpenType 1.9, tables <c>cmap</c>, <c>head</c>, <c>maxp</c>, <c>loca</c>, <c>glyf</c>, <c>hmtx</c>.
/// </remarks>
internal static class FontSubset
{
    private const uint Glyf = 0x676C7966, Cff = 0x43464620, Loca = 0x6C6F6361, Head = 0x68656164, Hmtx = 0x686D7478, Hhea = 0x68686561, Maxp = 0x6D617870, Cmap = 0x636D6170, Name = 0x6E616D65, Os2 = 0x4F532F32, Post = 0x706F7374;

    /// <summary>The font with only these characters, or null when its outlines are of another kind than TrueType and CFF.</summary>
    public static SKTypeface? Make(SKTypeface typeface, IEnumerable<int> characters)
    {
        using var font = new SKFont(typeface);
        var glyphs = new SortedDictionary<int, int>(characters.Distinct().Select(c => KeyValuePair.Create(c, (int)font.GetGlyph(c))).Where(g => g.Value != 0).ToDictionary());
        var tags = typeface.GetTableTags();
        var bytes = tags.Contains(Glyf) ? WithOutlines(tag => typeface.GetTableData(tag), glyphs)
            : tags.Contains(Cff) ? Assemble(0x4F54544F, [.. new[] { Cff, Os2, Cmap, Head, Hhea, Hmtx, Maxp, Name, Post }.Select(tag => (tag, tag == Cmap ? CharacterMap(glyphs) : typeface.GetTableData(tag)))])
            : null;
        if (bytes is null)
        {
            return null;
        }

        using var data = SKData.CreateCopy(bytes);
        return SKTypeface.FromData(data);
    }

    /// <summary>A map of Unicode in format 12: a group for each character.</summary>
    private static byte[] CharacterMap(SortedDictionary<int, int> glyphs)
    {
        const int Header = 12, Groups = 16, Group = 12;
        var map = new byte[Header + Groups + (Group * glyphs.Count)];
        BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(4), 3); // Windows,
        BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(6), 10); // all of Unicode.
        BinaryPrimitives.WriteInt32BigEndian(map.AsSpan(8), Header);
        BinaryPrimitives.WriteUInt16BigEndian(map.AsSpan(Header), 12);
        BinaryPrimitives.WriteInt32BigEndian(map.AsSpan(Header + 4), map.Length - Header);
        BinaryPrimitives.WriteInt32BigEndian(map.AsSpan(Header + 12), glyphs.Count);
        foreach (var (i, (character, glyph)) in glyphs.Index())
        {
            var group = map.AsSpan(Header + Groups + (Group * i));
            BinaryPrimitives.WriteInt32BigEndian(group, character);
            BinaryPrimitives.WriteInt32BigEndian(group[4..], character);
            BinaryPrimitives.WriteInt32BigEndian(group[8..], glyph);
        }

        return map;
    }

    private static byte[] WithOutlines(Func<uint, byte[]> table, SortedDictionary<int, int> glyphs)
    {
        var head = table(Head);
        var glyf = table(Glyf);
        var offsets = Offsets(table(Loca), isLong: head[51] == 1);
        var kept = WithParts(glyf, offsets, glyphs.Values);

        var newGlyf = new MemoryStream();
        var newLoca = new byte[offsets.Length * 4];
        for (var glyph = 0; glyph < offsets.Length - 1; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(newLoca.AsSpan(glyph * 4), (uint)newGlyf.Length);
            if (kept.Contains(glyph))
            {
                newGlyf.Write(glyf, offsets[glyph], offsets[glyph + 1] - offsets[glyph]);
                newGlyf.SetLength((newGlyf.Length + 3) & ~3L);
                newGlyf.Position = newGlyf.Length;
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(newLoca.AsSpan((offsets.Length - 1) * 4), (uint)newGlyf.Length);
        head[51] = 1;
        head.AsSpan(8, 4).Clear();
        var post = table(Post).AsSpan(0, 32).ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(post, 0x00030000); // Version 3: no glyph names.
        return Assemble(0x00010000,
        [
            (Os2, table(Os2)), (Cmap, CharacterMap(glyphs)), (Glyf, newGlyf.ToArray()), (Head, head), (Hhea, table(Hhea)), (Hmtx, Widths(table(Hmtx), table(Hhea), kept)), (Loca, newLoca),
            (Maxp, table(Maxp)), (Name, table(Name)), (Post, post),
        ]);
    }

    private static int[] Offsets(byte[] loca, bool isLong)
    {
        var offsets = new int[loca.Length / (isLong ? 4 : 2)];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = isLong ? (int)BinaryPrimitives.ReadUInt32BigEndian(loca.AsSpan(i * 4)) : 2 * BinaryPrimitives.ReadUInt16BigEndian(loca.AsSpan(i * 2));
        }

        return offsets;
    }

    /// <summary>The glyphs with those that they are composed of, and glyph 0, which every font must have.</summary>
    private static HashSet<int> WithParts(byte[] glyf, int[] offsets, IEnumerable<int> glyphs)
    {
        const int ArgumentsAreWords = 1, HasScale = 8, MoreParts = 32, HasTwoScales = 64, HasMatrix = 128;
        HashSet<int> kept = [];
        var open = new Stack<int>(glyphs.Append(0));
        while (open.TryPop(out var glyph))
        {
            var length = offsets[glyph + 1] - offsets[glyph];
            if (!kept.Add(glyph) || length == 0 || BinaryPrimitives.ReadInt16BigEndian(glyf.AsSpan(offsets[glyph])) >= 0)
            {
                continue;
            }

            var at = offsets[glyph] + 10;
            int flags;
            do
            {
                flags = BinaryPrimitives.ReadUInt16BigEndian(glyf.AsSpan(at));
                open.Push(BinaryPrimitives.ReadUInt16BigEndian(glyf.AsSpan(at + 2)));
                at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2);
                at += (flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0;
            }
            while ((flags & MoreParts) != 0);
        }

        return kept;
    }

    // Widths of unused glyphs become zero, which compresses to nothing.
    private static byte[] Widths(byte[] hmtx, byte[] hhea, HashSet<int> kept)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(hhea.AsSpan(34));
        for (var glyph = 0; glyph < count; glyph++)
        {
            // The last width holds for all glyphs after it.
            if (!kept.Contains(glyph) && glyph < count - 1)
            {
                hmtx.AsSpan(glyph * 4, 4).Clear();
            }
        }

        return hmtx;
    }

    /// <param name="kind">What the outlines are.</param>
    /// <param name="tables">By tag.</param>
    private static byte[] Assemble(uint kind, (uint Tag, byte[] Content)[] tables)
    {
        var start = 12 + (16 * tables.Length);
        var font = new byte[start + tables.Sum(t => (t.Content.Length + 3) & ~3)];
        BinaryPrimitives.WriteUInt32BigEndian(font, kind);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)tables.Length);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(6), 128); // 16 times the greatest power of two within 10 tables, its logarithm, and the rest.
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(8), 3);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(10), (ushort)((16 * tables.Length) - 128));
        var at = start;
        for (var i = 0; i < tables.Length; i++)
        {
            var record = font.AsSpan(12 + (16 * i));
            tables[i].Content.CopyTo(font, at);
            BinaryPrimitives.WriteUInt32BigEndian(record, tables[i].Tag);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], Checksum(font.AsSpan(at, (tables[i].Content.Length + 3) & ~3)));
            BinaryPrimitives.WriteUInt32BigEndian(record[8..], (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(record[12..], (uint)tables[i].Content.Length);
            at += (tables[i].Content.Length + 3) & ~3;
        }

        return font;
    }

    private static uint Checksum(ReadOnlySpan<byte> padded)
    {
        var sum = 0u;
        for (var i = 0; i < padded.Length; i += 4)
        {
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(padded[i..]));
        }

        return sum;
    }
}
