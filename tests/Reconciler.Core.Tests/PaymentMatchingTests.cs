using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>Which charge pays which order: the contract's tiers, a row or a test for each sentence.</summary>
public class PaymentMatchingTests
{
    private const string A = "8001234567890123";
    private const string B = "8001234567890999";

    [Theory]
    [InlineData(A, "", true)]
    [InlineData("", "Order 8001234567890123 at AliExpress", true)]
    [InlineData("", "заказ №8001234567890123.", true)]
    [InlineData("", "order:8001234567890123,", true)]
    [InlineData("", "ORDER8001234567890123", true)]
    [InlineData("", "(8001234567890123)", true)]
    [InlineData("8001 2345 6789 0123", "", true)] // written in groups
    [InlineData("#8001234567890123", "", true)]
    [InlineData("008001234567890123", "", true)] // leading zeros
    [InlineData("80012345678901", "", false)] // cut short
    [InlineData("8001234567890132", "", false)] // two digits exchanged
    [InlineData("80012345678901234", "", false)] // one digit too many
    [InlineData("8001234567890123X", "", false)] // a letter behind
    [InlineData("18001234567890123", "", false)]
    [InlineData("8001234567890123-02", "", false)] // part of a longer number
    public void An_id_counts_only_where_it_stands_whole(string reference, string description, bool named)
    {
        // The amount does not fit, so that only the name can match.
        var matches = Case.Of(Entry("T1", "-25.00 USD", reference: reference, description: description), Order(A, "20.00 USD")).Matches();
        Assert.Equal(named ? [$"T1 pays {A} 25.00 USD named certain"] : [], matches);
    }

    [Theory]
    [InlineData("1001", "", true)] // the reference column
    [InlineData("", "payment for order 1001", true)]
    [InlineData("", "payment for order no. 1001", true)]
    [InlineData("", "счёт № 1001", true)]
    [InlineData("", "thanks for #1001!", true)]
    [InlineData("", "room 1001", false)]
    [InlineData("", "1001 nights", false)]
    [InlineData("", "terminal 001001", false)] // zeros in front make a short id no longer
    public void A_short_id_counts_only_as_reference_or_after_order_or_number_sign(string reference, string description, bool named)
    {
        var matches = Case.Of(Entry("T1", "-25.00 USD", reference: reference, description: description), Order("#1001", "20.00 USD")).Matches();
        Assert.Equal(named ? ["T1 pays #1001 25.00 USD named certain"] : [], matches);
    }

    [Theory]
    [InlineData("113-1234567-7654321", "113-1234567-7654321", true)]
    [InlineData("paid 113-1234567-7654321 by card", "113-1234567-7654321", true)]
    [InlineData("113-1234567-7654321", "1234567", false)] // the middle of a longer id
    [InlineData("order ai-1001", "AI-1001", true)]
    public void Ids_with_hyphens_are_read_as_a_whole(string description, string id, bool named)
    {
        var matches = Case.Of(Entry("T1", "-25.00 USD", description: description), Order(id, "20.00 USD")).Matches();
        Assert.Equal(named ? 1 : 0, matches.Count);
    }

    [Fact]
    public void The_longest_id_in_a_text_is_the_one_it_names() =>
        Assert.Equal(["T1 pays AB/1234567 20.00 USD named certain"], Case.Of(Entry("T1", description: "for AB/1234567"), Order("1234567"), Order("AB/1234567")).Matches());

    [Fact]
    public void Orders_of_a_checkout_that_were_paid_one_by_one_make_a_later_charge_for_the_whole_a_duplicate()
    {
        var records = Case.Of(
            Entry("T1", reference: A), Entry("T2", "-5.00 USD", at: "2026-05-06 10:00", reference: B), Entry("T3", "-25.00 USD", at: "2026-05-06 11:00", reference: "CHK-778899"),
            Order(A, checkout: "CHK-778899"), Order(B, "5.00 USD", checkout: "CHK-778899"));
        Assert.Equal([$"T1 pays {A} 20.00 USD named certain", $"T2 pays {B} 5.00 USD named certain"], records.Matches());
        Assert.Equal([$"duplicate-charge open T3 {A}+{B} 25.00 USD certain"], records.FindingLines());

        // The other way round: the whole was paid first, so the charge for one of the orders repeats.
        var earlier = records with { Entries = [.. records.Entries.Select(e => e.Id.Id == "T3" ? e with { BookedAtUtc = Utc("2026-05-06 08:59") } : e)] };
        Assert.Equal([$"T3 pays {A} 20.00 USD named certain", $"T3 pays {B} 5.00 USD named certain"], earlier.Matches());
        Assert.Equal([$"duplicate-charge open T1 {A} 20.00 USD certain", $"duplicate-charge open T2 {B} 5.00 USD certain"], earlier.FindingLines());
    }

