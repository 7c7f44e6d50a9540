using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>What the tiers work on: all charges and orders, what is matched so far, and what stays undecided. One ledger lives for one run.</summary>
internal sealed class Ledger
{
    private IReadOnlyList<OrderSlot>? ordersInQuestion;
    private IdNames<OrderSlot>? orderNames;
    private IdNames<CheckoutSlot>? checkoutNames;

    public Ledger(IEnumerable<Entry> entries, IEnumerable<Order> orders, RateTable rates, MatchingRules rules, Decisions decisions)
    {
        Decisions = decisions;
        Rates = rates;
        Rules = rules;
        Entries = InTimeOrder([.. entries], e => e.BookedAtUtc, (a, b) => a.Id.CompareTo(b.Id));
        var parties = new Dictionary<string, string>(StringComparer.Ordinal);
        Orders = Array.ConvertAll(InTimeOrder([.. orders], o => o.PlacedAtUtc, (a, b) => a.Id.CompareTo(b.Id)), o => new OrderSlot(o, Party(o.Seller), Party(o.Id.Marketplace)));
        Checkouts = Orders.Where(o => o.Order.CheckoutId.Length > 0)
            .GroupBy(o => (o.Order.Id.Marketplace, Names.Id(o.Order.CheckoutId)))
            .ToDictionary(g => g.Key, g => new CheckoutSlot([.. g]));
        foreach (var checkout in Checkouts.Values)
        {
            foreach (var order in checkout.Orders)
            {
                order.Checkout = checkout;
            }
        }

        Charges = [];
        Refunds = [];
        TakenBack = Matching.TakenBack.Find(this);
        foreach (var entry in Entries)
        {
            if (IsTakenBack(entry))
            {
                continue;
            }

            if (ChargeDirection(entry) is { } direction)
            {
                Charges.Add(new Charge(entry, direction, Party(entry.Counterparty)));
            }
            else if (RefundDirection(entry) is not null)
            {
                Refunds.Add(entry);
            }
        }

        // The same few names again and again: each is read once, and kept once.
        string Party(string text)
        {
            if (!parties.TryGetValue(text, out var party))
            {
                parties.Add(text, party = Names.Party(text));
            }

            return party;
        }
    }

    public RateTable Rates { get; }

    public MatchingRules Rules { get; }

    public Decisions Decisions { get; }

    /// <summary>All entries in time order, then by id.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>In time order, then by id.</summary>
    public List<Charge> Charges { get; }

    /// <summary>In time order, then by id.</summary>
    public List<Entry> Refunds { get; }

    /// <summary>In the order of placing, then by id.</summary>
    public IReadOnlyList<OrderSlot> Orders { get; }

    public IReadOnlyDictionary<(string Marketplace, string Checkout), CheckoutSlot> Checkouts { get; }

    public List<Duplicate> Duplicates { get; } = [];

    public List<Ambiguity> Ambiguities { get; } = [];

    /// <summary>Refunds that found no home.</summary>
    public List<HomelessRefund> HomelessRefunds { get; } = [];

    /// <summary>Movements that took one another back, so that neither settles anything: by entry, the other one.</summary>
    public IReadOnlyDictionary<TransactionId, Entry> TakenBack { get; }

    /// <summary>What came back for charges that no order explains.</summary>
    public Dictionary<Charge, RefundParts> ReturnedWithoutOrder { get; } = [];

    /// <summary>The refunds that name nothing known here.</summary>
    public IReadOnlyList<Entry> UnnamedRefunds { get; set; } = [];

    /// <summary>What awaits a refund that names nothing, by the sums that it awaits.</summary>
    public IReadOnlyList<Awaited> Awaited { get; set; } = [];

    /// <summary>Where only a part of all records is matched: payments beside it that are like charges of it. They are told of in reasons, and decide nothing.</summary>
    public IReadOnlyList<Bystander> Bystanders { get; set; } = [];

    /// <summary>False until all tiers have run over all charges once; then they look again, for the charges that gave way to earlier ones alone.</summary>
    public bool IsLookingAgain { get; set; }

    /// <summary>Whether a tier may settle an open charge now.</summary>
    public bool IsInTurn(Charge charge) => !IsLookingAgain || charge.ChangedPlaces;

