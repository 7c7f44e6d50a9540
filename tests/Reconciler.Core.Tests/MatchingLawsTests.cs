using System.Diagnostics;
using CsCheck;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>What holds for every input, however odd: small crowded worlds in which amounts, names and times collide.</summary>
public class MatchingLawsTests(ITestOutputHelper output)
{
    private static readonly DateTime Start = Some.Time;

    private static readonly Gen<Order> GenOrder =
        from id in Gen.Int[1, 9]
        from total in Gen.Int[1, 3]
        from hour in Gen.Int[0, 200]
        from status in Gen.Enum<OrderStatus>()
        from seller in Among("", "Lamp Store", "Tool Store")
        from checkout in Among("", "", "CHK-1001001", "CHK-1001002")
        from refunded in Among<string?>(null, null, "5.00 USD")
        select Some.Order($"80012345678900{id:00}", $"{total * 10}.00 USD", status: status, seller: seller, checkout: checkout, refunded: refunded) with
        {
            PlacedAtUtc = Start.AddHours(hour),
            PaidAtUtc = Start.AddHours(hour),
            StatusAtUtc = Start.AddHours(hour + 30),
        };

    private static readonly Gen<Entry> GenEntry =
        from id in Gen.Int[1, 40]
        from amount in Gen.Int[1, 5]
        from hour in Gen.Int[0, 300]
        from type in Gen.Frequency((6, Gen.Const(EntryType.Payment)), (3, Gen.Const(EntryType.Refund)), (1, Gen.Enum<EntryType>()))
        from status in Gen.Frequency((8, Gen.Const(EntryStatus.Succeeded)), (1, Gen.Enum<EntryStatus>()))
        from named in Gen.Int[0, 14]
        from party in Among("AliExpress", "Lamp Store", "Tool Store")
        from related in Gen.Int[0, 40]
        from roubles in Gen.Bool
        let sign = type == EntryType.Payment ? "-" : ""
        select Some.Entry(
            $"T{id:00}", roubles ? $"{sign}{amount * 800}.00 RUB" : $"{sign}{amount * 10}.00 USD", type: type, status: status, counterparty: party,
            reference: named is > 0 and < 10 ? $"80012345678900{named:00}" : named == 10 ? "CHK-1001001" : "",
            related: type == EntryType.Refund && related % 3 == 0 ? $"T{related:00}" : "",
            original: roubles ? $"{sign}{amount * 10}.00 USD" : null) with
        {
            BookedAtUtc = Start.AddHours(hour),
        };

    private static readonly Gen<Case> GenCase =
        from entries in GenEntry.List[0, 25]
        from orders in GenOrder.List[0, 9]
        select new Case([.. entries.DistinctBy(e => e.Id)], [.. orders.DistinctBy(o => o.Id)]);

    [Fact]
    public void The_order_of_the_input_makes_no_difference() =>
        Gen.Select(GenCase, Gen.Int).Sample((world, seed) =>
        {
            var random = new Random(seed);
            var shuffled = new Case([.. world.Entries.OrderBy(_ => random.Next())], [.. world.Orders.OrderBy(_ => random.Next())]);
            return ResultHash.Of(world.Match().Matches, world.Findings()).ToString() == ResultHash.Of(shuffled.Match().Matches, shuffled.Findings()).ToString();
        });

    [Fact]
    public void No_charge_and_no_refund_is_used_beyond_its_amount() =>
        GenCase.Sample(world =>
        {
            var amounts = world.Entries.ToDictionary(e => e.Id, e => e.Amount.Abs());
            return world.Match().Matches.GroupBy(m => m.Transaction).All(g => g.Sum(m => m.Amount.MinorUnits) <= amounts[g.Key].MinorUnits);
        });

    [Fact]
    public void Every_entry_and_order_is_counted_once_and_the_totals_balance() =>
        GenCase.Sample(world =>
        {
            var totals = Totals.Of(world.Match(), world.Findings(), new RowTotals(0, 0, 0, 0, 0));
            return totals.Balance && totals.Entries.All.Count == world.Entries.Count && totals.Orders.All.Count == world.Orders.Count;
        });

    [Fact]
    public void Only_orders_with_the_right_kind_of_charge_are_paid_and_every_result_says_why() =>
        GenCase.Sample(world =>
        {
            var entries = world.Entries.ToDictionary(e => e.Id);
            return world.Match().Matches.All(m => m.Why.English.Length > 10 && m.Amount.MinorUnits >= 0 && entries[m.Transaction].Status == EntryStatus.Succeeded
                    && (m.Role == MatchRole.Payment) == (entries[m.Transaction].Type == EntryType.Payment))
                && world.Findings().All(f => f.Why.English.Length > 10 && f.Amount.MinorUnits > 0);
        });

    [Fact]
    public void A_second_run_over_the_same_input_changes_nothing() =>
        GenCase.Sample(world => FindingHistory.Changes(FindingHistory.Changes([], world.Findings(), Start), world.Findings(), Start.AddDays(1)).Count == 0);

    [Fact]
    public void Equal_amounts_take_no_more_than_ten_times_the_time_of_distinct_ones()
    {
        const int Count = 20_000;
        Run(Count / 10, equal: false); // warm up
        var distinct = Run(Count, equal: false);
        var equal = Run(Count, equal: true);
        var oneMore = Run(Count, equal: true, moreOrders: 1);
        output.WriteLine($"{Count} payments against as many orders: distinct {distinct.TotalSeconds:0.00} s, equal {equal.TotalSeconds:0.00} s, one charge too few {oneMore.TotalSeconds:0.00} s");
        Assert.True(equal < distinct * 10 + TimeSpan.FromSeconds(1), $"equal {equal}, distinct {distinct}");
        Assert.True(oneMore < distinct * 10 + TimeSpan.FromSeconds(1), $"one more {oneMore}, distinct {distinct}");
    }

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static TimeSpan Run(int count, bool equal, int moreOrders = 0)
    {
        Money Amount(int i) => new(equal ? 2000 : 1000 + i, Currency.Of("USD"));
        var random = new Random(7);
        var entries = Enumerable.Range(0, count).Select(i => Some.Entry($"T{i}") with { Amount = -Amount(i), BookedAtUtc = Start.AddSeconds(random.Next(40_000)) }).ToList();
        var orders = Enumerable.Range(0, count + moreOrders).Select(i => Some.Order($"8{i:000000000}") with { Total = Amount(i), PlacedAtUtc = Start.AddSeconds(random.Next(40_000)) }).ToList();
        var clock = Stopwatch.StartNew();
        var result = Matcher.Run(entries, orders, RateTable.Empty, MatchingRules.Default);
        Finder.Run(result, Start.AddDays(60));
        Assert.Equal(moreOrders > 0 ? 0 : count, result.Matches.Count);
        return clock.Elapsed;
    }
}
