using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;

namespace Reconciler.Core.Findings;

/// <summary>order-without-charge: the marketplace says that the order was paid, and three days on no charge pays it.</summary>
internal static class OrdersWithoutCharge
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc) =>
        from slot in ledger.OrdersInQuestion
        where IsExpected(slot) && asOfUtc > WaitsUntil(ledger, slot)
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.OrderWithoutCharge, slot.Order.Id),
            Kind = FindingKind.OrderWithoutCharge,
            Orders = [slot.Order.Id],
            Amount = slot.Order.Total,
            Confidence = PaidOtherwise.AtMost(slot.Order, Confidence.Certain),
            Why = Reason.Of(Because.NoChargePays, slot.Order.Id.Id, slot.Order.Total, slot.Order.Status, Since(slot)) + PaidOtherwise.Why(slot.Order),
        };

    /// <summary>Whether a charge for the order must be there or come: it is said to be paid, and nothing else explains it.</summary>
    internal static bool IsExpected(OrderSlot slot) =>
        slot is { IsOpen: true, IsAmbiguous: false, ReversedPayment: null }
        && (slot.Order.PaidAtUtc is not null || slot.Order.Status is not (OrderStatus.AwaitingPayment or OrderStatus.Cancelled));

    /// <summary>The last moment at which its charge may come.</summary>
    internal static DateTime WaitsUntil(Ledger ledger, OrderSlot slot) => (slot.Order.Paid ?? slot.Order.Placed).LastUtc + ledger.Rules.WaitingPeriod;

    private static DateTime Since(OrderSlot slot) => slot.Order.PaidAtUtc ?? slot.Order.PlacedAtUtc;
}
