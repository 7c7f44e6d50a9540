using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>A small difference passes where its pair of wallet and marketplace lets it, and is written off by name; everywhere else a cent is a cent.</summary>
public class ToleranceTests
{
    private const string A = "8001234567890123";
    private const string B = "8001234567890999";

    private static readonly TransactionId T1 = new("qiwi", "T1");

    [Theory]
    [InlineData("-19.95 USD", 0.05, 0, "amount-mismatch written-off T1 A 0.05 USD certain")]
    [InlineData("-20.05 USD", 0.05, 0, "amount-mismatch written-off T1 A 0.05 USD certain")] // too much passes like too little
    [InlineData("-19.94 USD", 0.05, 0, "amount-mismatch open T1 A 0.06 USD certain")]
    [InlineData("-19.95 USD", 0, 0.25, "amount-mismatch written-off T1 A 0.05 USD certain")] // a quarter per cent of 20.00
    [InlineData("-19.94 USD", 0, 0.25, "amount-mismatch open T1 A 0.06 USD certain")]
    [InlineData("-19.95 USD", 0.05, 0.2, "amount-mismatch open T1 A 0.05 USD certain")] // both are set: the per cent does not hold
    [InlineData("-19.95 USD", 0.04, 1, "amount-mismatch open T1 A 0.05 USD certain")] // both are set: the amount does not hold
    [InlineData("-19.95 USD", 0, 0, "amount-mismatch open T1 A 0.05 USD certain")]
    public void A_named_charge_within_the_tolerance_is_the_payment(string amount, double units, double percent, string finding)
    {
        var records = With(Case.Of(Entry("T1", amount, reference: A), Order(A)), units, percent);
        Assert.Equal([$"T1 pays A {amount[1..]} named certain"], Short(records.Matches()));
        Assert.Equal([finding], Short(records.FindingLines()));
    }

    [Fact]
    public void The_reason_tells_difference_tolerance_and_pair()
    {
        var records = With(Case.Of(Entry("T1", "-19.95 USD", reference: A), Order(A)), 0.10);
        Assert.Equal(
            $"the statement names order {A}; amount 19.95 USD, 0.05 USD less than the total of 20.00 USD, written off within the tolerance of 0.10 USD for pair qiwi × aliexpress",
            Assert.Single(records.Match().Matches).Why.English);
        Assert.Equal($"order {A} paid with 0.05 USD too little, written off within the tolerance of 0.10 USD for pair qiwi × aliexpress", Assert.Single(records.Findings()).Why.English);
    }

    [Fact]
    public void A_tolerance_holds_for_its_pair_and_its_currency_alone()
    {
        var records = Case.Of(Entry("T1", "-19.95 USD", reference: A), Order(A));
        Assert.Equal(FindingState.Open, Assert.Single((records with { Rules = Rules("paypal", "aliexpress", 0.10) }).Findings()).State);
        Assert.Equal(FindingState.Open, Assert.Single((records with { Rules = Rules("qiwi", "etsy", 0.10) }).Findings()).State);
        Assert.Equal(FindingState.WrittenOff, Assert.Single((records with { Rules = Rules("*", "*", 0.10) }).Findings()).State);
        var euros = Case.Of(Entry("T1", "-19.95 EUR", reference: A), Order(A, "20.00 EUR"));
        Assert.Equal(FindingState.Open, Assert.Single(With(euros, 0.10).Findings()).State);
    }

    [Theory]
    [InlineData("-19.90 USD", "-20.00 USD", "T2", "T1")] // an exact fit goes first, whatever came earlier
    [InlineData("-19.95 USD", "-19.95 USD", "T1", "T2")] // the earliest that comes near is the payment
    [InlineData("-19.95 USD", "-0.03 USD", "T1+T2", "")] // both together come near: none is left over
    public void Of_several_named_charges_what_pays_the_order_is_one_and_the_rest_is_double(string first, string second, string paying, string doubled)
    {
        var records = With(Case.Of(Entry("T1", first, reference: A), Entry("T2", second, at: "2026-05-06 09:05", reference: A), Order(A)), 0.10);
        Assert.Equal(paying, string.Join('+', records.Match().Matches.Select(m => m.Transaction.Id).Order()));
        Assert.Equal(doubled, string.Join('+', records.Findings().Where(f => f.Kind == FindingKind.DuplicateCharge).Select(f => f.Transactions[0].Id)));
    }

