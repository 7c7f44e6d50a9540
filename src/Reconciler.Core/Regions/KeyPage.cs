namespace Reconciler.Core.Regions;

/// <summary>
/// Registered keys as they are kept: sorted by key, each as its distance from the one before, in as few bytes as that takes. Read whole, and looked up by halving.
/// </summary>
public sealed class KeyPage
{
    /// <summary>How many keys a page holds at the most.</summary>
    public const int KeysMax = 16_384;

    private readonly ulong[] keys;
    private readonly ulong[] numbers; // twice the record's number, and one more where it is registered for what was decided

    private KeyPage(ulong[] keys, ulong[] numbers)
    {
        this.keys = keys;
        this.numbers = numbers;
    }

    public ulong FirstKey => keys[0];

    public ulong LastKey => keys[^1];

    public int Count => keys.Length;

    /// <summary>Parts keys into pages, sorted; a key may go on in the next page.</summary>
    public static IEnumerable<KeyPage> Of(IReadOnlyCollection<RegisteredKey> registered)
    {
        var (keys, numbers) = (new ulong[registered.Count], new ulong[registered.Count]);
        var count = 0;
        foreach (var (key, number, isLive) in registered)
        {
            (keys[count], numbers[count++]) = (key, ((ulong)number << 1) | (isLive ? 1UL : 0));
        }

        Array.Sort(keys, numbers);
        for (var start = 0; start < count; start += KeysMax)
        {
            var end = Math.Min(count, start + KeysMax);
            yield return new KeyPage(keys[start..end], numbers[start..end]);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="ToBytes"/> wrote.</exception>
    public static KeyPage Read(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Take(ref bytes);
        var (keys, numbers) = (new ulong[count], new ulong[count]);
        var key = 0UL;
        for (var i = 0; i < count; i++)
        {
            key += Take(ref bytes);
            (keys[i], numbers[i]) = (key, Take(ref bytes));
        }

        return bytes.IsEmpty ? new KeyPage(keys, numbers) : throw new InvalidDataException("A page of keys goes on behind its end.");
    }

    public byte[] ToBytes()
    {
        var bytes = new List<byte>(keys.Length * 8);
        Put((ulong)keys.Length, bytes);
        var before = 0UL;
        for (var i = 0; i < keys.Length; i++)
        {
            Put(keys[i] - before, bytes);
            Put(numbers[i], bytes);
            before = keys[i];
        }

        return [.. bytes];
    }

    public IEnumerable<RegisteredKey> All() => Enumerable.Range(0, keys.Length).Select(At);

    /// <summary>What is registered under a key.</summary>
    public IEnumerable<RegisteredKey> Find(ulong key)
    {
        var (low, high) = (0, keys.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = keys[middle] < key ? (middle + 1, high) : (low, middle);
        }

        for (; low < keys.Length && keys[low] == key; low++)
        {
            yield return At(low);
        }
    }

    /// <summary>Sorted keys alone, by the same means.</summary>
    public static byte[] WriteKeys(IReadOnlyList<ulong> sortedKeys)
    {
        var bytes = new List<byte>(sortedKeys.Count * 5);
        var before = 0UL;
        foreach (var key in sortedKeys)
        {
            Put(key - before, bytes);
            before = key;
        }

        return [.. bytes];
    }

    /// <exception cref="InvalidDataException">The bytes end within a key.</exception>
    public static IReadOnlyList<ulong> ReadKeys(ReadOnlySpan<byte> bytes)
    {
        var sorted = new List<ulong>();
        for (var key = 0UL; !bytes.IsEmpty;)
        {
            sorted.Add(key += Take(ref bytes));
        }

        return sorted;
    }

    private RegisteredKey At(int place) => new(keys[place], (long)(numbers[place] >> 1), (numbers[place] & 1) == 1);

    private static void Put(ulong number, List<byte> into)
    {
        for (; number >= 0x80; number >>= 7)
        {
            into.Add((byte)(0x80 | (number & 0x7F)));
        }

        into.Add((byte)number);
    }

    private static ulong Take(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var (i, shift) = (0, 0); i < bytes.Length && shift < 64; i++, shift += 7)
        {
            number |= (bytes[i] & 0x7FUL) << shift;
            if ((bytes[i] & 0x80) == 0)
            {
                bytes = bytes[(i + 1)..];
                return number;
            }
        }

        throw new InvalidDataException("A page of keys ends too early.");
    }
}
