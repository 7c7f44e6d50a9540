using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// What money that came back is worth to an order, or to a charge that was taken twice. Shares are taken of all that came back together, so that parts which
/// add up to the whole are worth the whole.
/// </summary>
internal static class RefundValue
{
    /// <summary>
    /// What is left of a refund in an order's currency: as booked, as its share of the original amount, else the same share of the total as it is of what
    /// was paid; with neither, through the wallet's rate. Null where nothing tells it.
    /// </summary>
    public static Money? For(OrderSlot slot, Entry refund, Money left, RateTable rates)
    {
        var currency = slot.Order.Total.Currency;
        if (left.Currency == currency)
        {
            return left;
        }

        if (refund.OriginalAmount is { } original && original.Currency == currency)
        {
            return ShareLeft(original.Abs(), refund, left);
        }

        var none = Money.Zero(left.Currency);
        var earlier = (slot.Refunds.BookedIn(left.Currency, currency) ?? none) + (slot.Excess.BookedIn(left.Currency, currency) ?? none);
        if (slot.PaidIn(left.Currency) is { Booked.IsZero: false } paid)
        {
            // Where the order was paid in several currencies, what came back belongs to the payments in its own.
            return NextShare(paid.Worth ?? OrderMoney.Paid(slot), earlier, left, paid.Booked);
        }

        return slot.Order.Charged is { IsZero: false } charged && charged.Currency == left.Currency ? NextShare(slot.Order.Total, earlier, left, charged)
            : Fit.Rate(refund, currency, rates) is { } rate ? left.At(rate, currency)
            : null;
    }

    /// <summary>
    /// What is left of a refund in the currency of a charge: compared in the original currency where both tell it, so that another rate makes no difference,
    /// or where the refund came on a balance in that currency. Null where nothing tells it.
    /// </summary>
    /// <param name="earlier">What has come back for the charge before; null: nothing.</param>
    public static Money? For(Charge charge, RefundParts? earlier, Entry refund, Money left)
    {
        if (charge.Original is { IsZero: false } paid && In(refund, paid.Currency) is { } original)
        {
            return NextShare(charge.Sum, earlier?.ToldIn(paid.Currency) ?? Money.Zero(paid.Currency), ShareLeft(original, refund, left), paid);
        }

        return left.Currency == charge.Sum.Currency ? left
            : In(refund, charge.Sum.Currency) is { } back ? ShareLeft(back, refund, left)
            : refund.ExchangeRate is > 0 and { } rate ? left.At(rate, charge.Sum.Currency)
            : null;
    }

    /// <summary>What the statement itself says that a refund is in a currency: originally, else as booked.</summary>
    internal static Money? In(Entry refund, Currency currency) =>
        refund.OriginalAmount is { } original && original.Currency == currency ? original.Abs() : refund.Amount.Currency == currency ? refund.Amount.Abs() : null;

    /// <summary>What remains of another expression of a refund where so much of it is left.</summary>
    private static Money ShareLeft(Money worth, Entry refund, Money left) => worth - worth.Share(refund.Amount.Abs() - left, refund.Amount.Abs());

    /// <summary>The share of a worth that this part adds to those before it.</summary>
    private static Money NextShare(Money worth, Money earlier, Money part, Money whole) => worth.Share(earlier + part, whole) - worth.Share(earlier, whole);
}
