using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// When a charge fits a sum: to the minor unit, alone or with its fee; in another currency when its original amount does; with only a rate, within a tolerance.
/// </summary>
internal static class Fit
{
    /// <summary>How the charge equals the order's total or what the marketplace says it took; none where it equals neither.</summary>
    public static Reason Why(Charge charge, OrderSlot order) =>
        order.Order.Total is var total && IsEqual(charge, total) ? Why(charge, total, Because.EqualsTotal, Because.WithFeeEqualsTotal, Because.OriginalEqualsTotal)
        : order.Order.Charged is { } took && IsEqual(charge, took) ? Why(charge, took, Because.EqualsTook, Because.WithFeeEqualsTook, Because.OriginalEqualsTook)
        : Reason.None;

    private static Reason Why(Charge charge, Money due, Because alone, Because withFee, Because original) =>
        charge.Sum == due ? Reason.Of(alone, due)
        : charge.SumWithFee == due ? Reason.Of(withFee, charge.Sum, charge.Entry.Fee!.Value, due)
        : Reason.Of(original, due);

    /// <summary>Whether the charge equals the sum.</summary>
    public static bool IsEqual(Charge charge, Money? due) => due is { } sum && (charge.Sum == sum || charge.SumWithFee == sum || charge.Original == sum);

    /// <summary>Whether the charge equals the order's total or what the marketplace says it took.</summary>
    public static bool IsEqual(Charge charge, OrderSlot order) => IsEqual(charge, order.Order.Total) || IsEqual(charge, order.Order.Charged);

    /// <summary>Whether the charge equals the checkout's sum or what the marketplace says it took.</summary>
    public static bool IsEqual(Charge charge, CheckoutSlot checkout) => IsEqual(charge, checkout.Total) || IsEqual(charge, checkout.Charged);

    /// <summary>The wallet's own rate for a charge into a currency: from the entry, else published for its day; null where there is none.</summary>
    public static decimal? Rate(Entry entry, Currency original, RateTable rates) =>
        entry.ExchangeRate is > 0 and { } own ? own
        : rates.Find(entry.Id.Wallet, DateOnly.FromDateTime(entry.BookedAtUtc), original, entry.Amount.Currency);

    /// <summary>What a charge says itself in a currency: as booked, else as its original amount; null where it says nothing.</summary>
    public static Money? Comparable(Charge charge, Currency currency) =>
        charge.Sum.Currency == currency ? charge.Sum : charge.Original is { } original && original.Currency == currency ? original : null;

    /// <summary>
    /// What a charge is worth to an order, not rounded, so that shares and rates are taken of sums: as booked, as its original amount, as the share of the total that it is of
    /// what the marketplace says it took, else through the wallet's rate. Null where nothing tells it, or where it is beyond <see cref="Money.MostUnits"/>.
    /// </summary>
    public static decimal? Worth(Charge charge, Order order, RateTable rates) => Worth(charge, order.Total, order.Charged, rates);

    /// <summary>The same for all orders of a checkout, or several that are paid together; null also where they are not in one currency.</summary>
    public static decimal? Worth(Charge charge, CheckoutSlot checkout, RateTable rates) => checkout.Total is { } total ? Worth(charge, total, checkout.Charged, rates) : null;

    private static decimal? Worth(Charge charge, Money total, Money? charged, RateTable rates) =>
        Comparable(charge, total.Currency) is { } told ? told.Amount
        : charged is { IsZero: false } took && Comparable(charge, took.Currency) is { } paid ? Within(total.Amount, paid.Amount, took.Amount)
        : charge.Original is null && Rate(charge.Entry, total.Currency, rates) is { } rate ? Within(charge.Sum.Amount, 1, rate)
        : null;

    private static decimal? Within(decimal sum, decimal part, decimal whole) =>
        (double)sum * (double)part < 7e27 && (double)sum * (double)part / (double)whole < (double)Money.MostUnits ? sum * part / whole : null;

    /// <summary>What a charge is worth in a currency: as booked, as its original amount, else through the wallet's rate. Null where nothing tells it.</summary>
    /// <param name="byRate">Whether the rate was used, so that the value is near, not exact.</param>
    public static Money? Value(Charge charge, Currency currency, RateTable rates, out bool byRate)
    {
        byRate = false;
        if (charge.Sum.Currency == currency)
        {
            return charge.Sum;
        }

        if (charge.Original is { } original && original.Currency == currency)
        {
            return original;
        }

        byRate = true;
        return charge.Original is null && Rate(charge.Entry, currency, rates) is { } rate ? charge.Sum.At(rate, currency) : null;
    }

    /// <summary>Whether with only a rate to go by, for neither an original amount nor what the marketplace says it took tells more, a charge converted with the wallet's rate comes within a tolerance of a sum; before any rounding.</summary>
    public static bool NearByRate(Charge charge, Money due, Money? took, RateTable rates, decimal tolerance) =>
        charge.Sum.Currency != due.Currency && took?.Currency != charge.Sum.Currency && charge.Original is null && Rate(charge.Entry, due.Currency, rates) is { } rate
        && charge.Sum.At(rate, due.Currency) is not null
        && Math.Abs((charge.Sum.Amount / rate) - due.Amount) <= tolerance * due.Amount;
}
