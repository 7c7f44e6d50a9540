using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Reconciler.Mail.Writing;

/// <summary>
/// A letter's body, read once and written as plain text and as HTML, so that both always tell the same. What begins a line says what it is: <c>== </c> a table's title,
/// <c>| label | value</c> a row (<c>|! </c> one that stands out), <c>- </c> an item, <c>> </c> a line of its own; all else is a paragraph, with <c>**</c> around bold words.
/// </summary>
/// <remarks>Values come in shielded (see <see cref="Shield"/>), so that only what the template itself says can be one of these marks.</remarks>
internal sealed partial class LetterPage
{
    private const int TextColumns = 76;
    private const int LeastColumns = 24;
    private const char ShieldBase = '\uE000';
    private const char Blank = ' ';

    private readonly List<Block> blocks = [];

    private LetterPage()
    {
    }

    private abstract record Block
    {
        public sealed record Paragraph(string Words) : Block;

        public sealed record Table(string Title, IReadOnlyList<Row> Rows) : Block;

        public sealed record Items(IReadOnlyList<string> Names) : Block;

        public sealed record Lines(IReadOnlyList<string> Each) : Block;
    }

    private sealed record Row(string Label, string Value, bool StandsOut);

    /// <summary>A clean value whose marks and spaces are put aside as private characters, which <see cref="PlainValue.Clean"/> lets through from nowhere: no value is markup, none is broken between lines.</summary>
    public static string Shield(string clean) =>
        string.Concat(clean.Select(c => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.') ? (char)(ShieldBase + c) : c));

    /// <summary>True where a line of a template begins like a mark without being one, so that it would be printed as it stands.</summary>
    public static bool IsBrokenMark(string line) => MarkLike().IsMatch(line) && !RightMark().IsMatch(line);

    public static LetterPage Read(string rendered)
    {
        var page = new LetterPage();
        var lines = rendered.Split('\n').Select(l => l.TrimEnd()).ToList();
        for (var i = 0; i < lines.Count;)
        {
            var mark = MarkOf(lines[i]);
            var within = mark == '=' ? '|' : mark;
            var end = i + 1;
            while (mark != Blank && end < lines.Count && MarkOf(lines[end]) == within)
            {
                end++;
            }

            if (mark != Blank)
            {
                page.blocks.Add(BlockOf(mark, lines[i..end]));
            }

            i = end;
        }

        return page;
    }

    public string ToText()
    {
        var column = 2 + blocks.OfType<Block.Table>().SelectMany(t => t.Rows).Select(r => WidthOf(r.Label)).DefaultIfEmpty(0).Max();
        var text = new StringBuilder();
        for (var i = 0; i < blocks.Count; i++)
        {
            // Items belong to the sentence above them.
            text.Append(i > 0 && blocks[i] is not Block.Items ? "\n" : "");
            foreach (var line in LinesOf(blocks[i], column))
            {
                text.Append(line).Append('\n');
            }
        }

        return Restore(text.Replace("**", "").ToString());
    }

    public string ToHtml() => string.Join('\n', blocks.Select((block, i) => block switch
    {
        Block.Paragraph p => $"<p>{Inline(p.Words)}</p>",
        Block.Table t => $"<table>\n<caption>{Inline(t.Title)}</caption>\n{string.Concat(t.Rows.Select(RowOf))}</table>",
        Block.Items items => $"<ul>\n{string.Concat(items.Names.Select(name => $"<li>{Inline(name)}</li>\n"))}</ul>",
        Block.Lines lines => $"<p class=\"{(i == 0 ? "case" : i == blocks.Count - 1 ? "end" : "lines")}\">{string.Join("<br>\n", lines.Each.Select(Inline))}</p>",
        _ => throw new InvalidOperationException($"{block} is no block of a letter."),
    }));

    private static Block BlockOf(char mark, List<string> lines) => mark switch
    {
        '=' or '|' => new Block.Table(mark == '=' ? lines[0][3..] : "", [.. lines.Skip(mark == '=' ? 1 : 0).Select(ReadRow)]),
        '-' => new Block.Items([.. lines.Select(l => l[2..])]),
        '>' => new Block.Lines([.. lines.Select(l => l[2..])]),
        _ => new Block.Paragraph(lines.Aggregate((above, line) => above + (IsWide(above[^1]) && IsWide(line[0]) ? "" : " ") + line)),
    };

    private static Row ReadRow(string line)
    {
        var start = line.IndexOf(' ', StringComparison.Ordinal) + 1;
        var end = line.IndexOf(" | ", start, StringComparison.Ordinal);
        return end < 0 ? new Row("", line[start..], false) : new Row(line[start..end], line[(end + 3)..], line[1] == '!');
    }

    private static char MarkOf(string line) =>
        line.StartsWith("== ", StringComparison.Ordinal) ? '='
        : line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("|! ", StringComparison.Ordinal) ? '|'
        : line.StartsWith("- ", StringComparison.Ordinal) ? '-'
        : line.StartsWith("> ", StringComparison.Ordinal) ? '>'
        : line.Length == 0 ? Blank
        : 'p';

    private static IEnumerable<string> LinesOf(Block block, int column) => block switch
    {
        Block.Paragraph p => Wrap(p.Words, TextColumns),
        Block.Table t => [t.Title, .. t.Rows.SelectMany(r => LinesOf(r, column))],
        Block.Items items => items.Names.SelectMany(name => Wrap(name, TextColumns).Select((line, i) => (i == 0 ? "- " : "  ") + line)),
        Block.Lines lines => lines.Each,
        _ => throw new InvalidOperationException($"{block} is no block of a letter."),
    };

    private static IEnumerable<string> LinesOf(Row row, int column) =>
        Wrap(row.Value, Math.Max(LeastColumns, TextColumns - 2 - column))
            .Select((line, i) => "  " + (i == 0 ? row.Label : "") + new string(' ', column - (i == 0 ? WidthOf(row.Label) : 0)) + line);

    private static string RowOf(Row row) => $"<tr{(row.StandsOut ? " class=\"claim\"" : "")}><th>{Inline(row.Label)}</th><td>{Inline(row.Value)}</td></tr>\n";

