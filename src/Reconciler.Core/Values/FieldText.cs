using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reconciler.Core.Values;

/// <summary>One unmistakable text for a list of fields, to be hashed: each field as its count of UTF-8 bytes, a colon, the bytes, a comma (<c>3:abc,0:,</c>).</summary>
/// <remarks>Source of the form: D. J. Bernstein, Netstrings (1997). Fields cannot run together, whatever stands in them.</remarks>
internal sealed class FieldText
{
    /// <summary>What a length takes at most, with its colon and the comma behind the field.</summary>
    private const int AroundField = 13;
    private const int LongestNumber = 32;

    /// <summary>From where on the memory of a long text is not kept for the next one.</summary>
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static FieldText? mine;

    private byte[] bytes = new byte[512];
    private int count;

    /// <summary>An empty list in this thread's own memory, which the next one of the thread takes over: for the many that are hashed one after the other.</summary>
    public static FieldText Next()
    {
        var next = mine is { bytes.Length: <= MostKept } known ? known : mine = new FieldText();
        next.count = 0;
        return next;
    }

    public FieldText Add(string field)
    {
        var length = Encoding.UTF8.GetByteCount(field);
        Begin(length);
        count += Encoding.UTF8.GetBytes(field, bytes.AsSpan(count));
        bytes[count++] = (byte)',';
        return this;
    }

    /// <summary>Several texts as one field, a line each.</summary>
    public FieldText AddLines(string text, ReadOnlySpan<Range> lines)
    {
        var length = Math.Max(0, lines.Length - 1);
        foreach (var line in lines)
        {
            length += Encoding.UTF8.GetByteCount(text.AsSpan()[line]);
        }

        Begin(length);
        foreach (var line in lines)
        {
            count += Encoding.UTF8.GetBytes(text.AsSpan()[line], bytes.AsSpan(count));
            bytes[count++] = (byte)'\n';
        }

        count -= lines.Length > 0 ? 1 : 0;
        bytes[count++] = (byte)',';
        return this;
    }

    public FieldText Add(long number)
    {
        Span<byte> digits = stackalloc byte[LongestNumber];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        return Add(digits[..length]);
    }

    /// <summary>A sum, or an empty field for none.</summary>
    public FieldText Add(Money? money) => money is { } sum ? Add(sum.Currency.Code).Add(sum.MinorUnits) : Add(string.Empty);

    /// <summary>A sum, or nothing at all for none: of a field that came later, what was hashed before stays as it was.</summary>
    public FieldText AddWhereTold(Money? money) => money is null ? this : Add(money);

    /// <summary>A UTC time as whole microseconds since the year 1, or an empty field for none. Not every database keeps a finer time.</summary>
    public FieldText Add(DateTime? time) => time is { } at ? Add(at.Ticks / TimeSpan.TicksPerMicrosecond) : Add(string.Empty);

    /// <summary>A number without the zeros that end it, so that 1.10 and 1.1 are one; or an empty field for none.</summary>
    public FieldText Add(decimal? number)
    {
        if (number is not { } value)
        {
            return Add(string.Empty);
        }

        Span<byte> digits = stackalloc byte[LongestNumber];
        (value / 1.0000000000000000000000000000m).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        return Add(digits[..length]);
    }

    public byte[] Sha256() => SHA256.HashData(bytes.AsSpan(0, count));

    private FieldText Add(ReadOnlySpan<byte> field)
    {
        Begin(field.Length);
        field.CopyTo(bytes.AsSpan(count));
        count += field.Length;
        bytes[count++] = (byte)',';
        return this;
    }

    /// <summary>Makes room for a field and writes its length.</summary>
    private void Begin(int length)
    {
        if (count + length + AroundField > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, count + length + AroundField));
        }

        length.TryFormat(bytes.AsSpan(count), out var digits, provider: CultureInfo.InvariantCulture);
        count += digits;
        bytes[count++] = (byte)':';
    }
}
