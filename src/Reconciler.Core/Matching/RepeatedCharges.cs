using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// A charge without a name that fits no open order, of the same wallet, counterparty, amount and currency as a matched charge within 48 hours:
/// probably the same payment taken twice. The earlier of the two is the payment.
/// </summary>
internal static class RepeatedCharges
{
    public static void Run(Ledger ledger)
    {
        var open = ledger.OpenCharges.Where(c => c.IsUnnamed).GroupBy(Likeness).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var alike in ledger.Charges.Where(c => c.State == ChargeState.Paid).GroupBy(Likeness).Where(g => open.ContainsKey(g.Key)))
        {
            Judge(ledger, [.. alike], open[alike.Key]);
        }
    }

    /// <summary>First the earlier charges take the place of payments that they would be, then all others are judged by the payments that stand in the end.</summary>
    private static void Judge(Ledger ledger, List<Charge> payments, List<Charge> open)
    {
        var window = ledger.Rules.DuplicateWindow;
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (Nearest(open[i], payments, window) is { } payment && open[i].At < payment.At && MayTakeItsPlace(ledger, open[i], payment))
            {
                TakePlace(open[i], payment);
                payments[payments.IndexOf(payment)] = open[i];
                payments.Sort((a, b) => a.At.CompareTo(b.At) is var byTime and not 0 ? byTime : a.Entry.Id.CompareTo(b.Entry.Id));
                open[i] = payment;
            }
        }

        foreach (var charge in open.OrderBy(c => c.At).ThenBy(c => c.Entry.Id))
        {
            if (Nearest(charge, payments, window) is { } payment)
            {
                ledger.Repeat(charge, payment, payment.Pays, Confidence.Probable);
            }
        }
    }

    /// <summary>What makes two charges look like one payment taken twice.</summary>
    internal static (string Wallet, string Payee, Money Amount) Likeness(Charge charge) => (charge.Entry.Id.Wallet, charge.Payee, charge.Entry.Amount);

    internal static int CountBefore(List<Charge> inTimeOrder, DateTime moment)
    {
        var (low, high) = (0, inTimeOrder.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = inTimeOrder[middle].At < moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static Charge? Nearest(Charge charge, List<Charge> alikeInTimeOrder, TimeSpan window)
    {
        var earlier = CountBefore(alikeInTimeOrder, charge.At);
        var before = earlier > 0 ? alikeInTimeOrder[earlier - 1] : null;
        var after = earlier < alikeInTimeOrder.Count ? alikeInTimeOrder[earlier] : null;
        var nearest = after is null || (before is not null && charge.At - before.At <= after.At - charge.At) ? before : after;
        return nearest is not null && (nearest.At - charge.At).Duration() <= window ? nearest : null;
    }

    /// <summary>Only a match without a name gives way to an earlier charge, and only where the earlier one fits its window as well.</summary>
    private static bool MayTakeItsPlace(Ledger ledger, Charge charge, Charge payment) =>
        payment.IsUnnamed
        && payment.Pays.TrueForAll(o => charge.At >= o.Order.PlacedAtUtc - ledger.Rules.UnnamedBefore && Equals(charge.Original, payment.Original));

    private static void TakePlace(Charge charge, Charge payment)
    {
        (charge.State, payment.State) = (ChargeState.Paid, ChargeState.Open);
        foreach (var slot in payment.Pays)
        {
            for (var i = 0; i < slot.Payments.Count; i++)
            {
                if (slot.Payments[i].Charge == payment)
                {
                    slot.Payments[i] = slot.Payments[i] with { Charge = charge };
                }
            }

            slot.Why += $"; of two equal charges the earlier is the payment";
            charge.Pays.Add(slot);
        }

        payment.Pays.Clear();
    }
}
