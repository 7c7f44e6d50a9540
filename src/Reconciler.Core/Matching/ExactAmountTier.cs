using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>Tier 2: a charge without a name equals an order's total, or a checkout's sum, in its currency; first alone, then with its fee.</summary>
internal static class ExactAmountTier
{
    public const string Rule = "exact-amount";

    public static void Run(Ledger ledger)
    {
        Amounts.Assign(ledger, Rule, charge => charge.Sum, Because.AmountEqualsOrder, Because.AmountEqualsCheckout);
        Amounts.Assign(ledger, Rule, charge => charge.SumWithFee, Because.AmountWithFeeEqualsOrder, Because.AmountWithFeeEqualsCheckout);
    }
}

/// <summary>Tier 3, first half: the original amount of a charge without a name equals the order's total in the order's currency.</summary>
internal static class OriginalAmountTier
{
    public const string Rule = "original-amount";

    public static void Run(Ledger ledger) => Amounts.Assign(ledger, Rule, charge => charge.Original, Because.OriginalEqualsOrder, Because.OriginalEqualsCheckout);
}

/// <summary>Brings charges and orders of one amount together, one group after the other in the order of the amounts.</summary>
internal static class Amounts
{
    public static void Assign(Ledger ledger, string rule, Func<Charge, Money?> amount, Because order, Because checkout)
    {
        var all = ledger.OpenCharges.Where(c => c.IsUnnamed && amount(c) is not null).ToList();
        if (all.Count == 0)
        {
            return;
        }

        var units = UnitsByDue(ledger);
        var groups = all.GroupBy(c => (Due: amount(c)!.Value, c.Direction))
            .Where(g => units.ContainsKey(g.Key.Due))
            .OrderBy(g => g.Key.Due.Currency).ThenBy(g => g.Key.Due.MinorUnits).ThenBy(g => g.Key.Direction);
        foreach (var group in groups)
        {
            List<Charge> equal = [.. group];
            var ofThatDue = units[group.Key.Due];
            if (equal is [var only] && ofThatDue is [var unit])
            {
                AssignOnly(ledger, rule, only, unit, (charge, its) => Why(charge, its, group.Key.Due, order, checkout));
                continue;
            }

            foreach (var (charges, candidates) in WindowParts.Of(equal, ofThatDue))
            {
                Assign(ledger, rule, charges, candidates, (charge, its) => Why(charge, its, group.Key.Due, order, checkout));
            }
        }
    }

    /// <summary>The same for what most amounts have: one charge and one unit.</summary>
    private static void AssignOnly(Ledger ledger, string rule, Charge charge, Unit unit, Func<Charge, Unit, Reason> why)
    {
        if (WindowParts.Joins(charge, unit) && IsReachable(ledger, charge, unit))
        {
            new EqualAmounts(ledger, rule, why).AssignOne(charge, Untold(charge.Entry) is var untold && untold == default ? unit : new Unit(unit.Orders, ledger.Rules, untold));
        }
    }

    private static bool IsReachable(Ledger ledger, Charge charge, Unit unit) => unit.IsOpen && unit.Orders.All(o => ledger.MayPay(charge, o));

    /// <summary>
    /// Wallets that trade with all marketplaces in the same directions are one market; usually there is one. A charge of which a person took
    /// a match back stands alone; those whose source tells only days come after those with a time.
    /// </summary>
    private static void Assign(Ledger ledger, string rule, List<Charge> all, List<Unit> units, Func<Charge, Unit, Reason> why)
    {
        foreach (var market in all.GroupBy(c => (Wallet: c.Entry.Id.Wallet, Alone: ledger.Decisions.HasUnmatched(c.Entry.Id) ? c.Entry.Id.Id : string.Empty, Untold: Untold(c.Entry)))
            .GroupBy(w => (Reach(ledger, w.First(), units), w.Key.Alone, w.Key.Untold)).OrderBy(m => m.Key.Untold))
        {
            var charges = market.SelectMany(w => w).ToList();
            var reachable = units.Where(u => IsReachable(ledger, charges[0], u)).Select(u => market.Key.Untold == default ? u : new Unit(u.Orders, ledger.Rules, market.Key.Untold)).ToList();
            new EqualAmounts(ledger, rule, why).Assign(charges, reachable);
        }
    }

    /// <summary>What is open, by each sum that pays it.</summary>
    public static Dictionary<Money, List<Unit>> UnitsByDue(Ledger ledger)
    {
        var units = new Dictionary<Money, List<Unit>>();
        foreach (var slot in ledger.Orders.Where(o => o.IsOpen))
        {
            var unit = new Unit(slot.Alone, ledger.Rules);
            Add(slot.Order.Total, unit);
            if (slot.Order.Charged is { } charged && charged != slot.Order.Total)
            {
                Add(charged, unit);
            }
        }

        foreach (var checkout in ledger.Checkouts.Values.Where(c => c.Orders.Count > 1 && c.Orders.All(o => o.IsOpen)))
        {
            var unit = new Unit(checkout.Orders, ledger.Rules);
            if (checkout.Total is { } total)
            {
                Add(total, unit);
            }

            if (checkout.Charged is { } charged && charged != checkout.Total)
            {
                Add(charged, unit);
            }
        }

        return units;

        void Add(Money due, Unit unit)
        {
            if (!units.TryGetValue(due, out var list))
            {
                units.Add(due, list = []);
            }

            list.Add(unit);
        }
    }

    /// <summary>How long before and after its time an entry may have been booked.</summary>
    private static (TimeSpan Before, TimeSpan After) Untold(Records.Entry entry) => (entry.BookedAtUtc - entry.Booked.FirstUtc, entry.Booked.LastUtc - entry.BookedAtUtc);

    private static string Reach(Ledger ledger, Charge charge, List<Unit> units) =>
        string.Join('\n', units.Select(u => u.Orders[0].Order.Id.Marketplace).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(m => ledger.DirectionOf(charge.Entry.Id.Wallet, m) == charge.Direction));

    private static Reason Why(Charge charge, Unit unit, Money due, Because order, Because checkout)
    {
        var first = unit.Orders[0].Order;
        return (unit.Orders.Count > 1 ? Reason.Of(checkout, due, unit.Orders.Count, first.CheckoutId) : Reason.Of(order, due, first.Id.Id)) + Reason.Of(Because.Comma) + BookingTime.Of(charge.Entry, first);
    }
}
