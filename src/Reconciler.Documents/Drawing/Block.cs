using SkiaSharp;

namespace Reconciler.Documents.Drawing;

/// <summary>A laid-out piece of a document: blocks are stacked into pages or into one picture.</summary>
/// <param name="Draw">Draws the block with its left upper corner at these coordinates.</param>
/// <param name="KeepWithNext">A heading, or a row of a table that should stay whole: no page ends here where that can be avoided.</param>
/// <param name="Header">The table header to repeat when this block starts a page.</param>
internal sealed record Block(float Height, Action<SKCanvas, float, float> Draw, bool KeepWithNext = false, Block? Header = null);

/// <summary>One cell of a row of text.</summary>
/// <param name="X">Left edge, from the block's left.</param>
/// <param name="AlignRight">The text ends at the right edge: for amounts.</param>
internal readonly record struct TextCell(string Text, float X, float Width, TextStyle Style, bool AlignRight = false);

/// <summary>Makes blocks of a given width.</summary>
internal sealed class BlockMaker(Ink ink, float width)
{
    private const float LineHeight = 1.36f;

    // Longer texts end in an ellipsis: they stand whole in the extracts.
    private const int MostLines = 12;

    public float Width => width;

    public static Block Gap(float height) => new(height, (_, _, _) => { });

    public Block Rule(SKColor color, float thickness = 0.75f) => new(thickness, (canvas, x, y) => ink.Fill(canvas, x, y, width, thickness, color));

    public Block Text(string text, TextStyle style, bool keepWithNext = false) =>
        Row([new TextCell(text, 0, width, style)], padding: 0) with { KeepWithNext = keepWithNext };

    /// <summary>Cells side by side, each wrapped within its width; all first lines stand on one baseline.</summary>
    /// <param name="padding">Space above and below.</param>
    /// <param name="rule">A line below, or none.</param>
    /// <param name="fill">A ground behind the whole row, or none.</param>
    public Block Row(IReadOnlyList<TextCell> cells, float padding, SKColor? rule = null, SKColor? fill = null)
    {
        var wrapped = cells.Select(c => ink.Wrap(c.Text, c.Style, c.Width, MostLines)).ToArray();
        var first = cells.Max(c => c.Style.Size);
        var height = (2 * padding) + cells.Select((c, i) => (first - c.Style.Size) + (wrapped[i].Count * c.Style.Size * LineHeight)).Max();
        return new Block(height, (canvas, x, y) =>
        {
            if (fill is { } ground)
            {
                ink.Fill(canvas, x, y, width, height, ground);
            }

            for (var i = 0; i < cells.Count; i++)
            {
                DrawLines(canvas, wrapped[i], cells[i], x, y + padding + first);
            }

            if (rule is { } line)
            {
                ink.Fill(canvas, x, y + height - 0.5f, width, 0.5f, line);
            }
        });
    }

    private void DrawLines(SKCanvas canvas, IReadOnlyList<string> lines, TextCell cell, float x, float baseline)
    {
        for (var n = 0; n < lines.Count; n++)
        {
            var at = x + cell.X + (cell.AlignRight ? cell.Width : 0);
            ink.Draw(canvas, lines[n], at, baseline + (n * cell.Style.Size * LineHeight), cell.Style, cell.AlignRight);
        }
    }
}
