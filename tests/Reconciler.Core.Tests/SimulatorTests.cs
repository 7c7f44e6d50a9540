using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Simulator;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>The rules against statements and orders whose truth was planned from the contract.</summary>
public sealed class SimulatorTests
{
    public static TheoryData<string> Settings => ["with references", "without references", "damaged, popular, overlapping, later", "nothing healthy", "everything at once"];

    [Theory]
    [MemberData(nameof(Settings))]
    public void What_is_found_in_simulated_files_is_the_truth(string setting)
    {
        var knobs = setting switch
        {
            "with references" => new Knobs { Orders = 4000 },
            "without references" => new Knobs { Orders = 1500, ReferenceShare = 0, EqualAmounts = 0.3, UnpaidShare = 0.01 },
            "damaged, popular, overlapping, later" => new Knobs { Orders = 4000, DamageShare = 0.2, EqualAmounts = 0.4, UnpaidShare = 0.01, LaterShare = 0.3 },
            "nothing healthy" => new Knobs { Orders = 2000, Weights = new Dictionary<string, double> { ["healthy"] = 0 } },
            _ => new Knobs
            {
                Orders = 2000,
                ReferenceShare = 0.3,
                DamageShare = 0.3,
                EqualAmounts = 0.4,
                UnpaidShare = 0.02,
                LaterShare = 0.3,
                Overlap = 0.2,
                Files = 5,
                Weights = new Dictionary<string, double> { ["healthy"] = 15 },
            },
        };
        using var told = new StringWriter();

        Assert.True(Trial.Run(knobs, told, listed: 5), told.ToString());
    }

    [Fact]
    public void The_same_seed_makes_the_same_files_and_another_seed_others()
    {
        using var folder = new TempFolder();
        string[] texts = [.. ((int[])[7, 7, 8]).Select((seed, i) =>
        {
            var at = Path.Combine(folder.Path, $"run{i}");
            SimulatedFiles.Write(Scenario.Simulate(new Knobs { Orders = 200, Seed = seed, Files = 2, Overlap = 0.2, LaterShare = 0.3 }), at);
            return string.Concat(Directory.GetFiles(at, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        })];

        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }

    [Fact]
    public void The_scorer_names_what_is_missing_or_false_or_has_another_amount_or_confidence()
    {
        var simulation = Scenario.Simulate(new Knobs { Orders = 300 });
        using var told = new StringWriter();
        var scorer = new Scorer(simulation.ScenarioOf, told);
        var left = simulation.Findings[0].Kind;
        var (first, second) = (simulation.Matches[0], simulation.Matches[1]);

        TruthMatch[] planned = [first, second, simulation.Matches[2] with { Confidence = Confidence.Probable }, .. simulation.Matches.Skip(3)];
        scorer.Matches(planned, [first with { Amount = first.Amount + first.Amount }, .. simulation.Matches.Skip(2).Select(m => m with { Confidence = Confidence.Certain }), second with { Order = new("nowhere", "1") }]);
        scorer.Findings(simulation.Findings, [.. simulation.Findings.Where(f => f.Kind != left)]);
        scorer.Differences();

        Assert.False(scorer.AllRight);
        Assert.Contains($"missed match: {second}", told.ToString(), StringComparison.Ordinal);
        Assert.Contains($"false match: {second.Role.ToName()} nowhere/1", told.ToString(), StringComparison.Ordinal);
        Assert.Contains($"match with another amount: {first}", told.ToString(), StringComparison.Ordinal);
        Assert.Contains($"match with another confidence: {planned[2]} Probable, found Certain", told.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{left.ToName(),-22} precision 1.00000  recall 0.00000", told.ToString(), StringComparison.Ordinal);
    }
}
