using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;

namespace Reconciler.Core.Reports;

/// <summary>
/// One fingerprint over what a run decided, so that two runs can be compared at a glance: the sum, without what leaves 256 bits, of the SHA-256 of each line. A line that comes or
/// goes is added or taken off, so that a run touches only what changed in it, and the order of the lines makes no difference.
/// </summary>
/// <remarks>It tells results apart; that nobody wrote into the store is what the audit chain tells.</remarks>
public sealed class ResultHash
{
    private readonly ulong[] sum = new ulong[4];

    public ResultHash()
    {
    }

    /// <summary>Goes on from a sum that was kept as <see cref="ToString"/> writes it.</summary>
    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static ResultHash Parse(string text)
    {
        var bytes = Convert.FromHexString(text);
        if (bytes.Length != SHA256.HashSizeInBytes)
        {
            throw new FormatException($"64 hexadecimal digits are wanted, not {text.Length}.");
        }

        var result = new ResultHash();
        for (var i = 0; i < 4; i++)
        {
            result.sum[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * 8));
        }

        return result;
    }

    /// <summary>All that a run decided.</summary>
    public static ResultHash Of(IEnumerable<Match> matches, IEnumerable<Finding> findings)
    {
        var result = new ResultHash();
        foreach (var match in matches)
        {
            result.Add(match);
        }

        foreach (var finding in findings)
        {
            result.Add(finding);
        }

        return result;
    }

    public void Add(Match match) => Plus(HashOf(match));

    public void TakeOff(Match match) => Minus(HashOf(match));

    /// <summary>Times of finding are left out.</summary>
    public void Add(Finding finding) => Plus(HashOf(finding));

    public void TakeOff(Finding finding) => Minus(HashOf(finding));

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * 8)..], sum[i]);
        }

        return Convert.ToHexStringLower(bytes);
    }

    private static byte[] HashOf(Match m) =>
        Hash(m.Id, m.Role.ToString(), m.Order.ToString(), m.Transaction.ToString(), m.Amount.ToString(), m.Rule, m.Confidence.ToString(), m.Why);

    private static byte[] HashOf(Finding f) =>
        Hash(f.Id, f.Kind.ToString(), f.State.ToString(), string.Join(';', f.Orders), string.Join(';', f.Transactions), f.Amount.ToString(),
            f.DueOn is { } due ? Told.Day(due) : string.Empty, f.Confidence.ToString(), f.Why);

    /// <summary>Each part is ended by a zero byte, so that parts do not run together.</summary>
    private static byte[] Hash(params ReadOnlySpan<string> parts)
    {
        var length = parts.Length;
        foreach (var part in parts)
        {
            length += Encoding.UTF8.GetByteCount(part);
        }

        var text = length <= 1024 ? stackalloc byte[length] : new byte[length];
        var written = 0;
        foreach (var part in parts)
        {
            written += Encoding.UTF8.GetBytes(part, text[written..]);
            text[written++] = 0;
        }

        return SHA256.HashData(text);
    }

    private void Plus(ReadOnlySpan<byte> hash)
    {
        UInt128 carry = 0;
        for (var i = 0; i < 4; i++)
        {
            carry += (UInt128)sum[i] + BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * 8)..]);
            sum[i] = unchecked((ulong)carry);
            carry >>= 64;
        }
    }

    private void Minus(ReadOnlySpan<byte> hash)
    {
        Int128 borrow = 0;
        for (var i = 0; i < 4; i++)
        {
            borrow += (Int128)sum[i] - BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * 8)..]);
            sum[i] = unchecked((ulong)borrow);
            borrow >>= 64;
        }
    }
}
