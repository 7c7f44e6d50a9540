using System.Text;
using Reconciler.Core.Values;

namespace Reconciler.Worker.Jobs;

/// <summary>
/// Where the texts of a file's records stand in it, so that they need not be kept a second time. A place is given only where the very bytes of the text stand there: not in a file of another encoding than
/// UTF-8, a workbook, or a format whose record is put together of several places.
/// </summary>
internal sealed class TextPlaces(string path) : IDisposable
{
    private const int LongestText = 512 * 1024;

    private readonly FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    private readonly byte[] window = new byte[4 * LongestText];
    private byte[] text = new byte[4096];
    private long windowAt;
    private int count;
    private int at;
    private int line = 1;

    /// <summary>The record's line with its place, and no text; null where the text must be kept. To be asked in the order of the file.</summary>
    public SourceLine? Of(SourceLine source)
    {
        if (source.RawText.Length is 0 or > LongestText || !GoTo(source.Line))
        {
            return null;
        }

        var most = Encoding.UTF8.GetMaxByteCount(source.RawText.Length);
        if (text.Length < most)
        {
            text = new byte[most];
        }

        var bytes = text.AsSpan(0, Encoding.UTF8.GetBytes(source.RawText, text));
        if (count - at < bytes.Length)
        {
            Fill();
        }

        // What is indented, or stands behind a byte order mark.
        var start = at + window.AsSpan(at, count - at).IndexOfAnyExcept(" \t\uFEFF"u8);
        return start >= at && window.AsSpan(start, count - start).StartsWith(bytes)
            ? source with { RawText = string.Empty, Place = new TextPlace(windowAt + start, bytes.Length) }
            : null;
    }

    public void Dispose() => file.Dispose();

    private bool GoTo(int wanted)
    {
        while (line < wanted)
        {
            var end = window.AsSpan(at, count - at).IndexOf((byte)'\n');
            if (end >= 0)
            {
                at += end + 1;
                line++;
                continue;
            }

            at = count;
            if (!Fill())
            {
                return false;
            }
        }

        return line == wanted;
    }

    /// <summary>Brings what is behind the present place into the window. False: the file has no more.</summary>
    private bool Fill()
    {
        window.AsSpan(at, count - at).CopyTo(window);
        windowAt += at;
        count -= at;
        at = 0;
        var more = file.ReadAtLeast(window.AsSpan(count), window.Length - count, throwOnEndOfStream: false);
        count += more;
        return more > 0;
    }
}
