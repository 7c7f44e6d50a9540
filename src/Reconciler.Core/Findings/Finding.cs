using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>The closed set of what can be wrong.</summary>
public enum FindingKind
{
    DuplicateCharge,
    MissingRefund,
    ShortRefund,
    ExcessRefund,
    AmountMismatch,
    FxDeviation,
    ChargeWithoutOrder,
    OrderWithoutCharge,
    RefundWithoutOrder,
    StaleHold,
    AmbiguousMatch,
    ConflictingRecord,
    StatementGap,
    TransferMissing,
}

/// <summary>Where a finding stands. Open and disputed ones are still money at risk.</summary>
public enum FindingState
{
    Open,
    Resolved,
    Dismissed,
    WrittenOff,
    Disputed,
}

/// <summary>Something that is wrong with an order or an entry, with the money at risk and the reason.</summary>
public sealed record Finding
{
    /// <summary>A hash of kind and anchor, so that it stays while the finding changes, and when it opens again.</summary>
    public required string Id { get; init; }

    public required FindingKind Kind { get; init; }

    public FindingState State { get; init; } = FindingState.Open;

    /// <summary>Whether its money is still at risk: nothing has settled it and nobody has decided on it.</summary>
    public bool IsAtRisk => State is FindingState.Open or FindingState.Disputed;

    /// <summary>The orders concerned, sorted.</summary>
    public IReadOnlyList<OrderId> Orders { get; init; } = [];

    /// <summary>The entries concerned: for a duplicate the charge itself, then what came back for it; on an order its payments, then its refunds.</summary>
    public IReadOnlyList<TransactionId> Transactions { get; init; } = [];

    /// <summary>Money at risk; positive. On an order in the order's currency, on an entry in the wallet's. Zero only where nobody can know it: a statement that did not come.</summary>
    public required Money Amount { get; init; }

    /// <summary>The amount, or null where nobody can know it.</summary>
    public Money? KnownAmount => Amount.IsZero ? null : Amount;

    /// <summary>The last day on which the money was still in time, where there is one.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The clock of the run that first found it.</summary>
    public DateTime FoundAtUtc { get; init; }

    public required Confidence Confidence { get; init; }

    public required Reason Why { get; init; }

    /// <summary>The reason as it may leave the house: without what speaks for the other side, which tells of further payments and orders.</summary>
    public Reason Claim => DuplicateReasons.OneSide(Why);

    /// <summary>Whether another finding says the same, whenever each was found.</summary>
    public bool Says(Finding other) =>
        Orders.SequenceEqual(other.Orders) && Transactions.SequenceEqual(other.Transactions)
        && this with { Orders = other.Orders, Transactions = other.Transactions, FoundAtUtc = other.FoundAtUtc } == other;

    public static string IdOf(FindingKind kind, TransactionId anchor) => ShortHash.Of("f-", kind.ToString(), "entry", anchor.Wallet, anchor.Id);

    public static string IdOf(FindingKind kind, OrderId anchor) => ShortHash.Of("f-", kind.ToString(), "order", anchor.Marketplace, anchor.Id);
}
