using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>What became of a charge.</summary>
internal enum ChargeState
{
    Open,
    Paid,
    Duplicate,
    Ambiguous,
}

/// <summary>A succeeded payment in the direction of trade, while the tiers look for what it pays.</summary>
internal sealed class Charge(Entry entry, Direction direction, string? payee = null)
{
    public Entry Entry { get; } = entry;

    public Direction Direction { get; } = direction;

    public ChargeState State { get; set; }

    /// <summary>The orders that the statement names, or that name this transaction, whatever the time and direction say of them.</summary>
    public IReadOnlyList<OrderSlot> Named { get; set; } = [];

    /// <summary>Those of <see cref="Named"/> that the reference column names, or that name this transaction; the others stand in free text only.</summary>
    public IReadOnlyList<OrderSlot> NamedForSure { get; set; } = [];

    public IReadOnlyList<CheckoutSlot> NamedCheckouts { get; set; } = [];

    /// <summary>What it pays, once it is matched; one order or several.</summary>
    public IReadOnlyList<OrderSlot> Pays { get; set; } = [];

    /// <summary>It took the place of a later charge that is like it, or gave way to an earlier one.</summary>
    public bool ChangedPlaces { get; set; }

    /// <summary>Where it stays open: what kept it from being matched, for the person who reads the finding.</summary>
    public Reason Obstacle { get; set; }

    public Money Sum { get; } = entry.Amount.Abs();

    public Money? SumWithFee { get; } =
        entry.Fee is { IsZero: false } fee && fee.Currency == entry.Amount.Currency ? entry.Amount.Abs() + fee.Abs() : null;

    public Money? Original { get; } = entry.OriginalAmount?.Abs();

    public string Payee { get; } = payee ?? Names.Party(entry.Counterparty);

    /// <summary>The time by which charges are put in order; windows are held against <see cref="Entry.Booked"/>.</summary>
    public DateTime At => Entry.BookedAtUtc;

    public bool IsUnnamed => Named.Count == 0 && NamedCheckouts.Count == 0;
}

/// <summary>One payment of an order: the charge, and the part of it that this order takes.</summary>
/// <param name="Part">Positive, in the wallet's currency.</param>
/// <param name="Worth">The same in the order's currency, not rounded; null where nothing tells it.</param>
internal sealed record PaymentPart(Charge Charge, Money Part, decimal? Worth);

/// <summary>One refund of an order: the entry, and the part of it that this order takes.</summary>
/// <param name="Part">Positive, in the wallet's currency.</param>
/// <param name="Value">The same in the order's currency, for a duplicate in the wallet's.</param>
/// <param name="IsProbable">It came to another wallet than the payment was taken from.</param>
internal sealed record RefundPart(Entry Refund, Money Part, Money Value, Reason Why, bool IsProbable = false);

/// <summary>What came back, in the order in which it was given, and what it is worth together.</summary>
internal sealed class RefundParts : List<RefundPart>
{
    private RunningSums<RefundPart>? sums;

    /// <summary>The values added up; null where there are none.</summary>
    public Money? Sum => Summed(default, static part => part.Value);

    /// <summary>What was booked in a currency, of refunds whose original amount is not told in another one; null where there is none.</summary>
    public Money? BookedIn(Currency currency, Currency notOriginallyIn) =>
        Summed((currency, notOriginallyIn), part => part.Part.Currency == currency && part.Refund.OriginalAmount?.Currency != notOriginallyIn ? part.Part : null);

    /// <summary>The shares that these parts are of what their refunds are told to be in a currency; null where none is told in it.</summary>
    public Money? ToldIn(Currency currency) =>
        Summed((currency, default), part => RefundValue.In(part.Refund, currency)?.Share(part.Part, part.Refund.Amount.Abs()));

    /// <summary>Adds to what came back of the same refund, or behind all others.</summary>
    public void Join(IReadOnlyCollection<RefundPart> parts)
    {
        var places = new Dictionary<Entry, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < Count; i++)
        {
            places.TryAdd(this[i].Refund, i);
        }

        foreach (var part in parts)
        {
            if (places.TryGetValue(part.Refund, out var its))
            {
                this[its] = this[its] with { Part = this[its].Part + part.Part, Value = this[its].Value + part.Value };
            }
            else
            {
                places.Add(part.Refund, Count);
                Add(part);
            }
        }

