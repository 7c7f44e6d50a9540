using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Tables;

/// <summary>The tables of a saved web page, read as it runs; or, where the layout names its rows by selectors, one table made of those.</summary>
internal static partial class HtmlTables
{
    /// <summary>How deep tables may stand in cells of tables.</summary>
    private const int Deepest = 32;

    /// <summary>How many attributes a tag may have: the library's time grows with their square.</summary>
    private const int MostAttributes = 10_000;

    /// <summary>How long the library may take to make a tree of a page: its time grows with the square of how elements are nested.</summary>
    private static readonly TimeSpan LongestParse = TimeSpan.FromSeconds(10);

    public static TableReader Of(TextReader text, HtmlRule? rule, ImportLimits limits)
    {
        if (Page(text, limits) is not { } page)
        {
            return _ => [new TableRow(1, string.Empty, [], string.Create(CultureInfo.InvariantCulture, $"begins a page of more than {limits.MaxPageCharacters:N0} characters. Export a shorter time."))];
        }

        if (rule is { } html)
        {
            var rows = new Lazy<List<TableRow>>(() => BySelectors(page, html));
            return _ => rows.Value;
        }

        return _ => Rows(page, limits);
    }

    private static string? Page(TextReader text, ImportLimits limits)
    {
        using (text)
        {
            var buffer = new char[64 * 1024];
            var all = new StringBuilder();
            while (text.Read(buffer) is > 0 and var count)
            {
                all.Append(buffer, 0, count);
                if (all.Length > limits.MaxPageCharacters)
                {
                    return null;
                }
            }

            return all.ToString().ReplaceLineEndings("\n");
        }
    }

