using System.Globalization;
using System.IO.Compression;
using Reconciler.Import.Bytes;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Files;

/// <summary>A file out of an archive.</summary>
/// <param name="Name">As the archive names it, with forward slashes, fit to be shown.</param>
/// <param name="Path">Where it lies now.</param>
public sealed record ArchivedFile(string Name, string Path);

/// <summary>Zip files of statements and orders. Opened within limits: what is counted is what really comes out, not what the archive says of itself.</summary>
public static class StatementArchive
{
    /// <summary>Most files that one archive may hold.</summary>
    public const int MostFiles = 1000;

    private const string Unpack = "Unpack it and put the files themselves into the inbox.";

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Whether a file is a zip file and no workbook, which is one as well.</summary>
    /// <exception cref="FileBusyException">Another program writes to the file.</exception>
    public static bool Is(InputFile file)
    {
        using var stream = file.Open();
        Span<byte> start = stackalloc byte[4];
        return stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual("PK\u0003\u0004"u8) && !Workbook.Is(file);
    }

    /// <summary>Copies the files of an archive one by one, under names of our own so that none can lead elsewhere.</summary>
    /// <param name="newPath">Gives a path at which there is nothing.</param>
    /// <exception cref="InvalidDataException">The archive is refused as a whole; the message is a sentence with the cure.</exception>
    public static IReadOnlyList<ArchivedFile> CopyTo(InputFile file, Func<string> newPath, ImportLimits limits)
    {
        using var stream = file.Open();
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            var entries = zip.Entries.Where(e => !e.FullName.EndsWith('/') && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
            if (entries.Count > MostFiles)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"It is a ZIP archive of {entries.Count:N0} files; at most {MostFiles:N0} are read. {Unpack}"));
            }

            var left = limits.MaxFileBytes;
            var files = new List<ArchivedFile>();
            foreach (var entry in entries)
            {
                Check(entry);
                var target = newPath();
                left -= Copy(entry, target, left, limits);
                if (Is(new InputFile(target)))
                {
                    throw Nested(entry);
                }

                files.Add(new ArchivedFile(FileNames.Printable(entry.FullName), target));
            }

            return files;
        }
        catch (InvalidDataException e) when (e.InnerException is not null || !e.Message.StartsWith("It is a ZIP", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"It is a ZIP archive that is damaged ({e.Message.TrimEnd('.')}). Export or copy it again.", e);
        }
    }

    private static void Check(ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        var shown = FileNames.Printable(name);
        if (entry.IsEncrypted)
        {
            throw new InvalidDataException($"It is a ZIP archive with a password ({shown}). {Unpack}");
        }

        // A name with a backslash, a drive or a step up could lead out of the folder on some machine.
        if (name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || name.StartsWith('/') || name.Split('/').Contains(".."))
        {
            throw new InvalidDataException($"It is a ZIP archive with a file name that leads elsewhere ({shown}). Do not open it; ask where it came from.");
        }

        if (Path.GetExtension(name).ToUpperInvariant() is ".ZIP" or ".RAR" or ".7Z" or ".GZ" or ".TAR")
        {
            throw Nested(entry);
        }
    }

    private static InvalidDataException Nested(ZipArchiveEntry entry) => new($"It is a ZIP archive with an archive in it ({FileNames.Printable(entry.FullName)}). {Unpack}");

    /// <summary>Copies until the end or the limit, and returns how many bytes came out.</summary>
    private static long Copy(ZipArchiveEntry entry, string target, long left, ImportLimits limits)
    {
        using var from = entry.Open();
        using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[64 * 1024];
        var copied = 0L;
        var sum = uint.MaxValue;
        while (from.Read(buffer) is > 0 and var count)
        {
            copied += count;
            if (copied > left)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"It is a ZIP archive of more than {limits.MaxFileBytes:N0} bytes when unpacked ({FileNames.Printable(entry.FullName)}). Export a shorter time, or raise Import:MaxFileMegabytes."));
            }

            to.Write(buffer, 0, count);
            sum = Crc32(sum, buffer.AsSpan(0, count));
        }

        if (~sum != entry.Crc32)
        {
            // Also where the archive lies about a length: what came out is not the file.
            throw new InvalidDataException($"{FileNames.Printable(entry.FullName)} does not match its checksum");
        }

        return copied;
    }

    /// <summary>The checksum of zip files (CRC-32 of ISO 3309), carried on.</summary>
    private static uint Crc32(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            sum = (sum >> 8) ^ CrcTable[(sum ^ b) & 0xFF];
        }

        return sum;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
            {
                table[i] = (table[i] & 1) != 0 ? (table[i] >> 1) ^ 0xEDB88320 : table[i] >> 1;
            }
        }

        return table;
    }
}
