using System.Text.RegularExpressions;

namespace Reconciler.Core.Disputes;

/// <summary>Masks phone numbers, card numbers and IBANs in a text: of each, all but the last four digits become <c>*</c>; its length and its blanks stay.</summary>
/// <remarks>
/// A run of digits without blanks is a card only when its issuer prefix and its check digit (Luhn) say so, or a word before it does: ids of 15 to 17 digits look the same otherwise.
/// The ids to keep are never touched, whatever they look like.
/// </remarks>
public sealed partial class NumberMask
{
    private const int ShortestKept = 6, ShownDigits = 4;

    private readonly string[] keep;
    private readonly Regex[] known;

    /// <param name="keep">Transaction and order ids, which stay as they are. Those under six characters need no protection.</param>
    /// <param name="known">Numbers that are known to be a phone, a card or an account (the wallet's own), in any spelling; masked however the text groups them.</param>
    public NumberMask(IEnumerable<string> keep, IEnumerable<string> known)
    {
        this.keep = [.. keep.Where(id => id.Length >= ShortestKept).Distinct(StringComparer.Ordinal)];
        this.known = [.. known.SelectMany(Spellings).Distinct(StringComparer.Ordinal).Select(Grouped)];
    }

    public string Apply(string text)
    {
        if (text.Length < ShortestKept)
        {
            return text;
        }

        var kept = Spans.Of(text, keep);
        var masked = text.ToCharArray();
        foreach (var (start, length) in Found(text))
        {
            if (!kept.AsSpan(start, length).Contains(true))
            {
                HideAllButTheEnd(masked.AsSpan(start, length), text.AsSpan(start, length));
            }
        }

        return new string(masked);
    }

    /// <summary>The text with all but its last four letters and digits masked: for a value that is known to be a number of a phone, card or account.</summary>
    public static string HideWhole(string text)
    {
        var masked = text.ToCharArray();
        HideAllButTheEnd(masked, text);
        return new string(masked);
    }

    private static void HideAllButTheEnd(Span<char> masked, ReadOnlySpan<char> text)
    {
        var shown = 0;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (char.IsAsciiLetterOrDigit(text[i]) && ++shown > ShownDigits)
            {
                masked[i] = '*';
            }
        }
    }

    private IEnumerable<(int Start, int Length)> Found(string text)
    {
        foreach (var match in known.SelectMany(k => k.Matches(text)).Concat(Phone().Matches(text)).Concat(CardByLook().Matches(text)))
        {
            yield return (match.Index, match.Length);
        }

        foreach (var digits in CardByWord().Matches(text).Select(m => m.Groups["digits"]))
        {
            yield return (digits.Index, digits.Length);
        }

        foreach (Match match in CardByCheckDigit().Matches(text))
        {
            if (IsCard(match.ValueSpan))
            {
                yield return (match.Index, match.Length);
            }
        }

        foreach (Match match in IbanHead().Matches(text))
        {
            if (Iban.LengthAt(text, match.Index) is > 0 and var length)
            {
                yield return (match.Index, length);
            }
        }
    }

    /// <summary>A Russian number is written with 7, with 8, or without either.</summary>
    private static IEnumerable<string> Spellings(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits.Length < 7 ? [] : digits.Length == 11 && digits[0] is '7' or '8' ? [digits, digits[1..]] : [digits];
    }

    private static Regex Grouped(string digits) =>
        new(@"(?<![\d.])(?:\+?[78][ \u00A0-]?)?\(?" + string.Join(@"[ \u00A0\u202F()./-]{0,2}", digits.AsEnumerable()) + @"(?!\d)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    private static bool IsCard(ReadOnlySpan<char> digits) => HasIssuerPrefix(digits) && PassesLuhn(digits);

    /// <summary>Visa 4 · Mastercard 51 to 55, 2221 to 2720 · Mir 2200 to 2204 · American Express 34, 37 · JCB 35 · Diners 36, 38 · Maestro 50, 56 to 58, 6 · UnionPay 62 · Discover 6. Source: ISO/IEC 7812 as issuers publish it.</summary>
    private static bool HasIssuerPrefix(ReadOnlySpan<char> digits)
    {
        var four = int.Parse(digits[..4], System.Globalization.CultureInfo.InvariantCulture);
        return (four / 1000, digits.Length) switch
        {
            (4, 13 or 16 or 19) => true,
            (5, 16) => four is < 5900,
            (2, 16) => four is (>= 2200 and <= 2204) or (>= 2221 and <= 2720),
            (3, 15) => four / 100 is 34 or 37,
            (3, 14 or 16) => four / 100 is 35 or 36 or 38,
            (6, 16 or 19) => true,
            _ => false,
        };
    }

    /// <summary>The check digit of ISO/IEC 7812-1, annex B.</summary>
    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : (2 * digit) - 9;
        }

        return sum % 10 == 0;
    }

    // In turn: international with a plus (ITU-T E.164: up to 15 digits; fewer than 10 may be a signed sum); Russian and Kazakh mobiles, bare or grouped; Chinese mobiles
    // in groups (bare ones look like ids of 11 digits); North American in groups; what an export has masked in the middle only. Decimals behind tell a sum.
    [GeneratedRegex(
        @"(?<![\p{L}\d.])(?:\+?7|8)(?:9\d{9}|(?<=7)7\d{9})(?!\d|\.\d)"
        + @"|(?<![\p{L}\d.])(?!\d{11}(?!\d))(?:\+?7|8)[ \u00A0-]?\(?[79]\d{2}\)?[ \u00A0-]?\d{3}[ \u00A0-]?\d{2}[ \u00A0-]?\d{2}(?!\d|\.\d)"
        + @"|(?<![\p{L}\d])\+[1-9](?:[ \u00A0()-]{0,2}\d){9,14}(?!\d|\.\d)"
        + @"|(?<![\p{L}\d])1[3-9]\d(?<gap>[ -])\d{4}\k<gap>\d{4}(?!\d)"
        + @"|(?<![\p{L}\d-])\(?[2-9]\d{2}(?:\) ?|[ -])[2-9]\d{2}-\d{4}(?![\d-])"
        + @"|(?<![\p{L}\d])(?:\+?\d[\d ]{2,11}[*•]{2}[ *•]*\d{2,4}(?!\d)|\d{4,6}[xX]{4,}\d{4}(?![\p{L}\d_]))",
        RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Phone();

    // Four groups of four, or the 4-6-5 of American Express, with one and the same blank.
    [GeneratedRegex(@"(?<![\p{L}\d])(?:[2-69]\d{3}(?<gap>[ \u00A0-])\d{4}\k<gap>\d{4}\k<gap>\d{4}(?:\k<gap>\d{1,3})?|3[47]\d{2}(?<blank>[ \u00A0-])\d{6}\k<blank>\d{5})(?!\d)", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex CardByLook();

    [GeneratedRegex(@"(?:card|carte|cart[aã]o|tarjeta|karte|карт[аыеуой]{1,2}|visa|mastercard|maestro|卡号?)[\s№#:""'.no]{0,6}(?<digits>\d{13,19})(?!\d)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex CardByWord();

    [GeneratedRegex(@"(?<![\p{L}\d.])\d{13,19}(?!\p{L}|\d|\.\d)", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex CardByCheckDigit();

    [GeneratedRegex(@"(?<![\p{L}\d])[A-Z]{2}\d{2} ?[A-Z0-9]{4}", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex IbanHead();
}
