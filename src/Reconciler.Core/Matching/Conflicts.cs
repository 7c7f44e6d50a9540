using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>An entry or order that was told with different money under one id.</summary>
/// <param name="Difference">Positive: by how much the versions differ.</param>
public sealed record Conflict(TransactionId? Transaction, OrderId? Order, Money Difference, string Why);

/// <summary>
/// Chooses, until a person decides, whose money stands where versions of one id contradict each other: that of the version that agrees with its
/// order, else the smaller. The status is that of the later version in any case.
/// </summary>
internal static class Conflicts
{
    public static (IReadOnlyList<Entry> Entries, IReadOnlyList<Order> Orders, IReadOnlyList<Conflict> Conflicts) Settle(
        IReadOnlyCollection<Versioned<Entry>> entries, IReadOnlyCollection<Versioned<Order>> orders)
    {
        var conflicts = new List<Conflict>();
        var orderNames = NamedTier.IndexOrders(orders.SelectMany(o => o.Conflicting.Prepend(o.Standing)).Select(o => new OrderSlot(o)));
        var settledEntries = entries.Select(e => e.Conflicting.Count == 0 ? e.Standing : Settle(e, orderNames, conflicts)).ToList();
        var payments = orders.All(o => o.Conflicting.Count == 0) ? [] : settledEntries.Where(e => e is { Type: EntryType.Payment, Status: EntryStatus.Succeeded }).ToList();
        var settledOrders = orders.Select(o => o.Conflicting.Count == 0 ? o.Standing : Settle(o, payments, conflicts)).ToList();
        return (settledEntries, settledOrders, conflicts);
    }

    private static Entry Settle(Versioned<Entry> versions, IdNames<OrderSlot> orders, List<Conflict> conflicts)
    {
        var all = versions.Conflicting.Prepend(versions.Standing).OrderBy(e => e.Amount.Currency).ThenBy(e => Math.Abs(e.Amount.MinorUnits)).ToList();
        var chosen = all.Find(version => AgreesWithItsOrder(version, orders));
        var money = chosen ?? all[0];
        conflicts.Add(new Conflict(versions.Standing.Id, null, Difference(all.ConvertAll(e => e.Amount.Abs()), all.ConvertAll(e => e.OriginalAmount?.Abs())),
            Why(versions.Standing.Id.Id, all.Select(e => e.Amount.Abs()), money.Amount.Abs(), chosen is not null)));
        return versions.Standing with { Amount = money.Amount, OriginalAmount = money.OriginalAmount, ExchangeRate = money.ExchangeRate, Fee = money.Fee };
    }

    private static Order Settle(Versioned<Order> versions, List<Entry> payments, List<Conflict> conflicts)
    {
        var all = versions.Conflicting.Prepend(versions.Standing).OrderBy(o => o.Total.Currency).ThenBy(o => o.Total.MinorUnits).ToList();
        var chosen = all.Find(version => IsPaidExactly(version, payments));
        var money = chosen ?? all[0];
        conflicts.Add(new Conflict(null, versions.Standing.Id, Difference(all.ConvertAll(o => o.Total), []),
            Why(versions.Standing.Id.Id, all.Select(o => o.Total), money.Total, chosen is not null)));
        return versions.Standing with { Total = money.Total, Charged = money.Charged };
    }

    private static bool AgreesWithItsOrder(Entry version, IdNames<OrderSlot> orders)
    {
        var named = new List<OrderSlot>();
        NamedTier.FindIn(version, orders, named);
        return named.Exists(slot => Fit.Exactly(new Charge(version, Direction.Purchases), slot) is not null);
    }

    private static bool IsPaidExactly(Order version, List<Entry> payments)
    {
        var slot = new OrderSlot(version);
        var names = NamedTier.IndexOrders([slot]);
        return payments.Exists(payment =>
        {
            var named = new List<OrderSlot>();
            NamedTier.FindIn(payment, names, named);
            return named.Count > 0 && Fit.Exactly(new Charge(payment, Direction.Purchases), slot) is not null;
        });
    }

    private static Money Difference(List<Money> sums, List<Money?> originals)
    {
        var difference = Span(sums);
        return difference.IsZero && originals.Count > 0 && originals.TrueForAll(o => o is not null) ? Span(originals.ConvertAll(o => o!.Value)) : difference;
    }

    /// <summary>The largest less the smallest; across currencies, which do not subtract, the first sum whole.</summary>
    private static Money Span(List<Money> sums) =>
        sums.TrueForAll(s => s.Currency == sums[0].Currency)
            ? sums[0] with { MinorUnits = sums.Max(s => s.MinorUnits) - sums.Min(s => s.MinorUnits) }
            : sums[0];

    private static string Why(string id, IEnumerable<Money> sums, Money stands, bool agrees) =>
        $"{id} is told with {string.Join(" and ", sums.Distinct())}; {stands} stands, {(agrees ? "which agrees with its order" : "the smaller")}, until a person decides";
}
