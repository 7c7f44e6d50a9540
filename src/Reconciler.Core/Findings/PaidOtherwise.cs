using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;

namespace Reconciler.Core.Findings;

/// <summary>
/// Orders of which the export says that a part, or all, was paid otherwise than from our wallets (gift card, store credit, points): what depends on that is
/// possible at most, and the reason names the instrument.
/// </summary>
/// <remarks>Source: the contract, "Order changed after payment".</remarks>
internal static class PaidOtherwise
{
    public static Confidence AtMost(Order order, Confidence confidence) => order.PaidOtherwise.Length > 0 ? Confidence.Possible : confidence;

    /// <summary>The addition to the reason; none where nothing else is told.</summary>
    public static Reason Why(Order order) => order.PaidOtherwise.Length > 0 ? Reason.Of(Because.PaidOtherwise, order.PaidOtherwise) : Reason.None;
}
