using Reconciler.Core.Reasons;
using Reconciler.Core.Records;

namespace Reconciler.Core.Matching;

/// <summary>By when a refund must come, counted in the business days of its marketplace.</summary>
public static class RefundClock
{
    /// <summary>The last day on which an order's refund is in time.</summary>
    public static DateOnly RefundDueOn(this MatchingRules rules, Order order) =>
        rules.CalendarOf(order.Id.Marketplace).AddBusinessDays(DateOnly.FromDateTime(order.StatusAtUtc), rules.RefundDueBusinessDays);

    /// <summary>How many business days a day lies after the last one in time: 0 in time, and at least 1 after it, also on a weekend.</summary>
    public static int BusinessDaysLate(this MatchingRules rules, string marketplace, DateOnly dueOn, DateOnly day) =>
        day <= dueOn ? 0 : Math.Max(1, rules.CalendarOf(marketplace).BusinessDaysAfter(dueOn, day));

    internal static string Count(int businessDays) => businessDays == 1 ? "1 business day" : FormattableString.Invariant($"{businessDays} business days");

    /// <summary>How late money came back for an order; none where it came in time.</summary>
    internal static Reason HowLate(Ledger ledger, OrderSlot slot, Entry refund) =>
        ledger.Rules.BusinessDaysLate(slot.Order.Id.Marketplace, ledger.Rules.RefundDueOn(slot.Order), DateOnly.FromDateTime(refund.BookedAtUtc)) is > 0 and var days
            ? Reason.Of(Because.CameLateAfter, ledger.Rules.RefundDueOn(slot.Order), days)
            : Reason.None;
}
