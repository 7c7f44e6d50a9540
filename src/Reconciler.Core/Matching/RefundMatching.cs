using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Where money that came back belongs: to the payment that it names, else to the order that it names (first what it is due, then its duplicates),
/// else to whatever awaits exactly that amount (<see cref="UnnamedRefunds"/>).
/// </summary>
internal sealed class RefundMatching
{
    private readonly Ledger ledger;
    private readonly Dictionary<TransactionId, Charge> charges;
    private readonly ILookup<TransactionId, Charge> chargesByReference;
    private readonly Dictionary<OrderId, OrderSlot> orders;
    private readonly IdNames<OrderSlot> orderNames;
    private readonly IdNames<CheckoutSlot> checkoutNames;
    private readonly Lazy<IdNames<Charge>> chargeNames;
    private readonly ILookup<Charge, Duplicate> duplicatesOf;
    private readonly ILookup<OrderSlot, Duplicate> duplicatesFor;
    private readonly Dictionary<OrderSlot, (List<Duplicate> All, NextFree Open)> openDuplicates = [];

    private RefundMatching(Ledger ledger)
    {
        this.ledger = ledger;
        charges = ledger.Charges.ToDictionary(c => c.Entry.Id);
        chargesByReference = ledger.Charges.Where(c => c.Entry.Id.Reference.Length < c.Entry.Id.Id.Length).ToLookup(c => c.Entry.Id with { Id = c.Entry.Id.Reference });
        orders = ledger.Orders.ToDictionary(o => o.Order.Id);
        duplicatesOf = ledger.Duplicates.ToLookup(d => d.Charge);
        duplicatesFor = ledger.Duplicates.SelectMany(d => d.Orders.Select(o => (o, d))).ToLookup(p => p.o, p => p.d);
        orderNames = ledger.OrderNames;
        checkoutNames = ledger.CheckoutNames;
        chargeNames = new Lazy<IdNames<Charge>>(() =>
        {
            var names = new IdNames<Charge>(ledger.Charges.Count);
            ledger.Charges.ForEach(charge => names.Add(charge.Entry.Id.Id, charge));
            return names;
        });
    }

    public static void Run(Ledger ledger)
    {
        if (ledger.Refunds.Count == 0)
        {
            UnnamedRefunds.Run(ledger, []);
            return;
        }

        var matching = new RefundMatching(ledger);
        var unnamed = ledger.Refunds.Where(refund => !matching.GoToWhatItNames(refund)).ToList();
        UnnamedRefunds.Run(ledger, unnamed);
        foreach (var slot in ledger.OrdersWithReturns.Where(o => o.Excess.Count > 0 && OrderMoney.IsKept(o)))
        {
            KeepWhatCameBack(slot);
        }
    }

    /// <summary>All that came back settles an order of which just the total that now stands is kept, also beyond what the marketplace said.</summary>
    private static void KeepWhatCameBack(OrderSlot slot)
    {
        slot.Refunds.Join(slot.Excess);
        slot.Excess.Clear();
    }

    /// <summary>Gives an order what it still takes out of a refund. Returns what is left of it, in the wallet's currency.</summary>
    public static Money GiveToOrder(Ledger ledger, Entry refund, Money available, OrderSlot slot, Reason how, bool isProbable = false)
    {
        if (available.IsZero || OrderMoney.Accepts(slot) is not { } accepts || RefundValue.For(slot, refund, available, ledger.Rates) is not { } value)
        {
            return available;
        }

        var owed = accepts - OrderMoney.Returned(slot);
        if (owed.MinorUnits <= 0)
        {
            return available;
        }

        var (part, taken) = UpTo(owed, available, value);
        slot.Refunds.Add(new RefundPart(refund, part, taken, how, isProbable));
        return available - part;
    }

    public static Money GiveToDuplicate(Entry refund, Money available, Duplicate duplicate, Reason how)
    {
        var owed = duplicate.StillOwed;
        if (available.IsZero || owed.IsZero)
        {
            return available;
        }

        if (RefundValue.For(duplicate.Charge, duplicate.Returned, refund, available) is not { } value)
        {
            return available;
        }

        var (part, taken) = UpTo(owed, available, value);
        duplicate.Returned.Add(new RefundPart(refund, part, taken, how));
        return available - part;
    }

