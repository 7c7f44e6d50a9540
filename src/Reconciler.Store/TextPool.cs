using System.Runtime.InteropServices;
using System.Text;

namespace Reconciler.Store;

/// <summary>One object for each of the few texts that come by the million: wallets, currencies, shops. Of more different ones than it has places for it forgets the older.</summary>
internal sealed class TextPool
{
    private const int Places = 4096;

    private readonly (byte[] Utf8, string Text)[] kept = new (byte[], string)[Places];

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return string.Empty;
        }

        ref var place = ref kept[PlaceOf(utf8)];
        if (place.Utf8 is null || !utf8.SequenceEqual(place.Utf8))
        {
            place = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        }

        return place.Text;
    }

    /// <summary>Of its length and its two ends: names differ there.</summary>
    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var (first, last) = utf8.Length >= sizeof(ulong)
            ? (MemoryMarshal.Read<ulong>(utf8), MemoryMarshal.Read<ulong>(utf8[^sizeof(ulong)..]))
            : (utf8[0] | ((ulong)utf8[^1] << 8), (ulong)utf8[utf8.Length / 2]);
        return unchecked((int)(((first * 0x9E3779B97F4A7C15) ^ (last * 0xC2B2AE3D27D4EB4F) ^ ((ulong)utf8.Length * 0x165667B19E3779F9)) >> 52));
    }
}