    [Fact]
    public void A_checkout_may_miss_its_sum()
    {
        var records = With(Case.Of(Entry("T1", "-49.93 USD", reference: A), Order(A, checkout: "C9"), Order(B, "30.00 USD", checkout: "C9")), 0.10);
        Assert.Equal(2, records.Match().Matches.Count);
        var finding = Assert.Single(records.Findings());
        Assert.Equal(FindingState.WrittenOff, finding.State);
        Assert.Equal(Money("0.07 USD"), finding.Amount);
        Assert.Contains("0.07 USD less than their sum of 50.00 USD", records.Match().Matches[0].Why.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lamp Store", "-19.95 USD", true)]
    [InlineData("AliExpress", "-19.95 USD", false)] // the marketplace is not the seller
    [InlineData("Lamp Store", "-19.80 USD", false)] // beyond the tolerance
    public void Without_a_name_it_takes_the_same_seller(string counterparty, string amount, bool pays)
    {
        var records = With(Case.Of(Entry("T1", amount, counterparty: counterparty), Order(A, seller: "Lamp Store")), 0.10);
        Assert.Equal(pays ? ["T1 pays A 19.95 USD near-amount probable"] : [], Short(records.Matches()));
    }

    [Fact]
    public void Without_a_name_an_exact_fit_goes_first_and_rivals_leave_it_open()
    {
        var exact = With(Case.Of(Entry("T1", "-20.00 USD", counterparty: "Lamp Store"), Entry("T2", "-19.95 USD", counterparty: "Lamp Store"), Order(A, seller: "Lamp Store")), 0.10);
        Assert.Equal(["T1 pays A 20.00 USD exact-amount certain"], Short(exact.Matches()));
        var twoCharges = With(Case.Of(Entry("T1", "-19.96 USD", counterparty: "Lamp Store"), Entry("T2", "-19.95 USD", counterparty: "Lamp Store"), Order(A, seller: "Lamp Store")), 0.10);
        Assert.Empty(twoCharges.Matches());
        var twoOrders = With(Case.Of(Entry("T1", "-19.95 USD", counterparty: "Lamp Store"), Order(A, seller: "Lamp Store"), Order(B, "19.90 USD", seller: "Lamp Store")), 0.10);
        Assert.Empty(twoOrders.Matches());
    }

    [Theory]
    [InlineData("19.95 USD", "short-refund written-off T1+R A 0.05 USD due 2026-05-20 certain")]
    [InlineData("19.80 USD", "short-refund open T1+R A 0.20 USD due 2026-05-20 certain")]
    [InlineData("20.05 USD", "excess-refund written-off T1+R A 0.05 USD certain")]
    public void A_refund_may_miss_its_sum_too(string refund, string finding)
    {
        var records = With(Case.Of(Entry("T1", reference: A), Entry("R", refund, at: "2026-05-12", type: EntryType.Refund, related: "T1"), Order(A, status: OrderStatus.Cancelled)), 0.10);
        Assert.Equal([finding], Short(records.FindingLines()));
        AssertBalanced(records);
    }

    [Fact]
    public void A_refund_that_is_missing_whole_is_never_small()
    {
        var records = With(Case.Of(Entry("T1", "-0.05 USD", reference: A), Order(A, "0.05 USD", status: OrderStatus.Cancelled)), 0.10);
        Assert.Equal(FindingState.Open, Assert.Single(records.Findings()).State);
    }

    [Fact]
    public void What_was_paid_short_is_due_back_as_it_was_paid()
    {
        var records = With(Case.Of(Entry("T1", "-19.95 USD", reference: A), Entry("R", "19.95 USD", at: "2026-05-12", type: EntryType.Refund, related: "T1"), Order(A, status: OrderStatus.Cancelled)), 0.10);
        Assert.Equal(["amount-mismatch written-off T1+R A 0.05 USD certain"], Short(records.FindingLines()));
        AssertBalanced(records);
    }

    [Fact]
    public void A_person_stands_above_the_tolerance()
    {
        var records = With(Case.Of(Entry("T1", "-19.95 USD", reference: A), Order(A)), 0.10);
        var writtenOff = FindingHistory.Changes([], records.Findings(), Utc("2026-08-01"));
        var dismissed = records with { Decided = [new Decision.Dismiss(writtenOff[0].Id)] };
        Assert.Equal(FindingState.Dismissed, Assert.Single(FindingHistory.Changes(writtenOff, dismissed.Findings(), Utc("2026-08-02"))).State);
        Assert.Empty(FindingHistory.Changes(writtenOff, records.Findings(), Utc("2026-08-02")));

        var unmatched = records with { Decided = [new Decision.Unmatch(T1, new OrderId("aliexpress", A))] };
        Assert.Equal(["charge-without-order open T1 - 19.95 USD certain", "order-without-charge open - A 20.00 USD certain"], Short(unmatched.FindingLines())
            .Select(line => line.Split("; possible")[0]));

        var paired = With(Case.Of(Entry("T1", "-19.95 USD"), Order(A)) with { Decided = [new Decision.Pair(T1, new OrderId("aliexpress", A))] }, 0.10);
        Assert.Equal(["amount-mismatch written-off T1 A 0.05 USD certain"], Short(paired.FindingLines()));
    }

    [Fact]
    public void A_written_off_difference_is_resolved_when_the_rest_comes_and_a_persons_stays()
    {
        var before = With(Case.Of(Entry("T1", "-19.95 USD", reference: A), Order(A)), 0.10);
        var after = With(Case.Of(Entry("T1", "-19.95 USD", reference: A), Entry("T2", "-0.05 USD", at: "2026-05-07", reference: A), Order(A)), 0.10);
        var known = FindingHistory.Changes([], before.Findings(), Utc("2026-08-01"));
        Assert.Empty(after.Findings());
        Assert.Equal(FindingState.Resolved, Assert.Single(FindingHistory.Changes(known, after.Findings(), Utc("2026-08-02"), after.Match().Decisions)).State);
        var decided = after with { Decided = [new Decision.WriteOff(known[0].Id)] };
        Assert.Empty(FindingHistory.Changes(known, decided.Findings(), Utc("2026-08-02"), decided.Match().Decisions));
    }

    [Fact]
    public void The_totals_count_what_is_written_off_as_matched()
    {
        var records = With(Case.Of(Entry("T1", "-19.95 USD", reference: A), Order(A)), 0.10);
        var totals = AssertBalanced(records);
        Assert.Equal(1, totals.Entries.Buckets.Single(b => b.Name == "payments matched").Count);
        Assert.Equal(1, totals.Orders.Buckets.Single(b => b.Name == "payments matched").Count);
    }

    private static ControlTotals AssertBalanced(Case records)
    {
        var totals = Totals.Of(records.Match(), records.Findings(), new RowTotals(0, 0, 0, 0, 0));
        Assert.True(totals.Balance);
        Assert.Equal(0, totals.Entries.Buckets.Single(b => b.Name == "open with a finding").Count - records.Findings().Count(f => f.State == FindingState.Open && f.Kind == FindingKind.DuplicateCharge));
        return totals;
    }

    private static Case With(Case records, double units, double percent = 0) => records with { Rules = Rules("qiwi", "aliexpress", units, percent) };

    private static MatchingRules Rules(string wallet, string marketplace, double units, double percent = 0) => new()
    {
        Pairs = new Pairs(
        [
            new PairRule(wallet, marketplace, Direction.Purchases)
            {
                Tolerance = new Tolerance(new Dictionary<Currency, long> { [Currency.Of("USD")] = (long)(units * 100) }, (decimal)percent / 100),
            },
        ]),
    };

    private static IReadOnlyList<string> Short(IReadOnlyList<string> lines) => [.. lines.Select(l => l.Replace(A, "A", StringComparison.Ordinal).Replace(B, "B", StringComparison.Ordinal))];
}
