using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Where money that came back belongs: to the payment that it names, else to the order that it names (first what it is due, then its duplicates),
/// else to the only order awaiting, or open duplicate of, exactly that amount.
/// </summary>
internal sealed class RefundMatching
{
    private readonly Ledger ledger;
    private readonly Dictionary<TransactionId, Charge> charges;
    private readonly IdNames<OrderSlot> orderNames;
    private readonly IdNames<CheckoutSlot> checkoutNames;
    private readonly IdNames<Charge> chargeNames = new();
    private readonly ILookup<Charge, Duplicate> duplicatesOf;
    private readonly ILookup<OrderSlot, Duplicate> duplicatesFor;

    private RefundMatching(Ledger ledger)
    {
        this.ledger = ledger;
        charges = ledger.Charges.ToDictionary(c => c.Entry.Id);
        duplicatesOf = ledger.Duplicates.ToLookup(d => d.Charge);
        duplicatesFor = ledger.Duplicates.SelectMany(d => d.Orders.Select(o => (o, d))).ToLookup(p => p.o, p => p.d);
        orderNames = NamedTier.IndexOrders(ledger.Orders);
        checkoutNames = NamedTier.IndexCheckouts(ledger.Checkouts.Values);
        ledger.Charges.ForEach(charge => chargeNames.Add(charge.Entry.Id.Id, charge));
    }

    public static void Run(Ledger ledger)
    {
        if (ledger.Refunds.Count == 0)
        {
            return;
        }

        var matching = new RefundMatching(ledger);
        var unnamed = ledger.Refunds.Where(refund => !matching.GoToWhatItNames(refund)).ToList();
        matching.GoToTheOnlyOneAwaiting(unnamed);
    }

    /// <summary>What an order is due, in its currency: what the marketplace says it gives back, else all that was paid. Null where nothing is due.</summary>
    public static Money? Due(OrderSlot slot)
    {
        if (slot.Payments.Count == 0 || slot.Order.Status is not (OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.PartlyRefunded))
        {
            return null;
        }

        return slot.Order.Refunded is { } said && said.Currency == slot.Order.Total.Currency ? said : Paid(slot);
    }

    public static Money Returned(OrderSlot slot) =>
        slot.Refunds.Aggregate(Money.Zero(slot.Order.Total.Currency), (sum, part) => sum + part.Value);

    /// <summary>All that was paid, in the order's currency; the total where the wallet's statement does not tell it.</summary>
    private static Money Paid(OrderSlot slot)
    {
        var sum = Money.Zero(slot.Order.Total.Currency);
        foreach (var part in slot.Payments)
        {
            if (part.Value is not { } value)
            {
                return slot.Order.Total;
            }

            sum += value;
        }

        // A rate is near, not exact: what it paid is the total, unless the marketplace itself took that sum or the difference is told as a mismatch.
        return slot.PaidNearly ?? (slot.Mismatch is null && slot.Order.Charged != sum ? slot.Order.Total : sum);
    }

    private bool GoToWhatItNames(Entry refund)
    {
        List<OrderSlot> decided = [.. ledger.Decisions.PairedWith(refund.Id).Select(id => ledger.Orders.FirstOrDefault(o => o.Order.Id == id)).OfType<OrderSlot>()];
        if (decided.Count > 0)
        {
            Give(refund, decided, "a person paired them");
            return true;
        }

        if (NamedCharge(refund) is { } charge)
        {
            var how = $"it names payment {charge.Entry.Id.Id}";
            if (charge.State == ChargeState.Paid && charge.Pays.TrueForAll(o => !ledger.Decisions.AreUnmatched(refund.Id, o.Order.Id)))
            {
                Give(refund, charge.Pays, how);
                return true;
            }

            if (charge.State == ChargeState.Duplicate)
            {
                var left = GiveToDuplicate(refund, refund.Amount.Abs(), duplicatesOf[charge].First(), how);
                if (!left.IsZero)
                {
                    Give(refund, duplicatesOf[charge].First().Orders, how, left);
                }

                return true;
            }

            if (!ledger.ReturnedWithoutOrder.TryGetValue(charge, out var parts))
            {
                ledger.ReturnedWithoutOrder.Add(charge, parts = []);
            }

            parts.Add(new RefundPart(refund, refund.Amount.Abs(), InCurrencyOf(charge, refund), how));
            return true;
        }

        var named = new List<OrderSlot>();
        NamedTier.FindIn(refund, orderNames, named);
        if (named.Count == 0)
        {
            var checkouts = new List<CheckoutSlot>();
            NamedTier.FindIn(refund, checkoutNames, checkouts);
            named.AddRange(checkouts.SelectMany(c => c.Orders));
        }

        named.RemoveAll(o => ledger.DirectionOf(refund.Id.Wallet, o.Order.Id.Marketplace) != ledger.RefundDirection(refund) || ledger.Decisions.AreUnmatched(refund.Id, o.Order.Id));
        if (named.Count == 0)
        {
            return false;
        }

        var trading = named.Where(o => o.Payments.Count > 0 || duplicatesFor[o].Any()).ToList();
        if (trading.Count == 0)
        {
            ledger.HomelessRefunds.Add(refund);
            return true;
        }

        Give(refund, trading, $"it names order {trading[0].Order.Id.Id}");
        return true;
    }

