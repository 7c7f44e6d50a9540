using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Reconciler.Documents.Drawing;

/// <summary>How a piece of text looks.</summary>
/// <param name="Size">In points of the page or units of the picture.</param>
internal readonly record struct TextStyle(float Size, bool Bold, SKColor Color);

/// <summary>Measures, breaks and draws text, character by character in the first font that has it. For one drawing, on one thread.</summary>
internal sealed class Ink(Fonts fonts) : IDisposable
{
    private const char NoBreakSpace = '\u00A0';
    private const string Replacement = "\uFFFD";

    // More than any block shows: measuring goes no further.
    private const int MostCharacters = 8_000;

    private readonly Dictionary<(Face Face, float Size), SKFont> sized = [];
    private readonly Dictionary<Face, HashSet<int>> seen = [];
    private readonly Dictionary<Face, SKTypeface> slim = [];
    private readonly SKPaint paint = new() { IsAntialias = true };

    /// <summary>The characters met so far that no font has, in order.</summary>
    public List<string> Missing { get; } = [];

    public float Measure(string text, TextStyle style) => Runs(text, style).Sum(run => run.Font.MeasureText(run.Text));

    /// <summary>Draws one line.</summary>
    /// <param name="x">The left end, or the right end when <paramref name="alignRight"/>.</param>
    public void Draw(SKCanvas canvas, string line, float x, float baseline, TextStyle style, bool alignRight = false)
    {
        paint.Color = style.Color;
        var at = alignRight ? x - Measure(line, style) : x;
        foreach (var (text, font) in Runs(line, style))
        {
            canvas.DrawText(text, at, baseline, SKTextAlign.Left, font, paint);
            at += font.MeasureText(text);
        }
    }

    public void Fill(SKCanvas canvas, float x, float y, float width, float height, SKColor color, float radius = 0)
    {
        paint.Color = color;
        canvas.DrawRoundRect(x, y, width, height, radius, radius, paint);
    }

    /// <summary>Breaks text into lines that fit: between words, between Chinese characters, and within a word that is wider than a line.</summary>
    /// <param name="mostLines">Beyond this the text is cut, and the last line ends in an ellipsis.</param>
    public IReadOnlyList<string> Wrap(string text, TextStyle style, float width, int mostLines)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var used = 0f;
        var beginning = text.Length <= MostCharacters ? text : text[..MostCharacters];
        foreach (var word in Words(Wording.Printable(beginning)))
        {
            var wide = Measure(word.TrimEnd(' '), style);
            if (line.Length > 0 && used + wide > width)
            {
                lines.Add(line.ToString().TrimEnd(' '));
                line.Clear();
                used = 0;
            }

            foreach (var piece in wide > width ? Pieces(word, style, width) : [word])
            {
                if (line.Length > 0 && wide > width)
                {
                    lines.Add(line.ToString());
                    line.Clear();
                    used = 0;
                }

                line.Append(piece);
                used += Measure(piece, style);
            }

            if (lines.Count > mostLines)
            {
                break;
            }
        }

        lines.Add(line.ToString().TrimEnd(' '));
        return lines.Count <= mostLines ? lines : [.. lines.Take(mostLines - 1), Shorten(lines[mostLines - 1], style, width)];
    }

    /// <summary>From here on draws with fonts that hold only the characters measured so far (and ASCII): for files that carry their fonts within.</summary>
    public void SlimFonts()
    {
        DisposeSized();
        foreach (var (face, characters) in seen)
        {
            if (FontSubset.Make(face.Typeface, Enumerable.Range(' ', 95).Concat(characters)) is { } typeface)
            {
                slim.Add(face, typeface);
            }
        }
    }

    public void Dispose()
    {
        DisposeSized();
        foreach (var typeface in slim.Values)
        {
            typeface.Dispose();
        }

        paint.Dispose();
    }

    private void DisposeSized()
    {
        foreach (var font in sized.Values)
        {
            font.Dispose();
        }

        sized.Clear();
    }

    private string Shorten(string line, TextStyle style, float width)
    {
        var room = width - Measure("…", style);
        var kept = Pieces(line, style, room).FirstOrDefault() ?? string.Empty;
        return kept.TrimEnd(' ') + "…";
    }

    /// <summary>Words with the blanks behind them; a Chinese character is a word, and a mark after it stays with it.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            var afterBlank = text[i - 1] == ' ' && text[i] != ' ';
            var betweenIdeographs = (IsIdeograph(text[i]) || IsIdeograph(text[i - 1])) && !ClosesLine(text[i]) && !OpensLine(text[i - 1]) && text[i] is not (' ' or NoBreakSpace) && text[i - 1] != NoBreakSpace;
            if (afterBlank || betweenIdeographs)
            {
                yield return text[start..i];
                start = i;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static bool IsIdeograph(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    private static bool OpensLine(char c) => "（《「『“‘([{".Contains(c, StringComparison.Ordinal);

    private static bool ClosesLine(char c) => "，。、；：！？）】》」』”’…,.;:!?)]}%".Contains(c, StringComparison.Ordinal);

    /// <summary>Parts of a word that each fit the width, never splitting a character from its marks.</summary>
    private IEnumerable<string> Pieces(string word, TextStyle style, float width)
    {
        var piece = new StringBuilder();
        var used = 0f;
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var wide = Measure(element, style);
            if (piece.Length > 0 && used + wide > width)
            {
                yield return piece.ToString();
                piece.Clear();
                used = 0;
            }

            piece.Append(element);
            used += wide;
        }

        if (piece.Length > 0)
        {
            yield return piece.ToString();
        }
    }

    private List<(string Text, SKFont Font)> Runs(string text, TextStyle style)
    {
        var runs = new List<(string, SKFont)>();
        var start = new StringBuilder();
        Face? current = null;
        foreach (var rune in text.EnumerateRunes().Select(Fonts.Drawn))
        {
            var shown = rune.ToString();
            var face = fonts.FaceFor(rune.Value, style.Bold);
            if (face is null)
            {
                if (!Missing.Contains(shown))
                {
                    Missing.Add(shown);
                }

                shown = Replacement;
                face = fonts.FaceFor(Replacement[0], style.Bold)!;
            }

            if (!seen.TryGetValue(face, out var characters))
            {
                seen.Add(face, characters = []);
            }

            characters.Add(Rune.GetRuneAt(shown, 0).Value);
            if (current is not null && face != current)
            {
                runs.Add((start.ToString(), Sized(current, style.Size)));
                start.Clear();
            }

            current = face;
            start.Append(shown);
        }

        if (current is not null)
        {
            runs.Add((start.ToString(), Sized(current, style.Size)));
        }

        return runs;
    }

    private SKFont Sized(Face face, float size)
    {
        if (!sized.TryGetValue((face, size), out var font))
        {
            font = new SKFont(slim.GetValueOrDefault(face, face.Typeface), size) { Subpixel = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias, Embolden = face.Embolden };
            sized.Add((face, size), font);
        }

        return font;
    }
}
