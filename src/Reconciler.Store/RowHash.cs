using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reconciler.Store;

/// <summary>
/// The hash by which a row is known again: the first 16 bytes of the SHA-256 over its columns in the table's order, each that is not empty as two fields, name and value. A field is its count of bytes, a colon,
/// the bytes, a comma; a number is written in digits, a time as ISO 8601 with seven decimals, a day as 2026-05-06, bytes as they are.
/// </summary>
internal sealed class RowHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] number = new byte[32];
    private byte[] bytes = new byte[1024];
    private int count;

    public RowHash Add(ReadOnlySpan<byte> field)
    {
        field.Length.TryFormat(number, out var digits, provider: CultureInfo.InvariantCulture);
        number[digits] = (byte)':';
        Append(number.AsSpan(0, digits + 1));
        Append(field);
        Append(","u8);
        return this;
    }

    public RowHash Add(long value)
    {
        Span<byte> text = stackalloc byte[24];
        value.TryFormat(text, out var digits, provider: CultureInfo.InvariantCulture);
        return Add(text[..digits]);
    }

    public RowHash Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>The hash of what was added since the last.</summary>
    public UInt128 Take()
    {
        Span<byte> all = stackalloc byte[SHA256.HashSizeInBytes];
        hash.AppendData(bytes.AsSpan(0, count));
        hash.GetHashAndReset(all);
        count = 0;
        return BinaryPrimitives.ReadUInt128BigEndian(all);
    }

    public void Dispose() => hash.Dispose();

    private void Append(ReadOnlySpan<byte> some)
    {
        if (count + some.Length > bytes.Length)
        {
            hash.AppendData(bytes.AsSpan(0, count));
            count = 0;
            if (some.Length > bytes.Length)
            {
                hash.AppendData(some);
                return;
            }
        }

        some.CopyTo(bytes.AsSpan(count));
        count += some.Length;
    }
}
