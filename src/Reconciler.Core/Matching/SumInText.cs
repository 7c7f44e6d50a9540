using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>Tells digits in a text that belong to a sum, or to another longer number, from those that may be an id.</summary>
internal static class SumInText
{
    private const string Symbols = "$€£¥₽₴₸₹₩₺฿₫";

    private static readonly string[] Roubles = ["РУБ", "RUR", "ТГ", "ГРН", "ZŁ"];

    /// <summary>Codes that are words as well and so say nothing.</summary>
    private static readonly string[] Words = ["ALL", "CUP", "TOP", "TRY"];

    /// <summary>
    /// Whether these digits go on behind a mark as a number does (<c>100234.50</c>, <c>1.100.234,50</c>), or a currency stands beside them
    /// (<c>100234 JPY</c>, <c>€100234</c>) that belongs to no other number.
    /// </summary>
    /// <param name="upper">In upper case.</param>
    public static bool Is(ReadOnlySpan<char> upper, int start, int end)
    {
        if (upper[start..end].ContainsAnyExceptInRange('0', '9') && !OnlyDigitsAndSpaces(upper[start..end]))
        {
            return false;
        }

        return IsPartOfANumber(upper, start, end) || IsBesideACurrency(upper, start, end);
    }

    private static bool OnlyDigitsAndSpaces(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && !char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPartOfANumber(ReadOnlySpan<char> text, int start, int end)
    {
        var (first, last) = (start, end);
        while (first >= 2 && IsMark(text[first - 1]) && char.IsAsciiDigit(text[first - 2]))
        {
            first -= 2;
            while (first > 0 && char.IsAsciiDigit(text[first - 1]))
            {
                first--;
            }
        }

        while (last + 1 < text.Length && IsMark(text[last]) && char.IsAsciiDigit(text[last + 1]))
        {
            last += 2;
            while (last < text.Length && char.IsAsciiDigit(text[last]))
            {
                last++;
            }
        }

        if (first == start && last == end)
        {
            return false;
        }

        // Groups of three digits, the last of at most three: a number. Other groups are ids in a row, a date, an address.
        var groups = new List<int>();
        foreach (var group in text[first..last].SplitAny(".,'’"))
        {
            groups.Add(group.End.Value - group.Start.Value);
        }

        return groups[^1] <= 3 && groups[1..^1].TrueForAll(digits => digits == 3) && (last == text.Length || !char.IsLetterOrDigit(text[last]));
    }

    private static bool IsMark(char c) => c is '.' or ',' or '\'' or '’';

    private static bool IsBesideACurrency(ReadOnlySpan<char> text, int start, int end)
    {
        var before = text[..start].TrimEnd();
        var after = text[end..].TrimStart();
        return (LastWord(before) is { Length: > 0 } word && IsCurrency(word) && !EndsInDigit(before[..^word.Length].TrimEnd()))
            || (FirstWord(after) is { Length: > 0 } next && IsCurrency(next) && !BeginsWithDigit(after[next.Length..].TrimStart()));
    }

    private static bool EndsInDigit(ReadOnlySpan<char> text) => text.Length > 0 && char.IsAsciiDigit(text[^1]);

    private static bool BeginsWithDigit(ReadOnlySpan<char> text) => text.Length > 0 && char.IsAsciiDigit(text[0]);

    private static bool IsCurrency(ReadOnlySpan<char> word) =>
        word is [var symbol] ? Symbols.Contains(symbol)
        : word.Length is 2 or 3 && !Words.Contains(word.ToString()) && (Roubles.Contains(word.ToString()) || (!word.ContainsAnyExceptInRange('A', 'Z') && Currency.TryParse(word.ToString(), out _)));

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && Symbols.Contains(text[0]))
        {
            return text[..1];
        }

        var length = 0;
        while (length < text.Length && char.IsLetter(text[length]))
        {
            length++;
        }

        return text[..length];
    }

    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && Symbols.Contains(text[^1]))
        {
            return text[^1..];
        }

        var start = text.Length;
        while (start > 0 && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        return text[start..];
    }
}
