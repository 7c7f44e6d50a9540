using System.Buffers.Binary;
using System.Security.Cryptography;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;

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

    public void Add(Match match) => Count(Parts(match), isMore: true);

    public void TakeOff(Match match) => Count(Parts(match), isMore: false);

    /// <summary>Times of finding are left out.</summary>
    public void Add(Finding finding) => Count(Parts(finding), isMore: true);

    public void TakeOff(Finding finding) => Count(Parts(finding), isMore: false);

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

    private static string[] Parts(Match m) =>
        [m.Id, m.Role.ToString(), m.Order.ToString(), m.Transaction.ToString(), m.Amount.ToString(), m.Rule, m.Confidence.ToString(), m.Why];

    private static string[] Parts(Finding f) =>
    [
        f.Id, f.Kind.ToString(), f.State.ToString(), string.Join(';', f.Orders), string.Join(';', f.Transactions), f.Amount.ToString(),
        f.DueOn is { } due ? Told.Day(due) : string.Empty, f.Confidence.ToString(), f.Why,
    ];

    private void Count(ReadOnlySpan<string> line, bool isMore)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ShortHash.Sha256(line, hash);
        if (isMore)
        {
            Plus(hash);
        }
        else
        {
            Minus(hash);
        }
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
