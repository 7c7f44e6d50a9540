using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>
/// missing-refund and short-refund: a paid order was cancelled or refunded, the last day for the money has passed, and nothing or too little came.
/// Money at risk is what is missing, in the order's currency.
/// </summary>
internal static class RefundsDue
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc)
    {
        foreach (var slot in ledger.Orders)
        {
            if (RefundMatching.Due(slot) is not { } due)
            {
                continue;
            }

            var returned = RefundMatching.Returned(slot);
            var missing = due - returned;
            var dueOn = DueOn(ledger, slot);
            if (missing.MinorUnits <= 0 || DateOnly.FromDateTime(asOfUtc) <= dueOn)
            {
                continue;
            }

            var kind = returned.IsZero ? FindingKind.MissingRefund : FindingKind.ShortRefund;
            var came = returned.IsZero ? "nothing has come back" : $"only {returned} came back";
            yield return new Finding
            {
                Id = Finding.IdOf(kind, slot.Order.Id),
                Kind = kind,
                Orders = [slot.Order.Id],
                Transactions = Finder.TransactionsOf(slot),
                Amount = missing,
                DueOn = dueOn,
                Confidence = slot.Confidence,
                Why = $"order {slot.Order.Id.Id} is {Records.RecordNames.ToName(slot.Order.Status)} since {Finder.Day(slot.Order.StatusAtUtc)}; {due} is due back by {Finder.Day(dueOn)}; {came}",
            };
        }
    }

    /// <summary>The last day on which an order's refund is in time.</summary>
    internal static DateOnly DueOn(Ledger ledger, OrderSlot slot) =>
        ledger.Rules.CalendarOf(slot.Order.Id.Marketplace).AddBusinessDays(DateOnly.FromDateTime(slot.Order.StatusAtUtc), ledger.Rules.RefundDueBusinessDays);
}
