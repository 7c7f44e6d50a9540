using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Open orders by seller and by what pays them, in time. How many of them a charge fits exactly in its window, and which are the first, is found without going through
/// all of them.
/// </summary>
internal sealed class FittingOrders
{
    private readonly Ledger ledger;
    private readonly Dictionary<Key, List<OrderSlot>> orders = [];
    private readonly Dictionary<Key, Row> rows = [];
    private readonly Dictionary<string, HashSet<string>> marketplacesOf = new(StringComparer.Ordinal);

    public FittingOrders(Ledger ledger, Predicate<OrderSlot> isCandidate)
    {
        this.ledger = ledger;
        foreach (var slot in ledger.Orders.Where(o => o.IsOpen && o.Seller.Length > 0 && isCandidate(o)))
        {
            foreach (var key in KeysOf(slot))
            {
                if (!orders.TryGetValue(key, out var list))
                {
                    orders.Add(key, list = []);
                }

                list.Add(slot);
            }

            if (!marketplacesOf.TryGetValue(slot.Seller, out var marketplaces))
            {
                marketplacesOf.Add(slot.Seller, marketplaces = new(StringComparer.Ordinal));
            }

            marketplaces.Add(slot.Order.Id.Marketplace);
        }
    }

    /// <summary>Orders of one seller that one sum pays; or that either of two does, of which the second is what the marketplace says it took.</summary>
    private readonly record struct Key(string Seller, string Marketplace, Money Due, Money? AlsoDue);

    /// <summary>Makes the orders of its counterparty that a charge fits candidates of it. Returns how many they are, and the first in the order of placing.</summary>
    /// <param name="most">How many are returned at the most.</param>
    public (int Count, IReadOnlyList<OrderSlot> First) LeaveOpenFor(Charge charge, int most)
    {
        var sums = new[] { charge.Sum, charge.SumWithFee, charge.Original }.OfType<Money>().Distinct().ToList();
        var (count, first) = (0, new List<OrderSlot>());
        foreach (var marketplace in marketplacesOf.GetValueOrDefault(charge.Payee) ?? [])
        {
            if (ledger.DirectionOf(charge.Entry.Id.Wallet, marketplace) != charge.Direction)
            {
                continue;
            }

            foreach (var sum in sums)
            {
                if (RowOf(new Key(charge.Payee, marketplace, sum, null)) is { } row)
                {
                    count += row.CountIn(charge.Entry.Booked);
                    first.AddRange(row.First(charge, most, ledger.Decisions));
                    row.LeaveOpenFor(charge, ledger.Decisions);
                }

                // What two of its sums pay was counted twice.
                count -= sums.Sum(other => other != sum && RowOf(new Key(charge.Payee, marketplace, sum, other)) is { } both ? both.CountIn(charge.Entry.Booked) : 0);
            }
        }

        return (count - UnmatchedAmong(charge, sums), [.. first.Distinct().OrderBy(o => o.Order.PlacedAtUtc).ThenBy(o => o.Order.Id).Take(most)]);
    }

    /// <summary>Takes away those of these orders that are paid.</summary>
    public void Remove(IReadOnlyList<OrderSlot> paid)
    {
        foreach (var slot in paid.Where(o => !o.IsOpen))
        {
            foreach (var key in KeysOf(slot))
            {
                rows.GetValueOrDefault(key)?.Remove(slot);
            }
        }
    }

    private static IEnumerable<Key> KeysOf(OrderSlot slot)
    {
        var (seller, marketplace, total) = (slot.Seller, slot.Order.Id.Marketplace, slot.Order.Total);
        yield return new Key(seller, marketplace, total, null);
        if (slot.Order.Charged is { } charged && charged != total)
        {
            yield return new Key(seller, marketplace, charged, null);
            yield return new Key(seller, marketplace, total, charged);
        }
    }

    /// <summary>How many of those counted a person parted from the charge.</summary>
    private int UnmatchedAmong(Charge charge, List<Money> sums) => !ledger.Decisions.HasUnmatched(charge.Entry.Id) ? 0
        : (marketplacesOf.GetValueOrDefault(charge.Payee) ?? []).Where(m => ledger.DirectionOf(charge.Entry.Id.Wallet, m) == charge.Direction)
            .SelectMany(m => sums.Select(sum => RowOf(new Key(charge.Payee, m, sum, null))).OfType<Row>().SelectMany(row => row.UnmatchedFrom(charge, ledger.Decisions))).Distinct().Count();

    private Row? RowOf(Key key)
    {
        if (!rows.TryGetValue(key, out var row) && orders.TryGetValue(key, out var list))
        {
            rows.Add(key, row = new Row(list.FindAll(o => o.IsOpen), ledger.Rules));
        }

        return row;
    }

    /// <summary>Orders in the order of placing, by the time in which their charges may be booked.</summary>
    private sealed class Row
    {
        private readonly List<OrderSlot> orders;
        private readonly Dictionary<OrderSlot, int> places;
        private readonly TimeWindows windows;

        /// <summary>Those that are not yet candidates of a charge.</summary>
        private readonly TimeWindows untouched;

        /// <summary>By the beginnings of their windows: how many of them end late enough.</summary>
        private readonly List<DateTime> begins;
        private readonly RankTree ends;
        private readonly int[] placeByBegin;

        public Row(List<OrderSlot> orders, MatchingRules rules)
        {
            this.orders = orders;
            places = orders.Select((o, i) => (o, i)).ToDictionary(p => p.o, p => p.i);
            var booked = orders.ConvertAll(o => rules.BookedFor(o.Order));
            (windows, untouched) = (new TimeWindows(booked), new TimeWindows(booked));
            var byBegin = Enumerable.Range(0, orders.Count).OrderBy(i => booked[i].FirstUtc).ToList();
            begins = byBegin.ConvertAll(i => booked[i].FirstUtc);
            ends = new RankTree([.. byBegin.Select(i => booked[i].LastUtc.Ticks)]);
            placeByBegin = new int[orders.Count];
            for (var i = 0; i < byBegin.Count; i++)
            {
                placeByBegin[byBegin[i]] = i;
            }
        }

        public int CountIn(Moments booked) => ends.CountIn(0, EqualAmounts.FirstAtOrAfter(begins, booked.LastUtc.AddTicks(1)), ends.RankOf(booked.FirstUtc.Ticks), ends.Count);

        public IEnumerable<OrderSlot> First(Charge charge, int most, Decisions decisions) =>
            windows.All(charge.Entry.Booked).Select(i => orders[i]).Where(o => !decisions.AreUnmatched(charge.Entry.Id, o.Order.Id)).Take(most);

        public IEnumerable<OrderSlot> UnmatchedFrom(Charge charge, Decisions decisions) =>
            windows.All(charge.Entry.Booked).Select(i => orders[i]).Where(o => decisions.AreUnmatched(charge.Entry.Id, o.Order.Id));

        public void LeaveOpenFor(Charge charge, Decisions decisions)
        {
            for (var place = untouched.Next(0, charge.Entry.Booked); place >= 0; place = untouched.Next(place + 1, charge.Entry.Booked))
            {
                if (!decisions.AreUnmatched(charge.Entry.Id, orders[place].Order.Id))
                {
                    orders[place].IsAmbiguous = true;
                    untouched.Remove(place);
                }
            }
        }

        public void Remove(OrderSlot paid)
        {
            if (places.Remove(paid, out var place))
            {
                windows.Remove(place);
                untouched.Remove(place);
                ends.Remove(placeByBegin[place]);
            }
        }
    }
}
