using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>refund-without-order: money came back and no payment, order or duplicate explains it.</summary>
internal static class RefundsWithoutOrder
{
    public static IEnumerable<Finding> Find(Ledger ledger) =>
        from refund in ledger.HomelessRefunds
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.RefundWithoutOrder, refund.Id),
            Kind = FindingKind.RefundWithoutOrder,
            Transactions = [refund.Id],
            Amount = refund.Amount.Abs(),
            Confidence = Confidence.Certain,
            Why = $"refund {refund.Id.Id} of {refund.Amount.Abs()} from '{refund.Counterparty}' on {Finder.Day(refund.BookedAtUtc)} names no payment or order known here, and none awaits exactly that amount",
        };
}
