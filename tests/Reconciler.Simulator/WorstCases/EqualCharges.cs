using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.Simulator.WorstCases.Make;

namespace Reconciler.Simulator.WorstCases;

/// <summary>Charges without a name: of equal amounts, or of one seller.</summary>
internal static class EqualCharges
{
    /// <summary>Between one record and the next, in seconds: all within days, or over months.</summary>
    private const double Close = 1, Apart = 26;

    public static MatchingRules WithTolerance { get; } =
        new() { Pairs = new Pairs([new PairRule("*", "*", Direction.Purchases) { Tolerance = new Tolerance(new Dictionary<Currency, long> { [Usd] = 5 }, 0) }]) };

    public static readonly IReadOnlyList<WorstCase> All =
    [
        new("equal charges and as many orders", n => new([.. Each(n, i => Charge(i, i + 300))], [.. Each(n, i => Order(i, i))])),
        new("equal charges and as many orders, over a month", n => new([.. Each(n, i => Charge(i, (Apart * i) + 300))], [.. Each(n, i => Order(i, Apart * i))])),
        new("equal charges and fewer orders", n => new([.. Each(n, i => Charge(i, i + 300))], [.. Each(n / 2, i => Order(i, 2 * i))])),
        new("equal charges and fewer orders, over a month", n => new([.. Each(n, i => Charge(i, (Apart * i) + 300))], [.. Each(n / 2, i => Order(i, 2 * Apart * i))])),
        new("equal charges and more orders", n => new([.. Each(n, i => Charge(i, (2 * i) + 300))], [.. Each(2 * n, i => Order(i, i))])),
        new("equal charges and more orders, over a month", n => new([.. Each(n, i => Charge(i, (Apart * i) + 300))], [.. Each(2 * n, i => Order(i, Apart / 2 * i))])),
        new("equal charges and one order less", n => new([.. Each(n, i => Charge(i, (Apart * i) + 300))], [.. Each(n - 1, i => Order(i, Apart * i))])),
        new("equal charges and one order more", n => new([.. Each(n, i => Charge(i, (Apart * i) + 300))], [.. Each(n + 1, i => Order(i, Apart * i))])),
        new("equal charges of a seller each", n => new([.. Each(n, i => Charge(i, i + 300, party: $"Shop {i}"))], [.. Each(n, i => Order(i, i, seller: $"Shop {i}"))])),
        new("equal charges of two sellers whose orders are too few", n => new([.. Each(n, i => Charge(i, i + 300, party: $"Shop {i % 2}"))], [.. Each(n - 9, i => Order(i, i, seller: $"Shop {i % 3}"))])),
        new("equal charges of twenty wallets", n => new([.. Each(n, i => Charge(i, i + 300, wallet: $"wallet {i % 20}"))], [.. Each(n, i => Order(i, i))])),
        new("equal charges that tell only days", n => new([.. Each(n, i => Day(Charge(i, 864 * i % (86400 * 30))))], [.. Each(n, i => Order(i, 864 * i % (86400 * 30)))])),
        new("equal charges, twenty taken from an order by a person", n => new([.. Each(n, i => Charge(i, i + 300))], [.. Each(n, i => Order(i, i))])
            { Decided = [.. Each(20, i => new Decision.Unmatch(new TransactionId("qiwi", $"T{i}"), new OrderId("aliexpress", Number(i))))] }),
        new("charges before payments that are like them", n => new([.. Each(n, i => Charge(i, Apart * i)), .. Each(n, i => Charge(n + i, (Apart * i) + 13, reference: Number(i)))], [.. Each(n, i => Order(i, Apart * i))])),
        new("equal charges before orders of which one is paid", n => new([.. Each(n, i => Charge(i, Apart * i)), .. Each(n / 2, i => Charge(n + i, (2 * Apart * i) + 80000))], [.. Each(n / 2, i => Order(i, (2 * Apart * i) + 86400))])),
        new("payments that are alike, each of its own order", n => new([.. Each(n, i => Charge(i, i + 300, reference: Number(i)))], [.. Each(n, i => Order(i, i))])),
        new("charges of one seller with only a rate", n => new([.. Each(n, i => InRubles(Charge(i, i + 300), (i * 7919L % 5000) + 900))], [.. Each(n, i => Order(i, i, ((i * 104729L % 900) + 10) * 100))])),
        new("charges of one seller with only a rate, over a month", n => new([.. Each(n, i => InRubles(Charge(i, (Apart * i) + 300), (i * 7919L % 5000) + 900))], [.. Each(n, i => Order(i, Apart * i, ((i * 104729L % 900) + 10) * 100))])),
        new("equal charges of one seller with only a rate", n => new([.. Each(n, i => InRubles(Charge(i, i + 300), 1600))], [.. Each(n, i => Order(i, i))])),
        new("stray charges of one seller", n => new([.. Each(n, i => Charge(i, i + 300, ((i * 7919L % 90) * 100) + 101))], [.. Each(n, i => Order(i, i, ((i * 104729L % 900) + 100) * 100))])),
        new("stray charges of one seller, over a month", n => new([.. Each(n, i => Charge(i, (Apart * i) + 300, ((i * 7919L % 90) * 100) + 101))], [.. Each(n, i => Order(i, Apart * i, ((i * 104729L % 900) + 100) * 100))])),
        new("stray charges that no set of smaller orders makes up, over a month", n => new([.. Each(n, i => Charge(i, (Apart * i) + 300, ((i * 7919L % 900) * 100) + 20_001))], [.. Each(n, i => Order(i, Apart * i, ((i * 104729L % 900) + 20) * 100))])),
        new("charges that many sets of orders make up", n => new([.. Each(n, i => Charge(i, (Apart * i) + 300, 4_000))], [.. Each(n, i => Order(i, Apart * i))])),
        new("charges near to orders of one seller", n => new([.. Each(n, i => Charge(i, i + 300, 2_000 + (i * 100)))], [.. Each(n, i => Order(i, i, 2_003 + (i * 100)))]) { Rules = WithTolerance }),
        new("charges near to many orders of one seller", n => new([.. Each(n, i => Charge(i, i + 300, 2_000))], [.. Each(n, i => Order(i, i, 2_001 + (i % 3)))]) { Rules = WithTolerance }),
        new("charges of a marketplace that many orders come near to", n => new([.. Each(n, i => Charge(i, i + 300, 2_000 + (i % 7), "AliExpress"))], [.. Each(n, i => Order(i, i, 2_100 + (i % 50)))])),
        new("orders of one checkout and a charge of each", n => new([.. Each(n, i => Charge(i, i + 300))], [.. Each(n, i => Order(i, i, checkout: "C-7001234"))])),
    ];

    public static Entry InRubles(Entry charge, long rubles) => charge with { Amount = new Money(-rubles * 100, Rub), ExchangeRate = 80 };

    private static Entry Day(Entry charge) => charge with { BookedAtUtc = charge.BookedAtUtc.Date, BookedDay = Moments.OfDay(charge.BookedAtUtc.Date, charge.BookedAtUtc.Date.AddDays(1)) };
}
