using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Simulator;

namespace Reconciler.Core.Tests;

/// <summary>A quarter told day by day ends where the same quarter told at once does.</summary>
public sealed class HistoryTests
{
    [Fact]
    public void Ninety_daily_runs_end_where_one_run_over_the_whole_does()
    {
        var knobs = new Knobs { Orders = 400, LaterShare = 0.3, EqualAmounts = 0.2 };
        var told = Scenario.Simulate(knobs);
        var rules = MatchingRules.Default with { Pairs = new Pairs(SimulatedFiles.Pairs) };
        var rates = new RateTable(told.Rates);
        var known = (IReadOnlyList<Finding>)[];
        var resolved = 0;
        for (var day = 89; day >= 0; day--)
        {
            var asOf = knobs.AsOfUtc.AddDays(-day);
            var found = Finder.Run(Match(told.Entries.Where(e => day == 0 || e.BookedAtUtc <= asOf), told.Orders.Where(o => day == 0 || o.StatusAtUtc <= asOf)), asOf);
            var changes = FindingHistory.Changes(known, found, asOf);
            resolved += changes.Count(f => f.State == FindingState.Resolved);
            known = FindingHistory.Merge(known, changes);
        }

        var whole = Match(told.Entries, told.Orders);
        var atOnce = FindingHistory.Changes([], Finder.Run(whole, knobs.AsOfUtc), knobs.AsOfUtc);
        Assert.Equal(AtRisk(atOnce), AtRisk(known));
        Assert.NotEmpty(AtRisk(known));
        Assert.True(resolved > 20, $"only {resolved} findings came and went: the days told nothing");

        MatchResult Match(IEnumerable<Entry> entries, IEnumerable<Order> orders) => Matcher.Run(
            [.. entries.GroupBy(e => e.Id).Select(g => Versions.Choose([.. g]))], [.. orders.GroupBy(o => o.Id).Select(g => Versions.Choose([.. g]))], rates, rules, Decisions.None);
    }

    [Fact]
    public void Files_in_any_order_and_cut_at_any_row_give_the_same_bytes()
    {
        var told = Scenario.Simulate(new Knobs { Orders = 400, LaterShare = 0.3, Seed = 3 });
        var rules = MatchingRules.Default with { Pairs = new Pairs(SimulatedFiles.Pairs) };
        var hashes = Enumerable.Range(1, 5).Select(seed =>
        {
            var random = new Random(seed);
            var result = Matcher.Run(
                [.. told.Entries.OrderBy(_ => random.Next()).GroupBy(e => e.Id).Select(g => Versions.Choose([.. g]))],
                [.. told.Orders.OrderBy(_ => random.Next()).GroupBy(o => o.Id).Select(g => Versions.Choose([.. g]))],
                new RateTable(told.Rates), rules, Decisions.None);
            return ResultHash.Of(result.Matches, Finder.Run(result, new Knobs().AsOfUtc));
        });
        Assert.Single(hashes.Distinct());
    }

    private static IReadOnlyList<string> AtRisk(IEnumerable<Finding> findings) =>
        [.. findings.Where(f => f.IsAtRisk).Select(f => $"{f.Id} {f.Kind} {f.Amount} {f.DueOn} {f.Confidence} {f.Why}").Order(StringComparer.Ordinal)];
}
