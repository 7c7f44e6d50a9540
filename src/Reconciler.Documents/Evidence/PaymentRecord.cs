using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Drawing;

namespace Reconciler.Documents.Evidence;

/// <summary>The payment record of a dispute as PDF: what was paid, for which order, what is claimed, and where in which file it stands.</summary>
public static class PaymentRecord
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
    public static byte[] Render(DisputeCase dispute, DateTime asOfUtc, Fonts? fonts = null, Action<string>? warn = null)
    {
        using var ink = new Ink(fonts ?? Fonts.OfThisMachine);
        var make = new BlockMaker(ink, PdfPages.TextWidth);
        var kind = dispute.Finding.Kind;
        List<Block> blocks =
        [
            make.Text("Payment record", Title),
            BlockMaker.Gap(3),
            make.Text($"{Wording.Words(kind)} · case {dispute.Dispute.Id} · finding {dispute.Finding.Id} · as of {Wording.Time(asOfUtc)}", Label),
            BlockMaker.Gap(12),
            .. Claim(make, dispute),
            .. IsAboutRefund(kind) ? [.. Calculation(make, dispute), .. Orders(make, dispute), .. Payments(make, dispute), .. Refunds(make, dispute)]
                : (IEnumerable<Block>)[.. Payments(make, dispute), .. Orders(make, dispute), .. Refunds(make, dispute)],
            .. Source(make),
        ];
        var footer = $"Case {dispute.Dispute.Id} · finding {dispute.Finding.Id} · as of {Wording.Time(asOfUtc)}";
        var pdf = PdfPages.Write(blocks, $"Payment record, case {dispute.Dispute.Id}", footer, asOfUtc, ink);
        if (Fonts.Explain(ink.Missing) is { } warning)
        {
            warn?.Invoke(warning);
        }

        return pdf;
    }

    private static bool IsAboutRefund(FindingKind kind) => kind is FindingKind.MissingRefund or FindingKind.ShortRefund or FindingKind.ExcessRefund;

    /// <summary>A tinted panel: what is claimed on the left, the sum on the right.</summary>
    private static IEnumerable<Block> Claim(BlockMaker make, DisputeCase dispute)
    {
        const float Inset = 12, SumWidth = 190;
        var finding = dispute.Finding;
        var words = make.Width - SumWidth - (3 * Inset);
        yield return make.Row([new TextCell(string.Empty, Inset, words, Label)], 1, fill: Palette.Tint);
        yield return make.Row(
            [
                new TextCell(Claimed(dispute), Inset, words, Strong with { Size = 10.5f }),
                new TextCell(Wording.Amount(dispute.Dispute.Amount), make.Width - SumWidth - Inset, SumWidth, new TextStyle(15, Bold: true, Palette.Accent), AlignRight: true),
            ],
            0,
            fill: Palette.Tint);
        if (finding.DueOn is { } due)
        {
            yield return make.Row([new TextCell($"It was due on {Wording.Date(due)}.", Inset, words, Body)], 3, fill: Palette.Tint);
        }

        yield return make.Row([new TextCell(finding.Claim, Inset, make.Width - (2 * Inset), Body)], 3, fill: Palette.Tint);
        yield return make.Row([new TextCell(string.Empty, Inset, words, Label)], 0, rule: Palette.Accent, fill: Palette.Tint);
        yield return BlockMaker.Gap(14);
    }

    private static string Claimed(DisputeCase dispute) => dispute.Finding.Kind switch
    {
        FindingKind.DuplicateCharge => "Claimed: the return of the second charge",
        FindingKind.MissingRefund => "Claimed: the refund that has not come",
        FindingKind.ShortRefund => "Claimed: the rest of the refund",
        FindingKind.ExcessRefund => "More came back than was due by",
        FindingKind.ChargeWithoutOrder => "In dispute: a charge that no order explains",
        FindingKind.AmountMismatch => "In dispute: the difference between charge and order",
        _ => "In dispute: " + Wording.Meaning(dispute.Finding.Kind),
    };

    /// <summary>The rightful payments beside those in dispute, two by two.</summary>
    private static IEnumerable<Block> Payments(BlockMaker make, DisputeCase dispute)
    {
        var count = dispute.Payments.Count;
        var onlyOne = count + dispute.Disputed.Count == 1;
        var rightful = dispute.Payments.Select((p, i) => (p, onlyOne ? string.Empty : count == 1 ? "Payment" : FormattableString.Invariant($"Payment {i + 1}")));
        var again = dispute.Finding.Kind == FindingKind.DuplicateCharge ? "Charged again, in dispute" : "In dispute";
        var disputed = dispute.Disputed.Select(p => (p, again));
        (Entry Entry, string Head)[] all = [.. rightful, .. disputed];
        if (all.Length == 0)
        {
            yield break;
        }

        yield return make.Text(all.Length == 1 ? "The payment" : "The payments", Heading, keepWithNext: true);
        yield return BlockMaker.Gap(5) with { KeepWithNext = true };
        foreach (var pair in all.Chunk(2))
        {
            foreach (var block in FactTable(make, [.. pair.Select(p => p.Head)], [.. pair.Select(p => RecordFacts.Of(p.Entry))]))
            {
                yield return block;
            }

            yield return BlockMaker.Gap(6);
        }

        if (dispute.Payments.Count > 0 && dispute.Disputed.Count > 0)
        {
            yield return make.Text(Comparison(dispute.Payments[^1], dispute.Disputed[0]), Body);
            yield return BlockMaker.Gap(4);
        }

        yield return BlockMaker.Gap(8);
    }

    private static string Comparison(Entry payment, Entry disputed)
    {
        (string Name, bool Same)[] compared =
        [
            ("wallet", payment.Id.Wallet == disputed.Id.Wallet),
            ("amount", payment.Amount == disputed.Amount),
            ("original amount", payment.OriginalAmount is not null && payment.OriginalAmount == disputed.OriginalAmount),
            ("counterparty", payment.Counterparty.Length > 0 && payment.Counterparty == disputed.Counterparty),
            ("reference", payment.OrderReference.Length > 0 && payment.OrderReference == disputed.OrderReference),
        ];
        var same = string.Join(", ", compared.Where(c => c.Same).Select(c => c.Name));
        var apart = $"The two were booked {Wording.Span(disputed.BookedAtUtc - payment.BookedAtUtc)} apart.";
        return same.Length == 0 ? apart : $"{apart} The same in both: {same}.";
    }

    private static IEnumerable<Block> Orders(BlockMaker make, DisputeCase dispute) =>
        Records(make, dispute.Orders.Count == 1 ? "The order" : "The orders", [.. dispute.Orders.Select(RecordFacts.Of)]);

    private static IEnumerable<Block> Refunds(BlockMaker make, DisputeCase dispute) =>
        Records(make, "Money that came back", [.. dispute.Refunds.Select(RecordFacts.Of)]);

    private static IEnumerable<Block> Records(BlockMaker make, string heading, IReadOnlyList<IReadOnlyList<(string Label, string Value)>> records)
    {
        if (records.Count == 0)
        {
            yield break;
        }

        yield return make.Text(heading, Heading, keepWithNext: true);
        yield return BlockMaker.Gap(5) with { KeepWithNext = true };
        foreach (var pair in records.Chunk(2))
        {
            foreach (var block in FactTable(make, [.. pair.Select(_ => string.Empty)], pair))
            {
                yield return block;
            }

            yield return BlockMaker.Gap(6);
        }

        yield return BlockMaker.Gap(8);
    }

    /// <summary>Labels on the left, one column a record; what no record of the table says is left out.</summary>
    private static IEnumerable<Block> FactTable(BlockMaker make, string[] heads, IReadOnlyList<(string Label, string Value)>[] records)
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
            var name = records[0][row].Label;
            var style = name is "Amount" or "Total" or "Transaction id" or "Order id" ? Strong : Body;
            var cells = records.Select((r, i) => new TextCell(r[row].Value.Length == 0 ? Wording.Nothing : r[row].Value, Left(i), column, style));
            yield return make.Row([new TextCell(name, 0, LabelWidth, Label), .. cells], 2.1f, Palette.Hairline) with { Header = header, KeepWithNext = row != told[^1] };
        }
    }

    private static IEnumerable<Block> Calculation(BlockMaker make, DisputeCase dispute)
    {
        yield return make.Text("What is still owed", Heading, keepWithNext: true);
        yield return BlockMaker.Gap(5) with { KeepWithNext = true };
        var sum = RefundSum.Of(dispute);
        foreach (var (label, amount) in sum?.Lines ?? [])
        {
            yield return SumRow(make, label, amount, Body) with { KeepWithNext = true };
        }

        var result = dispute.Finding.Kind == FindingKind.ExcessRefund ? "Came back beyond what was due" : "Still owed";
        yield return SumRow(make, result, dispute.Finding.Amount, Strong with { Size = 10.5f });
        yield return BlockMaker.Gap(14);
    }

    private static Block SumRow(BlockMaker make, string label, Money amount, TextStyle style)
    {
        const float SumWidth = 170;
        return make.Row(
            [new TextCell(label, 0, make.Width - SumWidth - 12, style), new TextCell(Wording.Amount(amount), make.Width - SumWidth, SumWidth, style, AlignRight: true)],
            3,
            style.Bold ? Palette.Accent : Palette.Hairline);
    }

    private static IEnumerable<Block> Source(BlockMaker make)
    {
        yield return make.Text(
            "Generated from the statement and order files named above. The lines on which it rests stand in statement-lines.csv and order-lines.csv, with the full SHA-256 of each file. "
            + "Times are UTC; amounts are as booked, money out is negative. Where * stands, a balance or all but the last four digits of a phone, card or account number is masked.",
            Label);
    }
}
