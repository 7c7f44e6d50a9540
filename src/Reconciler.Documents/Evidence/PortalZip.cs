using System.IO.Compression;
using Reconciler.Core.Disputes;

namespace Reconciler.Documents.Evidence;

/// <summary>A letter with its evidence as one zip, for a marketplace that takes uploads instead of mails.</summary>
public static class PortalZip
{
    /// <summary>The letter's name inside.</summary>
    public const string LetterName = "letter.txt";

    // The earliest time that a zip can hold: a clock would change the bytes.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Files sorted by name, without times: the same letter and evidence give the same bytes on one machine.</summary>
    /// <param name="files">The letter, as <see cref="LetterName"/>, and the evidence.</param>
    /// <exception cref="ArgumentException">Two files have one name.</exception>
    public static byte[] Write(IReadOnlyList<EvidenceFile> files)
    {
        if (files.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two files are called '{twice.Key}'.", nameof(files));
        }

        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files.OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(file.Name, CompressionLevel.Optimal);
                entry.LastWriteTime = NoTime;
                using var content = entry.Open();
                content.Write(file.Content);
            }
        }

        return bytes.ToArray();
    }
}
