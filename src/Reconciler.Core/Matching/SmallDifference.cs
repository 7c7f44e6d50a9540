using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>A difference between money and what it was for, small enough to be written off by name.</summary>
/// <param name="Off">What came less what was due, in the order's currency; not zero.</param>
/// <param name="Limit">The tolerance that it stays within.</param>
/// <param name="Pair">The wallet and the marketplace whose tolerance it is.</param>
internal sealed record SmallDifference(Money Off, Money Limit, string Pair)
{
    /// <summary>Such as <c>0.05 EUR less than the total of 20.00 EUR, written off within the tolerance of 0.10 EUR for pair qiwi × aliexpress</c>.</summary>
    /// <param name="than">The words where it is more, and where it is less.</param>
    public Reason Than((Because More, Because Less) than, Money due) => Reason.Of(Off.MinorUnits > 0 ? than.More : than.Less, Off.Abs(), due) + Also;

    /// <summary>That it is written off, behind another clause.</summary>
    public Reason Also => Reason.Of(Because.AndWrittenOff, Limit, Pair);

    /// <summary>That it is written off.</summary>
    public Reason Why => Reason.Of(Because.WrittenOff, Limit, Pair);

    /// <summary>The difference as one to be written off, or null where it is none, or larger than the pair lets pass.</summary>
    /// <param name="due">What the tolerance is taken of, in the currency of the difference.</param>
    public static SmallDifference? Of(Ledger ledger, string wallet, string marketplace, Money off, Money due)
    {
        if (off.IsZero || ledger.Rules.Pairs.ToleranceOf(wallet, marketplace) is not { IsNone: false } tolerance)
        {
            return null;
        }

        var limit = tolerance.Of(due);
        return off.Abs() <= limit ? new SmallDifference(off, limit, $"{wallet} × {marketplace}") : null;
    }

    /// <summary>The same for money that came back for a paid order, where some did: a refund that is missing whole is not small.</summary>
    public static SmallDifference? OfRefund(Ledger ledger, OrderSlot slot, Money off, Money due) =>
        slot.Payments.Count == 0 || slot.Refunds.Count + slot.Excess.Count == 0 ? null
        : Of(ledger, slot.Payments[0].Charge.Entry.Id.Wallet, slot.Order.Id.Marketplace, off, due);
}
