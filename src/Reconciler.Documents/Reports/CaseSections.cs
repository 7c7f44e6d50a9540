using Reconciler.Core.Disputes;
using Reconciler.Core.Reports;

namespace Reconciler.Documents.Reports;

/// <summary>What the page tells about the disputes: what people must do, and each case as it stands.</summary>
internal static class CaseSections
{
    /// <summary>The most cases, and the most answers of one case, that are drawn; the workbook holds them all.</summary>
    public const int MostCases = 200, MostAnswers = 20;

    private const int MatterShown = 400, TextShown = 200, NameShown = 120, FilesShown = 10;

    /// <summary>The commands that get the cases going again; nothing where none waits.</summary>
    public static void Tasks(Html html, RunReport report)
    {
        var tasks = PersonTask.Of(report);
        if (tasks.Count == 0)
        {
            return;
        }

        html.Add("<section aria-labelledby=\"tasks\">");
        html.Add("<h2 id=\"tasks\">What people must do</h2>");
        PageTable.Start(html, "What has waited longest comes first", "About", "#Amount", "Since", "What to do");
        foreach (var task in tasks.Take(ReportPage.MostRows))
        {
            html.Add($"<tr><td>{task.Subject}<div class=\"quiet key\">{task.CaseNumber}</div></td><td class=\"n\">{Wording.Amount(task.Amount)}</td><td class=\"d\">{Day(task.SinceUtc)}</td>");
            html.Add($"<td class=\"why\"><strong>{Excerpt.Of(task.Matter, MatterShown)}</strong>");
            foreach (var step in task.Steps)
            {
                html.Add($"<div class=\"step\">{step.When} <code>{step.Command}</code></div>");
            }

            html.Add("</td></tr>");
        }

        PageTable.End(html);
        PageTable.Rest(html, tasks.Count);
        html.Add("</section>");
    }

    public static void Disputes(Html html, RunReport report)
    {
        var cases = report.Cases;
        html.Add("<section aria-labelledby=\"disputes\">");
        html.Add("<h2 id=\"disputes\">Disputes</h2>");
        if (cases.Count == 0)
        {
            html.Add("<p>None.</p>");
        }

        foreach (var standing in CaseTables.InOrder(cases).Take(MostCases))
        {
            OneCase(html, standing, report.MailboxUnreadSinceUtc is not null);
        }

        PageTable.Rest(html, cases.Count, MostCases);
        html.Add("</section>");
    }

    private static void OneCase(Html html, CaseStanding standing, bool mailboxIsUnread)
    {
        var file = standing.File;
        var claim = CaseTables.Claim(file);
        html.Add($"<article class=\"{(standing.NeedsPerson ? "case waits" : "case")}\">");
        html.Add($"<h3><span class=\"key\">{claim.CaseNumber}</span> · {Wording.Words(file.Finding.Kind)} · {Wording.Amount(claim.Amount)} claimed</h3>");
        var order = file.Finding.Orders is [var id, ..] ? $"Order {id.Id} of {id.Marketplace} · " : string.Empty;
        var next = standing.IsLetterDue && mailboxIsUnread ? standing.Next + Core.Reasons.Reason.Of(Core.Reasons.Because.ButMailboxIsUnread) : standing.Next;
        html.Add($"<p><span class=\"quiet\">{order}Finding {file.Finding.Id}</span> · {(standing.NeedsPerson ? "A person must act" : "Next")}: <strong>{Excerpt.Of(next.In("en"), MatterShown)}</strong></p>");
        Letters(html, file.Letters);
        KeptHere(html, standing.KeptHere);
        Answers(html, file);
        Told(html, file.Instructions);
        html.Add("</article>");
    }

    private static void Letters(Html html, IReadOnlyList<Dispute> letters)
    {
        html.Add("<div class=\"letters\">");
        PageTable.Start(html, "Letters", "Letter", "To", "State", "Sent", "Approved by", "Note");
        foreach (var l in letters)
        {
            html.Add($"<tr><td>{l.Letter}<div class=\"quiet key\">{l.Id}</div></td><td class=\"id\">{Wording.Words(l.Channel)}{(l.Delivery == DisputeDelivery.Portal ? ", by hand" : string.Empty)}<div class=\"quiet\">{l.Recipient}</div></td>");
            html.Add($"<td>{Wording.Words(l.State)}</td><td class=\"d\">{Day(l.SentAtUtc)}</td><td class=\"by\">{l.ApprovedBy.Replace(";", ", ", StringComparison.Ordinal)}</td><td class=\"why\">{Excerpt.Of(l.Note, TextShown)}</td></tr>");
        }

        PageTable.End(html);
        html.Add("</div>");
    }

