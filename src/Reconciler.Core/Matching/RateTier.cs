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
        var charges = ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0 && c.Original is null).ToList();
        var byPayee = charges.ToLookup(c => c.Payee, StringComparer.Ordinal);
        var found = new List<(Charge Charge, OrderSlot Order, Money Value)>();
        foreach (var charge in charges.Where(ledger.IsInTurn))
        {
            if (Candidates(ledger, charge, bySeller.InWindow(charge)).Take(2).ToList() is [var only]
                && byPayee[charge.Payee].Where(c => ledger.MayPay(c, only.Order) && ledger.Rules.IsInUnnamedWindow(c.Entry, only.Order.Order) && IsNear(ledger, c, only.Order)).Take(2).Count() == 1)
            {
                found.Add(only);
            }
        }

        foreach (var (charge, order, value) in found)
        {
            ledger.Settle(charge, [order], Rule, Confidence.Certain,
                $"{charge.Sum} is about {value} at the wallet's rate, near the total of {order.Order.Total}; same seller and no rival");
        }
    }

    private static IEnumerable<(Charge Charge, OrderSlot Order, Money Value)> Candidates(Ledger ledger, Charge charge, IEnumerable<OrderSlot> orders) =>
        from order in orders
        where IsNear(ledger, charge, order)
        select (charge, order, Fit.Value(charge, order.Order.Total.Currency, ledger.Rates, out _)!.Value);

    private static bool IsNear(Ledger ledger, Charge charge, OrderSlot order) => Fit.NearByRate(charge, order.Order.Total, order.Order.Charged, ledger.Rates, ledger.Rules.RateTolerance);
}
