using Reconciler.Core.Reports;
using Reconciler.Documents.Drawing;

namespace Reconciler.Documents.Reports;

/// <summary>A reader's report as all that is sent: the mail's subject, text and page, the chart within it, the PDF and the workbook.</summary>
/// <param name="Chart">A PNG, named <c>cid:trend</c> in the page; empty where there is nothing to draw.</param>
/// <param name="IsWorkbookKept">The workbook is larger than what may be attached; text and page tell where it lies.</param>
public sealed record ReaderDocuments(string Subject, string Text, string Html, byte[] Chart, byte[] Pdf, bool IsWorkbookKept)
{
    /// <summary>The chart's id among the parts of the mail.</summary>
    public const string ChartId = "trend";

    /// <summary>The same report gives the same bytes on one machine.</summary>
    /// <param name="workbook">The workbook is written to it, row by row: of a long time it is larger than memory.</param>
    /// <param name="keptAs">Where a workbook lies that is too large, as its readers may be told.</param>
    /// <param name="mostAttached">The most bytes of PDF, chart and workbook together that a mail takes.</param>
    /// <param name="fonts">Those of this machine unless told. Where they cannot draw the reader's language, PDF and chart are in English.</param>
    /// <param name="warn">Hears that they are, and what to do about it.</param>
    public static ReaderDocuments Of(ReaderReport report, Stream workbook, string keptAs = "", long mostAttached = long.MaxValue, Fonts? fonts = null, Action<string>? warn = null)
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
        var pdf = ReaderPdf.Render(drawn, report, with);
        ReportWorkbook.Write(report, brief, workbook);
        var isKept = workbook.Length + pdf.Length + (chart?.Length ?? 0) > mostAttached;
        var told = isKept ? brief.WithWorkbookKept(keptAs, workbook.Length) : brief;
        return new ReaderDocuments(told.Subject, ReaderMail.Text(told, said), ReaderMail.Html(told, report.Language, report.Company, said), chart ?? [], pdf, isKept);
    }
}
