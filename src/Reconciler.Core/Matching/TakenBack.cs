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
    private readonly Lazy<IdNames<OrderSlot>> orderNames;

    private TakenBack(Ledger ledger)
    {
        this.ledger = ledger;
        byId = new Lazy<Dictionary<TransactionId, Entry>>(() => ledger.Entries.DistinctBy(e => e.Id).ToDictionary(e => e.Id));
        orderNames = new Lazy<IdNames<OrderSlot>>(() => NamedTier.IndexOrders(ledger.Orders));
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
        foreach (var equal in ledger.Entries.Where(e => isOfKind(e) && !e.Amount.IsZero).GroupBy(e => (e.Id.Wallet, e.Amount.Abs())).Where(g => g.Any(e => e.Amount.MinorUnits > 0) && g.Any(e => e.Amount.MinorUnits < 0)))
        {
            // What is named first, over all; then what an order tells, then the counterparty alone, for as long as that leaves only one.
            var inTimeOrder = equal.ToList();
            TakeEach(inTimeOrder, canBeNothingElse, (taker, earlier) => OneThatIsNamed(taker, earlier));
            TakeEach(inTimeOrder, canBeNothingElse, (taker, earlier) => NamesAnother(taker, isOfKind) ? null : OneOfThatOrder(taker, earlier, taker.Amount.MinorUnits < 0 == takerRunsWithCharge ? Direction.Purchases : Direction.Sales));
            while (TakeEach(inTimeOrder, canBeNothingElse, (taker, earlier) => !canBeNothingElse(taker) || NamesAnother(taker, isOfKind) ? null : OnlyOneOfThatCounterparty(taker, earlier)))
            {
            }
        }
    }

    private bool TakeEach(List<Entry> inTimeOrder, Predicate<Entry> canBeNothingElse, Func<Entry, List<Entry>, Entry?> choose)
    {
        var any = false;
        foreach (var taker in inTimeOrder.Where(taker => !other.ContainsKey(taker.Id)))
        {
            var earlier = inTimeOrder
                .Where(e => e.Booked.FirstUtc <= taker.Booked.LastUtc && e.Amount.MinorUnits > 0 != taker.Amount.MinorUnits > 0 && !other.ContainsKey(e.Id) && !canBeNothingElse(e))
                .ToList();
            if (earlier.Count > 0 && choose(taker, earlier) is { } taken)
            {
                other.Add(taker.Id, taken);
                other.Add(taken.Id, taker);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Whether a movement relates to one of its own kind: then it takes back that one or none.</summary>
    private bool NamesAnother(Entry taker, Predicate<Entry> isOfKind) =>
        taker.RelatedTransactionId.Length > 0 && byId.Value.TryGetValue(new TransactionId(taker.Id.Wallet, taker.RelatedTransactionId), out var named) && (isOfKind(named) || named.Type == taker.Type);

    private static Entry? OneThatIsNamed(Entry taker, List<Entry> earlier)
    {
        if (taker.RelatedTransactionId.Length > 0)
        {
            return earlier.Find(e => e.Id.Id == taker.RelatedTransactionId) ?? earlier.FindLast(e => e.RelatedTransactionId == taker.RelatedTransactionId);
        }

        var names = new IdNames<Entry>();
        earlier.ForEach(e => names.Add(e.Id.Id, e));
        var named = new List<Entry>();
        NamedTier.FindIn(taker, names, named);
        return named.Count == 1 ? named[0] : null;
    }

    /// <summary>The latest that names an order which this one names too: of equal ones it makes no difference which.</summary>
    private Entry? OneOfThatOrder(Entry taker, List<Entry> earlier, Direction charges)
    {
        var orders = OrdersOf(taker).FindAll(o => ledger.DirectionOf(taker.Id.Wallet, o.Order.Id.Marketplace) == charges);
        return orders.Count == 0 ? null : earlier.FindLast(e => OrdersOf(e).Intersect(orders).Any());
    }

    private Entry? OnlyOneOfThatCounterparty(Entry taker, List<Entry> earlier)
    {
        var party = Names.Party(taker.Counterparty);
        var orders = OrdersOf(taker);
        return earlier.Where(e => Names.Party(e.Counterparty) == party && (orders.Count == 0 || OrdersOf(e).Count == 0)).Take(2).ToList() is [var only] ? only : null;
    }

    /// <summary>The orders that an entry names, or that the entry names to which it relates.</summary>
    private List<OrderSlot> OrdersOf(Entry entry)
    {
        var orders = new List<OrderSlot>();
        NamedTier.FindIn(entry, orderNames.Value, orders);
        if (orders.Count == 0 && entry.RelatedTransactionId.Length > 0 && byId.Value.TryGetValue(new TransactionId(entry.Id.Wallet, entry.RelatedTransactionId), out var related))
        {
            NamedTier.FindIn(related, orderNames.Value, orders);
        }

        return orders;
    }
}