    public IEnumerable<Charge> OpenCharges => Charges.Where(c => c.State == ChargeState.Open);

    /// <summary>All ids by which the orders may be named.</summary>
    public IdNames<OrderSlot> OrderNames => orderNames ??= NamedTier.IndexOrders(Orders);

    public IdNames<CheckoutSlot> CheckoutNames => checkoutNames ??= NamedTier.IndexCheckouts(Checkouts.Values);

    /// <summary>The orders for which money came back.</summary>
    public IEnumerable<OrderSlot> OrdersWithReturns => Orders.Where(o => o.HasReturns);

    /// <summary>Once all is matched: every order of which anything may be wrong, open or due, in the order of placing. Mostly they are few.</summary>
    public IReadOnlyList<OrderSlot> OrdersInQuestion => ordersInQuestion ??= [.. Orders.Where(o => !o.IsPaid || o.Mismatch is not null || o.Covered is null || o.HasReturns || OrderMoney.Due(o) is not null)];

    /// <summary>Whether an entry took another one back, or was taken back.</summary>
    public bool IsTakenBack(Entry entry) => TakenBack.Count > 0 && TakenBack.ContainsKey(entry.Id);

    public Direction DirectionOf(string wallet, string marketplace) => Rules.Pairs.Of(wallet, marketplace);

    /// <summary>How many pairs of a charge and an order were looked at so far.</summary>
    public long PairsLookedAt { get; private set; }

    public bool MayPay(Charge charge, OrderSlot order)
    {
        PairsLookedAt++;
        return DirectionOf(charge.Entry.Id.Wallet, order.Order.Id.Marketplace) == charge.Direction && !Decisions.AreUnmatched(charge.Entry.Id, order.Order.Id);
    }

    /// <summary>A charge is a succeeded payment in the direction of trade; null for everything else.</summary>
    public Direction? ChargeDirection(Entry entry) =>
        entry is { Type: EntryType.Payment, Status: EntryStatus.Succeeded } ? MovementDirection(entry, chargeSign: true) : null;

    /// <summary>A refund is a succeeded refund or chargeback against the direction of trade; null for everything else.</summary>
    public Direction? RefundDirection(Entry entry) =>
        entry is { Type: EntryType.Refund or EntryType.Chargeback, Status: EntryStatus.Succeeded } ? MovementDirection(entry, chargeSign: false) : null;

    /// <summary>Books a charge as the payment that settles one order, or all of several.</summary>
    public void Settle(Charge charge, IReadOnlyList<OrderSlot> orders, string rule, Confidence confidence, Reason why)
    {
        Pay(charge, orders, rule, confidence, why);
        foreach (var slot in orders)
        {
            slot.Cover();
        }
    }

    /// <summary>Books a charge as a payment of one order, or of several in proportion to what they still cost.</summary>
    public void Pay(Charge charge, IReadOnlyList<OrderSlot> orders, string rule, Confidence confidence, Reason why)
    {
        (charge.State, charge.Pays) = (ChargeState.Paid, orders);
        if (orders is [var only])
        {
            Pay(only, new PaymentPart(charge, charge.Sum, Fit.Worth(charge, only.Order, Rates)), rule, confidence, why);
            return;
        }

        var weights = orders.Select(OrderMoney.StillCosts).ToList();
        var parts = Split(charge.Sum, orders, weights);
        var worths = WorthsOf(charge, orders, weights);
        for (var i = 0; i < orders.Count; i++)
        {
            Pay(orders[i], new PaymentPart(charge, parts[i], worths[i]), rule, confidence, why);
        }
    }

    private static void Pay(OrderSlot slot, PaymentPart part, string rule, Confidence confidence, Reason why)
    {
        slot.Pay(part);
        slot.Rule = rule;
        slot.Confidence = confidence;
        slot.Why = why;
    }

    private decimal?[] WorthsOf(Charge charge, IReadOnlyList<OrderSlot> orders, IReadOnlyList<Money> weights) =>
        Fit.Worth(charge, new CheckoutSlot(orders), Rates) is { } worth
            ? [.. Split(Money.Round(worth, orders[0].Order.Total.Currency), orders, weights).Select(part => (decimal?)part.Amount)]
            : new decimal?[orders.Count];

