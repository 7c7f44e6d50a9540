using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>Charges without an order that look like an earlier one: why they do not count as a double charge.</summary>
internal sealed class UnexplainedRepeats
{
    private readonly Dictionary<Charge, (Bystander Payment, bool IsPaid)> earlier = [];
    private readonly TimeSpan window;

    public UnexplainedRepeats(Ledger ledger)
    {
        window = ledger.Rules.DuplicateWindow;
        var last = new Dictionary<(string, string, Money), (Bystander Payment, bool IsPaid)>();
        var sums = ledger.OpenCharges.Select(c => c.Entry.Amount).ToHashSet();
        foreach (var (entry, charge, likeness) in sums.Count == 0 ? [] : RepeatedCharges.InTimeOrder(ledger, c => c.State is ChargeState.Paid or ChargeState.Open && sums.Contains(c.Entry.Amount)))
        {
            if (charge is { State: ChargeState.Open } && last.TryGetValue(likeness, out var before) && charge.At - before.Payment.Entry.BookedAtUtc <= RepeatedCharges.LookBack)
            {
                earlier.Add(charge, before);
            }

            last[likeness] = (entry, charge is not { State: ChargeState.Open });
        }
    }

    /// <summary>The addition to the reason; none where nothing earlier is like it.</summary>
    public Reason Why(Charge charge)
    {
        if (!earlier.TryGetValue(charge, out var before) || (charge.IsUnnamed && before.IsPaid && charge.Entry.Booked.Apart(before.Payment.Entry.Booked) <= window))
        {
            return Reason.None;
        }

        var apart = charge.At - before.Payment.Entry.BookedAtUtc;
        return Reason.Of(Because.LooksLikeEarlier, before.Payment.Entry.Id.Id, TimeApart.Of(apart)) + (!before.IsPaid ? Reason.Of(Because.NeitherFits)
            : apart > window ? Reason.Of(Because.TooFarForDouble, before.Payment.Pays.Id, ReasonValue.Whole(window.TotalHours))
            : Reason.Of(Because.NamesAnotherItself, before.Payment.Pays.Id));
    }
}