    /// <summary>Each cell holds only what one stranger wrote, so that text from right to left cannot reorder what stands beside it.</summary>
    private static void Answers(Html html, CaseFile file)
    {
        var answers = file.Answers;
        if (answers.Count == 0)
        {
            return;
        }

        html.Add("<div class=\"answers\">");
        PageTable.Start(html, "What was answered", "Received", "From", "Kind", "Text", "Files");
        foreach (var a in answers.TakeLast(MostAnswers))
        {
            var stranger = a.FromStranger ? "a stranger: it stops nothing" : a.Kind == AnswerKind.Reply && Sender.ChannelOf(file, a.From) is null ? "no letter of this case went there" : string.Empty;
            html.Add($"<tr><td class=\"d\">{Day(a.ReceivedAtUtc)}</td><td class=\"id\">{Excerpt.Of(a.From, NameShown)}<div class=\"quiet\">{stranger}</div></td><td>{Kind(a)}</td>");
            html.Add($"<td class=\"why\"><div dir=\"auto\"><strong>{Excerpt.Of(a.Subject, TextShown)}</strong></div><div dir=\"auto\">{Excerpt.Of(a.Text, TextShown)}</div><div class=\"quiet\">{Excerpt.Of(a.Note, TextShown)}</div></td>");
            html.Add("<td class=\"id\">");
            foreach (var name in a.Files.Take(FilesShown))
            {
                html.Add($"<div>{Excerpt.Of(name, NameShown)}</div>");
            }

            if (a.Files.Count > FilesShown)
            {
                html.Add($"<div class=\"quiet\">and {Wording.Count(a.Files.Count - FilesShown)} more</div>");
            }

            html.Add("</td></tr>");
        }

        PageTable.End(html);
        html.Add("</div>");
        if (answers.Count > MostAnswers)
        {
            html.Add($"<p class=\"rest\">The last {Wording.Count(MostAnswers)} of {Wording.Count(answers.Count)} answers are shown; all are in the workbook.</p>");
        }
    }

    private static void Told(Html html, IReadOnlyList<Instruction> instructions)
    {
        if (instructions.Count == 0)
        {
            return;
        }

        html.Add("<div class=\"told\">");
        PageTable.Start(html, "What people told", "On", "By", "What");
        foreach (var i in instructions)
        {
            var reference = i.RefundReference.Length > 0 ? $", reference {i.RefundReference}" : string.Empty;
            var what = i.Kind switch
            {
                InstructionKind.Answered => "An answer came by another way",
                InstructionKind.RefundReported => $"The marketplace says that it refunded on {Wording.Date(i.RefundedOn)}{reference}",
                _ => "What was answered does not settle the case: it goes on",
            };
            html.Add($"<tr><td class=\"d\">{Day(i.AtUtc)}</td><td class=\"by\">{i.By}</td><td class=\"why\">{what}<div class=\"quiet\">{i.Reason}</div></td></tr>");
        }

        PageTable.End(html);
        html.Add("</div>");
    }

    /// <summary>What was held back is told, so that a claim is not taken for better proved than it is.</summary>
    private static void KeptHere(Html html, IReadOnlyList<string> files)
    {
        if (files.Count > 0)
        {
            var rest = files.Count > FilesShown ? $" and {Wording.Count(files.Count - FilesShown)} more" : string.Empty;
            html.Add($"<p><span class=\"quiet\">Not sent, kept here (too large, or the larger original of a picture):</span> {Excerpt.Of(string.Join(", ", files.Take(FilesShown)), MatterShown)}{rest}</p>");
        }
    }

    /// <summary>Of a mail that is only late, or did arrive, the note says so at its beginning.</summary>
    private static string Kind(Answer answer) => answer.Kind switch
    {
        AnswerKind.Reply => "Reply",
        AnswerKind.AutoReply => "Automatic",
        _ => answer.Note.StartsWith("late", StringComparison.Ordinal) ? "Delayed" : answer.Note.StartsWith("delivered", StringComparison.Ordinal) ? "Delivered" : "Not delivered",
    };

    private static string Day(DateTime? utc) => Wording.Date(utc is { } some ? DateOnly.FromDateTime(some) : null);
}
