using System.Xml;

namespace Reconciler.Import.Tables;

/// <summary>XML as it is read, with a limit on the length of a tag: the reader's time grows with the square of it, so that ten megabytes of blanks in a tag would hang a run.</summary>
/// <param name="mostTextBytes">Limits the texts between tags too: their readers hold each in memory.</param>
internal sealed class TagLimit(Stream xml, int mostBytes, int mostTextBytes = int.MaxValue) : Stream
{
    private bool inTag;
    private int length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="TagTooLongException">A tag or text is longer than its limit.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = xml.Read(buffer);
        foreach (var b in buffer[..count])
        {
            inTag = b == (byte)'<' || (inTag && b != (byte)'>');
            length = b == (byte)'<' ? 0 : length + 1;
            if (inTag && length > mostBytes)
            {
                throw new TagTooLongException("A tag is longer than any row may be");
            }

            if (length > mostTextBytes)
            {
                throw new TagTooLongException("A text is longer than any row may be");
            }
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            xml.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>A tag is longer than any row may be.</summary>
internal sealed class TagTooLongException(string message) : XmlException(message);
