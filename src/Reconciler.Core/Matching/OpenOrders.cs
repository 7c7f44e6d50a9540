namespace Reconciler.Core.Matching;

/// <summary>The open orders of a seller or marketplace, found by the time at which a charge without a name may pay them.</summary>
internal sealed class OpenOrders
{
    /// <summary>By how much the moment of a day may differ from the time that stands for it.</summary>
    private static readonly TimeSpan UntoldDay = TimeSpan.FromHours(36);

    private readonly Ledger ledger;
    private readonly Dictionary<string, List<OrderSlot>> byParty;

    public OpenOrders(Ledger ledger, Func<OrderSlot, string> party)
    {
        this.ledger = ledger;
        byParty = ledger.Orders.Where(o => o.IsOpen && party(o).Length > 0).GroupBy(party, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
    }

    /// <summary>In the order of placing: those of the charge's counterparty that are still open.</summary>
    public IEnumerable<OrderSlot> InWindow(Charge charge) => InWindow(charge, charge.Payee);

    /// <summary>The same for another name than the counterparty's.</summary>
    public IEnumerable<OrderSlot> InWindow(Charge charge, string party)
    {
        if (!byParty.TryGetValue(party, out var orders))
        {
            yield break;
        }

        // Wide enough for orders of which only the day is told.
        var earliest = charge.Entry.Booked.FirstUtc - ledger.Rules.UnnamedAfter - UntoldDay;
        var latest = charge.Entry.Booked.LastUtc + ledger.Rules.UnnamedBefore + UntoldDay;
        var (low, high) = (0, orders.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = orders[middle].Order.PlacedAtUtc < earliest ? (middle + 1, high) : (low, middle);
        }

        for (var i = low; i < orders.Count && orders[i].Order.PlacedAtUtc <= latest; i++)
        {
            if (orders[i].IsOpen && ledger.Rules.IsInUnnamedWindow(charge.Entry, orders[i].Order) && ledger.MayPay(charge, orders[i]))
            {
                yield return orders[i];
            }
        }
    }
}
