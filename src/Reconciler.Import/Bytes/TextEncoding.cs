using System.Text;
using System.Text.Unicode;
using UtfUnknown;

namespace Reconciler.Import.Bytes;

/// <summary>In which encoding a file is written: told by its byte order mark, else UTF-8 if all its bytes are, else what the layout names, else a guess.</summary>
internal sealed class TextEncoding
{
    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], Encoding.UTF8),
        ([0xFF, 0xFE, 0x00, 0x00], Encoding.UTF32),
        ([0xFF, 0xFE], Encoding.Unicode),
        ([0xFE, 0xFF], Encoding.BigEndianUnicode),
    ];

    private readonly InputFile file;
    private readonly int markLength;
    private readonly Encoding? certain;
    private readonly Encoding? guess;

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private TextEncoding(InputFile file, int markLength, Encoding? certain, Encoding? guess)
    {
        this.file = file;
        this.markLength = markLength;
        this.certain = certain;
        this.guess = guess;
    }

    /// <exception cref="ArgumentException">There is no encoding of that name.</exception>
    public static Encoding Named(string name) => Encoding.GetEncoding(name);

    public static TextEncoding Of(InputFile file)
    {
        using var stream = file.Open();
        Span<byte> start = stackalloc byte[4];
        var count = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        foreach (var (mark, encoding) in Marks)
        {
            if (start[..count].StartsWith(mark))
            {
                return new TextEncoding(file, mark.Length, encoding, null);
            }
        }

        stream.Position = 0;
        return FirstNotUtf8(stream) is { } at
            ? new TextEncoding(file, 0, null, Guess(stream, at))
            : new TextEncoding(file, 0, Encoding.UTF8, null);
    }

    /// <summary>The encoding for a layout, or null when nothing tells it.</summary>
    /// <param name="named">What the layout names; or empty.</param>
    public Encoding? For(string named) => certain ?? (named.Length > 0 ? Named(named) : guess);

    /// <summary>How many bytes stand before the text, where that is UTF-8 in the file itself; null where it is written in another way.</summary>
    public long? FirstByteOfUtf8(string named) => For(named)?.CodePage == Encoding.UTF8.CodePage ? markLength : null;

    /// <summary>The encoding where no layout says one, or null when nothing tells it.</summary>
    public Encoding? ForNoLayout => certain ?? guess;

    /// <summary>Whether the bytes themselves tell the encoding.</summary>
    public bool IsCertain => certain is not null;

    /// <summary>The encodings worth a try where no layout says one, the likeliest first.</summary>
    public IReadOnlyList<Encoding> Likely => certain is not null ? [certain] : [.. new[] { guess, Named("windows-1252"), Named("windows-1251"), Named("windows-1250"), Named("gb18030") }.OfType<Encoding>().DistinctBy(e => e.CodePage)];

    /// <summary>Opens the file as UTF-8, whatever it is written in, at an offset counted in UTF-8 bytes behind the byte order mark.</summary>
    public Stream OpenAsUtf8(Encoding encoding, long offset)
    {
        var bytes = file.Open();
        bytes.Position = markLength;
        if (encoding.CodePage == Encoding.UTF8.CodePage)
        {
            bytes.Position += offset;
            return bytes;
        }

        var utf8 = Encoding.CreateTranscodingStream(bytes, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var skipped = new byte[64 * 1024];
        while (offset > 0 && utf8.Read(skipped, 0, (int)Math.Min(offset, skipped.Length)) is > 0 and var count)
        {
            offset -= count;
        }

        return utf8;
    }

    /// <summary>Where the first bytes stand that are not UTF-8, or null. A character cut in two by the file's end does not count: the file was cut off, its encoding is plain.</summary>
    private static long? FirstNotUtf8(Stream stream)
    {
        var buffer = new byte[256 * 1024];
        var kept = 0;
        var position = 0L;
        while (true)
        {
            var count = stream.Read(buffer, kept, buffer.Length - kept);
            var bytes = buffer.AsSpan(0, kept + count);
            var whole = bytes[..^CutOff(bytes)];
            if (!Utf8.IsValid(whole))
            {
                return position;
            }

            if (count == 0)
            {
                return null;
            }

            position += whole.Length;
            kept = bytes.Length - whole.Length;
            bytes[whole.Length..].CopyTo(buffer);
        }
    }

    /// <summary>How many bytes at the end begin a character that goes on behind it.</summary>
    private static int CutOff(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if ((b & 0xC0) != 0x80)
            {
                var length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
                return length > back ? back : 0;
            }
        }

        return 0;
    }

    private static Encoding? Guess(Stream stream, long near)
    {
        stream.Position = near;
        var sample = new byte[512 * 1024];
        var count = stream.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        return CharsetDetector.DetectFromBytes(sample[..count]).Detected is { Confidence: >= 0.4f, Encoding: { } encoding } ? encoding : null;
    }
}
