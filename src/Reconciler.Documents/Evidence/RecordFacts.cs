using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Evidence;

/// <summary>What the drawn documents may tell of an entry or an order. How each is called: <see cref="RecordWords.Labels"/>.</summary>
internal enum Fact
{
    TransactionId,
    Wallet,
    Booked,
    BookedText,
    TypeAndStatus,
    Amount,
    Fee,
    OriginalAmount,
    ExchangeRate,
    Counterparty,
    Reference,
    BelongsTo,
    Description,
    BalanceAfter,
    OrderId,
    Marketplace,
    Placed,
    Paid,
    Status,
    Total,
    Charged,
    ToBeGivenBack,
    Checkout,
    PaymentReference,
    Seller,
    Goods,
    Source,
    SourceHash,
}

/// <summary>What the drawn documents tell of an entry or an order: one list of facts, the same everywhere.</summary>
internal static class RecordFacts
{
    /// <summary>An empty value means that the statement does not say, or that it may not leave the house.</summary>
    public static IReadOnlyList<(Fact Fact, string Value)> Of(Entry entry, RecordWords words) =>
    [
        (Fact.TransactionId, entry.Id.Id),
        (Fact.Wallet, entry.Id.Wallet),
        (Fact.Booked, words.Time(entry.BookedDay, entry.BookedAtUtc)),
        (Fact.BookedText, entry.BookedAtText),
        (Fact.TypeAndStatus, RecordWords.Fill(words.TypeAndStatus, ("type", words.EntryTypes[entry.Type]), ("status", words.EntryStatuses[entry.Status]))),
        (Fact.Amount, words.Amount(entry.Amount)),
        (Fact.Fee, words.Amount(entry.Fee)),
        (Fact.OriginalAmount, words.Amount(entry.OriginalAmount)),
        (Fact.ExchangeRate, Rate(entry, words.Format)),
        (Fact.Counterparty, entry.Counterparty),
        (Fact.Reference, entry.OrderReference),
        (Fact.BelongsTo, entry.RelatedTransactionId),
        (Fact.Description, entry.Description),
        (Fact.BalanceAfter, words.Amount(entry.BalanceAfter)),
        .. FactsOf(entry.Source, words),
    ];

    public static IReadOnlyList<(Fact Fact, string Value)> Of(Order order, RecordWords words) =>
    [
        (Fact.OrderId, order.Id.Id),
        (Fact.Marketplace, order.Id.Marketplace),
        (Fact.Placed, words.Time(order.PlacedDay, order.PlacedAtUtc)),
        (Fact.Paid, words.Time(order.PaidDay, order.PaidAtUtc)),
        (Fact.Status, RecordWords.Fill(words.StatusSince, ("status", RecordWords.Capital(words.OrderStatuses[order.Status])), ("time", words.Format.Time(order.StatusAtUtc)))),
        (Fact.Total, words.Amount(order.Total)),
        (Fact.Charged, words.Amount(order.Charged)),
        (Fact.ToBeGivenBack, words.Amount(order.Refunded)),
        (Fact.Checkout, order.CheckoutId),
        (Fact.PaymentReference, order.PaymentReference),
        (Fact.Seller, order.Seller),
        (Fact.Goods, order.Description),
        .. FactsOf(order.Source, words),
    ];

    private static IEnumerable<(Fact Fact, string Value)> FactsOf(SourceLine source, RecordWords words) =>
    [
        (Fact.Source, words.LineOf(source)),
        (Fact.SourceHash, ShortSha(source.FileSha256)),
    ];

    // The full hash stands in the extracts and in the manifest.
    private static string ShortSha(string sha256) => sha256.Length > 16 ? sha256[..16] + "…" : sha256;

    private static string Rate(Entry entry, ReaderFormat format) => (entry.ExchangeRate, entry.OriginalAmount) switch
    {
        (null, _) => string.Empty,
        ({ } rate, { } original) when original.Currency != entry.Amount.Currency =>
            $"1 {original.Currency.Code} = {format.Rate(rate)} {entry.Amount.Currency.Code}",
        ({ } rate, _) => format.Rate(rate),
    };
}
