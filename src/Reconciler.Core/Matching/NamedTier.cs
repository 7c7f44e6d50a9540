using Reconciler.Core.Reasons;

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
        var orders = ledger.OrderNames;
        var checkouts = ledger.CheckoutNames;
        var meant = TransactionsMeant.Find(ledger);
        var counterparties = new Dictionary<string, List<OrderSlot>>(StringComparer.Ordinal);
        var (named, namedCheckouts) = (new List<OrderSlot>(), new List<CheckoutSlot>());
        foreach (var charge in ledger.Charges)
        {
            orders.FindIn(charge.Entry.OrderReference, isReference: true, named);
            if (meant.TryGetValue(charge, out var thoseThatNameIt))
            {
                var known = named.ToHashSet();
                named.AddRange(thoseThatNameIt.Where(known.Add));
            }

            charge.NamedForSure = Kept(named);
            orders.FindIn(charge.Entry.Description, isReference: false, named);
            foreach (var slot in InCounterparty(charge.Entry.Counterparty))
            {
                if (!named.Contains(slot))
                {
                    named.Add(slot);
                }
            }

            FindIn(charge.Entry, checkouts, namedCheckouts);
            KeepThoseItMayPay(ledger, charge, named, namedCheckouts);
            (charge.Named, charge.NamedCheckouts) = (Kept(named), namedCheckouts.Count == 0 ? [] : [.. namedCheckouts]);
            named.Clear();
            namedCheckouts.Clear();
        }

        // The same few names again and again: each is read once.
        List<OrderSlot> InCounterparty(string name)
        {
            if (!counterparties.TryGetValue(name, out var found))
            {
                counterparties.Add(name, found = []);
                orders.FindIn(name, isReference: false, found);
            }

            return found;
        }
    }

    private static IReadOnlyList<OrderSlot> Kept(List<OrderSlot> named) => named.Count == 0 ? [] : named.Count == 1 ? named[0].Alone : [.. named];

    private static void KeepThoseItMayPay(Ledger ledger, Charge charge, List<OrderSlot> named, List<CheckoutSlot> namedCheckouts)
    {
        for (var i = named.Count - 1; i >= 0; i--)
        {
            if (!ledger.MayPay(charge, named[i]))
            {
                named.RemoveAt(i);
            }
        }

        for (var i = namedCheckouts.Count - 1; i >= 0; i--)
        {
            if (!ledger.MayPay(charge, namedCheckouts[i].Orders[0]))
            {
                namedCheckouts.RemoveAt(i);
            }
        }
    }

    public static void Run(Ledger ledger)
    {
        var byCheckout = new Dictionary<CheckoutSlot, List<Charge>>();
        var ofOneNumber = new List<(Charge Charge, List<OrderSlot> Orders)>();
        foreach (var charge in ledger.OpenCharges)
        {
            if (charge.IsUnnamed)
            {
                continue;
            }

            if (charge is { Named: [{ Checkout: null } only], NamedCheckouts.Count: 0 } && ledger.Rules.IsInNamedWindow(charge.Entry, only.Order))
            {
                only.IsNamedBy(charge);
                continue;
            }

            switch (Target(ledger, charge, ofOneNumber))
            {
                case (OrderSlot slot, _):
                    slot.IsNamedBy(charge);
                    break;
                case (_, CheckoutSlot checkout):
                    AddTo(byCheckout, checkout, charge);
                    break;
            }
        }

        PairOffInTime(ledger, ofOneNumber);
        new NamedPayments(ledger, byCheckout).Pay();
    }

    /// <summary>All ids by which the orders may be named: their own and those of their parts.</summary>
    internal static IdNames<OrderSlot> IndexOrders(IReadOnlyCollection<OrderSlot> orders)
    {
        var names = new IdNames<OrderSlot>(orders.Count);
        foreach (var slot in orders)
        {
            names.Add(slot.Order.Id.Id, slot);
            foreach (var other in slot.Order.OtherIdsApart)
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

    /// <summary>What an entry names in the columns that its layout maps; any other may hold running numbers, and names nothing.</summary>
    /// <param name="counts">What may be meant at all; null: all.</param>
    internal static void FindIn<T>(Records.Entry entry, IdNames<T> names, List<T> found, Predicate<T>? counts = null)
        where T : class
    {
        names.FindIn(entry.OrderReference, isReference: true, found, counts);
        names.FindIn(entry.Description, isReference: false, found, counts);
        names.FindIn(entry.Counterparty, isReference: false, found, counts);
    }

    /// <summary>Orders by the transactions that they name.</summary>
    internal static ILookup<string, OrderSlot> OrdersByPaymentReference(IEnumerable<OrderSlot> orders) =>
        orders.Where(slot => slot.Order.PaymentReference.Length > 0).SelectMany(slot => slot.Order.TransactionsNamed.Select(reference => (Key: Names.Id(reference), slot)))
            .Where(pair => pair.Key.Length > 0)
            .ToLookup(pair => pair.Key, pair => pair.slot);

    /// <summary>The one order or checkout that a charge is for. Neither where it names nothing in its window, or names several and fits none alone.</summary>
    /// <param name="ofOneNumber">Where it is put if orders of several marketplaces bear the one number that it names.</param>
    private static (OrderSlot? Order, CheckoutSlot? Checkout) Target(Ledger ledger, Charge charge, List<(Charge Charge, List<OrderSlot> Orders)> ofOneNumber)
    {
        var checkouts = charge.NamedCheckouts.Where(c => c.Orders.Any(o => ledger.Rules.IsInNamedWindow(charge.Entry, o.Order))).ToList();
        if (checkouts.Count == 1)
        {
            return checkouts[0].Orders.Count == 1 ? (checkouts[0].Orders[0], null) : (null, checkouts[0]);
        }

        var orders = charge.Named.Where(o => ledger.Rules.IsInNamedWindow(charge.Entry, o.Order)).ToList();
        if (orders.Count == 0)
        {
            if (charge.Named.Count > 0)
            {
                charge.Obstacle = Reason.Of(Because.NamesOrderBut, charge.Named[0].Order.Id.ToString())
                    + (BookingTime.OutsideWindow(charge.Entry, charge.Named[0].Order, ledger.Rules.NamedBefore, ledger.Rules.NamedAfter) ?? Reason.None);
            }

            return default;
        }

        if (orders.Count == 1)
        {
            var only = orders[0];
            return only.Checkout is { Orders.Count: > 1 } whole && FitsBetter(ledger, charge, whole, only) ? (null, whole) : (only, null);
        }

        if (orders.DistinctBy(o => Names.Id(o.Order.Id.Id)).Count() == 1)
        {
            var ofParty = orders.FindAll(o => charge.Payee.Length > 0 && (charge.Payee == o.Seller || charge.Payee == o.Marketplace));
            var meant = ofParty.Count > 0 ? ofParty : orders;
            var exact = meant.FindAll(o => Fit.IsEqual(charge, o));
            exact = exact.Count > 0 ? exact : meant.FindAll(o => IsNear(ledger, charge, o.Order.Total, o.Order.Charged));
            if ((exact.Count > 0 ? exact : meant) is [var one])
            {
                return (one, null);
            }

            ofOneNumber.Add((charge, exact.Count > 0 ? exact : meant));
            return default;
        }

        var together = new CheckoutSlot(orders);
        if (orders[0].Checkout is { } shared && orders.TrueForAll(o => o.Checkout == shared) && Fit.IsEqual(charge, shared))
        {
            return (null, shared);
        }

        if (Fit.IsEqual(charge, together))
        {
            return (null, together);
        }

        var fitting = orders.Where(o => Fit.IsEqual(charge, o)).ToList();
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

        ledger.LeaveAmbiguous(charge, orders, Reason.Of(fitting.Count == 0 ? Because.NamesOrdersEqualsNone : Because.NamesOrdersEqualsSeveral, orders.Count));
        return default;
    }

    /// <summary>Whether a charge that names one order of a checkout pays the whole: it fits the sum exactly, by the wallet's rate, or but for a small difference, and does not so fit the order.</summary>
    private static bool FitsBetter(Ledger ledger, Charge charge, CheckoutSlot whole, OrderSlot only) =>
        !Fit.IsEqual(charge, only)
        && (Fit.IsEqual(charge, whole)
            || (whole.Total is { } total && IsNear(ledger, charge, total, whole.Charged) && !IsNear(ledger, charge, only.Order.Total, only.Order.Charged))
            || (NearPayment.Of(ledger, [charge], only) is null && NearPayment.Of(ledger, [charge], whole) is not null));

    private static bool IsNear(Ledger ledger, Charge charge, Values.Money due, Values.Money? took) => Fit.NearByRate(charge, due, took, ledger.Rates, ledger.Rules.RateTolerance);

    /// <summary>Charges that name a number which several marketplaces use: as many as there are orders left of it pair off in time order; else nothing tells which is meant.</summary>
    private static void PairOffInTime(Ledger ledger, List<(Charge Charge, List<OrderSlot> Orders)> ofOneNumber)
    {
        foreach (var group in ofOneNumber.GroupBy(c => (Names.Id(c.Orders[0].Order.Id.Id), c.Charge.Sum)))
        {
            var charges = group.Select(c => c.Charge).ToList();
            var orders = group.SelectMany(c => c.Orders).Distinct().Where(o => o.IsOpen && o.NamedBy is null).OrderBy(o => o.Order.PlacedAtUtc).ThenBy(o => o.Order.Id).ToList();
            if (charges.Count == orders.Count && charges.Zip(orders).All(p => Fit.IsEqual(p.First, p.Second) && ledger.Rules.IsInNamedWindow(p.First.Entry, p.Second.Order)))
            {
                foreach (var (charge, slot) in charges.Zip(orders))
                {
                    ledger.Settle(charge, [slot], Rule, Confidence.Probable, Reason.Of(Because.OneOfThatNumber, slot.Order.Id.Id, group.First().Orders.Count, charges.Count));
                }
            }
            else if (charges is [var only] && NearestByFar(ledger, only, orders) is { } nearest)
            {
                ledger.Settle(only, [nearest], Rule, Confidence.Probable, Reason.Of(Because.NearestOfThatNumber, nearest.Order.Id.Id, orders.Count, ReasonValue.Whole(ledger.Rules.NearestBy.TotalHours)));
            }
            else
            {
                foreach (var (charge, named) in group)
                {
                    ledger.LeaveAmbiguous(charge, named, Reason.Of(Because.NamesOneNumberOfSeveral, named.Count));
                }
            }
        }
    }

    private static OrderSlot? NearestByFar(Ledger ledger, Charge charge, List<OrderSlot> orders)
    {
        var near = orders.FindAll(o => Fit.IsEqual(charge, o)).OrderBy(o => charge.Entry.Booked.Apart(o.Order.Placed)).Take(2).ToList();
        return near.Count == 2 && charge.Entry.Booked.Apart(near[1].Order.Placed) - charge.Entry.Booked.Apart(near[0].Order.Placed) > ledger.Rules.NearestBy ? near[0] : null;
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
