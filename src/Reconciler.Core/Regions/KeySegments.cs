namespace Reconciler.Core.Regions;

/// <summary>Registered keys in memory, twelve bytes each: what is added at one time is a sorted segment.</summary>
public sealed class KeySegments
{
    private readonly List<(ulong[] Keys, uint[] Numbers)> segments = []; // twice the record's number, and one more where it is registered for what was decided

    /// <summary>Registers records under keys.</summary>
    /// <exception cref="OverflowException">There are more than a thousand million records.</exception>
    public void Add(IReadOnlyCollection<RegisteredKey> registered)
    {
        var (keys, numbers) = (new ulong[registered.Count], new uint[registered.Count]);
        var count = 0;
        foreach (var (key, number, isLive) in registered)
        {
            (keys[count], numbers[count++]) = (key, (checked((uint)number * 2)) | (isLive ? 1u : 0));
        }

        Array.Sort(keys, numbers);
        for (int start = 0, end; start < count; start = end)
        {
            for (end = start + 1; end < count && keys[end] == keys[start]; end++)
            {
            }

            numbers.AsSpan(start, end - start).Sort();
        }

        segments.Add((keys, numbers));
    }

    /// <summary>What is registered under keys.</summary>
    public IEnumerable<RegisteredKey> Find(IReadOnlyCollection<ulong> keys)
    {
        ulong[] sorted = [.. keys];
        Array.Sort(sorted);
        foreach (var (registered, numbers) in segments)
        {
            var at = 0;
            foreach (var key in sorted)
            {
                for (at = FirstFrom(registered, at, key); at < registered.Length && registered[at] == key; at++)
                {
                    yield return new RegisteredKey(key, numbers[at] >> 1, (numbers[at] & 1) == 1);
                }

                if (at == registered.Length)
                {
                    break;
                }
            }
        }
    }

    /// <summary>All, each once, sorted by key, then by number.</summary>
    public IEnumerable<RegisteredKey> All()
    {
        var next = new PriorityQueue<(int Segment, int At), (ulong Key, uint Number)>(segments.Count);
        (ulong Key, uint Number)? before = null;
        for (var i = 0; i < segments.Count; i++)
        {
            Enqueue(i, 0);
        }

        while (next.TryDequeue(out var first, out var told))
        {
            if (told != before)
            {
                yield return new RegisteredKey(told.Key, told.Number >> 1, (told.Number & 1) == 1);
            }

            before = told;
            Enqueue(first.Segment, first.At + 1);
        }

        void Enqueue(int segment, int at)
        {
            var (keys, numbers) = segments[segment];
            if (at < keys.Length)
            {
                next.Enqueue((segment, at), (keys[at], numbers[at]));
            }
        }
    }

    /// <summary>The first place from one on at which no lesser key stands: in strides that double, then by halving.</summary>
    private static int FirstFrom(ulong[] keys, int from, ulong key)
    {
        var (low, stride) = (from, 1);
        while (low + stride <= keys.Length && keys[low + stride - 1] < key)
        {
            low += stride;
            stride *= 2;
        }

        var high = Math.Min(keys.Length, low + stride - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = keys[middle] < key ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
