using System.Globalization;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Worlds;

/// <summary>A handful of orders and entries, one version each, and the clock at which they are judged.</summary>
/// <param name="Sales">Whether every wallet sells at every marketplace; else all are purchases.</param>
internal sealed record SmallWorld(IReadOnlyList<Entry> Entries, IReadOnlyList<Order> Orders, IReadOnlyList<PublishedRate> Rates, bool Sales, DateTime AsOfUtc)
{
    public MatchingRules Rules => MatchingRules.Default with { Pairs = Sales ? new Pairs([new PairRule("*", "*", Direction.Sales)]) : Pairs.AllPurchases };

    public RateTable RateTable => new(Rates);

    /// <summary>The world as lines that a clerk can read.</summary>
    public override string ToString() => string.Join('\n', [
        .. Orders.OrderBy(o => o.Id).Select(Line), .. Entries.OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id).Select(Line),
        .. Rates.Select(r => string.Create(CultureInfo.InvariantCulture, $"  rate {r.Wallet} {r.Day:yyyy-MM-dd} {r.Rate} {r.WalletCurrency} for 1 {r.Original}")),
        $"  {(Sales ? "sales" : "purchases")}, as of {Time(AsOfUtc)}"]);

    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Line(Order o) => string.Join(' ', [
        $"  order {o.Id} {o.Total} {o.Status.ToName()}", $"placed {Time(o.PlacedAtUtc)}",
        .. Maybe("paid", o.PaidAtUtc is { } paid ? paid == o.PlacedAtUtc ? "then" : Time(paid) : ""), .. Maybe("status", o.StatusAtUtc == o.PlacedAtUtc ? "" : Time(o.StatusAtUtc)),
        .. Maybe("seller", o.Seller), .. Maybe("took", o.Charged), .. Maybe("returns", o.Refunded), .. Maybe("checkout", o.CheckoutId), .. Maybe("names", o.PaymentReference)]);

    private static string Line(Entry e) => string.Join(' ', [
        $"  {e.Type.ToName()} {e.Id} {e.Amount}{(e.Status == EntryStatus.Succeeded ? "" : " " + e.Status.ToName())}", $"at {Time(e.BookedAtUtc)}",
        .. Maybe("with", e.Counterparty), .. Maybe("reference", e.OrderReference), .. Maybe("text", e.Description), .. Maybe("related", e.RelatedTransactionId),
        .. Maybe("originally", e.OriginalAmount), .. Maybe("rate", e.ExchangeRate), .. Maybe("fee", e.Fee), .. Maybe("extra", e.Extra)]);

    private static IEnumerable<string> Maybe(string name, object? value) =>
        value is null or "" ? [] : [string.Create(CultureInfo.InvariantCulture, $"{name} {(value is string text && text.Contains(' ', StringComparison.Ordinal) && name is "with" or "text" or "seller" ? $"'{value}'" : value)}")];
}
