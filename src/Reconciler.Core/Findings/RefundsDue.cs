using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>A refund that has not come, or not whole.</summary>
/// <param name="Due">What the order is due, in its currency.</param>
/// <param name="Returned">What came back of it.</param>
/// <param name="DueOn">The last day on which it is in time.</param>
/// <param name="Small">What is missing, where the tolerance of the pair lets it pass.</param>
internal sealed record OpenRefund(OrderSlot Slot, Money Due, Money Returned, DateOnly DueOn, SmallDifference? Small)
{
    public Money Missing => Due - Returned;

    public FindingKind Kind => Returned.IsZero ? FindingKind.MissingRefund : FindingKind.ShortRefund;

    public string FindingId => Finding.IdOf(Kind, Slot.Order.Id);
}

/// <summary>
/// missing-refund and short-refund: a paid order was cancelled or refunded, the last day for the money has passed, and nothing or too little came.
/// Money at risk is what is missing, in the order's currency; what the tolerance of the pair lets pass is written off. While a refund lies there that may be
/// meant for the order, it is only possible that anything is missing.
/// </summary>
internal static class RefundsDue
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc) =>
        from open in Open(ledger)
        where DateOnly.FromDateTime(asOfUtc) > open.DueOn
        select new Finding
        {
            Id = open.FindingId,
            Kind = open.Kind,
            State = open.Small is null ? FindingState.Open : FindingState.WrittenOff,
            Orders = [open.Slot.Order.Id],
            Transactions = Told.TransactionsOf(open.Slot),
            Amount = open.Missing,
            DueOn = open.DueOn,
            Confidence = open.Slot.PossibleRefunds.Count > 0 ? Confidence.Possible : PaidOtherwise.AtMost(open.Slot.Order, open.Slot.Confidence),
            Why = Why(ledger, open),
        };

    /// <summary>All that is still to come back, due by now or not.</summary>
    public static IEnumerable<OpenRefund> Open(Ledger ledger) => ledger.OrdersInQuestion.Select(slot => OpenFor(ledger, slot)).OfType<OpenRefund>();

    /// <summary>What is still to come back for an order, or null.</summary>
    public static OpenRefund? OpenFor(Ledger ledger, OrderSlot slot) =>
        OrderMoney.Due(slot) is { } due && OrderMoney.Returned(slot) is var returned && due > returned
            ? new OpenRefund(slot, due, returned, ledger.Rules.RefundDueOn(slot.Order), SmallDifference.OfRefund(ledger, slot, returned - due, due))
            : null;

    // How many days it is overdue changes with the clock; the reason must not. Reports and explanations count them.
    private static Reason Why(Ledger ledger, OpenRefund open)
    {
        var order = open.Slot.Order;
        var late = open.Slot.Refunds.Select(part => ledger.Rules.BusinessDaysLate(order.Id.Marketplace, open.DueOn, DateOnly.FromDateTime(part.Refund.BookedAtUtc))).DefaultIfEmpty().Max();
        var since = open.DueOn.AddDays(1);
        var came = open.Returned.IsZero ? Reason.Of(Because.NothingHasComeBack)
            : Reason.Of(Because.OnlyCameBack, open.Returned) + (late > 0 ? Reason.Of(Because.CameLate, late) : Reason.None);
        var rest = open.Small is { } small ? Reason.Of(Because.ComesShortBy, open.Missing) + small.Why
            : open.Returned.IsZero ? Reason.Of(Because.OverdueSince, since)
            : Reason.Of(Because.RestOverdueSince, open.Missing, since);
        return Reason.Of(Because.RefundDue, order.Id.Id, order.Status, order.StatusAtUtc, open.Due, open.DueOn) + came + rest + PossibleRefund.Why(open.Slot.PossibleRefunds) + PaidOtherwise.Why(order);
    }
}
