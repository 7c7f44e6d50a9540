using System.Globalization;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Drawing;

namespace Reconciler.Documents.Evidence;

/// <summary>The payment record of a dispute as PDF: what was paid, for which order, what is claimed, and where in which file it stands.</summary>
internal static class PaymentRecord
{
    private static readonly TextStyle Title = new(20, Bold: true, Palette.Accent);
    private static readonly TextStyle Heading = new(11.5f, Bold: true, Palette.Accent);
    private static readonly TextStyle Body = new(9, Bold: false, Palette.Ink);
    private static readonly TextStyle Strong = new(9, Bold: true, Palette.Ink);
    private static readonly TextStyle Label = new(8.5f, Bold: false, Palette.Quiet);

    /// <summary>Draws A4 pages. The same case and time give the same bytes on one machine.</summary>
    /// <param name="asOfUtc">The clock of the run; the file's date too.</param>
    /// <param name="fonts">Those of this machine unless told.</param>
    /// <param name="warn">Hears, at most once, which characters could not be drawn and what to do about it.</param>
    public static byte[] Render(DisputeCase dispute, DateTime asOfUtc, RecordWords words, Fonts? fonts = null, Action<string>? warn = null)
    {
        using var ink = new Ink(fonts ?? Fonts.OfThisMachine);
        var make = new BlockMaker(ink, PdfPages.TextWidth);
        var kind = dispute.Finding.Kind;
        List<Block> blocks =
        [
            make.Text(words.Title, Title),
            BlockMaker.Gap(3),
            make.Text(OfCase(words.Subtitle), Label),
            BlockMaker.Gap(12),
            .. Claim(make, dispute, words),
            .. IsAboutRefund(kind) ? [.. Calculation(make, dispute, words), .. Orders(make, dispute, words), .. Payments(make, dispute, words), .. Refunds(make, dispute, words)]
                : (IEnumerable<Block>)[.. Payments(make, dispute, words), .. Orders(make, dispute, words), .. Refunds(make, dispute, words)],
        ];
        KeepLastTableTogether(blocks);
        blocks.Add(make.Text(words.ClosingNote, Label));
        var pdf = PdfPages.Write(blocks, OfCase(words.TitleOfCase), OfCase(words.Footer), (number, count) => RecordWords.Fill(words.Page, ("number", Plain(number)), ("count", Plain(count))), asOfUtc, ink);
        if (Fonts.Explain(ink.Missing) is { } warning)
        {
            warn?.Invoke(warning);
        }

        return pdf;

        string OfCase(string text) => RecordWords.Fill(
            text, ("kind", words.Kinds[kind]), ("case", dispute.Dispute.CaseNumber), ("finding", dispute.Finding.Id), ("time", words.Format.Time(asOfUtc)));
    }

