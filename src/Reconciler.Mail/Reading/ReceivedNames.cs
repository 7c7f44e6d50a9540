using System.Globalization;
using System.Text;

namespace Reconciler.Mail.Reading;

/// <summary>
/// Names for files that came from outside. <c>2-invoice.pdf</c> begins with its number in the mail, so that it is no name that Windows keeps for devices; holds letters, digits, hyphens and underscores, and one
/// dot before the ending; has at most 100 characters and 200 bytes. The ending tells what the content is, whatever the sender calls it: <c>pdf</c>, <c>png</c>, <c>jpg</c>, <c>txt</c>, <c>eml</c>,
/// and <c>bin</c> for all else, so that a double click runs nothing.
/// </summary>
internal static class ReceivedNames
{
    private const int MostCharacters = 100;

    /// <summary>A disk takes 255 bytes; whoever keeps the file may write something before its name.</summary>
    private const int MostBytes = 200;

    /// <summary>A text may be read in any editor; one with other control characters than these is none.</summary>
    private const string TextControls = "\t\n\r\f";

    /// <param name="given">As the sender calls it; folders in it are left out.</param>
    /// <param name="isMail">The mail program attached a mail as such: its parts were read and written again.</param>
    public static string Of(string given, int number, ReadOnlySpan<byte> content, bool isMail)
    {
        var ending = isMail ? "eml" : EndingOf(content);
        var whole = string.Concat(given.Select(c => char.IsSurrogate(c) ? '_' : c)).Normalize(NormalizationForm.FormC);
        var last = whole[(whole.LastIndexOfAny(['/', '\\']) + 1)..].TrimEnd('.', ' ');
        var stem = IsEndingOf(Path.GetExtension(last), ending) ? Path.GetFileNameWithoutExtension(last) : last;
        var safe = string.Concat(stem.Select(c => char.IsLetterOrDigit(c) || c == '-' ? c : '_'));
        var name = number.ToString(CultureInfo.InvariantCulture) + "-" + safe;
        var room = MostCharacters - ending.Length - 1;
        // What the sender calls its ending stands last: the middle gives way.
        name = name.Length <= room ? name : name[..(room - 20)] + name[^20..];
        while (Encoding.UTF8.GetByteCount(name) > MostBytes - ending.Length - 1)
        {
            name = name.Remove(name.Length - 21, 1);
        }

        return name + "." + ending;
    }

    private static string EndingOf(ReadOnlySpan<byte> content) =>
        content.StartsWith("%PDF-"u8) ? "pdf"
        : content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "png"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpg"
        : IsText(content) ? "txt"
        : "bin";

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(content, out var rune, out var length) != System.Buffers.OperationStatus.Done || (Rune.IsControl(rune) && !(rune.IsAscii && TextControls.Contains((char)rune.Value, StringComparison.Ordinal))))
            {
                return false;
            }

            content = content[length..];
        }

        return true;
    }

    private static bool IsEndingOf(string extension, string ending) =>
        extension.TrimStart('.') is var given && (given.Equals(ending, StringComparison.OrdinalIgnoreCase) || (ending == "jpg" && given.ToUpperInvariant() is "JPEG" or "JPE"));
}
