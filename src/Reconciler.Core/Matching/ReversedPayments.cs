using Reconciler.Core.Records;

namespace Reconciler.Core.Matching;

/// <summary>
/// A payment that the wallet took back by itself (QIWI's <c>ERROR/797</c>), or that bounced, is no charge and needs no refund: it explains why a cancelled or refunded
/// order, paid as the marketplace says, has no charge.
/// </summary>
internal static class ReversedPayments
{
    public static void Run(Ledger ledger)
    {
        var waiting = ledger.Orders.Where(o => o.IsOpen && o.Order.Status is OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.PartlyRefunded).ToList();
        var reversed = ledger.Entries.Where(e => e is { Type: EntryType.Payment, Status: EntryStatus.Reversed } || (e is { Type: EntryType.Payment } && ledger.TakenBack.ContainsKey(e.Id) && ledger.ChargeDirection(e) is not null)).Select(e => new Charge(e, e.Amount.MinorUnits < 0 ? Direction.Purchases : Direction.Sales)).ToList();
        if (waiting.Count == 0 || reversed.Count == 0)
        {
            return;
        }

        var names = NamedTier.IndexOrders(waiting);
        var references = NamedTier.OrdersByPaymentReference(waiting);
        var checkouts = NamedTier.IndexCheckouts(waiting.Select(o => o.Checkout).OfType<CheckoutSlot>().Distinct());
        foreach (var charge in reversed)
        {
            NamedTier.FindIn(charge.Entry, names, charge.Named);
            NamedTier.FindIn(charge.Entry, checkouts, charge.NamedCheckouts);
            List<OrderSlot> named = [.. charge.Named, .. references[Names.Id(charge.Entry.Id.Reference)], .. charge.NamedCheckouts.SelectMany(c => c.Orders).Where(waiting.Contains)];
            foreach (var slot in named.Where(o => o.ReversedPayment is null))
            {
                slot.ReversedPayment = charge.Entry;
            }

            if (named.Count == 0 && waiting.Find(o => o.ReversedPayment is null && ledger.Rules.IsInUnnamedWindow(charge.Entry, o.Order) && Fit.Exactly(charge, o) is not null) is { } fitting)
            {
                fitting.ReversedPayment = charge.Entry;
            }
        }
    }
}
