using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>Charges without an order that look like an earlier one: why they do not count as a double charge.</summary>
internal sealed class UnexplainedRepeats
{
    private readonly Dictionary<Charge, Charge> earlier = [];
    private readonly TimeSpan window;

    public UnexplainedRepeats(Ledger ledger)
    {
        window = ledger.Rules.DuplicateWindow;
        var last = new Dictionary<(string, string, Money), Charge>();
        var sums = ledger.OpenCharges.Select(c => c.Entry.Amount).ToHashSet();
        foreach (var charge in sums.Count == 0 ? [] : ledger.Charges.Where(c => c.State is ChargeState.Paid or ChargeState.Open && sums.Contains(c.Entry.Amount)))
        {
            var likeness = RepeatedCharges.Likeness(charge);
            if (charge.State == ChargeState.Open && last.TryGetValue(likeness, out var before))
            {
                earlier.Add(charge, before);
            }

            last[likeness] = charge;
        }
    }

    /// <summary>The addition to the reason; empty where nothing earlier is like it.</summary>
    public string Why(Charge charge)
    {
        if (!earlier.TryGetValue(charge, out var before) || (charge.IsUnnamed && before.State == ChargeState.Paid && charge.Entry.Booked.Apart(before.Entry.Booked) <= window))
        {
            return string.Empty;
        }

        var apart = charge.At - before.At;
        var looks = $"; same counterparty and amount as {before.Entry.Id.Id} {TimeApart.Words(apart)} before";
        return before.State == ChargeState.Open ? $"{looks}, which fits no order either, so that neither is known to be the payment"
            : apart > window ? FormattableString.Invariant($"{looks}, which pays order {before.Pays[0].Order.Id.Id}; only within {window.TotalHours:0} hours would it count as a double charge")
            : $"{looks}, which pays order {before.Pays[0].Order.Id.Id}; it names an order itself, which decided against a double charge";
    }
}
