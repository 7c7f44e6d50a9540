using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Reconciler.Core.Values;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>The text of a record is not to be had: the archived file that holds it is gone, or is another one now.</summary>
internal sealed class SourceTextException(string message) : Exception(message);

/// <summary>The texts of records that stand in archived files alone. A file is taken for what it was only when its bytes still have the hash under which it was read.</summary>
internal sealed class ArchivedTexts(DataFolder data) : IDisposable
{
    private const int MostOpen = 50;

    // As the inbox names what it archives.
    private const int NameDigits = 12;

    // Open from the hashing on, so that what is read is what was hashed.
    private readonly Dictionary<string, FileStream> files = new(StringComparer.Ordinal);

    /// <summary>The line with its text.</summary>
    /// <exception cref="SourceTextException">No file in the archive has the hash of the line's file any more.</exception>
    public SourceLine WithText(SourceLine line)
    {
        if (line.Place is not { } place)
        {
            return line;
        }

        var file = FileOf(line);
        var bytes = new byte[place.Bytes];
        file.Position = place.Offset;
        file.ReadExactly(bytes);
        return line with { RawText = Encoding.UTF8.GetString(bytes) };
    }

    /// <summary>Whether the archive holds a file with this hash.</summary>
    public bool Has(string sha256) => Find(sha256, out _) is not null;

    /// <summary>The path of the archived file with this hash; null where there is none.</summary>
    /// <param name="changed">The path of one that was it, and is another now; else empty.</param>
    public string? PathOf(string sha256, out string changed) => Find(sha256, out changed)?.Name;

    public void Dispose()
    {
        foreach (var file in files.Values)
        {
            file.Dispose();
        }

        files.Clear();
    }

    private FileStream FileOf(SourceLine line)
    {
        if (Find(line.FileSha256, out var changed) is { } found)
        {
            return found;
        }

        throw new SourceTextException(string.Create(CultureInfo.InvariantCulture, $"{line.FileName}, line {line.Line}: what stands there cannot be proved, since the archived file {(changed.Length == 0
            ? $"archive/…/{StartOf(line.FileSha256)}… is gone"
            : $"{data.Shown(changed)} has changed")}. Put back the file with the SHA-256 {line.FileSha256}."));
    }

    private static string StartOf(string sha256) => sha256[..NameDigits] + "-";

    /// <param name="changed">Where the file is not found, the path of one that was it; else empty.</param>
    private FileStream? Find(string sha256, out string changed)
    {
        changed = string.Empty;
        if (files.TryGetValue(sha256, out var known))
        {
            return known;
        }

        if (files.Count == MostOpen)
        {
            Dispose();
        }

        var candidates = Directory.Exists(data.Archive) ? Directory.GetFiles(data.Archive, StartOf(sha256) + "*", SearchOption.AllDirectories) : [];
        foreach (var path in candidates.Order(StringComparer.Ordinal))
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (Convert.ToHexStringLower(SHA256.HashData(file)) == sha256)
            {
                files.Add(sha256, file);
                return file;
            }

            file.Dispose();
            changed = path;
        }

        return null;
    }
}
