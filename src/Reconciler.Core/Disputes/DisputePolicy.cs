using Reconciler.Core.Findings;
using Reconciler.Core.Matching;

namespace Reconciler.Core.Disputes;

/// <summary>Which findings are disputed by letter, and which of those without asking a person first.</summary>
public static class DisputePolicy
{
    /// <summary>Money that a marketplace owes us: a duplicate charge, a refund that did not come or came short; on purchases only.</summary>
    public static bool IsDisputable(Finding finding, Pairs pairs) =>
        finding is { State: FindingState.Open, Orders.Count: > 0, Kind: FindingKind.DuplicateCharge or FindingKind.MissingRefund or FindingKind.ShortRefund }
        && finding.Confidence != Confidence.Possible
        && finding.Transactions.Count > 0
        && pairs.Of(finding.Transactions[0].Wallet, finding.Orders[0].Marketplace) == Direction.Purchases;

    /// <summary>Only what is certain goes out by itself.</summary>
    public static bool NeedsApproval(Finding finding) => finding.Confidence != Confidence.Certain;

    /// <summary>Whether a dispute still waits for something and ends when its finding is no longer open.</summary>
    public static bool EndsWithItsFinding(DisputeState state) =>
        state is DisputeState.AwaitingApproval or DisputeState.Queued or DisputeState.Sent or DisputeState.Refused or DisputeState.Uncertain;
}

/// <summary>What keeps a program from writing too soon or too much.</summary>
/// <param name="From">Nothing that happened before this day is disputed; null: whatever its age.</param>
/// <param name="DuplicateGraceDays">Days (UTC) that a fresh duplicate charge waits, for many are reversed within days.</param>
public sealed record DisputeGuards(DateOnly? From, int DuplicateGraceDays)
{
    /// <param name="happenedOn">The last day on which a refund was in time, or that of the duplicate charge.</param>
    public bool Allow(Finding finding, DateOnly happenedOn, DateTime asOfUtc) =>
        (From is not { } first || happenedOn >= first)
        && (finding.Kind != FindingKind.DuplicateCharge || DateOnly.FromDateTime(asOfUtc) >= happenedOn.AddDays(DuplicateGraceDays));
}
