using System.Globalization;
using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.TestSupport;

/// <summary>Records for tests: says only what the test is about, fills in the rest.</summary>
public static class Some
{
    /// <summary>What invented letters get their ids with.</summary>
    public static CaseKey Key { get; } = CaseKey.Of("invented");

    /// <summary>The time on which unspecific records stand: Wednesday, 6 May 2026, 09:00 UTC.</summary>
    public static readonly DateTime Time = new(2026, 5, 6, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>Reads <c>-12.34 USD</c>.</summary>
    public static Money Money(string text)
    {
        var parts = text.Split(' ');
        return Core.Values.Money.Of(decimal.Parse(parts[0], CultureInfo.InvariantCulture), Currency.Of(parts[1]));
    }

    /// <summary>Reads <c>2026-05-06 09:00</c> or with seconds, or a date, as UTC.</summary>
    public static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static Entry Entry(
        string id = "T1",
        string amount = "-20.00 USD",
        string? at = null,
        EntryType type = EntryType.Payment,
        EntryStatus status = EntryStatus.Succeeded,
        string wallet = "qiwi",
        string counterparty = "AliExpress",
        string reference = "",
        string description = "",
        string related = "",
        string? original = null,
        decimal? rate = null,
        string? fee = null) =>
        new()
        {
            Id = new TransactionId(wallet, id),
            BookedAtUtc = at is null ? Time : Utc(at),
            BookedAtText = at ?? "2026-05-06 09:00",
            Type = type,
            Status = status,
            Amount = Money(amount),
            OriginalAmount = original is null ? null : Money(original),
            ExchangeRate = rate,
            Fee = fee is null ? null : Money(fee),
            Counterparty = counterparty,
            OrderReference = reference,
            RelatedTransactionId = related,
            Description = description,
            Source = Line($"{id};{amount}"),
        };

    public static Order Order(
        string id = "8001234567890123",
        string total = "20.00 USD",
        string? at = null,
        OrderStatus status = OrderStatus.Paid,
        string? statusAt = null,
        string? paidAt = null,
        string marketplace = "aliexpress",
        string seller = "",
        string checkout = "",
        string paymentReference = "",
        string? charged = null,
        string? refunded = null,
        string otherIds = "",
        string description = "")
    {
        var placed = at is null ? Time : Utc(at);
        var paid = paidAt is null ? placed : Utc(paidAt);
        return new()
        {
            Id = new OrderId(marketplace, id),
            PlacedAtUtc = placed,
            PaidAtUtc = status == OrderStatus.AwaitingPayment ? null : paid,
            Status = status,
            StatusAtUtc = statusAt is null ? paid : Utc(statusAt),
            Total = Money(total),
            Charged = charged is null ? null : Money(charged),
            Refunded = refunded is null ? null : Money(refunded),
            CheckoutId = checkout,
            PaymentReference = paymentReference,
            Seller = seller,
            OtherIds = otherIds,
            Description = description,
            Source = Line($"{id};{total}"),
        };
    }

    public static SourceLine Line(string raw = "raw text", int line = 2, string file = "some.csv") =>
        new(ShortHash.Sha256(System.Text.Encoding.UTF8.GetBytes(file)), file, line, raw);
}
