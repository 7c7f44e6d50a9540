using System.Globalization;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// fx-deviation: the rate that the wallet applied is more than one per cent off the rate that it published for that day. The amount is the
/// difference that this makes, in the wallet's currency. Where no rate is published there is no finding.
/// </summary>
internal static class FxDeviations
{
    public static IEnumerable<Finding> Find(Ledger ledger)
    {
        var orders = ledger.Charges.ToDictionary(c => c.Entry.Id, c => c.Pays);
        foreach (var entry in ledger.Charges.Select(c => c.Entry).Concat(ledger.Refunds))
        {
            if (entry.OriginalAmount is not { IsZero: false } original || original.Currency == entry.Amount.Currency
                || ledger.Rates.Find(entry.Id.Wallet, DateOnly.FromDateTime(entry.BookedAtUtc), original.Currency, entry.Amount.Currency) is not { } published)
            {
                continue;
            }

            var applied = entry.ExchangeRate ?? Math.Abs(entry.Amount.Amount / original.Amount);
            if (Math.Abs(applied - published) <= ledger.Rules.FxDeviation * published)
            {
                continue;
            }

            var fair = Money.Round(Math.Abs(original.Amount) * published, entry.Amount.Currency);
            yield return new Finding
            {
                Id = Finding.IdOf(FindingKind.FxDeviation, entry.Id),
                Kind = FindingKind.FxDeviation,
                Orders = [.. (orders.GetValueOrDefault(entry.Id) ?? []).Select(o => o.Order.Id).Order()],
                Transactions = [entry.Id],
                Amount = (entry.Amount.Abs() - fair).Abs(),
                Confidence = Confidence.Certain,
                Why = string.Create(CultureInfo.InvariantCulture,
                    $"{entry.Id.Id}: {original.Abs()} was converted at {applied:0.####}; the wallet published {published:0.####} for {Finder.Day(entry.BookedAtUtc)}, {Math.Abs(applied - published) / published:P1} apart"),
            };
        }
    }
}
