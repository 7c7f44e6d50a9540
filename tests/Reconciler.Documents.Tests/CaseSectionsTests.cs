using System.Net;
using System.Text.RegularExpressions;
using Reconciler.Core.Disputes;
using Reconciler.Core.Reasons;
using Reconciler.Core.Reports;
using Reconciler.Documents.Reports;
using Reconciler.Documents.Tables;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

public sealed class CaseSectionsTests
{
    public static TheoryData<string, string[]> WhatWaits => new()
    {
        { nameof(CaseSamples.Approval), ["The letter missing-refund to disputes@example.com waits for approval by two people", "1,234.56 BRL", "2 Jun 2026", "reconciler disputes preview FINDING --text", "reconciler disputes approve ID", "reconciler disputes reject ID --reason \"…\""] },
        { nameof(CaseSamples.HandIn), ["The letter short-refund is to be handed in at merchant.example.com/claims", "88.80 CNY", "3 Jun 2026", "Hand in outbox/portal/ID.zip at merchant.example.com/claims, then reconciler disputes sent ID"] },
        { nameof(CaseSamples.Uncertain), ["may have gone out or not: the connection broke off", "11 Jun 2026", "Look in the sent mails. It is there: reconciler disputes sent ID", "It is not there: reconciler disputes retry ID --reason \"…\""] },
        { nameof(CaseSamples.Refused), ["was refused: not delivered disputes@example.com 5.1.1 no such mailbox", "12 Jun 2026", "Mend the cause, then reconciler disputes retry ID --reason \"…\""] },
        { nameof(CaseSamples.Answered), ["The letter reminder was answered by the marketplace (care@example.com)", "26 Jun 2026", "Read it, whole in evidence/ID/answers. It does not settle the case: reconciler disputes resume ID --reason \"…\"", "reconciler disputes answered ID --refunded-on DATE --reason \"…\""] }, // the last letter is meant, not the first
        { nameof(CaseSamples.AtTheEnd), ["No step of its route is left", "20 May 2026", "reconciler decide write-off FINDING --reason \"…\"", "reconciler decide dismiss FINDING --reason \"…\""] },
    };

    [Theory]
    [MemberData(nameof(WhatWaits))]
    public void What_waits_is_told_with_the_command_that_gets_it_going(string sample, string[] told)
    {
        var standing = Of(sample);
        var tasks = Tasks(Samples.Report() with { Cases = [standing] });

        Assert.All(told, t => Assert.Contains(t.Replace("FINDING", standing.File.Finding.Id, StringComparison.Ordinal).Replace("ID", standing.File.Letters[^1].Id, StringComparison.Ordinal), tasks, StringComparison.Ordinal));
    }

