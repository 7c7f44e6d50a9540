using Reconciler.Core.Reasons;

namespace Reconciler.Core.Matching;

/// <summary>Before all tiers: what a person paired. A difference in the sums is told as a mismatch, not a reason to refuse.</summary>
internal static class DecidedPairs
{
    public const string Rule = "decided";

    public static void Run(Ledger ledger)
    {
        if (!ledger.Decisions.HavePairs)
        {
            return;
        }

        var orders = ledger.Orders.ToDictionary(o => o.Order.Id);
        foreach (var charge in ledger.Charges)
        {
            List<OrderSlot> paired = [.. ledger.Decisions.PairedWith(charge.Entry.Id).Where(orders.ContainsKey).Select(id => orders[id])];
            if (paired.Count > 0)
            {
                ledger.Pay(charge, paired, Rule, Confidence.Certain, Reason.Of(Because.PairedByPerson));
            }
        }

        foreach (var slot in ledger.Orders.Where(o => o.Payments.Count > 0))
        {
            slot.Mismatch = NamedPayments.Difference(ledger, slot);
            if (slot.Mismatch is { IsZero: false } && NearPayment.Of(ledger, [.. slot.Payments.Select(p => p.Charge)], slot) is { } near && near.Charges.Count == slot.Payments.Count)
            {
                slot.WriteOff(near);
                slot.Why += Reason.Of(Because.Semicolon) + near.How;
            }
        }
    }
}
