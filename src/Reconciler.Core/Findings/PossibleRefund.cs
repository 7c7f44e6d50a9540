using Reconciler.Core.Records;

namespace Reconciler.Core.Findings;

/// <summary>Refunds that may be meant for what a finding claims: while nothing tells whose they are or what they are worth, the money is claimed from nobody.</summary>
internal static class PossibleRefund
{
    private const int Named = 3;

    /// <summary>The addition to the reason; empty where there is none.</summary>
    public static string Words(IReadOnlyList<Entry> refunds) => refunds.Count == 0 ? string.Empty
        : $"; it may have come: {string.Join(", ", refunds.Take(Named).Select(r => $"refund {r.Id.Id} of {r.Amount.Abs()} on {Told.Day(r)}"))}"
            + $"{(refunds.Count > Named ? FormattableString.Invariant($" and {refunds.Count - Named} more") : "")}, of which nothing tells whose it is or what it is worth";
}
