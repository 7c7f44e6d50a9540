using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Documents.Drawing;

namespace Reconciler.Documents.Evidence;

/// <summary>The evidence of one dispute, masked and fitted to what its channel takes: what is drawn from the statement, the exact lines, and what people gave.</summary>
/// <param name="Shown">The case as it may leave the house: letters must be written from this one.</param>
/// <param name="Parts">One mail or upload each; at least one.</param>
/// <param name="HeldBack">What fits no part; each manifest names it too.</param>
/// <param name="Kept">What stays here beside what goes out: the originals of pictures that go out smaller or without what the camera noted, what is held back, a manifest that the channel does not take.</param>
public sealed record EvidencePack(DisputeCase Shown, IReadOnlyList<EvidencePart> Parts, IReadOnlyList<HeldBack> HeldBack, IReadOnlyList<EvidenceFile> Kept)
{
    private const string Json = "application/json";

    /// <summary>Makes the pack. The same case, files, limits and language give the same bytes on one machine.</summary>
    /// <param name="asOfUtc">The clock of the run.</param>
    /// <param name="given">What people laid into the inbox for this case.</param>
    /// <param name="language">That of the letter, such as <c>pt-BR</c>: receipt and pictures are in it where there are words for its first part, else in English. Names of files and manifest stay English.</param>
    /// <param name="fonts">Those of this machine unless told.</param>
    /// <param name="warn">Hears of characters that could not be drawn, of a language that could not, and of each file that is held back.</param>
    /// <exception cref="ArgumentException">A limit is out of its range.</exception>
    public static EvidencePack Make(
        DisputeCase dispute, DateTime asOfUtc, IReadOnlyList<GivenFile> given, EvidenceLimits limits, EvidenceDisclosure disclosure, string language,
        Fonts? fonts = null, Action<string>? warn = null)
    {
        if (limits.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(limits));
        }

        var mask = new CaseMask(dispute, disclosure);
        fonts ??= Fonts.OfThisMachine;
        var files = FilesOf(mask, asOfUtc, given, RecordWords.For(language, fonts, warn), fonts, warn);
        byte[] ManifestOf(IEnumerable<EvidenceFile> listed, IReadOnlyList<HeldBack> heldBack, int number, int of) =>
            Manifest.Render(mask.Shown, asOfUtc, listed, new ManifestPart(number, of, heldBack, disclosure));

        // No part's manifest can be longer than one that names every file both as sent and as held back.
        var longest = limits.MediaTypes.Contains(Json, StringComparer.Ordinal)
            ? ManifestOf(files.Select(f => f with { Original = f }), [.. files.Select(f => new HeldBack(f, new string('x', 150)))], limits.MaxParts, limits.MaxParts).Length
            : 0;
        var fitting = new Fitting(limits, longest);
        foreach (var file in files)
        {
            fitting.Add(file);
        }

        var heldBack = fitting.HeldBack.Select(h => h.File);
        var kept = fitting.Placed.SelectMany(part => part).Concat(heldBack).Where(f => f.Original is not null).Select(f => f.Original! with { Name = "original-of-" + f.Original!.Name }).Concat(heldBack).ToList();
        var parts = new List<EvidencePart>();
        for (var i = 0; i < fitting.Placed.Count; i++)
        {
            var placed = fitting.Placed[i];
            var name = fitting.Placed.Count == 1 ? "manifest.json" : FormattableString.Invariant($"manifest-{i + 1}.json");
            var manifest = new EvidenceFile(name, Json, ManifestOf(placed, fitting.HeldBack, i + 1, fitting.Placed.Count), "the hashes of all files of this part");
            if (longest > 0)
            {
                parts.Add(new EvidencePart(i + 1, fitting.Placed.Count, [.. placed, manifest]));
            }
            else
            {
                parts.Add(new EvidencePart(i + 1, fitting.Placed.Count, placed));
                kept.Add(manifest);
            }
        }

        foreach (var held in fitting.HeldBack)
        {
            warn?.Invoke($"{held.File.Name} of case {dispute.Dispute.Id} is held back: {held.Why}.");
        }

        return new EvidencePack(mask.Shown, parts, fitting.HeldBack, kept);
    }

    /// <summary>All files, the weightiest first.</summary>
    private static List<EvidenceFile> FilesOf(CaseMask mask, DateTime asOfUtc, IReadOnlyList<GivenFile> given, RecordWords words, Fonts fonts, Action<string>? warn)
    {
        var shown = mask.Shown;
        var files = new List<EvidenceFile> { new("receipt.pdf", "application/pdf", PaymentRecord.Render(shown, asOfUtc, words, fonts, warn), "drawn from statement and order data") };
        foreach (var payment in shown.Payments.Concat(shown.Disputed))
        {
            var source = FormattableString.Invariant($"drawn from {payment.Source.FileName}, line {payment.Source.Line}");
            files.Add(new EvidenceFile(FormattableString.Invariant($"payment-{files.Count}.png"), "image/png", PaymentPicture.Render(payment, words, fonts, warn), source));
        }

        var number = 0;
        foreach (var file in given)
        {
            var stem = file.MediaType == "application/pdf" ? "document" : "picture";
            files.Add(PlainPicture.Of(new EvidenceFile(FormattableString.Invariant($"{stem}-{++number}.{file.Extension}"), file.MediaType, file.Content, "given by a person as " + mask.Text(file.Name))));
        }

        IEnumerable<Entry> entries = [.. shown.Payments, .. shown.Disputed, .. shown.Refunds];
        files.Add(new EvidenceFile("statement-lines.csv", "text/csv", Extracts.StatementLines(entries), "the statements' own lines"));
        files.Add(new EvidenceFile("order-lines.csv", "text/csv", Extracts.OrderLines(shown.Orders), "the order exports' own lines"));
        return files;
    }
}