    private static string Inline(string words) =>
        string.Concat(words.Split("**").Select((part, i) => WebUtility.HtmlEncode(Restore(part)) is var text && i % 2 == 1 ? $"<b>{text}</b>" : text));

    private static string Restore(string shielded) =>
        string.Concat(shielded.Select(c => c is >= ShieldBase and < (char)(ShieldBase + 128) ? (char)(c - ShieldBase) : c));

    /// <summary>Lines broken at spaces, and in scripts without spaces behind their punctuation; within a value only where it is longer than a line.</summary>
    private static IEnumerable<string> Wrap(string words, int columns)
    {
        var line = "";
        foreach (var piece in BreakPlace().Split(words).SelectMany(p => WidthOf(p) > columns ? BreakPlaceOfValue().Split(p) : [p]))
        {
            if (line.Length > 0 && WidthOf(TrimEnd(line + piece)) > columns)
            {
                yield return TrimEnd(line);
                line = "";
            }

            line += piece;
        }

        yield return TrimEnd(line);
    }

    private static string TrimEnd(string line) => line.TrimEnd(Blank, (char)(ShieldBase + Blank));

    /// <summary>Columns that a text takes in a fixed-width font: East Asian wide characters take two (Unicode Standard Annex 11). The marks for bold take none.</summary>
    private static int WidthOf(string text) => text.Replace("**", "", StringComparison.Ordinal).Sum(c => IsWide(c) ? 2 : 1);

    private static bool IsWide(char c) => c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6');

    [GeneratedRegex(@"(?<= )|(?<=[，。；：、！？）])(?![，。；：、！？）*])", RegexOptions.None, 10_000)]
    private static partial Regex BreakPlace();

    // The shielded space.
    [GeneratedRegex(@"(?<=\uE020)", RegexOptions.None, 10_000)]
    private static partial Regex BreakPlaceOfValue();

    [GeneratedRegex(@"^\s*(\||==|>|-(?!-))", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex MarkLike();

    [GeneratedRegex(@"^(== \S.*|\|!? [^|]*[^|\s][^|]* \| .*\S.*|[->] \S.*)$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex RightMark();
}