    private static (Money Part, Money Taken) UpTo(Money owed, Money available, Money value) => value <= owed ? (available, value) : (available.Share(owed, value), owed);

    private bool GoToWhatItNames(Entry refund)
    {
        List<OrderSlot> decided = [.. ledger.Decisions.PairedWith(refund.Id).Where(orders.ContainsKey).Select(id => orders[id])];
        if (decided.Count > 0)
        {
            Give(refund, decided, Reason.Of(Because.PairedByPerson), null);
            return true;
        }

        if (NamedCharge(refund) is { } charge)
        {
            GiveToCharge(refund, charge);
            return true;
        }

        var named = NamedOrders(refund);
        if (named.Count == 0)
        {
            return false;
        }

        var trading = named.Where(o => o.IsPaid || duplicatesFor[o].Any()).ToList();
        if (trading.Count == 0)
        {
            ledger.HomelessRefunds.Add(new HomelessRefund(refund, [], Reason.Of(Because.NamesUnpaidOrder, named[0].Order.Id.Id)));
            return true;
        }

        Give(refund, trading, Reason.Of(Because.NamesOrder, trading[0].Order.Id.Id), Reason.Of(Because.RefundNamesOrder, trading[0].Order.Id.Id));
        return true;
    }

    private List<OrderSlot> NamedOrders(Entry refund)
    {
        var named = new List<OrderSlot>();
        NamedTier.FindIn(refund, orderNames, named);
        if (named.Count == 0)
        {
            var checkouts = new List<CheckoutSlot>();
            NamedTier.FindIn(refund, checkoutNames, checkouts);
            named.AddRange(checkouts.SelectMany(c => c.Orders));
        }

        named.RemoveAll(o => ledger.DirectionOf(refund.Id.Wallet, o.Order.Id.Marketplace) != ledger.RefundDirection(refund) || ledger.Decisions.AreUnmatched(refund.Id, o.Order.Id));
        return named;
    }

    /// <summary>The payment that a refund names: as the related transaction, by a number that extends the payment's own with <c>_</c> or <c>*</c>, or in its text.</summary>
    private Charge? NamedCharge(Entry refund)
    {
        var wallet = refund.Id.Wallet;
        if (refund.RelatedTransactionId.Length > 0 && charges.TryGetValue(new TransactionId(wallet, refund.RelatedTransactionId), out var related))
        {
            return Against(refund, related);
        }

        // A reference that its source uses again names no transaction alone, save where one only has it.
        if (refund.RelatedTransactionId.Length > 0 && chargesByReference[new TransactionId(wallet, refund.RelatedTransactionId)].ToList() is [var only])
        {
            return Against(refund, only);
        }

        var cut = refund.Id.Reference.AsSpan().IndexOfAny('_', '*');
        if (cut > 0 && charges.TryGetValue(new TransactionId(wallet, refund.Id.Id[..cut]), out var extended))
        {
            return Against(refund, extended);
        }

        var told = new List<Charge>();
        NamedTier.FindIn(refund, chargeNames.Value, told);
        told.RemoveAll(c => c.Entry.Id.Wallet != wallet || Against(refund, c) is null);
        return told.Count == 1 ? told[0] : null;
    }

    private Charge? Against(Entry refund, Charge charge) => ledger.RefundDirection(refund) == charge.Direction ? charge : null;