    /// <summary>The payment that a refund names: as the related transaction, by a number that extends the payment's own with <c>_</c> or <c>*</c>, or in its text.</summary>
    private Charge? NamedCharge(Entry refund)
    {
        var wallet = refund.Id.Wallet;
        if (refund.RelatedTransactionId.Length > 0 && charges.TryGetValue(new TransactionId(wallet, refund.RelatedTransactionId), out var related))
        {
            return Against(refund, related);
        }

        var cut = refund.Id.Id.AsSpan().IndexOfAny('_', '*');
        if (cut > 0 && charges.TryGetValue(new TransactionId(wallet, refund.Id.Id[..cut]), out var extended))
        {
            return Against(refund, extended);
        }

        var told = new List<Charge>();
        NamedTier.FindIn(refund, chargeNames, told);
        told.RemoveAll(c => c.Entry.Id.Wallet != wallet || Against(refund, c) is null);
        return told.Count == 1 ? told[0] : null;
    }

    private Charge? Against(Entry refund, Charge charge) => ledger.RefundDirection(refund) == charge.Direction ? charge : null;

    /// <summary>First what the orders are due, then their duplicates; what is left over came back in excess.</summary>
    private void Give(Entry refund, IReadOnlyList<OrderSlot> orders, string how, Money? onlyThis = null)
    {
        var left = onlyThis ?? refund.Amount.Abs();
        foreach (var slot in orders.OrderBy(o => Due(o) is { } due && Value(refund, left, o) == due - Returned(o) ? 0 : 1))
        {
            left = GiveToOrder(refund, left, slot, how);
        }

        foreach (var duplicate in orders.SelectMany(o => duplicatesFor[o]).Distinct().OrderBy(d => d.Charge.At).ThenBy(d => d.Charge.Entry.Id))
        {
            left = GiveToDuplicate(refund, left, duplicate, how);
        }

        if (!left.IsZero)
        {
            var slot = orders[0];
            slot.Excess.Add(new RefundPart(refund, left, Value(refund, left, slot) ?? Money.Zero(slot.Order.Total.Currency), how));
        }
    }

    /// <summary>Gives an order what it is still due out of a refund. Returns what is left of it, in the wallet's currency.</summary>
    private Money GiveToOrder(Entry refund, Money available, OrderSlot slot, string how)
    {
        if (available.IsZero || Due(slot) is not { } due || Value(refund, available, slot) is not { } value)
        {
            return available;
        }

        var owed = due - Returned(slot);
        if (owed.MinorUnits <= 0)
        {
            return available;
        }

        var taken = value <= owed ? value : owed;
        var part = value <= owed ? available : Share(available, taken, value);
        slot.Refunds.Add(new RefundPart(refund, part, taken, how));
        return available - part;
    }

    private static Money GiveToDuplicate(Entry refund, Money available, Duplicate duplicate, string how)
    {
        var owed = duplicate.StillOwed;
        if (available.IsZero || owed.IsZero)
        {
            return available;
        }

        var value = InCurrencyOf(duplicate.Charge, refund, available);
        var taken = value <= owed ? value : owed;
        var part = value <= owed ? available : Share(available, taken, value);
        duplicate.Returned.Add(new RefundPart(refund, part, taken, how));
        return available - part;
    }

