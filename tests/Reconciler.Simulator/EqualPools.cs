using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator;

/// <summary>Charges and orders of one price that no name and no seller ties, and that one window after another joins.</summary>
/// <param name="Charges">In time order; never more than the orders.</param>
/// <param name="Orders">In time order.</param>
internal sealed record Crowd(IReadOnlyList<Entry> Charges, IReadOnlyList<Order> Orders);

/// <summary>Charges without a name and the orders of the same price that they pay; some orders may be unpaid.</summary>
/// <remarks>
/// Within a crowd of as many charges as orders the contract pairs in time order. Every planned pair lies within one window of the same
/// length, so the charge of each rank lies within the window of the order of that rank.
/// </remarks>
internal sealed class EqualPools
{
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);
    private static readonly TimeSpan After = TimeSpan.FromDays(3);
    private readonly Dictionary<(Money Total, string Counterparty), (List<Entry> Charges, List<Order> Orders)> pools = [];

    /// <param name="charge">Null where the order is not paid.</param>
    public void Add(Entry? charge, Order order, string counterparty)
    {
        var key = (order.Total, counterparty);
        if (!pools.TryGetValue(key, out var pool))
        {
            pools.Add(key, pool = ([], []));
        }

        pool.Orders.Add(order);
        if (charge is not null)
        {
            pool.Charges.Add(charge);
        }
    }

    public IEnumerable<Crowd> Crowds() =>
        pools.Values.SelectMany(pool => Cut([.. pool.Charges.OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id)], [.. pool.Orders.OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id)]));

    /// <summary>Crowds follow each other in time: a charge that fits two orders fits all that were placed between them.</summary>
    private static IEnumerable<Crowd> Cut(List<Entry> charges, List<Order> orders)
    {
        var joinedToNext = new bool[orders.Count];
        var firstOrderOf = new int[charges.Count];
        for (int c = 0, first = 0; c < charges.Count; c++)
        {
            while (charges[c].BookedAtUtc - orders[first].PlacedAtUtc > After)
            {
                first++;
            }

            firstOrderOf[c] = first;
            for (var o = first; o + 1 < orders.Count && orders[o + 1].PlacedAtUtc - charges[c].BookedAtUtc <= Before; o++)
            {
                joinedToNext[o] = true;
            }
        }

        for (int start = 0, end = 0; end < orders.Count; end++)
        {
            if (!joinedToNext[end])
            {
                var (from, to) = (start, end);
                yield return new Crowd([.. charges.Where((_, c) => firstOrderOf[c] >= from && firstOrderOf[c] <= to)], orders[from..(to + 1)]);
                start = end + 1;
            }
        }
    }
}
