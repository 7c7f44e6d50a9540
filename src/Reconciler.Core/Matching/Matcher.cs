using Reconciler.Core.Reasons;
using Reconciler.Core.Records;

namespace Reconciler.Core.Matching;

/// <summary>
/// Decides which entries settle which orders. A pure function: the order of its input makes no difference, and all tiers run over all charges, one
/// after the other, so that a weaker tier never undoes a stronger one.
/// </summary>
public static class Matcher
{
    /// <summary>The matcher over records with all their versions: contradicting ones are settled first.</summary>
    public static MatchResult Run(IReadOnlyCollection<Versioned<Entry>> entries, IReadOnlyCollection<Versioned<Order>> orders, RateTable rates, MatchingRules rules, Decisions decisions)
    {
        var settled = Conflicts.Settle(entries, orders, rates, rules);
        return Run(settled.Entries, settled.Orders, rates, rules, decisions, settled.Conflicts);
    }

    public static MatchResult Run(IEnumerable<Entry> entries, IEnumerable<Order> orders, RateTable rates, MatchingRules rules, Decisions? decisions = null, IReadOnlyList<Conflict>? conflicts = null) =>
        new(Settle(entries, orders, rates, rules, decisions), conflicts ?? []);

    /// <summary>The same without the matches and their reasons.</summary>
    internal static Ledger Settle(IEnumerable<Entry> entries, IEnumerable<Order> orders, RateTable rates, MatchingRules rules, Decisions? decisions)
    {
        var ledger = new Ledger(entries, orders, rates, rules, decisions ?? Decisions.None);
        Name(ledger);
        do
        {
            // After the first time only for what gave way: whatever else stayed open does not depend on it.
            ExactAmountTier.Run(ledger);
            OriginalAmountTier.Run(ledger);
            RateTier.Run(ledger);
            SeveralOrdersTier.Run(ledger);
            NearAmountTier.Run(ledger);
        }
        while (RepeatedCharges.TakePlaces(ledger)); // what gave way may fit an order that is open
        RepeatedCharges.Run(ledger);
        Return(ledger);
        return ledger;
    }

    /// <summary>What names alone decide: all else stays open.</summary>
    internal static Ledger SettleNamed(IEnumerable<Entry> entries, IEnumerable<Order> orders, RateTable rates, MatchingRules rules, Decisions decisions)
    {
        var ledger = new Ledger(entries, orders, rates, rules, decisions);
        Name(ledger);
        Return(ledger);
        return ledger;
    }

    private static void Name(Ledger ledger)
    {
        NamedTier.FindNames(ledger);
        DecidedPairs.Run(ledger);
        NamedTier.Run(ledger);
    }

    private static void Return(Ledger ledger)
    {
        RefundMatching.Run(ledger);
        ReversedPayments.Run(ledger);
    }
}

/// <summary>What the matcher decided: the matches, and the ledger from which the findings are read.</summary>
public sealed class MatchResult
{
    internal MatchResult(Ledger ledger, IReadOnlyList<Conflict> conflicts)
    {
        Conflicts = conflicts;
        Ledger = ledger;
        Match[] matches = [.. Payments(ledger), .. Refunds(ledger)];
        Array.Sort(Array.ConvertAll(matches, m => m.Number), matches);
        Matches = matches;
    }

    /// <summary>What settles orders, sorted by id.</summary>
    public IReadOnlyList<Match> Matches { get; }

    /// <summary>Records that were told with different money under one id.</summary>
    public IReadOnlyList<Conflict> Conflicts { get; }

    /// <summary>What people decided, as the matcher was told.</summary>
    public Decisions Decisions => Ledger.Decisions;

    internal Ledger Ledger { get; }

    private static List<Match> Payments(Ledger ledger)
    {
        var repeats = new RightfulRepeats(ledger);
        var matches = new List<Match>(ledger.Charges.Count);
        foreach (var slot in ledger.Orders)
        {
            if (!slot.IsPaid)
            {
                continue;
            }

            foreach (var payment in slot.Payments)
            {
                var transaction = payment.Charge.Entry.Id;
                matches.Add(new Match(
                    Match.IdOf(MatchRole.Payment, slot.Order.Id, transaction), MatchRole.Payment, slot.Order.Id, transaction, payment.Part, slot.Rule, slot.Confidence,
                    slot.Why + repeats.Why(payment.Charge)));
            }
        }

        return matches;
    }

    private static IEnumerable<Match> Refunds(Ledger ledger) =>
        from slot in ledger.OrdersWithReturns
        from refund in slot.Refunds
        select new Match(
            Match.IdOf(MatchRole.Refund, slot.Order.Id, refund.Refund.Id), MatchRole.Refund, slot.Order.Id, refund.Refund.Id, refund.Part, "refund", refund.IsProbable && slot.Confidence == Confidence.Certain ? Confidence.Probable : slot.Confidence,
            refund.Why + Reason.Of(Because.WorthOfDue, refund.Value) + RefundClock.HowLate(ledger, slot, refund.Refund) + (refund == slot.Refunds[^1] ? Short(ledger, slot) : Reason.None));

    /// <summary>What still misses after the last refund of an order, where it is small enough to pass.</summary>
    private static Reason Short(Ledger ledger, OrderSlot slot) =>
        OrderMoney.Due(slot) is { } due && SmallDifference.OfRefund(ledger, slot, OrderMoney.Returned(slot) - due, due) is { } small
            ? Reason.Of(Because.AndTogether) + small.Than((Because.MoreThanDue, Because.LessThanDue), due) : Reason.None;
}
