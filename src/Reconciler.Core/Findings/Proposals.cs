using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// What is only possible: an open order whose number a charge nearly gives, one of the same seller or marketplace within the window whose total comes near to it,
/// or one that was paid otherwise in part. It is proposed to a person in the finding's reason, never matched.
/// </summary>
internal sealed class Proposals
{
    private const decimal Near = 0.10m;

    private readonly Ledger ledger;
    private readonly Dictionary<string, List<(Currency Currency, SumsInTime<OrderSlot> Orders)>> bySeller;
    private readonly Dictionary<string, List<(Currency Currency, SumsInTime<OrderSlot> Orders)>> byMarketplace;
    private readonly List<(Currency Currency, SumsInTime<OrderSlot> Orders)> paidOtherwise;
    private readonly NearIds nearIds;

    public Proposals(Ledger ledger)
    {
        this.ledger = ledger;
        nearIds = new NearIds(ledger);
        var open = ledger.OpenCharges.Any() ? ledger.Orders.Where(o => o.IsOpen).OrderBy(o => o.Order.Id).ToList() : [];
        bySeller = By(open, o => o.Seller);
        byMarketplace = By(open, o => o.Marketplace);
        paidOtherwise = InTime(open.Where(o => o.Order.PaidOtherwise.Length > 0));
    }

    /// <summary>Such an order as an addition to the reason; none where there is none.</summary>
    public Reason For(Charge charge) =>
        NearlyNamed(charge) ?? NearInAmount(charge) ?? (PartOf(charge)?.Order is { } order ? Reason.Of(Because.MayBePartOf, order.Id.Id, order.Total) + PaidOtherwise.Why(order) : Reason.None);

    /// <summary>The only open order in the charge's time that costs more, and of which the export says that it was paid otherwise too; or null.</summary>
    public OrderSlot? PartOf(Charge charge) =>
        charge.IsUnnamed && paidOtherwise.SelectMany(p => Fit.Comparable(charge, p.Currency) is { } sum ? p.Orders.Within(ledger.Rules.PlacedFor(charge.Entry), sum.MinorUnits + 1, long.MaxValue) : [])
            .Where(o => ledger.MayPay(charge, o)).Take(2).ToList() is [var only] ? only : null;

    private Reason? NearlyNamed(Charge charge) => nearIds.For(charge) is { } slot ? Reason.Of(Because.MayBeNearlyNamed, slot.Order.Id.Id, slot.Order.Total) : null;

    private Reason? NearInAmount(Charge charge)
    {
        (OrderSlot Slot, Money Value, long Off)? best = null;
        foreach (var (currency, orders) in (bySeller.GetValueOrDefault(charge.Payee) ?? []).Concat(byMarketplace.GetValueOrDefault(charge.Payee) ?? []))
        {
            if (Fit.Value(charge, currency, ledger.Rates, out _) is { } value
                && orders.Nearest(ledger.Rules.PlacedFor(charge.Entry), value.MinorUnits, (long)(value.MinorUnits / (1 + Near)) - 1, (long)Math.Min(long.MaxValue, (value.MinorUnits / (1 - Near)) + 2),
                    o => Math.Abs(value.MinorUnits - o.Order.Total.MinorUnits) <= Near * o.Order.Total.MinorUnits && ledger.MayPay(charge, o), (a, b) => a.Order.Id.CompareTo(b.Order.Id)) is var (slot, off)
                && (best is not { } known || off < known.Off || (off == known.Off && slot.Order.Id.CompareTo(known.Slot.Order.Id) < 0)))
            {
                best = (slot, value, off);
            }
        }

        return best is { } near ? Reason.Of(Because.MayBeNearInAmount, near.Slot.Order.Id.Id, near.Slot.Order.Total, (near.Value - near.Slot.Order.Total).Abs()) : null;
    }

    private static Dictionary<string, List<(Currency Currency, SumsInTime<OrderSlot> Orders)>> By(List<OrderSlot> orders, Func<OrderSlot, string> party) =>
        orders.Where(o => party(o).Length > 0).GroupBy(party, StringComparer.Ordinal).ToDictionary(g => g.Key, InTime, StringComparer.Ordinal);

    private static List<(Currency Currency, SumsInTime<OrderSlot> Orders)> InTime(IEnumerable<OrderSlot> orders) =>
        [.. orders.GroupBy(o => o.Order.Total.Currency).Select(g => (g.Key, new SumsInTime<OrderSlot>(g.Select(o => (o, o.Order.Placed, o.Order.Total.MinorUnits)))))];
}
