using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;

namespace Reconciler.Core.Findings;

/// <summary>refund-without-order: money came back and no payment, order or duplicate explains it, or nothing tells what it is worth to the order that it names.</summary>
internal static class RefundsWithoutOrder
{
    public static IEnumerable<Finding> Find(Ledger ledger) =>
        from homeless in ledger.HomelessRefunds
        let refund = homeless.Refund
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.RefundWithoutOrder, refund.Id),
            Kind = FindingKind.RefundWithoutOrder,
            Orders = [.. homeless.Orders.Select(o => o.Order.Id).Order()],
            Transactions = [refund.Id],
            Amount = refund.Amount.Abs(),
            Confidence = homeless.Orders.Count == 0 ? Confidence.Certain : Confidence.Probable,
            Why = Reason.Of(Because.RefundHasNoHome, refund.Id.Id, refund.Amount.Abs(), refund.Counterparty, refund.BookedOn) + homeless.Why,
        };
}
