using System.Runtime.InteropServices;

namespace Reconciler.Core.Values;

/// <summary>Where a record was read: the file by the hash of its bytes, the place in it, and the text that stood there.</summary>
/// <param name="FileSha256">64 lower-case hexadecimal digits: SHA-256 of the file's bytes.</param>
/// <param name="FileName">The file's own name, without folders, as it was when it came.</param>
/// <param name="Line">Counted from 1. In CSV the physical line on which the record starts; in JSON the line on which the object starts.</param>
/// <param name="RawText">The record's text, unchanged but for its last line break. Of a record from the store empty where only its <see cref="Place"/> is kept.</param>
public sealed record SourceLine(string FileSha256, string FileName, int Line, string RawText)
{
    /// <summary>Where the text stands in the archived file, which then is the only one that holds it; null: the text itself is kept.</summary>
    public TextPlace? Place { get; init; }
}

/// <summary>A text within a file, in UTF-8.</summary>
/// <param name="Offset">Of its first byte, from 0.</param>
/// <param name="Bytes">How many there are.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextPlace(long Offset, int Bytes);
