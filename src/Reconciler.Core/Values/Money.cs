using System.Globalization;

namespace Reconciler.Core.Values;

/// <summary>An exact, signed sum in one currency. Positive is money in, negative is money out.</summary>
/// <param name="MinorUnits">Count of the currency's smallest unit: 12345 is 123.45 EUR, or 12,345 JPY.</param>
/// <param name="Currency">Sums in different currencies never add; the attempt throws.</param>
public readonly record struct Money(long MinorUnits, Currency Currency) : IComparable<Money>
{
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The sum as a decimal number of whole units, with the currency's own decimals.</summary>
    public decimal Amount => new decimal(MinorUnits) / Currency.MinorUnitsPerUnit;

    public bool IsZero => MinorUnits == 0;

    public Money Abs() => this with { MinorUnits = Math.Abs(MinorUnits) };

    /// <summary>The sum for a decimal number of units, or false when it is finer than the minor unit or beyond the range of a 64-bit count.</summary>
    public static bool TryFromDecimal(decimal amount, Currency currency, out Money money)
    {
        money = default;
        if (Math.Abs(amount) > 90_000_000_000_000m)
        {
            return false;
        }

        var minor = amount * currency.MinorUnitsPerUnit;
        if (minor != decimal.Truncate(minor))
        {
            return false;
        }

        money = new Money((long)minor, currency);
        return true;
    }

    /// <summary>The sum for a decimal number of units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is finer than the currency's minor unit, or too large.</exception>
    public static Money Of(decimal amount, Currency currency) =>
        TryFromDecimal(amount, currency, out var money)
            ? money
            : throw new ArgumentOutOfRangeException(nameof(amount), amount, $"is not a sum of whole minor units of {currency}.");

    /// <summary>The sum for a decimal number of units rounded half to even to the minor unit: for rates, never for amounts that a file states.</summary>
    public static Money Round(decimal amount, Currency currency) =>
        new((long)Math.Round(amount * currency.MinorUnitsPerUnit, MidpointRounding.ToEven), currency);

    public static Money operator +(Money left, Money right) => left with { MinorUnits = left.MinorUnits + SameCurrency(left, right).MinorUnits };

    public static Money operator -(Money left, Money right) => left with { MinorUnits = left.MinorUnits - SameCurrency(left, right).MinorUnits };

    public static Money operator -(Money money) => money with { MinorUnits = -money.MinorUnits };

    public int CompareTo(Money other) => MinorUnits.CompareTo(SameCurrency(this, other).MinorUnits);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The number alone, with a dot and the currency's own decimals: <c>-12.34</c>.</summary>
    public string ToAmountText() => Amount.ToString("F" + Currency.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The number and the code: <c>-12.34 USD</c>.</summary>
    public override string ToString() => $"{ToAmountText()} {Currency.Code}";

    private static Money SameCurrency(Money left, Money right) =>
        left.Currency == right.Currency ? right : throw new InvalidOperationException($"{left} and {right} are in different currencies.");
}
