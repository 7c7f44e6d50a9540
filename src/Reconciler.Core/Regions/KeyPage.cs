using System.Buffers.Binary;
using System.Numerics;

namespace Reconciler.Core.Regions;

/// <summary>
/// Registered keys as they are kept: sorted by key, each as its distance from the first, and behind all distances the numbers; either in as few bytes as the largest of them
/// takes. So the place of each is known, and a key is looked up by halving in the bytes as they are.
/// </summary>
public sealed class KeyPage
{
    /// <summary>How many keys a page holds at the most.</summary>
    public const int KeysMax = 16_384;

    // How many keys, how many bytes a distance takes, how many a number, the first key.
    private const int CountAt = 0, DistanceBytesAt = 4, NumberBytesAt = 5, FirstKeyAt = 6, HeadBytes = 14;

    // Whatever few bytes a value takes, eight are read at its place; so there must be eight behind the last.
    private const int Spare = sizeof(ulong);

    private readonly byte[] content;
    private readonly int distanceBytes;
    private readonly int numberBytes;
    private readonly int numbersAt;

    private KeyPage(byte[] bytes)
    {
        content = bytes;
        Count = bytes.Length < HeadBytes ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(CountAt));
        if (Count is < 1 or > KeysMax)
        {
            throw new InvalidDataException("A page of keys does not say how many it holds.");
        }

        (distanceBytes, numberBytes) = (bytes[DistanceBytesAt], bytes[NumberBytesAt]);
        numbersAt = HeadBytes + (Count * distanceBytes);
        if (distanceBytes > sizeof(ulong) || numberBytes > sizeof(ulong) || bytes.Length != numbersAt + (Count * numberBytes) + Spare)
        {
            throw new InvalidDataException($"A page of {Count} keys does not end where it should.");
        }

        FirstKey = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(FirstKeyAt));
    }

    public int Count { get; }

    public ulong FirstKey { get; }

    public ulong LastKey => FirstKey + Distance(Count - 1);

    /// <summary>Parts keys into pages, sorted; a key may go on in the next page.</summary>
    public static IEnumerable<KeyPage> Of(IReadOnlyCollection<RegisteredKey> registered)
    {
        // Numbers are twice the record's, and one more where it is registered for what was decided.
        var (keys, numbers) = (new ulong[registered.Count], new ulong[registered.Count]);
        var count = 0;
        foreach (var (key, number, isLive) in registered)
        {
            (keys[count], numbers[count++]) = (key, ((ulong)number << 1) | (isLive ? 1UL : 0));
        }

        Array.Sort(keys, numbers);
        for (var start = 0; start < count; start += KeysMax)
        {
            var length = Math.Min(count - start, KeysMax);
            yield return Of(keys.AsSpan(start, length), numbers.AsSpan(start, length));
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="ToBytes"/> wrote.</exception>
    public static KeyPage Read(byte[] bytes) => new(bytes);

    public byte[] ToBytes() => content;

    public IEnumerable<RegisteredKey> All() => Enumerable.Range(0, Count).Select(At);

    /// <summary>Adds what is registered under a key.</summary>
    public void Find(ulong key, List<RegisteredKey> into)
    {
        if (key < FirstKey)
        {
            return;
        }

        var distance = key - FirstKey;
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Distance(middle) < distance ? (middle + 1, high) : (low, middle);
        }

        for (; low < Count && Distance(low) == distance; low++)
        {
            into.Add(At(low));
        }
    }

    /// <summary>Sorted keys alone, each as its distance from the one before.</summary>
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

    private static KeyPage Of(ReadOnlySpan<ulong> keys, ReadOnlySpan<ulong> numbers)
    {
        var largest = 0UL;
        foreach (var number in numbers)
        {
            largest = Math.Max(largest, number);
        }

        var (distanceBytes, numberBytes) = (BytesFor(keys[^1] - keys[0]), BytesFor(largest));
        var bytes = new byte[HeadBytes + (keys.Length * (distanceBytes + numberBytes)) + Spare];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(CountAt), keys.Length);
        (bytes[DistanceBytesAt], bytes[NumberBytesAt]) = ((byte)distanceBytes, (byte)numberBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(FirstKeyAt), keys[0]);

        // In order: the zeros behind a value are written over by the next one.
        var (distanceAt, numberAt) = (HeadBytes, HeadBytes + (keys.Length * distanceBytes));
        for (var i = 0; i < keys.Length; i++, distanceAt += distanceBytes)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(distanceAt), keys[i] - keys[0]);
        }

        for (var i = 0; i < numbers.Length; i++, numberAt += numberBytes)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(numberAt), numbers[i]);
        }

        return new KeyPage(bytes);
    }

    private static int BytesFor(ulong value) => (71 - BitOperations.LeadingZeroCount(value)) / 8;

    private RegisteredKey At(int place)
    {
        var number = Value(numbersAt + (place * numberBytes), numberBytes);
        return new RegisteredKey(FirstKey + Distance(place), (long)(number >> 1), (number & 1) == 1);
    }

    private ulong Distance(int place) => Value(HeadBytes + (place * distanceBytes), distanceBytes);

    private ulong Value(int at, int length) => BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(at)) & (length == sizeof(ulong) ? ulong.MaxValue : (1UL << (8 * length)) - 1);

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

        throw new InvalidDataException("A list of keys ends too early.");
    }
}
