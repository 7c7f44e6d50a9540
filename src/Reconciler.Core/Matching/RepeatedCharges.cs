using Reconciler.Core.Reasons;
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
        var byRate = new Lazy<OrdersByRate>(() => new OrdersByRate(ledger));
        var byDue = new Lazy<UnitsInTime>(() => new UnitsInTime(ledger));
        foreach (var (payments, open) in Alike(ledger))
        {
            var places = new Places(ledger, payments);
            var left = new PriorityQueue<Charge, (DateTime, TransactionId)>(open.Select(c => (c, (c.At, c.Entry.Id))));
            while (left.TryDequeue(out var charge, out _))
            {
                // What gave way and fits an open order repeats nothing, and takes nobody's place.
                if (places.LaterPaymentFor(charge) is { } payment && !byDue.Value.Fits(charge) && !byRate.Value.Near(charge).Any())
                {
                    TakePlace(charge, payment);
                    places.Remove(payment); // charges come in time order: what stands in its place is never later than one that follows
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
        var byRate = new Lazy<OrdersByRate>(() => new OrdersByRate(ledger));
        foreach (var (payments, open) in Alike(ledger))
        {
            // With only a rate to go by it may be for an open order of its seller, though nothing tells for which.
            foreach (var charge in open.Where(c => c.Original is not null || !byRate.Value.Near(c).Any()))
            {
                if (Nearest(charge, payments, ledger.Rules.DuplicateWindow) is { } payment)
                {
                    ledger.Repeat(charge, payment, payment.Pays, Confidence.Probable);
                }
            }
        }
    }

    private static List<(List<Charge> Payments, List<Charge> Open)> Alike(Ledger ledger)
    {
        var open = ledger.OpenCharges.Where(c => c.IsUnnamed).GroupBy(Likeness).ToDictionary(g => g.Key, g => g.ToList());
        return open.Count == 0 ? [] : [.. ledger.Charges.Where(c => c.State == ChargeState.Paid && open.ContainsKey(Likeness(c))).GroupBy(Likeness).Select(g => (g.ToList(), open[g.Key]))];
    }

    /// <summary>Whether an open order, or all of a checkout, costs just that, by the time in which its charge may be booked.</summary>
    private sealed class UnitsInTime(Ledger ledger)
    {
        private readonly Dictionary<Money, List<Unit>> byDue = Amounts.UnitsByDue(ledger);
        private readonly Dictionary<Money, TimeWindows> windows = [];

        public bool Fits(Charge charge) => Fits(charge, charge.Sum) || (charge.SumWithFee is { } more && Fits(charge, more)) || (charge.Original is { } original && Fits(charge, original));

        private bool Fits(Charge charge, Money due)
        {
            if (!byDue.TryGetValue(due, out var units))
            {
                return false;
            }

            if (!windows.TryGetValue(due, out var inTime))
            {
                windows.Add(due, inTime = new TimeWindows(units.ConvertAll(u => new Moments(u.From, u.To))));
            }

            return inTime.All(charge.Entry.Booked).Any(i => units[i].IsOpen && units[i].Orders.All(o => ledger.MayPay(charge, o)));
        }
    }

    /// <summary>Payments that are alike, in time order, and which of them gives way to an earlier charge.</summary>
    private sealed class Places
    {
        private readonly Ledger ledger;
        private readonly List<Charge> payments;
        private readonly Dictionary<Charge, int> places;

        /// <summary>By payment the time in which another charge fits its orders as well; nothing where the payment has a name.</summary>
        private readonly TimeWindows fitting;

        /// <summary>By payment the time from its first moment on, backwards: met by what lies before it.</summary>
        private readonly TimeWindows later;

        public Places(Ledger ledger, List<Charge> payments)
        {
            (this.ledger, this.payments) = (ledger, payments);
            places = payments.Select((p, i) => (p, i)).ToDictionary(p => p.p, p => p.i);
            fitting = new TimeWindows(payments.ConvertAll(p => p.IsUnnamed
                ? new Moments(p.Pays.Max(o => o.Order.Placed.FirstUtc) - ledger.Rules.UnnamedBefore, p.Pays.Min(o => o.Order.Placed.LastUtc) + ledger.Rules.UnnamedAfter)
                : new Moments(DateTime.MaxValue, DateTime.MinValue)));
            later = new TimeWindows(payments.ConvertAll(p => new Moments(DateTime.MinValue, p.Entry.Booked.FirstUtc)));
        }

        /// <summary>The next payment after a charge, within the window, that gives way to it: only a match without a name does, and only where the earlier one fits its window as well.</summary>
        public Charge? LaterPaymentFor(Charge charge)
        {
            var start = CountBefore(payments, charge.At);
            var tooLate = later.Next(start, new Moments(charge.Entry.Booked.LastUtc + ledger.Rules.DuplicateWindow + TimeSpan.FromTicks(1), DateTime.MaxValue));
            for (var i = fitting.Next(start, charge.Entry.Booked); i >= 0 && (tooLate < 0 || i < tooLate); i = fitting.Next(i + 1, charge.Entry.Booked))
            {
                if (payments[i].At > charge.At && IsOfItsWorth(charge, payments[i]))
                {
                    return payments[i];
                }
            }

            return null;
        }

        public void Remove(Charge payment)
        {
            if (places.TryGetValue(payment, out var place))
            {
                fitting.Remove(place);
                later.Remove(place);
            }
        }

        private static bool IsOfItsWorth(Charge charge, Charge payment) =>
            Equals(charge.Original, payment.Original) || (payment.Pays is [var only] ? Fit.IsEqual(charge, only) : Fit.IsEqual(charge, new CheckoutSlot(payment.Pays)));
    }

    /// <summary>How far back reasons look for payments that are like a charge.</summary>
    internal static readonly TimeSpan LookBack = TimeSpan.FromDays(400);

    /// <summary>Charges of some states, and the payments beside the part that is matched, in time order, then by id.</summary>
    internal static IEnumerable<(Bystander Entry, Charge? Charge, (string, string, Money) Likeness)> InTimeOrder(Ledger ledger, Predicate<Charge> which)
    {
        var charges = ledger.Charges.Where(c => which(c)).Select(c => (Entry: new Bystander(c.Entry, c.Pays.Count > 0 ? c.Pays.Min(o => o.Order.Id) : default), Charge: (Charge?)c, Likeness(c)));
        return ledger.Bystanders.Count == 0 ? charges
            : charges.Concat(ledger.Bystanders.Select(b => (b, (Charge?)null, Likeness(b.Entry)))).OrderBy(p => p.Item1.Entry.BookedAtUtc).ThenBy(p => p.Item1.Entry.Id);
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

            slot.Why += Reason.Of(Because.EarlierIsPayment);
        }

        (charge.Pays, payment.Pays) = (payment.Pays, []);
    }
}
