using System.Globalization;
using System.Text;

namespace Reconciler.Worker.Screen;

/// <summary>
/// What people read on a screen and in a log comes partly from files and servers of others. Control characters (escape sequences and line breaks among them) and the signs that turn
/// the direction of writing round are shown as <c>\u001b</c>, which is also how JSON writes them; a tab stays.
/// </summary>
internal static class Printable
{
    /// <summary>One line.</summary>
    public static string Line(string text) => Escaped(text, keepsLines: false);

    /// <summary>A text whose own line breaks are meant.</summary>
    public static string Lines(string text) => Escaped(text.Replace("\r\n", "\n", StringComparison.Ordinal), keepsLines: true);

    private static string Escaped(string text, bool keepsLines)
    {
        StringBuilder? shown = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\t' || (c == '\n' && keepsLines) || !IsUnfit(c))
            {
                shown?.Append(c);
                continue;
            }

            shown ??= new StringBuilder(text, 0, i, text.Length + 16);
            shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return shown?.ToString() ?? text;
    }

    private static bool IsUnfit(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

/// <summary>Standard output or standard error: what is written as a line is one line, whatever names stand in it.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly TextWriter to;

    public LineWriter(TextWriter to)
        : base(CultureInfo.InvariantCulture)
    {
        this.to = to;
        NewLine = "\n";
    }

    public override Encoding Encoding => to.Encoding;

    public override void Write(char value) => to.Write(Printable.Lines(value.ToString()));

    public override void Write(char[] buffer, int index, int count) => to.Write(Printable.Lines(new string(buffer, index, count)));

    public override void Write(ReadOnlySpan<char> buffer) => to.Write(Printable.Lines(buffer.ToString()));

    public override void Write(string? value) => to.Write(Printable.Lines(value ?? string.Empty));

    public override void WriteLine() => to.Write("\n");

    public override void WriteLine(string? value) => to.Write(Printable.Line(value ?? string.Empty) + "\n");

    public override void Flush() => to.Flush();
}

/// <summary>Data on its way to a person's screen: UTF-8, shown as text. What goes to a file or another program passes by it.</summary>
internal sealed class ScreenStream(TextWriter to) : Stream
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var text = new char[decoder.GetCharCount(buffer, offset, count)];
        to.Write(new string(text, 0, decoder.GetChars(buffer, offset, count, text, 0)));
    }

    public override void Flush() => to.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
