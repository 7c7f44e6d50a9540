using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using Reconciler.Core.Values;

namespace Reconciler.Import.Spelling;

/// <summary>Reads sums as people and wallets write them: <c>1,653.75</c>, <c>3 141,24 руб.</c>, <c>US $120.95</c>, <c>-CA$4.42</c>, <c>129,46zł</c>. Independent of the machine's culture.</summary>
internal static class AmountText
{
    private const int LongestText = 60;

    /// <summary>So many digits and a point always fit into 64 bits.</summary>
    private const int MostDigitsInPlace = 18;

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
    public static bool TryRead(ReadOnlySpan<char> text, char mark, out decimal number, out string word)
    {
        word = string.Empty;
        if (mark == '.' && text.Length is > 0 and < 25 && !text.ContainsAnyExcept(Plain)
            && TryPlain(text, out number))
        {
            // The common plain form, without detours; "5." is refused below as everywhere.
            return char.IsAsciiDigit(text[^1]);
        }

        number = 0;
        if (!TrySplit(text, out var parts) || !TryNumber(parts.Body, mark, out number))
        {
            word = parts.Word();
            return false;
        }

        word = parts.Word();
        number = parts.IsNegative ? -number : number;
        return true;
    }

    /// <summary>What this sum tells about the decimal mark, if its currency has so many decimals.</summary>
    public static Evidence MarkOf(ReadOnlySpan<char> text, int decimals)
    {
        if (!TrySplit(text, out var parts))
        {
            return Evidence.None;
        }

        var asDot = TryNumber(parts.Body, '.', out var withDot) && withDot.Scale <= decimals;
        var asComma = TryNumber(parts.Body, ',', out var withComma) && withComma.Scale <= decimals;
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

    /// <summary>A sum taken apart: its digits with their marks, and what stands before and behind them, each without space.</summary>
    private ref struct Parts
    {
        public bool IsNegative;
        public ReadOnlySpan<char> Body;
        public ReadOnlySpan<char> Before;
        public ReadOnlySpan<char> Behind;

        /// <summary>The currency word.</summary>
        public readonly string Word() => (Before.Length > 0 ? Before : Behind).ToString();
    }

    /// <summary>Takes a sum apart into sign, digits with their marks, and the currency word before or behind.</summary>
    private static bool TrySplit(ReadOnlySpan<char> text, out Parts parts)
    {
        parts = default;
        var first = text.IndexOfAnyInRange('0', '9');
        var last = text.LastIndexOfAnyInRange('0', '9');
        if (first < 0 || text.Length > LongestText)
        {
            return false;
        }

        // Some write nothing before the mark: -.50. Behind letters it belongs to them: Rs.50.
        if (first > 0 && (text[first - 1] is '.' or ',') && (first == 1 || !char.IsLetter(text[first - 2])))
        {
            first--;
        }

        var signs = 0;
        var head = text[..first];
        foreach (var c in head)
        {
            if (IsMinus(c) || c == '+')
            {
                signs++;
                parts.IsNegative = c != '+';
            }
        }

        parts.Before = Without(head, static c => IsMinus(c) || c is '+' or '\'' || char.IsWhiteSpace(c));
        parts.Behind = Without(text[(last + 1)..], char.IsWhiteSpace);
        if (signs == 0 && parts.Before.Length > 0 && parts.Before[0] == '(' && parts.Behind is [.., ')'])
        {
            // Accountants write money out in brackets: (12.50).
            parts.Before = parts.Before[1..];
            parts.Behind = parts.Behind[..^1];
            parts.IsNegative = true;
        }
        else if (signs == 0 && parts.Behind.Length > 0 && (IsMinus(parts.Behind[0]) || IsMinus(parts.Behind[^1])))
        {
            // Host systems write the sign behind: 12,50-.
            parts.Behind = IsMinus(parts.Behind[0]) ? parts.Behind[1..] : parts.Behind[..^1];
            parts.IsNegative = true;
        }

        parts.Body = text[first..(last + 1)];
        var word = parts.Before.Length > 0 ? parts.Before : parts.Behind;
        return signs <= 1 && (parts.Before.Length == 0 || parts.Behind.Length == 0) && !word.ContainsAny('-', '+') && word is not ("." or ",");
    }

    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> text, Func<char, bool> isLeftOut)
    {
        while (text.Length > 0 && isLeftOut(text[0]))
        {
            text = text[1..];
        }

        while (text.Length > 0 && isLeftOut(text[^1]))
        {
            text = text[..^1];
        }

        foreach (var c in text)
        {
            if (isLeftOut(c))
            {
                return string.Concat(text.ToString().Where(one => !isLeftOut(one)));
            }
        }

        return text;
    }

    /// <summary>Digits, with a minus before them and one decimal point among them, if any.</summary>
    private static bool TryPlain(ReadOnlySpan<char> text, out decimal number)
    {
        var isNegative = text[0] == '-';
        var digits = isNegative ? text[1..] : text;
        var point = digits.IndexOf('.');
        var units = 0L;
        number = 0;
        if (digits.Length is 0 or > MostDigitsInPlace || (point >= 0 && digits[(point + 1)..].Contains('.')) || digits.Contains('-'))
        {
            return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
        }

        foreach (var c in digits)
        {
            units = c == '.' ? units : (units * 10) + (c - '0');
        }

        number = new decimal(unchecked((int)units), (int)(units >> 32), 0, isNegative && units != 0, (byte)(point < 0 ? 0 : digits.Length - 1 - point));
        return point != digits.Length - 1 || digits.Length > 1;
    }

    private static bool TryNumber(ReadOnlySpan<char> body, char mark, out decimal number)
    {
        number = 0;
        var at = body.IndexOf(mark);
        if (at >= 0 && body[(at + 1)..].Contains(mark))
        {
            return false;
        }

        var whole = at < 0 ? body : body[..at];
        var decimals = at < 0 ? default : body[(at + 1)..];
        if (decimals.ContainsAnyExceptInRange('0', '9') || (at >= 0 && decimals.Length == 0))
        {
            return false;
        }

        Span<char> plain = stackalloc char[LongestText + 2];
        var count = 0;
        var group = '\0';
        var sinceGroup = 0;
        var (first, byThree, byTwo) = (0, true, true);
        foreach (var c in whole)
        {
            if (char.IsAsciiDigit(c))
            {
                plain[count++] = c;
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

        if ((group != '\0' && !(sinceGroup == 3 && (byThree || (byTwo && first <= 2 && group == ',')))) || count + decimals.Length > 27)
        {
            return false;
        }

        if (decimals.Length > 0)
        {
            plain[count++] = '.';
            decimals.CopyTo(plain[count..]);
            count += decimals.Length;
        }

        return decimal.TryParse(plain[..count], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Hyphen-minus, the minus sign, en dash, small and full-width hyphen-minus: what exports use for minus.</summary>
    private static bool IsMinus(char c) => c is '-' or '\u2212' or '\u2013' or '\uFE63' or '\uFF0D';
}
