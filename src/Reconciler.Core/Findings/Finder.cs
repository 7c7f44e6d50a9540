using Reconciler.Core.Matching;
using Reconciler.Core.Records;

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
            StatementGaps.Find(ledger),
            MissingStatements.Find(ledger, arrivals ?? NoArrivals, asOfUtc),
        ];
        return [.. rules.SelectMany(found => found).Select(f => Decided(f, ledger.Decisions)).OrderBy(f => f.Id, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The last moment for which <see cref="Run"/> says the same of the same records: the next one at which something has waited long enough, at most
    /// the end of that day (UTC), for refunds fall due by days.
    /// </summary>
    public static DateTime HoldsUntil(MatchResult result, DateTime asOfUtc)
    {
        var ledger = result.Ledger;
        var waits = ledger.OpenCharges.Select(c => ChargesWithoutOrder.WaitsUntil(ledger, c))
            .Concat(ledger.Orders.Where(OrdersWithoutCharge.IsExpected).Select(o => OrdersWithoutCharge.WaitsUntil(ledger, o)))
            .Concat(ledger.Orders.Where(o => OrderMoney.Mismatch(o) is not null).Select(o => AmountMismatches.WaitsUntil(ledger, o)))
            .Concat(StaleHolds.Holds(ledger).Select(h => StaleHolds.StandsUntil(ledger, h)))
            .Concat(ledger.Rules.ExpectedStatements.Select(e => e.DeadlineAfter(asOfUtc.AddTicks(-1)))); // at the deadline itself it may still come
        return waits.Where(end => end >= asOfUtc).Append(asOfUtc.Date.AddDays(1).AddTicks(-1)).Min();
    }

    private static readonly ILookup<string, StatementArrival> NoArrivals = Array.Empty<StatementArrival>().ToLookup(_ => string.Empty);

    private static Finding Decided(Finding finding, Decisions decisions) =>
        decisions.IsWrittenOff(finding.Id) ? finding with { State = FindingState.WrittenOff }
        : decisions.IsDismissed(finding.Id) ? finding with { State = FindingState.Dismissed }
        : finding;
}
