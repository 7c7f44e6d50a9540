using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Tier 1, once it is known which charge is meant for which order or checkout: the earliest set that sums exactly is the payment, what is left over repeats it;
/// with no exact set all of them match, and the difference is told.
/// </summary>
/// <param name="byCheckout">The charges that are meant for a checkout, or several orders together.</param>
internal sealed class NamedPayments(Ledger ledger, Dictionary<CheckoutSlot, List<Charge>> byCheckout)
{
    private const string Rule = NamedTier.Rule;

    /// <summary>What no charge names.</summary>
    private readonly Lazy<FittingOrders> others = new(() => new FittingOrders(ledger, o => o.NamedBy is null));

    public void Pay()
    {
        foreach (var (checkout, charges) in byCheckout.OrderBy(p => p.Key.Orders[0].Order.Id))
        {
            PayCheckout(checkout, charges);
        }

        var rest = new List<OrderSlot>();
        foreach (var slot in ledger.Orders)
        {
            if (slot.NamedBy is not null && !PayPlain(slot))
            {
                rest.Add(slot);
            }
        }

        foreach (var slot in rest.OrderBy(o => o.Order.Id))
        {
            PayOrder(slot, slot.AllNamedBy);
        }
    }

    /// <summary>Pays what most orders are: not paid yet, and named by one charge, which equals it. What happens to any other makes no difference to them.</summary>
    private bool PayPlain(OrderSlot slot)
    {
        if (slot.IsPaid || !slot.IsNamedOnce || slot.NamedBy is not { State: ChargeState.Open } charge || !Fit.IsEqual(charge, slot))
        {
            return false;
        }

        ledger.Settle(charge, slot.Alone, Rule, Confidence.Certain, Why(charge, slot, 1, null));
        return true;
    }

    /// <summary>What the charges of an order add up to, alone or with their fees, whichever is nearer, less what it costs; null where nothing tells it.</summary>
    internal static Money? Difference(Ledger ledger, OrderSlot slot)
    {
        var currency = slot.Order.Total.Currency;
        var charges = slot.Payments.ConvertAll(p => p.Charge);

        // What the marketplace says it took comes before the total, also in another currency: then the difference is the same share of the total.
        if (slot.Order.Charged is { IsZero: false } took && charges.TrueForAll(c => Fit.Comparable(c, took.Currency) is not null))
        {
            var off = Nearer(Money.Sum(charges.Select(c => Fit.Comparable(c, took.Currency)!.Value), took.Currency), charges, took);
            return took.Currency == currency ? off : slot.Order.Total.Share(off, took);
        }

        return OrderMoney.SumOfWorths(slot) is { } paid ? Nearer(paid, charges, slot.Order.Total) : null;
    }

    private static Money Nearer(Money paid, IReadOnlyCollection<Charge> charges, Money due)
    {
        var alone = paid - due;
        var withFees = alone + Money.Sum(charges.Where(c => c.SumWithFee is not null && c.Sum.Currency == due.Currency).Select(c => c.SumWithFee!.Value - c.Sum), due.Currency);
        return withFees.Abs() < alone.Abs() ? withFees : alone;
    }

    private void PayOrder(OrderSlot slot, List<Charge> charges)
    {
        charges = charges.FindAll(c => c.State == ChargeState.Open);
        if (charges.Count == 0)
        {
            return;
        }

        if (slot.Payments.Count > 0)
        {
            charges.ForEach(charge => LeaveOver(charge, slot.Payments[0].Charge, [slot]));
            return;
        }

        var payment = PaymentOf(charges, slot.Order.Total, slot.Order.Charged, out var boundReached);
        if (payment.Count == 0)
        {
            charges = WithoutThoseMeantForAnother(charges, slot);
        }

        var near = payment.Count == 0 && charges.Count > 0 ? NearPayment.Of(ledger, charges, slot) : null;
        var isUnknown = payment.Count == 0 && near is null && charges.Exists(c => IsOfUnknownWorth(c, slot.Order));
        var equals = isUnknown && charges.TrueForAll(c => c.Sum == charges[0].Sum && IsOfUnknownWorth(c, slot.Order)); // equal ones repeat the first
        var paying = near?.Charges ?? (payment.Count > 0 ? payment : equals ? [charges[0]] : charges);
        var confidence = isUnknown ? Confidence.Probable : Confidence.Certain;
        foreach (var charge in paying)
        {
            Pay(charge, [slot], confidence, Why(charge, slot, paying.Count, near) + (payment.Count == 0 && boundReached ? Reason.Of(Because.SearchCutShort) : Reason.None)
                + (confidence == Confidence.Certain ? Reason.None : Reason.Of(Because.WorthUnknownIn, slot.Order.Total.Currency.Code)));
        }

        charges.Except(paying).ToList().ForEach(charge => LeaveOver(charge, paying[0], [slot]));
        if (near is not null)
        {
            slot.WriteOff(near);
        }
        else if (payment.Count > 0)
        {
            slot.Cover();
        }
        else if (paying.Count > 0)
        {
            slot.Mismatch = Difference(ledger, slot);
        }
    }

