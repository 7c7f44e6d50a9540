using System.Text;

namespace Reconciler.Documents.Reports;

/// <summary>
/// The brief as a mail: HTML for Outlook (whose Word engine knows tables and inline styles, and no more) and for phones, 640 pixels at most; and the same as plain text. No script, no picture from elsewhere.
/// </summary>
internal static class ReaderMail
{
    private const string Font = "font-family:'Segoe UI',Arial,'Microsoft YaHei','PingFang SC',sans-serif;";
    private const string Ink = "color:#1b232e;", Quiet = "color:#5b6675;", Accent = "color:#1f3a5f;", Bad = "color:#b3261e;", Good = "color:#1d6b3c;";
    private const int TextColumns = 76;

    /// <param name="chart">What the chart shows, for whoever does not see it; null: there is none.</param>
    public static string Html(ReaderBrief brief, string language, string company, string? chart)
    {
        var html = new Html();
        html.Add($"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light\"><title>{brief.Subject}</title></head>");
        html.Add("<body style=\"margin:0;padding:0;background:#f2f5f9;-webkit-text-size-adjust:100%;\">");
        html.Add("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"background:#f2f5f9;\"><tr><td align=\"center\">");
        html.Add("<!--[if mso]><table role=\"presentation\" width=\"640\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->");
        html.Add($"<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:640px;background:#ffffff;{Font}{Ink}font-size:14px;line-height:1.45;\">");
        html.Add($"<tr><td style=\"background:#1f3a5f;color:#ffffff;padding:16px 18px;{Font}\"><div style=\"font-size:12px;line-height:1.4;color:#d3dae3;\">{company}</div><div style=\"font-size:20px;line-height:1.3;font-weight:bold;\">{brief.Title}</div></td></tr>");
        html.Add($"<tr><td style=\"padding:14px 18px 0;{Font}\">");
        foreach (var line in brief.Lines)
        {
            html.Add($"<div style=\"font-size:13px;{Quiet}\">{line}</div>");
        }

        html.Add($"<div style=\"font-size:13px;font-weight:bold;{(brief.Warning.Length == 0 ? Good : Bad)}\">{(brief.Warning.Length == 0 ? "✓ " + brief.Words.Balanced : "✗ " + brief.Warning)}</div>");
        html.Add($"<h2 style=\"margin:18px 0 4px;font-size:16px;{Accent}\">{brief.Words.MoneyAtRisk}</h2>");
        foreach (var sum in brief.Risk)
        {
            html.Add($"<div style=\"font-size:24px;line-height:1.3;font-weight:bold;\">{sum}</div>");
        }

        if (brief.Risk.Count == 0)
        {
            html.Add($"<div style=\"font-size:16px;\">{brief.Words.NothingAtRisk}</div>");
        }

        html.Add("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin-top:12px;\"><tr>");
        foreach (var (count, name) in brief.Counts)
        {
            html.Add($"<td width=\"25%\" valign=\"top\" style=\"padding:8px 4px 8px 8px;background:#f2f5f9;{Font}{Ink}\"><div style=\"font-size:18px;line-height:1.2;font-weight:bold;\">{brief.Format.Count(count)}</div><div style=\"font-size:12px;line-height:1.3;{Quiet}\">{name}</div></td>");
        }

        html.Add("</tr></table>");
        if (brief.Risk.Count > 0)
        {
            Table(html, brief.ByKind, brief);
        }

        if (chart is not null)
        {
            Heading(html, brief.Words.Trend, brief.TrendNote);
            html.Add($"<img src=\"cid:{ReaderDocuments.ChartId}\" width=\"600\" alt=\"{chart}\" style=\"display:block;width:100%;max-width:600px;height:auto;border:0;\">");
        }

        foreach (var table in brief.Tables(ReaderBrief.MostRows))
        {
            Table(html, table, brief);
        }

        html.Add($"<p style=\"margin:20px 0 0;font-size:13px;\">{brief.Words.Attached}</p>");
        html.Add("</td></tr>");
        html.Add($"<tr><td style=\"padding:16px 18px 22px;{Font}font-size:11px;line-height:1.5;{Quiet}word-break:break-all;overflow-wrap:anywhere;\">");
        foreach (var line in brief.Foot)
        {
            html.Add($"<div>{line}</div>");
        }

        html.Add("</td></tr></table><!--[if mso]></td></tr></table><![endif]--></td></tr></table></body></html>");
        return html.ToString();
    }

    /// <summary>The same in fixed columns of at most 76 characters.</summary>
    /// <param name="chart">As for <see cref="Html"/>.</param>
    public static string Text(ReaderBrief brief, string? chart)
    {
        var text = new StringBuilder();
        foreach (var line in new[] { brief.Title }.Concat(brief.Lines).Append(brief.Warning.Length == 0 ? brief.Words.Balanced : brief.Warning))
        {
            text.Append(line).Append('\n');
        }

        Title(text, brief.Words.MoneyAtRisk);
        text.AppendJoin('\n', brief.Risk.Count == 0 ? [brief.Words.NothingAtRisk] : brief.Risk).Append('\n');
        text.AppendJoin(", ", brief.Counts.Select(c => $"{c.Name}: {brief.Format.Count(c.Count)}")).Append('\n');
        foreach (var table in (IEnumerable<BriefTable>)[.. brief.Risk.Count > 0 ? [brief.ByKind] : Array.Empty<BriefTable>(), .. brief.Tables(ReaderBrief.MostRows)])
        {
            Title(text, table.Title);
            Lines(text, table, brief);
        }

        if (chart is not null)
        {
            Title(text, brief.Words.Trend);
            text.Append(chart).Append('\n');
        }

        text.Append('\n').Append(brief.Words.Attached).Append("\n\n").AppendJoin('\n', brief.Foot).Append('\n');
        return text.Replace('\u00A0', ' ').ToString();
    }

    private static void Title(StringBuilder text, string title) => text.Append('\n').Append(title).Append('\n').Append('-', Math.Min(TextColumns, Width(title))).Append('\n');

    private static void Lines(StringBuilder text, BriefTable table, ReaderBrief brief)
    {
        if (table.Rows.Count == 0)
        {
            text.Append(table.Empty).Append('\n');
        }

        var widths = table.Columns.Select((_, i) => table.Rows.Max(r => (int?)Width(brief.Text(r.Cells[i]))) ?? 0).ToList();
        foreach (var row in table.Rows)
        {
            var cells = string.Concat(row.Cells.Select((c, i) => brief.Text(c) is var cell ? "  " + new string(' ', widths[i] - Width(cell)) + cell : ""));
            var room = TextColumns - Width(cells);
            text.Append(row.Name).Append(' ', Math.Max(0, room - Width(row.Name))).Append(cells).Append('\n');
            foreach (var below in new[] { row.Below, row.Why }.SelectMany(Wrapped))
            {
                text.Append("  ").Append(below).Append('\n');
            }
        }

        if (table.Note.Length > 0)
        {
            text.Append(table.Note).Append('\n');
        }
    }

    /// <summary>A text in lines that stand below a row: broken at blanks, and within what has none.</summary>
    private static IEnumerable<string> Wrapped(string text)
    {
        var line = new StringBuilder();
        var room = TextColumns - 2;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width(line.ToString()) + 1 + Width(word) > room)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "");
            foreach (var letter in word.EnumerateRunes())
            {
                if (Width(line.ToString()) + 2 > room)
                {
                    yield return line.ToString();
                    line.Clear();
                }

                line.Append(letter.ToString());
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    /// <summary>A Chinese character is as wide as two others.</summary>
    private static int Width(string text) => text.Sum(c => c is >= '\u2E80' and <= '\uFFEF' ? 2 : 1);

    private static void Heading(Html html, string title, string note)
    {
        html.Add($"<h2 style=\"margin:22px 0 4px;font-size:16px;line-height:1.3;{Accent}\">{title}</h2>");
        if (note.Length > 0)
        {
            html.Add($"<div style=\"margin:0 0 4px;font-size:12px;{Quiet}\">{note}</div>");
        }
    }

    private static void Table(Html html, BriefTable table, ReaderBrief brief)
    {
        Heading(html, table.Title, table.Note);
        if (table.Rows.Count == 0)
        {
            html.Add($"<div style=\"font-size:13px;\">{table.Empty}</div>");
            return;
        }

        html.Add("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"border-collapse:collapse;\"><tr>");
        html.Add($"<th align=\"left\" valign=\"bottom\" style=\"padding:4px 6px 4px 0;border-bottom:1px solid #1f3a5f;font-size:12px;{Font}{Accent}\">{table.Head}</th>");
        foreach (var column in table.Columns)
        {
            html.Add($"<th align=\"right\" valign=\"bottom\" style=\"padding:4px 0 4px 8px;border-bottom:1px solid #1f3a5f;font-size:12px;{Font}{Accent}\">{column}</th>");
        }

        html.Add("</tr>");
        foreach (var row in table.Rows)
        {
            var hasMore = row.Below.Length + row.Why.Length > 0;
            var (weight, end) = (row.IsSum ? "font-weight:bold;border-top:1px solid #1f3a5f;" : "", hasMore ? "padding-bottom:0;" : "border-bottom:1px solid #e3e8ee;");
            html.Add($"<tr><td valign=\"top\" style=\"padding:5px 6px 5px 0;font-size:13px;line-height:1.35;{end}{weight}{Font}{Ink}\">{row.Name}</td>");
            foreach (var cell in row.Cells)
            {
                html.Add($"<td align=\"right\" valign=\"top\" style=\"padding:5px 0 5px 8px;font-size:13px;line-height:1.35;white-space:nowrap;{end}{weight}{Font}{Ink}\">{brief.Text(cell)}</td>");
            }

            html.Add("</tr>");
            if (hasMore)
            {
                // Across the table, so that it is read on a phone as well.
                html.Add($"<tr><td colspan=\"{row.Cells.Length + 1}\" style=\"padding:0 0 5px;border-bottom:1px solid #e3e8ee;font-size:12px;line-height:1.35;word-break:break-word;overflow-wrap:anywhere;{Font}{Ink}\"><div style=\"{Quiet}\">{row.Below}</div>");
                if (row.Why.Length > 0)
                {
                    html.Add($"<div>{row.Why}</div>");
                }

                html.Add("</td></tr>");
            }
        }

        html.Add("</table>");
    }
}
