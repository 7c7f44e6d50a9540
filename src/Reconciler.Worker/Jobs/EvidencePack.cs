using Reconciler.Core.Disputes;

using Reconciler.Documents.Evidence;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>The evidence of one dispute: what is drawn from the statement, the exact lines, and what people gave.</summary>
/// <param name="Files">As attached, the manifest last.</param>
/// <param name="Given">The files that people gave, where they lie in the inbox.</param>
internal sealed record EvidencePack(IReadOnlyList<EvidenceFile> Files, IReadOnlyList<string> Given)
{
    private const int MaxGivenBytes = 10 * 1024 * 1024;

    private static ReadOnlySpan<byte> PngMark => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegMark => [0xFF, 0xD8, 0xFF];

    public static EvidencePack Make(DisputeCase dispute, DateTime asOfUtc, DataFolder data, ILogger log)
    {
        var entries = dispute.Payments.Concat(dispute.Disputed).Concat(dispute.Refunds).ToList();
        var files = new List<EvidenceFile> { new("receipt.pdf", "application/pdf", PaymentRecord.Render(dispute, asOfUtc, warn: log.DocumentWarning), "drawn from statement and order data") };
        var pictured = dispute.Payments.Concat(dispute.Disputed).ToList();
        for (var i = 0; i < pictured.Count; i++)
        {
            var source = pictured[i].Source;
            files.Add(new EvidenceFile($"payment-{i + 1}.png", "image/png", PaymentPicture.Render(pictured[i], warn: log.DocumentWarning), $"drawn from {source.FileName}, line {source.Line}"));
        }

        var given = GivenFor(dispute, entries, data.InboxEvidence, log);
        files.AddRange(given.Select((g, i) => new EvidenceFile($"{(g.Kind == "pdf" ? "document" : "picture")}-{i + 1}.{g.Kind}", g.MediaType, File.ReadAllBytes(g.Path), $"given by a person as {Path.GetFileName(g.Path)}")));
        files.Add(new EvidenceFile("statement-lines.csv", "text/csv", Extracts.StatementLines(entries), "the statements' own lines"));
        files.Add(new EvidenceFile("order-lines.csv", "text/csv", Extracts.OrderLines(dispute.Orders), "the order exports' own lines"));
        files.Add(new EvidenceFile("manifest.json", "application/json", Manifest.Render(dispute, asOfUtc, files), "the hashes of all files above"));
        return new EvidencePack(files, [.. given.Select(g => g.Path)]);
    }

    /// <summary>Files in the inbox whose names begin with the id of one of the transactions or orders.</summary>
    private static List<(string Path, string Kind, string MediaType)> GivenFor(DisputeCase dispute, IEnumerable<Core.Records.Entry> entries, string folder, ILogger log)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var ids = entries.Select(e => e.Id.Id).Concat(dispute.Orders.Select(o => o.Id.Id)).ToList();
        var given = new List<(string, string, string)>();
        foreach (var path in Directory.EnumerateFiles(folder).Where(p => ids.Exists(id => IsNamedAfter(Path.GetFileNameWithoutExtension(p), id))).Order(StringComparer.Ordinal))
        {
            if (KindOf(path) is not { } kind)
            {
                log.DocumentWarning($"{Path.GetFileName(path)} in inbox/evidence is not attached: it is no PDF, PNG or JPEG of at most 10 MB.");
                continue;
            }

            given.Add((path, kind.Extension, kind.MediaType));
        }

        return given;
    }

    private static bool IsNamedAfter(string stem, string id)
    {
        var plain = id.TrimStart('#');
        return stem.StartsWith(plain, StringComparison.OrdinalIgnoreCase) && (stem.Length == plain.Length || !char.IsLetterOrDigit(stem[plain.Length]));
    }

    /// <summary>Judged by content, not by name.</summary>
    private static (string Extension, string MediaType)? KindOf(string path)
    {
        if (new FileInfo(path).Length > MaxGivenBytes)
        {
            return null;
        }

        Span<byte> head = stackalloc byte[8];
        using var file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        return head.StartsWith("%PDF-"u8) ? ("pdf", "application/pdf")
            : head.SequenceEqual(PngMark) ? ("png", "image/png")
            : head.StartsWith(JpegMark) ? ("jpg", "image/jpeg")
            : null;
    }
}
