using Reconciler.Core.Reasons;
using Reconciler.Core.Records;

namespace Reconciler.Core.Findings;

/// <summary>Refunds that may be meant for what a finding claims: while nothing tells whose they are or what they are worth, the money is claimed from nobody.</summary>
internal static class PossibleRefund
{
    private const int Named = 3;

    /// <summary>The addition to the reason; none where there is none.</summary>
    public static Reason Why(IReadOnlyList<Entry> refunds)
    {
        var why = Reason.None;
        foreach (var refund in refunds.Take(Named))
        {
            why += Reason.Of(why.IsNone ? Because.MayHaveCome : Because.OrRefund, refund.Id.Id, refund.Amount.Abs(), refund.BookedOn);
        }

        return why.IsNone ? why : why + (refunds.Count > Named ? Reason.Of(Because.AndMoreRefunds, refunds.Count - Named) : Reason.None) + Reason.Of(Because.RefundsUntold);
    }
}
