using System.Security.Cryptography;
using System.Text;

namespace Reconciler.Store;

/// <summary>What became of a row in one transaction.</summary>
/// <param name="Before">Its hash before; null: it was not there.</param>
/// <param name="After">Its hash since; null: it is gone.</param>
internal readonly record struct RowChange(string Table, string Key, UInt128? Before, UInt128? After);

/// <summary>Rows that changed, written as pages. Each page begins with a table: byte 0, its name. Then rows: byte 1 (came), 2 (changed) or 3 (gone), the key, the hash before (2, 3), the hash since (1, 2). Texts are their count of UTF-8 bytes in groups of seven bits, the lowest first, and the bytes; hashes are 16 bytes, as they are read.</summary>
internal sealed class SealPages(Action<byte[]> keep) : IDisposable
{
    private const int PageBytes = 256 * 1024;

    private readonly IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream page = new();
    private string table = string.Empty;

    /// <summary>How many rows were added.</summary>
    public long Count { get; private set; }

    public void Add(RowChange row)
    {
        using (var to = new BinaryWriter(page, Encoding.UTF8, leaveOpen: true))
        {
            if (page.Length == 0 || table != row.Table)
            {
                table = row.Table;
                to.Write((byte)0);
                to.Write(table);
            }

            to.Write((byte)(row.Before is null ? 1 : row.After is null ? 3 : 2));
            to.Write(row.Key);
            Write(to, row.Before);
            Write(to, row.After);
        }

        Count++;
        if (page.Length >= PageBytes)
        {
            EndPage();
        }
    }

    /// <summary>Ends the last page; the SHA-256 of all pages, 64 lower-case hexadecimal digits.</summary>
    public string Finish()
    {
        EndPage();
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>The rows of a page.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static IEnumerable<RowChange> Read(byte[] page)
    {
        using var from = new BinaryReader(new MemoryStream(page), Encoding.UTF8);
        var table = string.Empty;
        while (from.BaseStream.Position < page.Length)
        {
            RowChange? row;
            try
            {
                row = ReadOne(from, ref table);
            }
            catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
            {
                throw new InvalidDataException("It is no page of changed rows.", e);
            }

            if (row is { } read)
            {
                yield return read;
            }
        }
    }

    public void Dispose()
    {
        all.Dispose();
        page.Dispose();
    }

    private static RowChange? ReadOne(BinaryReader from, ref string table)
    {
        var kind = from.ReadByte();
        if (kind > 3)
        {
            throw new FormatException();
        }

        var text = from.ReadString();
        if (kind == 0)
        {
            table = text;
            return null;
        }

        var before = kind == 1 ? (UInt128?)null : Hash(from);
        return new RowChange(table, text, before, kind == 3 ? null : Hash(from));
    }

    private static UInt128 Hash(BinaryReader from)
    {
        Span<byte> bytes = stackalloc byte[16];
        from.BaseStream.ReadExactly(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static void Write(BinaryWriter to, UInt128? hash)
    {
        if (hash is { } value)
        {
            Span<byte> bytes = stackalloc byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
            to.Write(bytes);
        }
    }

    private void EndPage()
    {
        if (page.Length > 0)
        {
            var bytes = page.ToArray();
            all.AppendData(bytes);
            keep(bytes);
            page.SetLength(0);
        }
    }
}
