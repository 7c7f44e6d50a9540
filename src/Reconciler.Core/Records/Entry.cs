using Reconciler.Core.Values;

namespace Reconciler.Core.Records;

/// <summary>What kind of movement a statement row tells. The names in files are those of the contract's standard statement, in lower case.</summary>
public enum EntryType
{
    Payment,
    Refund,
    Fee,
    Topup,
    Withdrawal,
    Transfer,
    Hold,
    Release,
    Conversion,
    Chargeback,
    Adjustment,
}

/// <summary>How far a transaction has come. The order is the order of lateness: of two versions of one entry the later status stands.</summary>
public enum EntryStatus
{
    Pending,
    Failed,
    Succeeded,
    Reversed,
}

/// <summary>One row of a wallet's statement, in the wallet's currency.</summary>
public sealed record Entry
{
    public required TransactionId Id { get; init; }

    /// <summary>When it was booked; where the statement tells only a day, the beginning of that day in its zone, or in UTC where nobody names one.</summary>
    public required DateTime BookedAtUtc { get; init; }

    /// <summary>All moments of the day on which it was booked, where the statement tells no time; null: <see cref="BookedAtUtc"/> is the moment. No part of what the row says: not in <see cref="Versions.ContentHash(Entry)"/>.</summary>
    public Moments? BookedDay { get; init; }

    /// <summary>When it may have been booked: what every window is held against.</summary>
    public Moments Booked => BookedDay ?? Moments.At(BookedAtUtc);

    /// <summary>The day on which it was booked, of UTC; where only that is told, of the statement's zone.</summary>
    internal DateOnly BookedOn => BookedDay?.Day ?? DateOnly.FromDateTime(BookedAtUtc);

    /// <summary>The statement's own text for the time, before it was read.</summary>
    public string BookedAtText { get; init; } = string.Empty;

    public required EntryType Type { get; init; }

    public required EntryStatus Status { get; init; }

    /// <summary>Signed, money out is negative, without the fee.</summary>
    public required Money Amount { get; init; }

    /// <summary>The amount in the currency of the purchase, signed as <see cref="Amount"/>, where the statement tells it.</summary>
    public Money? OriginalAmount { get; init; }

    /// <summary>The wallet's own rate: wallet units for one unit of the original currency. Positive.</summary>
    public decimal? ExchangeRate { get; init; }

    /// <summary>What the wallet took for its service; positive. Usually in the currency of <see cref="Amount"/>.</summary>
    public Money? Fee { get; init; }

    public string Counterparty { get; init; } = string.Empty;

    /// <summary>What the payer or the shop wrote as reference: the first place to look for an order id.</summary>
    public string OrderReference { get; init; } = string.Empty;

    /// <summary>The wallet's id of the transaction that this one belongs to (a refund's payment), or empty.</summary>
    public string RelatedTransactionId { get; init; } = string.Empty;

    public string Description { get; init; } = string.Empty;

    public Money? BalanceAfter { get; init; }

    /// <summary>The opening balance of the statement that begins with this entry, where the source states one; null elsewhere.</summary>
    public Money? OpeningBalance { get; init; }

    /// <summary>What the file says beyond these fields, as <c>name: value</c> lines.</summary>
    public string Extra { get; init; } = string.Empty;

    public required SourceLine Source { get; init; }
}
