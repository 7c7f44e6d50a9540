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

/// <summary>The row that a CSV file's reader stands on. Its text is made of its bytes when somebody asks for it, for most rows never.</summary>
/// <param name="firstByte">Where the text begins in the file, behind its byte order mark; null where the file is no UTF-8.</param>
internal sealed class CsvLine(CsvRows rows, long? firstByte) : RawLine
{
    /// <summary>So many bytes are kept in one piece of memory, of some dozen rows: few, for a row that is kept keeps its neighbours.</summary>
    private const int PieceBytes = 8 * 1024;

    private byte[] piece = [];
    private int used;

    public override string Text => Encoding.UTF8.GetString(rows.Raw);

    public override SourceLine Source(string sha256, string fileName, int line)
    {
        var bytes = rows.Raw;
        if (used + bytes.Length > piece.Length)
        {
            (piece, used) = (new byte[Math.Max(PieceBytes, bytes.Length)], 0);
        }

        bytes.CopyTo(piece.AsSpan(used));
        used += bytes.Length;
        return new SourceLine(sha256, fileName, line, piece.AsMemory(used - bytes.Length, bytes.Length), firstByte + rows.Offset);
    }
}
