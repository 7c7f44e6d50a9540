using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>Charges that pay a sum but for a small difference.</summary>
/// <param name="How">The difference, for the reason.</param>
internal sealed record NearPayment(IReadOnlyList<Charge> Charges, SmallDifference Difference, Reason How)
{
    public static NearPayment? Of(Ledger ledger, IReadOnlyList<Charge> charges, OrderSlot slot) =>
        Of(ledger, charges, slot.Order.Id.Marketplace, slot.Order.Total, slot.Order.Charged, (Because.MoreThanTotal, Because.LessThanTotal));

    public static NearPayment? Of(Ledger ledger, IReadOnlyList<Charge> charges, CheckoutSlot checkout) =>
        checkout.Total is { } total ? Of(ledger, charges, checkout.Orders[0].Order.Id.Marketplace, total, checkout.Charged, (Because.MoreThanTheirSum, Because.LessThanTheirSum)) : null;

    /// <summary>
    /// All the charges together where they come near, else the earliest set that does. Compared in the order's currency only, alone or with the fee,
    /// against the total and against what the marketplace says it took. To be asked for only where nothing fits exactly.
    /// </summary>
    private static NearPayment? Of(Ledger ledger, IReadOnlyList<Charge> charges, string marketplace, Money total, Money? charged, (Because More, Because Less) thanTotal)
    {
        if (!ledger.Rules.Pairs.HaveTolerance || Narrowest(ledger, charges, marketplace, total) is not { } wallet)
        {
            return null;
        }

        NearPayment? earliest = null;
        foreach (var (due, than) in charged is { } took && took != total && took.Currency == total.Currency ? new[] { (total, thanTotal), (took, (Because.MoreThanTook, Because.LessThanTook)) } : [(total, thanTotal)])
        {
            foreach (var withFee in new[] { false, true })
            {
                var worth = charges.Select(c => (Charge: c, Amount: withFee ? c.SumWithFee : Fit.Comparable(c, due.Currency))).Where(c => c.Amount?.Currency == due.Currency).ToList();
                var slack = ledger.Rules.Pairs.ToleranceOf(wallet, marketplace).Of(due).MinorUnits;
                if (SetOf([.. worth.Select(w => w.Amount!.Value.MinorUnits)], charges.Count, due.MinorUnits, slack, ledger.Rules.SearchSteps) is not { } set)
                {
                    continue;
                }

                var paid = set.Aggregate(Money.Zero(due.Currency), (sum, i) => sum + worth[i].Amount!.Value);
                if (SmallDifference.Of(ledger, wallet, marketplace, paid - due, due) is { } difference && (earliest is null || worth[set[^1]].Charge.At < earliest.Charges[^1].At))
                {
                    earliest = new NearPayment([.. set.Select(i => worth[i].Charge)], difference, (withFee ? Reason.Of(Because.WithTheFee) : Reason.None) + difference.Than(than, due));
                }
            }
        }

        return earliest;
    }

    /// <summary>Where charges of several wallets name one order, the wallet whose tolerance is the least decides; null where that is nothing.</summary>
    private static string? Narrowest(Ledger ledger, IReadOnlyList<Charge> charges, string marketplace, Money due)
    {
        var (wallet, limit) = charges.Select(c => c.Entry.Id.Wallet).Distinct(StringComparer.Ordinal)
            .Select(wallet => (wallet, ledger.Rules.Pairs.ToleranceOf(wallet, marketplace).Of(due)))
            .OrderBy(p => p.Item2.MinorUnits).ThenBy(p => p.wallet, StringComparer.Ordinal).First();
        return limit.IsZero ? null : wallet;
    }

    private static IReadOnlyList<int>? SetOf(long[] amounts, int charges, long due, long slack, int stepsMax) =>
        amounts.Length == charges && Math.Abs(amounts.Sum() - due) <= slack ? [.. Enumerable.Range(0, charges)] : ExactSet.Earliest(amounts, due, stepsMax, out _, slack);
}
