using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Reconciler.Core.Values;

namespace Reconciler.Import;

/// <summary>Reads sums as people and wallets write them: <c>1,653.75</c>, <c>3 141,24 руб.</c>, <c>US $120.95</c>, <c>-CA$4.42</c>, <c>129,46zł</c>. Independent of the machine's culture.</summary>
internal static class AmountText
{
    private const int LongestText = 60;

    private static readonly SearchValues<char> Plain = SearchValues.Create("0123456789.-");

    /// <summary>What currency words and symbols can mean. Where there are several, the currency column must say which.</summary>
    private static readonly FrozenDictionary<string, string[]> Words = new Dictionary<string, string[]>
    {
        ["$"] = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "BRL", "ARS", "CLP", "COP"],
        ["US$"] = ["USD"],
        ["CA$"] = ["CAD"],
        ["C$"] = ["CAD"],
        ["AU$"] = ["AUD"],
        ["A$"] = ["AUD"],
        ["NZ$"] = ["NZD"],
        ["HK$"] = ["HKD"],
        ["S$"] = ["SGD"],
        ["NT$"] = ["TWD"],
        ["MX$"] = ["MXN"],
        ["R$"] = ["BRL"],
        ["€"] = ["EUR"],
        ["£"] = ["GBP"],
        ["¥"] = ["CNY", "JPY"],
        ["￥"] = ["CNY", "JPY"],
        ["元"] = ["CNY"],
        ["円"] = ["JPY"],
        ["₽"] = ["RUB"],
        ["р"] = ["RUB"],
        ["р."] = ["RUB"],
        ["руб"] = ["RUB"],
        ["руб."] = ["RUB"],
        ["zł"] = ["PLN"],
        ["kč"] = ["CZK"],
        ["ft"] = ["HUF"],
        ["₴"] = ["UAH"],
        ["грн"] = ["UAH"],
        ["грн."] = ["UAH"],
        ["₸"] = ["KZT"],
        ["₺"] = ["TRY"],
        ["₩"] = ["KRW"],
        ["₹"] = ["INR"],
        ["₪"] = ["ILS"],
        ["฿"] = ["THB"],
        ["₫"] = ["VND"],
        ["kr"] = ["SEK", "NOK", "DKK"],
        ["kr."] = ["DKK", "NOK", "SEK"],
        ["chf"] = ["CHF"],
        ["৳"] = ["BDT"],
        ["₦"] = ["NGN"],
        ["₱"] = ["PHP"],
        ["rp"] = ["IDR"],
        ["rm"] = ["MYR"],
        ["lei"] = ["RON"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is told by the marks in one sum about the decimal mark.</summary>
    internal enum Evidence
    {
        None,
        Dot,
        Comma,

        /// <summary>One mark before three digits, which can group or divide: <c>1,234</c> in a currency with three decimals.</summary>
        Unclear,
    }

    /// <summary>The number of a sum, and its currency word (empty if none).</summary>
    /// <param name="mark">The decimal mark: a dot or a comma; the other one groups thousands.</param>
    public static bool TryRead(string text, char mark, out decimal number, out string word)
    {
        word = string.Empty;
        if (mark == '.' && text.Length is > 0 and < 25 && !text.AsSpan().ContainsAnyExcept(Plain)
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
        {
            // The common plain form, without detours; "5." is refused below as everywhere.
            return char.IsAsciiDigit(text[^1]);
        }

        number = 0;
        return TrySplit(text, out var negative, out var body, out word) && TryNumber(body, mark, out number) && Signed(ref number, negative);
    }

    /// <summary>What this sum tells about the decimal mark, if its currency has so many decimals.</summary>
    public static Evidence MarkOf(string text, int decimals)
    {
        if (!TrySplit(text, out _, out var body, out _))
        {
            return Evidence.None;
        }

        var asDot = TryNumber(body, '.', out var withDot) && withDot.Scale <= decimals;
        var asComma = TryNumber(body, ',', out var withComma) && withComma.Scale <= decimals;
        return (asDot, asComma) switch
        {
            (true, true) => withDot == withComma ? Evidence.None : Evidence.Unclear,
            (true, false) => Evidence.Dot,
            (false, true) => Evidence.Comma,
            _ => Evidence.None,
        };
    }

    /// <summary>The currencies that a word can mean; empty when it is unknown.</summary>
    public static IReadOnlyList<string> Meanings(string word, Dictionary<string, string> symbols) =>
        symbols.TryGetValue(word, out var own) ? [own]
        : Words.TryGetValue(word, out var known) ? known
        : Currency.TryParse(word, out var currency) ? [currency.Code]
        : [];

    /// <summary>Takes a sum apart into sign, digits with their marks, and the currency word before or behind.</summary>
    private static bool TrySplit(string text, out bool negative, out string body, out string word)
    {
        negative = false;
        body = string.Empty;
        word = string.Empty;
        if (text.Length is 0 or > LongestText)
        {
            return false;
        }

        var first = text.AsSpan().IndexOfAnyInRange('0', '9');
        var last = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return false;
        }

        // Some write nothing before the mark: -.50. Behind letters it belongs to them: Rs.50.
        if (first > 0 && (text[first - 1] is '.' or ',') && (first == 1 || !char.IsLetter(text[first - 2])))
        {
            first--;
        }

        var before = new StringBuilder();
        var signs = 0;
        foreach (var c in text.AsSpan(0, first))
        {
            if (IsMinus(c) || c == '+')
            {
                signs++;
                negative = c != '+';
            }
            else if (!char.IsWhiteSpace(c) && c != '\'')
            {
                before.Append(c);
            }
        }

        var behind = string.Concat(text[(last + 1)..].Where(c => !char.IsWhiteSpace(c)));
        if (signs == 0 && before.Length > 0 && before[0] == '(' && behind.EndsWith(')'))
        {
            // Accountants write money out in brackets: (12.50).
            before.Remove(0, 1);
            behind = behind[..^1];
            negative = true;
        }
        else if (signs == 0 && behind.Length > 0 && (IsMinus(behind[0]) || IsMinus(behind[^1])))
        {
            // Host systems write the sign behind: 12,50-.
            behind = IsMinus(behind[0]) ? behind[1..] : behind[..^1];
            negative = true;
        }

        body = text[first..(last + 1)];
        word = before.Length > 0 ? before.ToString() : behind;
        return signs <= 1 && (before.Length == 0 || behind.Length == 0) && !word.AsSpan().ContainsAny("-+") && word is not ("." or ",");
    }

    private static bool TryNumber(string body, char mark, out decimal number)
    {
        number = 0;
        var at = body.IndexOf(mark);
        if (at >= 0 && body.IndexOf(mark, at + 1) >= 0)
        {
            return false;
        }

        var whole = at < 0 ? body : body[..at];
        var decimals = at < 0 ? string.Empty : body[(at + 1)..];
        if (decimals.AsSpan().ContainsAnyExceptInRange('0', '9') || (at >= 0 && decimals.Length == 0))
        {
            return false;
        }

        var digits = new StringBuilder();
        var group = '\0';
        var sinceGroup = 0;
        var (first, byThree, byTwo) = (0, true, true);
        foreach (var c in whole)
        {
            if (char.IsAsciiDigit(c))
            {
                digits.Append(c);
                sinceGroup++;
                continue;
            }

            var separator = char.IsWhiteSpace(c) ? ' ' : c;
            var mayGroup = separator is ' ' or '\'' or '’' || separator == (mark == '.' ? ',' : '.');
            var fits = group == '\0' ? sinceGroup is >= 1 and <= 3 : separator == group && (sinceGroup is 2 or 3);
            if (!mayGroup || !fits)
            {
                return false;
            }

            // 1,23,456.70: lakhs and crores are grouped by two, only the last three digits by three.
            (first, byThree, byTwo) = group == '\0' ? (sinceGroup, true, true) : (first, byThree && sinceGroup == 3, byTwo && sinceGroup == 2);
            group = separator;
            sinceGroup = 0;
        }

        return (group == '\0' || (sinceGroup == 3 && (byThree || (byTwo && first <= 2 && group == ','))))
            && digits.Length + decimals.Length <= 27
            && decimal.TryParse($"{digits}.{decimals}0"[..(decimals.Length == 0 ? digits.Length : digits.Length + 1 + decimals.Length)], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static bool Signed(ref decimal number, bool negative)
    {
        number = negative ? -number : number;
        return true;
    }

    /// <summary>Hyphen-minus, the minus sign, en dash, small and full-width hyphen-minus: what exports use for minus.</summary>
    private static bool IsMinus(char c) => c is '-' or '\u2212' or '\u2013' or '\uFE63' or '\uFF0D';
}
