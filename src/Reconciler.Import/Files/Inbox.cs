using System.Globalization;
using System.Text;
using Reconciler.Core.Values;
using Reconciler.Import.Bytes;
using Reconciler.Import.Layouts;

namespace Reconciler.Import.Files;

/// <summary>A file that waits in the inbox.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="RelativePath">Below the inbox, with forward slashes, fit to be shown: <c>orders/shopify/atelier/may.csv</c>.</param>
/// <param name="Kind">By the folder: statements or orders.</param>
/// <param name="LayoutHint">The layout that its subfolder names, or null.</param>
/// <param name="Account">The account that its second subfolder names, or null.</param>
/// <param name="Fault">Why nothing can be taken from here: a link, or a folder that may not be entered. Null for what looks like a file.</param>
public sealed record InboxFile(string Path, string RelativePath, LayoutKind Kind, string? LayoutHint, string? Account, string? Fault = null)
{
    /// <summary>Its own name, fit to be shown.</summary>
    public string Name => RelativePath[(RelativePath.LastIndexOf('/') + 1)..];
}

/// <summary>The inbox below a data folder, and the ways out of it: the archive, and the folder of rejected files. Who may lay files into the inbox can make it do nothing but read them.</summary>
public sealed class Inbox(string dataFolder)
{
    private readonly string inbox = Path.Combine(dataFolder, "inbox");
    private readonly GuardedFolder guarded = new(dataFolder);

    /// <summary>The files in <c>statements/</c> and <c>orders/</c> in ordinal order of their paths. Hidden, temporary and half-copied ones are left out.</summary>
    /// <param name="catalog">The layouts that a subfolder can name: in folders of other names (a year, a shop) files are known by their content. Null: every first subfolder is taken for a layout.</param>
    public IReadOnlyList<InboxFile> Files(LayoutCatalog? catalog = null) =>
    [
        .. Below("orders", LayoutKind.Orders).Concat(Below("statements", LayoutKind.Statement))
            .Select(file => catalog is null || file.LayoutHint is not { } hint || catalog.Find(hint) is not null ? file : file with { LayoutHint = null, Account = null })
            .OrderBy(file => file.RelativePath, StringComparer.Ordinal),
    ];

    /// <summary>Makes a private copy of a file, from which all else is done.</summary>
    /// <exception cref="NotAFileException">It is a link, lies behind one, or is no regular file.</exception>
    /// <exception cref="FileBusyException">It is locked, or changed while it was copied.</exception>
    /// <exception cref="FileNotFoundException">It is there no longer.</exception>
    /// <exception cref="InvalidDataException">It is larger than a file may be; the message is a sentence with the cure.</exception>
    public PrivateCopy Take(InboxFile file, WorkFolder work, ImportLimits limits, CancellationToken stop = default)
    {
        using var from = guarded.Open(file.Path);
        return work.Copy(from, file.Path, limits, stop);
    }

    /// <summary>Files the copy that the store has under <c>archive/YYYY-MM/</c>, named after its hash so that nothing is overwritten, and takes the file itself out of the inbox.</summary>
    /// <param name="utcDate">The month to file it under.</param>
    /// <returns>Where the copy lies now, and whether the file is out of the inbox: one that was exchanged or written to meanwhile stays for the next run.</returns>
    /// <exception cref="IOException">It cannot be moved, or the archive is a link.</exception>
    public (string Path, bool IsOut) Archive(InboxFile file, PrivateCopy copy, DateOnly utcDate)
    {
        var folder = guarded.Create("archive", utcDate.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        var target = MoveInto(folder, $"{copy.Sha256[..12]}-{FileNames.Safe(file.Name)}", copy.Path, copy.Sha256);
        return (target, guarded.Remove(file.Path, copy.Mark));
    }

    /// <summary>Files the copy of a file that cannot be read under <c>rejected/</c> with the reason beside it, and takes the file itself out of the inbox.</summary>
    /// <returns>Where the copy lies now, and whether the file is out of the inbox; the reason is in the file of that name with <c>.why.txt</c>.</returns>
    /// <exception cref="IOException">It cannot be moved, or the folder is a link.</exception>
    public (string Path, bool IsOut) Reject(InboxFile file, PrivateCopy copy, string reason) =>
        (Reject(copy.Path, copy.Sha256, file.Name, file.RelativePath, reason), guarded.Remove(file.Path, copy.Mark));

    /// <summary>Moves a file that is too large to be copied to <c>rejected/</c> with the reason beside it.</summary>
    /// <exception cref="IOException">It cannot be moved, or the folder is a link.</exception>
    public string RejectUncopied(InboxFile file, string reason) =>
        guarded.LinkOnTheWayTo(file.Path) is { } link ? throw NotAFileException.Link(link) : Reject(file.Path, null, file.Name, file.RelativePath, reason);

    /// <summary>Files the copy of what was found in an archive under <c>rejected/</c>, with the reason beside it.</summary>
    /// <param name="name">Its own name, fit to be shown.</param>
    /// <param name="shown">Where it came from, for the reason.</param>
    /// <exception cref="IOException">It cannot be moved, or the folder is a link.</exception>
    public string RejectCopy(string copy, string name, string shown, string reason) => Reject(copy, InputFile.Sha256(copy), name, shown, reason);

    private string Reject(string path, string? sha256, string name, string shown, string reason)
    {
        var target = MoveInto(guarded.Create("rejected"), FileNames.Safe(name), path, sha256);
        var text = Encoding.UTF8.GetBytes($"{shown}\n{reason}\n");
        for (var number = 1; ; number++)
        {
            // Created, never opened: what somebody has put there is not written to.
            var why = number == 1 ? target + ".why.txt" : Numbered(target + ".why.txt", number);
            if (!IsTaken(why))
            {
                using var stream = new FileStream(why, FileMode.CreateNew, FileAccess.Write);
                stream.Write(text);
                return target;
            }

            if (IsSame(why, ShortHash.Sha256(text)))
            {
                return target;
            }
        }
    }

    private static string Numbered(string path, int number) =>
        Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}-{number.ToString(CultureInfo.InvariantCulture)}{Path.GetExtension(path)}");

