using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Things in a given order, each with the time in which something else may lie. Which is the first, or the last, of them that an entry or order meets is found in a
/// number of steps that grows with the logarithm of their number, however many there are that it does not meet or that were taken away.
/// </summary>
internal sealed class TimeWindows
{
    private readonly int leaves;

    /// <summary>A tree in an array: the root at 1, the children of i at 2i and 2i + 1; by node the earliest beginning and the latest end below it.</summary>
    private readonly long[] from;
    private readonly long[] to;

    /// <param name="windows">From the first to the last moment, both included; one that ends before it begins is met by nothing.</param>
    public TimeWindows(IReadOnlyList<Moments> windows)
    {
        Count = windows.Count;
        leaves = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, windows.Count));
        from = new long[2 * leaves];
        to = new long[2 * leaves];
        Array.Fill(from, long.MaxValue);
        Array.Fill(to, long.MinValue);
        for (var i = 0; i < windows.Count; i++)
        {
            if (windows[i].FirstUtc <= windows[i].LastUtc)
            {
                (from[leaves + i], to[leaves + i]) = (windows[i].FirstUtc.Ticks, windows[i].LastUtc.Ticks);
            }
        }

        for (var node = leaves - 1; node > 0; node--)
        {
            Renew(node);
        }
    }

    public int Count { get; }

    /// <summary>How many nodes were looked at so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The place of the first from <paramref name="start"/> on that these moments meet; -1 where there is none.</summary>
    public int Next(int start, Moments when) => start < Count ? Next(1, 0, leaves, start, when.FirstUtc.Ticks, when.LastUtc.Ticks) : -1;

    /// <summary>The place of the last that these moments meet; -1 where there is none.</summary>
    public int Last(Moments when) => Last(1, when.FirstUtc.Ticks, when.LastUtc.Ticks);

    /// <summary>The places of all that these moments meet, in order.</summary>
    public IEnumerable<int> All(Moments when)
    {
        for (var i = Next(0, when); i >= 0; i = Next(i + 1, when))
        {
            yield return i;
        }
    }

    /// <summary>Takes one away for good.</summary>
    public void Remove(int place)
    {
        var node = leaves + place;
        (from[node], to[node]) = (long.MaxValue, long.MinValue);
        for (node /= 2; node > 0; node /= 2)
        {
            Renew(node);
        }
    }

    private int Next(int node, int low, int width, int start, long first, long last)
    {
        Steps++;
        if (low + width <= start || from[node] > last || to[node] < first)
        {
            return -1;
        }

        if (width == 1)
        {
            return low;
        }

        var left = Next(2 * node, low, width / 2, start, first, last);
        return left >= 0 ? left : Next((2 * node) + 1, low + (width / 2), width / 2, start, first, last);
    }

    private int Last(int node, long first, long last)
    {
        Steps++;
        if (from[node] > last || to[node] < first)
        {
            return -1;
        }

        if (node >= leaves)
        {
            return node - leaves;
        }

        var right = Last((2 * node) + 1, first, last);
        return right >= 0 ? right : Last(2 * node, first, last);
    }

    private void Renew(int node)
    {
        from[node] = Math.Min(from[2 * node], from[(2 * node) + 1]);
        to[node] = Math.Max(to[2 * node], to[(2 * node) + 1]);
    }
}
