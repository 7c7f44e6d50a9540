using Reconciler.Core.Records;
using Reconciler.Documents.Drawing;
using SkiaSharp;

namespace Reconciler.Documents.Evidence;

/// <summary>One payment as the wallet's statement tells it, drawn as a picture. It says of itself that it is no screenshot.</summary>
internal static class PaymentPicture
{
    // The card is laid out 600 units wide and drawn at twice the size: 1,200 pixels.
    private const float CardWidth = 600, Inset = 36, Edge = 14;
    private const int Scale = 2;

    private static readonly TextStyle Wallet = new(12, Bold: true, Palette.Paper);
    private static readonly TextStyle Sum = new(29, Bold: true, Palette.Ink);
    private static readonly TextStyle Party = new(14, Bold: false, Palette.Ink);
    private static readonly TextStyle Body = new(12, Bold: false, Palette.Ink);
    private static readonly TextStyle Label = new(12, Bold: false, Palette.Quiet);
    private static readonly TextStyle Small = new(10.5f, Bold: false, Palette.Quiet);
    private static readonly TextStyle SmallStrong = new(10.5f, Bold: true, Palette.Accent);

    /// <summary>Draws a PNG, 1,200 pixels wide and as high as its content. The same entry gives the same bytes on one machine.</summary>
    /// <param name="fonts">Those of this machine unless told.</param>
    /// <param name="warn">Hears, at most once, which characters could not be drawn and what to do about it.</param>
    public static byte[] Render(Entry entry, RecordWords words, Fonts? fonts = null, Action<string>? warn = null)
    {
        using var ink = new Ink(fonts ?? Fonts.OfThisMachine);
        var blocks = Blocks(new BlockMaker(ink, CardWidth - (2 * Inset)), entry, words, ink);
        var height = (int)MathF.Ceiling(blocks.Sum(b => b.Height) + (2 * Edge));
        var png = Picture.Png(CardWidth, height, Scale, Palette.Hairline, canvas =>
        {
            ink.Fill(canvas, Edge, Edge, CardWidth - (2 * Edge), height - (2 * Edge), Palette.Paper);
            var y = Edge;
            foreach (var block in blocks)
            {
                block.Draw(canvas, Inset, y);
                y += block.Height;
            }
        });
        if (Fonts.Explain(ink.Missing) is { } warning)
        {
            warn?.Invoke(warning);
        }

        return png;
    }

    private static List<Block> Blocks(BlockMaker make, Entry entry, RecordWords words, Ink ink)
    {
        const float LabelWidth = 128;
        var title = make.Row(
            [
                new TextCell(entry.Id.Wallet, 0, make.Width * 0.62f, Wallet),
                new TextCell($"{words.EntryTypes[entry.Type]} · {RecordWords.Capital(words.EntryStatuses[entry.Status])}", make.Width * 0.64f, make.Width * 0.36f, Wallet, AlignRight: true),
            ],
            11);
        List<Block> blocks =
        [
            Banner(title, ink, Palette.Accent),
            BlockMaker.Gap(20),
            make.Text(words.Amount(entry.Amount), Sum),
            BlockMaker.Gap(2),
            make.Text(entry.Counterparty.Length > 0 ? entry.Counterparty : Wording.Nothing, Party),
            BlockMaker.Gap(14),
            make.Rule(Palette.Hairline),
        ];
        foreach (var (fact, value) in RecordFacts.Of(entry, words))
        {
            if (value.Length > 0 && !ShownElsewhere(fact))
            {
                blocks.Add(make.Row([new TextCell(words.Labels[fact], 0, LabelWidth, Label), new TextCell(value, LabelWidth + 12, make.Width - LabelWidth - 12, Body)], 4.5f, Palette.Hairline));
            }
        }

        blocks.Add(BlockMaker.Gap(18));
        Block[] foot =
        [
            BlockMaker.Gap(11),
            make.Text(words.Drawn, SmallStrong),
            BlockMaker.Gap(4),
            make.Text(words.LineOf(entry.Source), Small),
            make.Text($"SHA-256 {entry.Source.FileSha256}", Small with { Size = 9.5f }),
            BlockMaker.Gap(11),
        ];
        blocks.AddRange(foot.Select(b => Banner(b, ink, Palette.Tint)));
        return blocks;
    }

    // The amount and its counterparty are the card's head, the source its foot.
    private static bool ShownElsewhere(Fact fact) => fact is Fact.Wallet or Fact.TypeAndStatus or Fact.Amount or Fact.Counterparty or Fact.Source or Fact.SourceHash;

    /// <summary>The block on a ground that reaches across the whole card.</summary>
    private static Block Banner(Block block, Ink ink, SKColor ground) => block with
    {
        Draw = (canvas, x, y) =>
        {
            ink.Fill(canvas, Edge, y - 0.5f, CardWidth - (2 * Edge), block.Height + 0.5f, ground);
            block.Draw(canvas, x, y);
        },
    };
}