    /// <summary>
    /// Puts aside charges that name this order in free text only and do not fit it, while another open order of the same seller fits exactly: both are
    /// candidates, and nothing tells which is meant.
    /// </summary>
    private List<Charge> WithoutThoseMeantForAnother(List<Charge> charges, OrderSlot slot)
    {
        return charges.FindAll(c => !IsLeftToAnother(c, slot));
    }

    private bool IsLeftToAnother(Charge charge, OrderSlot slot)
    {
        if (charge.Payee.Length == 0 || charge.NamedForSure.Contains(slot) || Fit.IsEqual(charge, slot))
        {
            return false;
        }

        var (count, first) = others.Value.LeaveOpenFor(charge, ledger.Rules.CandidatesListed);
        if (count == 0)
        {
            return false;
        }

        ledger.LeaveAmbiguous(charge, [slot, .. first],
            Reason.Of(slot.Payments.Count > 0 ? Because.TextNamesPaidUnfit : Because.TextNamesUnfit, slot.Order.Id.Id)
                + (count == 1 ? Reason.Of(Because.WhileOrderFits, first[0].Order.Id.Id) : Reason.Of(Because.WhileOrdersFit, count)), count + 1);
        return true;
    }

    private void Pay(Charge charge, IReadOnlyList<OrderSlot> orders, Confidence confidence, Reason why)
    {
        ledger.Pay(charge, orders, Rule, confidence, why);
        if (others.IsValueCreated)
        {
            others.Value.Remove(orders);
        }
    }

