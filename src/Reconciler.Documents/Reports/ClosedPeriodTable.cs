using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Reports;

/// <summary>What changed in closed periods: a sheet of the workbook, and a section of the page.</summary>
internal static class ClosedPeriodTable
{
    public const string Name = "Closed periods";

    private static readonly ReportWords English = ReportWords.For("en");

    public static Table Of(IEnumerable<PeriodChange> changes, string language, ReportWords words) => new(
        Name,
        [
            new("period", 24), new("change", 32), new("subject_id", 34), new("statement_line", 24), new("state_then", 18), new("amount_then", 17, Numeric: true), new("state_now", 18), new("amount_now", 17, Numeric: true),
            new("currency", 10),
        ],
        changes.Select(c => new[]
        {
            Cell.Of(c.Days.Name), Cell.Of(words.ClosedPeriods.Kinds[c.Kind]), Cell.Of(c.Subject), Cell.Of(words.ClosedPeriods.LineOf(c, words.Statement)),
            Cell.Of(ClosedPeriodWords.StateOf(c, c.ThenState, language, words)), Cell.Of(c.Then), Cell.Of(ClosedPeriodWords.StateOf(c, c.NowState, language, words)), Cell.Of(c.Now),
            Cell.Of((c.Then ?? c.Now)?.Currency.Code ?? string.Empty),
        }));

    /// <summary>Nothing where no period was closed before.</summary>
    public static void Add(Html html, RunReport report)
    {
        if (report.ChangesInClosed is not { } changes)
        {
            return;
        }

        var words = English.ClosedPeriods;
        html.Add("<section aria-labelledby=\"closed-periods\">");
        html.Add($"<h2 id=\"closed-periods\">{words.Title}</h2>");
        if (changes.Count == 0)
        {
            html.Add($"<p>{words.None}</p>");
        }
        else
        {
            PageTable.Start(html, words.Note, "Period", "Change", "What", "#" + words.Then, "#" + words.Now);
            foreach (var change in changes.Take(ReportPage.MostRows))
            {
                html.Add($"<tr><th scope=\"row\">{change.Days.Name}</th><td>{words.Kinds[change.Kind]}</td><td>{change.Subject}<div class=\"quiet\">{words.LineOf(change, English.Statement)}</div></td>");
                html.Add($"<td class=\"n\">{Amount(change.Then)}<div class=\"quiet\">{ClosedPeriodWords.StateOf(change, change.ThenState, "en", English)}</div></td><td class=\"n\">{Amount(change.Now)}<div class=\"quiet\">{ClosedPeriodWords.StateOf(change, change.NowState, "en", English)}</div></td></tr>");
            }

            PageTable.End(html);
            PageTable.Rest(html, changes.Count);
        }

        html.Add("</section>");
    }

    private static string Amount(Money? sum) => sum is { } some ? Wording.English.Signed(some) : Wording.Nothing;
}