    [Fact]
    public void A_child_order_id_names_the_order() =>
        Assert.Equal([$"T1 pays {A} 20.00 USD named certain"], Case.Of(Entry("T1", reference: "8001234567890200"), Order(A, otherIds: "8001234567890200 8001234567890201")).Matches());

    [Fact]
    public void An_order_may_name_its_transaction() =>
        Assert.Equal(["T1 pays " + A + " 20.00 USD named certain"], Case.Of(Entry("T1"), Entry("T2", at: "2026-05-06 08:00"), Order(A, paymentReference: "t1")).Matches());

    [Theory]
    [InlineData("2026-05-05 09:00:00", true)] // one day before, to the second
    [InlineData("2026-05-05 08:59:59", false)]
    [InlineData("2026-06-05 09:00:00", true)] // thirty days after, to the second
    [InlineData("2026-06-05 09:00:01", false)]
    public void A_named_charge_is_booked_from_one_day_before_to_thirty_days_after(string at, bool matches) =>
        Assert.Equal(matches ? 1 : 0, Case.Of(Entry("T1", at: at, reference: A), Order(A)).Matches().Count);

    [Theory]
    [InlineData("2026-05-05 09:00:00", true)]
    [InlineData("2026-05-05 08:59:59", false)]
    [InlineData("2026-05-09 09:00:00", true)] // three days after, to the second
    [InlineData("2026-05-09 09:00:01", false)]
    public void An_unnamed_charge_is_booked_from_one_day_before_to_three_days_after(string at, bool matches) =>
        Assert.Equal(matches ? 1 : 0, Case.Of(Entry("T1", at: at), Order(A)).Matches().Count);

    [Theory]
    [InlineData(EntryType.Payment, EntryStatus.Succeeded, "-20.00 USD", true)]
    [InlineData(EntryType.Payment, EntryStatus.Pending, "-20.00 USD", false)]
    [InlineData(EntryType.Payment, EntryStatus.Failed, "-20.00 USD", false)]
    [InlineData(EntryType.Payment, EntryStatus.Reversed, "-20.00 USD", false)]
    [InlineData(EntryType.Payment, EntryStatus.Succeeded, "20.00 USD", false)] // money in pays nothing that we buy
    [InlineData(EntryType.Hold, EntryStatus.Succeeded, "-20.00 USD", false)]
    [InlineData(EntryType.Conversion, EntryStatus.Succeeded, "-20.00 USD", false)]
    [InlineData(EntryType.Transfer, EntryStatus.Succeeded, "-20.00 USD", false)]
    public void Only_a_succeeded_payment_in_the_direction_settles_an_order(EntryType type, EntryStatus status, string amount, bool matches) =>
        Assert.Equal(matches ? 1 : 0, Case.Of(Entry("T1", amount, type: type, status: status, reference: A), Order(A)).Matches().Count);

    [Fact]
    public void In_sales_both_signs_flip()
    {
        var sales = new MatchingRules { Pairs = new Pairs([new PairRule("paypal", "shop", Direction.Sales)]) };
        var records = Case.Of(
            Entry("IN", "20.00 EUR", wallet: "paypal", reference: "SHOP-77001"),
            Entry("OUT", "-20.00 EUR", wallet: "paypal", type: EntryType.Refund, at: "2026-05-08", related: "IN"),
            Order("SHOP-77001", "20.00 EUR", marketplace: "shop", status: OrderStatus.Refunded, statusAt: "2026-05-07"));
        Assert.Equal(["IN pays SHOP-77001 20.00 EUR named certain", "OUT refunds SHOP-77001 20.00 EUR refund certain"], (records with { Rules = sales }).Matches());
        Assert.Empty(records.Matches());
    }

