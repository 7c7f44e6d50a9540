using System.Collections.Frozen;

namespace Reconciler.Core.Disputes;

/// <summary>Recognises an IBAN by its country's length and its check digits (ISO 13616); written in groups, by its length alone.</summary>
internal static class Iban
{
    // Source: the IBAN registry that SWIFT publishes for ISO 13616.
    private static readonly FrozenDictionary<string, int> LengthByCountry = (
        "15 NO,16 BE,18 DK FI FO GL NL,19 MK SI,20 AT BA EE KZ LT LU XK,21 CH HR LI LV,22 BG BH CR DE GB GE IE ME RS,23 AE GI IL IQ OM SO,24 AD CZ ES MD PK RO SA SE SK TN VG,"
        + "25 LY PT ST,26 IS TR,27 BI DJ FR GR IT MC MR SM,28 AL AZ BY CY DO GT HU LB PL SV,29 BR EG PS QA UA,30 JO KW MU,31 MT SC,33 RU")
        .Split(',').Select(row => row.Split(' ')).SelectMany(row => row.Skip(1).Select(country => (country, int.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture))))
        .ToFrozenDictionary(p => p.country, p => p.Item2, StringComparer.Ordinal);

    /// <summary>How many characters, blanks included, the IBAN takes that begins here; 0 for none.</summary>
    public static int LengthAt(string text, int start)
    {
        if (!LengthByCountry.TryGetValue(text.Substring(start, 2), out var wanted))
        {
            return 0;
        }

        Span<char> letters = stackalloc char[34];
        var count = 0;
        var at = start;
        for (; at < text.Length && count < wanted; at++)
        {
            if (char.IsAsciiDigit(text[at]) || char.IsAsciiLetterUpper(text[at]))
            {
                letters[count++] = text[at];
            }
            else if (text[at] is not (' ' or '\u00A0'))
            {
                return 0;
            }
        }

        var endsHere = at == text.Length || !char.IsLetterOrDigit(text[at]);
        return count == wanted && endsHere && (at - start > count || PassesMod97(letters[..count])) ? at - start : 0;
    }

    private static bool PassesMod97(ReadOnlySpan<char> iban)
    {
        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            // The first four characters are counted last; A is 10, Z is 35.
            var letter = iban[(i + 4) % iban.Length];
            rest = char.IsAsciiDigit(letter) ? ((rest * 10) + letter - '0') % 97 : ((rest * 100) + letter - 'A' + 10) % 97;
        }

        return rest == 1;
    }
}
