using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Tier 4: one charge pays several orders that share no checkout id: of the seller, or on the marketplace, that is its counterparty, placed close
/// together, where only one set of them sums to it exactly. Orders that are said to be paid come before others.
/// </summary>
internal static class SeveralOrdersTier
{
    public const string Rule = "several-orders";

    public static void Run(Ledger ledger)
    {
        Run(ledger, order => order.IsLive || order.Order.PaidAtUtc is not null);
        Run(ledger, _ => true);
    }

    private static void Run(Ledger ledger, Predicate<OrderSlot> isCandidate)
    {
        var charges = ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0 && ledger.IsInTurn(c)).ToList();
        if (charges.Count == 0)
        {
            return;
        }

        var payees = charges.Select(c => c.Payee).ToHashSet(StringComparer.Ordinal);
        var rows = new Rows(ledger, ledger.Orders.Where(o => o.IsOpen && isCandidate(o)), payees);
        foreach (var charge in charges)
        {
            foreach (var due in new[] { charge.Sum, charge.SumWithFee, charge.Original })
            {
                if (charge.State == ChargeState.Open && due is { } sum)
                {
                    Pay(ledger, charge, sum, rows.OfSeller(charge.Payee, sum.Currency), rows);
                    Pay(ledger, charge, sum, rows.OfMarketplace(charge.Payee, sum.Currency), rows);
                }
            }
        }
    }

    private static void Pay(Ledger ledger, Charge charge, Money sum, Row? row, Rows rows)
    {
        if (charge.State != ChargeState.Open || row is null || row.Search(charge, sum) is not { } search)
        {
            return;
        }

        if (search.BoundReached)
        {
            charge.Obstacle = Reason.Of(Because.SearchOfOrdersCutShort, sum, ledger.Rules.SearchSteps, search.Candidates);
        }
        else if (search.Sets.Count == 1)
        {
            ledger.Settle(charge, search.Sets[0], Rule, Confidence.Probable,
                Reason.Of(Because.OnlyOrdersAddingUp, search.Sets[0].Count, charge.Entry.Counterparty, ReasonValue.Whole(ledger.Rules.SeveralOrdersSpan.TotalHours), sum));
            rows.Remove(search.Sets[0]);
        }
        else if (search.Sets.Count > 1)
        {
            ledger.LeaveAmbiguous(charge, [.. search.Sets.SelectMany(s => s).Distinct().OrderBy(o => row.PlaceOf(o))], Reason.Of(Because.SeveralSetsAddUp, sum));
        }
    }

    /// <summary>What a search found.</summary>
    /// <param name="Candidates">Among how many orders.</param>
    private sealed record Found(IReadOnlyList<IReadOnlyList<OrderSlot>> Sets, int Candidates, bool BoundReached);

    /// <summary>The candidates by seller and by marketplace, and by the currency in which they can be paid.</summary>
    private sealed class Rows
    {
        private readonly Ledger ledger;
        private readonly Dictionary<(bool IsSeller, string Party, Currency Currency), Row> rows = [];

        public Rows(Ledger ledger, IEnumerable<OrderSlot> inTimeOrder, HashSet<string> payees)
        {
            this.ledger = ledger;
            foreach (var order in inTimeOrder)
            {
                foreach (var (isSeller, party) in new[] { (true, order.Seller), (false, order.Marketplace) })
                {
                    if (party.Length > 0 && payees.Contains(party))
                    {
                        Add((isSeller, party, order.Order.Total.Currency), order, order.Order.Total);
                        if (order.Order.Charged is { } took && took.Currency != order.Order.Total.Currency)
                        {
                            Add((isSeller, party, took.Currency), order, took);
                        }
                    }
                }
            }
        }

        public Row? OfSeller(string party, Currency currency) => rows.GetValueOrDefault((true, party, currency));

        public Row? OfMarketplace(string party, Currency currency) => rows.GetValueOrDefault((false, party, currency));

        /// <summary>Takes away orders that are paid.</summary>
        public void Remove(IReadOnlyList<OrderSlot> orders)
        {
            foreach (var order in orders)
            {
                foreach (var (isSeller, party) in new[] { (true, order.Seller), (false, order.Marketplace) })
                {
                    rows.GetValueOrDefault((isSeller, party, order.Order.Total.Currency))?.Remove(order);
                    rows.GetValueOrDefault((isSeller, party, order.Order.Charged?.Currency ?? default))?.Remove(order);
                }
            }
        }

        private void Add((bool, string, Currency) key, OrderSlot order, Money due)
        {
            if (!rows.TryGetValue(key, out var row))
            {
                rows.Add(key, row = new Row(ledger));
            }

            row.Add(order, due.MinorUnits);
        }
    }

    /// <summary>Orders in the order of placing, and what is to be paid for each.</summary>
    private sealed class Row(Ledger ledger)
    {
        // Of a shorter row all are looked at.
        private const int LongRow = 1_000;

        private readonly List<OrderSlot> orders = [];
        private readonly List<long> dues = [];
        private Dictionary<OrderSlot, int>? places;
        private TimeWindows? windows;
        private RankTree? tree;
        private long[]? placed;
        private bool? isEven;

        public void Add(OrderSlot order, long due)
        {
            orders.Add(order);
            dues.Add(due);
        }

        public int PlaceOf(OrderSlot order) => (places ??= orders.Select((o, i) => (o, i)).ToDictionary(p => p.o, p => p.i)).GetValueOrDefault(order, -1);

        public void Remove(OrderSlot order)
        {
            if (PlaceOf(order) is >= 0 and var place && windows is not null)
            {
                windows.Remove(place);
                tree?.Remove(place);
            }
        }

        /// <summary>The sets of orders that add up to a sum; null where there are not two that it is more than.</summary>
        public Found? Search(Charge charge, Money sum)
        {
            windows ??= new TimeWindows(orders.ConvertAll(o => o.IsOpen ? ledger.Rules.BookedFor(o.Order) : new Moments(DateTime.MaxValue, DateTime.MinValue)));
            var first = windows.Next(0, charge.Entry.Booked);
            var end = windows.Last(charge.Entry.Booked) + 1;
            return end == 0 ? null : end - first > LongRow && IsEvenFor(charge) ? SearchLong(sum, first, end) : SearchShort(charge, sum);
        }

        private Found? SearchShort(Charge charge, Money sum)
        {
            List<int> candidates = [.. windows!.All(charge.Entry.Booked).Where(i => dues[i] < sum.MinorUnits && ledger.MayPay(charge, orders[i]))];
            if (candidates.Count < 2)
            {
                return null;
            }

            var sets = ExactSet.All(
                [.. candidates.Select(i => dues[i])], sum.MinorUnits, ledger.Rules.SeveralOrdersMax,
                (chosen, next) => chosen.Count == 0 || orders[candidates[next]].Order.Placed.Apart(orders[candidates[chosen[0]]].Order.Placed) <= ledger.Rules.SeveralOrdersSpan,
                ledger.Rules.SearchSteps, out var boundReached);
            return new Found([.. sets.Select(s => s.Select(i => orders[candidates[i]]).ToList())], candidates.Count, boundReached);
        }

        private Found? SearchLong(Money sum, int first, int end)
        {
            if (tree is null)
            {
                tree = new RankTree([.. dues]);
                Enumerable.Range(0, orders.Count).Where(i => !orders[i].IsOpen).ToList().ForEach(tree.Remove);
            }

            placed ??= [.. orders.Select(o => o.Order.Placed.FirstUtc.Ticks)];
            var candidates = tree.CountIn(first, end, 0, tree.RankOf(sum.MinorUnits));
            if (candidates < 2)
            {
                return null;
            }

            var sets = SetsOfOrders.All(tree, placed, (orders[0].Order.Placed.LastUtc - orders[0].Order.Placed.FirstUtc).Ticks, (first, end), sum.MinorUnits, ledger.Rules, out var boundReached);
            return new Found([.. sets.Select(s => s.Select(i => orders[i]).ToList())], candidates, boundReached);
        }

        /// <summary>Whether the charge may pay all of them that are in its time, and these stand side by side in the row: it goes the way of all their marketplaces, and all tell their time alike.</summary>
        private bool IsEvenFor(Charge charge)
        {
            isEven ??= orders.TrueForAll(o => o.Order.Placed.LastUtc - o.Order.Placed.FirstUtc == orders[0].Order.Placed.LastUtc - orders[0].Order.Placed.FirstUtc)
                && Enumerable.Range(1, orders.Count - 1).All(i => orders[i - 1].Order.Placed.FirstUtc <= orders[i].Order.Placed.FirstUtc);
            marketplaces ??= [.. orders.DistinctBy(o => o.Order.Id.Marketplace)];
            return isEven.Value && !ledger.Decisions.HasUnmatched(charge.Entry.Id) && marketplaces.TrueForAll(o => ledger.MayPay(charge, o));
        }

        private List<OrderSlot>? marketplaces;
    }
}
