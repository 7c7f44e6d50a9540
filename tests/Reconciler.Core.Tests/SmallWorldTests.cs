using Reconciler.Simulator.Worlds;

namespace Reconciler.Core.Tests;

/// <summary>The engine against a literal reading of the contract, in worlds small enough to try every assignment.</summary>
public sealed class SmallWorldTests
{
    [Fact]
    public void The_engine_says_what_the_contract_says_in_two_thousand_small_worlds()
    {
        using var told = new StringWriter();

        Assert.True(WorldTrial.Run(count: 2000, seed: 1, listed: 5, told), told.ToString());
    }

    [Fact]
    public void Few_worlds_are_left_out_because_the_contract_does_not_say()
    {
        var silent = Enumerable.Range(1, 1000).Count(seed => WorldTrial.Compare(WorldMaker.Make(seed)).Silence is not null);

        Assert.InRange(silent, 1, 120);
    }
}
