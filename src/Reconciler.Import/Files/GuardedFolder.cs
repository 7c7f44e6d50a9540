using System.ComponentModel;
using Microsoft.Win32.SafeHandles;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Files;

/// <summary>
/// A folder in which others may write: what lies in it is opened, and taken away, only as a regular file and never through a link. The folder itself may lie behind links; below it none is followed.
/// On Linux each step is made by the handle of the folder before, so that nothing can be exchanged meanwhile; elsewhere each step is looked at.
/// </summary>
public sealed class GuardedFolder(string root)
{
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Below the folder.</param>
    /// <exception cref="NotAFileException">It is a link, lies behind one, or is no regular file.</exception>
    /// <exception cref="FileBusyException">Another program writes to it, or this account may not read it.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public FileStream Open(string path) => OperatingSystem.IsLinux()
        ? Within(path, (folder, name) => InputFile.OpenOnLinux(folder, name, path))
        : InputFile.OpenElsewhere(path, stream =>
        {
            // While it is open nobody can put a link in its place.
            if (LinkOnTheWayTo(path) is { } link)
            {
                stream.Dispose();
                throw NotAFileException.Link(link);
            }
        });

    /// <summary>Takes a file's name away, if it still stands for the file with this mark.</summary>
    /// <returns>False where it is another file by now, or none.</returns>
    public bool Remove(string path, FileMark mark)
    {
        if (OperatingSystem.IsLinux())
        {
            return Within(path, (folder, name) =>
            {
                try
                {
                    if (LinuxFiles.Of(folder, name).Mark != mark)
                    {
                        return false;
                    }

                    LinuxFiles.Remove(folder, name);
                    return true;
                }
                catch (Win32Exception e)
                {
                    throw InputFile.Explained(path, e);
                }
            });
        }

        if (LinkOnTheWayTo(path) is not null || !File.Exists(path) || InputFile.MarkOf(new FileInfo(path)) != mark)
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    /// <summary>Makes a folder below this one with all that lead to it.</summary>
    /// <exception cref="NotAFileException">One of them is a link.</exception>
    public string Create(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine([root, .. parts]);
        if (LinkOnTheWayTo(path) is { } link)
        {
            throw NotAFileException.Link(link);
        }

        return Directory.CreateDirectory(path).FullName;
    }

    /// <summary>The first link among the folders below this one that lead to a path, and the path itself; null where there is none.</summary>
    public string? LinkOnTheWayTo(string path)
    {
        var at = root;
        foreach (var part in Parts(path))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
            {
                return at;
            }
        }

        return null;
    }

    private string[] Parts(string path) => Path.GetRelativePath(root, Path.GetFullPath(path)).Split(Path.DirectorySeparatorChar) is var parts && parts[0] != ".."
        ? parts
        : throw new ArgumentException($"{path} does not lie below {root}.", nameof(path));

    /// <summary>Walks to the file's folder, and does something there with the file's name.</summary>
    private T Within<T>(string path, Func<SafeFileHandle, string, T> what)
    {
        var parts = Parts(path);
        var at = root;
        SafeFileHandle? folder = null;
        try
        {
            folder = LinuxFiles.Folder(root);
            foreach (var part in parts[..^1])
            {
                at = Path.Combine(at, part);
                var next = LinuxFiles.Folder(folder, part);
                folder.Dispose();
                folder = next;
            }
        }
        catch (Win32Exception e)
        {
            folder?.Dispose();
            throw e.NativeErrorCode is LinuxFiles.NotAFolder or LinuxFiles.Loop ? NotAFileException.Link(at) : InputFile.Explained(path, e);
        }

        using (folder)
        {
            return what(folder, parts[^1]);
        }
    }
}
