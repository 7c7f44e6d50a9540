using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// Both sides of a repeated charge: what makes it a double charge, what would make it a rightful repeat, and what decided. Tells only what was looked up.
/// </summary>
internal sealed class DuplicateReasons(Ledger ledger)
{
    /// <summary>Where the other side begins in the reason of a finding.</summary>
    public const string OtherSide = ". In favour of a rightful repeat: ";

    private readonly Dictionary<(string, string, Money), List<DateTime>> paid = ledger.Duplicates.Count == 0 ? [] : RepeatedCharges.InTimeOrder(ledger, c => c.State == ChargeState.Paid)
        .GroupBy(p => p.Likeness, p => p.Entry.Entry.BookedAtUtc).ToDictionary(g => g.Key, g => g.ToList());

    private readonly OpenOrders byTotal = OpenByAmount(ledger, o => o.Order.Total);
    private readonly OpenOrders byCharged = OpenByAmount(ledger, o => o.Order.Charged);

    /// <summary>The case for a double charge.</summary>
    public static string For(Duplicate duplicate)
    {
        var (charge, payment) = (duplicate.Charge, duplicate.Payment);
        if (duplicate.Confidence != Confidence.Certain && payment is not null)
        {
            return $"same wallet, counterparty and amount as transaction {payment.Entry.Id.Id} ({Apart(charge, payment)}), which pays {Names(duplicate.Orders)}";
        }

        if (payment is null)
        {
            return $"it names {Names(duplicate.Orders)}, which is paid already";
        }

        var sameParty = payment.Payee == charge.Payee && payment.Payee.Length > 0;
        var same = (sameParty, payment.Sum == charge.Sum) switch
        {
            (true, true) => ", same counterparty and amount",
            (true, false) => ", same counterparty",
            (false, true) => ", same amount",
            _ => "",
        };
        return $"it names {Names(duplicate.Orders)}, which {payment.Entry.Id.Id} has paid ({Apart(charge, payment)}{same})";
    }

    /// <summary>The case for a rightful repeat, and what decided against it.</summary>
    public string Against(Duplicate duplicate)
    {
        var named = duplicate.Confidence == Confidence.Certain;
        var charge = duplicate.Charge;
        var other = named ? OpenOrderFor(charge) : null;
        var earlier = EarlierThan(charge, duplicate.Payment);
        var count = earlier == 1 ? "1 earlier payment" : FormattableString.Invariant($"{earlier} earlier payments");
        var regular = $"{(charge.Direction == Direction.Purchases ? "to" : "from")} '{charge.Entry.Counterparty}' {(earlier == 1 ? "equals" : "equal")} it";
        var sides = (other, earlier) switch
        {
            (null, 0) => $"nothing; no earlier payment equals it, and no open order {(named ? "has its amount" : "fits it")}",
            (null, _) => $"only that {count} {regular}; no open order {(named ? "has its amount" : "fits it")}",
            (_, 0) => $"only that order {other.Order.Id.Id} of {other.Order.Total} is open in its time",
            _ => $"order {other.Order.Id.Id} of {other.Order.Total} is open in its time, and {count} {regular}",
        };
        return OtherSide + sides + (named ? "; the order that it names decided" : ", which decided");
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

    private static string Names(IReadOnlyList<OrderSlot> orders) => $"order {string.Join(", ", orders.Select(o => o.Order.Id.Id))}";

    private static string Apart(Charge charge, Charge payment) => $"{TimeApart.Words(charge.At - payment.At)} {(charge.At >= payment.At ? "before" : "later")}";
}
