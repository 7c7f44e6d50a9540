using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator;

/// <summary>Charges without a name and the orders of the same price that they pay, as many of each.</summary>
/// <remarks>
/// Within a pool the contract pairs them in time order. Every planned pair lies within one window of the same length, so the
/// charge of each rank lies within the window of the order of that rank, and groups that no window joins never mix.
/// </remarks>
internal sealed class EqualPools
{
    private readonly Dictionary<(Money, string), List<(Entry Charge, Order Order)>> pools = [];

    public void Add(Entry charge, Order order, string counterparty)
    {
        var key = (charge.Amount, counterparty);
        if (!pools.TryGetValue(key, out var pool))
        {
            pools.Add(key, pool = []);
        }

        pool.Add((charge, order));
    }

    public IEnumerable<(Entry Charge, Order Order)> InTimeOrder() =>
        pools.Values.SelectMany(pool =>
            pool.Select(p => p.Charge).OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id)
                .Zip(pool.Select(p => p.Order).OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id)));
}
