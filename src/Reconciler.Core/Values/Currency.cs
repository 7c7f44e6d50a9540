using System.Collections.Frozen;
using System.Globalization;

namespace Reconciler.Core.Values;

/// <summary>A currency by its ISO 4217 alphabetic code, with the number of decimals that ISO 4217 gives it.</summary>
/// <remarks>Source: ISO 4217 list one, and of list three those that banks still wrote in electronic statements. Wallet units that are no currency there (WebMoney's WMZ) are not accepted.</remarks>
public readonly record struct Currency : IComparable<Currency>
{
    private static readonly FrozenDictionary<string, int> DecimalsByCode = BuildDecimals();

    private static readonly FrozenDictionary<int, string> CodeByNumber = (
        "36 AUD,51 AMD,124 CAD,156 CNY,203 CZK,208 DKK,344 HKD,348 HUF,356 INR,360 IDR,376 ILS,392 JPY,398 KZT,410 KRW,417 KGS,458 MYR,"
        + "484 MXN,498 MDL,554 NZD,578 NOK,608 PHP,643 RUB,702 SGD,704 VND,710 ZAR,752 SEK,756 CHF,764 THB,784 AED,810 RUB,826 GBP,840 USD,"
        + "860 UZS,901 TWD,933 BYN,944 AZN,946 RON,949 TRY,972 TJS,975 BGN,978 EUR,980 UAH,981 GEL,985 PLN,986 BRL")
        .Split(',').Select(pair => pair.Split(' ')).ToFrozenDictionary(pair => int.Parse(pair[0], CultureInfo.InvariantCulture), pair => pair[1]);

    private readonly string? code;

    private Currency(string code) => this.code = code;

    /// <summary>Three capital letters, such as <c>USD</c>. Empty only for the default value, which no record holds.</summary>
    public string Code => code ?? string.Empty;

    /// <summary>How many decimals the currency has: 2 for most, 0 for JPY, 3 for KWD.</summary>
    public int Decimals => DecimalsByCode.GetValueOrDefault(Code, 2);

    /// <summary>How many minor units make one unit: 100 for EUR, 1 for JPY.</summary>
    public long MinorUnitsPerUnit => Decimals switch { 0 => 1, 3 => 1000, 4 => 10000, _ => 100 };

    /// <summary>The currency with this alphabetic code.</summary>
    /// <exception cref="ArgumentException">The text is not a code of ISO 4217.</exception>
    public static Currency Of(string code) =>
        TryParse(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is not a currency code of ISO 4217.", nameof(code));

    /// <summary>Reads an alphabetic code in any case (<c>usd</c>) or an ISO 4217 number (<c>840</c>; 810, the rouble before 1998, is read as RUB, as wallets still write it).</summary>
    public static bool TryParse(string? text, out Currency currency)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        if (trimmed.Length == 3 && int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            trimmed = CodeByNumber.GetValueOrDefault(number, string.Empty);
        }

        var upper = trimmed.ToUpperInvariant();
        currency = DecimalsByCode.ContainsKey(upper) ? new Currency(string.Intern(upper)) : default;
        return currency.code is not null;
    }

    public int CompareTo(Currency other) => string.CompareOrdinal(Code, other.Code);

    public override string ToString() => Code;

    private static FrozenDictionary<string, int> BuildDecimals()
    {
        const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
        const string Three = "BHD IQD JOD KWD LYD OMR TND";
        const string Two =
            "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK "
            + "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
            + "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON "
            + "RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST "
            + "XCD YER ZAR ZMW ZWG "
            // ISO 4217 list three: withdrawn, but written in older bank statements.
            + "ATS CYP DEM EEK FIM FRF HRK IEP LTL LVL MTL NLG SIT SKK";
        return None.Split(' ').Select(c => (c, 0))
            .Concat(Three.Split(' ').Select(c => (c, 3)))
            .Concat(Two.Split(' ').Select(c => (c, 2)))
            .ToFrozenDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal);
    }
}
