using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Reconciler.Documents.Reports;

/// <summary>Builds HTML from interpolated strings. Whatever stands in a hole is text and is encoded: markup can only come from the program's own source.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new();

    /// <summary>Adds one line of markup.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] ref Markup markup) => text.Append('\n');

    /// <summary>Adds one line of markup without holes: a constant, since a text that was put together before comes here as it is.</summary>
    public void Add([ConstantExpected] string markup) => text.Append(markup).Append('\n');

    public override string ToString() => text.ToString();

    [InterpolatedStringHandler]
    public readonly ref struct Markup(int literalLength, int formattedCount, Html html)
    {
        private readonly StringBuilder text = html.text.EnsureRoom(literalLength + (formattedCount * 16));

        public void AppendLiteral(string markup) => text.Append(markup);

        public void AppendFormatted(string value) => text.Append(Encoder.Encode(Visible(value)));

        public void AppendFormatted(int value) => text.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    // Control characters are no valid HTML, and marks that turn the direction of text could make a sum read differently.
    private static string Visible(string value) =>
        value.AsSpan().ContainsAny('\u061C', '\uFEFF') || value.AsSpan().ContainsAnyInRange('\0', '\u001F') || value.AsSpan().ContainsAnyInRange('\u007F', '\u009F') || value.AsSpan().ContainsAnyInRange('\u200B', '\u206F')
            ? Wording.Printable(value)
            : value;
}

file static class Room
{
    public static StringBuilder EnsureRoom(this StringBuilder text, int more)
    {
        text.EnsureCapacity(text.Length + more);
        return text;
    }
}
