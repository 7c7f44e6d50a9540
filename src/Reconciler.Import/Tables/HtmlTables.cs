using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Reconciler.Import;

/// <summary>The tables of a saved web page; or, where the layout names its rows by selectors, one table made of those.</summary>
internal static class HtmlTables
{
    /// <summary>The largest page that is read, in characters: a page is held in memory as a tree.</summary>
    private const int Longest = 32 * 1024 * 1024;

    public static IReadOnlyList<Table> Of(TextReader text, Layout layout)
    {
        using (text)
        {
            var buffer = new char[64 * 1024];
            var all = new System.Text.StringBuilder();
            while (text.Read(buffer) is > 0 and var count)
            {
                all.Append(buffer, 0, count);
                if (all.Length > Longest)
                {
                    return [];
                }
            }

            var page = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true }).ParseDocument(all.ToString());
            return layout.Html is { } html
                ? [new Table(string.Empty, () => BySelectors(page, html))]
                : [.. Innermost(page).Select(t => new Table(string.Empty, () => Rows(t)))];
        }
    }

    /// <summary>The tables that hold no other: pages are laid out by tables, too.</summary>
    private static IEnumerable<IElement> Innermost(IParentNode page)
    {
        var all = page.QuerySelectorAll("table").ToList();
        var outer = all.Select(table => table.ParentElement?.Closest("table")).OfType<IElement>().ToHashSet();
        return all.Where(table => !outer.Contains(table));
    }

    private static IEnumerable<TableRow> Rows(IElement table) =>
        table.QuerySelectorAll("tr").Select(row => new TableRow(LineOf(row), row.OuterHtml, [.. row.QuerySelectorAll("td, th").Select(cell => cell.TextContent)]));

    private static IEnumerable<TableRow> BySelectors(IParentNode page, HtmlRule html)
    {
        var rows = page.QuerySelectorAll(html.Row);
        if (rows.Length == 0 && (html.Beside.Length == 0 || page.QuerySelector(html.Beside) is null))
        {
            // Another page: the names of the cells stand in the layout, so that only rows tell that it is this one.
            yield break;
        }

        yield return new TableRow(1, string.Empty, [.. html.Cells.Select(c => c.Name)]);
        foreach (var row in rows)
        {
            yield return new TableRow(LineOf(row), row.OuterHtml, [.. html.Cells.Select(c => Read(row, c))]);
        }
    }

    private static string Read(IElement row, HtmlCell cell)
    {
        var element = cell.Selector.Length == 0 ? row : row.QuerySelector(cell.Selector);
        return (cell.Attribute.Length == 0 ? element?.TextContent : element?.GetAttribute(cell.Attribute)) ?? string.Empty;
    }

    private static int LineOf(IElement element) => element.SourceReference?.Position.Line ?? 0;
}

/// <summary>How the rows of a page that has no table are found.</summary>
/// <param name="Row">A CSS selector that meets each row.</param>
/// <param name="Beside">A selector that meets something on a page of the kind that has no rows; empty: a page without rows is unknown.</param>
internal sealed record HtmlRule(string Row, string Beside, IReadOnlyList<HtmlCell> Cells);

/// <param name="Selector">Within the row; empty: the row itself.</param>
/// <param name="Attribute">Whose value is the text; empty: the element's own text.</param>
internal sealed record HtmlCell(string Name, string Selector, string Attribute);
