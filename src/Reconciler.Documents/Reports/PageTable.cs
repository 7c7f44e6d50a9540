namespace Reconciler.Documents.Reports;

/// <summary>The tables of the page.</summary>
internal static class PageTable
{
    /// <summary>Opens a table; a heading that begins with <c>#</c> stands above numbers.</summary>
    public static void Start(Html html, string caption, params string[] headings)
    {
        html.Add($"<div class=\"table\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table>");
        html.Add($"<caption>{caption}</caption>");
        html.Add("<thead><tr>");
        foreach (var heading in headings)
        {
            html.Add($"<th scope=\"col\" class=\"{(heading.StartsWith('#') ? "n" : string.Empty)}\">{heading.TrimStart('#')}</th>");
        }

        html.Add("</tr></thead>");
        html.Add("<tbody>");
    }

    public static void End(Html html) => html.Add("</tbody></table></div>");

    /// <summary>Says how many are not shown.</summary>
    public static void Rest(Html html, int count, int most = ReportPage.MostRows)
    {
        if (count > most)
        {
            html.Add($"<p class=\"rest\">The first {Wording.Count(most)} of {Wording.Count(count)} are shown; all are in the workbook.</p>");
        }
    }
}
