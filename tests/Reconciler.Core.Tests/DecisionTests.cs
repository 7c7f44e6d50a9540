using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>A person's decision stands above the rules, through every run, until it is taken back.</summary>
public class DecisionTests
{
    private const string A = "8001234567890123";
    private const string B = "8001234567890999";

    private static readonly OrderId OrderA = new("aliexpress", A);
    private static readonly OrderId OrderB = new("aliexpress", B);

    [Fact]
    public void A_pair_decides_what_was_ambiguous()
    {
        var records = Case.Of(Entry("T1", at: "2026-05-06 12:00"), Order(A, at: "2026-05-06 11:00"), Order(B, at: "2026-05-06 11:30"));
        Assert.Empty(records.Matches());
        var decided = records with { Decided = [new Decision.Pair(new TransactionId("qiwi", "T1"), OrderB)] };
        Assert.Equal([$"T1 pays {B} 20.00 USD decided certain"], decided.Matches());
        Assert.Equal([$"order-without-charge open - {A} 20.00 USD certain"], decided.FindingLines());
    }

    [Fact]
    public void A_pair_stands_above_a_name_and_its_difference_is_told()
    {
        var records = Case.Of(Entry("T1", reference: A), Order(A), Order(B, "25.00 USD"));
        var decided = records with { Decided = [new Decision.Pair(new TransactionId("qiwi", "T1"), OrderB)] };
        Assert.Equal([$"T1 pays {B} 20.00 USD decided certain"], decided.Matches());
        Assert.Contains($"amount-mismatch open T1 {B} 5.00 USD certain", decided.FindingLines());
    }

    [Fact]
    public void An_unmatched_pair_is_never_matched_again_by_name_or_amount()
    {
        foreach (var reference in new[] { A, "" })
        {
            var records = Case.Of(Entry("T1", reference: reference), Order(A));
            Assert.Single(records.Matches());
            var decided = records with { Decided = [new Decision.Unmatch(new TransactionId("qiwi", "T1"), OrderA)] };
            Assert.Empty(decided.Matches());
            Assert.Equal(["charge-without-order open T1 - 20.00 USD certain", $"order-without-charge open - {A} 20.00 USD certain"], decided.FindingLines());
        }
    }

    [Fact]
    public void A_refund_can_be_paired_with_its_order()
    {
        var records = Case.Of(
            Entry("T1", reference: A), Entry("T2", reference: B), Entry("R", "20.00 USD", at: "2026-05-12", type: EntryType.Refund),
            Order(A, status: OrderStatus.Cancelled), Order(B, status: OrderStatus.Cancelled));
        Assert.Contains($"ambiguous-match open R {A}+{B} 20.00 USD possible", records.FindingLines());
        var decided = records with { Decided = [new Decision.Pair(new TransactionId("qiwi", "R"), OrderB)] };
        Assert.Equal([$"missing-refund open T1 {A} 20.00 USD due 2026-05-20 certain"], decided.FindingLines());
    }

    [Theory]
    [InlineData(false, FindingState.Dismissed)]
    [InlineData(true, FindingState.WrittenOff)]
    public void A_dismissed_or_written_off_finding_stays_so_until_it_is_taken_back(bool writeOff, FindingState state)
    {
        var records = Case.Of(Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: A), Order(A));
        var open = FindingHistory.Changes([], records.Findings(), Utc("2026-08-01"));
        var decision = writeOff ? (Decision)new Decision.WriteOff(open[0].Id) : new Decision.Dismiss(open[0].Id);
        var decided = records with { Decided = [decision] };
        var kept = FindingHistory.Merge(open, FindingHistory.Changes(open, decided.Findings(), Utc("2026-08-02")));
        Assert.Equal(state, Assert.Single(kept).State);
        Assert.Empty(FindingHistory.Changes(kept, decided.Findings(), Utc("2026-08-03")));
        Assert.Equal(FindingState.Open, Assert.Single(FindingHistory.Changes(kept, records.Findings(), Utc("2026-08-04"))).State);

        var totals = Totals.Of(decided.Match(), decided.Findings(), new RowTotals(0, 0, 0, 0, 0));
        Assert.True(totals.Balance);
        Assert.Equal(1, totals.Entries.Buckets.Single(b => b.Name == "settled in a finding").Count);
    }
}
