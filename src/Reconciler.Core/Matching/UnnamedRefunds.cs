using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Refunds that name nothing known here: each goes to the only order awaiting, or open duplicate of, exactly that amount, or settles a checkout whose
/// cancelled orders are due that together. The counterparty's come before others, what was paid from the same wallet before what another of our wallets paid
/// (a match is probable then); as many equal refunds as candidates pair off in time order. Where more than one stays possible, nothing is guessed.
/// </summary>
internal sealed class UnnamedRefunds
{
    private readonly Ledger ledger;
    private readonly Dictionary<Money, List<Home>> homes = [];
    private readonly HashSet<TransactionId> settled = [];

    private UnnamedRefunds(Ledger ledger)
    {
        this.ledger = ledger;
        foreach (var slot in ledger.Orders.Where(o => OrderMoney.Due(o) is not null && Owed(o).MinorUnits > 0))
        {
            Add(new Home([slot], null), Owed(slot), OwedAsPaid(slot));
        }

        foreach (var checkout in ledger.Checkouts.Values)
        {
            var due = checkout.Orders.Where(o => OrderMoney.Due(o) is not null && Owed(o).MinorUnits > 0).ToList();
            if (due.Count > 1 && due.TrueForAll(o => o.Order.Total.Currency == due[0].Order.Total.Currency && o.Payments[0].Part.Currency == due[0].Payments[0].Part.Currency))
            {
                Add(new Home(due, null), SumOwed(due), SumOwedAsPaid(due));
            }
        }

        foreach (var duplicate in ledger.Duplicates.Where(d => !d.StillOwed.IsZero))
        {
            Add(new Home([], duplicate), duplicate.StillOwed, duplicate.Charge.Original, duplicate.Charge.Original?.Share(duplicate.StillOwed, duplicate.Charge.Sum));
        }
    }

    public static void Run(Ledger ledger, IReadOnlyList<Entry> refunds)
    {
        var search = new UnnamedRefunds(ledger);
        ledger.UnnamedRefunds = refunds;
        ledger.Awaited = [.. search.homes.SelectMany(h => h.Value.Select(home => new Awaited(h.Key, home.Orders, home.Duplicate?.Charge)))];
        if (refunds.Count == 0)
        {
            return;
        }

        var equals = refunds.GroupBy(r => (r.Id.Wallet, r.Amount, r.OriginalAmount, Names.Party(r.Counterparty), Alone: ledger.Decisions.HasUnmatched(r.Id) ? r.Id.Id : string.Empty))
            .Select(g => new EqualRefunds([.. g.OrderBy(r => r.Booked.LastUtc)], search.HomesFor(g.First()))).ToList();

        // The best rank first over all refunds: what is a seller's own is not taken by another's money.
        for (var rank = 0; rank <= Home.WorstRank; rank++)
        {
            while (search.SettleAll(equals, rank))
            {
            }

            search.Groups(equals, rank).ForEach(g => search.LeaveAmbiguous(g.Refunds, g.Open));
        }

        search.ReturnUnexplainedCharges(equals);
        ledger.HomelessRefunds.AddRange(equals.SelectMany(e => e.Refunds).Where(r => !search.settled.Contains(r.Id)).OrderBy(r => r.BookedAtUtc).ThenBy(r => r.Id)
            .Select(r => new HomelessRefund(r, [], "names no payment or order known here, and none awaits exactly that amount")));
    }

    private bool SettleAll(List<EqualRefunds> equals, int rank)
    {
        var groups = Groups(equals, rank);
        var single = groups.SelectMany(g => g.Open.Where(h => h.Orders.Count == 1).Take(g.Refunds.Count).Select(h => h.Orders[0])).ToHashSet();
        var together = groups.SelectMany(g => g.Open.Where(h => h.Orders.Count > 1)).ToList();

        // Where refunds of a checkout's single orders have come, one of its sum is not for the same orders: two of them count more than one, one against one is not decided.
        bool IsContested(Home home) => home.Orders.Count > 1 ? home.Orders.Any(single.Contains) : home.Orders.Any(o => together.Exists(t => t.Orders.Contains(o) && t.Orders.Count(single.Contains) == 1));
        return groups.Where(g => !g.Open.Exists(IsContested)).Aggregate(false, (any, g) => Settle(g.Refunds, g.Open) || any);
    }

