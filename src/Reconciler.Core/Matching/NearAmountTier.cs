using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// After all tiers that fit exactly, where a tolerance is set: a charge without a name comes near to the total of an order of the same seller, and
/// each is the other's single candidate. Probable at the most; the difference is written off by name.
/// </summary>
internal static class NearAmountTier
{
    public const string Rule = "near-amount";

    public static void Run(Ledger ledger)
    {
        if (!ledger.Rules.Pairs.HaveTolerance)
        {
            return;
        }

        var bySeller = new OpenOrders(ledger, o => o.IsLive && !o.IsAmbiguous ? o.Seller : string.Empty);
        var charges = ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0).ToList();
        var bySender = charges.ToLookup(c => c.Payee, StringComparer.Ordinal);
        var found = new List<(Charge Charge, OrderSlot Order)>();
        foreach (var charge in charges.Where(ledger.IsInTurn))
        {
            if (bySeller.InWindow(charge).Where(o => IsNear(ledger, charge, o)).Take(2).ToList() is [var only]
                && bySender[charge.Payee].Where(c => ledger.MayPay(c, only) && ledger.Rules.IsInUnnamedWindow(c.Entry, only.Order) && IsNear(ledger, c, only)).Take(2).Count() == 1)
            {
                found.Add((charge, only));
            }
        }

        foreach (var (charge, order) in found)
        {
            var near = NearPayment.Of(ledger, [charge], order)!;
            ledger.Pay(charge, [order], Rule, Confidence.Probable, $"amount {charge.Sum}, {near.How}; same seller and no rival");
            order.WriteOff(near);
        }
    }

    private static bool IsNear(Ledger ledger, Charge charge, OrderSlot order)
    {
        var total = order.Order.Total;
        var limit = ledger.Rules.Pairs.ToleranceOf(charge.Entry.Id.Wallet, order.Order.Id.Marketplace).Of(total);
        return Within(Fit.Comparable(charge, total.Currency)) || Within(charge.SumWithFee);

        bool Within(Money? amount) => amount is { } sum && sum.Currency == total.Currency && sum != total && (sum - total).Abs() <= limit;
    }
}