    private static IEnumerable<TableRow> Rows(string page, ImportLimits limits)
    {
        var open = new List<OpenTable>();
        var (tables, line, counted) = (0, 1, 0);
        foreach (var token in HtmlTokens.Of(page))
        {
            line += page.AsSpan(counted, token.Start - counted).Count('\n');
            counted = token.Start;
            var top = open.Count == 0 ? null : open[^1];
            switch (token.Tag)
            {
                case HtmlTag.Table when token.IsEnd && top is not null:
                    if (top.EndRow(token.Start) is { } last)
                    {
                        yield return last;
                    }

                    open.RemoveAt(open.Count - 1);
                    break;
                case HtmlTag.Table when !token.IsEnd && open.Count == Deepest:
                    yield return new TableRow(line, string.Empty, [], string.Create(CultureInfo.InvariantCulture, $"begins a table within more than {Deepest} others. Nothing from here on is read: save the page again, or export CSV.")) { Table = new Table(tables + 1, string.Empty), IsEnd = true };
                    yield break;
                case HtmlTag.Table when !token.IsEnd:
                    open.Add(new OpenTable(new Table(++tables, string.Empty) { Around = top?.Table }, page, limits));
                    break;
                case HtmlTag.Row when top is not null:
                    if (top.EndRow(token.IsEnd ? token.Start + token.Length : token.Start) is { } row)
                    {
                        yield return row;
                    }

                    if (!token.IsEnd)
                    {
                        top.BeginRow(token.Start, line);
                    }

                    break;
                case HtmlTag.Cell when top is not null:
                    top.Cell(token, line);
                    break;
                case HtmlTag.Text:
                    open.ForEach(table => table.AddText(page.AsSpan(token.Start, token.Length)));
                    break;
            }
        }

        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (open[i].EndRow(page.Length) is { } rest)
            {
                yield return rest;
            }
        }
    }

    private static List<TableRow> BySelectors(string page, HtmlRule html)
    {
        if (!IsLike(page, html.Row) && (html.Beside.Length == 0 || !IsLike(page, html.Beside)))
        {
            return [];
        }

        if (HtmlTokens.Of(page).Any(token => token.Breaks > MostAttributes) || Tree(page) is not { } tree)
        {
            return [new TableRow(1, string.Empty, [], "begins a page whose elements are nested beyond all measure. Save the page again, or export CSV.")];
        }

        // A row that stands in another is part of it.
        var rows = tree.QuerySelectorAll(html.Row).Where(row => row.ParentElement?.Closest(html.Row) is null).ToList();
        if (rows.Count == 0 && (html.Beside.Length == 0 || tree.QuerySelector(html.Beside) is null))
        {
            // Another page: the names of the cells stand in the layout, so that only rows tell that it is this one.
            return [];
        }

        return
        [
            new TableRow(1, string.Empty, [.. html.Cells.Select(c => c.Name)]),
            .. rows.Select(row => new TableRow(row.SourceReference?.Position.Line ?? 0, row.OuterHtml, [.. html.Cells.Select(c => Read(row, c))])),
        ];
    }

    /// <summary>Whether all words of a selector stand in a page: most pages need no tree to be known as others.</summary>
    private static bool IsLike(string page, string selector) => Word().Matches(selector).All(word => page.Contains(word.Value, StringComparison.OrdinalIgnoreCase));

    private static IParentNode? Tree(string page)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            return new HtmlParser(new HtmlParserOptions
            {
                IsKeepingSourceReferences = true,
                OnCreated = (_, _) =>
                {
                    if (watch.Elapsed > LongestParse)
                    {
                        throw new TimeoutException();
                    }
                },
            }).ParseDocument(page);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static string Read(IElement row, HtmlCell cell)
    {
        var element = cell.Selector.Length == 0 ? row : row.QuerySelector(cell.Selector);
        return (cell.Attribute.Length == 0 ? element?.TextContent : element?.GetAttribute(cell.Attribute)) ?? string.Empty;
    }

    [GeneratedRegex(@"[\w-]{3,}", RegexOptions.None, 1000)]
    private static partial Regex Word();

    /// <summary>A table whose end tag has not come yet. Rows and cells may leave theirs out.</summary>
    private sealed class OpenTable(Table table, string page, ImportLimits limits)
    {
        private readonly List<StringBuilder> cells = [];
        private bool inCell;
        private int? start;
        private int line;
        private int length;

        public Table Table => table;

        public void BeginRow(int at, int atLine) => (start, line, length) = (at, atLine, 0);

        public void Cell(HtmlToken token, int atLine)
        {
            inCell = !token.IsEnd;
            if (inCell)
            {
                if (start is null)
                {
                    BeginRow(token.Start, atLine);
                }

                cells.Add(new StringBuilder());
            }
        }

        public void AddText(ReadOnlySpan<char> text)
        {
            // A row that is too long is refused as a whole; what is kept of it has an end.
            if (inCell && length <= limits.MaxRowBytes)
            {
                length += text.Length;
                HtmlTokens.AddText(cells[^1], text);
            }
        }

        /// <summary>The row that ends here, or null where none is open or it has no cell.</summary>
        public TableRow? EndRow(int at)
        {
            if (start is not { } from)
            {
                return null;
            }

            var isLong = at - from > limits.MaxRowBytes;
            var row = cells.Count == 0 ? null : new TableRow(
                line, isLong ? string.Empty : page[from..at], isLong ? [] : [.. cells.Select(cell => cell.ToString())], isLong ? CsvRows.TooLong(limits) : null)
            { Table = table };
            cells.Clear();
            (start, inCell) = (null, false);
            return row;
        }
    }
}

/// <summary>How the rows of a page that has no table are found.</summary>
/// <param name="Row">A CSS selector that meets each row.</param>
/// <param name="Beside">A selector that meets something on a page of the kind that has no rows; empty: a page without rows is unknown.</param>
internal sealed record HtmlRule(string Row, string Beside, IReadOnlyList<HtmlCell> Cells);

/// <param name="Selector">Within the row; empty: the row itself.</param>
/// <param name="Attribute">Whose value is the text; empty: the element's own text.</param>
internal sealed record HtmlCell(string Name, string Selector, string Attribute);
