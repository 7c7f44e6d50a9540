namespace Reconciler.Core.Values;

/// <summary>A currency by its ISO 4217 alphabetic code, with the number of decimals that ISO 4217 gives it.</summary>
/// <remarks>Source: ISO 4217, lists one and three, in <see cref="CurrencyList"/>. Wallet units that are no currency there (WebMoney's WMZ) are not accepted.</remarks>
public readonly record struct Currency : IComparable<Currency>
{
    private readonly CurrencyCode? listed;

    private Currency(CurrencyCode? listed) => this.listed = listed;

    /// <summary>Three capital letters, such as <c>USD</c>. Empty only for the default value, which no record holds.</summary>
    public string Code => listed?.Code ?? string.Empty;

    /// <summary>How many decimals the currency has: 2 for most, 0 for JPY, 3 for KWD, 4 for CLF.</summary>
    public int Decimals => listed?.Decimals ?? 2;

    /// <summary>How many minor units make one unit: 100 for EUR, 1 for JPY.</summary>
    public long MinorUnitsPerUnit => Decimals switch { 0 => 1, 1 => 10, 2 => 100, 3 => 1000, _ => 10_000 };

    /// <summary>The currency with this alphabetic code.</summary>
    /// <exception cref="ArgumentException">The text is not a code of ISO 4217, or of one without a minor unit.</exception>
    public static Currency Of(string code) => TryParse(code, out var currency) ? currency : throw new ArgumentException($"'{code}' {WhyNot(code)}", nameof(code));

    /// <summary>
    /// Reads an alphabetic code in any case (<c>usd</c>) or an ISO 4217 number (<c>840</c>), also of a currency that was withdrawn.
    /// What is still written for the currency of the same name that came after it is read as that one: RUR and 810 as RUB.
    /// </summary>
    public static bool TryParse(string? text, out Currency currency)
    {
        currency = new Currency(CurrencyList.Find(text?.Trim() ?? string.Empty) is { Decimals: not null } known ? known : null);
        return currency.listed is not null;
    }

    /// <summary>Why a text that <see cref="TryParse"/> refuses is no currency of a sum, as the end of a sentence that begins with the text.</summary>
    public static string WhyNot(string text) => CurrencyList.Find(text.Trim()) is { Decimals: null } unit
        ? $"stands in ISO 4217 ({unit.Name}) without a minor unit: sums in it cannot be kept."
        : "is not a currency code of ISO 4217, such as USD.";

    public int CompareTo(Currency other) => string.CompareOrdinal(Code, other.Code);

    public override string ToString() => Code;
}
