using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using static Reconciler.Documents.Reports.PageTable;

namespace Reconciler.Documents.Reports;

/// <summary>The report as one HTML page that needs nothing else: no script, no other file; for the screen, by day and night, and for print.</summary>
public static class ReportPage
{
    /// <summary>The most rows of any one table; the workbook holds them all.</summary>
    public const int MostRows = 2_000;

    // A sheet of paper holds so many columns of sums beside a name; further currencies follow in a table of their own.
    private const int CurrenciesOfATable = 5;

    private const int MatchesShownOpen = 25;

    /// <summary>The page's text, to be saved as UTF-8. The same report gives the same text.</summary>
    public static string Render(RunReport report)
    {
        var html = new Html();
        html.Add("<!DOCTYPE html>");
        html.Add("<html lang=\"en\">");
        html.Add("<head>");
        html.Add("<meta charset=\"utf-8\">");
        html.Add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Add("<meta name=\"color-scheme\" content=\"light dark\">");
        html.Add($"<title>Reconciliation report, {Wording.Date(DateOnly.FromDateTime(report.Run.AsOfUtc))}</title>");
        html.Add("<style>");
        html.Add(ReportStyle.Css);
        html.Add("</style>");
        html.Add("</head>");
        html.Add("<body>");
        html.Add("<main>");
        Head(html, report);
        Figures(html, report);
        CaseSections.Tasks(html, report);
        OpenRefunds(html, report.Refunds);
        OpenFindings(html, report);
        WrittenOff(html, report.Findings);
        StatementSection.Add(html, report);
        ClosedChanges.Section(html, report);
        CaseSections.Disputes(html, report);
        Matches(html, report.Matches);
        Rejected(html, report);
        Totals(html, report.Run.Totals);
        Files(html, report.Files);
        html.Add("</main>");
        html.Add($"<footer>Reconciler {report.Run.Version} · run {report.Run.Id} · result <span class=\"id\">{report.Run.ResultHash}</span></footer>");
        html.Add("</body>");
        html.Add("</html>");
        return html.ToString();
    }

    private static void Head(Html html, RunReport report)
    {
        var balance = report.Run.Totals.Balance;
        html.Add("<header>");
        html.Add("<h1>Reconciliation report</h1>");
        html.Add($"<p>As of <strong>{Wording.Time(report.Run.AsOfUtc)}</strong> · run {report.Run.Id}</p>");
        html.Add($"<p>All that is open, and the matches, findings and rejected rows {ReportFigures.PeriodOf(report)}</p>");
        html.Add($"<p class=\"{(balance ? "good" : "bad")}\">{(balance ? "✓ Control totals in balance" : "✗ Control totals OUT OF BALANCE: do not rely on this report")}</p>");
        html.Add("</header>");
    }

    private static void Figures(Html html, RunReport report)
    {
        var atRisk = ReportFigures.AtRisk(report.Findings);
        html.Add("<section aria-labelledby=\"risk\">");
        html.Add("<h2 id=\"risk\">Money at risk</h2>");
        if (atRisk.Count == 0)
        {
            html.Add("<p>None: no finding is open.</p>");
        }
        else
        {
            html.Add("<div class=\"figures\">");
            foreach (var (sum, count) in atRisk)
            {
                html.Add($"<div class=\"figure\"><b>{Wording.Amount(sum)}</b><span>{Wording.Count(count)} {(count == 1 ? "finding" : "findings")}</span></div>");
            }

            html.Add("</div>");
            KindTable(html, report.Findings);
        }

        html.Add("</section>");
    }