    /// <summary>Gives equal refunds what can be decided, in time order: as many as there are homes for, and no fewer. True where any was given, so that more may be decided now.</summary>
    private bool Settle(List<Entry> refunds, List<Home> open)
    {
        var (waiting, available, any) = (new List<Entry>(), new List<Home>(), false);
        var next = 0;
        foreach (var group in refunds.GroupBy(r => open.TakeWhile(h => h.PaidAt <= r.Booked.LastUtc).Count()))
        {
            available.AddRange(open.Take(group.Key).Skip(next));
            next = Math.Max(next, group.Key);
            waiting.AddRange(group);
            if (available.Count == 0 || waiting.Count < available.Count || (available.Count > 1 && available.Exists(h => h.Orders.Count > 1)))
            {
                continue;
            }

            // In the order of placing, where each was paid before its refund came.
            var placed = available.OrderBy(h => h.At).ThenBy(h => h.Key, StringComparer.Ordinal).ToList();
            available = placed.Zip(waiting).All(p => p.First.PaidAt <= p.Second.Booked.LastUtc) ? placed : available;
            for (var i = 0; i < available.Count; i++)
            {
                Give(waiting[i], available[i], available.Count == 1 ? available[0].Only : $"one of {available.Count} equal refunds for as many that await exactly this amount, in time order");
                settled.Add(waiting[i].Id);
            }

            any = true;
            waiting.RemoveRange(0, available.Count);
            available.Clear();
        }

        return any;
    }

