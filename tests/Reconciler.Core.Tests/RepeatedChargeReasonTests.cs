using Reconciler.Core.Findings;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>A repeated charge tells both sides: why it looks like a double charge, what would make it rightful, and what decided.</summary>
public class RepeatedChargeReasonTests
{
    private const string A = "8001234567890123";
    private const string B = "8001234567890999";
    private const string Earlier = "8001234567890555";

    [Fact]
    public void A_named_duplicate_tells_who_paid_and_that_nothing_speaks_for_a_repeat()
    {
        var records = Case.Of(Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: A), Order(A));
        Assert.Equal(
            $"charge T2 of 20.00 USD on 2026-05-06 repeats a payment: it names order {A}, which T1 has paid (5 minutes before, same counterparty and amount); nothing came back. "
            + "In favour of a rightful repeat: nothing; no earlier payment equals it, and no open order has its amount; the order that it names decided",
            Duplicate(records).Why.English);
    }

    [Theory]
    [InlineData("2026-05-06 09:00:40", "Someone else", "-20.00 USD", "which T1 has paid (40 seconds before, same amount)")]
    [InlineData("2026-05-06 14:30", "AliExpress", "-20.00 USD", "which T1 has paid (5.5 hours before, same counterparty and amount)")]
    [InlineData("2026-05-11 09:00", "AliExpress", "-3.00 USD", "which T1 has paid (5.0 days before, same counterparty)")]
    [InlineData("2026-05-06 09:01", "Someone else", "-3.00 USD", "which T1 has paid (1 minute before)")]
    public void Only_what_is_the_same_is_called_the_same(string at, string counterparty, string amount, string tells)
    {
        var records = Case.Of(Entry("T1", reference: A), Entry("T2", amount, at: at, counterparty: counterparty, reference: A), Order(A));
        Assert.Contains(tells, Duplicate(records).Why.English, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_order_of_the_amount_and_earlier_equal_payments_speak_for_a_repeat()
    {
        var records = Case.Of(
            Entry("T0", at: "2026-04-06 09:00", reference: Earlier), Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: A),
            Order(Earlier, at: "2026-04-06"), Order(A), Order(B, at: "2026-05-06 08:00"));
        Assert.EndsWith(
            $". In favour of a rightful repeat: order {B} of 20.00 USD is open in its time, and 1 earlier payment to 'AliExpress' equals it; the order that it names decided",
            Duplicate(records).Why.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probable_duplicate_tells_how_often_the_amount_is_paid_and_that_no_order_fits()
    {
        var records = Case.Of(
            Entry("T0", at: "2026-03-06 09:00", reference: Earlier), Entry("U0", at: "2026-04-06 09:00", reference: B), Entry("T1", at: "2026-05-06 09:00"), Entry("T2", at: "2026-05-06 09:04"),
            Order(Earlier, at: "2026-03-06"), Order(B, at: "2026-04-06"), Order(A, at: "2026-05-06 08:55"));
        Assert.Equal(
            $"charge T2 of 20.00 USD on 2026-05-06 repeats a payment: same wallet, counterparty and amount as transaction T1 (4 minutes before), which pays order {A}; nothing came back. "
            + "In favour of a rightful repeat: only that 2 earlier payments to 'AliExpress' equal it; no open order fits it, which decided",
            Duplicate(records).Why.English);
    }

    [Fact]
    public void What_leaves_the_house_tells_our_side_only()
    {
        var finding = Duplicate(Case.Of(Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: A), Order(A)));
        Assert.EndsWith("same counterparty and amount); nothing came back", finding.Claim.English, StringComparison.Ordinal);
        Assert.Equal("short", (finding with { Why = Reason.Of("short") }).Claim.English);
    }

    [Fact]
    public void A_repeat_that_pays_an_order_of_its_own_says_why_it_is_rightful()
    {
        var records = Case.Of(Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: B), Order(A), Order(B));
        Assert.DoesNotContain(records.Findings(), f => f.Kind == FindingKind.DuplicateCharge);
        var why = records.Match().Matches.ToDictionary(m => m.Transaction.Id, m => m.Why.English);
        Assert.EndsWith($"; looks like T1 5 minutes before, but is no double charge: that one pays order {A}", why["T2"], StringComparison.Ordinal);
        Assert.DoesNotContain("looks like", why["T1"], StringComparison.Ordinal);
    }

    [Fact]
    public void Two_charges_that_pay_one_order_together_repeat_nothing()
    {
        var records = Case.Of(Entry("T1", reference: A), Entry("T2", at: "2026-05-06 09:05", reference: A), Order(A, "40.00 USD"));
        Assert.All(records.Match().Matches, m => Assert.DoesNotContain("looks like", m.Why.English, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-05-09 09:00", "", $"; same counterparty and amount as T1 3.0 days before, which pays order {A}; only within 48 hours would it count as a double charge")]
    [InlineData("2026-06-07 09:00", A, $"; same counterparty and amount as T1 32.0 days before, which pays order {A}; only within 48 hours would it count as a double charge")]
    public void A_repeat_without_an_order_says_why_it_does_not_count_as_double(string at, string reference, string tells)
    {
        var records = Case.Of(Entry("T1", reference: A), Entry("T2", at: at, reference: reference), Order(A));
        var finding = Assert.Single(records.Findings());
        Assert.Equal(FindingKind.ChargeWithoutOrder, finding.Kind);
        Assert.Contains(tells, finding.Why.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_equal_charges_without_an_order_say_that_neither_is_the_payment()
    {
        var records = Case.Of(Entry("T1"), Entry("T2", at: "2026-05-06 09:05"));
        Assert.EndsWith("fits no order; same counterparty and amount as T1 5 minutes before, which fits no order either, so that neither is known to be the payment",
            records.Findings().Single(f => f.Transactions[0].Id == "T2").Why.English, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reasons_are_the_same_for_shuffled_input()
    {
        List<Entry> entries = [.. Enumerable.Range(0, 24).Select(i => Entry($"T{i:00}", at: $"2026-05-{(i / 3) + 6:00} 09:{i:00}", reference: i % 4 == 0 ? A : ""))];
        List<Order> orders = [Order(A), .. Enumerable.Range(0, 6).Select(i => Order($"80012345678{i:00}", at: $"2026-05-{i + 6:00} 08:00"))];
        var told = Enumerable.Range(1, 6).Select(seed =>
        {
            var random = new Random(seed);
            var records = new Case([.. entries.OrderBy(_ => random.Next())], [.. orders.OrderBy(_ => random.Next())]);
            return string.Join('\n', records.Match().Matches.Select(m => m.Why.English).Concat(records.Findings().Select(f => f.Why.English)));
        });
        Assert.Contains("rightful repeat", Assert.Single(told.Distinct()), StringComparison.Ordinal);
    }

    private static Finding Duplicate(Case records) => Assert.Single(records.Findings(), f => f.Kind == FindingKind.DuplicateCharge);
}