    private static void KindTable(Html html, IEnumerable<Finding> findings)
    {
        Start(html, "Open and disputed findings by kind", "Kind", "#Findings", "#Amount", "Meaning");
        foreach (var (kind, sums) in ReportFigures.ByKind(findings))
        {
            for (var i = 0; i < sums.Count; i++)
            {
                var (sum, count) = sums[i];
                var name = i == 0 ? Wording.Words(kind) : string.Empty;
                var meaning = i == 0 ? Wording.Meaning(kind) : string.Empty;
                html.Add($"<tr><th scope=\"row\">{name}</th><td class=\"n\">{Wording.Count(count)}</td><td class=\"n\">{Wording.Amount(sum)}</td><td class=\"quiet\">{meaning}</td></tr>");
            }
        }

        End(html);
    }

    private static void OpenRefunds(Html html, RefundAgeing refunds)
    {
        if (ReportFigures.Ageing(refunds) is not { Count: > 0 } tables)
        {
            return;
        }

        html.Add("<section aria-labelledby=\"refunds\" class=\"narrow\">");
        html.Add("<h2 id=\"refunds\">Open refunds by age</h2>");
        foreach (var (title, ages) in tables)
        {
            Start(html, title, "Age", "#Orders", "#Amount");
            foreach (var age in ages)
            {
                html.Add($"<tr><th scope=\"row\">{ReportFigures.Sentence(age.Name)}</th><td class=\"n\">{Wording.Count(age.Count)}</td><td class=\"n\">");
                if (age.Sums.Count == 0)
                {
                    html.Add($"{Wording.Nothing}");
                }

                foreach (var sum in age.Sums)
                {
                    html.Add($"<div>{Wording.Amount(sum)}</div>");
                }

                html.Add("</td></tr>");
            }

            End(html);
        }

        html.Add("</section>");
    }

    /// <summary>What was given up, by people and by tolerances, in money: for whoever must account for it.</summary>
    private static void WrittenOff(Html html, IReadOnlyList<Finding> findings)
    {
        if (ReportFigures.WrittenOff(findings) is not { Count: > 0 } kinds)
        {
            return;
        }

        html.Add("<section aria-labelledby=\"written-off\" class=\"narrow\">");
        html.Add("<h2 id=\"written-off\">Written off</h2>");
        Start(html, "Given up by people, or within the tolerance of a pair; each is in the workbook", "Kind", "#Findings", "#Amount");
        foreach (var (kind, sum, count) in kinds)
        {
            html.Add($"<tr><th scope=\"row\">{Wording.Words(kind)}</th><td class=\"n\">{Wording.Count(count)}</td><td class=\"n\">{Wording.Amount(sum)}</td></tr>");
        }

        End(html);
        html.Add("</section>");
    }

    private static void OpenFindings(Html html, RunReport report)
    {
        Finding[] open = [.. ReportFigures.InReportOrder(report.Findings.Where(f => f.IsAtRisk))];
        html.Add("<section aria-labelledby=\"open\">");
        html.Add("<h2 id=\"open\">Open findings</h2>");
        if (open.Length == 0)
        {
            html.Add("<p>None.</p>");
        }
        else
        {
            Start(html, "By kind; the greatest sums first", "Finding", "#Amount", "Order", "Transaction", "Due", "Why");
            foreach (var group in open.Take(MostRows).GroupBy(f => f.Kind))
            {
                html.Add($"<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"6\">{Wording.Words(group.Key)}</th></tr>");
                foreach (var finding in group)
                {
                    OneFinding(html, finding, report.Refunds.OverdueBusinessDays.GetValueOrDefault(finding.Id), report.NoLetterBecause.GetValueOrDefault(finding.Id));
                }
            }

            End(html);
            Rest(html, open.Length);
        }

        html.Add("</section>");
    }

