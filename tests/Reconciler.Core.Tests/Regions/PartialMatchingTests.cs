using Reconciler.Simulator.Histories;

namespace Reconciler.Core.Tests.Regions;

/// <summary>The law of matching a part: after every step of any history it leaves the same as matching all.</summary>
public sealed class PartialMatchingTests
{
    [Fact]
    public void AfterEveryStepOfAnyHistoryWhatIsKeptIsTheSameAsAfterMatchingAllAtOnce()
    {
        var trial = new HistoryTrial();
        for (var seed = 0; seed < 250; seed++)
        {
            Assert.Null(trial.FirstDifference(seed, steps: 14));
        }

        // The law says little where a part is all, or where all are matched anyway.
        Assert.True(trial.Parts > 4 * trial.Wholes, trial.ToString());
        Assert.True(trial.RecordsOfParts < trial.RecordsKept * 0.55, trial.ToString());
        Assert.True(trial.InShares > 0.9 * (trial.Parts + trial.Wholes) && trial.Shares > 5 * trial.InShares, trial.ToString());
    }
}
