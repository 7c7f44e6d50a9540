namespace Reconciler.Import.Bytes;

/// <summary>What should be a file is a link, a pipe, a socket or a device: it is left where it is, unread.</summary>
public sealed class NotAFileException : IOException
{
    public NotAFileException()
    {
    }

    public NotAFileException(string message)
        : base(message)
    {
    }

    public NotAFileException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal static NotAFileException Link(string path) => new($"{FileNames.Printable(path)} is a link, and links are not followed. Put the file or folder itself there.");

    internal static NotAFileException Special(string path) => new($"{FileNames.Printable(path)} is no file that ends, but a pipe, a socket or a device. Put a file there.");
}