    private void GoToTheOnlyOneAwaiting(List<Entry> refunds)
    {
        var orders = IndexAwaiting();
        var duplicates = IndexDuplicates();
        foreach (var refund in refunds)
        {
            var sums = new[] { refund.Amount.Abs(), refund.OriginalAmount?.Abs() }.OfType<Money>().Distinct().ToList();
            var fittingOrders = sums.SelectMany(sum => orders.GetValueOrDefault(sum) ?? []).Distinct().Where(o => IsExactly(refund, o)).ToList();
            var fittingDuplicates = sums.SelectMany(sum => duplicates.GetValueOrDefault(sum) ?? []).Distinct().Where(d => IsExactly(refund, d)).ToList();
            if (fittingOrders.Count + fittingDuplicates.Count > 1)
            {
                var candidates = fittingOrders.Concat(fittingDuplicates.SelectMany(d => d.Orders)).Distinct().ToList();
                ledger.Ambiguities.Add(new Ambiguity(refund, [.. candidates.Take(ledger.Rules.CandidatesListed).Select(c => c.Order.Id).Order()], candidates.Count,
                    $"{fittingOrders.Count + fittingDuplicates.Count} orders or duplicates await exactly {refund.Amount.Abs()}: nothing tells for which of them it came"));
            }
            else if (fittingOrders.Count == 1)
            {
                GiveToOrder(refund, refund.Amount.Abs(), fittingOrders[0], "the only order that awaits exactly this amount");
            }
            else if (fittingDuplicates.Count == 1)
            {
                GiveToDuplicate(refund, refund.Amount.Abs(), fittingDuplicates[0], "the only open duplicate of exactly this amount");
            }
            else
            {
                ledger.HomelessRefunds.Add(refund);
            }
        }
    }

    /// <summary>The orders that await money, by what they are owed: in their own currency and in that in which they were paid.</summary>
    private Dictionary<Money, List<OrderSlot>> IndexAwaiting()
    {
        var index = new Dictionary<Money, List<OrderSlot>>();
        foreach (var slot in ledger.Orders.Where(o => Due(o) is not null))
        {
            Add(index, Owed(slot), slot);
            if (OwedAsPaid(slot) is { } asPaid && asPaid != Owed(slot))
            {
                Add(index, asPaid, slot);
            }
        }

        return index;
    }

    private Dictionary<Money, List<Duplicate>> IndexDuplicates()
    {
        var index = new Dictionary<Money, List<Duplicate>>();
        foreach (var duplicate in ledger.Duplicates.Where(d => !d.StillOwed.IsZero))
        {
            Add(index, duplicate.StillOwed, duplicate);
            if (duplicate.Charge.Original is { } original)
            {
                Add(index, original, duplicate);
            }
        }

        return index;
    }

    private static void Add<T>(Dictionary<Money, List<T>> index, Money sum, T item)
    {
        if (!index.TryGetValue(sum, out var list))
        {
            index.Add(sum, list = []);
        }

        list.Add(item);
    }

    /// <summary>What an order still awaits, in its own currency.</summary>
    private static Money Owed(OrderSlot slot) => Due(slot)!.Value - Returned(slot);

    /// <summary>The same in the wallet's currency, where the order was paid in one other than its own: all that was paid, or the due share of it, less what came back.</summary>
    private static Money? OwedAsPaid(OrderSlot slot)
    {
        var currency = slot.Payments[0].Part.Currency;
        if (currency == slot.Order.Total.Currency || slot.Payments.Exists(p => p.Part.Currency != currency))
        {
            return null;
        }

        var paid = slot.Payments.Aggregate(Money.Zero(currency), (sum, p) => sum + p.Part);
        var returned = slot.Refunds.Where(r => r.Part.Currency == currency).Aggregate(Money.Zero(currency), (sum, r) => sum + r.Part);
        var due = Due(slot)!.Value;
        return (due == Paid(slot) ? paid : Share(paid, due, Paid(slot))) - returned;
    }

