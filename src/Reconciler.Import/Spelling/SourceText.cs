using System.Text;

namespace Reconciler.Import.Spelling;

/// <summary>Texts of files, made of whole characters: half of a surrogate pair is none, and no writer of JSON takes it.</summary>
public static class SourceText
{
    /// <summary>The beginning of a text, never ending within a character.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";

    /// <summary>U+FFFD stands for each half of a character.</summary>
    public static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }

    /// <summary>JSON in which <c>\ufffd</c> stands for each escaped half of a character, so that it can be read; nothing moves. The same bytes where there is none.</summary>
    public static byte[] WellFormedJson(byte[] utf8)
    {
        byte[]? mended = null;
        for (var at = utf8.AsSpan().IndexOf((byte)'\\'); at >= 0 && at < utf8.Length - 1;)
        {
            var half = HalfAt(utf8, at);
            var isPair = half is >= 0xD800 and < 0xDC00 && HalfAt(utf8, at + 6) is >= 0xDC00;
            if (half is not null && !isPair)
            {
                mended ??= [.. utf8];
                "\\ufffd"u8.CopyTo(mended.AsSpan(at));
            }

            var behind = at + (isPair ? 12 : 2);
            var next = behind < utf8.Length ? utf8.AsSpan(behind).IndexOf((byte)'\\') : -1;
            at = next < 0 ? -1 : behind + next;
        }

        return mended ?? utf8;
    }

    /// <summary>The half of a character that is escaped here (RFC 8259, section 7), or null.</summary>
    private static int? HalfAt(byte[] utf8, int at) =>
        at + 6 <= utf8.Length && utf8[at] == (byte)'\\' && utf8[at + 1] == (byte)'u'
        && System.Buffers.Text.Utf8Parser.TryParse(utf8.AsSpan(at + 2, 4), out int code, out var used, 'x') && used == 4 && code is >= 0xD800 and < 0xE000
            ? code
            : null;
}
