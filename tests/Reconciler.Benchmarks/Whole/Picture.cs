using System.Globalization;
using SkiaSharp;

namespace Reconciler.Benchmarks.Whole;

/// <summary>Wall time against the size of the history, both in powers of ten: a level line is work that does not grow with the history.</summary>
internal static class Picture
{
    private const int Width = 1200, Height = 760, Left = 110, Right = 330, Top = 70, Bottom = 90;
    private const float LabelSize = 17, LabelHeight = 24;

    internal static readonly SKColor[] Colours = [new(0x8A, 0x8F, 0x98), new(0xB0, 0x2A, 0x30), new(0x1F, 0x3A, 0x5F), new(0x6F, 0x9B, 0xD1), new(0x2E, 0x7D, 0x4F), new(0x93, 0xC4, 0x7D)];

    /// <returns>A PNG.</returns>
    public static byte[] Draw(IReadOnlyCollection<Figure> figures)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        using var face = SKTypeface.FromStream(typeof(Picture).Assembly.GetManifestResourceStream("NotoSans-Regular.ttf"));
        using var font = new SKFont(face, LabelSize);
        using var ink = new SKPaint { Color = new SKColor(0x22, 0x2B, 0x36), IsAntialias = true };
        using var grid = new SKPaint { Color = new SKColor(0xDD, 0xE1, 0xE7), IsStroke = true, StrokeWidth = 1, IsAntialias = true };
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);

        var across = new Decades(figures.Select(f => (double)f.Rows), Left, Width - Right);
        var up = new Decades(figures.Select(f => f.WallSeconds), Height - Bottom, Top);
        foreach (var rows in across.Lines)
        {
            canvas.DrawLine(across.At(rows), Top, across.At(rows), Height - Bottom, grid);
            canvas.DrawText(rows.ToString("N0", CultureInfo.InvariantCulture), across.At(rows), Height - Bottom + LabelHeight, SKTextAlign.Center, font, ink);
        }

        foreach (var seconds in up.Lines)
        {
            canvas.DrawLine(Left, up.At(seconds), Width - Right, up.At(seconds), grid);
            canvas.DrawText(seconds.ToString("0.###", CultureInfo.InvariantCulture) + " s", Left - 10, up.At(seconds) + (LabelSize / 3), SKTextAlign.Right, font, ink);
        }

        canvas.DrawText("Wall time of a whole run against the entries, and as many orders, of the history", Left, 36, SKTextAlign.Left, font, ink);
        canvas.DrawText("entries, and as many orders", (Left + Width - Right) / 2f, Height - 24, SKTextAlign.Center, font, ink);

        var lines = figures.GroupBy(f => f.Kind).Select(g => (Kind: g.Key, Points: g.OrderBy(f => f.Rows).Select(f => new SKPoint(across.At(f.Rows), up.At(f.WallSeconds))).ToArray())).OrderBy(l => l.Points[^1].Y).ToList();
        var free = (float)Top;
        for (var line = 0; line < lines.Count; line++)
        {
            var (kind, points) = lines[line];
            using var colour = new SKPaint { Color = Colours[(int)kind], IsStroke = true, StrokeWidth = 3, IsAntialias = true };
            using var dot = new SKPaint { Color = Colours[(int)kind], IsAntialias = true };
            for (var i = 0; i < points.Length; i++)
            {
                canvas.DrawCircle(points[i], 5, dot);
                if (i > 0)
                {
                    canvas.DrawLine(points[i - 1], points[i], colour);
                }
            }

            // Beside the end of the line; where lines end close to each other below the label before, with room for those that follow.
            var label = Math.Max(free, Math.Min(points[^1].Y, Height - Bottom - ((lines.Count - 1 - line) * LabelHeight)));
            canvas.DrawText(Figures.NameOf(kind), points[^1].X + 14, label + (LabelSize / 3), SKTextAlign.Left, font, dot);
            free = label + LabelHeight;
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>A scale of whole powers of ten around the values, from one edge to the other.</summary>
    private sealed class Decades
    {
        private readonly int least, most;
        private readonly float from, to;

        public Decades(IEnumerable<double> values, float from, float to)
        {
            var powers = values.Select(v => Math.Log10(Math.Max(v, 0.001))).ToList();
            (this.from, this.to) = (from, to);
            least = (int)Math.Floor(powers.Min());
            most = Math.Max(least + 1, (int)Math.Ceiling(powers.Max()));
        }

        public IEnumerable<double> Lines => Enumerable.Range(least, most - least + 1).Select(power => Math.Pow(10, power));

        public float At(double value) => from + ((to - from) * (float)((Math.Log10(Math.Max(value, 0.001)) - least) / (most - least)));
    }
}
