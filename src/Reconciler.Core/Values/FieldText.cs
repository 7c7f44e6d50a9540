using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reconciler.Core.Values;

/// <summary>One unmistakable text for a list of fields, to be hashed: each field as its count of UTF-8 bytes, a colon, the bytes, a comma (<c>3:abc,0:,</c>).</summary>
/// <remarks>Source of the form: D. J. Bernstein, Netstrings (1997). Fields cannot run together, whatever stands in them.</remarks>
internal sealed class FieldText
{
    private byte[] bytes = new byte[512];
    private int count;

    public FieldText Add(string field)
    {
        var length = Encoding.UTF8.GetByteCount(field);
        Reserve(length + 13);
        length.TryFormat(bytes.AsSpan(count), out var digits, provider: CultureInfo.InvariantCulture);
        count += digits;
        bytes[count++] = (byte)':';
        count += Encoding.UTF8.GetBytes(field, bytes.AsSpan(count));
        bytes[count++] = (byte)',';
        return this;
    }

    public FieldText Add(long number) => Add(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A sum, or an empty field for none.</summary>
    public FieldText Add(Money? money) => money is { } sum ? Add(sum.Currency.Code).Add(sum.MinorUnits) : Add(string.Empty);

    /// <summary>A sum, or nothing at all for none: of a field that came later, what was hashed before stays as it was.</summary>
    public FieldText AddWhereTold(Money? money) => money is null ? this : Add(money);

    /// <summary>A UTC time as whole microseconds since the year 1, or an empty field for none. Not every database keeps a finer time.</summary>
    public FieldText Add(DateTime? time) => time is { } at ? Add(at.Ticks / TimeSpan.TicksPerMicrosecond) : Add(string.Empty);

    /// <summary>A number without the zeros that end it, so that 1.10 and 1.1 are one; or an empty field for none.</summary>
    public FieldText Add(decimal? number) =>
        Add(number is { } value ? (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : string.Empty);

    public byte[] Sha256() => SHA256.HashData(bytes.AsSpan(0, count));

    private void Reserve(int more)
    {
        if (count + more > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, count + more));
        }
    }
}
