using Reconciler.Core.Values;

namespace Reconciler.Core.Records;

/// <summary>Where an order stands. The order is the order of lateness where two versions bear the same time. In files: lower case with hyphens.</summary>
public enum OrderStatus
{
    AwaitingPayment,
    Paid,
    Shipped,
    Completed,
    Cancelled,
    Refunded,
    PartlyRefunded,
    Disputed,
}

/// <summary>One order as the marketplace tells it.</summary>
public sealed record Order
{
    public required OrderId Id { get; init; }

    /// <summary>When it was placed; where the file tells only a day, the beginning of that day in its zone, or in UTC where nobody names one.</summary>
    public required DateTime PlacedAtUtc { get; init; }

    /// <summary>All moments of the day on which it was placed, where the file tells no time; null: <see cref="PlacedAtUtc"/> is the moment. Not in <see cref="Versions.ContentHash(Order)"/>.</summary>
    public Moments? PlacedDay { get; init; }

    /// <summary>When it was paid, a day alone as in <see cref="PlacedAtUtc"/>; null: the file does not tell.</summary>
    public DateTime? PaidAtUtc { get; init; }

    /// <summary>All moments of the day on which it was paid, where the file tells a day and no time. Not in <see cref="Versions.ContentHash(Order)"/>.</summary>
    public Moments? PaidDay { get; init; }

    /// <summary>The day on which it was placed, of UTC; where only that is told, of the shop's zone.</summary>
    internal DateOnly PlacedOn => PlacedDay?.Day ?? DateOnly.FromDateTime(PlacedAtUtc);

    /// <summary>When it may have been placed: what every window is held against.</summary>
    public Moments Placed => PlacedDay ?? Moments.At(PlacedAtUtc);

    /// <summary>When it may have been paid; null: the file does not tell.</summary>
    public Moments? Paid => PaidDay ?? (PaidAtUtc is { } paid ? Moments.At(paid) : null);

    public required OrderStatus Status { get; init; }

    /// <summary>When the status was reached. Where the file does not tell: <see cref="PaidAtUtc"/>, else <see cref="PlacedAtUtc"/>.</summary>
    public required DateTime StatusAtUtc { get; init; }

    /// <summary>What is to be paid; not negative.</summary>
    public required Money Total { get; init; }

    /// <summary>What the marketplace says it took, in the currency in which it took it; not negative.</summary>
    public Money? Charged { get; init; }

    /// <summary>What the marketplace says it gives back; not negative.</summary>
    public Money? Refunded { get; init; }

    /// <summary>Shared by orders that were paid together, or empty.</summary>
    public string CheckoutId { get; init; } = string.Empty;

    /// <summary>The wallet's transaction id as the marketplace knows it, or empty.</summary>
    public string PaymentReference { get; init; } = string.Empty;

    public string Seller { get; init; } = string.Empty;

    public string Description { get; init; } = string.Empty;

    /// <summary>Further ids that name this order (child orders, an internal number), separated by one space; or empty.</summary>
    public string OtherIds { get; init; } = string.Empty;

    /// <summary><see cref="OtherIds"/> one by one.</summary>
    internal string[] OtherIdsApart => OtherIds.Length == 0 ? [] : OtherIds.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The transactions that <see cref="PaymentReference"/> names, one by one.</summary>
    internal string[] TransactionsNamed => PaymentReference.Length == 0 ? [] : PaymentReference.Split([' ', '+', ',', ';'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// With what else than our wallets the export says that it, or a part of it, was paid (gift card, store credit, points), in the export's own words; or empty. Not in
    /// <see cref="Versions.ContentHash(Order)"/>: it follows from the layout.
    /// </summary>
    public string PaidOtherwise { get; init; } = string.Empty;

    /// <summary>What the file says beyond these fields, as <c>name: value</c> lines.</summary>
    public string Extra { get; init; } = string.Empty;

    public required SourceLine Source { get; init; }
}
