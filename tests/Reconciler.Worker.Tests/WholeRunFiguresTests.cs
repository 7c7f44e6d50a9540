using Reconciler.Benchmarks.Whole;
using SkiaSharp;

namespace Reconciler.Worker.Tests;

/// <summary>What the benchmarks print and draw of figures that are given; nothing is timed here.</summary>
public sealed class WholeRunFiguresTests
{
    private static readonly Figure[] Given =
    [
        new(1_000, WholeKind.Cold, 3, 2.5, 200, 12.5),
        new(1_000, WholeKind.DuckDb, 1.5, 1, 90, 2),
        new(1_000, WholeKind.NextDay, 2.4, 2.2, 210, 13),
        new(1_000, WholeKind.NextDayAlone, 2, 2, 190, 6),
        new(100_000, WholeKind.Cold, 30, 28, 900, 1250),
        new(100_000, WholeKind.DuckDb, 2, 1.6, 120, 40),
    ];

    [Fact]
    public void The_table_tells_each_run_and_what_it_is_of_another() => Assert.Equal(
        """
        | entries + orders | run | wall s | CPU s | peak MiB | store MiB |
        |--:|---|--:|--:|--:|--:|
        | 1,000 + 1,000 | DuckDB: read, join, store | 1.50 | 1.00 | 90 | 2.0 |
        | 1,000 + 1,000 | cold, into an empty store | 3.00 | 2.50 | 200 | 12.5 |
        | 1,000 + 1,000 | next day onto the full store | 2.40 | 2.20 | 210 | 13.0 |
        | 1,000 + 1,000 | next day into an empty store | 2.00 | 2.00 | 190 | 6.0 |
        | 100,000 + 100,000 | DuckDB: read, join, store | 2.00 | 1.60 | 120 | 40.0 |
        | 100,000 + 100,000 | cold, into an empty store | 30.00 | 28.00 | 900 | 1,250.0 |

        | entries + orders | cold / DuckDB: wall (CPU) | next day, full / empty: wall (CPU) | nothing new, full / empty: wall (CPU) |
        |--:|--:|--:|--:|
        | 1,000 + 1,000 | 2.00 (2.50) | 1.20 (1.10) | – |
        | 100,000 + 100,000 | 15.00 (17.50) | – | – |

        """.ReplaceLineEndings("\n"),
        Figures.ToMarkdown(Given));

    [Fact]
    public void The_picture_shows_every_run_and_cuts_no_text()
    {
        // All lines end at one point, at the lower right corner: the labels stand one below the other.
        var figures = Enum.GetValues<WholeKind>().SelectMany(kind => new[] { new Figure(1_000, kind, 10, 9, 100, 10), new Figure(1_000_000, kind, 1, 0.9, 100, 10) }).ToList();

        using var picture = SKBitmap.Decode(Picture.Draw(figures));

        Assert.All(Border(picture), pixel => Assert.Equal(SKColors.White, pixel));
        var colours = picture.Pixels.GroupBy(p => p).Where(g => g.Count() > 50).Select(g => g.Key).Where(Picture.Colours.Contains);
        Assert.Equal(Enum.GetValues<WholeKind>().Length, colours.Count());
    }

    private static IEnumerable<SKColor> Border(SKBitmap picture) =>
        Enumerable.Range(0, picture.Width).SelectMany(x => new[] { picture.GetPixel(x, 0), picture.GetPixel(x, picture.Height - 1) })
            .Concat(Enumerable.Range(0, picture.Height).SelectMany(y => new[] { picture.GetPixel(0, y), picture.GetPixel(picture.Width - 1, y) }));
}