    /// <summary>A chargeback that no order awaits is the return of the only open charge of its counterparty and amount: a payment that was rejected or bounced before any order knew of it.</summary>
    private void ReturnUnexplainedCharges(List<EqualRefunds> equals)
    {
        var open = ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0).ToLookup(c => (c.Entry.Id.Wallet, c.Payee, c.Entry.Amount));
        foreach (var refund in equals.SelectMany(e => e.Refunds).Where(r => r.Type == EntryType.Chargeback && !settled.Contains(r.Id)))
        {
            var its = open[(refund.Id.Wallet, Names.Party(refund.Counterparty), -refund.Amount)].Where(c => c.Entry.Booked.FirstUtc <= refund.Booked.LastUtc && !ledger.ReturnedWithoutOrder.ContainsKey(c)).Take(2).ToList();
            if (its is [var only])
            {
                ledger.ReturnedWithoutOrder.Add(only, [new RefundPart(refund, refund.Amount.Abs(), only.Sum, "the only open charge of that counterparty and amount")]);
                settled.Add(refund.Id);
            }
        }
    }

    private void LeaveAmbiguous(List<Entry> refunds, List<Home> open)
    {
        foreach (var refund in refunds.Where(r => open.Count > 0 && open[0].PaidAt <= r.Booked.LastUtc).ToList())
        {
            var candidates = open.TakeWhile(h => h.PaidAt <= refund.Booked.LastUtc).ToList();
            foreach (var home in candidates)
            {
                home.MayReceive(refund, ledger.Rules.CandidatesListed);
            }

            var orders = candidates.Take(ledger.Rules.CandidatesListed).SelectMany(c => c.Duplicate?.Orders ?? c.Orders).Distinct().ToList();
            ledger.Ambiguities.Add(new Ambiguity(refund, [.. orders.Take(ledger.Rules.CandidatesListed).Select(o => o.Order.Id).Order()], Math.Max(candidates.Count, orders.Count),
                $"{candidates.Count} orders or duplicates await exactly {refund.Amount.Abs()}: nothing tells for which of them it came"));
            settled.Add(refund.Id);
        }
    }

    /// <summary>Refunds that are not settled yet, in time order, by what awaits them: those for which the same homes are open are equal, whoever they come from.</summary>
    private List<(List<Entry> Refunds, List<Home> Open)> Groups(List<EqualRefunds> equals, int rank)
    {
        var open = equals.Select(e => (Refunds: e.Refunds.FindAll(r => !settled.Contains(r.Id)), e.Homes)).Where(e => e.Refunds.Count > 0)
            .Select(e => (e.Refunds, Open: e.Homes.FindAll(h => h.RankFor(e.Refunds[0]) == rank && IsExactly(e.Refunds[0], h)))).Where(e => e.Open.Count > 0);
        return [.. open.GroupBy(e => e.Open, new SameHomes()).Select(g => (g.SelectMany(e => e.Refunds).OrderBy(r => r.Booked.LastUtc).ThenBy(r => r.Id).ToList(), g.Key))];
    }

    private void Give(Entry refund, Home home, string how)
    {
        var left = refund.Amount.Abs();
        if (home.Duplicate is { } duplicate)
        {
            RefundMatching.GiveToDuplicate(refund, left, duplicate, how);
            return;
        }

        foreach (var slot in home.Orders)
        {
            left = RefundMatching.GiveToOrder(ledger, refund, left, slot, how, isProbable: !home.IsOfWallet(refund));
        }
    }

    /// <summary>What may await that money at all, in the order of the payments.</summary>
    private List<Home> HomesFor(Entry refund) =>
        [.. new[] { refund.Amount.Abs(), refund.OriginalAmount?.Abs() }.OfType<Money>().Distinct().SelectMany(sum => homes.GetValueOrDefault(sum) ?? []).Distinct().OrderBy(h => h.PaidAt).ThenBy(h => h.Key, StringComparer.Ordinal)];

    private void Add(Home home, params Money?[] sums)
    {
        foreach (var sum in sums.OfType<Money>().Distinct())
        {
            if (!homes.TryGetValue(sum, out var list))
            {
                homes.Add(sum, list = []);
            }

            list.Add(home);
        }
    }

    private bool IsExactly(Entry refund, Home home) => home.Duplicate is { } duplicate ? IsExactly(refund, duplicate) : home.Orders.All(o => MayTake(refund, o)) && IsExactly(refund, home.Orders);

    private bool MayTake(Entry refund, OrderSlot slot) =>
        ledger.DirectionOf(refund.Id.Wallet, slot.Order.Id.Marketplace) == ledger.RefundDirection(refund)
        && !ledger.Decisions.AreUnmatched(refund.Id, slot.Order.Id)
        && Owed(slot).MinorUnits > 0;

    /// <summary>Whether orders still await exactly this refund: in their own currency, else in that in which they were paid.</summary>
    private static bool IsExactly(Entry refund, IReadOnlyList<OrderSlot> orders)
    {
        var currency = orders[0].Order.Total.Currency;
        return refund.Amount.Currency == currency ? refund.Amount.Abs() == SumOwed(orders)
            : refund.OriginalAmount is { } original && original.Currency == currency ? original.Abs() == SumOwed(orders)
            : SumOwedAsPaid(orders) == refund.Amount.Abs();
    }

    private bool IsExactly(Entry refund, Duplicate duplicate) =>
        duplicate.Charge.Direction == ledger.RefundDirection(refund)
        && !duplicate.StillOwed.IsZero
        && RefundValue.For(duplicate.Charge, duplicate.Returned, refund, refund.Amount.Abs()) == duplicate.StillOwed;

    /// <summary>What an order still awaits, in its own currency.</summary>
    private static Money Owed(OrderSlot slot) => OrderMoney.Due(slot)!.Value - OrderMoney.Returned(slot);

    private static Money SumOwed(IReadOnlyList<OrderSlot> orders) => Money.Sum(orders.Select(Owed), orders[0].Order.Total.Currency);

    /// <summary>The same in the wallet's currency, where the order was paid in one other than its own: all that was paid, or the due share of it, less what came back.</summary>
    private static Money? OwedAsPaid(OrderSlot slot)
    {
        var currency = slot.Payments[0].Part.Currency;
        if (currency == slot.Order.Total.Currency || slot.Payments.Exists(p => p.Part.Currency != currency) || OrderMoney.Paid(slot).IsZero)
        {
            return null;
        }

        var paid = Money.Sum(slot.Payments.Select(p => p.Part), currency);
        var returned = Money.Sum(slot.Refunds.Select(r => r.Part.Currency == currency ? r.Part : paid.Share(r.Value, OrderMoney.Paid(slot))), currency);
        return paid.Share(OrderMoney.Due(slot)!.Value, OrderMoney.Paid(slot)) - returned;
    }

    private static Money? SumOwedAsPaid(IReadOnlyList<OrderSlot> orders) =>
        orders.All(o => OwedAsPaid(o) is not null) ? Money.Sum(orders.Select(o => OwedAsPaid(o)!.Value), orders[0].Payments[0].Part.Currency) : null;

    /// <summary>What may await a refund: an order, the cancelled orders of a checkout, or a charge that was taken twice.</summary>
    private sealed record Home(IReadOnlyList<OrderSlot> Orders, Duplicate? Duplicate)
    {
        public const int WorstRank = 3;

        public DateTime At { get; } = Duplicate?.Charge.At ?? Orders[0].Order.PlacedAtUtc;

        /// <summary>When it was paid: what comes back comes later.</summary>
        public DateTime PaidAt { get; } = Duplicate?.Charge.Entry.Booked.FirstUtc ?? Orders.Max(o => o.Payments.Min(p => p.Charge.Entry.Booked.FirstUtc));

        public string Key { get; } = Duplicate?.Charge.Entry.Id.ToString() ?? Orders[0].Order.Id.ToString();

        public string Only => Duplicate is not null ? "the only open duplicate of exactly this amount"
            : Orders.Count > 1 ? $"the {Orders.Count} cancelled orders of checkout {Orders[0].Order.CheckoutId} await exactly this amount together"
            : "the only order that awaits exactly this amount";

        /// <summary>0 for the counterparty's own, paid from the same wallet, to 3 for another's, paid from another wallet.</summary>
        public int RankFor(Entry refund) => (IsOfCounterparty(Names.Party(refund.Counterparty)) ? 0 : 2) + (IsOfWallet(refund) ? 0 : 1);

        public bool IsOfWallet(Entry refund) =>
            Duplicate is { } duplicate ? duplicate.Charge.Entry.Id.Wallet == refund.Id.Wallet : Orders.All(o => o.Payments.Exists(p => p.Charge.Entry.Id.Wallet == refund.Id.Wallet));

        /// <summary>Notes that a refund may be meant for it; of very many, the first.</summary>
        public void MayReceive(Entry refund, int most)
        {
            foreach (var list in Duplicate is { } duplicate ? [duplicate.PossibleRefunds] : Orders.Select(o => o.PossibleRefunds))
            {
                if (list.Count < most)
                {
                    list.Add(refund);
                }
            }
        }

        public bool Equals(Home? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        private bool IsOfCounterparty(string party) =>
            party.Length > 0 && (Duplicate is { } duplicate ? duplicate.Charge.Payee == party || duplicate.Orders.All(o => o.Seller == party) : Orders.All(o => o.Seller == party || o.Payments.Exists(p => p.Charge.Payee == party)));
    }

    private sealed class SameHomes : IEqualityComparer<List<Home>>
    {
        public bool Equals(List<Home>? x, List<Home>? y) => x!.SequenceEqual(y!);

        public int GetHashCode(List<Home> homes) => HashCode.Combine(homes.Count, homes[0]);
    }

    /// <summary>Refunds of one wallet, counterparty and sum, in time order, and what may await them.</summary>
    private sealed record EqualRefunds(List<Entry> Refunds, List<Home> Homes);
}
