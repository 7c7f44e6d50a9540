using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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
    private byte[] line = new byte[512];
    private int length;

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

    public void Add(Match match) => Count(match, isMore: true);

    public void TakeOff(Match match) => Count(match, isMore: false);

    /// <summary>Times of finding are left out.</summary>
    public void Add(Finding finding) => Count(finding, isMore: true);

    public void TakeOff(Finding finding) => Count(finding, isMore: false);

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

    private void Count(Match m, bool isMore)
    {
        length = 0;
        Write(m.Id).End().Write(Enum.GetName(m.Role)).End();
        Write(m.Order.Marketplace).Write("/").Write(m.Order.Id).End();
        Write(m.Transaction.Wallet).Write("/").Write(m.Transaction.Id).End();
        Write(m.Amount).End().Write(m.Rule).End().Write(Enum.GetName(m.Confidence)).End().Write(m.Why.English).End();
        CountLine(isMore);
    }

    private void Count(Finding f, bool isMore)
    {
        length = 0;
        Write(f.Id).End().Write(Enum.GetName(f.Kind)).End().Write(Enum.GetName(f.State)).End();
        Write(string.Join(';', f.Orders)).End().Write(string.Join(';', f.Transactions)).End();
        Write(f.Amount).End().Write(f.DueOn is { } due ? Told.Day(due) : string.Empty).End().Write(Enum.GetName(f.Confidence)).End().Write(f.Why.English).End();
        CountLine(isMore);
    }

    private ResultHash Write(ReadOnlySpan<char> text)
    {
        var most = length + Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most >= line.Length)
        {
            Array.Resize(ref line, most * 2);
        }

        length += Encoding.UTF8.GetBytes(text, line.AsSpan(length));
        return this;
    }

    private ResultHash Write(Money sum)
    {
        Span<char> room = stackalloc char[Money.LongestText];
        return Write(sum.Write(room));
    }

    /// <summary>Ends a part by a zero byte, so that parts do not run together.</summary>
    private ResultHash End()
    {
        line[length++] = 0;
        return this;
    }

    private void CountLine(bool isMore)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ShortHash.Sha256(line.AsSpan(0, length), hash);
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