    [Theory]
    [InlineData("-20.00 USD", null, null, true)]
    [InlineData("-19.41 USD", "0.59 USD", null, true)] // with its fee
    [InlineData("-1600.00 RUB", null, "-20.00 USD", true)] // in the order's currency
    [InlineData("-20.01 USD", null, null, false)] // to the minor unit
    [InlineData("-1600.00 RUB", null, "-20.01 USD", false)]
    public void An_unnamed_charge_fits_alone_with_its_fee_or_by_its_original_amount(string amount, string? fee, string? original, bool fits) =>
        Assert.Equal(fits ? 1 : 0, Case.Of(Entry("T1", amount, fee: fee, original: original), Order(A)).Matches().Count);

    [Fact]
    public void A_charge_may_equal_what_the_marketplace_says_it_took() =>
        Assert.Equal([$"T1 pays {A} 1600.00 RUB exact-amount probable"], Case.Of(Entry("T1", "-1600.00 RUB"), Order(A, charged: "1600.00 RUB")).Matches());

    [Fact]
    public void The_same_seller_without_a_rival_is_certain_anything_else_probable()
    {
        Assert.Equal([$"T1 pays {A} 20.00 USD exact-amount certain"], Case.Of(Entry("T1", counterparty: "Bright Lamp Store"), Order(A, seller: "BRIGHT LAMP-STORE")).Matches());
        Assert.Equal([$"T1 pays {A} 20.00 USD exact-amount probable"], Case.Of(Entry("T1", counterparty: "AliExpress"), Order(A, seller: "Bright Lamp Store")).Matches());
    }

    [Fact]
    public void The_same_seller_comes_before_others_that_are_nearer_in_time()
    {
        var matches = Case.Of(
            Entry("T1", counterparty: "Bright Lamp Store", at: "2026-05-06 12:00"), Order(A, seller: "Bright Lamp Store", at: "2026-05-06 08:00"), Order(B, seller: "Other", at: "2026-05-06 12:00")).Matches();
        Assert.Equal([$"T1 pays {A} 20.00 USD exact-amount probable"], matches);
    }

    [Fact]
    public void A_live_order_comes_before_a_cancelled_or_unpaid_one()
    {
        var matches = Case.Of(
            Entry("T1", at: "2026-05-06 12:00"), Order(A, at: "2026-05-06 08:00"), Order(B, status: OrderStatus.Cancelled, at: "2026-05-06 11:59"),
            Order("8001234567890777", status: OrderStatus.AwaitingPayment, at: "2026-05-06 11:59")).Matches();
        Assert.Equal([$"T1 pays {A} 20.00 USD exact-amount probable"], matches);
    }

    [Fact]
    public void As_many_equal_charges_as_equal_orders_pair_off_in_time_order() =>
        Assert.Equal(
            [$"T1 pays {A} 20.00 USD exact-amount probable", $"T2 pays {B} 20.00 USD exact-amount probable"],
            Case.Of(Entry("T2", at: "2026-05-06 14:00"), Entry("T1", at: "2026-05-06 13:00"), Order(B, at: "2026-05-06 12:00"), Order(A, at: "2026-05-06 11:00")).Matches());

    [Fact]
    public void Fewer_charges_than_equal_orders_stay_ambiguous_with_the_candidates()
    {
        var records = Case.Of(Entry("T1", at: "2026-05-06 12:00"), Order(A, at: "2026-05-06 11:59"), Order(B, at: "2026-05-04 12:00"));
        Assert.Empty(records.Matches());
        Assert.Equal([$"ambiguous-match open T1 {A}+{B} 20.00 USD possible"], records.FindingLines());
    }

