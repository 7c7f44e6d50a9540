using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>Counts every entry and every order in exactly one place.</summary>
public static class Totals
{
    /// <param name="findings">What the run found, as <see cref="Finder.Run"/> returns it.</param>
    public static ControlTotals Of(MatchResult result, IReadOnlyCollection<Finding> findings, RowTotals rows)
    {
        var (entries, orders) = (new Tally(), new Tally());
        var (placeOfEntry, placeOfOrder) = Places(result.Ledger, findings);
        foreach (var entry in result.Ledger.Entries)
        {
            entries.Add(placeOfEntry(entry), entry.Amount);
        }

        foreach (var slot in result.Ledger.Orders)
        {
            orders.Add(placeOfOrder(slot), slot.Order.Total);
        }

        return new ControlTotals(rows, entries.ToTotals(), orders.ToTotals());
    }

    /// <summary>Tells the one place of each entry and of each order.</summary>
    internal static (Func<Entry, Place> OfEntry, Func<OrderSlot, Place> OfOrder) Places(Ledger ledger, IReadOnlyCollection<Finding> findings) =>
        (EntryPlaces(ledger, findings), OrderPlace(findings));

    private static Func<Entry, Place> EntryPlaces(Ledger ledger, IReadOnlyCollection<Finding> findings)
    {
        var anchored = findings.Where(f => f.State == FindingState.Open && f.Kind is FindingKind.ChargeWithoutOrder or FindingKind.RefundWithoutOrder or FindingKind.AmbiguousMatch or FindingKind.StaleHold)
            .SelectMany(f => f.Transactions).ToHashSet();
        var decided = Decided(findings).SelectMany(f => f.Transactions.Take(1)).ToHashSet();
        var places = new Dictionary<TransactionId, Place>();
        foreach (var charge in ledger.Charges)
        {
            places[charge.Entry.Id] = charge.State switch
            {
                ChargeState.Paid => Place.PaymentsMatched,
                ChargeState.Open when ChargesWithoutOrder.IsReturned(ledger, charge) || decided.Contains(charge.Entry.Id) => Place.Settled,
                ChargeState.Ambiguous when decided.Contains(charge.Entry.Id) => Place.Settled,
                ChargeState.Open when !anchored.Contains(charge.Entry.Id) => Place.Waiting,
                _ => Place.Open,
            };
        }

        foreach (var part in ledger.Orders.SelectMany(o => o.Refunds))
        {
            places[part.Refund.Id] = Place.RefundsMatched;
        }

        foreach (var duplicate in ledger.Duplicates)
        {
            var place = duplicate.StillOwed.IsZero || decided.Contains(duplicate.Charge.Entry.Id) ? Place.Settled : Place.Open;
            places[duplicate.Charge.Entry.Id] = place;
            duplicate.Returned.ForEach(part => places[part.Refund.Id] = place);
        }

        foreach (var (charge, parts) in ledger.ReturnedWithoutOrder)
        {
            var place = ExcessRefunds.Beyond(charge, parts).MinorUnits > 0 ? Place.Open : places[charge.Entry.Id];
            parts.ForEach(part => places[part.Refund.Id] = place);
        }

        var openOrders = findings.Where(f => f is { Kind: FindingKind.ExcessRefund or FindingKind.AmountMismatch, State: FindingState.Open }).SelectMany(f => f.Orders).ToHashSet();
        foreach (var slot in ledger.Orders)
        {
            slot.Excess.ForEach(part => places[part.Refund.Id] = openOrders.Contains(slot.Order.Id) ? Place.Open : Place.Settled);
        }

        return entry => places.TryGetValue(entry.Id, out var place) ? place : (anchored.Contains(entry.Id) ? Place.Open : decided.Contains(entry.Id) ? Place.Settled : Place.NoCharge);
    }

    private static IEnumerable<Finding> Decided(IEnumerable<Finding> findings) => findings.Where(f => f.State is FindingState.Dismissed or FindingState.WrittenOff && f.Kind != FindingKind.StatementGap);

    private static Func<OrderSlot, Place> OrderPlace(IReadOnlyCollection<Finding> findings)
    {
        var open = findings.Where(f => f.State == FindingState.Open && f.Kind != FindingKind.DuplicateCharge).SelectMany(f => f.Orders).ToHashSet();
        var decided = Decided(findings).Where(f => f.Kind == FindingKind.OrderWithoutCharge).SelectMany(f => f.Orders).ToHashSet();
        return slot =>
            slot.Payments.Count > 0 ? open.Contains(slot.Order.Id) ? Place.Open : slot.Refunds.Count > 0 ? Place.RefundsMatched : Place.PaymentsMatched
            : decided.Contains(slot.Order.Id) ? Place.Settled
            : slot.IsAmbiguous || open.Contains(slot.Order.Id) ? Place.Open
            : slot.ReversedPayment is not null ? Place.NoCharge
            : OrdersWithoutCharge.IsExpected(slot) ? Place.Waiting
            : Place.NoCharge;
    }
}
