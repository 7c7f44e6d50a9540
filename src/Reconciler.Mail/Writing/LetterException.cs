namespace Reconciler.Mail.Writing;

/// <summary>A letter's template is missing or wrong. The message names the file, the line and what would be right.</summary>
public sealed class LetterException : Exception
{
    public LetterException()
    {
    }

    public LetterException(string message)
        : base(message)
    {
    }

    public LetterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="file">The template, as a path that a person can open.</param>
    /// <param name="line">Counted from 1; 0 where the whole file is meant.</param>
    public LetterException(string file, int line, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        File = file;
        Line = line;
    }

    public string File { get; } = string.Empty;

    public int Line { get; }
}
