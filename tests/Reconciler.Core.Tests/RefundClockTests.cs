using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>The refund clock: by when, how late, and how much money is waiting. The order is cancelled on Wednesday, 6 May 2026; its refund is due by Wednesday, 20 May.</summary>
public class RefundClockTests
{
    private const string A = "8001234567890123";

    [Theory]
    [InlineData("2026-05-20", "2026-05-20", 0)]
    [InlineData("2026-05-20", "2026-05-21", 1)]
    [InlineData("2026-05-22", "2026-05-23", 1)] // a Saturday is late, though no business day has passed
    [InlineData("2026-05-22", "2026-05-25", 1)]
    [InlineData("2026-05-20", "2026-05-27", 5)]
    [InlineData("2026-05-20", "2026-06-03", 10)]
    [InlineData("2026-05-15", "2026-05-19", 1)] // Monday the 18th is a holiday
    [InlineData("2026-05-10", "2026-05-31", 14)] // from Sunday to Sunday
    [InlineData("2026-05-20", "2026-05-01", 0)]
    public void Lateness_is_counted_in_business_days(string due, string day, int businessDays)
    {
        var rules = new MatchingRules { Calendar = new BusinessCalendar([new DateOnly(2026, 5, 18), new DateOnly(2026, 5, 23)]) };
        Assert.Equal(businessDays, rules.BusinessDaysLate("aliexpress", Day(due), Day(day)));
    }

    [Fact]
    public void Counting_and_adding_business_days_agree()
    {
        var calendar = new BusinessCalendar([new DateOnly(2026, 5, 25), new DateOnly(2026, 12, 25)]);
        foreach (var start in Enumerable.Range(0, 9).Select(i => new DateOnly(2026, 5, 20).AddDays(i)))
        {
            foreach (var count in new[] { 1, 4, 5, 23, 200 })
            {
                Assert.Equal(count, calendar.BusinessDaysAfter(start, calendar.AddBusinessDays(start, count)));
            }
        }
    }

