using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reconciler.Core.Disputes;

/// <summary>Masks a running balance in the text of a statement's row: each value that equals it, however the row writes numbers, becomes <c>***</c>.</summary>
/// <remarks>
/// A row does not say which of its cells is the balance, so the value tells. Where another sum of the row happens to be the same, it is masked too: it stands in the payment record, and a balance must not.
/// </remarks>
public static partial class BalanceMask
{
    /// <summary>What stands in the place of a balance.</summary>
    public const string Hidden = "***";

    /// <param name="text">A raw line (CSV with any separator, XML, HTML) or plain words.</param>
    /// <param name="balances">Signed, in whole units.</param>
    /// <param name="keep">Ids that stay, also where they are the same number.</param>
    public static string Apply(string text, IReadOnlyCollection<decimal> balances, IReadOnlyCollection<string> keep)
    {
        if (balances.Count == 0 || text.Length == 0)
        {
            return text;
        }

        // A comma is a separator in one file and a decimal mark in another: the line is cut both ways. Words are searched for sums with decimals only.
        var found = CellsCutAtCommas().Matches(text).Concat(Cells().Matches(text)).Select(m => m.Groups["number"])
            .Concat(SumsInWords().Matches(text).Where(m => m.ValueSpan.IndexOfAnyInRange('1', '9') >= 0).Select(m => (Group)m))
            .Where(number => balances.Any(balance => IsBalance(number.Value, balance)))
            .Select(number => (Start: number.Index, number.Length))
            .ToList();
        var kept = Spans.Of(text, keep);
        var chosen = new Stack<(int Start, int Length)>();
        foreach (var (start, length) in found.Where(f => !kept.AsSpan(f.Start, f.Length).Contains(true)).OrderByDescending(f => f.Start).ThenByDescending(f => f.Length))
        {
            if (!chosen.TryPeek(out var behind) || start + length <= behind.Start)
            {
                chosen.Push((start, length));
            }
        }

        var masked = new StringBuilder();
        var copied = 0;
        foreach (var (start, length) in chosen)
        {
            masked.Append(text, copied, start - copied).Append(Hidden);
            copied = start + length;
        }

        return masked.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Whether the number, in any of the ways in which it may be read, is the balance. A number with the other sign is none, a debit balance may stand without its sign.</summary>
    internal static bool IsBalance(string number, decimal balance)
    {
        var isNegative = number[0] is '-' or '−' or '–' or '(';
        return (!isNegative || balance < 0) && Readings(number).Any(reading => reading == Math.Abs(balance));
    }

    /// <summary>The magnitudes that a number may mean: <c>1.234</c> is 1234 or 1.234; without a mark it may count minor units.</summary>
    internal static IEnumerable<decimal> Readings(string number)
    {
        var plain = string.Concat(number.Where(c => char.IsAsciiDigit(c) || c is '.' or ','));
        var mark = plain.LastIndexOfAny(['.', ',']);
        var digits = string.Concat(plain.Where(char.IsAsciiDigit));
        if (digits.Length is 0 or > 27)
        {
            yield break;
        }

        var whole = decimal.Parse(digits, CultureInfo.InvariantCulture);
        if (mark < 0)
        {
            yield return whole;
            if (digits.Length > 2)
            {
                yield return whole / 100;
            }

            yield break;
        }

        var decimals = plain.Length - mark - 1;
        if (decimals == 3)
        {
            yield return whole;
        }

        var scale = 1m;
        for (var i = 0; i < decimals; i++)
        {
            scale *= 10;
        }

        yield return whole / scale;
    }

    // A line may be a million characters long and written to be slow to read: each piece has a length, or is never gone back into. Tabs and line ends separate, so they are no blanks.
    private const string Blanks = @"(?>[^\S\t\n\r]*)";
    private const string Number = @"(?<number>\(?[+\-−–]?[ \u00A0]?(?:\p{Sc}[ \u00A0]?)?\d(?:[\d.,'’\u00A0\u202F ]{0,30}\d)?)\)?";
    private const string Unit = Blanks + @"(?>(?:[A-Z]{1,3}\p{Sc}|\p{Sc}|[A-Z]{3})?)" + Blanks;
    private const string End = @"(?>(?:[^\S\t\n\r]|=)*)(?>(?:[A-Z]{3}|\p{Sc}|\p{L}{1,4}\.?)?)" + Blanks;

    [GeneratedRegex(@"(?<=^|[,;\t|""<>=\n\r{}\[\]]|: )" + Unit + Number + End + @"(?=$|[,;\t|""<>\n\r{}\[\]])", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Cells();

    // The comma of a quoted "12,345.67" separates nothing.
    [GeneratedRegex(
        @"(?<=^|[;\t|""<>=\n\r{}\[\]]|(?<!""[+\-−–]?\p{Sc}?\d[\d., ]{0,20}),|: )" + Unit + @"(?<number>[+\-−–]?\d[\d.'’]{0,30})" + End + @"(?=$|[;\t|""<>\n\r{}\[\]]|,(?!\d[\d.,]{0,20}""))",
        RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex CellsCutAtCommas();

    [GeneratedRegex(@"(?<![\d.,\-−–]|\d:)[-−–]?(?:\d{1,3}(?:[ \u00A0\u202F'’.,]\d{3}){1,9}|\d{1,27})[.,]\d{2,3}(?![.,:-]?\d)", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex SumsInWords();
}
