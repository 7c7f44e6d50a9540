using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Tier 1: the charge names the order, or the order names the transaction. Of several charges that name one order the earliest set that sums
/// exactly is the payment and each left over is a duplicate; with no exact set all of them match, and the difference is told.
/// </summary>
internal static class NamedTier
{
    public const string Rule = "named";

    /// <summary>Writes into each charge what it names. Later tiers need it too: a charge that names an order pays no other.</summary>
    public static void FindNames(Ledger ledger)
    {
        var orders = IndexOrders(ledger.Orders);
        var checkouts = IndexCheckouts(ledger.Checkouts.Values);
        var byTransaction = OrdersByPaymentReference(ledger.Orders);
        foreach (var charge in ledger.Charges)
        {
            FindIn(charge.Entry, orders, charge.Named);
            FindIn(charge.Entry, checkouts, charge.NamedCheckouts);
            foreach (var slot in byTransaction[Names.Id(charge.Entry.Id.Id)])
            {
                if (!charge.Named.Contains(slot))
                {
                    charge.Named.Add(slot);
                }
            }

            charge.Named.RemoveAll(slot => !ledger.MayPay(charge, slot));
            charge.NamedCheckouts.RemoveAll(checkout => !ledger.MayPay(charge, checkout.Orders[0]));
        }
    }

    public static void Run(Ledger ledger)
    {
        var byOrder = new Dictionary<OrderSlot, List<Charge>>();
        var byCheckout = new Dictionary<CheckoutSlot, List<Charge>>();
        foreach (var charge in ledger.OpenCharges.Where(c => !c.IsUnnamed))
        {
            switch (Target(ledger, charge))
            {
                case (OrderSlot slot, _):
                    AddTo(byOrder, slot, charge);
                    break;
                case (_, CheckoutSlot checkout):
                    AddTo(byCheckout, checkout, charge);
                    break;
            }
        }

        foreach (var (checkout, charges) in byCheckout.OrderBy(p => p.Key.Orders[0].Order.Id))
        {
            PayCheckout(ledger, checkout, charges, byOrder);
        }

        foreach (var (slot, charges) in byOrder.OrderBy(p => p.Key.Order.Id))
        {
            PayOrder(ledger, slot, charges);
        }
    }

    /// <summary>All ids by which the orders may be named: their own and those of their parts.</summary>
    internal static IdNames<OrderSlot> IndexOrders(IEnumerable<OrderSlot> orders)
    {
        var names = new IdNames<OrderSlot>();
        foreach (var slot in orders)
        {
            names.Add(slot.Order.Id.Id, slot);
            foreach (var other in slot.Order.OtherIds.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                names.Add(other, slot);
            }
        }

        return names;
    }

    internal static IdNames<CheckoutSlot> IndexCheckouts(IEnumerable<CheckoutSlot> checkouts)
    {
        var names = new IdNames<CheckoutSlot>();
        foreach (var checkout in checkouts)
        {
            names.Add(checkout.Orders[0].Order.CheckoutId, checkout);
        }

        return names;
    }

    internal static void FindIn<T>(Records.Entry entry, IdNames<T> names, List<T> found)
        where T : class
    {
        names.FindIn(entry.OrderReference, isReference: true, found);
        names.FindIn(entry.Description, isReference: false, found);
        names.FindIn(entry.Counterparty, isReference: false, found);
        names.FindIn(entry.Extra, isReference: false, found);
    }

    /// <summary>Orders by the transactions that they name.</summary>
    internal static ILookup<string, OrderSlot> OrdersByPaymentReference(IEnumerable<OrderSlot> orders) =>
        orders
            .SelectMany(slot => slot.Order.PaymentReference
                .Split([' ', '+', ',', ';'], StringSplitOptions.RemoveEmptyEntries)
                .Select(reference => (Key: Names.Id(reference), slot)))
            .Where(pair => pair.Key.Length > 0)
            .ToLookup(pair => pair.Key, pair => pair.slot);

