namespace Reconciler.Import.Bytes;

/// <summary>An input file is locked, or changed while it was being read. It stays where it is and is read on the next run.</summary>
public sealed class FileBusyException : IOException
{
    public FileBusyException(string path, string why, Exception? inner = null)
        : base($"{FileNames.Printable(path)} {why}; it is left for the next run.", inner) =>
        Path = path;

    public FileBusyException()
    {
    }

    public FileBusyException(string message)
        : base(message)
    {
    }

    public FileBusyException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public string Path { get; } = string.Empty;
}