    public void Repeat(Charge charge, Charge? payment, IReadOnlyList<OrderSlot> orders, Confidence confidence)
    {
        charge.State = ChargeState.Duplicate;
        Duplicates.Add(new Duplicate(charge, payment, orders, confidence));
    }

    /// <param name="count">How many candidates there are, where not all are given.</param>
    public void LeaveAmbiguous(Charge charge, IReadOnlyCollection<OrderSlot> candidates, Reason why, int? count = null)
    {
        charge.State = ChargeState.Ambiguous;
        foreach (var candidate in candidates)
        {
            candidate.IsAmbiguous = true;
        }

        Ambiguities.Add(new Ambiguity(charge.Entry, [.. candidates.Take(Rules.CandidatesListed).Select(c => c.Order.Id).Order()], count ?? candidates.Count, why));
    }

    /// <summary>The parts of a sum: what the marketplace says it took where that adds up to it, else in proportion to the weights, in whole minor units.</summary>
    /// <param name="weights">Not negative; where all are zero, the totals of the orders.</param>
    private static List<Money> Split(Money sum, IReadOnlyList<OrderSlot> orders, IReadOnlyList<Money> weights)
    {
        if (new CheckoutSlot(orders).Charged == sum)
        {
            return [.. orders.Select(o => o.Order.Charged!.Value)];
        }

        var shares = weights.All(w => w.IsZero) ? [.. orders.Select(o => o.Order.Total.MinorUnits)] : weights.Select(w => w.MinorUnits).ToList();
        var all = shares.Aggregate(Int128.Zero, (total, share) => total + share);
        var parts = new List<Money>(orders.Count);
        var upToHere = Int128.Zero;
        var given = Money.Zero(sum.Currency);
        foreach (var share in shares)
        {
            upToHere += share;
            var end = upToHere == all ? sum : sum.Share(upToHere, all);
            parts.Add(end - given);
            given = end;
        }

        return parts;
    }

    /// <summary>By time, and of one moment by id.</summary>
    private static T[] InTimeOrder<T>(T[] records, Func<T, DateTime> time, Comparison<T> byId)
    {
        var times = Array.ConvertAll(records, r => time(r).Ticks);
        if (!IsInOrder(times))
        {
            Array.Sort(times, records);
        }

        for (int start = 0, end; start < records.Length; start = end)
        {
            for (end = start + 1; end < records.Length && times[end] == times[start]; end++)
            {
            }

            if (end - start > 1)
            {
                records.AsSpan(start, end - start).Sort(byId);
            }
        }

        return records;
    }

    /// <summary>Files mostly are.</summary>
    private static bool IsInOrder(long[] times)
    {
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] < times[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private Direction? MovementDirection(Entry entry, bool chargeSign)
    {
        if (entry.Amount.IsZero)
        {
            return null;
        }

        var direction = entry.Amount.MinorUnits < 0 == chargeSign ? Direction.Purchases : Direction.Sales;
        return Rules.Pairs.Knows(entry.Id.Wallet, direction) ? direction : null;
    }
}

/// <summary>A charge that pays an order and is not matched again.</summary>
/// <param name="Pays">The order, of several the first by id.</param>
public sealed record Bystander(Entry Entry, OrderId Pays);

/// <summary>A sum in which orders, or a charge taken twice, await a refund that names neither.</summary>
internal readonly record struct Awaited(Money Sum, IReadOnlyList<OrderSlot> Orders, Charge? Duplicate);

/// <summary>A refund that settles nothing known here.</summary>
/// <param name="Orders">The orders that it names, where nothing tells what it is worth to them.</param>
/// <param name="Why">Why it settles nothing, to stand behind its sum, counterparty and day.</param>
internal sealed record HomelessRefund(Entry Refund, IReadOnlyList<OrderSlot> Orders, Reason Why);

/// <summary>An entry that fits several orders equally well.</summary>
/// <param name="Candidates">Sorted; not all of them where there are very many.</param>
/// <param name="CandidateCount">How many there are.</param>
public sealed record Ambiguity(Entry Entry, IReadOnlyList<OrderId> Candidates, int CandidateCount, Reason Why);
