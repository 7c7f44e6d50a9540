using CsCheck;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>No sum, rate or time that an import accepts makes the engine fail: one odd row must never stop a run, and all that follow.</summary>
public class LargestSumsTests
{
    private static readonly string[] Currencies = ["JPY", "USD", "RUB", "KWD", "CLF"];

    private static readonly Gen<Money> GenSum =
        from currency in Among(Currencies)
        from units in Gen.OneOf(Among(Money.MostUnits, Money.MostUnits - 1, Money.MostUnits / 2, 3_000_000_000_000m, 1m, 0.0001m, 0m), Gen.Int[0, 1000].Select(i => (decimal)i))
        select Money.Round(units, Currency.Of(currency));

    private static readonly Gen<Order> GenOrder =
        from id in Gen.Int[1, 6]
        from total in GenSum
        from charged in Gen.OneOf(Gen.Const((Money?)null), GenSum.Select(m => (Money?)m))
        from refunded in Gen.OneOf(Gen.Const((Money?)null), GenSum.Select(m => (Money?)m))
        from status in Gen.Enum<OrderStatus>()
        from checkout in Among("", "CHK-1001001")
        select Some.Order($"80012345678900{id:00}", status: status, seller: "Lamps", checkout: checkout) with { Total = total, Charged = charged, Refunded = refunded };

    private static readonly Gen<Entry> GenEntry =
        from id in Gen.Int[1, 20]
        from amount in GenSum
        from original in Gen.OneOf(Gen.Const((Money?)null), GenSum.Select(m => (Money?)m))
        from fee in Gen.OneOf(Gen.Const((Money?)null), GenSum.Select(m => (Money?)m))
        from balance in Gen.OneOf(Gen.Const((Money?)null), GenSum.Select(m => (Money?)(m.Currency == amount.Currency ? m : amount)))
        from rate in Among<decimal?>(null, 0.00000001m, 1m, 80m, 1_000_000_000_000m)
        from type in Gen.Frequency((5, Gen.Const(EntryType.Payment)), (3, Gen.Const(EntryType.Refund)), (2, Gen.Enum<EntryType>()))
        from named in Gen.Int[0, 8]
        from minutes in Gen.Int[0, 6000]
        let sign = type is EntryType.Payment or EntryType.Hold ? -1 : 1
        select Some.Entry($"T{id:00}", type: type, counterparty: "Lamps", reference: named is > 0 and < 7 ? $"80012345678900{named:00}" : named == 7 ? "CHK-1001001" : "", rate: rate) with
        {
            Amount = amount with { MinorUnits = sign * amount.MinorUnits },
            OriginalAmount = original is { } o ? o with { MinorUnits = sign * o.MinorUnits } : null,
            Fee = fee,
            BalanceAfter = balance,
            BookedAtUtc = Some.Time.AddMinutes(minutes),
        };

    private static readonly RateTable Rates = new(
        from wallet in Currencies
        from original in Currencies
        where wallet != original
        select new PublishedRate("qiwi", new DateOnly(2026, 5, 6), Currency.Of(original), Currency.Of(wallet), 1_000_000_000_000m));

    [Fact]
    public void No_sum_that_is_accepted_makes_the_engine_fail() =>
        Gen.Select(GenEntry.List[0, 14], GenOrder.List[0, 6]).Sample(
            (entries, orders) =>
            {
                var tolerance = new Tolerance(Currencies.ToDictionary(Currency.Of, _ => 1_000_000L), 0.1m);
                foreach (var pairs in new[] { Pairs.AllPurchases, new Pairs([new PairRule("*", "*", Direction.Purchases) { Tolerance = tolerance }]) })
                {
                    var world = new Case([.. entries], [.. orders]) { Rates = Rates, Rules = new MatchingRules { Pairs = pairs } };
                    var result = world.Match();
                    var findings = Finder.Run(result, Some.Time.AddDays(90));
                    Totals.Of(result, findings, new RowTotals(0, 0, 0, 0, 0));
                    AwaitedRefunds.Of(result);
                    Assert.All(findings, f => Assert.True(f.Amount.MinorUnits > 0, f.ToString()));
                }
            },
            iter: 1000);

    [Theory]
    [InlineData("3000000000000.00 USD")]
    [InlineData("90000000000000.00 USD")]
    [InlineData("90000000000000.000 KWD")]
    [InlineData("90000000000000.0000 CLF")]
    [InlineData("90000000000000 JPY")]
    public void The_largest_sums_match_like_any_other(string sum) =>
        Assert.Equal(
            ["R refunds 8001234567890123 " + sum + " refund certain", "T1 pays 8001234567890123 " + sum + " named certain"],
            Case.Of(
                Some.Entry("T1", "-" + sum, reference: "8001234567890123"),
                Some.Entry("R", sum, at: "2026-05-08", type: EntryType.Refund, related: "T1"),
                Some.Order(total: sum, status: OrderStatus.Cancelled)).Matches());

    [Fact]
    public void A_sum_of_more_than_64_bits_stands_at_their_end()
    {
        var most = Money.Of(Money.MostUnits, Currency.Of("CLF"));
        var all = Money.Sum(Enumerable.Repeat(most, 1000), most.Currency);
        Assert.Equal(long.MaxValue, all.MinorUnits);
        Assert.Equal(-long.MaxValue, (-all - most).MinorUnits);
    }

    [Theory]
    [InlineData(1000, 1, 3, 333)]
    [InlineData(1000, 2, 3, 667)]
    [InlineData(5, 1, 2, 2)] // half to even
    [InlineData(7, 1, 2, 4)]
    [InlineData(-5, 1, 2, -2)]
    [InlineData(-1000, 2, 3, -667)]
    [InlineData(900_000_000_000_000_000, 900_000_000_000_000_000, 900_000_000_000_000_000, 900_000_000_000_000_000)]
    public void A_share_is_exact_but_for_the_last_unit(long sum, long part, long whole, long share) =>
        Assert.Equal(share, new Money(sum, Currency.Of("USD")).Share(new Money(part, Currency.Of("USD")), new Money(whole, Currency.Of("USD"))).MinorUnits);

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
