using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Drawing;
using SkiaSharp;

namespace Reconciler.Documents.Reports;

/// <summary>The trend of the money at risk: a row of columns for each currency, each with a scale of its own.</summary>
internal static class TrendChart
{
    /// <summary>The most currencies that are drawn; the workbook holds them all.</summary>
    public const int MostCurrencies = 4;

    /// <summary>In sizes of the text.</summary>
    private const float PanelHeight = 5.6f, NameHeight = 1.4f, DayHeight = 1.2f, Between = 0.7f;

    /// <param name="size">Of the text.</param>
    public static IReadOnlyList<Block> Blocks(RiskTrend trend, ReaderFormat format, Ink ink, float width, float size) =>
        [.. (trend.IsDrawn ? trend.Sums : []).Take(MostCurrencies).Select(sums => new Block((NameHeight + PanelHeight + DayHeight + Between) * size, (canvas, x, y) => Panel(canvas, ink, trend.Days, sums, format, (x, y, width), size)))];

    /// <summary>The chart for the mail: drawn for 600 pixels, at twice that; its text is large enough for a phone. Null where there is nothing to draw.</summary>
    public static byte[]? Png(RiskTrend trend, ReaderFormat format, Fonts fonts)
    {
        const float Width = 600;
        using var ink = new Ink(fonts);
        var blocks = Blocks(trend, format, ink, Width - 8, 17);
        return blocks.Count == 0 ? null : Picture.Png(Width, blocks.Sum(b => b.Height), scale: 2, Palette.Paper, canvas =>
        {
            var y = 0f;
            foreach (var block in blocks)
            {
                block.Draw(canvas, 4, y);
                y += block.Height;
            }
        });
    }

    private static void Panel(SKCanvas canvas, Ink ink, IReadOnlyList<DateOnly> days, IReadOnlyList<Money> sums, ReaderFormat format, (float X, float Y, float Width) place, float size)
    {
        var (x, y, width) = place;
        var most = Math.Max(1, sums.Max(s => s.MinorUnits));
        var name = new TextStyle(size, Bold: true, Palette.Accent);
        var quiet = new TextStyle(size * 0.85f, Bold: false, Palette.Quiet);
        ink.Draw(canvas, sums[0].Currency.Code, x, y + size, name);
        ink.Draw(canvas, format.Amount(sums[^1]), x + width, y + size, name with { Color = Palette.Ink }, alignRight: true);
        var (top, panel, step) = (y + (NameHeight * size), PanelHeight * size, width / sums.Count);
        for (var i = 0; i < sums.Count; i++)
        {
            var height = (float)((double)sums[i].MinorUnits / most * panel);
            ink.Fill(canvas, x + (i * step) + (step * 0.14f), top + panel - height, step * 0.72f, height, i == sums.Count - 1 ? Palette.Accent : Palette.Bar);
        }

        ink.Fill(canvas, x, top + panel, width, 1, Palette.Quiet);
        ink.Draw(canvas, format.ShortDate(days[0]), x, top + panel + (DayHeight * size) - 3, quiet);
        ink.Draw(canvas, format.ShortDate(days[^1]), x + width, top + panel + (DayHeight * size) - 3, quiet, alignRight: true);
    }
}
