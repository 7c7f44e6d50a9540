using System.Text.Encodings.Web;
using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Evidence;

/// <summary>Which part of the evidence a manifest lists.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="HeldBack">What goes out with no part.</param>
/// <param name="Disclosure">What the recipient sees beyond the disputed facts.</param>
public sealed record ManifestPart(int Number, int Of, IReadOnlyList<HeldBack> HeldBack, EvidenceDisclosure Disclosure);

/// <summary>The list of a dispute's evidence, with the hash of each file: <c>manifest.json</c>.</summary>
public static class Manifest
{
    /// <summary>Indented JSON, files sorted by name: the same evidence gives the same bytes.</summary>
    /// <param name="dispute">The case as it may leave the house.</param>
    /// <param name="asOfUtc">The clock of the run that made the evidence.</param>
    public static byte[] Render(DisputeCase dispute, DateTime asOfUtc, IEnumerable<EvidenceFile> files, ManifestPart part)
    {
        using var bytes = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            json.WriteStartObject();
            json.WriteString("case_number", dispute.Dispute.CaseNumber);
            json.WriteString("dispute_id", dispute.Dispute.Id);
            json.WriteString("finding_id", dispute.Finding.Id);
            json.WriteString("kind", dispute.Finding.Kind.ToName());
            json.WriteString("as_of", Cell.Of(asOfUtc).ToText());
            json.WriteNumber("part", part.Number);
            json.WriteNumber("of_parts", part.Of);
            json.WriteStartArray("masked");
            foreach (var masked in Masked(part.Disclosure))
            {
                json.WriteStringValue(masked);
            }

            json.WriteEndArray();
            json.WriteStartArray("files");
            foreach (var file in files.OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                WriteFacts(json, file);
                json.WriteString("source", file.Source);
                if (file.Original is { } original)
                {
                    json.WriteStartObject("made_smaller_from");
                    WriteFacts(json, original);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("held_back");
            foreach (var (file, why) in part.HeldBack.OrderBy(h => h.File.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                WriteFacts(json, file);
                json.WriteString("source", file.Source);
                json.WriteString("why", why);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static IEnumerable<string> Masked(EvidenceDisclosure disclosure)
    {
        if (!disclosure.ShowBalances)
        {
            yield return "running balances";
        }

        if (!disclosure.ShowFullNumbers)
        {
            yield return "phone, card and account numbers but for their last four digits";
        }
    }

    private static void WriteFacts(Utf8JsonWriter json, EvidenceFile file)
    {
        json.WriteString("name", file.Name);
        json.WriteString("media_type", file.MediaType);
        json.WriteNumber("size_bytes", file.Content.Length);
        json.WriteString("sha256", file.Sha256);
    }
}