    [Fact]
    public void Only_what_can_change_places_is_ambiguous()
    {
        // T1 reaches only A; T2 reaches B and C. Whatever T2 pays, T1 pays A.
        var records = Case.Of(
            Entry("T1", at: "2026-05-01 12:00"), Entry("T2", at: "2026-05-10 12:00"),
            Order(A, at: "2026-05-01 11:00"), Order(B, at: "2026-05-10 10:00"), Order("8001234567890777", at: "2026-05-10 11:00"));
        Assert.Equal([$"T1 pays {A} 20.00 USD exact-amount probable"], records.Matches());
        Assert.Equal([$"ambiguous-match open T2 8001234567890777+{B} 20.00 USD possible"], records.FindingLines());
    }

    [Fact]
    public void Of_more_charges_than_orders_those_nearest_in_time_as_a_whole_pay()
    {
        var matches = Case.Of(
            Entry("FAR", counterparty: "X", at: "2026-05-06 02:00"), Entry("NEAR1", counterparty: "Y", at: "2026-05-06 12:01"), Entry("NEAR2", counterparty: "Z", at: "2026-05-07 12:01"),
            Order(A, at: "2026-05-06 12:00"), Order(B, at: "2026-05-07 12:00")).Matches();
        Assert.Equal([$"NEAR1 pays {A} 20.00 USD exact-amount probable", $"NEAR2 pays {B} 20.00 USD exact-amount probable"], matches);
    }

    [Fact]
    public void A_charge_that_names_another_order_pays_no_order_of_the_same_amount() =>
        Assert.Empty(Case.Of(Entry("T1", at: "2026-05-06 12:00", reference: B), Order(A, at: "2026-05-06 11:00"), Order(B, at: "2026-03-01")).Matches());

    [Fact]
    public void The_earliest_set_that_sums_exactly_is_the_payment_and_the_rest_are_duplicates()
    {
        var records = Case.Of(
            Entry("T1", "-8.00 USD", at: "2026-05-06 10:00", reference: A), Entry("T2", "-12.00 USD", at: "2026-05-06 11:00", reference: A), Entry("T3", at: "2026-05-06 12:00", reference: A), Order(A));
        Assert.Equal([$"T1 pays {A} 8.00 USD named certain", $"T2 pays {A} 12.00 USD named certain"], records.Matches());
        Assert.Equal([$"duplicate-charge open T3 {A} 20.00 USD certain"], records.FindingLines());
    }

    [Fact]
    public void Charges_that_name_an_order_and_do_not_sum_to_it_all_match_and_tell_the_difference()
    {
        var records = Case.Of(Entry("T1", "-8.00 USD", reference: A), Entry("T2", "-9.00 USD", at: "2026-05-06 11:00", reference: A), Order(A));
        Assert.Equal([$"T1 pays {A} 8.00 USD named certain", $"T2 pays {A} 9.00 USD named certain"], records.Matches());
        Assert.Equal([$"amount-mismatch open T1+T2 {A} 3.00 USD certain"], records.FindingLines());
    }

    [Theory]
    [InlineData("2026-05-09 09:00:00", 0)] // an incomplete set waits three days for the rest
    [InlineData("2026-05-09 09:00:01", 1)]
    public void An_incomplete_set_is_a_finding_after_three_days(string asOf, int findings) =>
        Assert.Equal(findings, (Case.Of(Entry("T1", "-8.00 USD", reference: A), Order(A)) with { AsOf = asOf }).Findings().Count);

    [Fact]
    public void A_charge_that_names_a_checkout_pays_all_its_orders() =>
        Assert.Equal(
            [$"T1 pays {A} 20.00 USD named certain", $"T1 pays {B} 5.00 USD named certain"],
            Case.Of(Entry("T1", "-25.00 USD", reference: "CHK-778899"), Order(A, checkout: "CHK-778899"), Order(B, "5.00 USD", checkout: "CHK-778899")).Matches());

    [Fact]
    public void A_charge_that_names_one_order_and_fits_the_checkouts_sum_pays_the_checkout() =>
        Assert.Equal(
            [$"T1 pays {A} 20.00 USD named certain", $"T1 pays {B} 5.00 USD named certain"],
            Case.Of(Entry("T1", "-25.00 USD", reference: A), Order(A, checkout: "C1"), Order(B, "5.00 USD", checkout: "C1")).Matches());

