using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Reconciler.Core.Findings;
using Reconciler.Core.Reports;
using Reconciler.Documents.Reports;

namespace Reconciler.Documents.Tests;

public sealed class ReportPageTests
{
    [Fact]
    public void Text_from_files_is_never_markup()
    {
        var page = ReportPage.Render(Samples.Report());

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; was charged &amp; the order", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_well_formed_and_needs_nothing_else()
    {
        var page = ReportPage.Render(CaseSamples.Report());
        var xml = XDocument.Parse(Regex.Replace(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<(?<tag>(meta|br)[^>]*)>", "<${tag}/>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)));

        Assert.DoesNotContain(xml.Descendants(), e => e.Name.LocalName is "script" or "link" or "img" || e.Attribute("src") is not null || e.Attribute("href") is not null);
        Assert.All(xml.Descendants("table"), t => Assert.NotNull(t.Element("caption")));
        Assert.All(xml.Descendants("th"), t => Assert.NotNull(t.Attribute("scope")));
        Assert.All(xml.Descendants("table"), t =>
        {
            var columns = t.Element("thead")!.Descendants("th").Count();
            Assert.All(t.Element("tbody")!.Elements("tr").Where(r => (string?)r.Attribute("class") != "group"), r => Assert.Equal(columns, r.Elements().Count()));
        });
    }

    [Fact]
    public void Money_at_risk_leaves_out_what_is_settled()
    {
        var text = Text(ReportPage.Render(Samples.Report()));

        Assert.Contains("1,000,000,000.00 USD", text, StringComparison.Ordinal);
        Assert.Contains("123,456,789,012 JPY", text, StringComparison.Ordinal);
        Assert.Contains("12.345 KWD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("55.00 EUR", text, StringComparison.Ordinal); // Dismissed.
    }

    [Fact]
    public void Open_refunds_stand_by_age_with_what_we_owe_apart()
    {
        var text = Text(ReportPage.Render(Samples.Report()));

        Assert.Matches(@"Refunds owed to us\s+Age\s*Orders\s*Amount\s+Not yet due\s*3\s*1,250\.00 BRL\s*40\.00 CNY\s+Overdue 1 to 5 business days\s*0\s*–", text);
        Assert.Matches(@"Refunds owed by us\s+Age\s*Orders\s*Amount\s+Not yet due\s*2\s*77\.10 EUR", text);
        Assert.Contains("3 Jun 202619 business days overdue", text, StringComparison.Ordinal);
        Assert.Contains("4 Jun 20261 business day overdue", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Open refunds", Text(ReportPage.Render(Samples.Report() with { Refunds = RefundAgeing.None })), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_off_is_summed_and_not_at_risk()
    {
        var report = Samples.Report();
        Assert.DoesNotContain("Written off", Text(ReportPage.Render(report)), StringComparison.Ordinal);
        var given = report with { Findings = [.. report.Findings.Select(f => f.Kind == FindingKind.AmountMismatch ? f with { State = FindingState.WrittenOff } : f)] };
        var text = Text(ReportPage.Render(given));

        Assert.Matches(@"Written off\s+Given up by people, or within the tolerance of a pair; each is in the workbook\s+Kind\s*Findings\s*Amount\s+Amount mismatch\s*1\s*0\.01 USD", text);
        Assert.Contains("999,999,999.99 USD", text, StringComparison.Ordinal); // 0.01 USD less than before
    }

    [Fact]
    public void The_greatest_sum_of_a_kind_comes_first()
    {
        var page = ReportPage.Render(Samples.Report());

        Assert.True(page.IndexOf("T-JPY-1", StringComparison.Ordinal) < page.IndexOf("T-KWD-1", StringComparison.Ordinal));
        Assert.True(page.IndexOf("18234567977", StringComparison.Ordinal) < page.IndexOf("T-JPY-1", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_matches_are_folded_and_capped_with_a_word_about_the_rest()
    {
        var page = ReportPage.Render(Samples.Report(matches: 2_001));

        Assert.Contains("<details>", page, StringComparison.Ordinal);
        Assert.Contains("The first 2,000 of 2,001 are shown; all are in the workbook.", Text(page), StringComparison.Ordinal);
        Assert.DoesNotContain("8001234567802001", page, StringComparison.Ordinal);
        Assert.DoesNotContain("are shown; all are", Text(ReportPage.Render(Samples.Report(matches: 2_000))), StringComparison.Ordinal);
    }

    [Fact]
    public void Totals_that_do_not_balance_are_said_loudly()
    {
        var good = Samples.Report();
        var totals = good.Run.Totals;
        var bad = good with { Run = good.Run with { Totals = totals with { Rows = totals.Rows with { New = 1 } } } };

        Assert.Contains("✓ Control totals in balance", Text(ReportPage.Render(good)), StringComparison.Ordinal);
        Assert.Contains("OUT OF BALANCE", Text(ReportPage.Render(bad)), StringComparison.Ordinal);
        Assert.Contains("DOES NOT ADD UP", Text(ReportPage.Render(bad)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_run_makes_a_calm_page()
    {
        var good = Samples.Report();
        var nothing = new LedgerTotals(new BucketTotal("all entries", 0, []), []);
        var run = good.Run with { Totals = new ControlTotals(new RowTotals(0, 0, 0, 0, 0), nothing, nothing) };
        var text = Text(ReportPage.Render(new RunReport(run, [], [], [], [], [])));

        Assert.Contains("None: no finding is open.", text, StringComparison.Ordinal);
        Assert.Contains("✓ Control totals in balance", text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_currencies_than_a_page_is_wide_go_on_in_a_further_table()
    {
        var good = Samples.Report();
        var sums = Samples.Sums("1.00 AUD", "1.00 BRL", "1.00 CAD", "1.00 EUR", "1 JPY", "1.00 USD");
        var ledger = new LedgerTotals(new BucketTotal("all entries", 6, sums), [new BucketTotal("waiting", 6, sums)]);
        var page = ReportPage.Render(good with { Run = good.Run with { Totals = good.Run.Totals with { Entries = ledger } } });

        Assert.Contains("Entries, further currencies", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_report_gives_the_same_page_whatever_the_order_of_its_lists()
    {
        var report = CaseSamples.Report();
        var turned = report with { Cases = [.. report.Cases.Reverse()], Findings = [.. report.Findings.Reverse()], Matches = [.. report.Matches.Reverse()], Rejected = [.. report.Rejected.Reverse()], Disputes = [.. report.Disputes.Reverse()], Files = [.. report.Files.Reverse()] };

        Assert.Equal(ReportPage.Render(report), ReportPage.Render(turned));
    }

    private static string Text(string page) => WebUtility.HtmlDecode(Regex.Replace(page, "<[^>]*>", "", RegexOptions.None, TimeSpan.FromSeconds(5))).Replace('\u00A0', ' ');
}