    [Theory]
    [InlineData("2026-05-20 23:59", "")]
    [InlineData("2026-05-21 00:00", "; due by 2026-05-20, came 1 business day late")]
    [InlineData("2026-05-25 10:00", "; due by 2026-05-20, came 3 business days late")]
    public void A_refund_that_came_late_says_so(string at, string tells)
    {
        var records = Case.Of(Entry("T1", reference: A), Entry("R", "20.00 USD", at: at, type: EntryType.Refund, related: "T1"), Cancelled());
        Assert.Empty(records.Findings());
        Assert.EndsWith("worth 20.00 USD of what the order is due" + tells, records.Match().Matches.Single(m => m.Role == MatchRole.Refund).Why.English, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_tells_dates_and_never_a_number_that_moves_with_the_clock()
    {
        var missing = Case.Of(Entry("T1", reference: A), Cancelled());
        var first = Assert.Single((missing with { AsOf = "2026-05-21" }).Findings());
        Assert.EndsWith("20.00 USD is due back by 2026-05-20; nothing has come back; overdue since 2026-05-21", first.Why.English, StringComparison.Ordinal);
        Assert.Equal(first.Why.English, Assert.Single((missing with { AsOf = "2026-09-01" }).Findings()).Why.English);
        Assert.Empty((missing with { AsOf = "2026-05-20" }).Findings());

        var records = Case.Of(Entry("T1", reference: A), Entry("R", "5.00 USD", at: "2026-05-25", type: EntryType.Refund, related: "T1"), Cancelled());
        Assert.EndsWith("only 5.00 USD came back, 3 business days late; 15.00 USD is overdue since 2026-05-21", Assert.Single(records.Findings()).Why.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-05-13", "  20.00 USD is to come back by 2026-05-20: as of 2026-05-13 not yet due, 5 business days left")]
    [InlineData("2026-05-21", "  20.00 USD is to come back by 2026-05-20: as of 2026-05-21 overdue by 1 business day")]
    [InlineData("2026-06-03", "  20.00 USD is to come back by 2026-05-20: as of 2026-06-03 overdue by 10 business days")]
    public void Explain_counts_the_days_as_of_its_clock(string asOf, string line)
    {
        var records = Case.Of(Entry("T1", reference: A), Cancelled()) with { AsOf = asOf };
        Assert.Contains(line, Explanation.Of(records.Match(), records.Findings(), A, Utc(asOf))!);
        foreach (var finding in records.Findings())
        {
            Assert.Contains(line, Explanation.Of(records.Match(), records.Findings(), finding.Id, Utc(asOf))!);
        }

        Assert.DoesNotContain(line, Explanation.Of(records.Match(), records.Findings(), A)!);
    }

    [Theory]
    [InlineData("2026-05-20", "not yet due 2 35.00 USD")]
    [InlineData("2026-05-21", "overdue 1 to 5 business days 2 35.00 USD")]
    [InlineData("2026-05-27", "overdue 1 to 5 business days 2 35.00 USD")]
    [InlineData("2026-05-28", "overdue 6 to 20 business days 2 35.00 USD")]
    [InlineData("2026-06-17", "overdue 6 to 20 business days 2 35.00 USD")]
    [InlineData("2026-06-18", "overdue more than 20 business days 2 35.00 USD")]
    public void Open_refunds_are_aged_in_money(string asOf, string line)
    {
        var records = Awaiting() with { AsOf = asOf };
        var ageing = Ageing(records);
        Assert.Equal([line], Lines(ageing.OwedToUs));
        Assert.Equal(["not yet due", "overdue 1 to 5 business days", "overdue 6 to 20 business days", "overdue more than 20 business days"], ageing.OwedToUs.Select(l => l.Name));
        Assert.Empty(ageing.OwedByUs);
        Assert.Equal(records.Findings().Select(f => f.Id), ageing.OverdueBusinessDays.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_we_owe_is_kept_apart_from_what_is_owed_to_us()
    {
        var sale = Case.Of(Entry("S1", "20.00 USD", wallet: "paypal", reference: A), Cancelled("etsy")) with
        {
            Rules = new MatchingRules { Pairs = new Pairs([new PairRule("paypal", "etsy", Direction.Sales)]) },
        };
        Assert.Equal(["overdue more than 20 business days 1 20.00 USD"], Lines(Ageing(sale).OwedByUs));
        Assert.Empty(Ageing(sale).OwedToUs);
    }

    [Fact]
    public void What_a_person_decided_is_awaited_no_more()
    {
        var records = Awaiting();
        var finding = records.Findings()[0];
        foreach (var decision in new Decision[] { new Decision.Dismiss(finding.Id), new Decision.WriteOff(finding.Id) })
        {
            var ageing = Ageing(records with { Decided = [decision] });
            Assert.Equal(1, ageing.OwedToUs.Sum(l => l.Count));
            Assert.DoesNotContain(finding.Id, ageing.OverdueBusinessDays.Keys);
        }
    }

    [Fact]
    public void Refunds_of_one_day_are_kept_as_one_sum()
    {
        var awaited = AwaitedRefunds.Of(Awaiting().Match());
        var only = Assert.Single(awaited);
        Assert.Equal((2, Day("2026-05-20"), "35.00 USD"), (only.Count, only.DueOn, only.Sum.ToString()));
    }

    private static Case Awaiting()
    {
        const string B = "8001234567890999";
        return Case.Of(
            Entry("T1", reference: A), Cancelled(),
            Entry("T2", "-30.00 USD", reference: B), Entry("R2", "15.00 USD", at: "2026-05-08", type: EntryType.Refund, related: "T2"), Order(B, "30.00 USD", status: OrderStatus.Cancelled));
    }

    private static Order Cancelled(string marketplace = "aliexpress") => Order(A, status: OrderStatus.Cancelled, marketplace: marketplace);

    private static RefundAgeing Ageing(Case records) => RefundAgeing.Of(AwaitedRefunds.Of(records.Match()), records.Findings(), records.Rules, Utc(records.AsOf));

    private static IReadOnlyList<string> Lines(IEnumerable<BucketTotal> ages) => [.. ages.Where(a => a.Count > 0).Select(a => $"{a.Name} {a.Count} {string.Join(' ', a.Sums)}")];

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