        sums = null;
    }

    private Money? Summed((Currency, Currency) what, Func<RefundPart, Money?> money) => Count == 0 ? null : (sums ??= new()).Of(this, what, money);
}

/// <summary>Sums over a list that mostly grows: what was added up is not added again.</summary>
internal sealed class RunningSums<T>
{
    private readonly List<((Currency, Currency) Of, int Summed, Money? Sum)> known = [];

    /// <param name="what">By what this sum is known again: one for each way to take the money of a part.</param>
    /// <returns>Null where no part has such money.</returns>
    public Money? Of(List<T> parts, (Currency, Currency) what, Func<T, Money?> money)
    {
        var place = known.FindIndex(k => k.Of == what);
        if (place < 0)
        {
            place = known.Count;
            known.Add((what, 0, null));
        }

        var (_, summed, sum) = known[place].Summed > parts.Count ? (what, 0, null) : known[place];
        for (; summed < parts.Count; summed++)
        {
            sum = money(parts[summed]) is { } next ? sum is { } before ? before + next : next : sum;
        }

        known[place] = (what, summed, sum);
        return sum;
    }
}

/// <summary>An order while the tiers look for its payment.</summary>
internal sealed class OrderSlot(Order order, string? seller = null, string? marketplace = null)
{
    private OrderSlot[]? alone;
    private List<Charge>? furtherNamedBy;
    private List<PaymentPart>? payments;
    private RefundParts? refunds;
    private RefundParts? excess;
    private List<Entry>? possibleRefunds;
    private PaidIn? paid;

    public Order Order { get; } = order;

    /// <summary>A list of this one.</summary>
    public IReadOnlyList<OrderSlot> Alone => alone ??= [this];

    public CheckoutSlot? Checkout { get; set; }

    /// <summary>Of the charges that are meant for this order by name the first.</summary>
    public Charge? NamedBy { get; private set; }

    public bool IsNamedOnce => NamedBy is not null && furtherNamedBy is null;

    /// <summary>All charges that are meant for this order by name, in time order.</summary>
    public List<Charge> AllNamedBy => NamedBy is null ? [] : [NamedBy, .. furtherNamedBy ?? []];

    public List<PaymentPart> Payments => payments ??= [];

    /// <summary>What the payments are worth together in the order's currency, not rounded; null where nothing tells it of one, or it is beyond all sums.</summary>
    public decimal? Worth { get; private set; } = 0m;

    /// <summary>The payments that are booked in a currency, together.</summary>
    public PaidIn PaidIn(Currency currency) => paid is { } known && known.Booked.Currency == currency && known.Payments == Payments.Count ? known : paid = new PaidIn(this, currency);

    public RefundParts Refunds => refunds ??= [];

    /// <summary>Money that came back beyond what is due, in the order's currency.</summary>
    public RefundParts Excess => excess ??= [];

    /// <summary>Whether money came back for it.</summary>
    public bool HasReturns => refunds is { Count: > 0 } || excess is { Count: > 0 };

    /// <summary>Refunds that may be meant for it, while nothing tells whose they are or what they are worth.</summary>
    public List<Entry> PossibleRefunds => possibleRefunds ??= [];

    public string Rule { get; set; } = string.Empty;

    public Confidence Confidence { get; set; }

    public Reason Why { get; set; }

    /// <summary>The payments' sum less the total in the order's currency, where charges that name the order do not add up to it.</summary>
    public Money? Mismatch { get; set; }

    /// <summary>The mismatch where it is small enough to pass.</summary>
    public SmallDifference? WrittenOff { get; set; }

    /// <summary>What the payments come to in the order's currency, where they settle it; null where they do not add up.</summary>
    public Money? Covered { get; private set; }

    /// <summary>The order is among the candidates of a charge that could not be decided.</summary>
    public bool IsAmbiguous { get; set; }

    /// <summary>The payment of a cancelled order that the wallet took back by itself, so that nothing is owed.</summary>
    public Entry? ReversedPayment { get; set; }

    public string Seller { get; } = seller ?? Names.Party(order.Seller);

