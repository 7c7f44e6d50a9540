using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// A charge without a name that fits no open order, of the same wallet, counterparty, amount and currency as a matched charge within 48 hours:
/// probably the same payment taken twice. The earlier of the two is the payment.
/// </summary>
internal static class RepeatedCharges
{
    /// <summary>Lets the earlier charges take the place of payments that they would be. True where any did, so that the later one is open again.</summary>
    public static bool TakePlaces(Ledger ledger)
    {
        var any = false;
        var bySeller = new Lazy<OpenOrders>(() => new OpenOrders(ledger, o => o.Seller));
        var byDue = new Lazy<Dictionary<Money, List<Unit>>>(() => Amounts.UnitsByDue(ledger));
        foreach (var (payments, open) in Alike(ledger))
        {
            var left = new PriorityQueue<Charge, (DateTime, TransactionId)>(open.Select(c => (c, (c.At, c.Entry.Id))));
            while (left.TryDequeue(out var charge, out _))
            {
                // What gave way and fits an open order repeats nothing, and takes nobody's place.
                if (LaterPaymentFor(ledger, charge, payments) is { } payment && !FitsExactly(ledger, charge, byDue.Value) && !FitsByRate(ledger, charge, bySeller))
                {
                    TakePlace(charge, payment);
                    payments.Remove(payment);
                    payments.Insert(CountBefore(payments, charge.At), charge);
                    left.Enqueue(payment, (payment.At, payment.Entry.Id)); // which may itself be earlier than another's
                    any = true;
                }
            }
        }

        ledger.IsLookingAgain = true;
        return any;
    }

    /// <summary>Judges the charges that are left by the payments that stand in the end.</summary>
    public static void Run(Ledger ledger)
    {
        var bySeller = new Lazy<OpenOrders>(() => new OpenOrders(ledger, o => o.Seller));
        foreach (var (payments, open) in Alike(ledger))
        {
            foreach (var charge in open.Where(c => !FitsByRate(ledger, c, bySeller)))
            {
                if (Nearest(charge, payments, ledger.Rules.DuplicateWindow) is { } payment)
                {
                    ledger.Repeat(charge, payment, payment.Pays, Confidence.Probable);
                }
            }
        }
    }

    /// <summary>Whether with only a rate to go by it may be for an open order of its seller, though nothing tells for which.</summary>
    private static bool FitsByRate(Ledger ledger, Charge charge, Lazy<OpenOrders> bySeller) =>
        charge.Original is null && bySeller.Value.InWindow(charge).Any(o => Fit.NearByRate(charge, o.Order.Total, o.Order.Charged, ledger.Rates, ledger.Rules.RateTolerance));

    /// <summary>Whether an open order, or all of a checkout, costs just that.</summary>
    private static bool FitsExactly(Ledger ledger, Charge charge, Dictionary<Money, List<Unit>> unitsByDue) =>
        new[] { charge.Sum, charge.SumWithFee, charge.Original }.OfType<Money>().Distinct().SelectMany(due => unitsByDue.GetValueOrDefault(due) ?? [])
            .Any(unit => unit.IsOpen && unit.Orders.All(o => ledger.Rules.IsInUnnamedWindow(charge.Entry, o.Order) && ledger.MayPay(charge, o)));

    private static List<(List<Charge> Payments, List<Charge> Open)> Alike(Ledger ledger)
    {
        var open = ledger.OpenCharges.Where(c => c.IsUnnamed).GroupBy(Likeness).ToDictionary(g => g.Key, g => g.ToList());
        return [.. ledger.Charges.Where(c => c.State == ChargeState.Paid && open.ContainsKey(Likeness(c))).GroupBy(Likeness).Select(g => (g.ToList(), open[g.Key]))];
    }

