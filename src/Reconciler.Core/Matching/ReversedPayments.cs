using Reconciler.Core.Records;
using Reconciler.Core.Values;

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
        if (waiting.Count == 0)
        {
            return;
        }

        var reversed = ledger.Entries.Where(e => e is { Type: EntryType.Payment, Status: EntryStatus.Reversed } || (e is { Type: EntryType.Payment } && ledger.IsTakenBack(e) && ledger.ChargeDirection(e) is not null)).Select(e => new Charge(e, e.Amount.MinorUnits < 0 ? Direction.Purchases : Direction.Sales)).ToList();
        if (reversed.Count == 0)
        {
            return;
        }

        var names = NamedTier.IndexOrders(waiting);
        var references = NamedTier.OrdersByPaymentReference(waiting);
        var checkouts = NamedTier.IndexCheckouts([.. waiting.Select(o => o.Checkout).OfType<CheckoutSlot>().Distinct()]);
        var places = waiting.Select((slot, place) => (slot, place)).ToDictionary(p => p.slot, p => p.place);
        var bySum = waiting.SelectMany(o => new[] { o.Order.Total, o.Order.Charged }.OfType<Money>().Distinct().Select(sum => (sum, o))).GroupBy(p => p.sum, p => p.o)
            .ToDictionary(g => g.Key, g => (Orders: g.ToList(), Windows: new TimeWindows([.. g.Select(o => ledger.Rules.BookedFor(o.Order))])));
        foreach (var charge in reversed)
        {
            var (named, namedCheckouts) = (new List<OrderSlot>(), new List<CheckoutSlot>());
            NamedTier.FindIn(charge.Entry, names, named);
            NamedTier.FindIn(charge.Entry, checkouts, namedCheckouts);
            named.AddRange([.. references[Names.Id(charge.Entry.Id.Reference)], .. namedCheckouts.SelectMany(c => c.Orders).Where(places.ContainsKey)]);
            foreach (var slot in named.Where(o => o.ReversedPayment is null))
            {
                slot.ReversedPayment = charge.Entry;
            }

            if (named.Count == 0 && new[] { charge.Sum, charge.SumWithFee, charge.Original }.OfType<Money>().Distinct().Select(FirstOf).OfType<OrderSlot>().MinBy(slot => places[slot]) is { } fitting)
            {
                fitting.ReversedPayment = charge.Entry;
            }

            OrderSlot? FirstOf(Money sum)
            {
                if (!bySum.TryGetValue(sum, out var its))
                {
                    return null;
                }

                for (var place = its.Windows.Next(0, charge.Entry.Booked); place >= 0; place = its.Windows.Next(0, charge.Entry.Booked))
                {
                    if (its.Orders[place].ReversedPayment is null)
                    {
                        return its.Orders[place];
                    }

                    its.Windows.Remove(place);
                }

                return null;
            }
        }
    }
}
