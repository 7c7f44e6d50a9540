using System.ComponentModel;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Reconciler.Import.Bytes;

/// <summary>An input file that is being read: opened so that nobody writes to it meanwhile, and only if it is a regular file, which ends.</summary>
/// <param name="budget">Asked at every piece that is fetched; null: whoever reads may take all the time.</param>
public sealed class InputFile(string path, FileBudget? budget = null)
{
    /// <summary>SHA-256 of the file's bytes, 64 lower-case hexadecimal digits; read as a stream.</summary>
    /// <exception cref="FileBusyException">Another program writes to the file.</exception>
    public static string Sha256(string path)
    {
        using var stream = Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>By what the file of that path is known again, without opening it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system's error number.</exception>
    public static FileMark MarkOf(string path) => OperatingSystem.IsLinux() ? LinuxFiles.Of(null, path).Mark
        : new FileInfo(path) is var file ? new FileMark(0, 0, file.Length, 1, file.LastWriteTimeUtc.Ticks, file.LastWriteTimeUtc.Ticks) : default;

    /// <exception cref="FileBusyException">Another program writes to the file, or this account may not read it.</exception>
    /// <exception cref="NotAFileException">It is a pipe, a socket or a device, or a link to one.</exception>
    public static FileStream Open(string path) => OperatingSystem.IsLinux() ? OpenOnLinux(null, path, path) : OpenElsewhere(path, _ => { });

    /// <summary>By what the open file is known again.</summary>
    public static FileMark MarkOf(FileStream file)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxFiles.Of(file.SafeFileHandle).Mark;
        }

        var written = File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks;
        return new FileMark(0, 0, RandomAccess.GetLength(file.SafeFileHandle), 1, written, written);
    }

    /// <exception cref="FileBusyException">Another program writes to the file, or this account may not read it.</exception>
    internal Stream Open() => Open(path) is var file && budget is null ? file : new WatchedStream(file, budget!);

    /// <summary>In bytes.</summary>
    /// <exception cref="FileBusyException">Another program writes to the file, or this account may not read it.</exception>
    internal long Length()
    {
        using var file = Open(path);
        return file.Length;
    }

    internal static FileMark MarkOf(FileInfo file) => new(0, 0, file.Length, 1, file.LastWriteTimeUtc.Ticks, file.LastWriteTimeUtc.Ticks);

    /// <param name="folder">Null: the name is a path, and links are followed.</param>
    internal static FileStream OpenOnLinux(SafeFileHandle? folder, string name, string path)
    {
        SafeFileHandle? file = null;
        try
        {
            // Looked at before it is opened: opening a device may do something.
            var (_, isLink, isRegular) = LinuxFiles.Of(folder, name);
            if (isLink || !isRegular)
            {
                throw isLink ? NotAFileException.Link(path) : NotAFileException.Special(path);
            }

            file = LinuxFiles.File(folder, name);
            if (!LinuxFiles.Of(file).IsRegular)
            {
                throw NotAFileException.Special(path);
            }

            return LinuxFiles.Share(file) ? new FileStream(file, FileAccess.Read, 64 * 1024) : throw new FileBusyException(path, "is open in another program");
        }
        catch (Win32Exception e)
        {
            file?.Dispose();
            throw Explained(path, e);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    internal static FileStream OpenElsewhere(string path, Action<FileStream> check)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan);
            check(stream);
            return stream;
        }
        catch (IOException e) when (e is not (NotAFileException or FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new FileBusyException(path, "is open in another program", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FileBusyException(path, "may not be read by this account", e);
        }
    }

    /// <summary>The system's error as the exception that the rest of the program knows.</summary>
    internal static IOException Explained(string path, Win32Exception e) => e.NativeErrorCode switch
    {
        LinuxFiles.NoSuchFile when path.Contains('\uFFFD', StringComparison.Ordinal) => new NotAFileException($"{FileNames.Printable(path)} has a name that is no UTF-8, by which it cannot be opened. Rename it.", e),
        LinuxFiles.NoSuchFile => new FileNotFoundException($"{FileNames.Printable(path)} is not there.", path, e),
        LinuxFiles.NoRight or LinuxFiles.NotPermitted => new FileBusyException(path, "may not be read by this account", e),
        LinuxFiles.Loop => NotAFileException.Link(path),
        _ => new IOException($"{FileNames.Printable(path)} cannot be opened: {e.Message}.", e),
    };

    /// <summary>What changes when a file is written to.</summary>
    internal readonly record struct Stamp(long Bytes, DateTime WrittenUtc)
    {
        public static Stamp Of(string path)
        {
            var file = new FileInfo(path);
            return new Stamp(file.Length, file.LastWriteTimeUtc);
        }
    }

    /// <summary>The file's bytes, each piece within the budget.</summary>
    private sealed class WatchedStream(FileStream file, FileBudget budget) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            budget.Check();
            return file.Read(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
