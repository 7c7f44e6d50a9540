using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

/// <summary>Invented cases in every state that a person can meet, with answers of which some are hostile.</summary>
internal static class CaseSamples
{
    public const string ScriptText = "<script>alert('paid')</script> Dear customer, \u202E.dnufer lluf ni\u202C we have\u0000 looked into it.";

    public static readonly string EndlessWord = string.Concat(Enumerable.Repeat("Rückerstattungsangelegenheit", 40));

    public static RunReport Report() => Samples.Report() with { Cases = All() };

    public static CaseStanding[] All() => [Waiting(), Approval(), HandIn(), Uncertain(), Refused(), Answered(), AtTheEnd(), Over()];

    public static CaseStanding Approval() => Standing(Finding(1, "1234.56 BRL"), "missing-refund waits for approval", true, l => [l with { ApprovalsNeeded = 2 }]);

    public static CaseStanding HandIn() => Standing(Finding(2, "88.80 CNY", FindingKind.ShortRefund), "short-refund is to be handed in at merchant.example.com/claims", true,
        l => [l with { State = DisputeState.ToHandIn, Delivery = DisputeDelivery.Portal, Recipient = "merchant.example.com/claims" }]);

    public static CaseStanding Uncertain() => Standing(Finding(3, "3314.42 RUB", FindingKind.DuplicateCharge), "duplicate-charge is uncertain: the connection broke off after the last byte", true,
        l => [l with { State = DisputeState.Uncertain, Note = "the connection broke off after the last byte" }], movedAt: "2026-06-11 04:00");

    public static CaseStanding Refused()
    {
        var finding = Finding(4, "41.97 USD", FindingKind.DuplicateCharge);
        return Standing(finding, "duplicate-charge is refused: not delivered", true,
            l => [l with { State = DisputeState.Refused, TriedAtUtc = Some.Utc("2026-11-23 14:00"), SentAtUtc = Some.Utc("2026-06-12 04:00"), Note = "not delivered disputes@example.com 5.1.1 no such mailbox" }],
            [Reply(Some.Key.LetterId(finding.Id, 1), "2026-06-12 04:02", "Undelivered Mail Returned to Sender", "", "mailer-daemon@example.com") with { Kind = AnswerKind.Bounce, Note = "not delivered disputes@example.com 5.1.1 no such mailbox" }],
            movedAt: "2026-06-12 06:00");
    }

    /// <summary>Asked, reminded, answered in part by a stranger who means harm, told on, answered once more.</summary>
    public static CaseStanding Answered()
    {
        var finding = Finding(5, "250.00 EUR");
        return Standing(finding, "marketplace answered reminder (filed 2026-06-26): read it and say what follows", true,
            l => [Sent(l, "2026-06-05 04:00"), Sent(l with { Id = Some.Key.LetterId(finding.Id, 2), Number = 2, Step = 2, Letter = "reminder", ApprovedBy = "anna;boris" }, "2026-06-19 04:00")],
            [
                Reply(Some.Key.LetterId(finding.Id, 1), "2026-06-05 04:01", "Automatic reply: your request", "Your request has the number 77120. Please do not answer this mail.") with { Kind = AnswerKind.AutoReply },
                Reply(Some.Key.LetterId(finding.Id, 1), "2026-06-09 10:30", "<b onmouseover=alert(1)>Re: your claim</b>", ScriptText, files: ["proof\".html", "=cmd|' /C calc'!A0.pdf"]),
                Reply(Some.Key.LetterId(finding.Id, 1), "2026-06-10 10:30", EndlessWord, EndlessWord, from: EndlessWord + "@example.com"),
                Reply(Some.Key.LetterId(finding.Id, 2), "2026-06-26 12:00", "=HYPERLINK(\"http://example.com\")", "مرحبا، تم رد المبلغ 250.00 EUR بتاريخ 2026-06-25. שלום, הכסף הוחזר.", files: ["إيصال.pdf"]),
            ],
            [new Instruction(Some.Key.LetterId(finding.Id, 1), InstructionKind.Resumed, Some.Utc("2026-06-15 09:00"), "anna", "They only say that they looked into it <i>.", null, "")]);
    }

    public static CaseStanding AtTheEnd()
    {
        var finding = Finding(6, "77.10 EUR");
        return Standing(finding, "no step of its route is left", true, l => [Sent(l, "2026-05-04 04:00")],
            told: [new Instruction(Some.Key.LetterId(finding.Id, 1), InstructionKind.RefundReported, Some.Utc("2026-05-20 09:00"), "boris", "by \u061Ctelephone", new DateOnly(2026, 5, 18), "RF-1044")]);
    }

    public static CaseStanding Waiting() => Standing(Finding(7, "12.345 KWD"), "an answer to missing-refund is awaited until 2026-07-03", false, l => [Sent(l, "2026-06-19 04:00")]);

    public static CaseStanding Over() => Standing(Finding(8, "5.00 EUR") with { State = FindingState.Resolved }, "the finding is resolved", false, l => [l with { State = DisputeState.Closed, SentAtUtc = Some.Utc("2026-05-02 04:00"), Note = "the money came back" }]);

    public static CaseStanding Standing(Finding finding, string next, bool needsPerson, Func<Dispute, Dispute[]> letters, Answer[]? answers = null, Instruction[]? told = null, string? movedAt = null)
    {
        var first = new Dispute
        {
            Id = Some.Key.LetterId(finding.Id, 1),
            CaseNumber = Some.Key.LetterId(finding.Id, 1),
            FindingId = finding.Id,
            Letter = RecordNames.ToName(finding.Kind),
            Channel = DisputeChannel.Marketplace,
            Recipient = "disputes@example.com",
            State = DisputeState.AwaitingApproval,
            Amount = finding.Amount,
            CreatedAtUtc = finding.FoundAtUtc,
            WaitBusinessDays = 10,
        };
        return new CaseStanding(new CaseFile(finding, letters(first), answers ?? [], told ?? []), Reason.Of(next), needsPerson)
        {
            MovedAtUtc = movedAt is null ? new Dictionary<string, DateTime>() : new Dictionary<string, DateTime>(StringComparer.Ordinal) { [first.Id] = Some.Utc(movedAt) },
        };
    }

    public static Dispute Sent(Dispute letter, string at) => letter with { State = DisputeState.Sent, SentAtUtc = Some.Utc(at), TriedAtUtc = Some.Utc(at) };

    public static Finding Finding(int number, string amount, FindingKind kind = FindingKind.MissingRefund)
    {
        var order = new OrderId("aliexpress", FormattableString.Invariant($"80077700{number:D4}"));
        return new Finding
        {
            Id = Core.Findings.Finding.IdOf(kind, order),
            Kind = kind,
            State = FindingState.Disputed,
            Orders = [order],
            Transactions = [],
            Amount = Some.Money(amount),
            FoundAtUtc = Some.Utc("2026-06-01 06:00").AddDays(number),
            Confidence = Confidence.Certain,
            Why = Reason.Of("The order was cancelled, and nothing has come."),
        };
    }

    public static Answer Reply(string letterId, string at, string subject, string text, string from = "care@example.com", string[]? files = null) => new(
        letterId, AnswerKind.Reply, from, subject, Some.Utc(at), Some.Utc(at).AddHours(1), "In-Reply-To", files ?? [], text, "");
}
