using System.Diagnostics;
using System.Globalization;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;

namespace Reconciler.Simulator;

/// <summary>Simulates, lets the matcher decide in this process, scores and takes the time.</summary>
internal static class Trial
{
    /// <returns>True where nothing differs from the truth.</returns>
    public static bool Run(Knobs knobs, TextWriter output, int listed)
    {
        var simulation = Scenario.Simulate(knobs, inThisProcess: true);
        var entries = AsInFiles(knobs, simulation.Entries).GroupBy(e => e.Id).Select(g => Versions.Choose([.. g])).ToList();
        var orders = AsInFiles(knobs, simulation.Orders).GroupBy(o => o.Id).Select(g => Versions.Choose([.. g])).ToList();
        var rules = MatchingRules.Default with { Pairs = new Pairs(SimulatedFiles.Pairs), OwnAccounts = Scenarios.Transfers.OwnAccounts, ExpectedStatements = [.. simulation.Statements.Select(s => s.Schedule)] };
        var arrivals = simulation.Statements.SelectMany(s => s.Arrivals.Select(a => (s.Schedule.Wallet, Arrival: a))).ToLookup(p => p.Wallet, p => p.Arrival);

        var clock = Stopwatch.StartNew();
        var result = Matcher.Run(entries, orders, new RateTable(simulation.Rates), rules, Decisions.None);
        var matched = clock.Elapsed;
        var findings = Finder.Run(result, knobs.AsOfUtc, arrivals);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{orders.Count} orders, {entries.Count} entries, seed {knobs.Seed}: matched in {matched.TotalSeconds:F2} s, findings in {(clock.Elapsed - matched).TotalSeconds:F2} s"));

        var scorer = new Scorer(simulation.ScenarioOf, output, listed);
        scorer.Matches(simulation.Matches, [.. result.Matches.Select(m => new TruthMatch(m.Role, m.Order, m.Transaction, m.Amount, "", m.Confidence))]);
        scorer.Findings(simulation.Findings, [.. findings.Where(f => f.IsAtRisk).Select(Told)]);
        scorer.Differences();
        return scorer.AllRight;
    }

    /// <summary>The records as several files would bring them: the files in any order, and some rows again.</summary>
    private static IEnumerable<T> AsInFiles<T>(Knobs knobs, IReadOnlyList<T> records)
    {
        if (knobs is { Files: 1, Overlap: 0 })
        {
            return records;
        }

        var random = new Random(knobs.Seed);
        return records.Concat(records.Where(_ => random.NextDouble() < knobs.Overlap)).Select(record => (record, File: random.Next(knobs.Files))).OrderBy(r => r.File).Select(r => r.record);
    }

    private static TruthFinding Told(Finding finding)
    {
        string[] orders = [.. finding.Orders.Select(o => o.Id)];
        string[] transactions = [.. finding.Transactions.Select(t => t.Id)];
        return new TruthFinding(finding.Kind, Scorer.AnchorOf(finding.Kind, orders, transactions, finding.DueOn), orders, transactions, finding.Amount, finding.DueOn, "", finding.Confidence);
    }
}