    /// <summary>Whether an order still awaits exactly this refund and was paid from the same wallet before it.</summary>
    private bool IsExactly(Entry refund, OrderSlot slot)
    {
        if (ledger.DirectionOf(refund.Id.Wallet, slot.Order.Id.Marketplace) != ledger.RefundDirection(refund)
            || ledger.Decisions.AreUnmatched(refund.Id, slot.Order.Id)
            || !slot.Payments.Exists(p => p.Charge.Entry.Id.Wallet == refund.Id.Wallet && p.Charge.At <= refund.BookedAtUtc)
            || Owed(slot) is not { IsZero: false } owed)
        {
            return false;
        }

        var currency = slot.Order.Total.Currency;
        return refund.Amount.Currency == currency ? refund.Amount.Abs() == owed
            : refund.OriginalAmount is { } original && original.Currency == currency ? original.Abs() == owed
            : OwedAsPaid(slot) == refund.Amount.Abs();
    }

    private bool IsExactly(Entry refund, Duplicate duplicate) =>
        duplicate.Charge.Entry.Id.Wallet == refund.Id.Wallet
        && duplicate.Charge.At <= refund.BookedAtUtc
        && duplicate.Charge.Direction == ledger.RefundDirection(refund)
        && !duplicate.StillOwed.IsZero
        && InCurrencyOf(duplicate.Charge, refund) == duplicate.StillOwed;

    /// <summary>
    /// What a part of a refund is worth in an order's currency: as booked, as its share of the original amount, else the same share of the total as it
    /// is of what was paid; with neither, through the wallet's rate. Null where nothing tells it.
    /// </summary>
    private Money? Value(Entry refund, Money part, OrderSlot slot)
    {
        var currency = slot.Order.Total.Currency;
        if (part.Currency == currency)
        {
            return part;
        }

        var whole = refund.Amount.Abs();
        if (refund.OriginalAmount is { } original && original.Currency == currency)
        {
            return part == whole ? original.Abs() : Share(original.Abs(), part, whole);
        }

        var alike = slot.Payments.Where(p => p.Part.Currency == part.Currency).ToList();
        var paid = alike.Aggregate(Money.Zero(part.Currency), (sum, p) => sum + p.Part);
        if (!paid.IsZero)
        {
            // Where the order was paid in several currencies, what came back belongs to the payments in its own.
            var worth = alike.Count < slot.Payments.Count && alike.TrueForAll(p => p.Value is not null) ? alike.Sum(p => p.Value!.Value.Amount) : Paid(slot).Amount;
            return Money.Round(worth * part.MinorUnits / paid.MinorUnits, currency);
        }

        return slot.Order.Charged is { IsZero: false } charged && charged.Currency == part.Currency ? Money.Round(slot.Order.Total.Amount * part.MinorUnits / charged.MinorUnits, currency)
            : Fit.Rate(refund, currency, ledger.Rates) is { } rate ? Money.Round(part.Amount / rate, currency)
            : null;
    }

    /// <summary>
    /// What a refund is worth in the currency of the charge: compared in the original currency where both tell it, so that another rate makes no
    /// difference, or where the refund came on a balance in that currency.
    /// </summary>
    private static Money InCurrencyOf(Charge charge, Entry refund, Money? available = null)
    {
        var part = available ?? refund.Amount.Abs();
        if (charge.Original is { IsZero: false } paid && In(refund, paid.Currency) is { } back)
        {
            var share = (decimal)back.MinorUnits / paid.MinorUnits * part.MinorUnits / refund.Amount.Abs().MinorUnits;
            return Money.Round(charge.Sum.Amount * share, charge.Sum.Currency);
        }

        return part.Currency == charge.Sum.Currency ? part
            : In(refund, charge.Sum.Currency) is { } original ? Share(original, part, refund.Amount.Abs())
            : refund.ExchangeRate is > 0 and { } rate ? Money.Round(part.Amount / rate, charge.Sum.Currency)
            : Money.Zero(charge.Sum.Currency);
    }

    /// <summary>What the statement itself says that a refund is in a currency: originally, else as booked.</summary>
    private static Money? In(Entry refund, Currency currency) =>
        refund.OriginalAmount is { } original && original.Currency == currency ? original.Abs() : refund.Amount.Currency == currency ? refund.Amount.Abs() : null;

    /// <summary>The share of a sum that a part is of its whole.</summary>
    private static Money Share(Money sum, Money part, Money whole) =>
        sum with { MinorUnits = (long)Math.Round((decimal)sum.MinorUnits * part.MinorUnits / whole.MinorUnits, MidpointRounding.ToEven) };
}
