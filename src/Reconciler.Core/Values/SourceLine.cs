using System.Runtime.InteropServices;
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
    public SourceLine(string fileSha256, string fileName, int line, ReadOnlyMemory<byte> utf8)
    {
        (FileSha256, FileName, Line) = (fileSha256, fileName, line);
        this.utf8 = utf8;
    }

    /// <summary>64 lower-case hexadecimal digits: SHA-256 of the file's bytes.</summary>
    public string FileSha256 { get; init; }

    /// <summary>The file's own name, without folders, as it was when it came.</summary>
    public string FileName { get; init; }

    /// <summary>Counted from 1. In CSV the physical line on which the record starts; in JSON the line on which the object starts.</summary>
    public int Line { get; init; }

    /// <summary>The record's text, unchanged but for its last line break. Of a record from the store empty where only its <see cref="Place"/> is kept.</summary>
    public string RawText
    {
        get => text ??= Encoding.UTF8.GetString(utf8.Span);
        init => text = value;
    }

    /// <summary>How long the text is, in bytes of UTF-8.</summary>
    public int RawBytes => text is null ? utf8.Length : Encoding.UTF8.GetByteCount(text);

    /// <summary>Where the very text stands in the archived file, which then is the only one that is to hold it; null: the text itself is kept.</summary>
    public TextPlace? Place { get; init; }

    public bool Equals(SourceLine? other) =>
        other is not null && Line == other.Line && FileSha256 == other.FileSha256 && FileName == other.FileName && Place == other.Place && RawText == other.RawText;

    public override int GetHashCode() => HashCode.Combine(FileSha256, FileName, Line);
}

/// <summary>A text within a file, in UTF-8.</summary>
/// <param name="Offset">Of its first byte, from 0.</param>
/// <param name="Bytes">How many there are.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextPlace(long Offset, int Bytes);
