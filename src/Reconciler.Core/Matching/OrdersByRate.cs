using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>The open orders of each seller, found by what a charge in another currency is worth at the wallet's rate.</summary>
internal sealed class OrdersByRate(Ledger ledger)
{
    private readonly Dictionary<string, List<(Currency Total, Currency? Took, SumsInTime<OrderSlot> Orders)>> bySeller = ledger.Orders
        .Where(o => o.IsOpen && o.Seller.Length > 0)
        .GroupBy(o => o.Seller, StringComparer.Ordinal)
        .ToDictionary(
            g => g.Key,
            g => g.GroupBy(o => (o.Order.Total.Currency, Took: o.Order.Charged?.Currency))
                .Select(k => (k.Key.Currency, k.Key.Took, new SumsInTime<OrderSlot>(k.Select(o => (o, o.Order.Placed, o.Order.Total.MinorUnits))))).ToList(),
            StringComparer.Ordinal);

    /// <summary>Those of the charge's counterparty, open and in its window, that it comes near to by rate; in no order.</summary>
    public IEnumerable<OrderSlot> Near(Charge charge)
    {
        if (charge.Original is not null || !bySeller.TryGetValue(charge.Payee, out var kinds))
        {
            yield break;
        }

        foreach (var (total, took, orders) in kinds)
        {
            if (ValueOf(charge, total, ledger.Rates) is not { } value || took == charge.Sum.Currency)
            {
                continue;
            }

            var (least, most) = DuesNear(value.MinorUnits, ledger.Rules.RateTolerance);
            foreach (var order in orders.Within(ledger.Rules.PlacedFor(charge.Entry), least, most))
            {
                if (order.IsOpen && ledger.MayPay(charge, order) && IsNear(ledger, charge, order))
                {
                    yield return order;
                }
            }
        }
    }

    public static bool IsNear(Ledger ledger, Charge charge, OrderSlot order) =>
        Fit.NearByRate(charge, order.Order.Total, order.Order.Charged, ledger.Rates, ledger.Rules.RateTolerance);

    /// <summary>What a charge is worth in another currency at the wallet's rate; null where it is booked in that one, or nothing tells it.</summary>
    public static Money? ValueOf(Charge charge, Currency currency, RateTable rates) =>
        charge.Sum.Currency != currency && Fit.Rate(charge.Entry, currency, rates) is { } rate ? charge.Sum.At(rate, currency) : null;

    /// <summary>Sums to which a value can come within the tolerance, and a little more, since the value is rounded here.</summary>
    private static (long Least, long Most) DuesNear(long value, decimal tolerance) =>
        ((long)decimal.Floor(value / (1 + tolerance)) - 2, tolerance >= 1 ? long.MaxValue : (long)Math.Min(long.MaxValue, decimal.Ceiling(value / (1 - tolerance)) + 2));
}

/// <summary>The charges of each counterparty, found by what they are worth at the wallet's rate: the other way round than <see cref="OrdersByRate"/>.</summary>
/// <param name="party">What stands for the counterparty; null: itself.</param>
internal sealed class ChargesByRate(Ledger ledger, IReadOnlyCollection<Charge> charges, Func<Charge, string>? party = null)
{
    private readonly ILookup<string, Charge> byPayee = charges.ToLookup(party ?? (c => c.Payee), StringComparer.Ordinal);
    private readonly Dictionary<(string Payee, Currency Currency), SumsInTime<Charge>> byWorth = [];

    /// <summary>Those of the order's seller, in its window, that come near to it by rate; in no order.</summary>
    public IEnumerable<Charge> Near(string payee, OrderSlot order) => Near(payee, order, ledger.Rules.BookedFor(order.Order));

    /// <summary>The same for another window.</summary>
    public IEnumerable<Charge> Near(string payee, OrderSlot order, Moments booked)
    {
        var total = order.Order.Total;
        if (!byWorth.TryGetValue((payee, total.Currency), out var worth))
        {
            byWorth.Add((payee, total.Currency), worth = new SumsInTime<Charge>(
                from charge in byPayee[payee]
                let value = OrdersByRate.ValueOf(charge, total.Currency, ledger.Rates)
                where value is not null
                select (charge, charge.Entry.Booked, value.Value.MinorUnits)));
        }

        var (off, due) = (ledger.Rules.RateTolerance * total.MinorUnits, (decimal)total.MinorUnits);
        return worth.Within(booked, (long)decimal.Floor(due - off) - 2, (long)decimal.Ceiling(due + off) + 2)
            .Where(c => ledger.MayPay(c, order) && OrdersByRate.IsNear(ledger, c, order));
    }
}
