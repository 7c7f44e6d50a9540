using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
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
        var refunded = ledger.OrdersInQuestion.SelectMany(o => o.Refunds.Select(r => (r.Refund.Id, o))).ToLookup(p => p.Id, p => p.o);
        foreach (var (entry, pays) in ledger.Charges.Where(c => IsConverted(c.Entry)).Select(c => (c.Entry, Pays: (IReadOnlyList<OrderSlot>?)c.Pays))
            .Concat(ledger.Refunds.Where(IsConverted).Select(r => (r, (IReadOnlyList<OrderSlot>?)null))))
        {
            var settled = pays ?? [.. refunded[entry.Id]];
            if (Converted(entry, settled) is not { } converted
                || ledger.Rates.Find(entry.Id.Wallet, DateOnly.FromDateTime(entry.BookedAtUtc), converted.From, entry.Amount.Currency) is not { } published
                || Math.Abs(converted.Rate - published) <= ledger.Rules.FxDeviation * published
                || Fair(entry.Amount.Abs(), converted, published) is not { } fair || fair == entry.Amount.Abs())
            {
                continue;
            }

            yield return new Finding
            {
                Id = Finding.IdOf(FindingKind.FxDeviation, entry.Id),
                Kind = FindingKind.FxDeviation,
                Orders = [.. (pays ?? []).Select(o => o.Order.Id).Order()],
                Transactions = [entry.Id],
                Amount = (entry.Amount.Abs() - fair).Abs(),
                Confidence = Confidence.Certain,
                Why = Why(entry, converted, published),
            };
        }
    }

    private static Reason Why(Entry entry, (Currency From, decimal Rate, Money? Original) converted, decimal published)
    {
        var (rate, fair, apart) = (ReasonValue.Rate(converted.Rate), ReasonValue.Rate(published), ReasonValue.Share(Math.Abs(converted.Rate - published) / published));
        return converted.Original is { } original
            ? Reason.Of(Because.ConvertedAt, entry.Id.Id, original, rate, fair, entry.BookedAtUtc, apart)
            : Reason.Of(Because.ConvertedFor, entry.Id.Id, entry.Amount.Abs(), converted.From.Code, rate, fair, entry.BookedAtUtc, apart);
    }

    private static bool IsConverted(Entry entry) => entry.OriginalAmount is not null || entry.ExchangeRate is not null;

    /// <summary>From which currency an entry was converted, and at which rate: as its original amount tells, else its own rate into the currency of the orders that it settles.</summary>
    private static (Currency From, decimal Rate, Money? Original)? Converted(Entry entry, IReadOnlyList<OrderSlot> settled) =>
        entry.OriginalAmount is { IsZero: false } original
            ? original.Currency == entry.Amount.Currency ? null : (original.Currency, entry.ExchangeRate ?? Math.Abs(entry.Amount.Amount / original.Amount), original.Abs())
        : entry.ExchangeRate is > 0 and { } rate && settled.Count > 0 && settled[0].Order.Total.Currency is var currency && currency != entry.Amount.Currency && settled.All(o => o.Order.Total.Currency == currency)
            ? (currency, rate, null)
        : null;

    /// <summary>What it would have been at the published rate; null where that is beyond all sums.</summary>
    private static Money? Fair(Money paid, (Currency From, decimal Rate, Money? Original) converted, decimal published) =>
        converted.Original is { } original ? original.Times(published, paid.Currency)
        : paid.At(converted.Rate, converted.From) is null ? null
        : paid.Times(published / converted.Rate, paid.Currency);
}