    /// <summary>The next payment after a charge, within the window, that gives way to it.</summary>
    private static Charge? LaterPaymentFor(Ledger ledger, Charge charge, List<Charge> paymentsInTimeOrder)
    {
        for (var i = CountBefore(paymentsInTimeOrder, charge.At); i < paymentsInTimeOrder.Count && paymentsInTimeOrder[i].Entry.Booked.Apart(charge.Entry.Booked) <= ledger.Rules.DuplicateWindow; i++)
        {
            if (paymentsInTimeOrder[i].At > charge.At && MayTakeItsPlace(ledger, charge, paymentsInTimeOrder[i]))
            {
                return paymentsInTimeOrder[i];
            }
        }

        return null;
    }

    /// <summary>How far back reasons look for payments that are like a charge.</summary>
    internal static readonly TimeSpan LookBack = TimeSpan.FromDays(400);

    /// <summary>Charges of some states, and the payments beside the part that is matched, in time order, then by id.</summary>
    internal static IEnumerable<(Bystander Entry, Charge? Charge)> InTimeOrder(Ledger ledger, Predicate<Charge> which)
    {
        var charges = ledger.Charges.Where(c => which(c)).Select(c => (new Bystander(c.Entry, c.Pays.Count > 0 ? c.Pays.Min(o => o.Order.Id) : default), (Charge?)c));
        return ledger.Bystanders.Count == 0 ? charges
            : charges.Concat(ledger.Bystanders.Select(b => (b, (Charge?)null))).OrderBy(p => p.Item1.Entry.BookedAtUtc).ThenBy(p => p.Item1.Entry.Id);
    }

    /// <summary>What makes two charges look like one payment taken twice.</summary>
    internal static (string Wallet, string Payee, Money Amount) Likeness(Charge charge) => (charge.Entry.Id.Wallet, charge.Payee, charge.Entry.Amount);

    internal static (string Wallet, string Payee, Money Amount) Likeness(Records.Entry entry) => (entry.Id.Wallet, Names.Party(entry.Counterparty), entry.Amount);

    internal static int CountBefore(List<Charge> inTimeOrder, DateTime moment)
    {
        var (low, high) = (0, inTimeOrder.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = inTimeOrder[middle].At < moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static Charge? Nearest(Charge charge, List<Charge> alikeInTimeOrder, TimeSpan window)
    {
        var earlier = CountBefore(alikeInTimeOrder, charge.At);
        var before = earlier > 0 ? alikeInTimeOrder[earlier - 1] : null;
        var after = earlier < alikeInTimeOrder.Count ? alikeInTimeOrder[earlier] : null;
        var nearest = after is null || (before is not null && charge.At - before.At <= after.At - charge.At) ? before : after;
        return nearest is not null && nearest.Entry.Booked.Apart(charge.Entry.Booked) <= window ? nearest : null;
    }

    /// <summary>Only a match without a name gives way to an earlier charge, and only where the earlier one fits its window as well.</summary>
    private static bool MayTakeItsPlace(Ledger ledger, Charge charge, Charge payment) =>
        payment.IsUnnamed
        && payment.Pays.TrueForAll(o => ledger.Rules.IsInUnnamedWindow(charge.Entry, o.Order))
        && (Equals(charge.Original, payment.Original) || (payment.Pays is [var only] ? Fit.Exactly(charge, only) : Fit.Exactly(charge, new CheckoutSlot(payment.Pays))) is not null);

    private static void TakePlace(Charge charge, Charge payment)
    {
        (charge.State, payment.State) = (ChargeState.Paid, ChargeState.Open);
        (charge.ChangedPlaces, payment.ChangedPlaces) = (true, true);
        foreach (var slot in payment.Pays)
        {
            for (var i = 0; i < slot.Payments.Count; i++)
            {
                if (slot.Payments[i].Charge == payment)
                {
                    slot.Payments[i] = slot.Payments[i] with { Charge = charge };
                }
            }

            slot.Why += $"; of two equal charges the earlier is the payment";
            charge.Pays.Add(slot);
        }

        payment.Pays.Clear();
    }
}
