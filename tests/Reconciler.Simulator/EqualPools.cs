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

    /// <summary>For each charge, in time order, the first order that it can have when those before it have theirs.</summary>
    public static int[] PairEarliest(Crowd crowd)
    {
        var of = new int[crowd.Charges.Count];
        for (int c = 0, next = 0; c < of.Length; c++, next++)
        {
            while (crowd.Charges[c].BookedAtUtc - crowd.Orders[next].PlacedAtUtc > After)
            {
                next++;
            }

            of[c] = next;
        }

        return of;
    }

    /// <summary>For each charge, in time order, the last order that it can have when those behind it have theirs.</summary>
    public static int[] PairLatest(Crowd crowd)
    {
        var of = new int[crowd.Charges.Count];
        for (int c = of.Length - 1, next = crowd.Orders.Count - 1; c >= 0; c--, next--)
        {
            while (crowd.Orders[next].PlacedAtUtc - crowd.Charges[c].BookedAtUtc > Before)
            {
                next--;
            }

            of[c] = next;
        }

        return of;
    }

    /// <summary>
    /// For each charge the order that it has in the pairing nearest in time, where every other pairing that keeps to the order of time is more than twelve hours
    /// worse in sum; else null.
    /// </summary>
    public static int[]? NearestByFar(Crowd crowd)
    {
        var (charges, orders) = (crowd.Charges.Count, crowd.Orders.Count);

        // The least and the second least sum (seconds) with the first c charges on the first o orders; each pairing is a choice of orders.
        var sums = new (double Least, double Next)[charges + 1, orders + 1];
        for (var c = 1; c <= charges; c++)
        {
            sums[c, c - 1] = (double.PositiveInfinity, double.PositiveInfinity);
            for (var o = c; o <= orders; o++)
            {
                var apart = Apart(crowd.Charges[c - 1], crowd.Orders[o - 1]);
                double[] all = [sums[c - 1, o - 1].Least + apart, c == 1 ? double.PositiveInfinity : sums[c - 1, o - 1].Next + apart, sums[c, o - 1].Least, sums[c, o - 1].Next];
                Array.Sort(all);
                sums[c, o] = (all[0], all[1]);
            }
        }

        if (sums[charges, orders] is var (least, next) && (double.IsPositiveInfinity(least) || next - least <= TimeSpan.FromHours(12).TotalSeconds))
        {
            return null;
        }

        var of = new int[charges];
        for (int c = charges, o = orders; c > 0; o--)
        {
            if (sums[c - 1, o - 1].Least + Apart(crowd.Charges[c - 1], crowd.Orders[o - 1]) <= sums[c, o].Least)
            {
                of[--c] = o - 1;
            }
        }

        return of;
    }

    private static double Apart(Entry charge, Order order) =>
        charge.BookedAtUtc - order.PlacedAtUtc is var late && late >= -Before && late <= After ? late.Duration().TotalSeconds : double.PositiveInfinity;

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
