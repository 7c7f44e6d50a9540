using System.Buffers;
using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace Reconciler.Import.Tables;

/// <summary>What a piece of a web page is, as far as tables go.</summary>
internal enum HtmlTag
{
    Text,
    Table,
    Row,
    Cell,
    Other,
}

/// <param name="Start">Where the piece stands in the page.</param>
/// <param name="Breaks">Of a tag: how many blanks, slashes and values stand in it, at least as many as attributes.</param>
internal readonly record struct HtmlToken(HtmlTag Tag, bool IsEnd, int Start, int Length, int Breaks);

/// <summary>
/// The tags and texts of a web page, one after the other, in time that grows with its length alone: no tree is made. Source: WHATWG HTML, 13.2.5 (tokenization), without
/// what makes no difference to the text of a table.
/// </summary>
internal static class HtmlTokens
{
    /// <summary>Elements whose content is no text of the page.</summary>
    private static readonly string[] Raw = ["script", "style", "noscript", "iframe", "noembed", "noframes", "xmp"];

    private static readonly SearchValues<char> OfAnEntity = SearchValues.Create("#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> EndOfAName = SearchValues.Create(" \t\n\f/>");

    public static IEnumerable<HtmlToken> Of(string page)
    {
        for (var at = 0; at < page.Length;)
        {
            var open = page.IndexOf('<', at);
            open = open < 0 ? page.Length : open;
            if (open > at)
            {
                yield return new HtmlToken(HtmlTag.Text, false, at, open - at, 0);
            }

            var isEnd = open + 1 < page.Length && page[open + 1] == '/';
            var name = open + (isEnd ? 2 : 1);
            if (name < page.Length && char.IsAsciiLetter(page[name]))
            {
                var breaks = 0;
                at = TagEnd(page, name, ref breaks);
                yield return new HtmlToken(TagOf(Name(page, name)), isEnd, open, at - open, breaks);
                if (!isEnd && RawOf(Name(page, name)) is { } raw)
                {
                    at = Behind(page, page.IndexOf("</" + raw, at, StringComparison.OrdinalIgnoreCase), 0);
                }
            }
            else if (open < page.Length)
            {
                at = page.AsSpan(open).StartsWith("<!--") ? Behind(page, page.IndexOf("-->", open + 2, StringComparison.Ordinal), 3)
                    : open + 1 < page.Length && page[open + 1] is '!' or '?' or '/' ? Behind(page, page.IndexOf('>', open), 1)
                    : open + 1;
                if (at == open + 1)
                {
                    yield return new HtmlToken(HtmlTag.Text, false, open, 1, 0);
                }
            }
            else
            {
                at = open;
            }
        }
    }

    /// <summary>Adds a text of the page to another, its character references resolved.</summary>
    public static void AddText(StringBuilder to, ReadOnlySpan<char> text)
    {
        for (var and = text.IndexOf('&'); and >= 0; and = text.IndexOf('&'))
        {
            to.Append(text[..and]);
            text = text[and..];

            // The longest name has 31 letters.
            var end = text[1..Math.Min(text.Length, 40)].IndexOfAnyExcept(OfAnEntity) + 1;
            end = end <= 0 ? Math.Min(text.Length, 40) : end;
            var named = text[1..end];
            var isClosed = end < text.Length && text[end] == ';';
            var symbol = named.StartsWith("#") ? Numbered(named[1..]) : named.Length == 0 ? null : HtmlEntityProvider.Resolver.GetSymbol(isClosed ? $"{named};" : named.ToString());
            to.Append(symbol ?? text[..end].ToString());
            text = text[(symbol is not null && isClosed ? end + 1 : end)..];
        }

        to.Append(text);
    }

    private static string? Numbered(ReadOnlySpan<char> number)
    {
        var isHex = number.Length > 0 && number[0] is 'x' or 'X';
        return int.TryParse(isHex ? number[1..] : number, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) && code > 0
            ? new Rune(code).ToString()
            : null;
    }

    /// <summary>Behind the bracket that closes a tag: one in a value does not.</summary>
    private static int TagEnd(string page, int at, ref int breaks)
    {
        var isValue = false;
        for (; at < page.Length; at++)
        {
            var c = page[at];
            if (c == '>')
            {
                return at + 1;
            }

            if (isValue && c is '"' or '\'')
            {
                breaks++;
                at = page.IndexOf(c, at + 1);
                if (at < 0)
                {
                    return page.Length;
                }
            }

            breaks += c is '/' || char.IsWhiteSpace(c) ? 1 : 0;
            isValue = c == '=' || (isValue && char.IsWhiteSpace(c));
        }

        return page.Length;
    }

    /// <summary>The letters and digits of a tag's name; of a long one the beginning.</summary>
    private static ReadOnlySpan<char> Name(string page, int at)
    {
        var name = page.AsSpan(at, Math.Min(page.Length - at, 20));
        var end = name.IndexOfAny(EndOfAName);
        return end < 0 ? name : name[..end];
    }

    private static bool Is(ReadOnlySpan<char> name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static HtmlTag TagOf(ReadOnlySpan<char> name) =>
        Is(name, "td") || Is(name, "th") ? HtmlTag.Cell : Is(name, "tr") ? HtmlTag.Row : Is(name, "table") ? HtmlTag.Table : HtmlTag.Other;

    /// <summary>The name of an element whose content is no text; null for every other.</summary>
    private static string? RawOf(ReadOnlySpan<char> name)
    {
        foreach (var raw in Raw)
        {
            if (Is(name, raw))
            {
                return raw;
            }
        }

        return null;
    }

    private static int Behind(string page, int found, int length) => found < 0 ? page.Length : found + length;
}
