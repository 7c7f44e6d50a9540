using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Things that have a time and a sum. Those of a stretch of time whose sum lies in a range, or nearest to a sum, are found in a number of steps that grows with the
/// square of the logarithm of their number, and with that of those found.
/// </summary>
/// <typeparam name="T">What has a time and a sum.</typeparam>
internal sealed class SumsInTime<T>
{
    private readonly List<Row> rows = [];

    /// <param name="things">Of equal sums the earlier in this list comes before.</param>
    public SumsInTime(IEnumerable<(T Thing, Moments When, long Units)> things)
    {
        // Days of one length that begin in time order also end in it, so that a stretch of time is a stretch of the row.
        foreach (var alike in things.Select((t, i) => (t.Thing, t.When, t.Units, Place: i)).GroupBy(t => t.When.LastUtc - t.When.FirstUtc))
        {
            rows.Add(new Row(alike.Key.Ticks, [.. alike.OrderBy(t => t.When.FirstUtc)]));
        }
    }

    /// <summary>How many places were looked at so far.</summary>
    public long Steps => rows.Sum(r => r.Steps);

    /// <summary>Those that meet a stretch of time, with a sum from <paramref name="least"/> to <paramref name="most"/>; in no order.</summary>
    public IEnumerable<T> Within(Moments when, long least, long most) => rows.SelectMany(row => row.Within(when, least, most));

    /// <summary>The one with the nearest sum, from <paramref name="least"/> to <paramref name="most"/>, of those that meet a stretch of time; of two equally near the one that <paramref name="compare"/> puts first.</summary>
    /// <param name="mayBe">A further condition, which is to fail seldom.</param>
    public (T Thing, long Off)? Nearest(Moments when, long units, long least, long most, Func<T, bool> mayBe, Comparison<T> compare)
    {
        (T Thing, long Off)? best = null;
        foreach (var (thing, off) in rows.SelectMany(row => row.NearestOfEachBlock(when, units, least, most, mayBe)))
        {
            if (best is not { } known || off < known.Off || (off == known.Off && compare(thing, known.Thing) < 0))
            {
                best = (thing, off);
            }
        }

        return best;
    }

    /// <summary>Things of one length of time, by their beginning; blocks of 1, 2, 4, … of them, each by its sums.</summary>
    private sealed class Row
    {
        private const int FewEnoughToLookAtEach = 16;
        private readonly long length;
        private readonly T[] things;
        private readonly long[] begins;
        private readonly long[] units;
        private readonly int[] places;

        /// <summary>By level, of blocks of two to the power of it: the indexes of its things by sum, made when first asked for.</summary>
        private int[][]? levels;

        public Row(long length, (T Thing, Moments When, long Units, int Place)[] inTimeOrder)
        {
            this.length = length;
            things = Array.ConvertAll(inTimeOrder, t => t.Thing);
            begins = Array.ConvertAll(inTimeOrder, t => t.When.FirstUtc.Ticks);
            units = Array.ConvertAll(inTimeOrder, t => t.Units);
            places = Array.ConvertAll(inTimeOrder, t => t.Place);
        }

        public long Steps { get; private set; }

        public IEnumerable<T> Within(Moments when, long least, long most)
        {
            var (low, high) = Stretch(when);
            if (high - low <= FewEnoughToLookAtEach)
            {
                for (var i = low; i < high; i++)
                {
                    Steps++;
                    if (units[i] >= least && units[i] <= most)
                    {
                        yield return things[i];
                    }
                }

                yield break;
            }

            foreach (var (level, start, end) in Blocks(low, high))
            {
                var bySum = Levels[level];
                for (var i = FirstFrom(bySum, start, end, least); i < end && units[bySum[i]] <= most; i++)
                {
                    Steps++;
                    yield return things[bySum[i]];
                }
            }
        }

        public IEnumerable<(T Thing, long Off)> NearestOfEachBlock(Moments when, long sum, long least, long most, Func<T, bool> mayBe)
        {
            var (low, high) = Stretch(when);
            foreach (var (level, start, end) in Blocks(low, high))
            {
                var bySum = Levels[level];
                var above = FirstFrom(bySum, start, end, sum);
                for (var i = above; i < end && units[bySum[i]] <= most; i++)
                {
                    Steps++;
                    if (mayBe(things[bySum[i]]))
                    {
                        yield return (things[bySum[i]], units[bySum[i]] - sum);
                        break;
                    }
                }

                // Downwards by groups of equal sums, each from its first on.
                for (int below = above, found = 0; below > start && found == 0 && units[bySum[below - 1]] >= least;)
                {
                    var first = FirstFrom(bySum, start, below, units[bySum[below - 1]]);
                    for (var i = first; i < below && found == 0; i++)
                    {
                        Steps++;
                        if (mayBe(things[bySum[i]]))
                        {
                            yield return (things[bySum[i]], sum - units[bySum[i]]);
                            found = 1;
                        }
                    }

                    below = first;
                }
            }
        }

        private int[][] Levels => levels ??= Sort();

        private int[][] Sort()
        {
            var all = new List<int[]> { Enumerable.Range(0, things.Length).ToArray() };
            for (var size = 2; size / 2 < things.Length; size *= 2)
            {
                var (before, next) = (all[^1], new int[things.Length]);
                for (var start = 0; start < things.Length; start += size)
                {
                    var (left, right, middle, end) = (start, Math.Min(start + (size / 2), things.Length), Math.Min(start + (size / 2), things.Length), Math.Min(start + size, things.Length));
                    for (var i = start; i < end; i++)
                    {
                        next[i] = right >= end || (left < middle && ComesBefore(before[left], before[right])) ? before[left++] : before[right++];
                    }
                }

                all.Add(next);
            }

            return [.. all];
        }

        private bool ComesBefore(int one, int other) => units[one] != units[other] ? units[one] < units[other] : places[one] < places[other];

        /// <summary>The things that meet a stretch of time: from one index to before another.</summary>
        private (int Low, int High) Stretch(Moments when) =>
            (FirstBeginning(when.FirstUtc.Ticks - length), FirstBeginning(when.LastUtc.Ticks == long.MaxValue ? long.MaxValue : when.LastUtc.Ticks + 1));

        private int FirstBeginning(long ticks)
        {
            var found = Array.BinarySearch(begins, ticks);
            if (found < 0)
            {
                return ~found;
            }

            var (low, high) = (0, found);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = begins[middle] < ticks ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        /// <summary>The largest blocks that make up a stretch.</summary>
        private static IEnumerable<(int Level, int Start, int End)> Blocks(int low, int high)
        {
            while (low < high)
            {
                var level = Math.Min(low == 0 ? 30 : System.Numerics.BitOperations.TrailingZeroCount(low), System.Numerics.BitOperations.Log2((uint)(high - low)));
                yield return (level, low, low + (1 << level));
                low += 1 << level;
            }
        }

        private int FirstFrom(int[] bySum, int low, int high, long least)
        {
            while (low < high)
            {
                Steps++;
                var middle = (low + high) / 2;
                (low, high) = units[bySum[middle]] < least ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
