using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Charges that look like a payment taken twice and are none: each pays an order of its own. Says for each which payment it resembles, and what
/// decided.
/// </summary>
internal sealed class RightfulRepeats
{
    private readonly Dictionary<Charge, Charge> resembled = [];

    public RightfulRepeats(Ledger ledger)
    {
        var last = new Dictionary<(string, string, Money), Charge>();
        foreach (var charge in ledger.Charges.Where(c => c.State == ChargeState.Paid))
        {
            var likeness = RepeatedCharges.Likeness(charge);
            if (last.TryGetValue(likeness, out var before) && charge.Entry.Booked.Apart(before.Entry.Booked) <= ledger.Rules.DuplicateWindow && !before.Pays.Intersect(charge.Pays).Any())
            {
                resembled.Add(charge, before);
            }

            last[likeness] = charge;
        }
    }

    /// <summary>The addition to the reason of a match; empty where the charge repeats nothing.</summary>
    public string Why(Charge charge) => resembled.TryGetValue(charge, out var before)
        ? $"; looks like {before.Entry.Id.Id} {TimeApart.Words(charge.At - before.At)} before, but is no double charge: that one pays order {before.Pays[0].Order.Id.Id}"
        : string.Empty;
}
