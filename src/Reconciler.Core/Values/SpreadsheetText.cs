using System.Text;

namespace Reconciler.Core.Values;

/// <summary>
/// Keeps a spreadsheet that opens a CSV file from running a text as a formula, by an apostrophe before it, and takes the apostrophe away again. A text is one where it, or a part of it behind
/// <c>;</c> or a line break (which some spreadsheets take for the next cell), begins with <c>= + - @</c>, also full-width, or a tab or carriage return, whatever spaces, quotation marks and
/// apostrophes stand before that. A number with its sign, such as <c>-5</c> or <c>+7 912 345</c>, is none.
/// </summary>
/// <remarks>Source: OWASP, CSV Injection.</remarks>
public static class SpreadsheetText
{
    private const char Guard = '\'';

    private static readonly char[] Ends = [';', '\n'];

    /// <summary>The text as it may stand in a CSV file. <see cref="Unguarded"/> gives back just what was given.</summary>
    public static string Guarded(string text) => Each(text, static part => IsFormula(part), static (to, part) => to.Append(Guard).Append(part));

    /// <summary>The text that was guarded; another one stays as it is.</summary>
    public static string Unguarded(string text) => Each(text, static part => part.Length > 0 && part[0] == Guard && IsFormula(part[1..]), static (to, part) => to.Append(part[1..]));

    /// <summary>Whether <see cref="Unguarded"/> would take something away, told without making a text of it.</summary>
    public static bool MayBeGuarded(ReadOnlySpan<char> text)
    {
        for (var start = 0; text[start..].IndexOf(Guard) is >= 0 and var at; start += at + 1)
        {
            if (start + at == 0 || Ends.Contains(text[start + at - 1]))
            {
                return true;
            }
        }

        return false;
    }

    private delegate bool Test(ReadOnlySpan<char> part);

    private delegate void Change(StringBuilder to, ReadOnlySpan<char> part);

    private static string Each(string text, Test test, Change change)
    {
        StringBuilder? changed = null;
        for (var start = 0; start <= text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(Ends);
            var end = length < 0 ? text.Length : start + length + 1;
            var part = text.AsSpan(start, end - start);
            if (test(part))
            {
                change(changed ??= new StringBuilder(text, 0, start, text.Length + 1), part);
            }
            else
            {
                changed?.Append(part);
            }

            start = length < 0 ? text.Length + 1 : end;
        }

        return changed?.ToString() ?? text;
    }

    private static bool IsFormula(ReadOnlySpan<char> part)
    {
        for (var i = 0; i < part.Length; i++)
        {
            switch (part[i])
            {
                case '\t' or '\r':
                case '=' or '@' or '＝' or '＠' or '﹦' or '﹫' or '＋' or '－' or '﹢' or '﹣':
                    return true;
                case '+' or '-':
                    return !IsNumber(part[i..]);
                case '"' or '\'' or '“' or '”' or '‘' or '’' or '\uFEFF' or '\u200B':
                case var c when char.IsWhiteSpace(c):
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Digits, and what stands in and around a number: nothing that a formula could call.</summary>
    private static bool IsNumber(ReadOnlySpan<char> part)
    {
        foreach (var c in part)
        {
            if (!char.IsAsciiDigit(c) && !char.IsWhiteSpace(c) && !"+-.,()%;".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
