using System.Security.Cryptography;
using System.Text;

namespace Reconciler.Core.Values;

/// <summary>Ids that are hashes of what they stand for, so that two runs over the same input name things alike.</summary>
public static class ShortHash
{
    [ThreadStatic]
    private static IncrementalHash? mine;

    /// <summary>A prefix and the first 12 hexadecimal digits of the SHA-256 of the parts, each ended by a zero byte so that parts do not run together.</summary>
    public static string Of(string prefix, params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Sha256(parts, hash);
        Span<char> digits = stackalloc char[12];
        Convert.TryToHexStringLower(hash[..6], digits, out _);
        return string.Concat(prefix, digits);
    }

    /// <summary>The SHA-256 of parts, each ended by a zero byte so that parts do not run together.</summary>
    internal static void Sha256(ReadOnlySpan<string> parts, Span<byte> hash)
    {
        var most = parts.Length;
        foreach (var part in parts)
        {
            most += Encoding.UTF8.GetMaxByteCount(part.Length);
        }

        var text = most <= 1024 ? stackalloc byte[most] : new byte[most];
        var written = 0;
        foreach (var part in parts)
        {
            written += Encoding.UTF8.GetBytes(part, text[written..]);
            text[written++] = 0;
        }

        Sha256(text[..written], hash);
    }

    /// <summary>The SHA-256 of a short text, of many that are hashed one after the other: to begin anew costs as much as the hashing.</summary>
    internal static void Sha256(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        var hashing = mine ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashing.AppendData(text);
        hashing.GetHashAndReset(hash);
    }

    /// <summary>SHA-256 of the bytes as 64 lower-case hexadecimal digits.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