    /// <summary>The one order or checkout that a charge is for. Neither where it names nothing in its window, or names several and fits none alone.</summary>
    private static (OrderSlot? Order, CheckoutSlot? Checkout) Target(Ledger ledger, Charge charge)
    {
        var checkouts = charge.NamedCheckouts.Where(c => c.Orders.Any(o => ledger.Rules.IsInNamedWindow(charge.At, o.Order.PlacedAtUtc))).ToList();
        if (checkouts.Count == 1)
        {
            return checkouts[0].Orders.Count == 1 ? (checkouts[0].Orders[0], null) : (null, checkouts[0]);
        }

        var orders = charge.Named.Where(o => ledger.Rules.IsInNamedWindow(charge.At, o.Order.PlacedAtUtc)).ToList();
        if (orders.Count == 0)
        {
            if (charge.Named.Count > 0)
            {
                charge.Obstacle = $"it names order {charge.Named[0].Order.Id}, but was booked outside the {ledger.Rules.NamedAfter.TotalDays:0} days after it was placed";
            }

            return default;
        }

        if (orders.Count == 1)
        {
            var only = orders[0];
            return only.Checkout is { Orders.Count: > 1 } whole && FitsBetter(ledger, charge, whole, only) ? (null, whole) : (only, null);
        }

        var together = new CheckoutSlot(orders);
        if (orders[0].Checkout is { } shared && orders.TrueForAll(o => o.Checkout == shared) && Fit.Exactly(charge, shared) is not null)
        {
            return (null, shared);
        }

        if (Fit.Exactly(charge, together) is not null)
        {
            return (null, together);
        }

        var fitting = orders.Where(o => Fit.Exactly(charge, o) is not null).ToList();
        if (fitting.Count == 1)
        {
            return (fitting[0], null);
        }

        if (fitting.Count == 0 && NearPayment.Of(ledger, [charge], together) is not null)
        {
            return (null, together);
        }

        var near = fitting.Count == 0 ? orders.Where(o => NearPayment.Of(ledger, [charge], o) is not null).ToList() : [];
        if (near.Count == 1)
        {
            return (near[0], null);
        }

        ledger.LeaveAmbiguous(charge, orders, $"it names {orders.Count} orders and equals {(fitting.Count == 0 ? "none of them, nor their sum" : "several of them")}");
        return default;
    }

    /// <summary>Whether a charge that names one order of a checkout pays the whole: it fits the sum exactly, or comes near to it, and does not so fit the order.</summary>
    private static bool FitsBetter(Ledger ledger, Charge charge, CheckoutSlot whole, OrderSlot only) =>
        Fit.Exactly(charge, only) is null
        && (Fit.Exactly(charge, whole) is not null || (NearPayment.Of(ledger, [charge], only) is null && NearPayment.Of(ledger, [charge], whole) is not null));

    private static void PayOrder(Ledger ledger, OrderSlot slot, List<Charge> charges)
    {
        if (slot.Payments.Count > 0)
        {
            charges.ForEach(charge => LeftOver(ledger, charge, slot.Payments[0].Charge, [slot]));
            return;
        }

        var payment = PaymentOf(ledger, charges, slot.Order.Total, slot.Order.Charged, out var boundReached);
        var near = payment.Count == 0 ? NearPayment.Of(ledger, charges, slot) : null;
        var paying = near?.Charges ?? (payment.Count > 0 ? payment : charges);
        foreach (var charge in paying)
        {
            ledger.Pay(charge, [slot], Rule, Confidence.Certain, Why(charge, slot, paying.Count, near) + (payment.Count == 0 && boundReached ? "; the search for an exact set was cut short" : ""));
        }

        charges.Except(paying).ToList().ForEach(charge => LeftOver(ledger, charge, paying[0], [slot]));
        if (near is not null)
        {
            slot.WriteOff(near);
        }
        else if (payment.Count == 0)
        {
            slot.Mismatch = Difference(ledger, slot);
        }
    }

    private static void PayCheckout(Ledger ledger, CheckoutSlot checkout, List<Charge> charges, Dictionary<OrderSlot, List<Charge>> byOrder)
    {
        var payment = checkout.Total is { } total ? PaymentOf(ledger, charges, total, checkout.Charged, out _) : [];
        var oneByOne = PaidOneByOne(ledger, checkout, byOrder);
        if (oneByOne is { } whenAllWere && (payment.Count == 0 || whenAllWere < payment.Max(c => c.At)))
        {
            charges.ForEach(charge => LeftOver(ledger, charge, null, checkout.Orders));
            return;
        }

        var open = checkout.Orders.Where(o => o.IsOpen).ToList();
        if (open.Count == 0)
        {
            charges.ForEach(charge => LeftOver(ledger, charge, null, checkout.Orders));
            return;
        }

        var near = payment.Count == 0 && open.Count == checkout.Orders.Count ? NearPayment.Of(ledger, charges, checkout) : null;
        var paying = near?.Charges ?? (payment.Count > 0 ? payment : charges);
        foreach (var charge in paying)
        {
            ledger.Pay(charge, open, Rule, Confidence.Certain,
                $"the charge names {(charge.NamedCheckouts.Count > 0 ? "the checkout" : "orders of one checkout")} of {open.Count} orders{(payment.Count > 0 ? " and pays their sum" : near is not null ? $"; {near.How}" : "")}");
        }

        charges.Except(paying).ToList().ForEach(charge => LeftOver(ledger, charge, paying[0], open));
        if (near is not null)
        {
            open[0].WriteOff(near);
        }
        else if (payment.Count == 0 && checkout.Total is { } sum)
        {
            open[0].Mismatch = paying.Select(c => Fit.Value(c, sum.Currency, ledger.Rates, out _)).Aggregate((Money?)-sum, (left, value) => left is { } l && value is { } v ? l + v : null);
        }
    }

