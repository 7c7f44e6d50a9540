using System.Globalization;
using System.Text;

namespace Reconciler.Import.Bytes;

/// <summary>Names of files as somebody else gave them: made fit for messages, and for files of our own.</summary>
public static class FileNames
{
    /// <summary>Most bytes of UTF-8 in a name that is made of another: leaves room for what is put before and behind it where names end at 255.</summary>
    public const int MostBytes = 180;

    private const int LongestExtension = 12;

    /// <summary>A path in which each character that a terminal, a log or a reader could take for something else is shown as <c>_</c>: controls, line breaks, marks of writing direction, halves of characters.</summary>
    public static string Printable(string path)
    {
        var plain = new StringBuilder(path.Length);
        foreach (var rune in path.EnumerateRunes())
        {
            // Halves of a character come out as U+FFFD, as do bytes that are no UTF-8.
            plain.Append(rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? "_"
                : rune.ToString());
        }

        return plain.ToString();
    }

    /// <summary>A name for a file of our own, on any system: printable, no path, and no longer than <see cref="MostBytes"/>, with its extension kept.</summary>
    public static string Safe(string name)
    {
        var plain = string.Concat(Printable(name).Select(c => "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal) ? '_' : c)).TrimEnd('.', ' ');
        var extension = Path.GetExtension(plain) is { Length: <= LongestExtension } e ? e : string.Empty;
        var stem = plain[..^extension.Length];
        var left = MostBytes - Encoding.UTF8.GetByteCount(extension);
        var cut = new StringBuilder();
        foreach (var rune in stem.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return cut.Length + extension.Length == 0 ? "_" : $"{cut}{extension}";
    }
}