    /// <summary>
    /// Pays a checkout from the charges that are meant for it and those that are meant for single orders of it. The earliest set of all these that sums exactly
    /// is the payment; else what names single orders pays those, and the rest pays what it fits: all others, or those that are live.
    /// </summary>
    private void PayCheckout(CheckoutSlot checkout, List<Charge> charges)
    {
        charges = charges.FindAll(c => c.State == ChargeState.Open);
        if (charges.Count == 0)
        {
            return;
        }

        var own = checkout.Orders.SelectMany(o => o.AllNamedBy.Where(c => c.State == ChargeState.Open).Select(c => (Charge: c, Order: o))).ToList();
        var whole = new List<Charge>();
        if (checkout.Total is { } total && checkout.Orders.All(o => o.IsOpen))
        {
            whole = PaymentOf([.. charges.Concat(own.Select(o => o.Charge)).OrderBy(c => c.At).ThenBy(c => c.Entry.Id)], total, checkout.Charged, out _, byRate: false);
            whole = whole.Count > 0 ? whole : PaymentOf(charges, total, checkout.Charged, out _);
        }

        var ofWhole = whole.ToHashSet();
        var ownOfWhole = own.FindAll(o => ofWhole.Contains(o.Charge)).GroupBy(o => o.Order)
            .Select(g => (Costs: g.Key.Order.Total, Paid: Money.Sum(g.Select(o => Fit.Value(o.Charge, g.Key.Order.Total.Currency, ledger.Rates, out _) ?? g.Key.Order.Total), g.Key.Order.Total.Currency))).ToList();
        if (whole.Count > 0 && ownOfWhole.TrueForAll(o => o.Paid <= o.Costs))
        {
            if (!AreTooMany(charges, charges.Count(ofWhole.Contains), checkout.Orders.Count - ownOfWhole.Count(o => o.Paid == o.Costs)))
            {
                PayWhole(checkout, charges, own, ofWhole);
            }

            return;
        }

        // What a single order's own number pays exactly is not paid again.
        foreach (var slot in checkout.Orders.Where(o => o.IsOpen && o.AllNamedBy is { Count: > 0 } its && PaymentOf(its, o.Order.Total, o.Order.Charged, out _).Count > 0))
        {
            PayOrder(slot, slot.AllNamedBy);
        }

        var open = checkout.Orders.Where(o => o.IsOpen).ToList();
        foreach (var part in new[] { open, [.. open.Where(o => o.NamedBy is null)], [.. open.Where(o => o.IsLive)], [.. open.Where(o => o.IsLive && o.NamedBy is null)] })
        {
            if (part.Count > 0 && new CheckoutSlot(part) is { Total: { } sum } rest && PaymentOf(charges, sum, rest.Charged, out _, byRate: part.Count == checkout.Orders.Count) is { Count: > 0 } payment)
            {
                if (!AreTooMany(charges, payment.Count, part.Count))
                {
                    PayTogether(part, payment, isExact: true, near: null);
                    charges.Except(payment).ToList().ForEach(charge => LeaveOver(charge, payment[0], part));
                }

                return;
            }
        }

        if (!open.Exists(o => o.IsLive) && checkout.Orders.Any(o => o.Payments.Count > 0))
        {
            charges.ForEach(charge => LeaveOver(charge, null, [.. checkout.Orders.Where(o => o.Payments.Count > 0)]));
            return;
        }

        open = open.Count > 0 ? open : [.. checkout.Orders]; // orders of zero cost nothing, and yet they were charged
        if ((long)charges.Count * open.Count > ledger.Rules.CheckoutPairs)
        {
            charges.ForEach(c => c.Obstacle = Reason.Of(Because.TooManyPairsToWeigh, charges.Count, open.Count, ledger.Rules.CheckoutPairs));
            return;
        }

        // With no exact set all of them match, also those that name single orders.
        var isOpen = open.ToHashSet();
        own = own.FindAll(o => o.Charge.State == ChargeState.Open && isOpen.Contains(o.Order) && !IsLeftToAnother(o.Charge, o.Order));
        var near = open.Count == checkout.Orders.Count && own.Count == 0 ? NearPayment.Of(ledger, charges, checkout) : null;
        var paying = near?.Charges ?? charges;
        own.ForEach(o => Pay(o.Charge, [o.Order], Confidence.Certain, Why(o.Charge, o.Order, 2, null)));
        var costing = open.FindAll(o => !OrderMoney.StillCosts(o).IsZero);
        PayTogether(costing.Count > 0 ? costing : open, paying, isExact: false, near);
        charges.Except(paying).ToList().ForEach(charge => LeaveOver(charge, paying[0], open));
        if (near is null && new CheckoutSlot(open) is { Total: { } due } together)
        {
            paying = [.. paying, .. own.Select(o => o.Charge)];
            var worths = paying.Select(c => Fit.Worth(c, together, ledger.Rates)).ToList();
            open[0].Mismatch = worths.Exists(w => w is null) || worths.Sum() >= Money.MostUnits ? null : Nearer(Money.Round(worths.Sum()!.Value, due.Currency), paying, due);
        }
    }

    /// <summary>Whether several charges would each pay a part of so many orders that their pairs pass the limit; then those that name the checkout stay open, and say so.</summary>
    private bool AreTooMany(List<Charge> charges, int paying, int orders)
    {
        if (paying < 2 || (long)paying * orders <= ledger.Rules.CheckoutPairs)
        {
            return false;
        }

        charges.ForEach(c => c.Obstacle = Reason.Of(Because.TooManyPairsToMake, charges.Count, orders, paying, ledger.Rules.CheckoutPairs));
        return true;
    }

