using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Worker.Settings;

/// <summary>What holds between a wallet and a marketplace.</summary>
public sealed record PairSettings
{
    private const decimal MostUnits = 1_000_000;

    /// <summary>As entries name it; <c>*</c> stands for any.</summary>
    [Required]
    public string Wallet { get; init; } = string.Empty;

    /// <summary>As orders name it; <c>*</c> stands for any.</summary>
    [Required]
    public string Marketplace { get; init; } = string.Empty;

    /// <summary><c>Purchases</c> (charges go out, refunds come in; the default) or <c>Sales</c>.</summary>
    public Direction Direction { get; init; } = Direction.Purchases;

    /// <summary>
    /// The largest difference that is written off, by the currency of the orders, such as <c>{ "EUR": 0.10 }</c>. Default none; range of each 0 to
    /// 1,000,000, in whole minor units. Where <see cref="TolerancePercent"/> is set too, the smaller of the two counts.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> Tolerance { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The largest difference that is written off, in per cent of what is due. Default 0, range 0 to 10.</summary>
    [Range(0.0, 10.0)]
    public decimal TolerancePercent { get; init; }

    /// <summary>What is wrong with the tolerance, each with key, value and what is allowed.</summary>
    /// <param name="key">Of this pair, such as <c>Matching:Pairs[0]</c>.</param>
    public IEnumerable<string> Check(string key)
    {
        foreach (var (code, amount) in Tolerance)
        {
            if (!Currency.TryParse(code, out var currency) || currency.Code != code)
            {
                yield return $"{key}:Tolerance names '{code}', which is no currency code of ISO 4217 such as EUR.";
            }
            else if (amount is < 0 or > MostUnits || !Money.TryFromDecimal(amount, currency, out _))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{key}:Tolerance:{code} is {amount}; allowed are 0 to {MostUnits} with at most {currency.Decimals} decimals.");
            }
        }
    }

    /// <summary>Whether this pair, standing first, leaves nothing for the other one.</summary>
    internal bool Covers(PairSettings other) => IsFor(Wallet, other.Wallet) && IsFor(Marketplace, other.Marketplace);

    private static bool IsFor(string name, string other) => name == "*" || name.Equals(other, StringComparison.OrdinalIgnoreCase);

    public PairRule ToRule() => new(Wallet, Marketplace, Direction)
    {
        Tolerance = new Tolerance(Tolerance.ToDictionary(p => Currency.Of(p.Key), p => Money.Of(p.Value, Currency.Of(p.Key)).MinorUnits), TolerancePercent / 100),
    };
}