    private static void OneFinding(Html html, Finding finding, int overdueBusinessDays, string? noLetterBecause)
    {
        var state = finding.State == FindingState.Disputed ? "disputed" : Wording.Words(finding.Confidence).ToLowerInvariant();
        html.Add($"<tr><td class=\"key\">{finding.Id}<br><span class=\"quiet\">{state}</span></td><td class=\"n\">{Wording.Amount(finding.KnownAmount)}</td>");
        Ids(html, finding.Orders.Select(o => (o.Id, o.Marketplace)));
        Ids(html, finding.Transactions.Select(t => (t.Id, t.Wallet)));
        var overdue = overdueBusinessDays == 0 ? string.Empty : $"{Wording.Count(overdueBusinessDays)} business {(overdueBusinessDays == 1 ? "day" : "days")} overdue";
        html.Add($"<td class=\"due\">{Wording.Date(finding.DueOn)}<div class=\"quiet\">{overdue}</div></td><td class=\"why\">{finding.Why.In("en")}<div class=\"quiet\">{(noLetterBecause is null ? string.Empty : $"No letter: {noLetterBecause}")}</div></td></tr>");
    }

    /// <summary>Ids one below the other, each with its marketplace or wallet.</summary>
    private static void Ids(Html html, IEnumerable<(string Id, string Home)> ids)
    {
        html.Add("<td class=\"id\">");
        foreach (var (id, home) in ids)
        {
            html.Add($"<div>{id} <span class=\"quiet\">{home}</span></div>");
        }

        html.Add("</td>");
    }

    private static void Matches(Html html, IReadOnlyCollection<Match> matches)
    {
        html.Add("<section aria-labelledby=\"matches\">");
        html.Add("<h2 id=\"matches\">Matches</h2>");
        if (matches.Count == 0)
        {
            html.Add("<p>None.</p>");
        }
        else
        {
            if (matches.Count > MatchesShownOpen)
            {
                html.Add("<details>");
            }
            else
            {
                html.Add("<details open=\"open\">");
            }

            // Of very many the first by id, so that not all are read for the few that are shown.
            html.Add($"<summary>{Wording.Count(matches.Count)} {(matches.Count == 1 ? "match" : "matches")}: what settles each order</summary>");
            Start(html, "By order", "Order", "Transaction", "#Amount", "Role", "Rule", "Why");
            foreach (var m in matches.Take(MostRows).OrderBy(m => m.Order).ThenBy(m => m.Role).ThenBy(m => m.Transaction))
            {
                html.Add("<tr>");
                Ids(html, [(m.Order.Id, m.Order.Marketplace)]);
                Ids(html, [(m.Transaction.Id, m.Transaction.Wallet)]);
                html.Add($"<td class=\"n\">{Wording.Amount(m.Amount)}</td>");
                html.Add($"<td>{Wording.Words(m.Role)}</td><td>{m.Rule}<br><span class=\"quiet\">{Wording.Words(m.Confidence).ToLowerInvariant()}</span></td><td class=\"why\">{m.Why.In("en")}</td></tr>");
            }

            End(html);
            Rest(html, matches.Count);
            html.Add("</details>");
        }

        html.Add("</section>");
    }

    private static void Rejected(Html html, RunReport report)
    {
        html.Add("<section aria-labelledby=\"rejected\">");
        html.Add("<h2 id=\"rejected\">Rejected rows</h2>");
        if (report.Rejected.Count == 0)
        {
            html.Add("<p>None.</p>");
        }
        else
        {
            Start(html, "What could not be read, and what to do about it", "File", "#Line", "Column", "Text", "Why");
            var sorted = report.Rejected.OrderBy(r => r.FileName, StringComparer.Ordinal).ThenBy(r => r.Line).ThenBy(r => r.Column, StringComparer.Ordinal).ThenBy(r => r.FileSha256, StringComparer.Ordinal);
            foreach (var r in sorted.Take(MostRows))
            {
                var line = r.Line == 0 ? "whole file" : Wording.Count(r.Line);
                html.Add($"<tr><td class=\"id\">{r.FileName}</td><td class=\"n\">{line}</td><td>{r.Column}</td><td class=\"id\">{Shortened(r.Text)}</td><td class=\"why\">{r.Why}</td></tr>");
            }

            End(html);
            Rest(html, report.Rejected.Count);
        }

        html.Add("</section>");
    }

