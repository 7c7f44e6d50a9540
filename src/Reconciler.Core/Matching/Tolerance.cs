using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// The small difference that a pair of wallet and marketplace lets pass, by an amount for each currency, by a share of the sum, or by both: then both
/// must hold, so that the smaller of the two counts. What is not set, or set to zero, does not limit; with neither nothing passes.
/// </summary>
/// <param name="amounts">Positive or zero, in minor units, one for each currency of the orders.</param>
/// <param name="share">Of the sum that is due: 0.01 is one per cent.</param>
public sealed class Tolerance(IReadOnlyDictionary<Currency, long> amounts, decimal share)
{
    public static Tolerance None { get; } = new(new Dictionary<Currency, long>(), 0);

    public bool IsNone { get; } = share == 0 && amounts.Values.All(units => units == 0);

    /// <summary>The largest difference from this sum that passes, in its currency; a share is rounded down to the minor unit.</summary>
    public Money Of(Money sum)
    {
        var byShare = (long)decimal.Floor(share * Math.Abs(sum.MinorUnits));
        var byAmount = amounts.GetValueOrDefault(sum.Currency);
        return sum with { MinorUnits = byAmount == 0 ? byShare : share == 0 ? byAmount : Math.Min(byAmount, byShare) };
    }

    /// <summary>The sums from which another one may be no farther than passes, and perhaps a little more: from the least to the greatest, in minor units.</summary>
    /// <param name="sum">Not negative.</param>
    public (long Least, long Most) DuesNear(Money sum)
    {
        var (byAmount, units) = (amounts.GetValueOrDefault(sum.Currency), (decimal)sum.MinorUnits);
        var most = share >= 1 ? long.MaxValue : (long)Math.Min(long.MaxValue, decimal.Ceiling(units / (1 - share)) + 1);
        return (sum.MinorUnits - Of(sum).MinorUnits, byAmount == 0 ? most : Math.Min(share == 0 ? long.MaxValue : most, sum.MinorUnits + byAmount));
    }
}
