using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Reconciler.Core.Findings;
using Reconciler.Core.Reasons;
using Reconciler.Core.Reports;
using Reconciler.Documents.Drawing;
using Reconciler.Documents.Reports;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

/// <summary>The report that a reader gets by mail: page, text, PDF and workbook tell the same, as the reader writes sums and dates.</summary>
public sealed partial class ReaderReportTests
{
    public static TheoryData<string> Languages => ["en", "pt", "ru", "zh"];

    [Theory]
    [InlineData("en", "999,999,999.99 USD", "123,456,789,012 JPY", "12.345 KWD", "25 May 2026")]
    [InlineData("pt", "999.999.999,99 USD", "123.456.789.012 JPY", "12,345 KWD", "25/05/2026")]
    [InlineData("ru", "999 999 999,99 USD", "123 456 789 012 JPY", "12,345 KWD", "25.05.2026")]
    [InlineData("zh", "999,999,999.99 USD", "123,456,789,012 JPY", "12.345 KWD", "2026年5月25日")]
    public void Mail_and_PDF_write_sums_and_dates_as_the_reader_does(string language, string dollars, string yen, string dinars, string due)
    {
        var made = Made(Report(language));

        foreach (var told in new[] { Words(made.Html), made.Text, PdfText.Of(made.Pdf) })
        {
            Assert.Contains(dollars, told, StringComparison.Ordinal);
            Assert.Contains(yen, told, StringComparison.Ordinal);
            Assert.Contains(dinars, told, StringComparison.Ordinal);
            Assert.Contains(due, told, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_page_needs_nothing_from_elsewhere_and_passes_through_clients_that_cut_long_mails(string language)
    {
        var html = Made(Report(language)).Html;

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["cid:trend"], Source().Matches(html).Select(m => m.Groups["src"].Value));
        Assert.True(html.Length < 100_000, string.Create(CultureInfo.InvariantCulture, $"{html.Length} characters")); // Gmail shows the first 102 kB
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_workbook_keeps_the_rules_of_the_format_with_a_chart_for_each_currency(string language)
    {
        using var document = SpreadsheetDocument.Open(WorkbookOf(Report(language)), isEditable: false);

        Assert.Equal([], new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(e => e.Part?.Uri + ": " + e.Description));
        var charts = document.WorkbookPart!.WorksheetParts.Select(s => s.DrawingsPart).OfType<DrawingsPart>().SelectMany(d => d.ChartParts).ToList();
        Assert.Equal(2, charts.Count);
        Assert.All(charts, c => Assert.Contains("$A$2:$A$4", c.ChartSpace!.InnerText, StringComparison.Ordinal));
    }

    [Fact]
    public void Sums_of_the_workbook_are_numbers_with_their_currency_beside_them()
    {
        using var zip = new ZipArchive(WorkbookOf(Report("pt")));
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var summary = reader.ReadToEnd();

        Assert.Matches("<v>999999999.99</v></c><c [^>]*><is><t>USD</t>", summary);
        Assert.Contains("Preparado por", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("999.999.999,99", summary, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Page_text_and_PDF_bear_the_head_of_the_audit(string language)
    {
        var made = Made(Report(language));

        Assert.Contains(Head.Hash, made.Html, StringComparison.Ordinal);
        Assert.Contains(Head.Hash, made.Text, StringComparison.Ordinal);
        Assert.Contains(Head.Hash[..40], PdfText.Of(made.Pdf), StringComparison.Ordinal);
        Assert.Contains("audit-head 4711:", made.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_strangers_wrote_is_text_and_no_markup()
    {
        var report = Report("en");
        var odd = report.Report.Findings[0] with { Orders = [new Core.Values.OrderId("<b>shop</b>", "1<img src=x>")], Kind = FindingKind.MissingRefund };
        var html = Made(report with { Report = report.Report with { Findings = [odd] } }).Html;

        Assert.Contains("1&lt;img src=x&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_open_the_report_says_so()
    {
        var report = Report("en");
        var made = Made(report with { Report = report.Report with { Findings = [], Disputes = [] }, Closed = [], Trend = RiskTrend.None });

        Assert.Contains("nothing at risk", made.Subject, StringComparison.Ordinal);
        Assert.Contains("No money is at risk: no finding is open.", made.Text, StringComparison.Ordinal);
        Assert.Empty(made.Chart);
    }

    [Fact]
    public void Totals_that_do_not_add_up_are_said_before_all_else()
    {
        var report = Report("en");
        var totals = report.Report.Run.Totals with { Rows = new RowTotals(5, 1, 1, 1, 1) };
        var made = Made(report with { Report = report.Report with { Run = report.Report.Run with { Totals = totals } } });

        Assert.Contains("OUT OF BALANCE", made.Text.Split('\n')[3], StringComparison.Ordinal);
    }

    [Fact]
    public void What_closed_a_finding_is_told_with_sum_day_and_transaction()
    {
        var refund = Some.Entry("R-1", "30.00 USD", "2026-05-20 09:00", Core.Records.EntryType.Refund);
        var report = Report("pt") with { Closed = [new ClosedFinding(Samples.MissingRefund().Finding with { State = FindingState.Resolved }, [refund])] };

        Assert.Contains("30,00 USD de 20/05/2026, qiwi/R-1", Made(report).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "megabytes, too many for a mail")]
    [InlineData("pt", "demais para um e-mail")]
    [InlineData("ru", "слишком много для письма")]
    [InlineData("zh", "超出邮件容量")]
    public void A_workbook_that_no_mail_takes_is_said_to_lie_on_the_server(string language, string words)
    {
        using var workbook = new MemoryStream();
        var made = ReaderDocuments.Of(Report(language), workbook, "reports/report-daily.xlsx", mostAttached: 1_000);

        Assert.True(made.IsWorkbookKept);
        Assert.All(new[] { made.Text, Words(made.Html) }, told => Assert.Contains(words, told, StringComparison.Ordinal));
        Assert.All(new[] { made.Text, made.Html }, told => Assert.Contains("reports/report-daily.xlsx", told, StringComparison.Ordinal));
        Assert.DoesNotContain("reports/report-daily.xlsx", Made(Report(language)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Charge T1 of 1,234.50 RUB to 'Bazaar' on 6 May 2026 fits no order", "amount equals 20.00 USD of order 800", "exact amount")]
    [InlineData("pt", "A cobrança T1 de 1.234,50 RUB a “Bazaar” em 06/05/2026 não corresponde a nenhum pedido", "o valor é igual aos 20,00 USD do pedido 800", "valor exato")]
    [InlineData("ru", "Списание T1 на 1 234,50 RUB в пользу «Bazaar» от 06.05.2026 не подходит ни к одному заказу", "сумма равна 20,00 USD по заказу 800", "точная сумма")]
    [InlineData("zh", "2026年5月6日向“Bazaar”支付的扣款 T1（1,234.50 RUB）不对应任何订单", "金额等于订单 800 的 20.00 USD", "金额相等")]
    public void Reasons_and_rules_are_told_in_the_readers_language(string language, string charge, string match, string rule)
    {
        var report = Report(language);
        var open = report.Report.Findings[0] with { Kind = FindingKind.ChargeWithoutOrder, Why = Reason.Of(Because.ChargeToFitsNoOrder, "T1", Some.Money("1234.50 RUB"), "Bazaar", Some.Time) };
        var matched = report.Report.Matches.First() with { Rule = "exact-amount", Why = Reason.Of(Because.AmountEqualsOrder, Some.Money("20.00 USD"), "800") };
        using var workbook = new MemoryStream();
        var made = ReaderDocuments.Of(report with { Report = report.Report with { Findings = [open], Matches = [matched] } }, workbook);

        Assert.Contains(charge, Words(made.Html), StringComparison.Ordinal);
        Assert.Contains(Solid(charge), Solid(made.Text), StringComparison.Ordinal);
        Assert.Contains(Solid(charge), Solid(PdfText.Of(made.Pdf)), StringComparison.Ordinal);
        var cells = Cells(workbook.ToArray());
        Assert.Contains(charge[1..], cells.Select(c => c.Length > 0 ? c[1..] : c)); // small at the beginning there
        Assert.Contains(match, cells);
        Assert.Contains(rule, cells);
    }

    [Theory]
    [InlineData("en", "d\\ mmm\\ yyyy")]
    [InlineData("pt", "dd\\/mm\\/yyyy")]
    [InlineData("ru", "dd\\.mm\\.yyyy")]
    [InlineData("zh", "yyyy\\年m\\月d\\日")]
    public void Dates_of_the_workbook_stand_in_the_readers_format(string language, string format)
    {
        using var document = SpreadsheetDocument.Open(WorkbookOf(Report(language)), isEditable: false);
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.NumberingFormats!.Elements<DocumentFormat.OpenXml.Spreadsheet.NumberingFormat>().Select(f => f.FormatCode!.Value).ToList();

        Assert.Contains(format, formats);
        Assert.Contains(format + "\\ hh:mm:ss", formats);
        Assert.DoesNotContain(formats, f => f!.Contains('-', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-06-28 2026-06-29 2026-06-30", "At the end of each day (UTC)")]
    [InlineData("2026-06-14 2026-06-21 2026-06-24", "At the end of each week (UTC)")]
    [InlineData("2026-04-30 2026-05-31 2026-06-10", "At the end of each month (UTC)")]
    public void The_trend_says_how_far_apart_its_days_lie(string days, string told)
    {
        var trend = new RiskTrend([.. days.Split(' ').Select(d => DateOnly.Parse(d, CultureInfo.InvariantCulture))], [Samples.Sums("10.00 EUR", "0.00 EUR", "55.00 EUR")]);
        var report = Report("en");

        Assert.Contains(told, Words(Made(report with { Trend = trend, Report = report.Report with { Period = new ReportPeriod.Days(new(2026, 4, 1), new(2026, 6, 30)) } }).Html), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_findings_tell_for_how_many_days_how_much_is_open()
    {
        var report = Report("en");
        var open = report.Report.Findings[0] with { Amount = Some.Money("20.00 USD"), FoundAtUtc = report.Report.Run.AsOfUtc.AddDays(-9) };
        using var document = SpreadsheetDocument.Open(WorkbookOf(report with { Report = report.Report with { Findings = [open] } }), isEditable: false);
        var sheet = document.WorkbookPart!.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Single(s => s.Name == "Open findings");
        var rows = ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Select(r => r.Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>().ToList()).ToList();

        var days = rows[0].FindIndex(c => c.InnerText == "Age in days");
        var at = rows[0][days].CellReference!.Value![..1];
        Assert.Equal("9", rows[1].Single(c => c.CellReference == at + "2").InnerText);
        Assert.Equal("180", rows[1].Single(c => c.CellReference == (char)(at[0] + 1) + "2").InnerText);
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes()
    {
        var (one, other) = (Made(Report("ru")), Made(Report("ru")));

        Assert.Equal(one.Pdf, other.Pdf);
        Assert.Equal(WorkbookOf(Report("ru")).ToArray(), WorkbookOf(Report("ru")).ToArray());
        Assert.Equal(one.Chart, other.Chart);
        Assert.Equal(one.Html, other.Html);
    }

    [Fact]
    public void Without_a_font_for_the_language_the_PDF_is_in_English_and_the_mail_is_not()
    {
        string? warning = null;
        var made = ReaderDocuments.Of(Report("zh"), Stream.Null, fonts: Fonts.ShippedOnly, warn: w => warning = w);

        Assert.Contains("are in English", warning, StringComparison.Ordinal);
        Assert.Contains("风险款项", made.Text, StringComparison.Ordinal);
        Assert.Contains("Money at risk", PdfText.Of(made.Pdf), StringComparison.Ordinal);
    }

    private static readonly AuditHead Head = new(4711, string.Concat(Enumerable.Repeat("0123456789abcdef", 4)));

    private static ReaderDocuments Made(ReaderReport report)
    {
        using var workbook = new MemoryStream();
        return ReaderDocuments.Of(report, workbook);
    }

    private static MemoryStream WorkbookOf(ReaderReport report)
    {
        var workbook = new MemoryStream();
        ReaderDocuments.Of(report, workbook);
        workbook.Position = 0;
        return workbook;
    }

    private static ReaderReport Report(string language)
    {
        var report = Samples.Report();
        var due = new DateOnly(2026, 5, 25);
        return new ReaderReport(report with { Findings = [.. report.Findings.Select(f => f.DueOn is null ? f : f with { DueOn = due })] }, "finance-daily", language, "Atelier Nordlicht")
        {
            FromUtc = DateTime.MinValue,
            UntilUtc = DateTime.MaxValue,
            Trend = new RiskTrend([new(2026, 6, 28), new(2026, 6, 29), new(2026, 6, 30)], [Samples.Sums("10.00 EUR", "0.00 EUR", "55.00 EUR"), Samples.Sums("1.00 USD", "2.00 USD", "3.00 USD")]),
            AuditHead = Head,
        };
    }

    private static string Solid(string words) => string.Concat(words.Where(c => !char.IsWhiteSpace(c)));

    private static List<string> Cells(byte[] workbook)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        return [.. document.WorkbookPart!.WorksheetParts.SelectMany(s => s.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>()).Select(c => c.InnerText.Replace('\u00A0', ' '))];
    }

    private static string Words(string page) => System.Net.WebUtility.HtmlDecode(Tag().Replace(page, " ")).Replace('\u00A0', ' ');

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 10_000)]
    private static partial Regex Tag();

    [GeneratedRegex("src=\"(?<src>[^\"]*)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Source();
}
