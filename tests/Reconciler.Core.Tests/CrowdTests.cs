using CsCheck;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;
using Reconciler.Simulator.WorstCases;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>Many charges, orders and refunds that look alike: what is looked up instead of tried says the same, in steps and room that grow with the crowd and not with its square.</summary>
public class CrowdTests
{
    private static readonly Gen<Moments> GenDay =
        from hour in Gen.Int[0, 60]
        from hours in Among(0, 0, 24, 50)
        select new Moments(Some.Time.AddHours(hour), Some.Time.AddHours(hour + hours));

    [Fact]
    public void The_next_and_the_last_window_that_a_moment_lies_in_are_those_that_trying_each_finds() =>
        Gen.Select(GenDay.List[0, 40], GenDay, Gen.Int[0, 40], Gen.Int[0, 39].List[0, 10]).Sample((windows, when, start, gone) =>
        {
            var inTime = new TimeWindows(windows);
            var left = Enumerable.Range(0, windows.Count).ToHashSet();
            foreach (var place in gone.Where(left.Remove))
            {
                inTime.Remove(place);
            }

            List<int> met = [.. left.Order().Where(i => windows[i].FirstUtc <= when.LastUtc && windows[i].LastUtc >= when.FirstUtc)];
            return inTime.All(when).SequenceEqual(met)
                && inTime.Next(start, when) == met.Append(-1).FirstOrDefault(i => i >= start || i < 0)
                && inTime.Last(when) == (met.Count == 0 ? -1 : met[^1]);
        });

    [Fact]
    public void The_sums_within_a_range_and_the_nearest_are_those_that_trying_each_finds() =>
        Gen.Select(Gen.Select(GenDay, Gen.Long[1, 60]).List[0, 80], GenDay, Gen.Long[1, 60], Gen.Long[0, 20]).Sample((all, when, sum, off) =>
        {
            var things = all.Select((t, i) => (Thing: i, When: t.Item1, Units: t.Item2)).ToList();
            var sums = new SumsInTime<int>(things);
            var met = things.FindAll(t => t.When.FirstUtc <= when.LastUtc && t.When.LastUtc >= when.FirstUtc && t.Units >= sum - off && t.Units <= sum + off);
            var nearest = met.Where(t => t.Thing % 5 > 0).OrderBy(t => Math.Abs(t.Units - sum)).ThenBy(t => t.Thing).Select(t => ((int, long)?)(t.Thing, Math.Abs(t.Units - sum))).FirstOrDefault();
            return sums.Within(when, sum - off, sum + off).Order().SequenceEqual(met.Select(t => t.Thing).Order())
                && sums.Nearest(when, sum, sum - off, sum + off, thing => thing % 5 > 0, (a, b) => a.CompareTo(b)) == nearest;
        });

    [Fact]
    public void Sets_of_orders_are_those_that_the_search_step_by_step_finds_and_are_cut_short_where_it_is() =>
        Gen.Select(Gen.Select(Gen.Int[0, 50], Gen.Long[1, 12]).List[2, 40], Gen.Long[2, 40], Gen.Int[1, 6], Among(20, 300, 200_000)).Sample((rows, sum, most, steps) =>
        {
            var orders = rows.OrderBy(r => r.Item1).Select(r => (At: Some.Time.AddHours(r.Item1), Due: r.Item2)).ToList();
            var rules = new MatchingRules { SeveralOrdersMax = most, SearchSteps = steps };
            List<int> smaller = [.. Enumerable.Range(0, orders.Count).Where(i => orders[i].Due < sum)];
            var plain = ExactSet.All([.. smaller.Select(i => orders[i].Due)], sum, most, (chosen, next) => chosen.Count == 0 || orders[smaller[next]].At - orders[smaller[chosen[0]]].At <= rules.SeveralOrdersSpan, steps, out var plainCut);
            var sets = SetsOfOrders.All(new RankTree([.. orders.Select(o => o.Due)]), [.. orders.Select(o => o.At.Ticks)], 0, (0, orders.Count), sum, rules, out var cut);
            return cut == plainCut && sets.Select(s => string.Join(' ', s)).SequenceEqual(plain.Select(s => string.Join(' ', s.Select(i => smaller[i]))));
        });

    [Fact]
    public void The_earliest_set_of_a_hundred_thousand_payments_is_found_without_a_call_for_each()
    {
        var set = ExactSet.Earliest([.. Enumerable.Repeat(100L, 100_000)], 100L * 100_000, 200_000, out var cut);
        Assert.False(cut);
        Assert.Equal(100_000, set!.Count);
    }

    [Fact]
    public void Twice_as_many_windows_take_one_more_step_for_each_level()
    {
        Assert.InRange(Steps(8_000) / (double)Steps(4_000), 1.5, 2.5);

        static long Steps(int count)
        {
            var inTime = new TimeWindows([.. Enumerable.Range(0, count).Select(i => new Moments(Some.Time.AddMinutes(i), Some.Time.AddMinutes(i + 5)))]);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(Math.Max(0, i - 5), inTime.Next(0, Moments.At(Some.Time.AddMinutes(i))));
            }

            return inTime.Steps;
        }
    }

    [Fact]
    public void Twice_as_many_sums_of_one_time_take_little_more_than_twice_the_steps()
    {
        Assert.InRange(Steps(8_000) / (double)Steps(4_000), 1.5, 2.5);

        static long Steps(int count)
        {
            var sums = new SumsInTime<int>(Enumerable.Range(0, count).Select(i => (i, Moments.At(Some.Time.AddSeconds(i % 100)), 1_000L * ((i * 7L) % count))));
            for (var i = 0; i < count; i++)
            {
                Assert.Empty(sums.Within(new Moments(Some.Time, Some.Time.AddDays(1)), (1_000L * i) + 1, (1_000L * i) + 500));
            }

            return sums.Steps;
        }
    }

    [Fact]
    public void Twice_as_many_orders_take_little_more_than_twice_the_steps_to_say_that_no_set_of_them_sums_up()
    {
        Assert.InRange(Steps(8_000) / (double)Steps(4_000), 0.5, 2.5);

        static long Steps(int count)
        {
            var dues = new RankTree([.. Enumerable.Range(0, count).Select(i => 2_000L + (2 * (i % 50)))]);
            long[] placed = [.. Enumerable.Range(0, count).Select(i => Some.Time.AddSeconds(i).Ticks)];
            for (var i = 0; i < count / 100; i++)
            {
                Assert.Empty(SetsOfOrders.All(dues, placed, 0, (0, count), 4_001, MatchingRules.Default, out _));
            }

            return dues.Steps;
        }
    }

    public static TheoryData<string> WorstCases => [.. WorstCase.All.Where(c => !c.IsSquare).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(WorstCases))]
    public void A_worst_case_twice_as_large_takes_little_more_than_twice_the_room_and_the_looks(string name)
    {
        var worst = WorstCase.All.Single(c => c.Name == name);
        Cost(worst.Of(100));
        var (small, large) = (Cost(worst.Of(1_200)), Cost(worst.Of(2_400)));
        Assert.True(large.Room < 2.5 * small.Room, $"{small.Room:N0} bytes, {large.Room:N0} for twice as many");
        Assert.True(large.Pairs < (2.5 * small.Pairs) + 1_000, $"{small.Pairs:N0} pairs looked at, {large.Pairs:N0} for twice as many");

        static (long Room, long Pairs) Cost(CrowdRecords crowd)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = crowd.Match();
            CrowdRecords.Conclude(result);
            return (GC.GetAllocatedBytesForCurrentThread() - before, result.Ledger.PairsLookedAt);
        }
    }

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
