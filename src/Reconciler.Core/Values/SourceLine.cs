using System.Text;

namespace Reconciler.Core.Values;

/// <summary>Where a record was read: the file by the hash of its bytes, the place in it, and the text that stood there.</summary>
public sealed record SourceLine
{
    private readonly ReadOnlyMemory<byte> utf8;
    private string? text;

    public SourceLine(string fileSha256, string fileName, int line, string rawText)
    {
        (FileSha256, FileName, Line) = (fileSha256, fileName, line);
        text = rawText;
    }

    /// <summary>A line whose text is made when somebody asks for it.</summary>
    /// <param name="utf8">The text; what is no UTF-8 reads as U+FFFD.</param>
    /// <param name="offset">See <see cref="Offset"/>.</param>
    public SourceLine(string fileSha256, string fileName, int line, ReadOnlyMemory<byte> utf8, long? offset)
    {
        (FileSha256, FileName, Line, Offset) = (fileSha256, fileName, line, offset);
        this.utf8 = utf8;
    }

    /// <summary>64 lower-case hexadecimal digits: SHA-256 of the file's bytes.</summary>
    public string FileSha256 { get; init; }

    /// <summary>The file's own name, without folders, as it was when it came.</summary>
    public string FileName { get; init; }

    /// <summary>Counted from 1. In CSV the physical line on which the record starts; in JSON the line on which the object starts.</summary>
    public int Line { get; init; }

    /// <summary>Where in the file the text stands as it is, in bytes from the file's first one; null where the file is no UTF-8 text or the text was put together.</summary>
    public long? Offset { get; init; }

    /// <summary>The record's text, unchanged but for its last line break.</summary>
    public string RawText
    {
        get => text ??= Encoding.UTF8.GetString(utf8.Span);
        init => text = value;
    }

    /// <summary>How many bytes the text has in UTF-8.</summary>
    public int RawBytes => text is null ? utf8.Length : Encoding.UTF8.GetByteCount(text);

    public bool Equals(SourceLine? other) =>
        other is not null && Line == other.Line && FileSha256 == other.FileSha256 && FileName == other.FileName && RawText == other.RawText;

    public override int GetHashCode() => HashCode.Combine(FileSha256, FileName, Line);
}
