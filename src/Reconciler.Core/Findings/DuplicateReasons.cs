using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// Both sides of a repeated charge: what makes it a double charge, what would make it a rightful repeat, and what decided. Tells only what was looked up.
/// </summary>
internal sealed class DuplicateReasons(Ledger ledger)
{
    // As older stores keep it in words.
    private const string OtherSide = ". In favour of a rightful repeat: ";

    private readonly Dictionary<(string, string, Money), List<DateTime>> paid = ledger.Duplicates.Count == 0 ? [] : RepeatedCharges.InTimeOrder(ledger, c => c.State == ChargeState.Paid)
        .GroupBy(p => p.Likeness, p => p.Entry.Entry.BookedAtUtc).ToDictionary(g => g.Key, g => g.ToList());

    private readonly OpenOrders byTotal = OpenByAmount(ledger, o => o.Order.Total);
    private readonly OpenOrders byCharged = OpenByAmount(ledger, o => o.Order.Charged);

    /// <summary>A reason without what speaks for the other side.</summary>
    public static Reason OneSide(Reason why) =>
        why.IsPlain ? Reason.Of(why.Kept.Split(OtherSide)[0])
        : why.Before(fact => fact is Because.RightfulNothing or Because.RightfulNothingOfAmount or Because.RightfulPaymentsTo or Because.RightfulPaymentsFrom
            or Because.RightfulOrder or Because.RightfulOrderAndPaymentsTo or Because.RightfulOrderAndPaymentsFrom);

    /// <summary>The case for a double charge.</summary>
    public static Reason For(Duplicate duplicate)
    {
        var (charge, payment) = (duplicate.Charge, duplicate.Payment);
        var orders = string.Join(", ", duplicate.Orders.Select(o => o.Order.Id.Id));
        if (payment is null)
        {
            return Reason.Of(Because.NamesPaidOrder, orders);
        }

        var isLater = charge.At >= payment.At;
        var apart = TimeApart.Of(charge.At - payment.At);
        if (duplicate.Confidence != Confidence.Certain)
        {
            return Reason.Of(isLater ? Because.SameAsEarlier : Because.SameAsLater, payment.Entry.Id.Id, apart, orders);
        }

        var sameParty = payment.Payee == charge.Payee && payment.Payee.Length > 0;
        return Reason.Of(isLater ? Because.NamesOrderPaidBefore : Because.NamesOrderPaidLater, orders, payment.Entry.Id.Id, apart) + Reason.Of((sameParty, payment.Sum == charge.Sum) switch
        {
            (true, true) => Because.SamePartyAndAmount,
            (true, false) => Because.SameParty,
            (false, true) => Because.SameAmount,
            _ => Because.NothingElseSame,
        });
    }

    /// <summary>The case for a rightful repeat, and what decided against it.</summary>
    public Reason Against(Duplicate duplicate)
    {
        var named = duplicate.Confidence == Confidence.Certain;
        var charge = duplicate.Charge;
        var isTo = charge.Direction == Direction.Purchases;
        var earlier = EarlierThan(charge, duplicate.Payment);
        var sides = (named ? OpenOrderFor(charge) : null)?.Order is { } order
            ? earlier == 0 ? Reason.Of(Because.RightfulOrder, order.Id.Id, order.Total)
                : Reason.Of(isTo ? Because.RightfulOrderAndPaymentsTo : Because.RightfulOrderAndPaymentsFrom, order.Id.Id, order.Total, earlier, charge.Entry.Counterparty)
            : earlier == 0 ? Reason.Of(named ? Because.RightfulNothingOfAmount : Because.RightfulNothing)
            : Reason.Of(isTo ? Because.RightfulPaymentsTo : Because.RightfulPaymentsFrom, earlier, charge.Entry.Counterparty) + Reason.Of(named ? Because.NoOpenOrderOfAmount : Because.NoOpenOrderFits);
        return sides + Reason.Of(named ? Because.ItsOrderDecided : Because.WhichDecided);
    }

    private static OpenOrders OpenByAmount(Ledger ledger, Func<OrderSlot, Money?> due)
    {
        var wanted = ledger.Duplicates.SelectMany(d => Amounts(d.Charge)).ToHashSet();
        return new OpenOrders(ledger, o => due(o) is { } sum && wanted.Contains(sum) ? sum.ToString() : string.Empty);
    }

    private static IEnumerable<Money> Amounts(Charge charge) => new[] { charge.Sum, charge.SumWithFee, charge.Original }.OfType<Money>().Distinct();

    /// <summary>The first open order that a charge could have paid without its name.</summary>
    private OrderSlot? OpenOrderFor(Charge charge) =>
        Amounts(charge).SelectMany(amount => byTotal.InWindow(charge, amount.ToString()).Take(1).Concat(byCharged.InWindow(charge, amount.ToString()).Take(1))).FirstOrDefault();

    /// <summary>How many payments that look the same came before both.</summary>
    private int EarlierThan(Charge charge, Charge? payment)
    {
        var before = payment is not null && payment.At < charge.At ? payment.At : charge.At;
        return paid.TryGetValue(RepeatedCharges.Likeness(charge), out var alike) ? EqualAmounts.FirstAtOrAfter(alike, before) - EqualAmounts.FirstAtOrAfter(alike, before - RepeatedCharges.LookBack) : 0;
    }
}
