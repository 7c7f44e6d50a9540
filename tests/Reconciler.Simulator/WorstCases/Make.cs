using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.WorstCases;

/// <summary>Records of a worst case, by their number.</summary>
internal static class Make
{
    /// <summary>When the first of them is booked or placed.</summary>
    public static readonly DateTime Time = new(2026, 5, 6, 9, 0, 0, DateTimeKind.Utc);

    public const string Seller = "Lamp Store";

    public static readonly Currency Usd = Currency.Of("USD");

    public static readonly Currency Rub = Currency.Of("RUB");

    private static readonly SourceLine Line = new(new string('0', 64), "crowd.csv", 2, "a row");

    public static IEnumerable<T> Each<T>(int count, Func<int, T> make) => Enumerable.Range(0, count).Select(make);

    /// <summary>The number of an order: long enough to be known in any text.</summary>
    public static string Number(int i) => FormattableString.Invariant($"8001{i:0000000}");

    /// <summary>A payment of 20.00 USD in a number of seconds after the time.</summary>
    public static Entry Charge(int i, double seconds, long cents = 2000, string party = Seller, string reference = "", string text = "", string wallet = "qiwi") => new()
    {
        Id = new TransactionId(wallet, FormattableString.Invariant($"T{i}")),
        BookedAtUtc = Time.AddSeconds(seconds),
        Type = EntryType.Payment,
        Status = EntryStatus.Succeeded,
        Amount = new Money(-cents, Usd),
        Counterparty = party,
        OrderReference = reference,
        Description = text,
        Source = Line,
    };

    /// <summary>Money that comes back, a week later than a charge of the same seconds.</summary>
    public static Entry Refund(int i, double seconds, long cents = 2000, string party = Seller, string related = "", string reference = "") =>
        Charge(i, seconds, -cents, party, reference) with { Id = new TransactionId("qiwi", FormattableString.Invariant($"R{i}")), BookedAtUtc = Time.AddDays(7).AddSeconds(seconds), Type = EntryType.Refund, RelatedTransactionId = related };

    public static Order Order(int i, double seconds, long cents = 2000, string seller = Seller, OrderStatus status = OrderStatus.Paid, string checkout = "") => new()
    {
        Id = new OrderId("aliexpress", Number(i)),
        PlacedAtUtc = Time.AddSeconds(seconds),
        PaidAtUtc = Time.AddSeconds(seconds),
        Status = status,
        StatusAtUtc = Time.AddSeconds(seconds),
        Total = new Money(cents, Usd),
        Seller = seller,
        CheckoutId = checkout,
        Source = Line,
    };
}
