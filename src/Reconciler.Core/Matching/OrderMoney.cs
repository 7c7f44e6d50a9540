using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>What was paid for an order, what is due back of it, and what came: in the order's currency.</summary>
internal static class OrderMoney
{
    /// <summary>
    /// What is due back: what the marketplace says it gives back (zero on a cancelled or refunded order is not said), else all that was paid, and never more
    /// than that. Null where nothing is due.
    /// </summary>
    public static Money? Due(OrderSlot slot)
    {
        if (!slot.IsPaid || slot.Order.Status is not (OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.PartlyRefunded))
        {
            return null;
        }

        var paid = Paid(slot);
        return slot.Order.Refunded is { } said && said.Currency == paid.Currency && (!said.IsZero || slot.Order.Status == OrderStatus.PartlyRefunded) && said < paid ? said : paid;
    }

    /// <summary>Up to what a refund settles the order: what is due, else what was paid beyond its total, for an order may be made smaller after it was paid.</summary>
    public static Money? Accepts(OrderSlot slot) => Due(slot) ?? (slot.IsPaid && slot.Mismatch is { MinorUnits: > 0 } tooMuch ? tooMuch : null);

    public static Money Returned(OrderSlot slot) => (slot.HasReturns ? slot.Refunds.Sum : null) ?? Money.Zero(slot.Order.Total.Currency);

    public static Money Excess(OrderSlot slot) => (slot.HasReturns ? slot.Excess.Sum : null) ?? Money.Zero(slot.Order.Total.Currency);

    /// <summary>All that was paid for it; the total where the payments settle it, or where nothing tells what they are worth.</summary>
    public static Money Paid(OrderSlot slot) => slot.Covered ?? SumOfWorths(slot) ?? slot.Order.Total;

    /// <summary>What of the total no payment has covered so far; zero also where nothing tells what a payment is worth.</summary>
    public static Money StillCosts(OrderSlot slot) =>
        !slot.IsPaid ? slot.Order.Total
        : SumOfWorths(slot) is { } paid && paid < slot.Order.Total ? slot.Order.Total - paid
        : Money.Zero(slot.Order.Total.Currency);

    /// <summary>What the payments are worth together; null where nothing tells it of one.</summary>
    public static Money? SumOfWorths(OrderSlot slot) => slot.Worth is { } worth ? Money.Round(worth, slot.Order.Total.Currency) : null;

    public static Money? SumOfWorths(OrderSlot slot, List<PaymentPart> payments)
    {
        var sum = 0m;
        foreach (var payment in payments)
        {
            if (payment.Worth is not { } worth || sum + worth > Money.MostUnits)
            {
                return null;
            }

            sum += worth;
        }

        return Money.Round(sum, slot.Order.Total.Currency);
    }

    /// <summary>
    /// The difference that is to be told: what was paid and not given back less the total that now stands, once. Null where there is none, or where a refund
    /// that is due, and claimed as such, makes it up.
    /// </summary>
    public static Money? Mismatch(OrderSlot slot)
    {
        if (slot.Mismatch is not { IsZero: false } difference || IsKept(slot))
        {
            return null;
        }

        var told = Due(slot) is { } due ? (difference == due || difference == Returned(slot) ? Money.Zero(difference.Currency) : difference)
            : difference.MinorUnits > 0 ? difference - Returned(slot)
            : difference - Excess(slot);
        return told.IsZero ? null : told;
    }

    /// <summary>Whether what was paid and not given back is just the total that now stands: then the order is settled, however much came back.</summary>
    public static bool IsKept(OrderSlot slot) => slot.Mismatch is { MinorUnits: > 0 } tooMuch && tooMuch == Returned(slot) + Excess(slot);

    /// <summary>Whether what came back in excess is part of the difference that <see cref="Mismatch"/> tells.</summary>
    public static bool IsExcessInMismatch(OrderSlot slot) => slot.HasReturns && slot.Excess.Count > 0 && Due(slot) is null && slot.Mismatch is { MinorUnits: < 0 };

    /// <summary>The charges that have no worth in the order's currency, for nothing tells it, in the wallet's currency; null where all is known. Of several orders that one charge pays the first bears it.</summary>
    public static Money? Unvalued(OrderSlot slot)
    {
        var unknown = slot.IsPaid && slot.Covered is null && slot.Mismatch is null ? slot.Payments.FindAll(p => p.Worth is null && p.Charge.Pays[0] == slot).ConvertAll(p => p.Charge.Sum) : [];
        return unknown.Count == 0 ? null : Money.Sum(unknown.Where(sum => sum.Currency == unknown[0].Currency), unknown[0].Currency);
    }
}
