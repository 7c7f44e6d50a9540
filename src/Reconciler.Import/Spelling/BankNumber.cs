using System.Globalization;

namespace Reconciler.Import.Spelling;

/// <summary>Sums, rates and accounts as the standards of banks write them.</summary>
internal static class BankNumber
{
    /// <summary>How far a rate may be from what two sums tell, to be the rate between them: rounding of small sums, and fees within them.</summary>
    private const decimal RateMargin = 0.1m;

    /// <summary>Before and behind the decimal mark: more than any sum has, and few enough to be added up.</summary>
    private const int MostDigits = 14;

    /// <summary>No rate between two currencies is larger, or smaller than one of it.</summary>
    private const decimal LargestRate = 10_000_000;

    /// <summary>
    /// Reads a number with one decimal mark, comma or dot, as SWIFT (:61: subfield 5), ISO 20022 and OFX (3.2.9.1) write it. Where both marks stand, or one
    /// several times, the other one or it groups thousands.
    /// </summary>
    public static bool TryRead(string text, out decimal number)
    {
        number = 0;
        var body = text.Trim();
        var negative = body.StartsWith('-');
        body = body.TrimStart('-', '+');
        var comma = body.LastIndexOf(',');
        var dot = body.LastIndexOf('.');
        var mark = comma >= 0 && dot >= 0 ? (comma > dot ? ',' : '.')
            : comma >= 0 ? (body.IndexOf(',', StringComparison.Ordinal) == comma ? ',' : '.')
            : body.IndexOf('.', StringComparison.Ordinal) == dot ? '.' : ',';
        var group = mark == ',' ? '.' : ',';
        var at = body.LastIndexOf(mark);
        var whole = at < 0 ? body : body[..at];
        var decimals = at < 0 ? string.Empty : body[(at + 1)..];
        var digits = whole.Replace(group.ToString(), string.Empty, StringComparison.Ordinal);
        if (digits.Length + decimals.Length == 0 || digits.Length > MostDigits || decimals.Length > MostDigits || whole.Contains(mark, StringComparison.Ordinal) || !AreDigits(digits) || !AreDigits(decimals) || !GroupsFit(whole, group))
        {
            return false;
        }

        number = decimal.Parse($"0{digits}.{decimals}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * (negative ? -1 : 1);
        return true;
    }

    /// <summary>With a dot, without needless zeros.</summary>
    public static string Text(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// A stated rate as wallet units for one original unit. Banks write it either way round; the two sums tell which, and where neither way fits them, it is the rate
    /// of something else and none is given.
    /// </summary>
    public static string RateBetween(decimal amount, decimal original, decimal stated)
    {
        if (amount == 0 || original == 0 || stated <= 0)
        {
            return string.Empty;
        }

        var told = Math.Abs(amount / original);
        if (told is > LargestRate or < 1 / LargestRate || stated is > LargestRate or < 1 / LargestRate)
        {
            return string.Empty;
        }

        var direct = Math.Abs((stated / told) - 1);
        var inverse = Math.Abs((1 / stated / told) - 1);
        return Math.Min(direct, inverse) > RateMargin ? string.Empty : Text(direct <= inverse ? stated : Math.Round(1 / stated, 10));
    }

    /// <summary>An account's id as part of a wallet's name: letters and digits, a hyphen for whatever else stands between them.</summary>
    public static string Account(string text)
    {
        // IBANs are printed in groups of four.
        var compact = text.Length > 4 && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]) && char.IsAsciiDigit(text[2]) && char.IsAsciiDigit(text[3])
            ? text.Replace(" ", string.Empty, StringComparison.Ordinal)
            : text;
        return string.Join('-', string.Concat(compact.Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool AreDigits(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool GroupsFit(string whole, char group)
    {
        var parts = whole.Split(group);
        return parts.Length == 1 || (parts[0].Length is >= 1 and <= 3 && parts.Skip(1).All(p => p.Length == 3));
    }
}
