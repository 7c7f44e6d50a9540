using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Charges that look like a payment taken twice and are none: each pays an order of its own. Says for each which payment it resembles, and what
/// decided.
/// </summary>
internal sealed class RightfulRepeats
{
    private readonly Dictionary<Charge, (Entry Entry, OrderId Pays)> resembled = [];

    public RightfulRepeats(Ledger ledger)
    {
        var last = new Dictionary<(string, string, Money), (Entry Entry, OrderId Pays, Charge? Charge)>();
        var sums = new Repeated(ledger.Charges.Count + ledger.Bystanders.Count);
        foreach (var entry in ledger.Charges.Select(c => c.Entry).Concat(ledger.Bystanders.Select(b => b.Entry)))
        {
            sums.Add(entry.Amount.MinorUnits);
        }

        foreach (var (entry, charge, likeness) in RepeatedCharges.InTimeOrder(ledger, c => c.State == ChargeState.Paid && sums.May(c.Entry.Amount.MinorUnits)))
        {
            if (charge is not null && last.TryGetValue(likeness, out var before) && charge.Entry.Booked.Apart(before.Entry.Booked) <= ledger.Rules.DuplicateWindow
                && (before.Charge is null || !before.Charge.Pays.Intersect(charge.Pays).Any()))
            {
                resembled.Add(charge, (before.Entry, before.Pays));
            }

            last[likeness] = (entry.Entry, entry.Pays, charge);
        }
    }

    /// <summary>The addition to the reason of a match; none where the charge repeats nothing.</summary>
    public Reason Why(Charge charge) => resembled.Count > 0 && resembled.TryGetValue(charge, out var before)
        ? Reason.Of(Because.LooksLikeButPays, before.Entry.Id.Id, TimeApart.Of(charge.At - before.Entry.BookedAtUtc), before.Pays.Id)
        : Reason.None;
}
