using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests.Disputes;

/// <summary>Who must say yes, and how many letters go out without anybody.</summary>
public class ApprovalTests
{
    private static readonly ApprovalPolicy Policy = new(
    [
        new ApprovalRule(FindingKind.MissingRefund, null, [], 2),
        new ApprovalRule(null, Confidence.Certain, [Some.Money("200 USD"), Some.Money("30000 JPY")], 0),
        new ApprovalRule(null, Confidence.Certain, [], 2),
    ]);

    [Theory]
    [InlineData(FindingKind.MissingRefund, Confidence.Certain, "1.00 USD", 2)] // the first rule that fits, not the mildest
    [InlineData(FindingKind.DuplicateCharge, Confidence.Certain, "200.00 USD", 0)]
    [InlineData(FindingKind.DuplicateCharge, Confidence.Certain, "200.01 USD", 2)]
    [InlineData(FindingKind.DuplicateCharge, Confidence.Certain, "30000 JPY", 0)]
    [InlineData(FindingKind.DuplicateCharge, Confidence.Certain, "1.00 EUR", 2)] // a currency without a limit is not among them
    [InlineData(FindingKind.DuplicateCharge, Confidence.Probable, "1.00 USD", 1)] // no rule fits
    public void The_first_rule_that_fits_counts(FindingKind kind, Confidence confidence, string amount, int needed) =>
        Assert.Equal(needed, Policy.Needed(File(kind, confidence, amount)));

    [Theory]
    [InlineData(Confidence.Certain, 0)]
    [InlineData(Confidence.Probable, 1)]
    public void What_is_certain_goes_out_by_itself_by_default(Confidence confidence, int needed) =>
        Assert.Equal(needed, new ApprovalPolicy(ApprovalPolicy.UsualRules).Needed(File(FindingKind.ShortRefund, confidence, "5000.00 USD")));

    [Theory]
    [InlineData("sent", 2, "ann;bob", "300.00 USD", 0)]
    [InlineData("queued", 2, "ann;bob", "300.00 USD", 0)]
    [InlineData("sent", 2, "ann;bob", "299.99 USD", 2)] // more is claimed than they saw
    [InlineData("sent", 2, "ann;bob", "300.00 EUR", 2)]
    [InlineData("sent", 2, "ann;bob", "300.01 USD", 0)]
    [InlineData("sent", 1, "ann", "300.00 USD", 2)] // two are needed now
    [InlineData("sent", 0, "", "300.00 USD", 2)] // it went out by itself: nobody saw it
    [InlineData("awaiting-approval", 2, "ann", "300.00 USD", 2)] // one of two
    [InlineData("rejected", 2, "ann", "300.00 USD", 2)]
    [InlineData("rejected", 2, "ann;bob", "300.00 USD", 2)]
    [InlineData("closed", 2, "ann;bob", "300.00 USD", 2)] // it never went out
    public void An_approval_counts_for_the_letters_that_follow(string state, int asked, string approvedBy, string amount, int needed)
    {
        var letter = new Dispute
        {
            Id = "D-1",
            FindingId = "f",
            Letter = "claim",
            Channel = DisputeChannel.Marketplace,
            Recipient = "shop@example.com",
            State = Records.RecordNames.Parse<DisputeState>(state),
            ApprovalsNeeded = asked,
            ApprovedBy = approvedBy,
            Amount = Some.Money(amount),
        };
        Assert.Equal(needed, Policy.Needed(File(FindingKind.DuplicateCharge, Confidence.Certain, "300.00 USD") with { Letters = [letter] }));
    }

    [Theory]
    [InlineData(1, 4, null)]
    [InlineData(2, 4, "over the limit of 2 letters a run")]
    [InlineData(1, 5, "over the limit of 5 letters a day")]
    public void What_is_over_a_limit_is_told(int inRun, int today, string? reached) => Assert.Equal(reached, new LetterLimits(2, 5).Reached(inRun, today));

    [Fact]
    public void A_limit_of_none_lets_nothing_out() => Assert.NotNull(new LetterLimits(0, 5).Reached(0, 0));

    private static CaseFile File(FindingKind kind, Confidence confidence, string amount) =>
        new(new Finding { Id = "f", Kind = kind, Amount = Some.Money(amount), Confidence = confidence, Why = Reason.None }, [], [], []);
}