    /// <param name="sha256">A file with this content that is there already makes this one superfluous; null: none does.</param>
    private static string MoveInto(string folder, string name, string path, string? sha256)
    {
        for (var copy = 1; ; copy++)
        {
            var target = Path.Combine(folder, copy == 1 ? name : Numbered(name, copy));
            if (!IsTaken(target))
            {
                File.Move(path, target, overwrite: false);
                return target;
            }

            if (sha256 is not null && IsSame(target, sha256))
            {
                File.Delete(path);
                return target;
            }
        }
    }

    private static bool IsTaken(string path) => File.Exists(path) || Directory.Exists(path) || new FileInfo(path).LinkTarget is not null;

    /// <summary>Whether a plain file with this content lies there.</summary>
    private static bool IsSame(string path, string sha256)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null && InputFile.Sha256(path) == sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The layout and the account that the folders of a file's path below the inbox name.</summary>
    public static (string? Layout, string? Account) HintsOf(string relativePath) =>
        relativePath.Split('/') is var parts ? (parts.Length > 2 ? parts[1] : null, parts.Length > 3 ? parts[2] : null) : default;

    private static bool IsPassedOver(string name) =>
        name.StartsWith('.') || name.StartsWith("~$", StringComparison.Ordinal)
        || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".part", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".crdownload", StringComparison.OrdinalIgnoreCase) || name is "Thumbs.db" or "desktop.ini";

    private IEnumerable<InboxFile> Below(string kindFolder, LayoutKind kind)
    {
        var top = Path.Combine(inbox, kindFolder);
        if (guarded.LinkOnTheWayTo(top) is { } link)
        {
            return [One(top, kind, NotAFileException.Link(link).Message)];
        }

        return Directory.Exists(top) ? Within(top, kind) : [];
    }

    private IEnumerable<InboxFile> Within(string top, LayoutKind kind)
    {
        var folders = new Stack<string>([top]);
        while (folders.TryPop(out var folder))
        {
            List<FileSystemInfo> entries;
            string? fault = null;
            try
            {
                entries = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System })];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                entries = [];
                fault = $"cannot be entered ({e.Message.TrimEnd('.')})";
            }

            if (fault is not null)
            {
                yield return One(folder, kind, fault);
            }

            foreach (var entry in entries.Where(e => !IsPassedOver(e.Name)))
            {
                if (entry.LinkTarget is not null)
                {
                    yield return One(entry.FullName, kind, NotAFileException.Link(entry.FullName).Message);
                }
                else if (entry is DirectoryInfo)
                {
                    folders.Push(entry.FullName);
                }
                else
                {
                    yield return One(entry.FullName, kind, null);
                }
            }
        }
    }

    private InboxFile One(string path, LayoutKind kind, string? fault)
    {
        var relative = FileNames.Printable(Path.GetRelativePath(inbox, path).Replace(Path.DirectorySeparatorChar, '/'));
        var (hint, account) = HintsOf(relative);
        return new InboxFile(path, relative, kind, hint, account, fault);
    }
}
