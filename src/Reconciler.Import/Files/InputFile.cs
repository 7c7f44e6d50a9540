using System.Security.Cryptography;

namespace Reconciler.Import;

/// <summary>Opens input files so that nobody writes to them meanwhile, and tells what their bytes are.</summary>
public static class InputFile
{
    /// <summary>SHA-256 of the file's bytes, 64 lower-case hexadecimal digits; read as a stream.</summary>
    /// <exception cref="FileBusyException">Another program writes to the file.</exception>
    public static string Sha256(string path)
    {
        using var stream = Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <exception cref="FileBusyException">Another program writes to the file, or this account may not read it.</exception>
    internal static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new FileBusyException(path, "is open in another program", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FileBusyException(path, "may not be read by this account", e);
        }
    }

    /// <summary>What changes when a file is written to.</summary>
    internal readonly record struct Stamp(long Bytes, DateTime WrittenUtc)
    {
        public static Stamp Of(string path)
        {
            var file = new FileInfo(path);
            return new Stamp(file.Length, file.LastWriteTimeUtc);
        }
    }
}
