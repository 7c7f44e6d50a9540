using System.Text;
using Reconciler.Core.Values;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Reading;

/// <summary>What stands in the file where a row was read, as it is until the next row is read.</summary>
internal abstract class RawLine
{
    public static readonly RawLine None = Of(string.Empty);

    public abstract string Text { get; }

    public static RawLine Of(string text) => new Kept(text);

    public virtual SourceLine Source(string sha256, string fileName, int line) => new(sha256, fileName, line, Text);

    private sealed class Kept(string text) : RawLine
    {
        public override string Text => text;
    }
}

/// <summary>The row that a CSV file's reader stands on.</summary>
/// <param name="firstByte">Where the text begins in the file, behind its byte order mark; null where no places are told, or the file is no UTF-8.</param>
internal sealed class CsvLine(CsvRows rows, long? firstByte) : RawLine
{
    private readonly RawTexts texts = new(firstByte);

    public override string Text => Encoding.UTF8.GetString(rows.Raw);

    public override SourceLine Source(string sha256, string fileName, int line) => texts.Line(sha256, fileName, line, rows.Raw, rows.Offset);
}

/// <summary>Keeps the bytes of rows; their texts are made of them when somebody asks, for most rows never.</summary>
/// <param name="firstByte">Where the text begins in the file; null where no places are told, or the file is no UTF-8.</param>
internal sealed class RawTexts(long? firstByte)
{
    /// <summary>So many bytes are kept in one piece of memory, of some dozen rows: few, for a row that is kept keeps its neighbours.</summary>
    private const int PieceBytes = 8 * 1024;

    private byte[] piece = [];
    private int used;

    /// <param name="offset">Where the bytes stand behind the first one of the text.</param>
    public SourceLine Line(string sha256, string fileName, int line, ReadOnlySpan<byte> bytes, long offset)
    {
        if (used + bytes.Length > piece.Length)
        {
            (piece, used) = (new byte[Math.Max(PieceBytes, bytes.Length)], 0);
        }

        bytes.CopyTo(piece.AsSpan(used));
        used += bytes.Length;
        return new SourceLine(sha256, fileName, line, piece.AsMemory(used - bytes.Length, bytes.Length))
        {
            Place = firstByte is { } first ? new TextPlace(first + offset, bytes.Length) : null,
        };
    }
}
