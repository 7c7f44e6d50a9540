using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>What comes next in a case that did not go straight.</summary>
public sealed class NextMoveTests
{
    private static readonly Route Usual = Settings.RouteSettings.Usual[0].ToRoute();

    [Fact]
    public void A_step_written_anew_after_later_ones_does_not_begin_its_route_again()
    {
        var next = Next(Some.Time.AddDays(13), [Letter(1, 1, DisputeState.Closed, sent: false), Letter(2, 2, DisputeState.Sent), Letter(3, 1, DisputeState.Sent)]);
        Assert.Equal(new DateOnly(2026, 5, 20), Assert.IsType<NextMove.Wait>(next).Until);
    }

    [Fact]
    public void A_refund_told_after_its_reminder_was_rejected_is_traced_all_the_same()
    {
        var told = new Instruction("D-2", InstructionKind.RefundReported, Some.Time.AddDays(20), "mia", "by telephone", new DateOnly(2026, 5, 20), "");
        var letters = new[] { Letter(1, 1, DisputeState.Sent), Letter(2, 2, DisputeState.Sent), Letter(3, 3, DisputeState.Rejected, sent: false) };
        Assert.IsType<NextMove.AskPerson>(Next(Some.Time.AddDays(21), letters));
        Assert.Equal("wallet-trace", Assert.IsType<NextMove.Write>(Next(Some.Time.AddDays(21), letters, told)).Step.Letter);
    }

    [Fact]
    public void An_answer_told_by_the_cases_number_holds_the_reminder_to_the_marketplace()
    {
        // The number that the marketplace quotes is that of the case's first letter, which went to the wallet.
        var told = new Instruction("D-1", InstructionKind.Answered, Some.Time.AddDays(3), "mia", "by telephone", null, "");
        var letters = new[] { Letter(1, 1, DisputeState.Sent), Letter(2, 2, DisputeState.Sent) };
        Assert.IsType<NextMove.Write>(Next(Some.Time.AddDays(21), letters));
        Assert.Contains("an answer was filed on 2026-05-09", Assert.IsType<NextMove.AskPerson>(Next(Some.Time.AddDays(21), letters, told)).Why, StringComparison.Ordinal);
    }

    private static NextMove Next(DateTime today, IReadOnlyList<Dispute> letters, params Instruction[] told)
    {
        var finding = new Finding
        {
            Id = "f-1",
            Kind = FindingKind.DuplicateCharge,
            State = FindingState.Disputed,
            Amount = Some.Money("20.00 USD"),
            Confidence = Confidence.Certain,
            Why = "twice",
            FoundAtUtc = Some.Time,
        };
        return NextMove.Of(new CaseFile(finding, letters, [], told), Usual, DateOnly.FromDateTime(today), new BusinessCalendar());
    }

    private static Dispute Letter(int number, int step, DisputeState state, bool sent = true) => new()
    {
        Id = $"D-{number}",
        FindingId = "f-1",
        Number = number,
        Step = step,
        Letter = Usual.Steps[step - 1].Letter,
        Channel = Usual.Steps[step - 1].To,
        Recipient = "desk@bazaar.example",
        State = state,
        WaitBusinessDays = Usual.Steps[step - 1].WaitBusinessDays,
        Amount = Some.Money("20.00 USD"),
        SentAtUtc = sent ? Some.Time : null,
    };
}
