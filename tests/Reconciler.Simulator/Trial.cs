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
        var simulation = Scenario.Simulate(knobs);
        var entries = simulation.Entries.GroupBy(e => e.Id).Select(g => Versions.Choose([.. g])).ToList();
        var orders = simulation.Orders.GroupBy(o => o.Id).Select(g => Versions.Choose([.. g])).ToList();
        var rules = MatchingRules.Default with { Pairs = new Pairs(SimulatedFiles.Pairs) };

        var clock = Stopwatch.StartNew();
        var result = Matcher.Run(entries, orders, new RateTable(simulation.Rates), rules, Decisions.None);
        var matched = clock.Elapsed;
        var findings = Finder.Run(result, knobs.AsOfUtc);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{orders.Count} orders, {entries.Count} entries, seed {knobs.Seed}: matched in {matched.TotalSeconds:F2} s, findings in {(clock.Elapsed - matched).TotalSeconds:F2} s"));

        var scorer = new Scorer(simulation.ScenarioOf, output, listed);
        scorer.Matches(simulation.Matches, [.. result.Matches.Select(m => new TruthMatch(m.Role, m.Order, m.Transaction, m.Amount, ""))]);
        scorer.Findings(simulation.Findings, [.. findings.Where(f => f.IsAtRisk).Select(Told)]);
        scorer.Differences();
        return scorer.AllRight;
    }

    private static TruthFinding Told(Finding finding)
    {
        string[] orders = [.. finding.Orders.Select(o => o.Id)];
        string[] transactions = [.. finding.Transactions.Select(t => t.Id)];
        return new TruthFinding(finding.Kind, Scorer.AnchorOf(finding.Kind, orders, transactions), orders, transactions, finding.Amount, finding.DueOn, "");
    }
}
