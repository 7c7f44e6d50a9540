using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Rows of shops' files as a clerk would read them out.</summary>
internal static class ShopRows
{
    public static string Seed(string name) => Path.Combine(Places.Seeds, "formats", name);

    /// <summary>What each row of a file becomes, in its order.</summary>
    public static List<string> Of(string path) => Given.Read(path).ConvertAll(Told);

    private static string Told(RowOutcome outcome) => outcome switch
    {
        RowOutcome.ReadOrder read => Told(read.Order),
        RowOutcome.ReadEntry read => Told(read.Entry),
        RowOutcome.Rejected rejected => $"rejected: line {rejected.Row.Line}, {rejected.Row.Column}, \"{rejected.Row.Text}\" {rejected.Row.Why}",
        _ => throw new InvalidOperationException(),
    };

    private static string Told(Order order) =>
        $"{order.Id} {order.Status.ToName()} placed {Given.Utc(order.PlacedAtUtc)} paid {Given.Utc(order.PaidAtUtc)} status {Given.Utc(order.StatusAtUtc)}: {order.Total}"
        + (order.Refunded is { } back ? $" back {back}" : string.Empty)
        + Part("checkout", order.CheckoutId) + Part("by", order.PaymentReference) + Part("from", order.Seller) + Part("for", order.Description) + Part("also", order.OtherIds);

    private static string Told(Entry entry) =>
        $"{Id(entry)} {entry.Type.ToName()} {entry.Status.ToName()} {Given.Utc(entry.BookedAtUtc)}: {entry.Amount}"
        + (entry.OriginalAmount is { } original ? $" original {original}" : string.Empty)
        + (entry.Fee is { } fee ? $" fee {fee}" : string.Empty)
        + Part("order", entry.OrderReference) + Part("with", entry.Counterparty) + Part("for", entry.Description);

    /// <summary>An id that is made of the row shows only its wallet and its count.</summary>
    private static string Id(Entry entry) => !entry.Id.Id.StartsWith("row-", StringComparison.Ordinal) ? entry.Id.ToString()
        : entry.Id.Id.IndexOf('-', 4) is >= 0 and var count ? $"{entry.Id.Wallet}/row{entry.Id.Id[count..]}" : $"{entry.Id.Wallet}/row";

    private static string Part(string name, string text) => text.Length == 0 ? string.Empty : $" {name} {text}";
}