    /// <summary>When each order of the checkout had its own exact payment, or null where not all have one.</summary>
    private static DateTime? PaidOneByOne(Ledger ledger, CheckoutSlot checkout, Dictionary<OrderSlot, List<Charge>> byOrder)
    {
        DateTime? last = null;
        foreach (var slot in checkout.Orders)
        {
            if (!byOrder.TryGetValue(slot, out var own) || PaymentOf(ledger, own, slot.Order.Total, slot.Order.Charged, out _) is not { Count: > 0 } set)
            {
                return null;
            }

            last = last is { } before && before > set[^1].At ? before : set[^1].At;
        }

        return last;
    }

    /// <summary>The earliest set of charges that pays the sum exactly, else the earliest charge that does so by rate; empty where there is neither.</summary>
    private static List<Charge> PaymentOf(Ledger ledger, List<Charge> charges, Money total, Money? charged, out bool boundReached)
    {
        boundReached = false;
        if (charges.Count == 1 && (Fit.Exactly(charges[0], total) ?? Fit.Exactly(charges[0], charged)) is not null)
        {
            return charges;
        }

        List<Charge>? best = null;
        foreach (var due in charged is { } took && took != total ? new[] { total, took } : [total])
        {
            foreach (var withFee in new[] { false, true })
            {
                var candidates = charges.Select(c => (Charge: c, Amount: withFee ? c.SumWithFee ?? Fit.Comparable(c, due.Currency) : Fit.Comparable(c, due.Currency))).Where(c => c.Amount?.Currency == due.Currency).ToList();
                var set = ExactSet.Earliest([.. candidates.Select(c => c.Amount!.Value.MinorUnits)], due.MinorUnits, ledger.Rules.SearchSteps, out var cut);
                boundReached |= cut;
                if (set is not null && (best is null || candidates[set[^1]].Charge.At < best[^1].At))
                {
                    best = [.. set.Select(i => candidates[i].Charge)];
                }
            }
        }

        if (best is null && charges.Find(c => Fit.NearByRate(c, total, ledger.Rates, ledger.Rules.RateTolerance)) is { } near)
        {
            best = [near];
        }

        // Charges in another currency without any rate: nothing tells their worth, so equal ones repeat the first.
        if (best is null && charges.TrueForAll(c => c.Sum == charges[0].Sum && Fit.Value(c, total.Currency, ledger.Rates, out _) is null))
        {
            best = [charges[0]];
        }

        return best ?? [];
    }

    /// <summary>What the charges of an order add up to, less what it costs; null where nothing tells it, or where it is near enough by rate.</summary>
    internal static Money? Difference(Ledger ledger, OrderSlot slot)
    {
        var due = slot.Order.Charged is { } took && slot.Payments.TrueForAll(p => Fit.Comparable(p.Charge, took.Currency) is not null) && took.Currency == slot.Order.Total.Currency
            ? took
            : slot.Order.Total;
        var difference = -due;
        foreach (var part in slot.Payments)
        {
            if (Fit.Value(part.Charge, due.Currency, ledger.Rates, out _) is not { } value)
            {
                return null;
            }

            difference += value;
        }

        return difference;
    }

    private static void LeftOver(Ledger ledger, Charge charge, Charge? payment, IReadOnlyList<OrderSlot> orders) =>
        ledger.Repeat(charge, payment ?? orders.SelectMany(o => o.Payments).FirstOrDefault()?.Charge, orders, Confidence.Certain);

    private static string Why(Charge charge, OrderSlot slot, int count, NearPayment? near)
    {
        var named = Names.Id(slot.Order.PaymentReference).Contains(Names.Id(charge.Entry.Id.Id), StringComparison.Ordinal)
            ? $"the order names transaction {charge.Entry.Id.Id}"
            : $"the statement names order {slot.Order.Id.Id}";
        var fit = near is not null ? (count > 1 ? $"one of {count} charges for it, together {near.How}" : $"amount {charge.Sum}, {near.How}")
            : count > 1 ? $"one of {count} charges for it"
            : Fit.Exactly(charge, slot) ?? $"amount {charge.Sum} against a total of {slot.Order.Total}";
        return $"{named}; {fit}";
    }

    private static void AddTo<TKey>(Dictionary<TKey, List<Charge>> groups, TKey key, Charge charge)
        where TKey : notnull
    {
        if (!groups.TryGetValue(key, out var list))
        {
            groups.Add(key, list = []);
        }

        list.Add(charge);
    }
}
