using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>An entry or order that was told with different money under one id.</summary>
/// <param name="Difference">Positive: by how much the versions differ.</param>
/// <param name="Standing">Where the version stands in its file that was chosen.</param>
public sealed record Conflict(TransactionId? Transaction, OrderId? Order, Money Difference, Reason Why, SourceLine Standing);

/// <summary>
/// Chooses, until a person decides, which version stands where those of one id contradict each other in money: the one that agrees with its
/// order, else the smaller. It stands whole, with its own date, text and line; only the status is that of the later version in any case.
/// </summary>
internal static class Conflicts
{
    public static (IReadOnlyList<Entry> Entries, IReadOnlyList<Order> Orders, IReadOnlyList<Conflict> Conflicts) Settle(
        IReadOnlyCollection<Versioned<Entry>> entries, IReadOnlyCollection<Versioned<Order>> orders, RateTable rates, MatchingRules rules)
    {
        var conflicts = new List<Conflict>();
        var (disputedEntries, disputedOrders) = (entries.Where(e => e.Conflicting.Count > 0).ToList(), orders.Where(o => o.Conflicting.Count > 0).ToList());
        if (disputedEntries.Count == 0 && disputedOrders.Count == 0)
        {
            return ([.. entries.Select(e => e.Standing)], [.. orders.Select(o => o.Standing)], conflicts);
        }

        // All versions that contradict each other beside all that stand: which of them agree?
        var all = new Ledger(
            entries.Where(e => e.Conflicting.Count == 0).Select(e => e.Standing),
            orders.SelectMany(o => o.Conflicting.Prepend(o.Standing)), rates, rules, Decisions.None);
        var agreement = new Agreement(all);
        var settledEntries = disputedEntries.ToDictionary(e => e.Standing.Id, e => Settle(e, agreement, conflicts));
        var settledOrders = disputedOrders.ToDictionary(o => o.Standing.Id, o => Settle(o, agreement, conflicts));
        return (
            [.. entries.Select(e => settledEntries.GetValueOrDefault(e.Standing.Id) ?? e.Standing)],
            [.. orders.Select(o => settledOrders.GetValueOrDefault(o.Standing.Id) ?? o.Standing)],
            conflicts);
    }

    private static Entry Settle(Versioned<Entry> versions, Agreement agreement, List<Conflict> conflicts)
    {
        var all = versions.Conflicting.Prepend(versions.Standing).OrderBy(e => e.Amount.Currency).ThenBy(e => Math.Abs(e.Amount.MinorUnits)).ThenBy(e => e.Amount.MinorUnits)
            .ThenBy(e => e.OriginalAmount?.Currency).ThenBy(e => e.OriginalAmount?.MinorUnits).ToList();
        var agreeing = all.Find(agreement.IsWithAnOrder);
        var chosen = agreeing ?? all[0];
        var signed = all.Select(e => Math.Sign(e.Amount.MinorUnits)).Distinct().Count() > 1;
        Money Told(Money sum) => signed ? sum : sum.Abs();
        conflicts.Add(new Conflict(versions.Standing.Id, null, Difference(all.ConvertAll(e => e.Amount), [.. all.Select(e => e.OriginalAmount).OfType<Money>()]),
            Why(versions.Standing.Id.Id, all.Select(e => Told(e.Amount)), Told(chosen.Amount), agreeing is not null), chosen.Source));
        return Versions.WithStatusOf(chosen, Versions.Latest(all));
    }

    private static Order Settle(Versioned<Order> versions, Agreement agreement, List<Conflict> conflicts)
    {
        var all = versions.Conflicting.Prepend(versions.Standing).OrderBy(o => o.Total.Currency).ThenBy(o => o.Total.MinorUnits).ToList();
        var agreeing = all.Find(agreement.IsWithACharge);
        var chosen = agreeing ?? all[0];
        conflicts.Add(new Conflict(null, versions.Standing.Id, Difference(all.ConvertAll(o => o.Total), []),
            Why(versions.Standing.Id.Id, all.Select(o => o.Total), chosen.Total, agreeing is not null), chosen.Source));
        return Versions.WithStatusOf(chosen, Versions.Latest(all));
    }

    /// <summary>
    /// Whether a version agrees with the other side: with the order, checkout or charge that names it or that it names; where nothing names anything,
    /// with any that its money equals within the window.
    /// </summary>
    private sealed class Agreement
    {
        private readonly Ledger ledger;
        private readonly IdNames<OrderSlot> orderNames;
        private readonly IdNames<CheckoutSlot> checkoutNames;
        private readonly ILookup<string, OrderSlot> ordersByReference;
        private readonly Dictionary<Money, (List<OrderSlot> Orders, TimeWindows Windows)> ordersByTotal;
        private readonly ILookup<OrderId, Charge> chargesByName;
        private readonly Dictionary<Money, (List<Charge> Charges, TimeWindows Windows)> chargesBySum;