    [Fact]
    public void An_unnamed_charge_may_equal_the_sum_of_a_checkout_and_is_split_to_the_minor_unit() =>
        Assert.Equal(
            [$"T1 pays {A} 1333.33 RUB original-amount probable", $"T1 pays {B} 666.67 RUB original-amount probable"],
            Case.Of(Entry("T1", "-2000.00 RUB", original: "-30.00 USD"), Order(A, checkout: "C1"), Order(B, "10.00 USD", checkout: "C1")).Matches());

    [Fact]
    public void With_only_a_rate_a_charge_needs_the_same_seller_and_no_rival()
    {
        Assert.Equal([$"T1 pays {A} 1630.00 RUB rate certain"], Case.Of(Entry("T1", "-1630.00 RUB", rate: 80, counterparty: "Lamp Store"), Order(A, seller: "Lamp Store")).Matches());
        Assert.Empty(Case.Of(Entry("T1", "-1630.00 RUB", rate: 80, counterparty: "Other Store"), Order(A, seller: "Lamp Store")).Matches());
        Assert.Empty(Case.Of(Entry("T1", "-1630.00 RUB", rate: 80, counterparty: "Lamp Store"), Order(A, seller: "Lamp Store"), Order(B, "20.10 USD", seller: "Lamp Store")).Matches());
        Assert.Empty(Case.Of(Entry("T1", "-1700.00 RUB", rate: 80, counterparty: "Lamp Store"), Order(A, seller: "Lamp Store")).Matches()); // more than 3 % off
    }

    [Fact]
    public void The_wallets_published_rate_serves_where_the_entry_has_none()
    {
        var records = Case.Of(Entry("T1", "-1600.00 RUB", counterparty: "Lamp Store"), Order(A, seller: "Lamp Store"));
        Assert.Empty(records.Matches());
        var rates = new RateTable([new PublishedRate("qiwi", new DateOnly(2026, 5, 6), Currency.Of("USD"), Currency.Of("RUB"), 80.5m)]);
        Assert.Equal([$"T1 pays {A} 1600.00 RUB rate certain"], (records with { Rates = rates }).Matches());
    }

    [Fact]
    public void One_charge_may_pay_several_orders_of_the_seller_where_only_one_set_sums_exactly()
    {
        var orders = new[] { Order(A, "20.00 USD", seller: "Lamp Store"), Order(B, "7.00 USD", seller: "Lamp Store", at: "2026-05-06 12:00"), Order("8001234567890777", "4.00 USD", seller: "Lamp Store") };
        var charge = Entry("T1", "-27.00 USD", at: "2026-05-06 13:00", counterparty: "Lamp Store");
        Assert.Equal([$"T1 pays {A} 20.00 USD several-orders probable", $"T1 pays {B} 7.00 USD several-orders probable"], Case.Of([charge, .. orders]).Matches());

        // A second set with the same sum: undecided.
        var second = Order("8001234567890888", "7.00 USD", seller: "Lamp Store");
        Assert.Empty(Case.Of([charge, second, .. orders]).Matches());

        // Placed more than 24 hours apart, or of another seller: no.
        Assert.Empty(Case.Of(charge, orders[0], orders[1] with { PlacedAtUtc = Utc("2026-05-07 09:00:01") }).Matches());
        Assert.Empty(Case.Of(charge with { Counterparty = "Someone" }, orders[0], orders[1]).Matches());
    }

    [Fact]
    public void Unnamed_charges_never_combine_to_pay_one_order() =>
        Assert.Empty(Case.Of(Entry("T1", "-8.00 USD"), Entry("T2", "-12.00 USD"), Order(A)).Matches());

    [Fact]
    public void A_named_double_debit_by_rate_only_is_a_duplicate()
    {
        var records = Case.Of(Entry("T1", "-1600.00 RUB", reference: A), Entry("T2", "-1600.00 RUB", at: "2026-05-06 09:04", reference: A), Order(A));
        Assert.Equal([$"T1 pays {A} 1600.00 RUB named certain"], records.Matches());
        Assert.Equal([$"duplicate-charge open T2 {A} 1600.00 RUB certain"], records.FindingLines());
    }
}
