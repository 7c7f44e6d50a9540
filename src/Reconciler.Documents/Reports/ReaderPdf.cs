using System.Globalization;
using Reconciler.Core.Reports;
using Reconciler.Documents.Drawing;
using Reconciler.Documents.Evidence;

namespace Reconciler.Documents.Reports;

/// <summary>The brief as A4 pages to print and to file, with the block that whoever prepared and reviewed it signs.</summary>
internal static class ReaderPdf
{
    private static readonly TextStyle Title = new(20, Bold: true, Palette.Accent);
    private static readonly TextStyle Heading = new(11.5f, Bold: true, Palette.Accent);
    private static readonly TextStyle Body = new(9, Bold: false, Palette.Ink);
    private static readonly TextStyle Strong = new(9, Bold: true, Palette.Ink);
    private static readonly TextStyle Label = new(8.5f, Bold: false, Palette.Quiet);
    private static readonly TextStyle Sum = new(17, Bold: true, Palette.Ink);

    /// <summary>The same report gives the same bytes on one machine.</summary>
    public static byte[] Render(ReaderBrief brief, ReaderReport report, Fonts fonts)
    {
        using var ink = new Ink(fonts);
        var make = new BlockMaker(ink, PdfPages.TextWidth);
        List<Block> blocks = [make.Text(report.Company, Label), make.Text(brief.Title, Title), BlockMaker.Gap(3)];
        blocks.AddRange(brief.Lines.Select(line => make.Text(line, Label)));
        blocks.Add(make.Text(brief.Warning.Length == 0 ? brief.Words.Balanced : brief.Warning, Strong with { Size = 8.5f }));
        blocks.Add(BlockMaker.Gap(10));
        blocks.Add(make.Text(brief.Words.MoneyAtRisk, Heading, keepWithNext: true));
        blocks.AddRange(brief.Risk.Count == 0 ? [make.Text(brief.Words.NothingAtRisk, Body)] : brief.Risk.Select(sum => make.Text(sum, Sum)));
        blocks.Add(BlockMaker.Gap(5));
        blocks.Add(make.Text(string.Join("  ·  ", brief.Counts.Select(c => $"{c.Name}: {brief.Format.Count(c.Count)}")), Body));
        if (brief.Risk.Count > 0)
        {
            blocks.AddRange(Table(make, brief.ByKind, brief));
        }

        if (report.Trend.IsDrawn)
        {
            blocks.Add(BlockMaker.Gap(12));
            blocks.Add(make.Text(brief.Words.Trend, Heading, keepWithNext: true));
            blocks.Add(make.Text(brief.TrendNote, Label, keepWithNext: true));
            blocks.Add(BlockMaker.Gap(5) with { KeepWithNext = true });
            blocks.AddRange(TrendChart.Blocks(report.Trend, brief.Format, ink, make.Width, 9.5f));
        }

        foreach (var table in brief.Tables(MostRows))
        {
            blocks.AddRange(Table(make, table, brief));
        }

        blocks.AddRange(Signatures(make, brief));
        var words = brief.Words;
        return PdfPages.Write(
            blocks, brief.Title, string.Join(" · ", brief.Foot), (number, count) => RecordWords.Fill(words.Page, ("number", Plain(number)), ("count", Plain(count))), report.Report.Run.AsOfUtc, ink);
    }

    /// <summary>Of one table: what does not fit a few pages is read in the workbook.</summary>
    private const int MostRows = 100;

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<Block> Table(BlockMaker make, BriefTable table, ReaderBrief brief)
    {
        const float Column = 92;
        yield return BlockMaker.Gap(12);
        yield return make.Text(table.Title, Heading, keepWithNext: true);
        if (table.Note.Length > 0)
        {
            yield return make.Text(table.Note, Label, keepWithNext: true);
        }

        if (table.Rows.Count == 0)
        {
            yield return make.Text(table.Empty, Body);
            yield break;
        }

        var name = make.Width - (Column * table.Columns.Count) - 8;
        float Left(int i) => name + 8 + (i * Column);
        var header = make.Row([new TextCell(table.Head, 0, name, Label), .. table.Columns.Select((c, i) => new TextCell(c, Left(i), Column, Label, AlignRight: true))], 2.5f, Palette.Accent) with { KeepWithNext = true };
        yield return header;
        foreach (var (i, row) in table.Rows.Index())
        {
            // What belongs to one row, and the sums of all of them, stand on one page.
            string[] below = [.. new[] { row.Below, row.Why }.Where(b => b.Length > 0)];
            var style = row.IsSum ? Strong : Body;
            yield return make.Row(
                [new TextCell(row.Name, 0, name, style), .. row.Cells.Select((c, at) => new TextCell(brief.Text(c), Left(at), Column, style, AlignRight: true))], 2, below.Length > 0 ? null : Palette.Hairline)
                with
            { Header = header, KeepWithNext = below.Length > 0 || (i + 1 < table.Rows.Count && table.Rows[i + 1].IsSum) };
            foreach (var (at, text) in below.Index())
            {
                yield return make.Row([new TextCell(text, 0, make.Width, Label)], 1, at < below.Length - 1 ? null : Palette.Hairline) with { Header = header, KeepWithNext = at < below.Length - 1 };
            }
        }
    }

    private static IEnumerable<Block> Signatures(BlockMaker make, ReaderBrief brief)
    {
        var half = (make.Width - 24) / 2;
        yield return BlockMaker.Gap(26) with { KeepWithNext = true };
        yield return make.Row([new TextCell(brief.Words.PreparedBy, 0, half, Strong), new TextCell(brief.Words.ReviewedBy, half + 24, half, Strong)], 0) with { KeepWithNext = true };
        yield return BlockMaker.Gap(30) with { KeepWithNext = true };
        yield return new Block(1, (canvas, x, y) =>
        {
            using var paint = new SkiaSharp.SKPaint { Color = Palette.Quiet };
            canvas.DrawRect(x, y, half, 0.75f, paint);
            canvas.DrawRect(x + half + 24, y, half, 0.75f, paint);
        })
        { KeepWithNext = true };
        yield return make.Row([new TextCell(brief.Words.NameAndDate, 0, half, Label), new TextCell(brief.Words.NameAndDate, half + 24, half, Label)], 2);
    }
}
