using Reconciler.Core.Reasons;
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

        var charges = ledger.OpenCharges.Where(c => c.IsUnnamed && c.Payee.Length > 0).ToList();
        var (orders, rivals) = (new OrdersNear(ledger), new ChargesNear(ledger, charges));
        var found = new List<(Charge Charge, OrderSlot Order)>();
        foreach (var charge in charges.Where(ledger.IsInTurn))
        {
            if (orders.Of(charge).Distinct().Take(2).ToList() is [var only] && rivals.Of(charge.Payee, only).Distinct().Take(2).Count() == 1)
            {
                found.Add((charge, only));
            }
        }

        foreach (var (charge, order) in found)
        {
            var near = NearPayment.Of(ledger, [charge], order)!;
            ledger.Pay(charge, [order], Rule, Confidence.Probable, Reason.Of(Because.AmountNear, charge.Sum) + near.How + Reason.Of(Because.SameSellerAndNoRival));
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

    /// <summary>What a charge may come near to in a currency: what it is there, alone or with its fee.</summary>
    private static IEnumerable<long> SumsIn(Charge charge, Currency currency) =>
        new[] { Fit.Comparable(charge, currency), charge.SumWithFee }.OfType<Money>().Where(sum => sum.Currency == currency).Select(sum => sum.MinorUnits).Distinct();

    /// <summary>The live open orders of each seller, by marketplace and currency.</summary>
    private sealed class OrdersNear(Ledger ledger)
    {
        private readonly Dictionary<string, List<(string Marketplace, Currency Currency, SumsInTime<OrderSlot> Orders)>> bySeller =
            ledger.Orders.Where(o => o is { IsOpen: true, IsLive: true, IsAmbiguous: false } && o.Seller.Length > 0).GroupBy(o => o.Seller, StringComparer.Ordinal).ToDictionary(
                g => g.Key,
                g => g.GroupBy(o => (o.Order.Id.Marketplace, o.Order.Total.Currency))
                    .Select(k => (k.Key.Marketplace, k.Key.Currency, new SumsInTime<OrderSlot>(k.Select(o => (o, o.Order.Placed, o.Order.Total.MinorUnits))))).ToList(),
                StringComparer.Ordinal);

        public IEnumerable<OrderSlot> Of(Charge charge)
        {
            foreach (var (marketplace, currency, orders) in bySeller.GetValueOrDefault(charge.Payee) ?? [])
            {
                foreach (var sum in SumsIn(charge, currency))
                {
                    // What equals it is not near to it.
                    var (least, most) = ledger.Rules.Pairs.ToleranceOf(charge.Entry.Id.Wallet, marketplace).DuesNear(new Money(sum, currency));
                    var placed = ledger.Rules.PlacedFor(charge.Entry);
                    foreach (var order in orders.Within(placed, least, sum - 1).Concat(orders.Within(placed, sum + 1, most)))
                    {
                        if (ledger.MayPay(charge, order) && IsNear(ledger, charge, order))
                        {
                            yield return order;
                        }
                    }
                }
            }
        }
    }

    /// <summary>The charges of each counterparty, by wallet and by what they come to in a currency.</summary>
    private sealed class ChargesNear(Ledger ledger, List<Charge> charges)
    {
        private readonly Dictionary<string, List<(string Wallet, Charge[] Charges)>> byPayee = charges.GroupBy(c => c.Payee, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.GroupBy(c => c.Entry.Id.Wallet, StringComparer.Ordinal).Select(w => (w.Key, w.ToArray())).ToList(), StringComparer.Ordinal);

        private readonly Dictionary<(string Payee, string Wallet, Currency Currency), SumsInTime<Charge>> sums = [];

        public IEnumerable<Charge> Of(string payee, OrderSlot order)
        {
            var total = order.Order.Total;
            var booked = ledger.Rules.BookedFor(order.Order);
            foreach (var (wallet, its) in byPayee[payee])
            {
                if (!sums.TryGetValue((payee, wallet, total.Currency), out var inTime))
                {
                    sums.Add((payee, wallet, total.Currency), inTime = new SumsInTime<Charge>(its.SelectMany(c => SumsIn(c, total.Currency).Select(sum => (c, c.Entry.Booked, sum)))));
                }

                var limit = ledger.Rules.Pairs.ToleranceOf(wallet, order.Order.Id.Marketplace).Of(total).MinorUnits;
                foreach (var charge in inTime.Within(booked, total.MinorUnits - limit, total.MinorUnits - 1).Concat(inTime.Within(booked, total.MinorUnits + 1, total.MinorUnits + limit)))
                {
                    if (ledger.MayPay(charge, order) && IsNear(ledger, charge, order))
                    {
                        yield return charge;
                    }
                }
            }
        }
    }
}
