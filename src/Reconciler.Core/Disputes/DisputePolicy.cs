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