        public Agreement(Ledger ledger)
        {
            this.ledger = ledger;
            orderNames = ledger.OrderNames;
            ordersByReference = NamedTier.OrdersByPaymentReference(ledger.Orders);
            ordersByTotal = ledger.Orders.SelectMany(o => new[] { o.Order.Total, o.Order.Charged }.OfType<Money>().Distinct().Select(sum => (sum, o))).GroupBy(p => p.sum, p => p.o)
                .ToDictionary(g => g.Key, g => (g.ToList(), new TimeWindows([.. g.Select(o => ledger.Rules.BookedFor(o.Order))])));
            checkoutNames = ledger.CheckoutNames;
            ledger.Charges.ForEach(charge => charge.Named = OrdersNamed(charge.Entry));
            chargesByName = ledger.Charges.SelectMany(c => c.Named.Select(o => o.Order.Id).Distinct().Select(id => (id, c))).ToLookup(p => p.id, p => p.c);
            chargesBySum = ledger.Charges.Where(c => c.Named.Count == 0)
                .SelectMany(c => new[] { c.Sum, c.SumWithFee, c.Original }.OfType<Money>().Distinct().Select(sum => (sum, c))).GroupBy(p => p.sum, p => p.c)
                .ToDictionary(g => g.Key, g => (g.ToList(), new TimeWindows([.. g.Select(c => c.Entry.Booked)])));
        }

        public bool IsWithAnOrder(Entry version)
        {
            var charge = new Charge(version, version.Amount.MinorUnits < 0 ? Direction.Purchases : Direction.Sales);
            var orders = OrdersNamed(version);
            var checkouts = new List<CheckoutSlot>();
            NamedTier.FindIn(version, checkoutNames, checkouts);
            return orders.Count + checkouts.Count > 0
                ? orders.Exists(o => Fit.IsEqual(charge, o) || (o.Checkout is { } whole && Fit.IsEqual(charge, whole))) || checkouts.Exists(c => Fit.IsEqual(charge, c))
                : new[] { charge.Sum, charge.SumWithFee, charge.Original }.OfType<Money>().Any(sum => ordersByTotal.TryGetValue(sum, out var its) && its.Windows.All(charge.Entry.Booked).Any(i => ledger.MayPay(charge, its.Orders[i])));
        }

        public bool IsWithACharge(Order version)
        {
            var slot = new OrderSlot(version);
            return chargesByName.Contains(version.Id)
                ? chargesByName[version.Id].Any(c => Fit.IsEqual(c, slot))
                : new[] { version.Total, version.Charged }.OfType<Money>().Any(sum => chargesBySum.TryGetValue(sum, out var its) && its.Windows.All(ledger.Rules.BookedFor(version)).Any(i => ledger.MayPay(its.Charges[i], slot)));
        }

        private List<OrderSlot> OrdersNamed(Entry entry)
        {
            var named = new List<OrderSlot>();
            NamedTier.FindIn(entry, orderNames, named);
            named.AddRange(ordersByReference[Names.Id(entry.Id.Reference)]);
            return named;
        }
    }

    /// <summary>By how much the sums differ; where they are one, the original sums.</summary>
    private static Money Difference(List<Money> sums, List<Money> originals) => Span(sums) is { IsZero: false } span ? span : Span(originals);

    /// <summary>The largest less the smallest, with their signs; across currencies, which do not subtract, the first sum that is not zero, whole.</summary>
    private static Money Span(List<Money> sums) =>
        sums.Count == 0 ? default
            : sums.TrueForAll(s => s.Currency == sums[0].Currency)
            ? sums[0] with { MinorUnits = sums.Max(s => s.MinorUnits) - sums.Min(s => s.MinorUnits) }
            : sums.Find(s => !s.IsZero).Abs();

    private static Reason Why(string id, IEnumerable<Money> sums, Money stands, bool agrees)
    {
        var told = sums.Distinct().ToList();
        return told.Skip(1).Aggregate(Reason.Of(Because.ToldWith, id, told[0]), (why, sum) => why + Reason.Of(Because.AndWith, sum)) + Reason.Of(agrees ? Because.StandsAsItsOrder : Because.StandsAsSmaller, stands);
    }
}
