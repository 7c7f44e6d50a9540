using System.Globalization;
using System.Security.Cryptography;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Files;

/// <summary>A private copy of a file: read, hashed and archived as one, whatever becomes of the file meanwhile.</summary>
/// <param name="Path">Where the copy lies.</param>
/// <param name="Mark">The file's own, when it was copied.</param>
public sealed record PrivateCopy(string Path, string Sha256, FileMark Mark);

/// <summary>The folder <c>work/</c> of a data folder, which only this account may enter: what a run has in its hands. Leftovers of a run that was killed are cleared away by the next one.</summary>
public sealed class WorkFolder : IDisposable
{
    private readonly string path;
    private int copies;

    /// <param name="dataFolder">Held by this instance.</param>
    public WorkFolder(string dataFolder)
    {
        path = Path.Combine(dataFolder, "work");
        Dispose();
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A name for a file that is not there yet.</summary>
    public string NewPath() => Path.Combine(path, (++copies).ToString("000000", CultureInfo.InvariantCulture));

    /// <summary>Copies an open file, and takes its hash on the way. Only as much is read as was there at the beginning: a file may grow for ever.</summary>
    /// <exception cref="FileBusyException">It changed while it was copied.</exception>
    /// <exception cref="InvalidDataException">It is larger than a file may be; the message is a sentence with the cure.</exception>
    public PrivateCopy Copy(FileStream from, string named, ImportLimits limits, CancellationToken stop)
    {
        var mark = InputFile.MarkOf(from);
        if (mark.Bytes > limits.MaxFileBytes)
        {
            throw new InvalidDataException(limits.TooLarge(mark.Bytes));
        }

        var copy = NewPath();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var to = new FileStream(copy, FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = new byte[128 * 1024];
            var left = mark.Bytes;
            while (left > 0 && from.Read(buffer, 0, (int)Math.Min(left, buffer.Length)) is > 0 and var count)
            {
                stop.ThrowIfCancellationRequested();
                to.Write(buffer, 0, count);
                hash.AppendData(buffer, 0, count);
                left -= count;
            }

            to.Flush();
            File.SetLastWriteTimeUtc(to.SafeFileHandle, File.GetLastWriteTimeUtc(from.SafeFileHandle));
        }

        return InputFile.MarkOf(from) == mark
            ? new PrivateCopy(copy, Convert.ToHexStringLower(hash.GetCurrentHash()), mark)
            : throw new FileBusyException(named, "changed while it was copied");
    }

    /// <summary>Deletes what one file has left behind.</summary>
    public void Empty()
    {
        foreach (var file in Directory.EnumerateFiles(path))
        {
            File.Delete(file);
        }
    }

    /// <summary>Clears the folder away.</summary>
    public void Dispose()
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            // Only the link itself goes.
            File.Delete(path);
        }
        else if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
