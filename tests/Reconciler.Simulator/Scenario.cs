using Reconciler.Simulator.Scenarios;

namespace Reconciler.Simulator;

/// <summary>One thing that happens between a wallet and a marketplace.</summary>
/// <param name="Weight">How often it happens beside the others.</param>
/// <param name="NeedsName">It cannot happen where payments carry no references.</param>
/// <param name="TryOnly">The standard files cannot tell it, so that it happens in a trial in this process only.</param>
internal sealed record Scenario(string Name, double Weight, Action<World> Play, bool NeedsName = false, bool TryOnly = false)
{
    public static IReadOnlyList<Scenario> All { get; } = [.. Payments.All, .. Refunds.All, .. Repeats.All, .. Faults.All, .. SalesOrders.All, .. Crowds.All, .. Naming.All, .. Returns.All, .. Changes.All, .. Statements.All, .. Transfers.All, .. Doubtful.All];

    /// <summary>Plays scenarios until there are orders enough.</summary>
    public static Simulation Simulate(Knobs knobs, bool inThisProcess = false)
    {
        var world = new World(knobs);
        var possible = All.Where(s => (knobs.ReferenceShare > 0 || !s.NeedsName) && (inThisProcess || !s.TryOnly) && (knobs.Only.Count == 0 || knobs.Only.Contains(s.Name)))
            .Select(s => (Scenario: s, Weight: knobs.Weights.GetValueOrDefault(s.Name, s.Weight))).ToList();
        var sum = possible.Sum(p => p.Weight);
        if (sum <= 0)
        {
            throw new UsageException("No scenario is left to play.");
        }

        // Scenarios without an order count against a bound of their own, so that --only stale-hold ends too.
        for (var played = 0; world.OrderCount < knobs.Orders && played < knobs.Orders * 2; played++)
        {
            var at = world.Random.NextDouble() * sum;
            var chosen = possible.First(p => (at -= p.Weight) <= 0 || p == possible[^1]).Scenario;
            world.Scenario = chosen.Name;
            chosen.Play(world);
        }

        return world.Finish();
    }
}
