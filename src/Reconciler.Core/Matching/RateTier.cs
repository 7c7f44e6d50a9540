using Reconciler.Core.Reasons;

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
        var charges = ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0 && c.Original is null).ToList();
        if (charges.Count == 0)
        {
            return;
        }

        var orders = new OrdersByRate(ledger);
        var rivals = new ChargesByRate(ledger, charges);
        var found = new List<(Charge Charge, OrderSlot Order)>();
        foreach (var charge in charges.Where(ledger.IsInTurn))
        {
            if (orders.Near(charge).Take(2).ToList() is [var only] && rivals.Near(charge.Payee, only).Take(2).Count() == 1)
            {
                found.Add((charge, only));
            }
        }

        foreach (var (charge, order) in found)
        {
            ledger.Settle(charge, [order], Rule, Confidence.Certain,
                Reason.Of(Because.AboutAtRate, charge.Sum, Fit.Value(charge, order.Order.Total.Currency, ledger.Rates, out _)!.Value, order.Order.Total));
        }
    }
}
