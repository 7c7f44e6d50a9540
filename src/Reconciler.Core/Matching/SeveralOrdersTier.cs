using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Tier 4: one charge pays several orders that share no checkout id: of the seller, or on the marketplace, that is its counterparty, placed close
/// together, where only one set of them sums to it exactly. Orders that are said to be paid come before others.
/// </summary>
internal static class SeveralOrdersTier
{
    public const string Rule = "several-orders";

    public static void Run(Ledger ledger)
    {
        Run(ledger, order => order.IsLive || order.Order.PaidAtUtc is not null);
        Run(ledger, _ => true);
    }

    private static void Run(Ledger ledger, Predicate<OrderSlot> isCandidate)
    {
        var bySeller = new OpenOrders(ledger, o => isCandidate(o) ? o.Seller : string.Empty);
        var byMarketplace = new OpenOrders(ledger, o => isCandidate(o) ? o.Marketplace : string.Empty);
        foreach (var charge in ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0 && ledger.IsInTurn(c)))
        {
            foreach (var due in new[] { charge.Sum, charge.SumWithFee, charge.Original })
            {
                if (charge.State == ChargeState.Open && due is { } sum)
                {
                    Pay(ledger, charge, sum, Smaller(sum, bySeller.InWindow(charge)));
                    Pay(ledger, charge, sum, Smaller(sum, byMarketplace.InWindow(charge)));
                }
            }
        }
    }

    private static List<(OrderSlot Order, Money Due)> Smaller(Money sum, IEnumerable<OrderSlot> orders) =>
        [.. orders.Select(o => (o, Due: DueIn(sum.Currency, o.Order))).Where(p => p.Due is { } due && due < sum).Select(p => (p.o, p.Due!.Value))];

    /// <summary>The order's total, else what the marketplace says it took, in a currency.</summary>
    private static Money? DueIn(Currency currency, Order order) =>
        order.Total.Currency == currency ? order.Total : order.Charged is { } charged && charged.Currency == currency ? charged : null;

    private static void Pay(Ledger ledger, Charge charge, Money sum, List<(OrderSlot Order, Money Due)> candidates)
    {
        if (charge.State != ChargeState.Open || candidates.Count < 2)
        {
            return;
        }

        var sets = ExactSet.All(
            [.. candidates.Select(c => c.Due.MinorUnits)], sum.MinorUnits, ledger.Rules.SeveralOrdersMax,
            (chosen, next) => chosen.Count == 0 || candidates[next].Order.Order.Placed.Apart(candidates[chosen[0]].Order.Order.Placed) <= ledger.Rules.SeveralOrdersSpan,
            ledger.Rules.SearchSteps, out var boundReached);
        if (boundReached)
        {
            charge.Obstacle = $"the search for orders that add up to {sum} was cut short after {ledger.Rules.SearchSteps} steps among {candidates.Count} orders";
        }
        else if (sets.Count == 1)
        {
            ledger.Settle(charge, [.. sets[0].Select(i => candidates[i].Order)], Rule, Confidence.Probable,
                $"{sets[0].Count} orders of {charge.Entry.Counterparty}, placed within {ledger.Rules.SeveralOrdersSpan.TotalHours:0} h, are the only ones that add up to {sum}");
        }
        else if (sets.Count > 1)
        {
            ledger.LeaveAmbiguous(charge, [.. sets.SelectMany(s => s).Distinct().Order().Select(i => candidates[i].Order)], $"more than one set of orders adds up to {sum}");
        }
    }
}
