using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Reports;

/// <summary>The reconciliation statements on the page: one compact table a wallet and currency.</summary>
internal static class StatementSection
{
    /// <summary>The most statements that are drawn; the workbook holds them all.</summary>
    private const int MostStatements = 60;

    private static readonly StatementWords Words = ReportWords.For("en").Statement;

    public static void Add(Html html, RunReport report)
    {
        html.Add("<section aria-labelledby=\"statements\" class=\"statements\">");
        html.Add("<h2 id=\"statements\">Reconciliation of each wallet</h2>");
        if (report.Statements.All.Count == 0)
        {
            html.Add($"<p>{Words.None}</p>");
        }

        foreach (var statement in report.Statements.All.Take(MostStatements))
        {
            One(html, statement);
        }

        PageTable.Rest(html, report.Statements.All.Count, MostStatements);
        html.Add("</section>");
    }

    private static void One(Html html, ReconciliationStatement statement)
    {
        html.Add($"<h3>{Words.BlockOf(statement)}</h3>");
        var what = statement.Opening is null ? "the wallet tells no balances: movements alone" : "from the opening to the closing balance";
        PageTable.Start(html, $"{Words.BookedIn(statement, Wording.English)}; {what}", "Line", "#" + Words.Entries, "#" + Words.Amount, "#" + Words.Matched, "#" + Words.OrdersSay, "#" + Words.Difference, "#" + Words.NotMatched);
        if (statement.Opening is { } opening)
        {
            html.Add($"<tr><th scope=\"row\">{Words.Opening}</th><td></td><td class=\"n\">{Wording.Number(opening)}</td><td></td><td></td><td></td><td></td></tr>");
        }

        foreach (var line in statement.Lines)
        {
            var (orders, compared) = StatementTables.OrdersOf(line);
            html.Add($"<tr><th scope=\"row\">{Words.Lines[line.Kind]}<div class=\"quiet\">{Words.NoteOf(line, Wording.English)}</div></th><td class=\"n\">{Wording.Count(line.Count)}</td><td class=\"n\">{Wording.Number(line.Sum)}</td>");
            html.Add($"<td class=\"n\">{Number(orders?.Matched)}</td><td class=\"n\">{Number(compared?.OrdersSay)}</td><td class=\"n\">{Number(compared?.Difference)}</td><td class=\"n\">{Number(line.NotMatched)}</td></tr>");
        }

        var name = statement.Closing is null ? Words.Movement : Words.Closing;
        html.Add($"<tr class=\"sum\"><th scope=\"row\">{name}</th><td></td><td class=\"n\">{Wording.Number(statement.Closing ?? statement.Movement)}</td><td></td><td></td><td></td><td></td></tr>");
        PageTable.End(html);
    }

    private static string Number(Money? money) => money is { } some ? Wording.Number(some) : string.Empty;
}
