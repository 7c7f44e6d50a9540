using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Tier 3, second half: with only the wallet's rate to go by, a charge without a name pays an order of the same seller that its converted amount
/// comes near to, where there is a single candidate each way.
/// </summary>
internal static class RateTier
{
    public const string Rule = "rate";

    public static void Run(Ledger ledger)
    {
        var bySeller = new OpenOrders(ledger, o => o.Seller);
        var pairs = new List<(Charge Charge, OrderSlot Order, Money Value)>();
        foreach (var charge in ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0))
        {
            pairs.AddRange(Candidates(ledger, charge, bySeller.InWindow(charge)).Take(2));
        }

        var perCharge = pairs.CountBy(p => p.Charge).ToDictionary();
        var perOrder = pairs.CountBy(p => p.Order).ToDictionary();
        foreach (var (charge, order, value) in pairs.Where(p => perCharge[p.Charge] == 1 && perOrder[p.Order] == 1))
        {
            ledger.Pay(charge, [order], Rule, Confidence.Certain,
                $"{charge.Sum} is about {value} at the wallet's rate, near the total of {order.Order.Total}; same seller and no rival");
        }
    }

    private static IEnumerable<(Charge Charge, OrderSlot Order, Money Value)> Candidates(Ledger ledger, Charge charge, IEnumerable<OrderSlot> orders) =>
        from order in orders
        where Fit.NearByRate(charge, order.Order.Total, ledger.Rates, ledger.Rules.RateTolerance)
        select (charge, order, Fit.Value(charge, order.Order.Total.Currency, ledger.Rates, out _)!.Value);
}
