using System.Globalization;

namespace Reconciler.Core.Values;

/// <summary>An exact, signed sum in one currency. Positive is money in, negative is money out.</summary>
/// <remarks>
/// No sum that a file may tell (up to <see cref="MostUnits"/>) makes arithmetic fail: products are taken in 128 bits, and an addition that would leave
/// the range of 64 bits, after at least ten of the largest sums, stands at its end.
/// </remarks>
/// <param name="MinorUnits">Count of the currency's smallest unit: 12345 is 123.45 EUR, or 12,345 JPY. Never the lowest 64-bit number, so that each sum has its opposite.</param>
/// <param name="Currency">Sums in different currencies never add; the attempt throws.</param>
public readonly record struct Money(long MinorUnits, Currency Currency) : IComparable<Money>, ISpanFormattable
{
    /// <summary>The largest sum that is accepted from a file, in whole units of any currency.</summary>
    public const decimal MostUnits = 90_000_000_000_000m;

    /// <summary>The most characters of a sum as text: a sign, 19 digits, a dot, a space and a code.</summary>
    internal const int LongestText = 25;

    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The sum as a decimal number of whole units, with the currency's own decimals.</summary>
    public decimal Amount => new decimal(MinorUnits) / Currency.MinorUnitsPerUnit;

    public bool IsZero => MinorUnits == 0;

    public Money Abs() => this with { MinorUnits = Math.Abs(MinorUnits) };

    /// <summary>The sum for a decimal number of units, or false when it is finer than the minor unit or beyond the range of a 64-bit count.</summary>
    public static bool TryFromDecimal(decimal amount, Currency currency, out Money money)
    {
        money = default;
        if (Math.Abs(amount) > MostUnits)
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

    /// <summary>What the sum is worth in another currency, rounded half to even to the minor unit; null where that is beyond <see cref="MostUnits"/>.</summary>
    /// <param name="rate">Units of this sum's currency for one unit of the other; above zero.</param>
    public Money? At(decimal rate, Currency currency) =>
        Math.Abs((double)Amount / (double)rate) < (double)MostUnits ? Round(Amount / rate, currency) : null;

    /// <summary>What the sum costs in another currency, rounded half to even to the minor unit; null where that is beyond <see cref="MostUnits"/>.</summary>
    /// <param name="rate">Units of the other currency for one unit of this sum's; above zero.</param>
    public Money? Times(decimal rate, Currency currency) =>
        Math.Abs((double)Amount * (double)rate) < (double)MostUnits ? Round(Amount * rate, currency) : null;

    /// <summary>The share of this sum that a part is of its whole, rounded half to even to the minor unit.</summary>
    /// <param name="part">In the currency of <paramref name="whole"/>.</param>
    /// <param name="whole">Not zero.</param>
    public Money Share(Money part, Money whole) => Share(SameCurrency(whole, part).MinorUnits, whole.MinorUnits);

    /// <summary>The same for counts of any unit; beyond 64 bits, which real sums never reach, near.</summary>
    public Money Share(Int128 part, Int128 whole)
    {
        for (; Int128.Abs(whole) > long.MaxValue || Int128.Abs(part) > long.MaxValue; part >>= 1, whole >>= 1)
        {
        }

        var (quotient, rest) = Int128.DivRem(MinorUnits * part, whole);
        var isUp = 2 * Int128.Abs(rest) is var twice && (twice > Int128.Abs(whole) || (twice == Int128.Abs(whole) && Int128.IsOddInteger(quotient)));
        var away = Int128.IsNegative(MinorUnits * part) == Int128.IsNegative(whole) ? 1 : -1;
        return this with { MinorUnits = Within(isUp ? quotient + away : quotient) };
    }

    /// <summary>The sum of all; zero of that currency where there are none.</summary>
    public static Money Sum(IEnumerable<Money> sums, Currency currency) => sums.Aggregate(Zero(currency), (all, next) => all + next);

    public static Money operator +(Money left, Money right) => left with { MinorUnits = Within((Int128)left.MinorUnits + SameCurrency(left, right).MinorUnits) };

    public static Money operator -(Money left, Money right) => left with { MinorUnits = Within((Int128)left.MinorUnits - SameCurrency(left, right).MinorUnits) };

    public static Money operator -(Money money) => money with { MinorUnits = -money.MinorUnits };

    public int CompareTo(Money other) => MinorUnits.CompareTo(SameCurrency(this, other).MinorUnits);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The number alone, with a dot and the currency's own decimals: <c>-12.34</c>.</summary>
    public string ToAmountText()
    {
        Span<char> room = stackalloc char[LongestText];
        return WriteAmount(room).ToString();
    }

    /// <summary>The number and the code: <c>-12.34 USD</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{this}");

    /// <summary>The same; format and provider are not looked at.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc cref="ToString()"/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        Span<char> room = stackalloc char[LongestText];
        return destination.TryWrite(CultureInfo.InvariantCulture, $"{WriteAmount(room)} {Currency.Code}", out charsWritten);
    }

    /// <summary>A count of minor units, at the end of the range of 64 bits where it would leave it.</summary>
    internal static long Within(Int128 minorUnits) => (long)Int128.Clamp(minorUnits, -long.MaxValue, long.MaxValue);

    /// <summary>Writes the number at the end of a room, from its last digit on.</summary>
    private ReadOnlySpan<char> WriteAmount(Span<char> room)
    {
        var (at, left, decimals) = (room.Length, Math.Abs(MinorUnits), Currency.Decimals);
        for (var digit = 0; digit <= decimals || left > 0; digit++)
        {
            if (digit == decimals && digit > 0)
            {
                room[--at] = '.';
            }

            (left, var last) = Math.DivRem(left, 10);
            room[--at] = (char)('0' + last);
        }

        if (MinorUnits < 0)
        {
            room[--at] = '-';
        }

        return room[at..];
    }

    private static Money SameCurrency(Money left, Money right) =>
        left.Currency == right.Currency ? right : throw new InvalidOperationException($"{left} and {right} are in different currencies.");
}
