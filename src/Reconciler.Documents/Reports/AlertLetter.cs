using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Evidence;

namespace Reconciler.Documents.Reports;

/// <summary>The mail of an alert: what happened, what is known of it, and what follows.</summary>
public static class AlertLetter
{
    /// <param name="language">As letters name it, such as <c>pt-BR</c>; one without words gives English.</param>
    public static (string Subject, string Text, string Html) Of(Alert alert, string language, string company)
    {
        var words = ReportWords.For(language.Split('-')[0].ToLowerInvariant());
        var what = RecordWords.Fill(words.Of(alert.Kind), ("time", ReaderFormat.Of(language).Time(alert.DueUtc)));
        var why = RecordWords.Fill(words.AlertWhy, ("why", Excerpt.Of(alert.Why, 1_000)));
        var html = new Html();
        html.Add($"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head><body style=\"margin:0;padding:18px;font-family:'Segoe UI',Arial,sans-serif;font-size:14px;line-height:1.45;color:#1b232e;\">");
        html.Add($"<div style=\"max-width:604px;border-left:4px solid #b3261e;padding:2px 0 2px 14px;\"><div style=\"font-size:12px;color:#5b6675;\">{company}</div><div style=\"font-size:18px;font-weight:bold;color:#b3261e;\">{what}</div>");
        html.Add($"<p style=\"margin:10px 0;word-break:break-word;overflow-wrap:anywhere;\">{why}</p><p style=\"margin:10px 0;\">{words.AlertThen}</p></div></body></html>");
        return (RecordWords.Fill(words.AlertSubject, ("what", what)), $"{what}.\n\n{why}\n\n{words.AlertThen}\n", html.ToString());
    }
}
