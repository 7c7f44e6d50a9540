using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>One thing that a charge without a name may pay: an order, or all orders of one checkout.</summary>
internal sealed class Unit
{
    /// <param name="untold">How long before and after its <see cref="Charge.At"/> each of the charges may have been booked, where their source tells only days.</param>
    public Unit(IReadOnlyList<OrderSlot> orders, MatchingRules rules, (TimeSpan Before, TimeSpan After) untold = default)
    {
        var first = orders[0];
        var (placed, seller, isLive) = (first.Order.Placed, first.Seller, true);
        foreach (var order in orders)
        {
            placed = new Moments(Later(placed.FirstUtc, order.Order.Placed.FirstUtc), Earlier(placed.LastUtc, order.Order.Placed.LastUtc));
            seller = order.Seller == first.Seller ? seller : string.Empty;
            isLive &= order.IsLive;
        }

        Orders = orders;
        From = placed.FirstUtc - rules.UnnamedBefore - untold.After;
        To = placed.LastUtc + rules.UnnamedAfter + untold.Before;
        PlacedAt = first.Order.PlacedAtUtc;
        Seller = seller;
        IsLive = isLive;
    }

    public IReadOnlyList<OrderSlot> Orders { get; }

    /// <summary>The first moment at which its charge may be booked.</summary>
    public DateTime From { get; }

    /// <summary>The last moment at which its charge may be booked.</summary>
    public DateTime To { get; }

    public DateTime PlacedAt { get; }

    public string Seller { get; }

    public bool IsLive { get; }

    public bool IsOpen => Orders is [var only] ? only.IsOpen : Orders.All(o => o.IsOpen);

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}

/// <summary>
/// Charges and units of one amount, and the assignment that is best as a whole. Charges pair off with units in time order where there are enough of
/// them; where a unit could be left out in several ways, all that could change places stays undecided. The work grows with the number of charges and
/// units, not with their product.
/// </summary>
internal sealed class EqualAmounts(Ledger ledger, string rule, Func<Charge, Unit, Reason> why)
{
    private const long PairingSteps = 5_000_000;

    /// <summary>Assigns what can be decided: the same seller first, then the marketplace as counterparty, then anyone; live orders before dead ones.</summary>
    public void Assign(List<Charge> charges, List<Unit> units)
    {
        if (charges is [var only] && units is [var unit])
        {
            AssignOne(only, unit);
            return;
        }

        var crowd = new Crowd(charges, units);
        foreach (var live in new[] { true, false })
        {
            var ofClass = units.Where(u => u.IsLive == live).ToList();
            AssignByParty(charges, ofClass, unit => unit.Seller, crowd);
            AssignByParty(charges, ofClass, unit => unit.Orders[0].Marketplace, crowd);
            AssignWithin(charges, ofClass, crowd, leaveUndecided: false);
        }
    }

    /// <summary>The same for what most amounts have: one charge and one unit, which nothing else comes near to.</summary>
    public void AssignOne(Charge charge, Unit unit)
    {
        if (charge.State == ChargeState.Open && unit.IsOpen && charge.At >= unit.From && charge.At <= unit.To)
        {
            var sameSeller = charge.Payee.Length > 0 && charge.Payee == unit.Seller;
            ledger.Settle(charge, unit.Orders, rule, sameSeller ? Confidence.Certain : Confidence.Probable, why(charge, unit) + (sameSeller ? Reason.Of(Because.SameSeller) + Reason.Of(Because.NoRival) : Reason.None));
        }
    }

