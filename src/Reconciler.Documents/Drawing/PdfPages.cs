using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Reconciler.Documents.Drawing;

/// <summary>Stacks blocks into A4 pages with a footer, and writes them as PDF.</summary>
internal static class PdfPages
{
    /// <summary>A4 in points of 1/72 inch.</summary>
    public const float PageWidth = 595, PageHeight = 842;

    public const float Margin = 48;

    public const float TextWidth = PageWidth - (2 * Margin);

    private static readonly TextStyle FooterStyle = new(7.5f, Bold: false, Palette.Quiet);

    private const float Bottom = PageHeight - 58;

    /// <param name="pageOf">Says which page of how many it is.</param>
    /// <param name="madeAtUtc">Stands in the file as its date, so that the same content is the same bytes.</param>
    public static byte[] Write(IReadOnlyList<Block> blocks, string title, string footer, Func<int, int, string> pageOf, DateTime madeAtUtc, Ink ink)
    {
        var pages = Paginate(blocks);
        foreach (var text in Enumerable.Range(1, pages.Count).Select(number => pageOf(number, pages.Count)).Prepend(footer))
        {
            ink.Measure(text, FooterStyle);
        }

        ink.SlimFonts();
        using var bytes = new MemoryStream();
        var about = new SKDocumentPdfMetadata
        {
            Title = title,
            Creator = "Reconciler",
            Producer = "Reconciler",
            Creation = madeAtUtc,
            Modified = madeAtUtc,
            RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
        };
        using (var document = SKDocument.CreatePdf(bytes, about))
        {
            for (var number = 1; number <= pages.Count; number++)
            {
                using var canvas = document.BeginPage(PageWidth, PageHeight);
                foreach (var (block, y) in pages[number - 1])
                {
                    block.Draw(canvas, Margin, y);
                }

                DrawFooter(canvas, ink, footer, pageOf(number, pages.Count));
                document.EndPage();
            }

            document.Close();
        }

        return WithDatesInUtc(bytes.ToArray(), madeAtUtc);
    }

    /// <summary>SkiaSharp writes the time as it is given, but behind it the zone of the machine, and takes no other. In its place comes UTC, as long as it was, so that nothing moves in the file.</summary>
    private static byte[] WithDatesInUtc(byte[] pdf, DateTime madeAtUtc)
    {
        var date = Encoding.ASCII.GetBytes("Date (D:" + madeAtUtc.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture));
        for (int at = 0, next; (next = pdf.AsSpan(at).IndexOf(date)) >= 0;)
        {
            at += next + date.Length;
            "+00'00'"u8.CopyTo(pdf.AsSpan(at));
        }

        return pdf;
    }

    private static List<List<(Block Block, float Y)>> Paginate(IReadOnlyList<Block> blocks)
    {
        var page = new List<(Block, float)>();
        List<List<(Block, float)>> pages = [page];
        var y = Margin;
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            var needed = 0f;
            for (var next = i; next < blocks.Count; next++)
            {
                needed += blocks[next].Height;
                if (!blocks[next].KeepWithNext)
                {
                    break;
                }
            }

            // What is taller than a page must break somewhere: then only the block itself counts.
            if (page.Count > 0 && y + (needed > Bottom - Margin ? block.Height : needed) > Bottom)
            {
                page = [];
                pages.Add(page);
                y = Margin;
                if (block.Header is { } header)
                {
                    page.Add((header, y));
                    y += header.Height;
                }
            }

            page.Add((block, y));
            y += block.Height;
        }

        return pages;
    }

    private static void DrawFooter(SKCanvas canvas, Ink ink, string footer, string page)
    {
        const float Baseline = PageHeight - 34;
        ink.Fill(canvas, Margin, Baseline - 14, TextWidth, 0.5f, Palette.Hairline);
        ink.Draw(canvas, page, PageWidth - Margin, Baseline, FooterStyle, alignRight: true);
        var lines = ink.Wrap(footer, FooterStyle, TextWidth - ink.Measure(page, FooterStyle) - 20, mostLines: 2);
        for (var i = 0; i < lines.Count; i++)
        {
            ink.Draw(canvas, lines[i], Margin, Baseline + (i * FooterStyle.Size * 1.36f), FooterStyle);
        }
    }
}