    public string Marketplace { get; } = marketplace ?? Names.Party(order.Id.Marketplace);

    /// <summary>Whether anything was paid for it.</summary>
    public bool IsPaid => payments is { Count: > 0 };

    public bool IsOpen => !IsPaid && !Order.Total.IsZero;

    public bool IsLive => Order.Status is not (OrderStatus.AwaitingPayment or OrderStatus.Cancelled);

    /// <summary>Notes a charge that is meant for it by name.</summary>
    public void IsNamedBy(Charge charge)
    {
        if (NamedBy is null)
        {
            NamedBy = charge;
        }
        else
        {
            (furtherNamedBy ??= []).Add(charge);
        }
    }

    public void Pay(PaymentPart part)
    {
        (payments ??= new List<PaymentPart>(1)).Add(part);
        Worth = Worth is { } sum && part.Worth is { } worth && sum + worth <= Money.MostUnits ? sum + worth : null;
    }

    /// <summary>Says that the payments settle the order: with what the marketplace says it took where they come to that, else with its total, for a rate or a fee makes them only near.</summary>
    public void Cover() => Covered = Order.Charged is { } took && OrderMoney.SumOfWorths(this) == took ? took : Order.Total;

    /// <summary>Keeps the small difference of a payment: a mismatch that is told, but not open. Of a checkout the first order bears it.</summary>
    public void WriteOff(NearPayment near)
    {
        Mismatch = near.Difference.Off;
        WrittenOff = near.Difference;
        Covered = Order.Total + near.Difference.Off is { MinorUnits: > 0 } paid ? paid : Order.Total;
    }
}

/// <summary>Those payments of an order that are booked in one currency, at a time when it had so many in all.</summary>
internal sealed class PaidIn
{
    public PaidIn(OrderSlot slot, Currency currency)
    {
        var alike = slot.Payments.FindAll(p => p.Part.Currency == currency);
        Payments = slot.Payments.Count;
        Booked = Money.Sum(alike.Select(p => p.Part), currency);
        Worth = alike.Count < Payments ? OrderMoney.SumOfWorths(slot, alike) : null;
    }

    public int Payments { get; }

    public Money Booked { get; }

    /// <summary>What they are worth in the order's currency, where others are booked in another one; null where there are no others, and where nothing tells it.</summary>
    public Money? Worth { get; }
}

/// <summary>Orders that were paid together.</summary>
internal sealed class CheckoutSlot(IReadOnlyList<OrderSlot> orders)
{
    public IReadOnlyList<OrderSlot> Orders { get; } = orders;

    /// <summary>The sum of the totals, where they are in one currency.</summary>
    public Money? Total { get; } = SumOf(orders, slot => slot.Order.Total);

    /// <summary>The sum of what the marketplace says it took, where all orders tell it in one currency.</summary>
    public Money? Charged { get; } = SumOf(orders, slot => slot.Order.Charged);

    private static Money? SumOf(IReadOnlyList<OrderSlot> orders, Func<OrderSlot, Money?> money)
    {
        Money? sum = null;
        foreach (var order in orders)
        {
            if (money(order) is not { } next || (sum is { } known && known.Currency != next.Currency))
            {
                return null;
            }

            sum = sum is { } before ? before + next : next;
        }

        return sum;
    }
}

/// <summary>A charge that repeats a payment.</summary>
/// <param name="Payment">The payment that it repeats; null where only the order is known.</param>
/// <param name="Confidence">Certain where both name the order; probable where they are only alike.</param>
internal sealed record Duplicate(Charge Charge, Charge? Payment, IReadOnlyList<OrderSlot> Orders, Confidence Confidence)
{
    /// <summary>What came back for it.</summary>
    public RefundParts Returned { get; } = new();

    /// <summary>Refunds that may be meant for it, while nothing tells whose they are or what they are worth.</summary>
    public List<Entry> PossibleRefunds { get; } = [];

    /// <summary>What is still to come back, in the wallet's currency; never negative. Compared in the original currency where both sides tell it.</summary>
    public Money StillOwed => Charge.Sum - (Returned.Sum ?? Money.Zero(Charge.Sum.Currency)) is { MinorUnits: > 0 } owed ? owed : Money.Zero(Charge.Sum.Currency);
}
