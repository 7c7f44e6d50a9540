using System.Security.Cryptography;
using System.Text;

namespace Reconciler.Core.Values;

/// <summary>Ids that are hashes of what they stand for, so that two runs over the same input name things alike.</summary>
public static class ShortHash
{
    /// <summary>A prefix and the first 12 hexadecimal digits of the SHA-256 of the parts, each ended by a zero byte so that parts do not run together.</summary>
    public static string Of(string prefix, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }

        return prefix + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    /// <summary>SHA-256 of the bytes as 64 lower-case hexadecimal digits.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
