using Reconciler.Core.Disputes;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;

namespace Reconciler.Mail.Tests;

/// <summary>Each letter that comes with the program, with an invented case that it suits.</summary>
internal static class LetterCases
{
    public static readonly string[] Names = ["duplicate-charge", "missing-refund", "short-refund", "wallet-confirmation", "wallet-trace", "reminder", "reminder-answered", "reminder-wallet", "reminder-trace", "escalation", "escalation-answered", "escalation-wallet", "further-evidence"];

    /// <summary>The marketplace said that it refunded; the wallet knows of no such refund.</summary>
    private static CaseHistory Answered => Cases.History with { AnsweredOn = new DateOnly(2026, 5, 12), RefundedOn = new DateOnly(2026, 5, 11), RefundReference = "RF-20260511-77" };

    public static WrittenLetter Write(string language, string name)
    {
        var (dispute, history) = Of(name);
        return DisputeMail.LetterOf(Cases.Shipped, dispute, PartOf(name), Cases.Sender with { Language = language }, Cases.Now, history);
    }

    /// <summary>The missing refund has evidence for three mails.</summary>
    public static EvidencePart PartOf(string name) => name switch
    {
        "missing-refund" => new EvidencePart(1, 3, Cases.Evidence),
        "further-evidence" => new EvidencePart(2, 3, Cases.Evidence),
        _ => Cases.Part(Cases.Evidence),
    };

    /// <summary>Masked, as every case is before its letter is written.</summary>
    public static (DisputeCase Dispute, CaseHistory History) Of(string name)
    {
        var (dispute, history) = WholeOf(name);
        var shown = new CaseMask(dispute, EvidenceDisclosure.Least).Shown;
        return (name == "wallet-confirmation" ? WithReferences(shown) : shown, history);
    }

    private static (DisputeCase Dispute, CaseHistory History) WholeOf(string name) => name switch
    {
        "duplicate-charge" => (Cases.Duplicate(), CaseHistory.None),
        "missing-refund" => (Cases.Missing(), CaseHistory.None),
        "short-refund" => (Cases.Short(), CaseHistory.None),
        "wallet-confirmation" => (Cases.ToWallet(Cases.Duplicate(), name), CaseHistory.None),
        "wallet-trace" => (Cases.ToWallet(Cases.Missing(), name), new CaseHistory { RefundedOn = new DateOnly(2026, 5, 6), RefundReference = "RF-20260506-77" }),
        "reminder" => (Cases.As(Cases.Missing(), name), Cases.History with { Reminders = 0 }),
        "reminder-answered" => (Cases.As(Cases.Missing(), "reminder"), Answered),
        "reminder-trace" => (Cases.ToWallet(Cases.Duplicate(), "reminder"), Cases.History with { Reminders = 0, RefundedOn = new DateOnly(2026, 5, 6) }),
        "escalation-answered" => (Cases.As(Cases.Duplicate(), "escalation"), Answered),
        "reminder-wallet" => (Cases.ToWallet(Cases.Duplicate(), "reminder"), Cases.History),
        "further-evidence" => (Cases.As(Cases.Missing(), name), Cases.History),
        "escalation" => (Cases.As(Cases.Duplicate(), name), Cases.History),
        _ => (Cases.ToWallet(Cases.Short(), "escalation"), Cases.History with { Reminders = 2 }),
    };

    private static DisputeCase WithReferences(DisputeCase dispute) => dispute with
    {
        Payments = [.. dispute.Payments.Select(e => e with { Extra = "trmTxnId: 500011\nPhone: +70000000000" })],
        Disputed = [.. dispute.Disputed.Select(e => e with { Extra = "Status: done\nRRN: 612345678901\ntrmTxnId: 500012" })],
    };
}
