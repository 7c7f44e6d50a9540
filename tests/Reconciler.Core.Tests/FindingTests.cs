using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>What is wrong, and what is not: duplicates, refunds, waiting, holds, rates.</summary>
public class FindingTests
{
    private const string A = "8001234567890123";
    private const string B = "8001234567890999";

    [Fact]
    public void An_unnamed_repeat_within_48_hours_is_a_probable_duplicate_and_the_earlier_is_the_payment()
    {
        var records = Case.Of(Entry("LATER", at: "2026-05-06 09:10"), Entry("EARLIER", at: "2026-05-06 09:04"), Order(A, at: "2026-05-06 09:09"));
        Assert.Equal([$"EARLIER pays {A} 20.00 USD exact-amount probable"], records.Matches());
        Assert.Equal([$"duplicate-charge open LATER {A} 20.00 USD probable"], records.FindingLines());
    }

    [Theory]
    [InlineData("2026-05-08 09:00:00", "AliExpress", "-20.00 USD", "qiwi", "duplicate-charge")]
    [InlineData("2026-05-08 09:00:01", "AliExpress", "-20.00 USD", "qiwi", "charge-without-order")] // 48 hours and a second
    [InlineData("2026-05-06 09:05:00", "Other shop", "-20.00 USD", "qiwi", "charge-without-order")]
    [InlineData("2026-05-06 09:05:00", "AliExpress", "-20.01 USD", "qiwi", "charge-without-order")]
    [InlineData("2026-05-06 09:05:00", "AliExpress", "-20.00 USD", "wise", "charge-without-order")] // another wallet
    [InlineData("2026-05-04 09:00:00", "AliExpress", "-20.00 USD", "qiwi", "duplicate-charge")] // before the order's window, 48 hours before its payment
    public void A_repeat_has_the_same_wallet_counterparty_and_amount_within_48_hours(string at, string counterparty, string amount, string wallet, string kind)
    {
        var finding = Assert.Single(Case.Of(Entry("T1", reference: A), Entry("T2", amount, at: at, counterparty: counterparty, wallet: wallet), Order(A)).Findings());
        Assert.Equal(kind, finding.Kind.ToName());
        Assert.Equal("T2", finding.Transactions[0].Id);
    }

    [Fact]
    public void Two_rightful_purchases_for_the_same_sum_are_no_duplicate() =>
        Assert.Empty(Case.Of(Entry("T1", at: "2026-05-06 09:04"), Entry("T2", at: "2026-05-06 09:06"), Order(A), Order(B, at: "2026-05-06 09:05")).Findings());

    [Fact]
    public void A_retry_behind_a_failed_attempt_is_no_duplicate() =>
        Assert.Empty(Case.Of(
            Entry("T1", status: EntryStatus.Failed, reference: A), Entry("T2", status: EntryStatus.Reversed, reference: A, at: "2026-05-06 09:02"),
            Entry("T3", reference: A, at: "2026-05-06 09:05"), Order(A)).Findings());

