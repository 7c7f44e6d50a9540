using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Disputes;

/// <summary>Who a dispute is addressed to.</summary>
public enum DisputeChannel
{
    Marketplace,
    Wallet,
}

/// <summary>Where a dispute stands. The mail is saved whole as queued before any server hears of it.</summary>
public enum DisputeState
{
    /// <summary>A person must approve it first.</summary>
    AwaitingApproval,

    /// <summary>Saved with its message, not yet handed over.</summary>
    Queued,

    /// <summary>Handed to the transport; the answer is not yet known. Found after a crash, it becomes uncertain.</summary>
    Sending,
    Sent,

    /// <summary>The server refused it for good; a person must look.</summary>
    Refused,

    /// <summary>It may have gone out or not; held for a person, never sent again by itself.</summary>
    Uncertain,

    /// <summary>A person rejected it.</summary>
    Rejected,

    /// <summary>The money came back, or the finding went away.</summary>
    Closed,
}

/// <summary>One letter about one finding.</summary>
public sealed record Dispute
{
    /// <summary>A hash of the finding and the step; also the case number in subject and body.</summary>
    public required string Id { get; init; }

    public required string FindingId { get; init; }

    /// <summary>The letter's name: the finding kind, such as <c>duplicate-charge</c>.</summary>
    public required string Letter { get; init; }

    public required DisputeChannel Channel { get; init; }

    /// <summary>The address from the configuration.</summary>
    public required string Recipient { get; init; }

    public required DisputeState State { get; init; }

    public string ApprovedBy { get; init; } = string.Empty;

    public string MessageId { get; init; } = string.Empty;

    public DateTime? SentAtUtc { get; init; }

    /// <summary>The names of the attached files, in order.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    public required Money Amount { get; init; }

    public DateTime CreatedAtUtc { get; init; }

    /// <summary>What a person should know: the server's refusal, why it is held.</summary>
    public string Note { get; init; } = string.Empty;

    public static string IdOf(string findingId, int step) => ShortHash.Of("D-", findingId, step.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>All facts that a letter and its evidence may tell: nothing else leaves the house.</summary>
/// <param name="Orders">The orders concerned; empty for a charge without an order.</param>
/// <param name="Payments">The rightful payments, in time order.</param>
/// <param name="Disputed">The entries in dispute: the duplicate charge. Empty for a refund that never came.</param>
/// <param name="Refunds">What came back already, in time order.</param>
public sealed record DisputeCase(
    Dispute Dispute,
    Finding Finding,
    IReadOnlyList<Order> Orders,
    IReadOnlyList<Entry> Payments,
    IReadOnlyList<Entry> Disputed,
    IReadOnlyList<Entry> Refunds);
