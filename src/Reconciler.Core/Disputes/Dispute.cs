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

/// <summary>How a letter gets to its addressee.</summary>
public enum DisputeDelivery
{
    Mail,

    /// <summary>Letter and evidence lie ready for a person, who hands them in on the addressee's web site.</summary>
    Portal,
}

/// <summary>Where a dispute stands. The mail is saved whole as queued before any server hears of it.</summary>
public enum DisputeState
{
    /// <summary>A person must approve it first.</summary>
    AwaitingApproval,

    /// <summary>It lies in the outbox for a portal; a person hands it in and says so.</summary>
    ToHandIn,

    /// <summary>Saved with its message, not yet handed over.</summary>
    Queued,

    /// <summary>Handed to the transport; the answer is not yet known. Found after a crash, it becomes uncertain.</summary>
    Sending,
    Sent,

    /// <summary>The server refused it for good; a person must look.</summary>
    Refused,

    /// <summary>It may have gone out or not, or, where it has been sent, may have been refused; held for a person, never sent again by itself.</summary>
    Uncertain,

    /// <summary>A person rejected it.</summary>
    Rejected,

    /// <summary>The money came back, or the finding went away.</summary>
    Closed,
}

/// <summary>One letter about one finding. All letters about a finding are its case.</summary>
public sealed record Dispute
{
    /// <summary>The letter about what did not fit into the mail of the letter before it.</summary>
    public const string FurtherEvidence = "further-evidence";

    /// <summary>Made of the finding and <see cref="Number"/> with the store's secret; see <see cref="CaseKey"/>.</summary>
    public required string Id { get; init; }

    public required string FindingId { get; init; }

    /// <summary>The number of the letter in its case, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>The number of the step of its route, from 1; see <see cref="Route"/>.</summary>
    public int Step { get; init; } = 1;

    /// <summary>1 for the letter itself; higher for a further mail with evidence that did not fit.</summary>
    public int Part { get; init; } = 1;

    /// <summary>The letter's name: a file of the letters, such as <c>duplicate-charge</c>.</summary>
    public required string Letter { get; init; }

    public required DisputeChannel Channel { get; init; }

    public DisputeDelivery Delivery { get; init; }

    /// <summary>From the configuration: the address, or the name or address of the portal.</summary>
    public required string Recipient { get; init; }

    public required DisputeState State { get; init; }

    /// <summary>Business days that the addressee has to answer before the next step of the route begins; 0: the next step begins at once.</summary>
    public int WaitBusinessDays { get; init; }

    /// <summary>How many people must approve it: 0 to 2.</summary>
    public int ApprovalsNeeded { get; init; }

    /// <summary>Who approved it, joined with <c>;</c>.</summary>
    public string ApprovedBy { get; init; } = string.Empty;

    /// <summary>The names in <see cref="ApprovedBy"/>.</summary>
    public IReadOnlyList<string> Approvers => ApprovedBy.Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>When the approvers were last told that it waits; null: not yet.</summary>
    public DateTime? AskedAtUtc { get; init; }

    public string MessageId { get; init; } = string.Empty;

    /// <summary>How often it was handed to a server, and when last, by the machine's own clock.</summary>
    public int Tries { get; init; }

    public DateTime? TriedAtUtc { get; init; }

    public DateTime? SentAtUtc { get; init; }

    /// <summary>The names of the attached files, in order.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    public required Money Amount { get; init; }

    public DateTime CreatedAtUtc { get; init; }

    /// <summary>What a person should know: the server's refusal, why it is held.</summary>
    public string Note { get; init; } = string.Empty;

    /// <summary>What all letters of the case bear in subject and body: the id of its first.</summary>
    public string CaseNumber { get => field ?? Id; init; }

    /// <summary>Whether this is a letter of the same step as a mail, written no later: the last such one is the letter whose evidence the mail brings, or the mail itself.</summary>
    public bool CanBeLetterOf(Dispute mail) => Part == 1 && FindingId == mail.FindingId && Step == mail.Step && Number <= mail.Number;
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
