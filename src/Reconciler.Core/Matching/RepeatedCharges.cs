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
        var paid = ledger.Charges.Where(c => c.State == ChargeState.Paid)
            .GroupBy(Likeness)
            .ToDictionary(g => g.Key, g => g.ToList());
        foreach (var charge in ledger.OpenCharges.Where(c => c.IsUnnamed).ToList())
        {
            if (paid.TryGetValue(Likeness(charge), out var alike) && Nearest(charge, alike, ledger.Rules.DuplicateWindow) is { } payment)
            {
                if (charge.At < payment.At && MayTakeItsPlace(ledger, charge, payment))
                {
                    TakePlace(charge, payment);
                    alike[alike.IndexOf(payment)] = charge;
                    alike.Sort((a, b) => a.At.CompareTo(b.At) is var byTime and not 0 ? byTime : a.Entry.Id.CompareTo(b.Entry.Id));
                    Mark(ledger, payment, charge);
                }
                else
                {
                    Mark(ledger, charge, payment);
                }
            }
        }
    }

    private static (string Wallet, string Payee, Money Amount) Likeness(Charge charge) => (charge.Entry.Id.Wallet, charge.Payee, charge.Entry.Amount);

    private static Charge? Nearest(Charge charge, List<Charge> alikeInTimeOrder, TimeSpan window)
    {
        var (low, high) = (0, alikeInTimeOrder.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = alikeInTimeOrder[middle].At < charge.At ? (middle + 1, high) : (low, middle);
        }

        var before = low > 0 ? alikeInTimeOrder[low - 1] : null;
        var after = low < alikeInTimeOrder.Count ? alikeInTimeOrder[low] : null;
        var nearest = after is null || (before is not null && charge.At - before.At <= after.At - charge.At) ? before : after;
        return nearest is not null && (nearest.At - charge.At).Duration() <= window ? nearest : null;
    }

    /// <summary>Only a match without a name gives way to an earlier charge, and only where the earlier one fits its window as well.</summary>
    private static bool MayTakeItsPlace(Ledger ledger, Charge charge, Charge payment) =>
        payment.IsUnnamed
        && payment.Pays.TrueForAll(o => charge.At >= o.Order.PlacedAtUtc - ledger.Rules.UnnamedBefore && Equals(charge.Original, payment.Original));

    private static void TakePlace(Charge charge, Charge payment)
    {
        charge.State = ChargeState.Paid;
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

    private static void Mark(Ledger ledger, Charge repeat, Charge payment)
    {
        var apart = (repeat.At - payment.At).Duration();
        ledger.Repeat(repeat, payment, payment.Pays, Confidence.Probable,
            $"same wallet, counterparty and amount as transaction {payment.Entry.Id.Id}, {(apart.TotalHours < 1 ? $"{apart.TotalMinutes:0} minutes" : $"{apart.TotalHours:0.0} hours")} apart, and it fits no open order");
    }
}
