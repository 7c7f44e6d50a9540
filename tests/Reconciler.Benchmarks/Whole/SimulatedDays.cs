using Reconciler.Core.Matching;
using Reconciler.Simulator;

namespace Reconciler.Benchmarks.Whole;

/// <summary>Two standard files (a statement and the orders) with a history of payments as they should be, and two more with the rows of the day after it.</summary>
/// <param name="AsOfUtc">The clock of the first run; the next day's is a day later.</param>
internal sealed record SimulatedDays(DateTime AsOfUtc, string Statement, string Orders, string NextStatement, string NextOrders)
{
    /// <summary>How many orders the next day brings, and as many entries.</summary>
    public const int NextDay = 5_000;

    /// <param name="rows">Orders of the history, and as many entries.</param>
    /// <param name="references">The share of payments whose order stands in the reference column.</param>
    /// <param name="equalAmounts">The share of orders at one of a few popular prices.</param>
    public static SimulatedDays Write(string folder, int rows, double references, double equalAmounts, int seed)
    {
        var simulation = Scenario.Simulate(new Knobs { Orders = rows + NextDay, Seed = seed, ReferenceShare = references, EqualAmounts = equalAmounts, PlainNames = true, Only = ["healthy"] });
        var orders = simulation.Orders.OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id).ToList();
        var placed = orders.Take(rows).Select(o => o.Id).ToHashSet();
        var settled = simulation.Matches.Where(m => m.Role == MatchRole.Payment && placed.Contains(m.Order)).Select(m => m.Transaction).ToHashSet();
        var entries = simulation.Entries.OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id).ToLookup(e => settled.Contains(e.Id));

        var days = new SimulatedDays(simulation.Knobs.AsOfUtc, Path.Combine(folder, "statement.csv"), Path.Combine(folder, "orders.csv"), Path.Combine(folder, "statement-next.csv"), Path.Combine(folder, "orders-next.csv"));
        SimulatedFiles.WriteStatement(days.Statement, entries[true]);
        SimulatedFiles.WriteOrders(days.Orders, orders.Take(rows));
        SimulatedFiles.WriteStatement(days.NextStatement, entries[false]);
        SimulatedFiles.WriteOrders(days.NextOrders, orders.Skip(rows));
        return days;
    }
}
