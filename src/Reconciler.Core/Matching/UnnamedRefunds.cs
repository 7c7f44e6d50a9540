using Reconciler.Core.Reasons;
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
    private readonly Dictionary<(Money Sum, Money? Original), Homes> homesOf = [];
    private readonly Dictionary<(string Wallet, Money Sum, Money? Original, string Alone), Market> markets = [];
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

        var equals = refunds.GroupBy(r => (r.Id.Wallet, r.Amount, r.OriginalAmount, Party: Names.Party(r.Counterparty), Alone: ledger.Decisions.HasUnmatched(r.Id) ? r.Id.Id : string.Empty))
            .Select(g => new EqualRefunds([.. g.OrderBy(r => r.Booked.LastUtc)], g.Key.Party, search.MarketOf(g.Key.Alone, g.First()))).ToList();

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
            .Select(r => new HomelessRefund(r, [], Reason.Of(Because.NamesNothingKnown))));
    }

    private bool SettleAll(List<EqualRefunds> equals, int rank)
    {
        var groups = Groups(equals, rank);
        var single = groups.SelectMany(g => g.Open.Singles().Take(g.Refunds.Count).Select(h => h.Orders[0])).ToHashSet();
        var together = groups.GroupBy(g => g.Open.Row).SelectMany(g => OpenHomes.InAny(g.Select(o => o.Open))).Where(h => h.Orders.Count > 1).ToList();

        // Where refunds of a checkout's single orders have come, one of its sum is not for the same orders: two of them count more than one, one against one is not decided.
        var undecided = together.Where(t => t.Orders.Count(single.Contains) == 1).SelectMany(t => t.Orders).ToHashSet();
        bool IsContested(Home home) => home.Orders.Any((home.Orders.Count > 1 ? single : undecided).Contains);
        var contested = together.Count == 0 ? [] : groups.Select(g => g.Open.Row).Distinct().ToDictionary(row => row, row => Enumerable.Range(0, row.Count).Where(place => IsContested(row[place])).ToList());
        return groups.Where(g => together.Count == 0 || !g.Open.HasAny(contested[g.Open.Row])).ToList().Aggregate(false, (any, g) => Settle(g.Refunds, g.Open) || any);
    }

    /// <summary>Gives equal refunds what can be decided, in time order: as many as there are homes for, and no fewer. True where any was given, so that more may be decided now.</summary>
    private bool Settle(List<Entry> refunds, OpenHomes open)
    {
        var (first, next, any) = (0, 0, false); // the first home that is not given yet, and the first that is not paid yet
        for (int waiting = 0, end = 0; end < refunds.Count;)
        {
            var paid = open.PaidUpTo(refunds[end].Booked.LastUtc);
            while (end < refunds.Count && open.PaidUpTo(refunds[end].Booked.LastUtc) == paid)
            {
                end++;
            }

            next = Math.Max(next, paid);
            var count = next - first;
            if (count == 0 || end - waiting < count || (count > 1 && open.HasSeveralOrders(first, next)))
            {
                continue;
            }

            // In the order of placing, where each was paid before its refund came.
            var available = open.Range(first, next);
            var placed = available.OrderBy(h => h.At).ThenBy(h => h.Key, StringComparer.Ordinal).ToList();
            available = placed.Select((home, i) => (home, i)).All(p => p.home.PaidAt <= refunds[waiting + p.i].Booked.LastUtc) ? placed : available;
            for (var i = 0; i < count; i++)
            {
                Give(refunds[waiting + i], available[i], count == 1 ? available[0].Only : Reason.Of(Because.OneOfEqualRefunds, count));
                settled.Add(refunds[waiting + i].Id);
            }

            (any, first, waiting) = (true, next, waiting + count);
        }

        return any;
    }

    /// <summary>A chargeback that no order awaits is the return of the only open charge of its counterparty and amount: a payment that was rejected or bounced before any order knew of it.</summary>
    private void ReturnUnexplainedCharges(List<EqualRefunds> equals)
    {
        var chargebacks = equals.SelectMany(e => e.Refunds).Where(r => r.Type == EntryType.Chargeback && !settled.Contains(r.Id)).ToList();
        if (chargebacks.Count == 0)
        {
            return;
        }

        var open = ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0 && !ledger.ReturnedWithoutOrder.ContainsKey(c)).GroupBy(c => (c.Entry.Id.Wallet, c.Payee, c.Entry.Amount))
            .ToDictionary(g => g.Key, g => (Charges: g.ToList(), Booked: new TimeWindows([.. g.Select(c => new Moments(c.Entry.Booked.FirstUtc, DateTime.MaxValue))])));
        foreach (var refund in chargebacks)
        {
            if (open.TryGetValue((refund.Id.Wallet, Names.Party(refund.Counterparty), -refund.Amount), out var its) && its.Booked.All(Moments.At(refund.Booked.LastUtc)).Take(2).ToList() is [var place])
            {
                var only = its.Charges[place];
                ledger.ReturnedWithoutOrder.Add(only, [new RefundPart(refund, refund.Amount.Abs(), only.Sum, Reason.Of(Because.OnlyOpenCharge))]);
                settled.Add(refund.Id);
                its.Booked.Remove(place);
            }
        }
    }

    private void LeaveAmbiguous(List<Entry> refunds, OpenHomes open)
    {
        foreach (var refund in refunds)
        {
            var count = open.PaidUpTo(refund.Booked.LastUtc);
            if (count == 0)
            {
                continue;
            }

            open.NoteFor(refund, count, ledger.Rules.CandidatesListed);
            var orders = open.Range(0, Math.Min(count, ledger.Rules.CandidatesListed)).SelectMany(c => c.Duplicate?.Orders ?? c.Orders).Distinct().ToList();
            ledger.Ambiguities.Add(new Ambiguity(refund, [.. orders.Take(ledger.Rules.CandidatesListed).Select(o => o.Order.Id).Order()], Math.Max(count, orders.Count),
                Reason.Of(Because.SeveralAwait, count, refund.Amount.Abs())));
            settled.Add(refund.Id);
        }
    }

    /// <summary>Refunds that are not settled yet, in time order, by what awaits them: those for which the same homes are open are equal, whoever they come from.</summary>
    private List<(List<Entry> Refunds, OpenHomes Open)> Groups(List<EqualRefunds> equals, int rank)
    {
        var rows = new Dictionary<(Market Market, string Party), HomeRow>();
        var open = new List<(List<Entry> Refunds, OpenHomes Open)>();
        foreach (var equal in equals.Where(e => e.Market.Homes.Count > 0))
        {
            equal.Refunds.RemoveAll(r => settled.Contains(r.Id));
            if (equal.Refunds.Count > 0 && OpenFor(equal, rank, rows) is { Count: > 0 } homes)
            {
                open.Add((equal.Refunds, homes));
            }
        }

        return [.. open.GroupBy(e => e.Open).Select(g => (g.SelectMany(e => e.Refunds).OrderBy(r => r.Booked.LastUtc).ThenBy(r => r.Id).ToList(), g.Key))];
    }

    /// <summary>The homes of one rank that await just these refunds. The counterparty's own are looked up; what is not its own is shared by all counterparties, but for their own.</summary>
    private OpenHomes OpenFor(EqualRefunds equal, int rank, Dictionary<(Market, string), HomeRow> rows)
    {
        var (refund, market) = (equal.Refunds[0], equal.Market);
        var own = market.Homes.OfParty(equal.Party);
        bool IsOpen(Home home) => home.IsOfWallet(refund) == (rank % 2 == 0) && IsExactly(refund, home);
        if (rank < 2)
        {
            return new OpenHomes(Row(equal.Party, own));
        }

        var row = Row(string.Empty, market.Homes.All);
        return new OpenHomes(row, [.. own.Select(row.PlaceOf).Where(place => place >= 0).Order()]);

        HomeRow Row(string party, List<Home> homes)
        {
            if (!rows.TryGetValue((market, party), out var found))
            {
                rows.Add((market, party), found = new HomeRow(homes.FindAll(IsOpen)));
            }

            return found;
        }
    }

    /// <summary>What may await that money at all: equal for all refunds of one wallet and sum.</summary>
    private Market MarketOf(string alone, Entry refund)
    {
        var key = (refund.Id.Wallet, refund.Amount, refund.OriginalAmount, alone);
        if (!markets.TryGetValue(key, out var market))
        {
            var sums = (refund.Amount.Abs(), refund.OriginalAmount?.Abs());
            if (!homesOf.TryGetValue(sums, out var known))
            {
                homesOf.Add(sums, known = new Homes([.. new[] { sums.Item1, sums.Item2 }.OfType<Money>().Distinct().SelectMany(sum => homes.GetValueOrDefault(sum) ?? []).Distinct().OrderBy(h => h.PaidAt).ThenBy(h => h.Key, StringComparer.Ordinal)]));
            }

            markets.Add(key, market = new Market(known));
        }

        return market;
    }

    private void Give(Entry refund, Home home, Reason how)
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

        public Reason Only => Duplicate is not null ? Reason.Of(Because.OnlyOpenDuplicate)
            : Orders.Count > 1 ? Reason.Of(Because.OnlyAwaitingCheckout, Orders.Count, Orders[0].Order.CheckoutId)
            : Reason.Of(Because.OnlyAwaitingOrder);

        public bool IsOfWallet(Entry refund) =>
            Duplicate is { } duplicate ? duplicate.Charge.Entry.Id.Wallet == refund.Id.Wallet : Orders.All(o => o.Payments.Exists(p => p.Charge.Entry.Id.Wallet == refund.Id.Wallet));

        /// <summary>Notes that a refund may be meant for it; of very many, the first. False once nothing more is noted.</summary>
        public bool MayReceive(Entry refund, int most)
        {
            var hasRoom = false;
            foreach (var list in Duplicate is { } duplicate ? [duplicate.PossibleRefunds] : Orders.Select(o => o.PossibleRefunds))
            {
                if (list.Count < most)
                {
                    list.Add(refund);
                    hasRoom |= list.Count < most;
                }
            }

            return hasRoom;
        }

        /// <summary>The counterparties whose own it is: of all its orders the seller or the payee, of a duplicate as well.</summary>
        public IEnumerable<string> Parties() =>
            (Duplicate is { } duplicate ? duplicate.Orders.Take(1).Select(o => o.Seller).Prepend(duplicate.Charge.Payee) : Orders[0].Payments.Select(p => p.Charge.Payee).Prepend(Orders[0].Seller))
            .Distinct(StringComparer.Ordinal).Where(IsOfCounterparty);

        public bool Equals(Home? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        private bool IsOfCounterparty(string party) =>
            party.Length > 0 && (Duplicate is { } duplicate ? duplicate.Charge.Payee == party || duplicate.Orders.All(o => o.Seller == party) : Orders.All(o => o.Seller == party || o.Payments.Exists(p => p.Charge.Payee == party)));
    }

    /// <summary>All that may await one sum, in the order of the payments.</summary>
    private sealed class Homes
    {
        private readonly Dictionary<string, List<Home>> byParty = new(StringComparer.Ordinal);

        public Homes(List<Home> all)
        {
            All = all;
            foreach (var home in all)
            {
                foreach (var party in home.Parties())
                {
                    if (!byParty.TryGetValue(party, out var list))
                    {
                        byParty.Add(party, list = []);
                    }

                    list.Add(home);
                }
            }
        }

        public List<Home> All { get; }

        public int Count => All.Count;

        public List<Home> OfParty(string party) => byParty.GetValueOrDefault(party) ?? [];
    }

    /// <summary>Refunds of one wallet and sum, whoever they come from; one of which a person took a match back has a market of its own.</summary>
    private sealed record Market(Homes Homes)
    {
        public bool Equals(Market? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    /// <summary>Open homes in the order of their payments, and which of them have room for a further possible refund.</summary>
    private sealed class HomeRow
    {
        private readonly List<Home> homes;
        private readonly int[] severalBefore;
        private Dictionary<Home, int>? places;
        private NextFree? withRoom;

        public HomeRow(List<Home> homes)
        {
            this.homes = homes;
            severalBefore = new int[homes.Count + 1];
            for (var i = 0; i < homes.Count; i++)
            {
                severalBefore[i + 1] = severalBefore[i] + (homes[i].Orders.Count > 1 ? 1 : 0);
                Hash = unchecked(Hash + ((ulong)(uint)homes[i].GetHashCode() * 0x9E3779B97F4A7C15));
            }
        }

        public int Count => homes.Count;

        /// <summary>The same for rows of the same homes.</summary>
        public ulong Hash { get; }

        public Home this[int place] => homes[place];

        public NextFree WithRoom => withRoom ??= new NextFree(homes.Count);

        public int PlaceOf(Home home) => (places ??= homes.Select((h, i) => (h, i)).ToDictionary(p => p.h, p => p.i)).GetValueOrDefault(home, -1);

        public int SeveralBefore(int place) => severalBefore[place];

        public int PaidUpTo(DateTime moment)
        {
            var (low, high) = (0, homes.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = homes[middle].PaidAt <= moment ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    /// <summary>What is open for some refunds: a row that others share, but for a few places of it. Equal where the homes are the same.</summary>
    /// <param name="row">In the order of the payments.</param>
    /// <param name="except">Places in the row, sorted.</param>
    private sealed class OpenHomes(HomeRow row, params int[] except) : IEquatable<OpenHomes>
    {
        private readonly ulong hash = unchecked(row.Hash - except.Aggregate(0UL, (sum, place) => unchecked(sum + ((ulong)(uint)row[place].GetHashCode() * 0x9E3779B97F4A7C15))));

        public HomeRow Row => row;

        public int Count => row.Count - except.Length;

        /// <summary>How many of them were paid by then.</summary>
        public int PaidUpTo(DateTime moment) => row.PaidUpTo(moment) is var end ? end - ExceptBefore(end) : 0;

        public IEnumerable<Home> Singles() => All().Where(h => h.Orders.Count == 1);

        public bool HasSeveralOrders(int first, int end)
        {
            var (from, to) = (PlaceOf(first), PlaceOf(end));
            return row.SeveralBefore(to) - row.SeveralBefore(from) - except.Count(place => place >= from && place < to && row[place].Orders.Count > 1) > 0;
        }

        public List<Home> Range(int first, int end)
        {
            var homes = new List<Home>(end - first);
            var skipped = 0;
            for (var place = PlaceOf(first); homes.Count < end - first; place++)
            {
                skipped = skipped > 0 || except.Length == 0 ? skipped : ExceptBefore(place);
                if (skipped < except.Length && except[skipped] == place)
                {
                    skipped++;
                    continue;
                }

                homes.Add(row[place]);
            }

            return homes;
        }

        /// <summary>Whether any of these places of the row is open here.</summary>
        public bool HasAny(IReadOnlyList<int> places) => places.Any(place => !IsExcepted(place));

        /// <summary>Notes of the first homes that a refund may be meant for them.</summary>
        public void NoteFor(Entry refund, int count, int most)
        {
            var end = PlaceOf(count);
            for (var place = row.WithRoom.From(0); place < end; place = row.WithRoom.From(place + 1))
            {
                if (Array.BinarySearch(except, place) < 0 && !row[place].MayReceive(refund, most))
                {
                    row.WithRoom.Take(place);
                }
            }
        }

        /// <summary>The homes of one row that are open for any.</summary>
        public static IEnumerable<Home> InAny(IEnumerable<OpenHomes> ofOneRow)
        {
            var all = ofOneRow.ToList();
            var nowhere = all.MinBy(o => o.ExceptCount)!.Excepted().Where(place => all.TrueForAll(o => o.IsExcepted(place))).ToHashSet();
            return Enumerable.Range(0, all[0].Row.Count).Where(place => !nowhere.Contains(place)).Select(place => all[0].Row[place]);
        }

        public bool Equals(OpenHomes? other) =>
            other is not null && Count == other.Count && hash == other.hash && ((ReferenceEquals(Row, other.Row) && Excepted().SequenceEqual(other.Excepted())) || All().SequenceEqual(other.All()));

        public override bool Equals(object? obj) => Equals(obj as OpenHomes);

        public override int GetHashCode() => HashCode.Combine(Count, hash);

        private int ExceptCount => except.Length;

        private int[] Excepted() => except;

        private bool IsExcepted(int place) => Array.BinarySearch(except, place) >= 0;

        private IEnumerable<Home> All()
        {
            for (int place = 0, skipped = 0; place < row.Count; place++)
            {
                if (skipped < except.Length && except[skipped] == place)
                {
                    skipped++;
                }
                else
                {
                    yield return row[place];
                }
            }
        }

        /// <summary>How many places before this one are left out.</summary>
        private int ExceptBefore(int place) => Array.BinarySearch(except, place) is >= 0 and var found ? found : ~Array.BinarySearch(except, place);

        /// <summary>The place in the row of the home with this number; behind the last one the end of the row.</summary>
        private int PlaceOf(int number)
        {
            var place = number;
            for (var i = 0; i < except.Length && except[i] <= place; i++)
            {
                place++;
            }

            return place;
        }
    }

    /// <summary>Refunds of one wallet, counterparty and sum, in time order, that are not settled yet, and what may await them.</summary>
    private sealed record EqualRefunds(List<Entry> Refunds, string Party, Market Market);
}
