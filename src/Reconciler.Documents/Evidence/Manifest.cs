using System.Text.Encodings.Web;
using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Evidence;

/// <summary>The list of a dispute's evidence, with the hash of each file: <c>manifest.json</c>.</summary>
public static class Manifest
{
    /// <summary>Indented JSON, files sorted by name: the same evidence gives the same bytes.</summary>
    /// <param name="asOfUtc">The clock of the run that made the evidence.</param>
    public static byte[] Render(DisputeCase dispute, DateTime asOfUtc, IEnumerable<EvidenceFile> files)
    {
        using var bytes = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            json.WriteStartObject();
            json.WriteString("case_number", dispute.Dispute.Id);
            json.WriteString("finding_id", dispute.Finding.Id);
            json.WriteString("kind", dispute.Finding.Kind.ToName());
            json.WriteString("as_of", Cell.Of(asOfUtc).ToText());
            json.WriteStartArray("files");
            foreach (var file in files.OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteString("media_type", file.MediaType);
                json.WriteNumber("size_bytes", file.Content.Length);
                json.WriteString("sha256", file.Sha256);
                json.WriteString("source", file.Source);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }
}
