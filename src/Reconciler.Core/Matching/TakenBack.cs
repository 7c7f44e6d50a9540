using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Movements that take an earlier one back: a refund that failed, a dispute that was won, a bounced return (a refund or chargeback in the charge's own
/// direction), and a payment that bounced (a payment against it). Each takes back the one that it names, else the only one of that order, counterparty and
/// amount; both then settle nothing.
/// </summary>
/// <remarks>Source: the contract, "Refunds".</remarks>
internal sealed class TakenBack
{
    private readonly Ledger ledger;
    private readonly Lazy<Dictionary<TransactionId, Entry>> byId;
    private readonly Dictionary<TransactionId, Entry> other = [];
    private readonly Dictionary<Entry, List<OrderSlot>> ordersOf = new(ReferenceEqualityComparer.Instance);

    private TakenBack(Ledger ledger)
    {
        this.ledger = ledger;
        byId = new Lazy<Dictionary<TransactionId, Entry>>(() => ledger.Entries.DistinctBy(e => e.Id).ToDictionary(e => e.Id));
    }

    /// <summary>By each entry that takes back or was taken back, the other one.</summary>
    public static IReadOnlyDictionary<TransactionId, Entry> Find(Ledger ledger)
    {
        var search = new TakenBack(ledger);
        search.Pair(e => e is { Type: EntryType.Refund or EntryType.Chargeback, Status: EntryStatus.Succeeded }, e => ledger.RefundDirection(e) is null, takerRunsWithCharge: true);
        search.Pair(e => e is { Type: EntryType.Payment, Status: EntryStatus.Succeeded }, e => ledger.ChargeDirection(e) is null, takerRunsWithCharge: false);
        return search.other;
    }

    /// <param name="canBeNothingElse">Whether the movement runs in no direction in which the wallet trades; what could be a refund or charge of another trade must name what it takes back, or its order.</param>
    private void Pair(Predicate<Entry> isOfKind, Predicate<Entry> canBeNothingElse, bool takerRunsWithCharge)
    {
        foreach (var equal in BothWays(isOfKind))
        {
            // What is named first, over all; then what an order tells, then the counterparty alone, for as long as that leaves only one.
            var takeable = new Takeable(this, equal.FindAll(e => !canBeNothingElse(e)));
            TakeEach(equal, takeable, taker => takeable.OneThatIsNamed(taker));
            TakeEach(equal, takeable, taker => NamesAnother(taker, isOfKind) ? null : takeable.OneOfThatOrder(taker, taker.Amount.MinorUnits < 0 == takerRunsWithCharge ? Direction.Purchases : Direction.Sales));
            while (TakeEach(equal, takeable, taker => !canBeNothingElse(taker) || NamesAnother(taker, isOfKind) ? null : takeable.OnlyOneOfThatCounterparty(taker)))
            {
            }
        }
    }

    /// <summary>Movements of one wallet and sum, where some go in and some go out; in time order.</summary>
    private IEnumerable<List<Entry>> BothWays(Predicate<Entry> isOfKind)
    {
        // Mostly one of the two ways is rare, or not gone at all: of the other one only what equals it is kept.
        var (countIn, countOut) = (0, 0);
        foreach (var entry in ledger.Entries)
        {
            if (isOfKind(entry))
            {
                countIn += entry.Amount.MinorUnits > 0 ? 1 : 0;
                countOut += entry.Amount.MinorUnits < 0 ? 1 : 0;
            }
        }

        if (countIn == 0 || countOut == 0)
        {
            return [];
        }

        var rare = ledger.Entries.Where(e => isOfKind(e) && IsRare(e)).Select(Key).ToHashSet();
        rare.IntersectWith(ledger.Entries.Where(e => isOfKind(e) && !e.Amount.IsZero && !IsRare(e)).Select(Key));
        return rare.Count == 0 ? [] : ledger.Entries.Where(e => isOfKind(e) && !e.Amount.IsZero && rare.Contains(Key(e))).GroupBy(Key).Select(g => g.ToList());

        bool IsRare(Entry entry) => countIn <= countOut ? entry.Amount.MinorUnits > 0 : entry.Amount.MinorUnits < 0;

        static (string, long, Currency) Key(Entry entry) => (entry.Id.Wallet, Math.Abs(entry.Amount.MinorUnits), entry.Amount.Currency);
    }

    private bool TakeEach(List<Entry> inTimeOrder, Takeable takeable, Func<Entry, Entry?> choose)
    {
        var any = false;
        foreach (var taker in inTimeOrder.Where(taker => !other.ContainsKey(taker.Id)))
        {
            if (choose(taker) is { } taken)
            {
                other.Add(taker.Id, taken);
                other.Add(taken.Id, taker);
                takeable.Remove(taken);
                takeable.Remove(taker);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Whether a movement relates to one of its own kind: then it takes back that one or none.</summary>
    private bool NamesAnother(Entry taker, Predicate<Entry> isOfKind) =>
        taker.RelatedTransactionId.Length > 0 && byId.Value.TryGetValue(new TransactionId(taker.Id.Wallet, taker.RelatedTransactionId), out var named) && (isOfKind(named) || named.Type == taker.Type);

    /// <summary>The orders that an entry names, or that the entry names to which it relates.</summary>
    private List<OrderSlot> OrdersOf(Entry entry)
    {
        if (ordersOf.TryGetValue(entry, out var orders))
        {
            return orders;
        }

        orders = [];
        NamedTier.FindIn(entry, ledger.OrderNames, orders);
        if (orders.Count == 0 && entry.RelatedTransactionId.Length > 0 && byId.Value.TryGetValue(new TransactionId(entry.Id.Wallet, entry.RelatedTransactionId), out var related))
        {
            NamedTier.FindIn(related, ledger.OrderNames, orders);
        }

        ordersOf.Add(entry, orders);
        return orders;
    }

    /// <summary>What may be taken back among equal movements: those of the other sign that are not taken back yet, and began before the taker ended.</summary>
    private sealed class Takeable
    {
        private readonly TakenBack search;
        private readonly Lazy<Dictionary<(bool In, string Id), Row>> byId;
        private readonly Lazy<Dictionary<(bool In, string Id), Row>> byRelated;
        private readonly Lazy<Dictionary<(bool In, OrderSlot Order), Row>> byOrder;
        private readonly Lazy<Dictionary<(bool In, string Party), Row>> byParty;
        private readonly Lazy<Dictionary<(bool In, string Party), Row>> byPartyWithoutOrder;
        private readonly Lazy<IdNames<Entry>> names;
        private readonly HashSet<Entry> gone = new(ReferenceEqualityComparer.Instance);

        public Takeable(TakenBack search, List<Entry> inTimeOrder)
        {
            this.search = search;
            byId = new(() => RowsBy(inTimeOrder.Select(e => ((e.Amount.MinorUnits > 0, e.Id.Id), e))));
            byRelated = new(() => RowsBy(inTimeOrder.Where(e => e.RelatedTransactionId.Length > 0).Select(e => ((e.Amount.MinorUnits > 0, e.RelatedTransactionId), e))));
            byOrder = new(() => RowsBy(inTimeOrder.SelectMany(e => search.OrdersOf(e).Select(o => ((e.Amount.MinorUnits > 0, o), e)))));
            byParty = new(() => RowsBy(inTimeOrder.Select(e => ((e.Amount.MinorUnits > 0, Names.Party(e.Counterparty)), e))));
            byPartyWithoutOrder = new(() => RowsBy(inTimeOrder.Where(e => search.OrdersOf(e).Count == 0).Select(e => ((e.Amount.MinorUnits > 0, Names.Party(e.Counterparty)), e))));
            names = new(() =>
            {
                var all = new IdNames<Entry>(inTimeOrder.Count);
                inTimeOrder.ForEach(e => all.Add(e.Id.Id, e));
                return all;
            });
        }

        public void Remove(Entry entry) => gone.Add(entry);

        public Entry? OneThatIsNamed(Entry taker)
        {
            if (taker.RelatedTransactionId.Length > 0)
            {
                return In(byId.Value, taker, taker.RelatedTransactionId)?.First(taker, gone) ?? In(byRelated.Value, taker, taker.RelatedTransactionId)?.Last(taker, gone)?.Entry;
            }

            var named = new List<Entry>();
            NamedTier.FindIn(taker, names.Value, named, e => IsBehind(taker, e) && !gone.Contains(e));
            return named.Count == 1 ? named[0] : null;
        }

        /// <summary>The latest that names an order which this one names too: of equal ones it makes no difference which.</summary>
        public Entry? OneOfThatOrder(Entry taker, Direction charges) =>
            search.OrdersOf(taker).FindAll(o => search.ledger.DirectionOf(taker.Id.Wallet, o.Order.Id.Marketplace) == charges)
                .Select(o => In(byOrder.Value, taker, o)?.Last(taker, gone)).OfType<(Entry Entry, int Place)>().OrderByDescending(e => e.Place).FirstOrDefault().Entry;

        public Entry? OnlyOneOfThatCounterparty(Entry taker)
        {
            var row = In((search.OrdersOf(taker).Count == 0 ? byParty : byPartyWithoutOrder).Value, taker, Names.Party(taker.Counterparty));
            return row?.Only(taker, gone);
        }

        private static bool IsBehind(Entry taker, Entry earlier) => earlier.Booked.FirstUtc <= taker.Booked.LastUtc && earlier.Amount.MinorUnits > 0 != taker.Amount.MinorUnits > 0;

        private static Row? In<TKey>(Dictionary<(bool In, TKey Key), Row> rows, Entry taker, TKey key) => rows.GetValueOrDefault((taker.Amount.MinorUnits < 0, key));

        private static Dictionary<(bool In, TKey Key), Row> RowsBy<TKey>(IEnumerable<((bool In, TKey Key) Key, Entry Entry)> inTimeOrder) =>
            inTimeOrder.Select((e, place) => (e.Key, e.Entry, place)).GroupBy(e => e.Key).ToDictionary(g => g.Key, g => new Row([.. g.Select(e => (e.Entry, e.place))]));
    }

    /// <summary>Movements in time order, and where in the whole order each stands.</summary>
    private sealed class Row(List<(Entry Entry, int Place)> entries)
    {
        private readonly TimeWindows begun = new(entries.ConvertAll(e => new Moments(e.Entry.Booked.FirstUtc, DateTime.MaxValue)));

        public Entry? First(Entry taker, HashSet<Entry> gone)
        {
            var place = Next(0, taker, gone);
            return place < 0 ? null : entries[place].Entry;
        }

        public Entry? Only(Entry taker, HashSet<Entry> gone) =>
            Next(0, taker, gone) is >= 0 and var first && Next(first + 1, taker, gone) < 0 ? entries[first].Entry : null;

        public (Entry Entry, int Place)? Last(Entry taker, HashSet<Entry> gone)
        {
            for (var place = begun.Last(Until(taker)); place >= 0; place = begun.Last(Until(taker)))
            {
                if (!gone.Contains(entries[place].Entry))
                {
                    return entries[place];
                }

                begun.Remove(place);
            }

            return null;
        }

        private int Next(int start, Entry taker, HashSet<Entry> gone)
        {
            for (var place = begun.Next(start, Until(taker)); place >= 0; place = begun.Next(start, Until(taker)))
            {
                if (!gone.Contains(entries[place].Entry))
                {
                    return place;
                }

                begun.Remove(place);
            }

            return -1;
        }

        private static Moments Until(Entry taker) => Moments.At(taker.Booked.LastUtc);
    }
}
