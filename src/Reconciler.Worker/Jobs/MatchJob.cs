using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Import.Files;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>What a matching run decided, as it now stands in the store.</summary>
/// <param name="IsNew">False where nothing was matched again, because what is stored holds.</param>
/// <param name="Matches">How many there are.</param>
/// <param name="Totals">Balanced; its row totals are those given.</param>
/// <param name="Awaited">The refunds that have not come, due or not.</param>
internal sealed record MatchOutcome(bool IsNew, long Matches, IReadOnlyList<Finding> Findings, ControlTotals Totals, string ResultHash, IReadOnlyList<AwaitedRefunds> Awaited);

/// <summary>
/// Loads entries and orders, decides what settles what, and saves matches and findings in one transaction. Where nothing is new since the last time
/// and nothing has waited long enough, what is stored holds, and nothing is loaded.
/// </summary>
internal sealed class MatchJob(Workplace place, Database store, ILogger log)
{
    public MatchOutcome Run(RunClock run, RowTotals rows)
    {
        using var work = store.Begin();
        var arrivals = Arrivals(place, work);
        var inputHash = InputHash(place, work, arrivals);
        if (work.Matches.LoadBasis() is { } basis && basis.HoldsFor(inputHash, run.AsOfUtc))
        {
            log.MatchesHold(basis.Matches, basis.AsOfUtc);
            return new MatchOutcome(false, basis.Matches, [.. work.Findings.LoadAll()], basis.Totals with { Rows = rows }, basis.ResultHash, basis.Awaited);
        }

        var result = Match(place, work);
        var known = work.Findings.LoadAll().ToList();
        var found = Find(work, result, known, run.AsOfUtc, arrivals);
        var changes = FindingHistory.Changes(known, found, run.AsOfUtc, result.Decisions);
        var hash = ResultHash.Of(result.Matches, found);
        var totals = Totals.Of(result, found, rows);
        var awaited = AwaitedRefunds.Of(result);
        LetStand(work, result.Conflicts);
        var changed = work.Matches.Replace(result.Matches) | work.Findings.Apply(changes, run.RunId) > 0;
        work.Matches.SaveBasis(new MatchBasis(inputHash, run.AsOfUtc, Finder.HoldsUntil(result, run.AsOfUtc), hash, result.Matches.Count, totals, awaited));
        if (changed)
        {
            work.Audit.Append(run.StartedAtUtc, Actor.Name, "matched", run.RunId,
                JsonSerializer.Serialize(new { matches = result.Matches.Count, findings = changes.Select(f => new { id = f.Id, state = f.State.ToString() }), resultHash = hash }));
        }

        work.Commit();
        log.Matched(totals.Entries.All.Count, totals.Orders.All.Count, result.Matches.Count, found.Count(f => f.State == FindingState.Open), changes.Count);
        return new MatchOutcome(true, result.Matches.Count, FindingHistory.Merge(known, changes), totals, hash, awaited);
    }

    /// <summary>The matcher over all that the store holds.</summary>
    public static MatchResult Match(Workplace place, Work work)
    {
        var entries = work.Entries.LoadAll(withRawText: false).ToList();
        var orders = work.Orders.LoadAll(withRawText: false).ToList();
        return Matcher.Run(entries, orders, RateFiles.Load(place.RatesFolder), place.Settings.Matching.ToRules(), PeopleDecided.That(work));
    }

    /// <summary>What is exported, explained and written about is the version that was matched.</summary>
    private static void LetStand(Work work, IReadOnlyList<Conflict> conflicts)
    {
        foreach (var conflict in conflicts)
        {
            if (conflict.Transaction is { } transaction)
            {
                work.Entries.LetStand(transaction, conflict.Standing);
            }
            else if (conflict.Order is { } order)
            {
                work.Orders.LetStand(order, conflict.Standing);
            }
        }
    }

    /// <summary>
    /// What is wrong at a moment. The clock of a case never runs backwards: of one that knows of later moments than this, what is wrong is told at the last of them,
    /// so that an earlier clock neither closes it nor opens it again, and money that came still does.
    /// </summary>
    public static IReadOnlyList<Finding> Find(Work work, MatchResult result, IReadOnlyCollection<Finding> known, DateTime asOfUtc, ILookup<string, StatementArrival>? arrivals)
    {
        var found = Finder.Run(result, asOfUtc, arrivals);
        var ahead = CaseFile.Of(known, work.Disputes.LoadAll(), work.Answers.LoadAll(), work.Disputes.LoadInstructions()).Where(c => c.LastMomentUtc > asOfUtc).ToDictionary(c => c.Finding.Id, c => c.LastMomentUtc, StringComparer.Ordinal);
        return ahead.Count == 0
            ? found
            : [.. found.Where(f => !ahead.ContainsKey(f.Id)).Concat(Finder.Run(result, ahead.Values.Max(), arrivals).Where(f => ahead.ContainsKey(f.Id))).OrderBy(f => f.Id, StringComparer.Ordinal)];
    }

    /// <summary>The statements of each wallet as they came, where the configuration asks; else null.</summary>
    public static ILookup<string, StatementArrival>? Arrivals(Workplace place, Work work) =>
        place.Settings.Matching.ExpectedStatements.Count > 0 ? work.InputFiles.LoadArrivals() : null;

    // Records are only ever added, so their number tells whether any are new.
    private static string InputHash(Workplace place, Work work, ILookup<string, StatementArrival>? arrivals) => ShortHash.Sha256(JsonSerializer.SerializeToUtf8Bytes(new
    {
        program = typeof(Matcher).Module.ModuleVersionId,
        rules = place.Settings.Matching,
        rates = RateFiles.Sha256(place.RatesFolder),
        entries = work.Entries.CountVersions(),
        orders = work.Orders.CountVersions(),
        arrivals = arrivals?.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new { wallet = a.Key, came = a }),
        decisions = work.Decisions.LoadAll().Where(d => d.UndoneAtUtc is null).Select(d => d.Id),
    }));
}