    private void PayWhole(CheckoutSlot checkout, List<Charge> charges, List<(Charge Charge, OrderSlot Order)> own, HashSet<Charge> payment)
    {
        foreach (var (charge, slot) in own.Where(o => payment.Contains(o.Charge)))
        {
            Pay(charge, [slot], Confidence.Certain, Why(charge, slot, 1, null));
        }

        var together = charges.FindAll(payment.Contains);
        List<OrderSlot> rest = [.. checkout.Orders.Where(o => o.Payments.Count == 0 || !OrderMoney.StillCosts(o).IsZero)];
        if (rest.Count > 0)
        {
            PayTogether(rest, together, isExact: true, near: null);
        }

        foreach (var slot in checkout.Orders)
        {
            slot.Cover();
        }

        charges.Except(payment).ToList().ForEach(charge => LeaveOver(charge, rest.Count > 0 && together.Count > 0 ? together[0] : null, rest.Count > 0 && together.Count > 0 ? rest : checkout.Orders));
        own.FindAll(o => !payment.Contains(o.Charge)).ForEach(o => LeaveOver(o.Charge, null, [o.Order]));
    }

    private void PayTogether(List<OrderSlot> orders, IReadOnlyList<Charge> charges, bool isExact, NearPayment? near)
    {
        var isUnknown = !isExact && near is null && charges.Any(c => Fit.Worth(c, new CheckoutSlot(orders), ledger.Rates) is null);
        foreach (var charge in charges)
        {
            Pay(charge, orders, isUnknown ? Confidence.Probable : Confidence.Certain,
                Reason.Of(charge.NamedCheckouts.Count > 0 ? Because.NamesCheckout : Because.NamesOrdersOfCheckout, orders.Count)
                + (isExact ? Reason.Of(Because.PaysTheirSum) : near is not null ? Reason.Of(Because.Semicolon) + near.How : Reason.None));
        }

        if (isExact || near is not null)
        {
            orders.ForEach(o => o.Cover());
        }

        if (near is not null)
        {
            orders[0].WriteOff(near);
        }
    }

    /// <summary>The earliest set of charges that pays the sum exactly, else the earliest charge that does so by rate; empty where there is neither.</summary>
    private List<Charge> PaymentOf(List<Charge> charges, Money total, Money? charged, out bool boundReached, bool byRate = true)
    {
        boundReached = false;
        if (charges.Count == 1 && (Fit.IsEqual(charges[0], total) || Fit.IsEqual(charges[0], charged)))
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

        return best ?? (byRate && charges.Find(c => Fit.NearByRate(c, total, charged, ledger.Rates, ledger.Rules.RateTolerance)) is { } near ? [near] : []);
    }

    /// <summary>A charge in another currency without any rate: nothing tells its worth to the order.</summary>
    private bool IsOfUnknownWorth(Charge charge, Records.Order order) => Fit.Worth(charge, order, ledger.Rates) is null;

    private void LeaveOver(Charge charge, Charge? payment, IReadOnlyList<OrderSlot> orders)
    {
        if (orders.Count == 1 && IsLeftToAnother(charge, orders[0]))
        {
            return;
        }

        var paid = payment ?? orders.SelectMany(o => o.Payments).FirstOrDefault()?.Charge;
        ledger.Repeat(charge, paid, orders, orders.All(o => o.Payments.Count == 0 || o.Confidence == Confidence.Certain) ? Confidence.Certain : Confidence.Probable);
    }

    private static Reason Why(Charge charge, OrderSlot slot, int count, NearPayment? near)
    {
        var named = slot.Order.PaymentReference.Length > 0 && Names.Id(slot.Order.PaymentReference).Contains(Names.Id(charge.Entry.Id.Id), StringComparison.Ordinal)
            ? Reason.Of(Because.OrderNamesTransaction, charge.Entry.Id.Id)
            : Reason.Of(Because.StatementNamesOrder, slot.Order.Id.Id);
        return named + (count > 1 ? Reason.Of(Because.OneOfCharges, count) + (near is null ? Reason.None : Reason.Of(Because.Together) + near.How)
            : near is not null ? Reason.Of(Because.AmountNear, charge.Sum) + near.How
            : Fit.Why(charge, slot) is { IsNone: false } fit ? fit
            : Reason.Of(Because.AgainstTotal, charge.Sum, slot.Order.Total));
    }
}
