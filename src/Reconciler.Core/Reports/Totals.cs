using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>Counts every entry and every order in exactly one place.</summary>
public static class Totals
{
    private const string PaymentsMatched = "payments matched";
    private const string RefundsMatched = "refunds matched";
    private const string Settled = "settled in a finding";
    private const string Open = "open with a finding";
    private const string Waiting = "waiting";
    private const string NoCharge = "not charges";

    private static readonly string[] Names = [PaymentsMatched, RefundsMatched, Settled, Open, Waiting, NoCharge];

    /// <param name="findings">What the run found, as <see cref="Finder.Run"/> returns it.</param>
    public static ControlTotals Of(MatchResult result, IReadOnlyCollection<Finding> findings, RowTotals rows)
    {
        var ledger = result.Ledger;
        var entries = Buckets(ledger.Entries, e => e.Amount, EntryPlaces(ledger, findings));
        var orders = Buckets([.. ledger.Orders], o => o.Order.Total, OrderPlace(findings));
        return new ControlTotals(rows, entries, orders);
    }

    private static Func<Entry, string> EntryPlaces(Ledger ledger, IReadOnlyCollection<Finding> findings)
    {
        var anchored = findings.Where(f => f.State == FindingState.Open && f.Kind is FindingKind.ChargeWithoutOrder or FindingKind.RefundWithoutOrder or FindingKind.AmbiguousMatch or FindingKind.StaleHold)
            .SelectMany(f => f.Transactions).ToHashSet();
        var decided = Decided(findings).SelectMany(f => f.Transactions.Take(1)).ToHashSet();
        var places = new Dictionary<TransactionId, string>();
        foreach (var charge in ledger.Charges)
        {
            places[charge.Entry.Id] = charge.State switch
            {
                ChargeState.Paid => PaymentsMatched,
                ChargeState.Open when ChargesWithoutOrder.IsReturned(ledger, charge) || decided.Contains(charge.Entry.Id) => Settled,
                ChargeState.Ambiguous when decided.Contains(charge.Entry.Id) => Settled,
                ChargeState.Open when !anchored.Contains(charge.Entry.Id) => Waiting,
                _ => Open,
            };
        }

        foreach (var part in ledger.Orders.SelectMany(o => o.Refunds))
        {
            places[part.Refund.Id] = RefundsMatched;
        }

        foreach (var duplicate in ledger.Duplicates)
        {
            var place = duplicate.StillOwed.IsZero || decided.Contains(duplicate.Charge.Entry.Id) ? Settled : Open;
            places[duplicate.Charge.Entry.Id] = place;
            duplicate.Returned.ForEach(part => places[part.Refund.Id] = place);
        }

        foreach (var (charge, parts) in ledger.ReturnedWithoutOrder)
        {
            var place = ExcessRefunds.Beyond(charge, parts).MinorUnits > 0 ? Open : places[charge.Entry.Id];
            parts.ForEach(part => places[part.Refund.Id] = place);
        }

        var openOrders = findings.Where(f => f is { Kind: FindingKind.ExcessRefund or FindingKind.AmountMismatch, State: FindingState.Open }).SelectMany(f => f.Orders).ToHashSet();
        foreach (var slot in ledger.Orders)
        {
            slot.Excess.ForEach(part => places[part.Refund.Id] = openOrders.Contains(slot.Order.Id) ? Open : Settled);
        }

        return entry => places.GetValueOrDefault(entry.Id) ?? (anchored.Contains(entry.Id) ? Open : decided.Contains(entry.Id) ? Settled : NoCharge);
    }

    private static IEnumerable<Finding> Decided(IEnumerable<Finding> findings) => findings.Where(f => f.State is FindingState.Dismissed or FindingState.WrittenOff);

    private static Func<OrderSlot, string> OrderPlace(IReadOnlyCollection<Finding> findings)
    {
        var open = findings.Where(f => f.State == FindingState.Open && f.Kind != FindingKind.DuplicateCharge).SelectMany(f => f.Orders).ToHashSet();
        var decided = Decided(findings).Where(f => f.Kind == FindingKind.OrderWithoutCharge).SelectMany(f => f.Orders).ToHashSet();
        return slot =>
            slot.Payments.Count > 0 ? open.Contains(slot.Order.Id) ? Open : slot.Refunds.Count > 0 ? RefundsMatched : PaymentsMatched
            : decided.Contains(slot.Order.Id) ? Settled
            : slot.IsAmbiguous || open.Contains(slot.Order.Id) ? Open
            : slot.ReversedPayment is not null ? NoCharge
            : OrdersWithoutCharge.IsExpected(slot) ? Waiting
            : NoCharge;
    }

    private static LedgerTotals Buckets<T>(IReadOnlyList<T> records, Func<T, Money> amount, Func<T, string> place)
    {
        var byPlace = records.ToLookup(place, StringComparer.Ordinal);
        return new LedgerTotals(Sum("all", records, amount), [.. Names.Select(name => Sum(name, [.. byPlace[name]], amount))]);
    }

    private static BucketTotal Sum<T>(string name, IReadOnlyList<T> records, Func<T, Money> amount) =>
        new(name, records.Count, [.. records.Select(amount).GroupBy(m => m.Currency).OrderBy(g => g.Key).Select(g => Money.Sum(g, g.Key))]);
}
