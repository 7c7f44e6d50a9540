using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class RetryPolicyTests
{
    // Tries in vain, and the shortest and longest wait in minutes.
    [Theory]
    [InlineData(1, 5, 6)]
    [InlineData(2, 15, 18)]
    [InlineData(3, 60, 72)]
    [InlineData(4, 240, 288)]
    [InlineData(5, 720, 864)]
    public void Waits_grow_and_are_lengthened_by_up_to_a_fifth(int tries, int shortest, int longest)
    {
        var waits = Enumerable.Range(0, 200).Select(i => (RetryPolicy.NextTryUtc($"D-{i}", tries, Some.Time, RetryPolicy.UsualMinutes) - Some.Time)!.Value.TotalMinutes).ToList();

        Assert.All(waits, w => Assert.InRange(w, shortest, longest));
        Assert.True(waits.Max() - waits.Min() > (longest - shortest) * 0.9); // mails put off together do not come back together
    }

    [Fact]
    public void After_the_last_wait_a_person_looks()
    {
        Assert.Null(RetryPolicy.NextTryUtc("D-1", 6, Some.Time, RetryPolicy.UsualMinutes));
        Assert.Null(RetryPolicy.NextTryUtc("D-1", 1, Some.Time, []));
    }

    [Fact]
    public void The_same_dispute_and_count_wait_the_same_and_others_not()
    {
        static DateTime? Next(string id, int tries) => RetryPolicy.NextTryUtc(id, tries, Some.Time, [60, 60]);

        Assert.Equal(Next("D-1", 1), Next("D-1", 1));
        Assert.NotEqual(Next("D-1", 1), Next("D-2", 1));
        Assert.NotEqual(Next("D-1", 1), Next("D-1", 2));
    }

    [Fact]
    public void A_count_below_one_is_our_own_mistake() => Assert.Throws<ArgumentOutOfRangeException>(() => RetryPolicy.NextTryUtc("D-1", 0, Some.Time, [5]));
}
