namespace Reconciler.Core.Matching;

/// <summary>
/// A row of numbers from which some are taken away. How many of a stretch of the row lie in a range, and which of them is the first, the last, the least or the
/// greatest, is found in a number of steps that grows with the square of the logarithm of the row.
/// </summary>
internal sealed class RankTree
{
    private readonly long[] sorted;

    /// <summary>By level, of blocks of two to the power of it: the ranks of each block's numbers, sorted, and how many of them are there still (a Fenwick tree for each block).</summary>
    private readonly int[][] ranks;
    private readonly int[][] counts;
    private readonly int[] rankOf;

    public RankTree(long[] numbers)
    {
        Count = numbers.Length;
        var places = Enumerable.Range(0, Count).OrderBy(i => numbers[i]).ThenBy(i => i).ToArray();
        sorted = Array.ConvertAll(places, i => numbers[i]);
        rankOf = new int[Count];
        for (var rank = 0; rank < Count; rank++)
        {
            rankOf[places[rank]] = rank;
        }

        var levels = new List<int[]> { rankOf };
        for (var size = 2; size / 2 < Count; size *= 2)
        {
            var (before, next) = (levels[^1], new int[Count]);
            for (var start = 0; start < Count; start += size)
            {
                var (left, middle, end) = (start, Math.Min(start + (size / 2), Count), Math.Min(start + size, Count));
                var right = middle;
                for (var i = start; i < end; i++)
                {
                    next[i] = right >= end || (left < middle && before[left] < before[right]) ? before[left++] : before[right++];
                }
            }

            levels.Add(next);
        }

        ranks = [.. levels];
        counts = new int[ranks.Length][];
        for (var level = 0; level < ranks.Length; level++)
        {
            counts[level] = new int[Count];
            for (var i = 0; i < Count; i++)
            {
                var inBlock = i & ((1 << level) - 1);
                counts[level][i] = (inBlock + 1) & -(inBlock + 1);
            }
        }
    }

    public int Count { get; }

    /// <summary>How many places were looked at so far.</summary>
    public long Steps { get; private set; }

    /// <summary>How many of all numbers, taken away or not, are less.</summary>
    public int RankOf(long number)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public long NumberAt(int place) => sorted[rankOf[place]];

    public void Remove(int place)
    {
        for (var level = 0; level < ranks.Length; level++)
        {
            var start = place >> level << level;
            var end = Math.Min(start + (1 << level), Count);
            for (var i = Below(level, start, end, rankOf[place]) - start + 1; i <= end - start; i += i & -i)
            {
                counts[level][start + i - 1]--;
            }
        }
    }

    /// <summary>How many there are from a place to before another, with ranks from one to before another.</summary>
    public int CountIn(int from, int end, int low, int high)
    {
        var count = 0;
        for (int at = from; at < end;)
        {
            var level = LevelAt(at, end);
            count += CountInBlock(level, at, low, high);
            at += 1 << level;
        }

        return count;
    }

    /// <summary>The first place of one with such a rank; -1 where there is none.</summary>
    public int First(int from, int end, int low, int high)
    {
        if (low >= high)
        {
            return -1;
        }

        for (var at = from; at < end;)
        {
            var level = LevelAt(at, end);
            if (CountInBlock(level, at, low, high) > 0)
            {
                while (level > 0)
                {
                    level--;
                    at += CountInBlock(level, at, low, high) > 0 ? 0 : 1 << level;
                }

                return at;
            }

            at += 1 << level;
        }

        return -1;
    }

    /// <summary>The last place of one with such a rank; -1 where there is none.</summary>
    public int Last(int from, int end, int low, int high)
    {
        if (low >= high)
        {
            return -1;
        }

        for (var until = end; until > from;)
        {
            // The largest block that ends here and begins no earlier than the stretch.
            var level = Math.Min(System.Numerics.BitOperations.TrailingZeroCount(until), System.Numerics.BitOperations.Log2((uint)(until - from)));
            var at = until - (1 << level);
            if (CountInBlock(level, at, low, high) > 0)
            {
                while (level > 0)
                {
                    level--;
                    at += CountInBlock(level, at + (1 << level), low, high) > 0 ? 1 << level : 0;
                }

                return at;
            }

            until = at;
        }

        return -1;
    }

    /// <summary>The number with the least rank before <paramref name="high"/> from a place to before another; null where there is none.</summary>
    public long? Least(int from, int end, int high)
    {
        var least = high;
        for (var at = from; at < end;)
        {
            var level = LevelAt(at, end);
            least = AtInBlock(level, at, 0) is var rank && rank < least ? rank : least;
            at += 1 << level;
        }

        return least < high ? sorted[least] : null;
    }

    /// <summary>The number with the greatest rank before <paramref name="high"/>; null where there is none.</summary>
    public long? Greatest(int from, int end, int high)
    {
        var greatest = -1;
        for (var at = from; at < end;)
        {
            var level = LevelAt(at, end);
            var below = CountInBlock(level, at, 0, high);
            greatest = below > 0 ? Math.Max(greatest, AtInBlock(level, at, below - 1)) : greatest;
            at += 1 << level;
        }

        return greatest >= 0 ? sorted[greatest] : null;
    }

    private static int LevelAt(int at, int end) =>
        Math.Min(at == 0 ? 30 : System.Numerics.BitOperations.TrailingZeroCount(at), System.Numerics.BitOperations.Log2((uint)(end - at)));

    private int CountInBlock(int level, int start, int low, int high)
    {
        var end = start + (1 << level);
        return CountBefore(level, start, Below(level, start, end, high) - start) - (low > 0 ? CountBefore(level, start, Below(level, start, end, low) - start) : 0);
    }

    private int CountBefore(int level, int start, int inBlock)
    {
        var count = 0;
        for (var i = inBlock; i > 0; i -= i & -i)
        {
            count += counts[level][start + i - 1];
        }

        return count;
    }

    /// <summary>The rank of the n-th number of a block that is there still; the largest of all where there are fewer.</summary>
    private int AtInBlock(int level, int start, int n)
    {
        var at = 0;
        for (var step = 1 << level; step > 0; step /= 2)
        {
            if (at + step <= 1 << level && counts[level][start + at + step - 1] <= n)
            {
                n -= counts[level][start + at + step - 1];
                at += step;
            }
        }

        return at < 1 << level ? ranks[level][start + at] : int.MaxValue;
    }

    private int Below(int level, int start, int end, int rank)
    {
        var (low, high) = (start, end);
        while (low < high)
        {
            Steps++;
            var middle = (low + high) / 2;
            (low, high) = ranks[level][middle] < rank ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
