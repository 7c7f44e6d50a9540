using Reconciler.Core.Values;

namespace Reconciler.Core.Records;

/// <summary>One rate that a wallet published: wallet units for one unit of the original currency, from that day on until the next published day.</summary>
/// <param name="Rate">Wallet currency units for one original unit; above zero.</param>
public sealed record PublishedRate(string Wallet, DateOnly Day, Currency Original, Currency WalletCurrency, decimal Rate);

/// <summary>The wallets' published rates (from <c>config/rates/</c>); never a bank's.</summary>
public sealed class RateTable
{
    private readonly Dictionary<(string Wallet, DateOnly Day, Currency Original, Currency WalletCurrency), decimal> rates;

    /// <exception cref="ArgumentException">Two different rates are given for one wallet, day and pair of currencies.</exception>
    public RateTable(IEnumerable<PublishedRate> published)
    {
        rates = [];
        foreach (var rate in published)
        {
            if (!rates.TryAdd((rate.Wallet, rate.Day, rate.Original, rate.WalletCurrency), rate.Rate))
            {
                throw new ArgumentException(FormattableString.Invariant($"{rate.Wallet} has two rates for {rate.Original}/{rate.WalletCurrency} on {rate.Day:yyyy-MM-dd}."), nameof(published));
            }
        }
    }

    public static RateTable Empty { get; } = new([]);

    /// <summary>The rate published for exactly that day (UTC), or null.</summary>
    public decimal? Find(string wallet, DateOnly day, Currency original, Currency walletCurrency) =>
        rates.TryGetValue((wallet, day, original, walletCurrency), out var rate) ? rate : null;
}