    private static void Totals(Html html, ControlTotals totals)
    {
        html.Add("<section aria-labelledby=\"totals\">");
        html.Add("<h2 id=\"totals\">Control totals</h2>");
        html.Add("<p>Every row, entry and order is counted in exactly one place. Money is signed: out of the wallet is negative.</p>");
        Start(html, "Rows of files", "Where they ended", "#Rows");
        foreach (var (name, count) in ReportFigures.RowBuckets(totals.Rows))
        {
            html.Add($"<tr><th scope=\"row\">{name}</th><td class=\"n\">{Wording.Count(count)}</td></tr>");
        }

        html.Add($"<tr class=\"sum\"><th scope=\"row\">All rows read {Mark(totals.Rows.Balances)}</th><td class=\"n\">{Wording.Count(totals.Rows.Read)}</td></tr>");
        End(html);
        Ledger(html, "Entries", totals.Entries);
        Ledger(html, "Orders", totals.Orders);
        html.Add("</section>");
    }

    private static void Ledger(Html html, string title, LedgerTotals ledger)
    {
        var currencies = ledger.Buckets.Append(ledger.All).SelectMany(b => b.Sums).Select(s => s.Currency).Distinct().Order().ToArray();
        var tables = currencies.Length == 0 ? [[]] : currencies.Chunk(CurrenciesOfATable).ToArray();
        for (var i = 0; i < tables.Length; i++)
        {
            var caption = i == 0 ? title : $"{title}, further currencies";
            Start(html, caption, ["Where they ended", "#Count", .. tables[i].Select(c => "#" + c.Code)]);
            foreach (var bucket in ledger.Buckets)
            {
                LedgerRow(html, bucket, tables[i], string.Empty, ReportFigures.Sentence(bucket.Name));
            }

            LedgerRow(html, ledger.All, tables[i], "sum", $"{ReportFigures.Sentence(ledger.All.Name)} {Mark(ledger.Balances)}");
            End(html);
        }
    }

    private static void LedgerRow(Html html, BucketTotal bucket, Currency[] currencies, string style, string name)
    {
        html.Add($"<tr class=\"{style}\"><th scope=\"row\">{name}</th><td class=\"n\">{Wording.Count(bucket.Count)}</td>");
        foreach (var currency in currencies)
        {
            var sum = bucket.Sums.Where(s => s.Currency == currency).Select(Wording.Number).FirstOrDefault(Wording.Nothing);
            html.Add($"<td class=\"n\">{sum}</td>");
        }

        html.Add("</tr>");
    }

    private static void Files(Html html, IReadOnlyList<FileSummary> files)
    {
        if (files.Count == 0)
        {
            return;
        }

        html.Add("<section aria-labelledby=\"files\">");
        html.Add("<h2 id=\"files\">Files of this run</h2>");
        Start(html, "What became of each file", "File", "Layout", "#Rows", "#New", "#New versions", "#Known", "#Rejected", "Outcome");
        foreach (var f in ReportFigures.InOrder(files).Take(MostRows))
        {
            html.Add($"<tr><td class=\"id\">{f.FileName}</td><td>{f.Layout}</td><td class=\"n\">{Wording.Count(f.Rows.Read)}</td><td class=\"n\">{Wording.Count(f.Rows.New)}</td>");
            html.Add($"<td class=\"n\">{Wording.Count(f.Rows.NewVersions)}</td><td class=\"n\">{Wording.Count(f.Rows.KnownAlready)}</td><td class=\"n\">{Wording.Count(f.Rows.Rejected)}</td><td>{f.Outcome}</td></tr>");
        }

        End(html);
        Rest(html, files.Count);
        html.Add("</section>");
    }

    private static string Mark(bool balances) => balances ? "✓ adds up" : "✗ DOES NOT ADD UP";

    private static string Shortened(string text) => text.Length > 300 ? string.Concat(text.AsSpan(0, 300), "…") : text;
}
