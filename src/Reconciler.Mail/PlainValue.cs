using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Reconciler.Mail;

/// <summary>Makes texts from files harmless before they enter a letter. Letters, digits, punctuation and every script pass unchanged.</summary>
public static partial class PlainValue
{
    /// <summary>Most characters of one value in a body; longer ones are cut and end in an ellipsis.</summary>
    public const int MaxLength = 200;

    /// <summary>Most characters of one value in a subject.</summary>
    public const int MaxSubjectLength = 60;

    /// <summary>
    /// One line: line breaks and tabs become a space, control characters and invisible marks (text direction, zero width, soft hyphen, byte order) go, as do halves of
    /// surrogate pairs.
    /// </summary>
    public static string Clean(string text, int maxLength = MaxLength)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maxLength + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) && rune.Value is not ('\u00A0' or '\u202F' or '\u3000'))
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (IsVisible(rune))
            {
                clean.Append(rune.ToString());
            }

            if (clean.Length > maxLength)
            {
                break;
            }
        }

        var all = clean.ToString().TrimEnd(' ');
        return all.Length <= maxLength ? all : CutBeforeRune(all, maxLength - 1) + "…";
    }

    /// <summary>For the HTML body: clean, and no character of it is markup.</summary>
    public static string ForHtml(string text) => WebUtility.HtmlEncode(Clean(text));

    /// <summary>For the subject: clean, short, and never read as an encoded word (RFC 2047), in which other characters could hide.</summary>
    public static string ForSubject(string text) => EncodedWordMark().Replace(Clean(text, MaxSubjectLength), "= ?");

    /// <summary>At most so many characters, no half of a surrogate pair at the end.</summary>
    public static string CutBeforeRune(string text, int length) =>
        text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    // U+FFFD is what a lone surrogate is read as.
    private static bool IsVisible(Rune rune) =>
        rune.Value != 0xFFFD
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse);

    [GeneratedRegex(@"=\?", RegexOptions.None, 10_000)]
    private static partial Regex EncodedWordMark();
}