    [Fact]
    public void A_duplicate_given_back_is_resolved_whichever_of_the_two_payments_the_refund_names()
    {
        foreach (var named in new[] { "T1", "T2" })
        {
            var records = Case.Of(
                Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: A), Entry("R", "20.00 USD", at: "2026-05-10", type: EntryType.Refund, related: named), Order(A));
            Assert.Equal([$"duplicate-charge resolved T2+R {A} 20.00 USD certain"], records.FindingLines());
        }
    }

    [Fact]
    public void A_refund_that_names_the_order_settles_first_what_it_is_due_then_its_duplicates()
    {
        var records = Case.Of(
            Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: A), Entry("R1", "20.00 USD", at: "2026-05-10", type: EntryType.Refund, reference: A),
            Entry("R2", "15.00 USD", at: "2026-05-11", type: EntryType.Refund, reference: A),
            Order(A, status: OrderStatus.Cancelled, statusAt: "2026-05-07"));
        Assert.Equal([$"R1 refunds {A} 20.00 USD refund certain", $"T1 pays {A} 20.00 USD named certain"], records.Matches());
        Assert.Equal([$"duplicate-charge open T2+R2 {A} 5.00 USD certain"], records.FindingLines());
    }

    [Theory]
    [InlineData("2026-05-20 23:59:59", 0)] // 6 May is a Wednesday: the tenth business day is Wednesday, 20 May
    [InlineData("2026-05-21 00:00:00", 1)] // overdue from the day after
    public void A_missing_refund_is_reported_after_ten_business_days(string asOf, int findings)
    {
        var records = Case.Of(Entry("T1", reference: A), Order(A, status: OrderStatus.Cancelled, statusAt: "2026-05-06 23:30")) with { AsOf = asOf };
        Assert.Equal(findings == 0 ? [] : [$"missing-refund open T1 {A} 20.00 USD due 2026-05-20 certain"], records.FindingLines());
    }

    [Theory]
    [InlineData("aliexpress", "2026-05-21")] // 14 May is its holiday
    [InlineData("ebay", "2026-05-20")]
    public void Holidays_count_for_their_marketplace(string marketplace, string due)
    {
        var rules = new MatchingRules { CalendarByMarketplace = new Dictionary<string, BusinessCalendar>(StringComparer.OrdinalIgnoreCase) { ["AliExpress"] = new([new DateOnly(2026, 5, 14)]) } };
        var records = Case.Of(Entry("T1", reference: A), Order(A, marketplace: marketplace, status: OrderStatus.Cancelled, statusAt: "2026-05-06 12:00")) with { Rules = rules };
        Assert.Equal([$"missing-refund open T1 {A} 20.00 USD due {due} certain"], records.FindingLines());
    }

    [Theory]
    [InlineData(OrderStatus.Cancelled, null, "0", "missing-refund open T1 8001234567890123 20.00 USD due 2026-05-20 certain")]
    [InlineData(OrderStatus.Refunded, null, "15.00", "short-refund open T1+R 8001234567890123 5.00 USD due 2026-05-20 certain")]
    [InlineData(OrderStatus.PartlyRefunded, "15.00 USD", "15.00", "")]
    [InlineData(OrderStatus.PartlyRefunded, "15.00 USD", "20.00", "excess-refund open T1+R 8001234567890123 5.00 USD certain")]
    [InlineData(OrderStatus.Completed, null, "20.00", "excess-refund open T1+R 8001234567890123 20.00 USD certain")]
    [InlineData(OrderStatus.Cancelled, null, "20.00", "")]
    public void What_is_due_back_is_what_the_marketplace_says_else_all_that_was_paid(OrderStatus status, string? says, string came, string finding)
    {
        var records = Case.Of(Entry("T1", reference: A), Order(A, status: status, statusAt: "2026-05-06 12:00", refunded: says));
        if (came != "0")
        {
            records = records with { Entries = [.. records.Entries, Entry("R", came + " USD", at: "2026-05-12", type: EntryType.Refund, related: "T1")] };
        }

        Assert.Equal(finding.Length == 0 ? [] : [finding], records.FindingLines());
    }

    [Fact]
    public void A_refund_in_several_parts_adds_up() =>
        Assert.Empty(Case.Of(
            Entry("T1", reference: A), Entry("R1", "12.00 USD", at: "2026-05-10", type: EntryType.Refund, related: "T1"),
            Entry("R2", "8.00 USD", at: "2026-05-11", type: EntryType.Chargeback, reference: A), Order(A, status: OrderStatus.Cancelled)).Findings());

    [Theory]
    [InlineData("1550.00 RUB", "20.00 USD", "")] // another rate, the same original amount: in full
    [InlineData("1600.00 RUB", null, "")] // the same share of what was paid
    [InlineData("1200.00 RUB", null, "short-refund open T1+R 8001234567890123 5.00 USD due 2026-05-20 certain")]
    [InlineData("20.00 USD", null, "")] // on the wallet's other balance
    public void Refunds_are_compared_in_the_orders_currency(string came, string? original, string finding)
    {
        var lines = Case.Of(
            Entry("T1", "-1600.00 RUB", original: "-20.00 USD", reference: A),
            Entry("R", came, at: "2026-05-12", type: EntryType.Refund, original: original, reference: A),
            Order(A, status: OrderStatus.Cancelled, statusAt: "2026-05-06 12:00")).FindingLines();
        Assert.Equal(finding.Length == 0 ? [] : [finding], lines);
    }

    [Fact]
    public void A_failed_refund_is_no_refund() =>
        Assert.Equal(FindingKind.MissingRefund, Assert.Single(Case.Of(
            Entry("T1", reference: A), Entry("R", "20.00 USD", at: "2026-05-12", type: EntryType.Refund, status: EntryStatus.Failed, related: "T1"), Order(A, status: OrderStatus.Cancelled)).Findings()).Kind);

    [Fact]
    public void A_refund_number_that_extends_the_payments_number_names_it() =>
        Assert.Empty(Case.Of(Entry("2026050622001"), Entry("2026050622001_01", "20.00 USD", at: "2026-05-12", type: EntryType.Refund), Order(A, status: OrderStatus.Cancelled)).Findings());

    [Fact]
    public void An_unnamed_refund_goes_to_the_only_order_that_awaits_exactly_its_amount()
    {
        var refund = Entry("R", "20.00 USD", at: "2026-05-12", type: EntryType.Refund);
        var one = new object[] { Entry("T1", reference: A), Order(A, status: OrderStatus.Cancelled) };
        var another = new object[] { Entry("T2", reference: B), Order(B, status: OrderStatus.Refunded) };
        Assert.Empty(Case.Of([refund, .. one]).Findings());
        Assert.Contains($"ambiguous-match open R {A}+{B} 20.00 USD possible", Case.Of([refund, .. one, .. another]).FindingLines());
        Assert.Contains("refund-without-order open R - 19.00 USD certain", Case.Of([refund with { Amount = Money("19.00 USD") }, .. one]).FindingLines());
    }

    [Fact]
    public void An_unnamed_refund_goes_to_the_only_open_duplicate_of_exactly_its_amount() =>
        Assert.Equal(
            [$"duplicate-charge resolved T2+R {A} 20.00 USD certain"],
            Case.Of(Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: A), Entry("R", "20.00 USD", at: "2026-05-10", type: EntryType.Refund), Order(A)).FindingLines());

    [Theory]
    [InlineData("2026-05-09 09:00:00", "")]
    [InlineData("2026-05-09 09:00:01", "charge-without-order open T1 - 20.00 USD certain")]
    public void A_charge_without_an_order_waits_three_days(string asOf, string finding) =>
        Assert.Equal(finding.Length == 0 ? [] : [finding], (Case.Of(Entry("T1")) with { AsOf = asOf }).FindingLines());

    [Fact]
    public void A_charge_without_an_order_that_came_back_is_no_finding() =>
        Assert.Empty(Case.Of(Entry("T1"), Entry("R", "20.00 USD", at: "2026-05-12", type: EntryType.Refund, related: "T1")).Findings());

    [Theory]
    [InlineData(OrderStatus.Paid, "2026-05-06 10:00", "2026-05-09 10:00:00", false)] // from paid_at
    [InlineData(OrderStatus.Paid, "2026-05-06 10:00", "2026-05-09 10:00:01", true)]
    [InlineData(OrderStatus.Completed, null, "2026-06-01", true)]
    [InlineData(OrderStatus.Cancelled, "2026-05-06 10:00", "2026-06-01", true)] // cancelled, but paid as it says
    [InlineData(OrderStatus.Cancelled, null, "2026-06-01", false)]
    [InlineData(OrderStatus.AwaitingPayment, null, "2026-06-01", false)]
    public void An_order_that_is_said_to_be_paid_waits_three_days_for_its_charge(OrderStatus status, string? paidAt, string asOf, bool found)
    {
        var order = Order(A, status: status) with { PaidAtUtc = paidAt is null ? null : Utc(paidAt) };
        Assert.Equal(found ? [$"order-without-charge open - {A} 20.00 USD certain"] : [], (Case.Of(order) with { AsOf = asOf }).FindingLines());
    }

    [Fact]
    public void An_order_of_zero_is_settled() => Assert.Empty(Case.Of(Order(A, "0.00 USD")).Findings());

    [Fact]
    public void A_payment_that_the_wallet_reversed_explains_a_cancelled_order() =>
        Assert.Empty(Case.Of(Entry("T1", status: EntryStatus.Reversed, reference: A), Order(A, status: OrderStatus.Cancelled, paidAt: "2026-05-06 10:00")).Findings());

    [Theory]
    [InlineData(81.0, 80.0, "fx-deviation open T1 8001234567890123 20.00 RUB certain")]
    [InlineData(80.8, 80.0, "")] // exactly one per cent
    public void The_applied_rate_is_held_against_the_wallets_published_one(double applied, double published, string finding)
    {
        var amount = FormattableString.Invariant($"-{applied * 20:0.00} RUB");
        var records = Case.Of(Entry("T1", amount, original: "-20.00 USD", rate: (decimal)applied, reference: A), Order(A));
        var rates = new RateTable([new PublishedRate("qiwi", new DateOnly(2026, 5, 6), Currency.Of("USD"), Currency.Of("RUB"), (decimal)published)]);
        Assert.Equal(finding.Length == 0 ? [] : [finding], (records with { Rates = rates }).FindingLines());
        Assert.Empty(records.FindingLines()); // none published, no finding
    }

    [Fact]
    public void A_hold_is_stale_after_thirty_days_without_release_or_capture()
    {
        var hold = Entry("H", "-20.00 USD", type: EntryType.Hold);
        Assert.Equal(["stale-hold open H - 20.00 USD certain"], Case.Of(hold).FindingLines());
        Assert.Empty((Case.Of(hold) with { AsOf = "2026-06-05 09:00" }).FindingLines());
        Assert.Empty(Case.Of(hold, Entry("R", "20.00 USD", type: EntryType.Release, at: "2026-05-20", related: "H")).FindingLines());
        Assert.Empty(Case.Of(hold, Entry("R", "20.00 USD", type: EntryType.Release, at: "2026-05-20", related: "H", counterparty: "The wallet itself")).FindingLines());
        Assert.Empty(Case.Of(hold, Entry("T1", at: "2026-05-20", reference: A), Order(A)).FindingLines()); // captured
        Assert.Single(Case.Of(hold, Entry("T1", "-21.00 USD", at: "2026-05-20", reference: A), Order(A, "21.00 USD")).FindingLines()); // another amount
    }

    [Fact]
    public void Too_much_is_told_at_once() =>
        Assert.Equal(
            [$"amount-mismatch open T1 {A} 5.00 USD certain"],
            (Case.Of(Entry("T1", "-25.00 USD", reference: A), Order(A)) with { AsOf = "2026-05-06 10:00" }).FindingLines());

    [Fact]
    public void What_was_paid_by_a_rate_is_due_back_as_the_orders_total() =>
        Assert.Equal(
            [$"missing-refund open T1 {A} 20.00 USD due 2026-05-20 certain"],
            Case.Of(Entry("T1", "-1630.00 RUB", rate: 80, reference: A), Order(A, status: OrderStatus.Cancelled)).FindingLines());

    [Theory]
    [InlineData("-20.00 USD", "-25.00 USD", A, "25.00 USD", "25.00 USD")] // the version that agrees with its order stands
    [InlineData("-30.00 USD", "-25.00 USD", A, "20.00 USD", "25.00 USD")] // neither agrees: the smaller
    [InlineData("-30.00 USD", "-20.00 USD", "", "20.00 USD", "20.00 USD")] // it names no order: the smaller
    public void Other_money_under_one_id_is_a_conflict_and_one_version_stands(string one, string other, string reference, string total, string stands)
    {
        foreach (var (standing, conflicting) in new[] { (one, other), (other, one) })
        {
            var entry = new Versioned<Entry>(Entry("T1", standing, reference: reference), [Entry("T1", conflicting, reference: reference)]);
            var result = Matcher.Run([entry], [new Versioned<Order>(Order(A, total), [])], RateTable.Empty, MatchingRules.Default, Decisions.None);
            Assert.Equal(Money(stands), Assert.Single(result.Matches).Amount);
            var finding = Finder.Run(result, Utc("2026-08-01")).Single(f => f.Kind == FindingKind.ConflictingRecord);
            Assert.Equal((Money(one) - Money(other)).Abs(), finding.Amount);
        }
    }

    [Fact]
    public void A_version_agrees_with_an_order_that_names_it_or_else_with_one_that_its_money_equals()
    {
        foreach (var order in new[] { Order(A, "100.00 USD", paymentReference: "T1"), Order(A, "100.00 USD") })
        {
            var entry = new Versioned<Entry>(Entry("T1", "-80.00 USD"), [Entry("T1", "-100.00 USD")]);
            var result = Matcher.Run([entry], [new Versioned<Order>(order, [])], RateTable.Empty, MatchingRules.Default, Decisions.None);
            Assert.Equal(Money("100.00 USD"), Assert.Single(result.Matches).Amount);
            Assert.Equal(FindingKind.ConflictingRecord, Assert.Single(Finder.Run(result, Utc("2026-08-01"))).Kind);
        }
    }

    [Fact]
    public void An_unnamed_refund_is_held_against_what_was_paid_not_against_a_rounded_share()
    {
        // 21308.00 RUB is exactly what A awaits; B, paid with 21307.84 RUB, would round to the same dollars.
        var lines = Case.Of(
            Entry("T1", "-21308.00 RUB", reference: A), Order(A, "21308.00 RUB", status: OrderStatus.Cancelled),
            Entry("T2", "-21307.84 RUB", original: "-229.34 USD", reference: B), Order(B, "229.34 USD", status: OrderStatus.Cancelled),
            Entry("R", "21308.00 RUB", at: "2026-05-12", type: EntryType.Refund)).FindingLines();
        Assert.Equal([$"missing-refund open T2 {B} 229.34 USD due 2026-05-20 certain"], lines);
    }

    [Theory]
    [InlineData("20.00 USD", "25.00 USD", "25.00 USD")] // the total that its charge pays exactly
    [InlineData("20.00 USD", "22.00 USD", "20.00 USD")] // the smaller
    public void Two_totals_of_one_order_are_a_conflict(string one, string other, string stands)
    {
        var order = new Versioned<Order>(Order(A, one), [Order(A, other)]);
        var result = Matcher.Run([new Versioned<Entry>(Entry("T1", "-25.00 USD", reference: A), [])], [order], RateTable.Empty, MatchingRules.Default, Decisions.None);
        var findings = Finder.Run(result, Utc("2026-08-01"));
        Assert.Equal((Money(one) - Money(other)).Abs(), findings.Single(f => f.Kind == FindingKind.ConflictingRecord).Amount);
        Assert.Equal(stands == "25.00 USD" ? 0 : 1, findings.Count(f => f.Kind == FindingKind.AmountMismatch));
    }

    [Fact]
    public void A_second_run_finds_nothing_new_and_money_that_comes_back_resolves()
    {
        var records = Case.Of(Entry("T1", reference: A), Order(A, status: OrderStatus.Cancelled));
        var first = FindingHistory.Changes([], records.Findings(), Utc("2026-08-01"));
        Assert.Equal(FindingState.Open, Assert.Single(first).State);
        Assert.Empty(FindingHistory.Changes(first, records.Findings(), Utc("2026-08-02")));

        var refunded = records with { Entries = [.. records.Entries, Entry("R", "20.00 USD", at: "2026-08-02", type: EntryType.Refund, related: "T1")] };
        var resolved = Assert.Single(FindingHistory.Changes(first, refunded.Findings(), Utc("2026-08-03")));
        Assert.Equal((FindingState.Resolved, Utc("2026-08-01"), first[0].Id), (resolved.State, resolved.FoundAtUtc, resolved.Id));
    }
}