    private void GiveToCharge(Entry refund, Charge charge)
    {
        var (how, names) = (Reason.Of(Because.NamesPayment, charge.Entry.Id.Id), Reason.Of(Because.RefundNamesPayment, charge.Entry.Id.Id));
        if (charge.State == ChargeState.Paid && charge.Pays.All(o => !ledger.Decisions.AreUnmatched(refund.Id, o.Order.Id)))
        {
            Give(refund, charge.Pays, how, names);
        }
        else if (charge.State == ChargeState.Duplicate)
        {
            Give(refund, duplicatesOf[charge].First().Orders, how, names, duplicatesOf[charge].First());
        }
        else if (RefundValue.For(charge, ledger.ReturnedWithoutOrder.GetValueOrDefault(charge), refund, refund.Amount.Abs()) is { } value)
        {
            if (!ledger.ReturnedWithoutOrder.TryGetValue(charge, out var parts))
            {
                ledger.ReturnedWithoutOrder.Add(charge, parts = []);
            }

            parts.Add(new RefundPart(refund, refund.Amount.Abs(), value, how));
        }
        else
        {
            ledger.HomelessRefunds.Add(new HomelessRefund(refund, [], names + Reason.Of(Because.AndWorthUnknownIn, charge.Sum.Currency.Code)));
        }
    }

    /// <summary>The duplicates of some orders in time order, and which of them may still be owed money; kept for a single order, to which many refunds may come.</summary>
    private (List<Duplicate> All, NextFree Open) DuplicatesOf(IReadOnlyList<OrderSlot> named)
    {
        if (named.Count == 1 && openDuplicates.TryGetValue(named[0], out var known))
        {
            return known;
        }

        var all = named.SelectMany(o => duplicatesFor[o]).Distinct().OrderBy(d => d.Charge.At).ThenBy(d => d.Charge.Entry.Id).ToList();
        var duplicates = (all, new NextFree(all.Count));
        if (named.Count == 1)
        {
            openDuplicates.Add(named[0], duplicates);
        }

        return duplicates;
    }

    /// <summary>First what the orders are due, then their duplicates; what is left over came back in excess. What cannot be valued settles nothing, and nothing is claimed while it lies there.</summary>
    /// <param name="how">Why it goes there.</param>
    /// <param name="names">What it names, to be told of a refund; null where a person decided.</param>
    /// <param name="first">The duplicate that the refund names, which comes before the orders.</param>
    private void Give(Entry refund, IReadOnlyList<OrderSlot> named, Reason how, Reason? names, Duplicate? first = null)
    {
        var left = refund.Amount.Abs();
        if (first is not null)
        {
            left = GiveToDuplicate(refund, left, first, how);
        }

        // What an order awaits comes before its duplicates: where nothing tells how much of it this is, nothing is left for them.
        var isKnown = named.All(o => OrderMoney.Accepts(o) is not { } accepts || accepts <= OrderMoney.Returned(o) || RefundValue.For(o, refund, refund.Amount.Abs(), ledger.Rates) is not null);
        foreach (var slot in named.OrderBy(o => OrderMoney.Accepts(o) is { } accepts && RefundValue.For(o, refund, left, ledger.Rates) == accepts - OrderMoney.Returned(o) ? 0 : 1))
        {
            left = GiveToOrder(ledger, refund, left, slot, how);
        }

        var duplicates = DuplicatesOf(named);
        if (isKnown)
        {
            for (var i = duplicates.Open.From(0); !left.IsZero && i < duplicates.All.Count; i = duplicates.Open.From(i + 1))
            {
                left = GiveToDuplicate(refund, left, duplicates.All[i], how);
                if (duplicates.All[i].StillOwed.IsZero)
                {
                    duplicates.Open.Take(i);
                }
            }
        }

        if (left.IsZero)
        {
            return;
        }

        if (RefundValue.For(named[0], refund, left, ledger.Rates) is { } beyond)
        {
            named[0].Excess.Add(new RefundPart(refund, left, beyond, how));
            return;
        }

        foreach (var slot in named)
        {
            slot.PossibleRefunds.Add(refund);
        }

        duplicates.All.ForEach(duplicate => duplicate.PossibleRefunds.Add(refund));
        ledger.HomelessRefunds.Add(new HomelessRefund(refund, named,
            (names ?? Reason.Of(Because.RefundBelongsToOrder, named[0].Order.Id.Id)) + Reason.Of(Because.AndWorthUnknownIn, named[0].Order.Total.Currency.Code)));
    }
}
