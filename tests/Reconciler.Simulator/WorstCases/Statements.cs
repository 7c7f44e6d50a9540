using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.Simulator.WorstCases.Make;

namespace Reconciler.Simulator.WorstCases;

/// <summary>Holds, balances and files that contradict each other.</summary>
internal static class Statements
{
    public static readonly IReadOnlyList<WorstCase> All =
    [
        new("holds of one counterparty", n => new([.. Each(n, i => Charge(i, i) with { Type = EntryType.Hold }), .. Each(n, i => Charge(n + i, i + 30_000))], [])),
        new("balances of a day without times, the rows backwards", n => new([.. Each(n, i => Balanced(Charge(i, i / 900 * 86400), -2000L * ((i / 900 * 900) + 900 - (i % 900))))], [])),
        new("balances of one instant each that do not join up", n => new([.. Each(n, i => Balanced(Charge(i, i / 1000 * 86400), -(i % 2 == 0 ? 5_000L * (i + 1) : (7_001L * (i + 1)) + 13)))], [])),
        new("balances that are broken at every row", n => new([.. Each(n, i => Balanced(Charge(i, i), i % 2 == 0 ? -100_000 : -300_000))], [])),
        new("rows of one instant without balances among rows with one", n => new([.. Each(n, i => i % 10 == 0 ? Balanced(Charge(i, i / 500 * 86400), -2000L * (i + 1)) : Charge(i, i / 500 * 86400))], [])),
        new("entries told with other money", n => new([.. Each(n, i => Charge(i, i)), .. Each(n, i => Charge(i, i, 2500))], [.. Each(n, i => Order(i, i, 2500))])),
        new("orders told with other money", n => new([.. Each(n, i => Charge(i, i))], [.. Each(n, i => Order(i, i)), .. Each(n, i => Order(i, i, 2500))])),
        new("fees of one wallet", n => new([.. Each(n, i => Charge(i, i) with { Type = EntryType.Fee })], [])),
    ];

    private static Entry Balanced(Entry entry, long balance) => entry with { BalanceAfter = new Money(1_000_000_000 + balance, Usd) };
}
