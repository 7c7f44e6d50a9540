using System.Globalization;

namespace Reconciler.Import;

/// <summary>A file that waits in the inbox.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="RelativePath">Below the inbox, with forward slashes: <c>orders/shopify/atelier/may.csv</c>.</param>
/// <param name="Kind">By the folder: statements or orders.</param>
/// <param name="LayoutHint">The layout that its subfolder names, or null.</param>
/// <param name="Account">The account that its second subfolder names, or null.</param>
public sealed record InboxFile(string Path, string RelativePath, LayoutKind Kind, string? LayoutHint, string? Account);

/// <summary>The inbox below a data folder, and the ways out of it: the archive, and the folder of rejected files.</summary>
public sealed class Inbox(string dataFolder)
{
    private readonly string inbox = Path.Combine(dataFolder, "inbox");

    /// <summary>The files in <c>statements/</c> and <c>orders/</c> in ordinal order of their paths. Hidden, temporary and half-copied ones are left out.</summary>
    /// <param name="catalog">The layouts that a subfolder can name: in folders of other names (a year, a shop) files are known by their content. Null: every first subfolder is taken for a layout.</param>
    public IReadOnlyList<InboxFile> Files(LayoutCatalog? catalog = null) =>
    [
        .. Below("orders", LayoutKind.Orders).Concat(Below("statements", LayoutKind.Statement))
            .Select(file => catalog is null || file.LayoutHint is not { } hint || catalog.Find(hint) is not null ? file : file with { LayoutHint = null, Account = null })
            .OrderBy(file => file.RelativePath, StringComparer.Ordinal),
    ];

    /// <summary>Moves a file that the store has to <c>archive/YYYY-MM/</c>, named after its hash so that nothing is overwritten. A copy that is there already makes this one superfluous.</summary>
    /// <param name="sha256">The hash that was stored.</param>
    /// <param name="utcDate">The month to file it under.</param>
    /// <returns>Where it lies now.</returns>
    /// <exception cref="FileBusyException">The file is locked, or is no longer what was read.</exception>
    public string Archive(InboxFile file, string sha256, DateOnly utcDate)
    {
        if (InputFile.Sha256(file.Path) != sha256)
        {
            throw new FileBusyException(file.Path, "changed after it was read");
        }

        var folder = Path.Combine(dataFolder, "archive", utcDate.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        return MoveInto(folder, $"{sha256[..12]}-{Path.GetFileName(file.Path)}", file.Path, sha256);
    }

    /// <summary>Moves a file that cannot be read to <c>rejected/</c> and writes the reason beside it.</summary>
    /// <returns>Where it lies now; the reason is in the file of that name with <c>.why.txt</c>.</returns>
    /// <exception cref="FileBusyException">The file is locked.</exception>
    public string Reject(InboxFile file, string reason)
    {
        var target = MoveInto(Path.Combine(dataFolder, "rejected"), Path.GetFileName(file.Path), file.Path, InputFile.Sha256(file.Path));
        File.WriteAllText(target + ".why.txt", $"{file.RelativePath}\n{reason}\n");
        return target;
    }

    private static string MoveInto(string folder, string name, string path, string sha256)
    {
        Directory.CreateDirectory(folder);
        for (var copy = 1; ; copy++)
        {
            var target = Path.Combine(folder, copy == 1
                ? name
                : $"{Path.GetFileNameWithoutExtension(name)}-{copy.ToString(CultureInfo.InvariantCulture)}{Path.GetExtension(name)}");
            if (File.Exists(target))
            {
                if (InputFile.Sha256(target) != sha256)
                {
                    continue;
                }

                File.Delete(path);
                return target;
            }

            try
            {
                File.Move(path, target, overwrite: false);
                return target;
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another run was quicker with this name: look at what it put there.
            }
            catch (IOException e) when (File.Exists(path))
            {
                throw new FileBusyException(path, "cannot be moved", e);
            }
        }
    }

    private static bool IsPassedOver(string relativePath) => relativePath.Split('/').Any(part =>
        part.StartsWith('.') || part.StartsWith("~$", StringComparison.Ordinal)
        || part.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase) || part.EndsWith(".part", StringComparison.OrdinalIgnoreCase)
        || part.EndsWith(".crdownload", StringComparison.OrdinalIgnoreCase) || part is "Thumbs.db" or "desktop.ini");

    private IEnumerable<InboxFile> Below(string kindFolder, LayoutKind kind)
    {
        var folder = Path.Combine(inbox, kindFolder);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System })
            .Select(path =>
            {
                var relative = Path.GetRelativePath(inbox, path).Replace(Path.DirectorySeparatorChar, '/');
                var parts = relative.Split('/');
                return new InboxFile(path, relative, kind, parts.Length > 2 ? parts[1] : null, parts.Length > 3 ? parts[2] : null);
            })
            .Where(file => !IsPassedOver(file.RelativePath));
    }
}
