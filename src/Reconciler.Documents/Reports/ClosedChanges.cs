using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Reports;

/// <summary>What is other now in periods that were closed: a sheet of the workbook, and a section of the page. Where nothing is, there is neither.</summary>
internal static class ClosedChanges
{
    public const string Name = "Changes in closed periods";

    public static Table Sheet(IReadOnlyList<PeriodChange> changes, StatementWords words) => new(
        Name,
        [
            new("period", 12), new("change", 24), new("subject", 34), new("line", 24), new("state_then", 18), new("amount_then", 17, Numeric: true), new("state_now", 18), new("amount_now", 17, Numeric: true), new("currency", 10),
        ],
        changes.Select(c => new[]
        {
            Cell.Of(c.Days.Name), Cell.Of(c.Kind.ToName()), Cell.Of(c.Subject), Cell.Of(LineOf(c, words)), Cell.Of(c.ThenState), Cell.Of(c.Then), Cell.Of(c.NowState), Cell.Of(c.Now),
            Cell.Of((c.Now ?? c.Then)?.Currency.Code ?? string.Empty),
        }));

    public static void Section(Html html, RunReport report)
    {
        if (report.ChangesInClosed.Count == 0)
        {
            return;
        }

        var words = ReportWords.For("en");
        html.Add("<section aria-labelledby=\"closed\">");
        html.Add($"<h2 id=\"closed\">{words.Sheets[Name]}</h2>");
        PageTable.Start(html, "Other than when the period was closed; its documents stand", "Period", "Change", "What", "#Then", "#Now");
        foreach (var change in report.ChangesInClosed.Take(ReportPage.MostRows))
        {
            html.Add($"<tr><td>{change.Days.Name}</td><td>{words.Value(change.Kind.ToName())}</td><td><span class=\"id\">{change.Subject}</span><div class=\"quiet\">{LineOf(change, words.Statement)}</div></td>");
            html.Add($"<td class=\"n\">{Wording.Amount(change.Then)}<div class=\"quiet\">{change.ThenState}</div></td><td class=\"n\">{Wording.Amount(change.Now)}<div class=\"quiet\">{change.NowState}</div></td></tr>");
        }

        PageTable.End(html);
        PageTable.Rest(html, report.ChangesInClosed.Count);
        html.Add("</section>");
    }

    /// <summary>The line of a statement, or its balance at the end; empty where it is about none.</summary>
    public static string LineOf(PeriodChange change, StatementWords words) =>
        change.Kind != PeriodChangeKind.StatementChanged ? string.Empty : change.Line is { } line ? words.Lines[line] : words.Closing;
}
