using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>Reads the findings out of what the matcher decided: the one file that knows every rule, and that none of them knows. A pure function of its input and of the clock given.</summary>
public static class Finder
{
    /// <summary>All findings of that moment, sorted by id: open ones, and duplicates that are already given back (resolved).</summary>
    /// <param name="asOfUtc">The clock for every rule that waits.</param>
    /// <param name="arrivals">The statements of each wallet that are expected, as they came.</param>
    public static IReadOnlyList<Finding> Run(MatchResult result, DateTime asOfUtc, ILookup<string, StatementArrival>? arrivals = null)
    {
        var ledger = result.Ledger;
        var ofAccounts = OfAccounts(ledger.Entries, ledger.Rules, wallet => ledger.Entries.LastOrDefault(e => e.Id.Wallet == wallet)?.Amount.Currency, asOfUtc, arrivals);
        var ofTransfers = OfTransfers(OwnTransfers.Of(ledger.Entries), ledger.Rates, ledger.Rules, asOfUtc);
        return AsDecided(OfRecords(result, asOfUtc).Concat(ofAccounts).Concat(ofTransfers), ledger.Decisions);
    }

    /// <summary>What is wrong with single records of a part and what they meet, and what was found otherwise.</summary>
    internal static IReadOnlyList<Finding> OfPart(MatchResult result, DateTime asOfUtc, IEnumerable<Finding> ofAccounts) => AsDecided(OfRecords(result, asOfUtc).Concat(ofAccounts), result.Decisions);

    /// <summary>What is wrong with orders that are paid; decisions are not looked at.</summary>
    internal static IEnumerable<Finding> OfPaid(Ledger ledger, DateTime asOfUtc) =>
        RefundsDue.Find(ledger, asOfUtc).Concat(ExcessRefunds.Find(ledger)).Concat(AmountMismatches.Find(ledger, asOfUtc)).Concat(FxDeviations.Find(ledger));

    /// <summary>What is wrong with the statements of accounts as a whole; decisions are not looked at.</summary>
    /// <param name="entries">All entries of the accounts, in time order, then by id.</param>
    /// <param name="lastCurrency">The currency of a wallet's last entry; null where it has none.</param>
    public static IEnumerable<Finding> OfAccounts(IReadOnlyList<Entry> entries, MatchingRules rules, Func<string, Currency?> lastCurrency, DateTime asOfUtc, ILookup<string, StatementArrival>? arrivals) =>
        StatementGaps.Find(entries).Concat(MissingStatements.Find(rules, lastCurrency, arrivals ?? NoArrivals, asOfUtc));

    /// <summary>What left one of our own accounts and did not arrive in another; decisions are not looked at.</summary>
    public static IEnumerable<Finding> OfTransfers(OwnTransfers transfers, RateTable rates, MatchingRules rules, DateTime asOfUtc) => TransfersMissing.Find(transfers, rates, rules, asOfUtc);

    /// <summary>By what left for another of our own accounts: where it came to.</summary>
    public static IReadOnlyDictionary<TransactionId, TransferEnd> TransferEnds(OwnTransfers transfers, RateTable rates, MatchingRules rules) => TransfersMissing.Ends(transfers, rates, rules);

    private static IEnumerable<Finding> OfRecords(MatchResult result, DateTime asOfUtc)
    {
        var ledger = result.Ledger;
        IEnumerable<IEnumerable<Finding>> rules =
        [
            DuplicateCharges.Find(ledger),
            RefundsDue.Find(ledger, asOfUtc),
            ExcessRefunds.Find(ledger),
            AmountMismatches.Find(ledger, asOfUtc),
            ChargesWithoutOrder.Find(ledger, asOfUtc),
            OrdersWithoutCharge.Find(ledger, asOfUtc),
            RefundsWithoutOrder.Find(ledger),
            AmbiguousMatches.Find(ledger),
            FxDeviations.Find(ledger),
            StaleHolds.Find(ledger, asOfUtc),
            ConflictingRecords.Find(result),
        ];
        return rules.SelectMany(found => found);
    }

    /// <summary>As people decided of them, sorted by id.</summary>
    internal static IReadOnlyList<Finding> AsDecided(IEnumerable<Finding> findings, Decisions decisions) =>
        [.. findings.Select(f => Decided(f, decisions)).OrderBy(f => f.Id, StringComparer.Ordinal)];

    /// <summary>
    /// The last moment for which <see cref="Run"/> says the same of the same records: the next one at which something has waited long enough, at most
    /// the end of that day (UTC).
    /// </summary>
    public static DateTime HoldsUntil(MatchResult result, DateTime asOfUtc) => HoldsUntil(result.Ledger.Rules, Waits(result.Ledger).Select(w => w.UntilUtc), asOfUtc);

    /// <summary>The same where the next moment is known at which something has waited long enough.</summary>
    public static DateTime HoldsUntil(MatchingRules rules, DateTime? nextUtc, DateTime asOfUtc) => HoldsUntil(rules, nextUtc is { } next ? [next] : Array.Empty<DateTime>(), asOfUtc);

    private static DateTime HoldsUntil(MatchingRules rules, IEnumerable<DateTime> waitsUntilUtc, DateTime asOfUtc) =>
        waitsUntilUtc.Concat(rules.ExpectedStatements.Select(e => e.DeadlineAfter(asOfUtc.AddTicks(-1)))) // at the deadline itself it may still come
            .Where(end => end >= asOfUtc).Append(asOfUtc.Date.AddDays(1).AddTicks(-1)).Min();

    /// <summary>The moments up to which records may wait, past ones as well; some of a record that waits no more.</summary>
    internal static IEnumerable<(TransactionId? Entry, OrderId? Order, DateTime UntilUtc)> Waits(Ledger ledger) =>
        ledger.OpenCharges.Select(c => ((TransactionId?)c.Entry.Id, (OrderId?)null, ChargesWithoutOrder.WaitsUntil(ledger, c)))
            .Concat(StaleHolds.Holds(ledger).Select(h => ((TransactionId?)h.Id, (OrderId?)null, StaleHolds.StandsUntil(ledger, h))))
            .Concat(ledger.OrdersInQuestion.SelectMany(o => Waits(ledger, o).Select(until => ((TransactionId?)null, (OrderId?)o.Order.Id, until))));

    private static IEnumerable<DateTime> Waits(Ledger ledger, OrderSlot slot)
    {
        if (OrdersWithoutCharge.IsExpected(slot))
        {
            yield return OrdersWithoutCharge.WaitsUntil(ledger, slot);
        }

        if (OrderMoney.Mismatch(slot) is not null)
        {
            yield return AmountMismatches.WaitsUntil(ledger, slot);
        }

        if (RefundsDue.OpenFor(ledger, slot) is { } open)
        {
            yield return open.DueOn.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddTicks(-1);
        }
    }

    private static readonly ILookup<string, StatementArrival> NoArrivals = Array.Empty<StatementArrival>().ToLookup(_ => string.Empty);

    private static Finding Decided(Finding finding, Decisions decisions) =>
        decisions.IsWrittenOff(finding.Id) ? finding with { State = FindingState.WrittenOff }
        : decisions.IsDismissed(finding.Id) ? finding with { State = FindingState.Dismissed }
        : finding;
}