    private void AssignByParty(List<Charge> charges, List<Unit> units, Func<Unit, string> party, Crowd crowd)
    {
        var byParty = units.Where(u => u.IsOpen && party(u).Length > 0).GroupBy(party, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        foreach (var group in charges.Where(c => c.State == ChargeState.Open && byParty.ContainsKey(c.Payee)).GroupBy(c => c.Payee, StringComparer.Ordinal).ToList())
        {
            AssignWithin([.. group], byParty[group.Key], crowd, leaveUndecided: true);
        }
    }

    private void AssignWithin(List<Charge> charges, List<Unit> units, Crowd crowd, bool leaveUndecided)
    {
        var openCharges = charges.Where(c => c.State == ChargeState.Open).OrderBy(c => c.At).ThenBy(c => c.Entry.Id).ToList();
        var openUnits = units.Where(u => u.IsOpen).OrderBy(u => u.From).ThenBy(u => u.To).ThenBy(u => u.Orders[0].Order.Id).ToList();
        if (openCharges.Count == 0 || openUnits.Count == 0)
        {
            return;
        }

        var greedy = EarliestDeadlineFirst(openCharges, openUnits);
        var undecided = Undecided(openCharges, openUnits, greedy);
        var times = openCharges.ConvertAll(c => c.At);
        var unsure = new HashSet<Charge>();
        foreach (var group in Groups(times, [.. undecided.Order().Select(i => openUnits[i])]))
        {
            var candidates = openCharges.GetRange(group.First, group.Last - group.First + 1);
            unsure.UnionWith(candidates);
            if (NearestByFar(candidates, group.Units) is { } nearest)
            {
                nearest.ForEach(pair => ledger.Settle(pair.Charge, pair.Unit.Orders, rule, Confidence.Probable,
                    why(pair.Charge, pair.Unit) + Reason.Of(Because.NearestInTime, ReasonValue.Whole(ledger.Rules.NearestBy.TotalHours), group.Units.Count)));
            }
            else if (!leaveUndecided)
            {
                LeaveOpen(candidates, group.Units);
            }
        }

        var decidedCharges = openCharges.Where(c => !unsure.Contains(c)).ToList();
        var decidedUnits = openUnits.Where((_, i) => !undecided.Contains(i) && greedy.Covered[i]).ToList();
        foreach (var (charge, unit) in NearestInTime(decidedCharges, decidedUnits))
        {
            var sameSeller = charge.Payee.Length > 0 && charge.Payee == unit.Seller;
            var alone = sameSeller && crowd.HasNoRival(charge, unit);
            ledger.Settle(charge, unit.Orders, rule, alone ? Confidence.Certain : Confidence.Probable, why(charge, unit) + (sameSeller ? Reason.Of(Because.SameSeller) : Reason.None) + (alone ? Reason.Of(Because.NoRival) : Reason.None));
        }
    }

    /// <summary>The largest number of pairs: each charge in time order takes the reachable unit whose window closes first.</summary>
    /// <remarks>Source of the rule: F. Glover, Maximum matching in a convex bipartite graph, 1967.</remarks>
    private static (int[] UnitOf, bool[] Covered) EarliestDeadlineFirst(List<Charge> charges, List<Unit> units)
    {
        var unitOf = new int[charges.Count];
        var covered = new bool[units.Count];
        var reachable = new PriorityQueue<int, (DateTime To, int Index)>();
        var next = 0;
        for (var c = 0; c < charges.Count; c++)
        {
            for (; next < units.Count && units[next].From <= charges[c].At; next++)
            {
                reachable.Enqueue(next, (units[next].To, next));
            }

            while (reachable.TryPeek(out _, out var closing) && closing.To < charges[c].At)
            {
                reachable.Dequeue();
            }

            unitOf[c] = reachable.TryDequeue(out var unit, out _) ? unit : -1;
            if (unitOf[c] >= 0)
            {
                covered[unitOf[c]] = true;
            }
        }

        return (unitOf, covered);
    }

    /// <summary>The units that could stand without a charge instead of one that does: those reachable from an uncovered one by exchanging charges.</summary>
    private static HashSet<int> Undecided(List<Charge> charges, List<Unit> units, (int[] UnitOf, bool[] Covered) pairs)
    {
        var times = charges.ConvertAll(c => c.At);
        var unseen = new NextFree(charges.Count);
        var queue = new Queue<int>();
        var undecided = new HashSet<int>();
        for (var u = 0; u < units.Count; u++)
        {
            if (!pairs.Covered[u] && HasChargeInWindow(times, units[u]))
            {
                queue.Enqueue(u);
                undecided.Add(u);
            }
        }

        while (queue.TryDequeue(out var u))
        {
            for (var c = unseen.From(FirstAtOrAfter(times, units[u].From)); c < charges.Count && times[c] <= units[u].To; c = unseen.From(c + 1))
            {
                unseen.Take(c);
                if (pairs.UnitOf[c] is >= 0 and var other && undecided.Add(other))
                {
                    queue.Enqueue(other);
                }
            }
        }

        return undecided;
    }

    /// <summary>Undecided units by the charges that they share: what happens in one group makes no difference to another. Charges are given by the places of their times.</summary>
    private static IEnumerable<(int First, int Last, List<Unit> Units)> Groups(List<DateTime> times, List<Unit> undecided)
    {
        (int First, int Last, List<Unit> Units)? open = null;
        foreach (var (unit, first, last) in undecided.Select(u => (u, First: FirstAtOrAfter(times, u.From), Last: FirstAfter(times, u.To) - 1)).OrderBy(u => u.First))
        {
            if (open is { } group && first <= group.Last)
            {
                group.Units.Add(unit);
                open = group with { Last = Math.Max(group.Last, last) };
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = (first, last, [unit]);
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }

    /// <summary>
    /// The assignment nearest in time of fewer charges than units, where it is better than every other one by more than the rule asks for; else null. Charges and
    /// units pair off in time order, so that assignments differ by the units that they leave out.
    /// </summary>
    private List<(Charge Charge, Unit Unit)>? NearestByFar(List<Charge> charges, List<Unit> units)
    {
        var spare = units.Count - charges.Count;
        var allowed = new Allowed(units);
        if (spare <= 0 || (long)charges.Count * (spare + 1) > PairingSteps || charges.Exists(c => allowed.For(c).CountFor(c) < allowed.All.CountFor(c)))
        {
            return null;
        }

        var inOrder = units.OrderBy(u => u.PlacedAt).ThenBy(u => u.Orders[0].Order.Id).ToList();
        var width = spare + 1;
        var taken = new bool[(charges.Count + 1) * width];

        // By s: the least and the second least distance with the first i charges on the first i + s units.
        var before = Enumerable.Repeat((Least: 0.0, Next: double.PositiveInfinity), width).ToArray();
        var now = new (double Least, double Next)[width];
        for (var i = 1; i <= charges.Count; i++)
        {
            for (var s = 0; s < width; s++)
            {
                var unit = inOrder[i - 1 + s];
                var distance = Distance(charges[i - 1], unit);
                var (withIt, withItNext) = (before[s].Least + distance, before[s].Next + distance);
                var (without, withoutNext) = s > 0 ? now[s - 1] : (double.PositiveInfinity, double.PositiveInfinity);
                taken[(i * width) + s] = withIt < without;
                now[s] = withIt < without ? (withIt, Math.Min(withItNext, without)) : (without, Math.Min(withoutNext, withIt));
            }

            (before, now) = (now, before);
        }

        var (least, next) = before[spare];
        if (double.IsPositiveInfinity(least) || next - least <= ledger.Rules.NearestBy.TotalSeconds)
        {
            return null;
        }

        var result = new List<(Charge, Unit)>();
        for (int i = charges.Count, s = spare; i > 0;)
        {
            if (taken[(i * width) + s])
            {
                result.Add((charges[i - 1], inOrder[i - 1 + s]));
                i--;
            }
            else
            {
                s--;
            }
        }

        return result;
    }

    /// <summary>In seconds; infinite outside the unit's window.</summary>
    private static double Distance(Charge charge, Unit unit) =>
        charge.At >= unit.From && charge.At <= unit.To ? charge.Entry.Booked.Apart(unit.Orders[0].Order.Placed).TotalSeconds : double.PositiveInfinity;

    private void LeaveOpen(List<Charge> charges, List<Unit> units)
    {
        var allowed = new Allowed(units);
        var byList = charges.GroupBy(allowed.For).ToList();
        var open = new HashSet<Unit>();
        foreach (var group in byList)
        {
            List<DateTime> times = [.. group.Select(c => c.At)];
            open.UnionWith(group.Key.Units.Where(u => HasChargeInWindow(times, u)));
        }

        foreach (var order in open.SelectMany(u => u.Orders))
        {
            order.IsAmbiguous = true;
        }

        foreach (var charge in charges)
        {
            ledger.LeaveAmbiguous(charge, allowed.For(charge).ListedFor(charge, ledger.Rules.CandidatesListed),
                Reason.Of(Because.EqualChargesForOrders, charges.Count, charge.Sum, open.Count));
        }
    }

    /// <summary>
    /// Which charge pays which unit where every unit gets one: as many charges as units pair off in time order; of more charges those are
    /// taken that lie nearest in time as a whole, the earliest first.
    /// </summary>
    private static List<(Charge Charge, Unit Unit)> NearestInTime(List<Charge> charges, List<Unit> units)
    {
        var inOrder = units.OrderBy(u => u.To).ThenBy(u => u.PlacedAt).ThenBy(u => u.Orders[0].Order.Id).ToList();
        var spare = charges.Count - inOrder.Count;
        if (spare > 0 && (long)inOrder.Count * (spare + 1) <= PairingSteps && Cheapest(charges, inOrder, spare) is { } cheapest)
        {
            return cheapest;
        }

        var pairs = EarliestDeadlineFirst(charges, [.. units]);
        var result = new List<(Charge, Unit)>();
        for (var c = 0; c < charges.Count; c++)
        {
            if (pairs.UnitOf[c] >= 0)
            {
                result.Add((charges[c], units[pairs.UnitOf[c]]));
            }
        }

        return result;
    }

    /// <summary>Dynamic programme over both sides in time order: unit i takes one of the charges i … i + spare, so that the distances add up to the least.</summary>
    private static List<(Charge Charge, Unit Unit)>? Cheapest(List<Charge> charges, List<Unit> units, int spare)
    {
        const double Never = double.PositiveInfinity;
        var width = spare + 1;
        var best = new double[(units.Count + 1) * width];
        var taken = new bool[(units.Count + 1) * width];

        // best[i, s]: the least distance with the first i units paid from the first i + s charges.
        for (var i = 1; i <= units.Count; i++)
        {
            for (var s = 0; s < width; s++)
            {
                var charge = charges[i - 1 + s];
                var unit = units[i - 1];
                var withIt = best[((i - 1) * width) + s] + Distance(charge, unit);
                var without = s > 0 ? best[(i * width) + s - 1] : Never;
                best[(i * width) + s] = Math.Min(withIt, without);
                taken[(i * width) + s] = withIt < without;
            }
        }

        if (double.IsPositiveInfinity(best[(units.Count * width) + spare]))
        {
            return null;
        }

        var result = new List<(Charge, Unit)>();
        for (int i = units.Count, s = spare; i > 0;)
        {
            if (taken[(i * width) + s])
            {
                result.Add((charges[i - 1 + s], units[i - 1]));
                i--;
            }
            else
            {
                s--;
            }
        }

        result.Reverse();
        return result;
    }

    private static bool HasChargeInWindow(List<DateTime> times, Unit unit) =>
        FirstAtOrAfter(times, unit.From) is var first && first < times.Count && times[first] <= unit.To;

    internal static int FirstAtOrAfter(List<DateTime> times, DateTime moment)
    {
        var (low, high) = (0, times.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = times[middle] < moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int FirstAfter(List<DateTime> times, DateTime moment) => FirstAtOrAfter(times, moment.AddTicks(1));

    /// <summary>What each of several charges may pay: a seller's own before those of the marketplace that is its counterparty, these before others.</summary>
    private sealed class Allowed
    {
        private readonly Dictionary<string, InTime> bySeller;
        private readonly Dictionary<string, InTime> byMarketplace;

        public Allowed(List<Unit> units)
        {
            All = new InTime(units);
            bySeller = By(units, u => u.Seller);
            byMarketplace = By(units, u => u.Orders[0].Marketplace);
        }

        public InTime All { get; }

        public InTime For(Charge charge) =>
            bySeller.TryGetValue(charge.Payee, out var ofSeller) && ofSeller.CountFor(charge) > 0 ? ofSeller
            : byMarketplace.TryGetValue(charge.Payee, out var ofMarketplace) && ofMarketplace.CountFor(charge) > 0 ? ofMarketplace
            : All;

        private static Dictionary<string, InTime> By(List<Unit> units, Func<Unit, string> party) =>
            units.Where(u => party(u).Length > 0).GroupBy(party, StringComparer.Ordinal).ToDictionary(g => g.Key, g => new InTime(g), StringComparer.Ordinal);
    }

    /// <summary>Units by the time in which they may be paid.</summary>
    private sealed class InTime
    {
        private readonly List<DateTime> froms;
        private readonly List<DateTime> tos;

        public InTime(IEnumerable<Unit> units)
        {
            Units = [.. units.Where(u => u.From <= u.To).OrderBy(u => u.From).ThenBy(u => u.Orders[0].Order.Id)];
            froms = Units.ConvertAll(u => u.From);
            tos = [.. Units.Select(u => u.To).Order()];
        }

        public List<Unit> Units { get; }

        public int CountFor(Charge charge) => FirstAfter(froms, charge.At) - FirstAtOrAfter(tos, charge.At);

        /// <summary>The orders of the latest units whose window the charge lies in; of very many, not all.</summary>
        public List<OrderSlot> ListedFor(Charge charge, int most)
        {
            var listed = new List<OrderSlot>();
            for (var u = FirstAfter(froms, charge.At) - 1; u >= 0 && listed.Count < most; u--)
            {
                if (Units[u].To >= charge.At)
                {
                    listed.AddRange(Units[u].Orders);
                }
            }

            return listed;
        }
    }

    /// <summary>All charges and units of the amount, whoever their seller: who else could have paid, or been paid.</summary>
    private sealed class Crowd(List<Charge> charges, List<Unit> units)
    {
        private readonly List<DateTime> times = [.. charges.Select(c => c.At).Order()];
        private readonly InTime payable = new(units);

        /// <summary>Whether the charge is the only one in the unit's window, and the unit the only one in whose window the charge lies.</summary>
        public bool HasNoRival(Charge charge, Unit unit) => FirstAfter(times, unit.To) - FirstAtOrAfter(times, unit.From) == 1 && payable.CountFor(charge) == 1;
    }
}
