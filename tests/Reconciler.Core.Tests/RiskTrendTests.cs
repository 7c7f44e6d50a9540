using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>How much money was at risk at the end of each day, and how long what is open has been so.</summary>
public sealed class RiskTrendTests
{
    [Fact]
    public void Money_is_at_risk_from_the_day_on_which_it_was_found_until_it_is_settled()
    {
        var trend = RiskTrend.Of(
            [
                new FindingMoment("f-1", Some.Utc("2026-05-02 06:00"), FindingState.Open, Some.Money("10.00 EUR")),
                new FindingMoment("f-2", Some.Utc("2026-05-03 06:00"), FindingState.Open, Some.Money("5.00 EUR")),
                new FindingMoment("f-1", Some.Utc("2026-05-03 23:59"), FindingState.Disputed, Some.Money("12.00 EUR")),
                new FindingMoment("f-1", Some.Utc("2026-05-04 06:00"), FindingState.Resolved, Some.Money("12.00 EUR")),
                new FindingMoment("f-3", Some.Utc("2026-05-04 06:00"), FindingState.Open, Some.Money("7 JPY")),
            ],
            [new(2026, 5, 1), new(2026, 5, 2), new(2026, 5, 3), new(2026, 5, 4)]);

        Assert.Equal(["0.00 EUR 10.00 EUR 17.00 EUR 5.00 EUR", "0 JPY 0 JPY 0 JPY 7 JPY"], trend.Sums.Select(sums => string.Join(' ', sums)));
    }

    // The ends of each age, and what is found on the day itself.
    [Theory]
    [InlineData("2026-06-30", 0, 2, "0.00")]
    [InlineData("2026-06-28", 0, 2, "20.00")]
    [InlineData("2026-06-27", 3, 7, "30.00")]
    [InlineData("2026-06-23", 3, 7, "70.00")]
    [InlineData("2026-06-22", 8, 14, "80.00")]
    [InlineData("2026-06-15", 15, 30, "150.00")]
    [InlineData("2026-05-31", 15, 30, "300.00")]
    [InlineData("2026-05-30", 31, null, "310.00")]
    public void An_open_finding_has_the_age_of_the_days_since_it_was_found(string found, int from, int? to, string moneyDays)
    {
        var age = Assert.Single(FindingAge.Of([Finding("f-1", "10.00 EUR", found)], Some.Utc("2026-06-30 23:00")));

        Assert.Equal((from, to, 1L, Some.Money("10.00 EUR"), Some.Money(moneyDays + " EUR")), (age.FromDays, age.ToDays, age.Count, age.Sum, age.MoneyDays));
    }

    [Fact]
    public void Ages_are_summed_by_currency_and_what_is_settled_has_none()
    {
        var ages = FindingAge.Of(
            [Finding("f-1", "10.00 EUR", "2026-06-29"), Finding("f-2", "2.50 EUR", "2026-06-28"), Finding("f-3", "9 JPY", "2026-06-29"), Finding("f-4", "99.00 EUR", "2026-06-29") with { State = FindingState.Resolved }],
            Some.Utc("2026-06-30 12:00"));

        Assert.Equal(["2 12.50 EUR 15.00 EUR", "1 9 JPY 9 JPY"], ages.Select(a => $"{a.Count} {a.Sum} {a.MoneyDays}"));
    }

    [Fact]
    public void Sums_beyond_what_a_sum_can_hold_do_not_overflow()
    {
        var much = new Money(long.MaxValue / 2, Currency.Of("EUR"));
        var age = Assert.Single(FindingAge.Of([Finding("f-1", "1.00 EUR", "2020-01-01") with { Amount = much }, Finding("f-2", "1.00 EUR", "2020-01-01") with { Amount = much }], Some.Utc("2026-06-30 12:00")));

        Assert.Equal(long.MaxValue, age.MoneyDays.MinorUnits);
    }

    private static Finding Finding(string id, string amount, string found) =>
        new() { Id = id, Kind = FindingKind.ChargeWithoutOrder, Amount = Some.Money(amount), Confidence = Confidence.Certain, Why = Reason.Of("why"), FoundAtUtc = Some.Utc(found + " 06:00") };
}
