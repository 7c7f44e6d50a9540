using System.Globalization;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>Why, and why not: in words that a clerk understands, with the one condition that kept the nearest candidate out.</summary>
public class ExplanationTests
{
    private const string A = "8001234567890123";
    private const string B = "8001234567890999";

    [Theory]
    [InlineData("-19.41 USD", null, null, "Lamp Store", "2026-05-06", "amount off by 0.59 USD")]
    [InlineData("-19.40 USD", "0.60 USD", null, "Lamp Store", "2026-05-30", "booked 24.0 days after it was placed, at most 3 days allowed without its number")]
    [InlineData("-19.41 USD", "0.59 EUR", null, "Lamp Store", "2026-05-06", "amount off by 0.59 USD")]
    [InlineData("-20.59 USD", "0.59 USD", null, "Lamp Store", "2026-05-06", "amount off by 0.59 USD, the wallet's fee is 0.59 USD")]
    [InlineData("-1600.00 RUB", null, null, "Lamp Store", "2026-05-06", "amount in RUB, the order in USD, with neither an original amount nor a rate of the wallet")]
    [InlineData("-1630.00 RUB", null, 80.0, "Someone", "2026-05-06", "about 20.38 USD at the wallet's rate, which needs the same seller: 'Someone' is not 'Lamp Store'")]
    [InlineData("-1700.00 RUB", null, 80.0, "Lamp Store", "2026-05-06", "about 21.25 USD at the wallet's rate, off by 1.25 USD; at most 3")]
    public void An_open_charge_names_the_nearest_order_and_the_condition_it_failed(string amount, string? fee, double? rate, string counterparty, string at, string condition)
    {
        var records = Case.Of(
            Entry("T1", amount, at: at, fee: fee, rate: (decimal?)rate, counterparty: counterparty), Order(A, seller: "Lamp Store", at: "2026-05-06"), Order(B, "77.00 USD", at: "2026-01-01"));
        var lines = Explanation.Of(records.Match(), records.Findings(), "T1")!;
        Assert.StartsWith($"  nearest order aliexpress/{A} of 20.00 USD, placed 2026-05-06: {condition}", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_candidate_each_way_is_asked_of_a_rate()
    {
        var records = Case.Of(Entry("T1", "-1610.00 RUB", rate: 80, counterparty: "Lamp Store"), Order(A, seller: "Lamp Store"), Order(B, "20.10 USD", seller: "Lamp Store"));
        Assert.Contains("needs a single candidate each way", Explanation.Of(records.Match(), records.Findings(), "T1")![^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_ambiguous_charge_shows_its_candidates()
    {
        var records = Case.Of(Entry("T1", at: "2026-05-06 12:00"), Order(A, at: "2026-05-06 11:00"), Order(B, at: "2026-05-06 11:30"));
        var lines = Explanation.Of(records.Match(), records.Findings(), "qiwi/T1")!;
        Assert.Equal([$"  candidate aliexpress/{A} of 20.00 USD, placed 2026-05-06", $"  candidate aliexpress/{B} of 20.00 USD, placed 2026-05-06"], lines.Where(l => l.Contains("candidate ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_an_order_or_a_charge_at_all_it_says_so()
    {
        var charge = Case.Of(Entry("T1"));
        Assert.Equal("  there is no order at all that it could pay", Explanation.Of(charge.Match(), charge.Findings(), "T1")![^1]);
        var order = Case.Of(Order(A));
        Assert.Contains("  there is no charge at all that could pay it", Explanation.Of(order.Match(), order.Findings(), A)!);
        var nothing = Case.Of();
        Assert.Null(Explanation.Of(nothing.Match(), [], "T1"));
        Assert.Empty(Explanation.IdsLike(nothing.Match(), [], "T1-000", 5));
    }

    [Fact]
    public void An_order_is_known_by_its_other_ids_and_a_slip_is_shown_what_is_near()
    {
        var records = Case.Of(Order("#2117-A") with { OtherIds = "112-0042 6121317211760" });
        foreach (var id in new[] { "112-0042", "aliexpress/112-0042", "6121317211760" })
        {
            Assert.StartsWith("order aliexpress/#2117-A:", Explanation.Of(records.Match(), [], id)![0], StringComparison.Ordinal);
        }

        Assert.Null(Explanation.Of(records.Match(), [], "2117a"));
        Assert.Equal(["#2117-A"], Explanation.IdsLike(records.Match(), [], "2117a", 5));
        Assert.Equal(["112-0042"], Explanation.IdsLike(records.Match(), [], "1120042", 5));
        Assert.Equal(["6121317211760"], Explanation.IdsLike(records.Match(), [], "61213172", 5));
        Assert.Empty(Explanation.IdsLike(records.Match(), [], "---", 5));
    }

    [Fact]
    public void What_is_no_charge_says_so_and_an_unknown_id_says_nothing()
    {
        var records = Case.Of(Entry("T1", status: EntryStatus.Failed));
        Assert.Contains("this is a failed payment of -20.00 USD", Explanation.Of(records.Match(), records.Findings(), "T1")![^1], StringComparison.Ordinal);
        Assert.Null(Explanation.Of(records.Match(), records.Findings(), "T2"));
    }

    [Theory]
    [InlineData("-19.00 USD", "AliExpress", "; possible: order 8001234567890123 of 20.00 USD, off by 1.00 USD")]
    [InlineData("-19.00 USD", "Lamp Store", "; possible: order 8001234567890123 of 20.00 USD, off by 1.00 USD")]
    [InlineData("-17.00 USD", "Lamp Store", "")] // more than a tenth off
    [InlineData("-19.00 USD", "Someone", "")]
    public void What_is_only_possible_is_proposed_in_the_reason_and_never_matched(string amount, string counterparty, string proposal)
    {
        var records = Case.Of(Entry("T1", amount, counterparty: counterparty), Order(A, seller: "Lamp Store"));
        Assert.Empty(records.Matches());
        Assert.EndsWith("fits no order" + proposal, records.Findings().Single(f => f.Kind == FindingKind.ChargeWithoutOrder).Why.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-DE")] // 1,5 h
    [InlineData("th-TH")] // years of the Buddha
    [InlineData("ar-SA")] // years of the Hijra
    public void Reasons_read_alike_on_every_machine(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var records = Case.Of(Entry("T1", at: "2026-05-06 12:30"), Order(A, at: "2026-05-06 11:00"));
            var lines = Explanation.Of(records.Match(), records.Findings(), "T1")!;

            Assert.Contains(lines, l => l.Contains("booked 2026-05-06 12:30:00 UTC", StringComparison.Ordinal));
            Assert.Contains(lines, l => l.EndsWith("booked 1.5 hours after it was placed", StringComparison.Ordinal));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_three_per_cent_of_a_rate_are_measured_before_any_rounding()
    {
        Assert.Single(Case.Of(Entry("T1", "-4635.00 RUB", rate: 90, counterparty: "Lamp Store"), Order(A, "50.00 USD", seller: "Lamp Store")).Matches());
        Assert.Empty(Case.Of(Entry("T1", "-4635.01 RUB", rate: 90, counterparty: "Lamp Store"), Order(A, "50.00 USD", seller: "Lamp Store")).Matches());
    }
}
