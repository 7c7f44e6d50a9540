using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.Simulator.WorstCases.Make;

namespace Reconciler.Simulator.WorstCases;

/// <summary>Refunds, reversals and payments that bounced.</summary>
internal static class MoneyBack
{
    public static readonly IReadOnlyList<WorstCase> All =
    [
        new("equal refunds without a home", n => new([.. Each(n, i => Refund(i, i))], [])),
        new("equal refunds and as many orders", n => Equal(n, n, _ => Seller)),
        new("equal refunds and more orders", n => Equal(n, 2 * n, _ => Seller)),
        new("equal refunds and fewer orders", n => Equal(n, n / 2, _ => Seller)),
        new("equal refunds of twenty counterparties", n => Equal(n, n, i => $"Shop {i % 20}")),
        new("equal refunds of a counterparty each", n => Equal(n, n, i => $"Shop {i}")),
        new("equal refunds of counterparties that sold nothing", n => new([.. Paid(n, _ => Seller), .. Each(n, i => Refund(i, i, party: $"Shop {i}"))], [.. Cancelled(n, _ => Seller)])),
        new("equal refunds of a counterparty each, two of each order", n => new([.. Paid(n, i => $"Shop {i / 2}"), .. Each(n, i => Refund(i, i, party: $"Shop {i}"))], [.. Cancelled(n, i => $"Shop {i / 2}")])),
        new("equal refunds to twenty wallets", n => new([.. Paid(n, _ => Seller), .. Each(n, i => Refund(i, i) is var refund ? refund with { Id = new TransactionId($"wallet {i % 20}", refund.Id.Id) } : refund)], [.. Cancelled(n, _ => Seller)])),
        new("refunds of each sum, of a seller", n => new([.. Each(n, i => Charge(i, i, 2000 + i, reference: Number(i))), .. Each(n, i => Refund(i, i, 2000 + i))], [.. Each(n, i => Order(i, i, 2000 + i, status: OrderStatus.Cancelled))])),
        new("refunds of one order", n => new([Charge(0, 0, 2000L * n, reference: Number(0)), .. Each(n, i => Refund(i, i, reference: Number(0)))], [Order(0, 0, 2000L * n, status: OrderStatus.Cancelled)])),
        new("refunds of one order, more than it is due", n => new([Charge(0, 0, 2000, reference: Number(0)), .. Each(n, i => Refund(i, i, reference: Number(0)))], [Order(0, 0, 2000, status: OrderStatus.Cancelled)])),
        new("refunds of one order paid in rubles", n => new([EqualCharges.InRubles(Charge(0, 0, reference: Number(0)), 1600L * n), .. Each(n, i => Refund(i, i, reference: Number(0)) with { Amount = new Money(160_000, Rub) })], [Order(0, 0, 2000L * n, status: OrderStatus.Cancelled)])),
        new("refunds of one order paid in rubles, more than it is due", n => new([EqualCharges.InRubles(Charge(0, 0, reference: Number(0)), 1600), .. Each(n, i => Refund(i, i, reference: Number(0)) with { Amount = new Money(160_000, Rub) })], [Order(0, 0, status: OrderStatus.Cancelled)])),
        new("refunds of one charge without order", n => new([Charge(0, 0, 2000L * n), .. Each(n, i => Refund(i, i, related: "T0"))], [])),
        new("refunds of one charge without order, in its original currency", n => new([InEuros(Charge(0, 0, 2000L * n)), .. Each(n, i => InEuros(Refund(i, i, related: "T0")))], [])),
        new("refunds of one duplicate, in its original currency", n => new([InEuros(Charge(0, 0, 2000L * n, reference: Number(0))), InEuros(Charge(1, 9, 2000L * n, reference: Number(0))), .. Each(n, i => InEuros(Refund(i, i, related: "T1")))], [Order(0, 0, 2000L * n)])),
        new("duplicates of one order and as many refunds", n => new([.. Each(n, i => Charge(i, i, reference: Number(0))), .. Each(n, i => Refund(i, i, reference: Number(0)))], [Order(0, 0)])),
        new("duplicates of one order and a refund of each", n => new([.. Each(n, i => Charge(i, i, reference: Number(0))), .. Each(n, i => Refund(i, i, related: $"T{i}"))], [Order(0, 0)])),
        new("duplicates of one order and refunds that name none", n => new([.. Each(n, i => Charge(i, i, reference: Number(0))), .. Each(n / 2, i => Refund(i, i))], [Order(0, 0)])),
        new("refunds that name the checkout of many orders", n => new([Charge(0, 60, 2000L * n, reference: "C-7001234"), .. Each(n, i => Refund(i, i, reference: "C-7001234"))], [.. Each(n, i => Order(i, i, status: OrderStatus.Cancelled, checkout: "C-7001234"))]), IsSquare: true),
        new("refunds that name the payment of a checkout of many orders", n => new([Charge(0, 60, 2000L * n, reference: "C-7001234"), .. Each(n, i => Refund(i, i, related: "T0"))], [.. Each(n, i => Order(i, i, status: OrderStatus.Cancelled, checkout: "C-7001234"))]), IsSquare: true),
        new("refunds of single orders of one checkout", n => new([Charge(0, 60, 2000L * n, reference: "C-7001234"), .. Each(n, i => Refund(i, i, reference: Number(i)))], [.. Each(n, i => Order(i, i, status: OrderStatus.Cancelled, checkout: "C-7001234"))])),
        new("unnamed refunds of orders of one checkout", n => new([Charge(0, 60, 2000L * n, reference: "C-7001234"), .. Each(n, i => Refund(i, i))], [.. Each(n, i => Order(i, i, status: OrderStatus.Cancelled, checkout: "C-7001234"))])),
        new("unnamed refunds of checkouts of two orders", n => new([.. Each(n / 2, i => Charge(i, (2 * i) + 60, 4000, reference: $"C-70{i:00000}")), .. Each(n / 2, i => Refund(i, i, 4000))], [.. Each(n, i => Order(i, i, status: OrderStatus.Cancelled, checkout: $"C-70{i / 2:00000}"))])),
        new("refunds taken back by reversals", n => new([.. Each(n, i => Refund(i, i)), .. Each(n, i => Refund(n + i, i + 80_000, -2000))], [])),
        new("refunds taken back by reversals, over two years", n => new([.. Each(n, i => Refund(i, i * (6e7 / n))), .. Each(n, i => Refund(n + i, (i * (6e7 / n)) + 3000, -2000))], [])),
        new("payments that bounced", n => new([.. Each(n, i => Charge(i, i)), .. Each(n, i => Charge(n + i, i + 80_000, -2000))], [.. Each(n, i => Order(i, i, status: OrderStatus.Cancelled))])),
        new("chargebacks of open charges", n => new([.. Each(n, i => Charge(i, i)), .. Each(n, i => Refund(i, i) with { Type = EntryType.Chargeback })], [])),
        new("payments that the wallet took back itself", n => new([.. Each(n, i => Charge(i, i) with { Status = EntryStatus.Reversed })], [.. Each(n, i => Order(i, i, status: OrderStatus.Cancelled))])),
    ];

    private static CrowdRecords Equal(int refunds, int orders, Func<int, string> party) =>
        new([.. Paid(orders, party), .. Each(refunds, i => Refund(i, i, party: party(i)))], [.. Cancelled(orders, party)]);

    private static IEnumerable<Entry> Paid(int count, Func<int, string> party) => Each(count, i => Charge(i, i, reference: Number(i), party: party(i)));

    private static IEnumerable<Order> Cancelled(int count, Func<int, string> party) => Each(count, i => Order(i, i, seller: party(i), status: OrderStatus.Cancelled));

    /// <summary>Bought at half as many euros.</summary>
    private static Entry InEuros(Entry entry) => entry with { OriginalAmount = new Money(entry.Amount.MinorUnits / 2, Currency.Of("EUR")) };
}
