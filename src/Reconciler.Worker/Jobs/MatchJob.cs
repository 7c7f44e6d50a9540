using System.Text.Json;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reports;
using Reconciler.Import;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>What a matching run decided, as it now stands in the store.</summary>
/// <param name="Totals">Balanced; its row totals are those given.</param>
/// <param name="Awaited">The refunds that have not come, due or not.</param>
internal sealed record MatchOutcome(MatchResult Result, IReadOnlyList<Finding> Findings, ControlTotals Totals, string ResultHash, IReadOnlyList<AwaitedRefunds> Awaited);

/// <summary>Loads entries and orders, decides what settles what, and saves matches and findings in one transaction.</summary>
internal sealed class MatchJob(Workplace place, Database store, ILogger log)
{
    public MatchOutcome Run(RunClock run, RowTotals rows)
    {
        using var work = store.Begin();
        var result = Match(place, work);
        var found = Finder.Run(result, run.AsOfUtc);
        var known = work.Findings.LoadAll().ToList();
        var changes = FindingHistory.Changes(known, found, run.AsOfUtc, result.Decisions);
        var findings = FindingHistory.Merge(known, changes);
        var hash = ResultHash.Of(result.Matches, found);
        var changed = work.Matches.Replace(result.Matches) | work.Findings.Apply(changes, run.RunId) > 0;
        if (changed)
        {
            work.Audit.Append(run.StartedAtUtc, Actor.Name, "matched", run.RunId,
                JsonSerializer.Serialize(new { matches = result.Matches.Count, findings = changes.Select(f => new { id = f.Id, state = f.State.ToString() }), resultHash = hash }));
        }

        work.Commit();
        var totals = Totals.Of(result, found, rows);
        log.Matched(totals.Entries.All.Count, totals.Orders.All.Count, result.Matches.Count, found.Count(f => f.State == FindingState.Open), changes.Count);
        return new MatchOutcome(result, findings, totals, hash, AwaitedRefunds.Of(result));
    }

    /// <summary>The matcher over all that the store holds.</summary>
    public static MatchResult Match(Workplace place, Work work)
    {
        var entries = work.Entries.LoadAll(withRawText: false).ToList();
        var orders = work.Orders.LoadAll(withRawText: false).ToList();
        return Matcher.Run(entries, orders, RateFiles.Load(place.RatesFolder), place.Settings.Matching.ToRules(), PeopleDecided.That(work));
    }
}
