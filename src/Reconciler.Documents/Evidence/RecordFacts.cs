using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Evidence;

/// <summary>What the drawn documents tell of an entry or an order: one list of labels and values, the same everywhere.</summary>
internal static class RecordFacts
{
    public const string Source = "Source", SourceHash = "SHA-256 of file";

    /// <summary>An empty value means that the statement does not say, or that it may not leave the house.</summary>
    public static IReadOnlyList<(string Label, string Value)> Of(Entry entry) =>
    [
        ("Transaction id", entry.Id.Id),
        ("Wallet", entry.Id.Wallet),
        ("Booked", Wording.Time(entry.BookedAtUtc)),
        ("As the file says", entry.BookedAtText),
        ("Type and status", $"{Wording.Words(entry.Type)}, {Wording.Words(entry.Status).ToLowerInvariant()}"),
        ("Amount", Wording.Amount(entry.Amount)),
        ("Fee", Wording.Amount(entry.Fee)),
        ("Original amount", Wording.Amount(entry.OriginalAmount)),
        ("Exchange rate", Rate(entry)),
        ("Counterparty", entry.Counterparty),
        ("Reference", entry.OrderReference),
        ("Belongs to", entry.RelatedTransactionId),
        ("Description", entry.Description),
        ("Balance after", Wording.Amount(entry.BalanceAfter)),
        .. FactsOf(entry.Source),
    ];

    public static IReadOnlyList<(string Label, string Value)> Of(Order order) =>
    [
        ("Order id", order.Id.Id),
        ("Marketplace", order.Id.Marketplace),
        ("Placed", Wording.Time(order.PlacedAtUtc)),
        ("Paid", Wording.Time(order.PaidAtUtc)),
        ("Status", $"{Wording.Words(order.Status)}, since {Wording.Time(order.StatusAtUtc)}"),
        ("Total", Wording.Amount(order.Total)),
        ("Charged, it says", Wording.Amount(order.Charged)),
        ("To be given back", Wording.Amount(order.Refunded)),
        ("Checkout", order.CheckoutId),
        ("Payment reference", order.PaymentReference),
        ("Seller", order.Seller),
        ("Description", order.Description),
        .. FactsOf(order.Source),
    ];

    private static IEnumerable<(string Label, string Value)> FactsOf(SourceLine source) =>
    [
        (Source, string.Create(CultureInfo.InvariantCulture, $"{source.FileName}, line {source.Line}")),
        (SourceHash, ShortSha(source.FileSha256)),
    ];

    // The full hash stands in the extracts and in the manifest.
    private static string ShortSha(string sha256) => sha256.Length > 16 ? sha256[..16] + "…" : sha256;

    private static string Rate(Entry entry) => (entry.ExchangeRate, entry.OriginalAmount) switch
    {
        (null, _) => string.Empty,
        ({ } rate, { } original) when original.Currency != entry.Amount.Currency =>
            string.Create(CultureInfo.InvariantCulture, $"1 {original.Currency.Code} = {Wording.Rate(rate)} {entry.Amount.Currency.Code}"),
        ({ } rate, _) => Wording.Rate(rate),
    };
}
