using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Mail.Drafting;

/// <summary>A letter that goes out only when people have approved it.</summary>
/// <param name="DisputeId">What is approved or rejected.</param>
/// <param name="FindingId">What the preview is asked by.</param>
/// <param name="Kind">The finding's kind as in exports: <c>duplicate-charge</c>.</param>
/// <param name="Letter">The letter's name: the kind, <c>reminder</c>, <c>wallet-trace</c> and so on.</param>
/// <param name="Recipient">Where it would go.</param>
/// <param name="Amount">What it claims.</param>
/// <param name="Why">The finding's reason.</param>
/// <param name="Since">The day (UTC) since which it waits.</param>
/// <param name="ApprovalsNeeded">1 or 2.</param>
/// <param name="ApprovedBy">The names of those who have approved it already.</param>
/// <param name="HeldWhy">Why it waits, a sentence; may be empty.</param>
public sealed record WaitingLetter(
    string DisputeId,
    string FindingId,
    string Kind,
    string Letter,
    string Recipient,
    Money Amount,
    Confidence Confidence,
    Reason Why,
    DateOnly Since,
    int ApprovalsNeeded,
    IReadOnlyList<string> ApprovedBy,
    string HeldWhy);
