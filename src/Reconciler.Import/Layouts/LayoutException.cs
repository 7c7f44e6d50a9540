namespace Reconciler.Import.Layouts;

/// <summary>A layout file is wrong. The message names the file, the key in it, and what is allowed there.</summary>
public sealed class LayoutException : Exception
{
    public LayoutException(string message)
        : base(message)
    {
    }

    public LayoutException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public LayoutException()
    {
    }
}
