using Reconciler.Core.Reports;
using Reconciler.Documents.Drawing;

namespace Reconciler.Documents.Reports;

/// <summary>A reader's report as all that is sent: the mail's subject, text and page, the chart within it, the PDF and the workbook.</summary>
/// <param name="Chart">A PNG, named <c>cid:trend</c> in the page; empty where there is nothing to draw.</param>
public sealed record ReaderDocuments(string Subject, string Text, string Html, byte[] Chart, byte[] Pdf, byte[] Workbook)
{
    /// <summary>The chart's id among the parts of the mail.</summary>
    public const string ChartId = "trend";

    /// <summary>The same report gives the same bytes on one machine.</summary>
    /// <param name="fonts">Those of this machine unless told. Where they cannot draw the reader's language, PDF and chart are in English.</param>
    /// <param name="warn">Hears that they are, and what to do about it.</param>
    public static ReaderDocuments Of(ReaderReport report, Fonts? fonts = null, Action<string>? warn = null)
    {
        var with = fonts ?? Fonts.OfThisMachine;
        var brief = new ReaderBrief(report, ReportWords.For(report.Language));
        var drawn = ReportWords.Drawn(report.Language, with) is var words && ReferenceEquals(words, brief.Words) ? brief : new ReaderBrief(report with { Language = "en" }, words);
        if (!ReferenceEquals(drawn, brief))
        {
            warn?.Invoke($"The PDF and the chart of the report {report.Name} are in English, while its language is {report.Language}. {Fonts.Explain(with.Missing(brief.Words.Title + brief.Words.MoneyAtRisk))}");
        }

        var chart = TrendChart.Png(report.Trend, drawn.Format, with);
        var said = chart is null ? null : string.Join("; ", report.Trend.Sums.Take(TrendChart.MostCurrencies).Select(sums => string.Join(" → ", sums.Where((_, i) => i == 0 || i == sums.Count - 1).Select(brief.Format.Amount))));
        using var workbook = new MemoryStream();
        ReportWorkbook.Write(report, brief, workbook);
        return new ReaderDocuments(brief.Subject, ReaderMail.Text(brief, said), ReaderMail.Html(brief, report.Language, report.Company, said), chart ?? [], ReaderPdf.Render(drawn, report, with), workbook.ToArray());
    }

    /// <summary>Writes the PDF and the workbook to files beside each other.</summary>
    public void Save(string pathWithoutEnding)
    {
        File.WriteAllBytes(pathWithoutEnding + ".pdf", Pdf);
        File.WriteAllBytes(pathWithoutEnding + ".xlsx", Workbook);
    }
}
