using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;

namespace Reconciler.Core.Reports;

/// <summary>Counts every entry and every order in exactly one place.</summary>
public static class Totals
{
    /// <param name="findings">What the run found, as <see cref="Finder.Run"/> returns it.</param>
    public static ControlTotals Of(MatchResult result, IReadOnlyCollection<Finding> findings, RowTotals rows)
    {
        var (entries, orders) = (new Tally(), new Tally());
        var ledger = result.Ledger;
        var (ofEntries, ofOrders) = Places(ledger, findings);
        for (var i = 0; i < ofEntries.Length; i++)
        {
            entries.Add(ofEntries[i], ledger.Entries[i].Amount);
        }

        for (var i = 0; i < ofOrders.Length; i++)
        {
            orders.Add(ofOrders[i], ledger.Orders[i].Order.Total);
        }

        return new ControlTotals(rows, entries.ToTotals(), orders.ToTotals());
    }

    /// <summary>Tells the one place of each entry and of each order, in the ledger's order.</summary>
    internal static (Place[] OfEntries, Place[] OfOrders) Places(Ledger ledger, IReadOnlyCollection<Finding> findings) =>
        (EntryPlaces(ledger, findings), OrderPlaces(ledger, findings));

    private static Place[] EntryPlaces(Ledger ledger, IReadOnlyCollection<Finding> findings)
    {
        var anchored = findings.Where(f => f.State == FindingState.Open && f.Kind is FindingKind.ChargeWithoutOrder or FindingKind.RefundWithoutOrder or FindingKind.AmbiguousMatch or FindingKind.StaleHold)
            .SelectMany(f => f.Transactions).ToHashSet();
        var decided = Decided(findings).SelectMany(f => f.Transactions.Take(1)).ToHashSet();
        var openOrders = findings.Where(f => f is { Kind: FindingKind.ExcessRefund or FindingKind.AmountMismatch, State: FindingState.Open }).SelectMany(f => f.Orders).ToHashSet();
        var told = new Dictionary<Entry, Place>(ReferenceEqualityComparer.Instance);
        foreach (var part in ledger.OrdersWithReturns.SelectMany(o => o.Refunds))
        {
            told[part.Refund] = Place.RefundsMatched;
        }

        foreach (var duplicate in ledger.Duplicates)
        {
            var place = duplicate.StillOwed.IsZero || decided.Contains(duplicate.Charge.Entry.Id) ? Place.Settled : Place.Open;
            told[duplicate.Charge.Entry] = place;
            duplicate.Returned.ForEach(part => told[part.Refund] = place);
        }

        foreach (var (charge, parts) in ledger.ReturnedWithoutOrder)
        {
            var place = ExcessRefunds.Beyond(charge, parts).MinorUnits > 0 ? Place.Open : OfCharge(charge);
            parts.ForEach(part => told[part.Refund] = place);
        }

        foreach (var slot in ledger.OrdersWithReturns)
        {
            slot.Excess.ForEach(part => told[part.Refund] = openOrders.Contains(slot.Order.Id) ? Place.Open : Place.Settled);
        }

        // Charges stand in the order of the entries.
        var places = new Place[ledger.Entries.Count];
        for (int i = 0, next = 0; i < places.Length; i++)
        {
            var entry = ledger.Entries[i];
            var charge = next < ledger.Charges.Count && ReferenceEquals(ledger.Charges[next].Entry, entry) ? ledger.Charges[next++] : null;
            places[i] = told.TryGetValue(entry, out var place) ? place
                : charge is not null ? OfCharge(charge)
                : anchored.Contains(entry.Id) ? Place.Open
                : decided.Contains(entry.Id) ? Place.Settled
                : Place.NoCharge;
        }

        return places;

        Place OfCharge(Charge charge) => charge.State switch
        {
            ChargeState.Paid => Place.PaymentsMatched,
            ChargeState.Open when ChargesWithoutOrder.IsReturned(ledger, charge) || decided.Contains(charge.Entry.Id) => Place.Settled,
            ChargeState.Ambiguous when decided.Contains(charge.Entry.Id) => Place.Settled,
            ChargeState.Open when !anchored.Contains(charge.Entry.Id) => Place.Waiting,
            _ => Place.Open,
        };
    }

    private static IEnumerable<Finding> Decided(IEnumerable<Finding> findings) => findings.Where(f => f.State is FindingState.Dismissed or FindingState.WrittenOff && f.Kind is not (FindingKind.StatementGap or FindingKind.TransferMissing));

    private static Place[] OrderPlaces(Ledger ledger, IReadOnlyCollection<Finding> findings)
    {
        var open = findings.Where(f => f.State == FindingState.Open && f.Kind != FindingKind.DuplicateCharge).SelectMany(f => f.Orders).ToHashSet();
        var decided = Decided(findings).Where(f => f.Kind == FindingKind.OrderWithoutCharge).SelectMany(f => f.Orders).ToHashSet();
        return [.. ledger.Orders.Select(slot =>
            slot.IsPaid ? open.Contains(slot.Order.Id) ? Place.Open : slot.HasReturns && slot.Refunds.Count > 0 ? Place.RefundsMatched : Place.PaymentsMatched
            : decided.Contains(slot.Order.Id) ? Place.Settled
            : slot.IsAmbiguous || open.Contains(slot.Order.Id) ? Place.Open
            : slot.ReversedPayment is not null ? Place.NoCharge
            : OrdersWithoutCharge.IsExpected(slot) ? Place.Waiting
            : Place.NoCharge)];
    }
}