    [Fact]
    public void What_goes_on_by_itself_is_no_task()
    {
        Assert.Equal("", Tasks(Samples.Report() with { Cases = [CaseSamples.Waiting(), CaseSamples.Over()] }));
        Assert.DoesNotContain("What people must do", ReportPage.Render(Samples.Report()), StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_stand_below_the_money_at_risk_the_longest_waiting_first()
    {
        var page = Text(ReportPage.Render(CaseSamples.Report()));
        string[] inOrder = ["Money at risk", "What people must do", "No step of its route", "waits for approval", "is to be handed in", "may have gone out", "was refused", "The letter reminder was answered", "Open refunds by age", "Open findings", "Disputes", "Letters"];

        Assert.Equal(inOrder.Order(Comparer<string>.Create((a, b) => page.IndexOf(a, StringComparison.Ordinal).CompareTo(page.IndexOf(b, StringComparison.Ordinal)))), inOrder);
        Assert.All(inOrder, t => Assert.Contains(t, page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rejected_letter_stops_its_case_until_a_person_says_how_it_goes_on()
    {
        var rejected = CaseSamples.Standing(CaseSamples.Finding(1, "7.00 EUR"), "missing-refund was rejected: wrong order", true, l => [l with { State = DisputeState.Rejected, Note = "wrong order" }]);
        var tasks = Tasks(Samples.Report() with { Cases = [rejected] });

        Assert.Contains("The letter missing-refund to disputes@example.com was rejected: wrong order", tasks, StringComparison.Ordinal);
        Assert.Contains($"reconciler disputes retry {rejected.File.Letters[0].Id} --reason", tasks, StringComparison.Ordinal);
        Assert.Contains($"reconciler decide write-off {rejected.File.Finding.Id} --reason", tasks, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_that_did_not_get_out_is_a_task_though_its_case_goes_on()
    {
        var half = CaseSamples.Standing(CaseSamples.Finding(1, "7.00 EUR"), "an answer is awaited", false, l =>
            [CaseSamples.Sent(l, "2026-06-05"), l with { Id = "D-0000000000ff", Number = 2, Part = 2, Letter = Dispute.FurtherEvidence, State = DisputeState.Uncertain }]);

        Assert.Contains("reconciler disputes sent D-0000000000ff", Tasks(Samples.Report() with { Cases = [half] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_that_was_refused_before_the_refund_was_reported_is_no_task_any_more()
    {
        var refused = CaseSamples.Refused();
        var told = new Instruction(refused.File.Letters[0].Id, InstructionKind.RefundReported, Some.Utc("2026-06-20"), "anna", "by telephone", new DateOnly(2026, 6, 18), "");

        Assert.Equal("", Tasks(Samples.Report() with { Cases = [refused with { File = refused.File with { Instructions = [told] }, NeedsPerson = false }] }));
    }

    [Theory]
    [InlineData("anna@example.com", "The letter missing-refund was answered by the marketplace (anna@example.com)")]
    [InlineData("anna@desk.Example.com", "The letter missing-refund was answered by the marketplace (anna@desk.Example.com)")] // a part of their domain
    [InlineData("anna@badexample.com", "The letter missing-refund was answered by anna@badexample.com, to whom no letter of this case went")] // ends alike, and is another domain
    [InlineData("example.com@mail.test", "The letter missing-refund was answered by example.com@mail.test, to whom no letter of this case went")]
    public void Who_answered_is_told_and_whether_a_letter_went_there(string from, string told)
    {
        var finding = CaseSamples.Finding(1, "7.00 EUR");
        var answered = CaseSamples.Standing(finding, "read it", true, l => [CaseSamples.Sent(l, "2026-06-05")], [CaseSamples.Reply(Some.Key.LetterId(finding.Id, 1), "2026-06-09", "Re", "Hello", from)]);
        var report = Samples.Report() with { Cases = [answered] };

        Assert.Contains(told, Tasks(report), StringComparison.Ordinal);
        Assert.Equal(told.EndsWith("went", StringComparison.Ordinal), Disputes(report).Contains($"{from}no letter of this case went there", StringComparison.Ordinal));
    }

    [Fact]
    public void A_strangers_mail_is_told_as_one_and_is_no_answer()
    {
        var finding = CaseSamples.Finding(1, "7.00 EUR");
        var id = Some.Key.LetterId(finding.Id, 1);
        var waits = CaseSamples.Standing(finding, "an answer is awaited", false, l => [CaseSamples.Sent(l, "2026-06-05")],
            [CaseSamples.Reply(id, "2026-06-09", "Re", "Hello", "anna@elsewhere.test") with { FromStranger = true }]);
        var report = Samples.Report() with { Cases = [waits] };

        Assert.Null(waits.File.AnsweredAtUtc(DisputeChannel.Marketplace));
        Assert.Contains("anna@elsewhere.test, a stranger to this case, wrote about it: that stops nothing", Tasks(report), StringComparison.Ordinal);
        Assert.Contains($"It is from whom the letter went to: reconciler disputes accept {id} --reason \"…\"", Tasks(report), StringComparison.Ordinal);
        Assert.Contains("anna@elsewhere.testa stranger: it stops nothing", Disputes(report), StringComparison.Ordinal);
        Assert.Equal(Cell.Of("yes"), CaseTables.Answers(report).Rows.Single()[^1]);

        var told = waits with { File = waits.File with { Instructions = [new(id, InstructionKind.Resumed, Some.Utc("2026-06-10"), "anna", "nobody we know", null, "")] } };
        Assert.DoesNotContain("stranger", Tasks(Samples.Report() with { Cases = [told] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reminder_that_waits_since_nobody_reads_answers_says_so_and_takes_an_answer()
    {
        var finding = CaseSamples.Finding(1, "7.00 EUR");
        var silent = CaseSamples.Standing(finding, "reminder waits for approval", true, l =>
            [CaseSamples.Sent(l, "2026-06-05"), l with { Id = "D-0000000000ff", Number = 2, Step = 2, Letter = "reminder", Note = "answers on a portal are not read: a person must see that none came" }]);
        var tasks = Tasks(Samples.Report() with { Cases = [silent] });

        Assert.Contains("waits for approval: answers on a portal are not read: a person must see that none came", tasks, StringComparison.Ordinal);
        Assert.Contains($"Has an answer to the letter missing-refund come? Then: reconciler disputes answered {silent.File.Letters[0].Id} --reason \"…\"", tasks, StringComparison.Ordinal);
        Assert.DoesNotContain("disputes answered", Tasks(Samples.Report() with { Cases = [CaseSamples.Approval()] }), StringComparison.Ordinal); // nobody was asked yet
    }

    [Fact]
    public void A_mailbox_that_cannot_be_read_is_a_task_that_says_what_it_holds_back()
    {
        var report = Samples.Report() with { Cases = [CaseSamples.Waiting() with { IsLetterDue = true, Next = Reason.Of(Because.LetterIsDue, ReasonValue.Name("reminder"), ReasonValue.Name("marketplace")) }], MailboxUnreadSinceUtc = Some.Utc("2026-06-20 04:00") };

        Assert.Matches("Mailbox.*20 Jun 2026\\s*The mailbox with the answers cannot be read.*the next letter of 1 case is held back\\s*See what is wrong, and mend it: reconciler check", Tasks(report).ReplaceLineEndings(" "));
        Assert.Contains("reminder to the marketplace is due, but the mailbox with the answers cannot be read", Disputes(report), StringComparison.Ordinal);
        Assert.Contains("no letter is held back", Tasks(report with { Cases = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_works_on_the_data_of_the_report()
    {
        var commands = PersonTask.Of(CaseSamples.Report() with { CommandOptions = "--data \"/srv/our books\"" }).SelectMany(t => t.Steps).ToList();

        Assert.NotEmpty(commands);
        Assert.All(commands, c => Assert.EndsWith(" --data \"/srv/our books\"", c.Command, StringComparison.Ordinal));
    }

    [Fact]
    public void A_case_at_its_end_waits_for_a_person_since_its_last_letter_stayed_without_an_answer()
    {
        var atTheEnd = CaseSamples.AtTheEnd() with { SilentSince = new DateOnly(2026, 6, 4) };

        Assert.Contains("4 Jun 2026", Tasks(Samples.Report() with { Cases = [atTheEnd] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_tells_its_order_what_was_kept_here_and_what_is_only_late()
    {
        var refused = CaseSamples.Refused();
        var late = refused with { KeptHere = ["evidence/D-1/film.png"], File = refused.File with { Answers = [refused.File.Answers[0] with { Note = "late disputes@example.com 4.4.1" }] } };
        var text = Disputes(Samples.Report() with { Cases = [late] });

        Assert.Contains("Order 800777000004 of aliexpress", text, StringComparison.Ordinal);
        Assert.Contains("Not sent, kept here (too large, or the larger original of a picture): evidence/D-1/film.png", text, StringComparison.Ordinal);
        Assert.Contains("mailer-daemon@example.comDelayed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not delivered", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_finding_tells_why_no_letter_is_written()
    {
        var report = Samples.Report();
        var open = report.Findings.First(f => f.IsAtRisk);
        var page = Section(ReportPage.Render(report with { NoLetterBecause = new Dictionary<string, string>(StringComparer.Ordinal) { [open.Id] = "it is older than DisputeFrom, 2026-06-01" } }), "open");

        Assert.Contains($"{open.Why}No letter: it is older than DisputeFrom, 2026-06-01", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No letter", ReportPage.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_shows_its_letters_answers_and_what_people_told()
    {
        var standing = CaseSamples.Answered();
        var text = Disputes(Samples.Report() with { Cases = [standing] });
        var (first, reminder) = (standing.File.Letters[0].Id, standing.File.Letters[1].Id);

        Assert.Contains($"{first} · Missing refund · 250.00 EUR claimed", text, StringComparison.Ordinal);
        Assert.Contains("A person must act: marketplace answered reminder (filed 2026-06-26): read it and say what follows", text, StringComparison.Ordinal);
        Assert.Matches($@"reminder{reminder}Marketplacedisputes@example\.com\s*Sent19 Jun 2026anna, boris", text);
        Assert.Matches(@"5 Jun 2026care@example\.comAutomatic\s*Automatic reply: your request", text);
        Assert.Contains("إيصال.pdf", text, StringComparison.Ordinal);
        Assert.Matches(@"15 Jun 2026annaWhat was answered does not settle the case: it goes onThey only say that they looked into it <i>\.", text);
        Assert.Matches(@"20 May 2026borisThe marketplace says that it refunded on 18 May 2026, reference RF-1044by telephone", Disputes(CaseSamples.Report()));
        Assert.Matches(@"mailer-daemon@example\.comNot delivered\s*Undelivered Mail Returned to Sendernot delivered disputes@example\.com 5\.1\.1", Disputes(CaseSamples.Report()));
    }

    [Fact]
    public void What_strangers_wrote_is_never_markup_and_cannot_turn_a_sum_around()
    {
        var page = ReportPage.Render(CaseSamples.Report());

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b onmouseover", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#x27;paid&#x27;)&lt;/script&gt; Dear customer, .dnufer lluf ni we have looked into it.", page, StringComparison.Ordinal);
        Assert.Contains("proof&quot;.html", page, StringComparison.Ordinal);
        Assert.DoesNotContain(page, c => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C' or '\0');
    }

    [Fact]
    public void Of_a_long_text_the_beginning_is_shown()
    {
        var page = Disputes(CaseSamples.Report());

        Assert.Contains(CaseSamples.EndlessWord[..200] + "…", page, StringComparison.Ordinal);
        Assert.DoesNotContain(CaseSamples.EndlessWord[..201], page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abcde", "abcde")]
    [InlineData("abcdef", "abcde…")]
    [InlineData("abcd efg", "abcd…")] // no blank before the mark
    [InlineData("abcd\U0001F600fg", "abcd…")] // half of a pair would be no character
    [InlineData("a\r\n\r\n\t b\u200B\u202E", "a b")] // one line; what cannot be seen is not counted
    [InlineData("", "")]
    public void A_beginning_is_one_line_of_whole_characters(string text, string shown)
    {
        Assert.Equal(shown, Excerpt.Of(text, 5));
    }

    [Fact]
    public void A_text_that_begins_with_a_sea_of_blanks_is_not_shown_as_empty()
    {
        Assert.Equal("…", Excerpt.Of(new string(' ', 1_000_000) + "pay", 5));
    }

    [Fact]
    public void Many_cases_and_answers_are_capped_with_a_word_about_the_rest()
    {
        var many = Enumerable.Range(1, 201).Select(i => CaseSamples.Standing(CaseSamples.Finding(i, "7.00 EUR"), "an answer is awaited", false, l => [CaseSamples.Sent(l, "2026-06-05")])).ToArray();
        var text = Disputes(Samples.Report() with { Cases = many });
        Assert.Contains("The first 200 of 201 are shown; all are in the workbook.", text, StringComparison.Ordinal);
        Assert.Contains(many[199].File.Finding.Id, text, StringComparison.Ordinal);
        Assert.DoesNotContain(many[200].File.Finding.Id, text, StringComparison.Ordinal);

        var answered = CaseSamples.Answered();
        var answers = Enumerable.Range(1, 21).Select(i => answered.File.Answers[0] with { Subject = FormattableString.Invariant($"ticket {i:D2}"), Files = [.. Enumerable.Repeat("a.pdf", 11)] }).ToArray();
        var flooded = Disputes(Samples.Report() with { Cases = [answered with { File = answered.File with { Answers = answers } }] });
        Assert.Contains("The last 20 of 21 answers are shown; all are in the workbook.", flooded, StringComparison.Ordinal);
        Assert.DoesNotContain("ticket 01", flooded, StringComparison.Ordinal);
        Assert.Contains("and 1 more", flooded, StringComparison.Ordinal);
    }

    private static CaseStanding Of(string sample) => sample switch
    {
        nameof(CaseSamples.Approval) => CaseSamples.Approval(),
        nameof(CaseSamples.HandIn) => CaseSamples.HandIn(),
        nameof(CaseSamples.Uncertain) => CaseSamples.Uncertain(),
        nameof(CaseSamples.Refused) => CaseSamples.Refused(),
        nameof(CaseSamples.Answered) => CaseSamples.Answered(),
        _ => CaseSamples.AtTheEnd(),
    };

    private static string Tasks(RunReport report) => Section(ReportPage.Render(report), "tasks");

    private static string Disputes(RunReport report) => Section(ReportPage.Render(report), "disputes");

    private static string Section(string page, string id)
    {
        var from = page.IndexOf($"<section aria-labelledby=\"{id}\">", StringComparison.Ordinal);
        return from < 0 ? string.Empty : Text(page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)]);
    }

    private static string Text(string page) => WebUtility.HtmlDecode(Regex.Replace(page, "<[^>]*>", "", RegexOptions.None, TimeSpan.FromSeconds(5))).Replace('\u00A0', ' ');
}