    /// <summary>What follows the last table is never alone on a page.</summary>
    private static void KeepLastTableTogether(List<Block> blocks)
    {
        for (var i = blocks.Count - 1; !blocks[i].KeepWithNext; i--)
        {
            blocks[i] = blocks[i] with { KeepWithNext = true };
        }
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool IsAboutRefund(FindingKind kind) => kind is FindingKind.MissingRefund or FindingKind.ShortRefund or FindingKind.ExcessRefund;

    /// <summary>A tinted panel: what is claimed on the left, the sum on the right.</summary>
    private static IEnumerable<Block> Claim(BlockMaker make, DisputeCase dispute, RecordWords words)
    {
        const float Inset = 12, SumWidth = 190;
        var finding = dispute.Finding;
        var width = make.Width - SumWidth - (3 * Inset);
        yield return make.Row([new TextCell(string.Empty, Inset, width, Label)], 1, fill: Palette.Tint);
        yield return make.Row(
            [
                new TextCell(words.Claims[finding.Kind], Inset, width, Strong with { Size = 10.5f }),
                new TextCell(words.Amount(dispute.Dispute.Amount), make.Width - SumWidth - Inset, SumWidth, new TextStyle(15, Bold: true, Palette.Accent), AlignRight: true),
            ],
            0,
            fill: Palette.Tint);
        if (finding.DueOn is { } due)
        {
            yield return make.Row([new TextCell(RecordWords.Fill(words.DueOn, ("date", words.Format.Date(due))), Inset, width, Body)], 3, fill: Palette.Tint);
        }

        if (finding.Claim is { IsNone: false } why && (!why.IsPlain || words.Language == RecordWords.English.Language))
        {
            yield return make.Row([new TextCell(RecordWords.Capital(why.In(words.Language)), Inset, make.Width - (2 * Inset), Body)], 3, fill: Palette.Tint);
        }

        yield return make.Row([new TextCell(string.Empty, Inset, width, Label)], 0, rule: Palette.Accent, fill: Palette.Tint);
        yield return BlockMaker.Gap(14);
    }

    /// <summary>The rightful payments beside those in dispute, two by two.</summary>
    private static IEnumerable<Block> Payments(BlockMaker make, DisputeCase dispute, RecordWords words)
    {
        var count = dispute.Payments.Count;
        var onlyOne = count + dispute.Disputed.Count == 1;
        var rightful = dispute.Payments.Select((p, i) => (p, onlyOne ? string.Empty : count == 1 ? words.Payment : RecordWords.Fill(words.PaymentNumber, ("number", Plain(i + 1)))));
        var again = dispute.Finding.Kind == FindingKind.DuplicateCharge ? words.ChargedAgain : words.InDispute;
        var disputed = dispute.Disputed.Select(p => (p, again));
        (Entry Entry, string Head)[] all = [.. rightful, .. disputed];
        if (all.Length == 0)
        {
            yield break;
        }

        yield return make.Text(all.Length == 1 ? words.OnePayment : words.Payments, Heading, keepWithNext: true);
        yield return BlockMaker.Gap(5) with { KeepWithNext = true };
        foreach (var pair in all.Chunk(2))
        {
            foreach (var block in FactTable(make, [.. pair.Select(p => p.Head)], [.. pair.Select(p => RecordFacts.Of(p.Entry, words))], words))
            {
                yield return block;
            }

            yield return BlockMaker.Gap(6);
        }

        if (dispute.Payments.Count > 0 && dispute.Disputed.Count > 0)
        {
            yield return make.Text(Comparison(dispute.Payments[^1], dispute.Disputed[0], words), Body);
            yield return BlockMaker.Gap(4);
        }

        yield return BlockMaker.Gap(8);
    }

    private static string Comparison(Entry payment, Entry disputed, RecordWords words)
    {
        (Fact Fact, bool Same)[] compared =
        [
            (Fact.Wallet, payment.Id.Wallet == disputed.Id.Wallet),
            (Fact.Amount, payment.Amount == disputed.Amount),
            (Fact.OriginalAmount, payment.OriginalAmount is not null && payment.OriginalAmount == disputed.OriginalAmount),
            (Fact.Counterparty, payment.Counterparty.Length > 0 && payment.Counterparty == disputed.Counterparty),
            (Fact.Reference, payment.OrderReference.Length > 0 && payment.OrderReference == disputed.OrderReference),
        ];
        var same = string.Join(words.Between, compared.Where(c => c.Same).Select(c => words.Labels[c.Fact].ToLowerInvariant()));
        string[] sentences =
        [
            payment.BookedDay is null && disputed.BookedDay is null ? RecordWords.Fill(words.Apart, ("span", words.Span(disputed.BookedAtUtc - payment.BookedAtUtc))) : "",
            same.Length == 0 ? "" : RecordWords.Fill(words.Same, ("facts", same)),
        ];
        return string.Join(words.AfterSentence, sentences.Where(s => s.Length > 0));
    }

    private static IEnumerable<Block> Orders(BlockMaker make, DisputeCase dispute, RecordWords words) =>
        Records(make, dispute.Orders.Count == 1 ? words.OneOrder : words.Orders, [.. dispute.Orders.Select(o => RecordFacts.Of(o, words))], words);

    private static IEnumerable<Block> Refunds(BlockMaker make, DisputeCase dispute, RecordWords words) =>
        Records(make, words.Refunds, [.. dispute.Refunds.Select(r => RecordFacts.Of(r, words))], words);

    private static IEnumerable<Block> Records(BlockMaker make, string heading, IReadOnlyList<IReadOnlyList<(Fact Fact, string Value)>> records, RecordWords words)
    {
        if (records.Count == 0)
        {
            yield break;
        }

        yield return make.Text(heading, Heading, keepWithNext: true);
        yield return BlockMaker.Gap(5) with { KeepWithNext = true };
        foreach (var pair in records.Chunk(2))
        {
            foreach (var block in FactTable(make, [.. pair.Select(_ => string.Empty)], pair, words))
            {
                yield return block;
            }

            yield return BlockMaker.Gap(6);
        }

        yield return BlockMaker.Gap(8);
    }

    /// <summary>Labels on the left, one column a record; what no record of the table says is left out.</summary>
    private static IEnumerable<Block> FactTable(BlockMaker make, string[] heads, IReadOnlyList<(Fact Fact, string Value)>[] records, RecordWords words)
    {
        const float LabelWidth = 98, Between = 12;
        var column = (make.Width - LabelWidth - (Between * records.Length)) / records.Length;
        float Left(int i) => LabelWidth + Between + (i * (column + Between));

        Block? header = null;
        if (heads.Any(h => h.Length > 0))
        {
            header = make.Row([.. heads.Select((h, i) => new TextCell(h, Left(i), column, Strong))], 3.5f, Palette.Accent) with { KeepWithNext = true };
            yield return header;
        }
        else
        {
            yield return make.Rule(Palette.Accent) with { KeepWithNext = true };
        }

        var told = Enumerable.Range(0, records[0].Count).Where(row => records.Any(r => r[row].Value.Length > 0)).ToArray();
        foreach (var row in told)
        {
            var fact = records[0][row].Fact;
            var style = fact is Fact.Amount or Fact.Total or Fact.TransactionId or Fact.OrderId ? Strong : Body;
            var cells = records.Select((r, i) => new TextCell(r[row].Value.Length == 0 ? Wording.Nothing : r[row].Value, Left(i), column, style));
            yield return make.Row([new TextCell(words.Labels[fact], 0, LabelWidth, Label), .. cells], 1.7f, Palette.Hairline) with { Header = header, KeepWithNext = row != told[^1] };
        }
    }

    private static IEnumerable<Block> Calculation(BlockMaker make, DisputeCase dispute, RecordWords words)
    {
        yield return make.Text(words.Calculation, Heading, keepWithNext: true);
        yield return BlockMaker.Gap(5) with { KeepWithNext = true };
        var sum = RefundSum.Of(dispute, words);
        foreach (var (label, amount) in sum?.Lines ?? [])
        {
            yield return SumRow(make, words, label, amount, Body) with { KeepWithNext = true };
        }

        var result = dispute.Finding.Kind == FindingKind.ExcessRefund ? words.BeyondDue : words.StillOwed;
        yield return SumRow(make, words, result, dispute.Finding.Amount, Strong with { Size = 10.5f });
        yield return BlockMaker.Gap(14);
    }

    private static Block SumRow(BlockMaker make, RecordWords words, string label, Money amount, TextStyle style)
    {
        const float SumWidth = 170;
        return make.Row(
            [new TextCell(label, 0, make.Width - SumWidth - 12, style), new TextCell(words.Amount(amount), make.Width - SumWidth, SumWidth, style, AlignRight: true)],
            3,
            style.Bold ? Palette.Accent : Palette.Hairline);
    }
}
