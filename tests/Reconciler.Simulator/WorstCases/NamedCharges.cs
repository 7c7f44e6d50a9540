using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.Simulator.WorstCases.Make;

namespace Reconciler.Simulator.WorstCases;

/// <summary>Charges and orders that name one another, many of them the same.</summary>
internal static class NamedCharges
{
    public static readonly IReadOnlyList<WorstCase> All =
    [
        new("payments of one order", n => new([.. Each(n, i => Charge(i, i, reference: Number(0)))], [Order(0, 0, 2000L * n)])),
        new("payments of one order that are too little", n => new([.. Each(n, i => Charge(i, i, reference: Number(0)))], [Order(0, 0, (2000L * n) + 700)])),
        new("payments of one order that nearly add up", n => new([.. Each(n, i => Charge(i, i, reference: Number(0)))], [Order(0, 0, (2000L * n) + 3)]) { Rules = EqualCharges.WithTolerance }),
        new("payments of one order in rubles, with a rate", n => new([.. Each(n, i => EqualCharges.InRubles(Charge(i, i, reference: Number(0)), 1600))], [Order(0, 0, 2000L * n)])),
        new("payments of one order in rubles, worth unknown", n => new([.. Each(n, i => EqualCharges.InRubles(Charge(i, i, reference: Number(0)), 1600 + i) with { ExchangeRate = null })], [Order(0, 0, 2000L * n)])),
        new("duplicates of one order", n => new([.. Each(n, i => Charge(i, i, reference: Number(0)))], [Order(0, 0)])),
        new("one order's id in many descriptions", n => new([.. Each(n, i => Charge(i, i, text: $"parcel of order {Number(0)}"))], [.. Each(n, i => Order(i, i, 2000 + i))])),
        new("one order's id in many descriptions, while others fit", n => new([.. Each(n, i => Charge(i, i, 2001, text: $"parcel of order {Number(0)}"))], [Order(0, 0), .. Each(n, i => Order(i + 1, i, 2001))])),
        new("one order's id in many descriptions, while others fit now and then", n => new([.. Each(n, i => Charge(i, 26 * i, 2001 + (i % 50), text: $"parcel of order {Number(0)}"))], [Order(0, 0), .. Each(n, i => Order(i + 1, 26 * i, 2001 + (i % 70)))])),
        new("one payment reference on many charges", n => new([.. Each(n, i => Reused(Charge(i, i)))], [Order(0, 0) with { PaymentReference = "990017" }])),
        new("one payment reference on many charges and orders", n => new([.. Each(n, i => Reused(Charge(i, i)))], [.. Each(n, i => Order(i, i) with { PaymentReference = "990017" })])),
        new("one number of many orders on many charges", n => new([.. Each(n, i => Charge(i, i, reference: "LOT-555001"))], [.. Each(n, i => Order(i, i) with { OtherIds = "LOT-555001" })]), IsSquare: true),
        new("one charge that names many orders", n => new([Charge(0, 60, 2000L * n, text: string.Join(' ', Each(n, Number)))], [.. Each(n, i => Order(i, i))])),
        new("charges that name many orders each", n => new([.. Each(n / 50, k => Charge(k, (50 * k) + 60, text: string.Join(' ', Each(50, i => Number((50 * k) + i)))))], [.. Each(n, i => Order(i, i))])),
        new("orders of one checkout and one charge", n => new([Charge(0, 60, 2000L * n, reference: "C-7001234")], [.. Each(n, i => Order(i, i, checkout: "C-7001234"))])),
        new("orders of one checkout, each named by its charge", n => new([.. Each(n, i => Charge(i, i + 60, reference: Number(i)))], [.. Each(n, i => Order(i, i, checkout: "C-7001234"))])),
        new("orders of one checkout, each named and one charge too few", n => new([.. Each(n - 1, i => Charge(i, i + 60, reference: Number(i)))], [.. Each(n, i => Order(i, i, checkout: "C-7001234"))])),
        new("orders of one checkout that many charges name", n => new([.. Each(n, i => Charge(i, i + 60, reference: "C-7001234"))], [.. Each(n, i => Order(i, i, checkout: "C-7001234"))])),
        new("orders of one checkout, each named and all paid again", n => new([.. Each(n, i => Charge(i, i + 60, reference: Number(i))), .. Each(n, i => Charge(n + i, i + 90, reference: "C-7001234"))], [.. Each(n, i => Order(i, i, checkout: "C-7001234"))])),
        new("charges that name one number of two marketplaces", n => new([.. Each(n, i => Charge(i, i + 60, reference: Number(0)))], [Order(0, 0), Order(0, 0) with { Id = new OrderId("ebay", Number(0)) }])),
        new("charges that nearly give an order's number", n => new([.. Each(n, i => Charge(i, i + 60, text: $"GALA-{i % 100:0000}"))], [.. Each(n, i => Order(i, i, 2100) with { Id = new OrderId("aliexpress", $"GALA-{i % 100}{(i / 100 % 2 == 0 ? '-' : '.')}{i:000000}") })])),
    ];

    /// <summary>A reference that its source uses again, with day and sum behind it.</summary>
    private static Entry Reused(Entry charge) => charge with { Id = charge.Id with { Id = $"990017_20260506_-20_{charge.Id.Id[1..]}" } };
}
