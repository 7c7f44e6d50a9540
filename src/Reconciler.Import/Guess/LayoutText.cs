using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reconciler.Import.Guess;

/// <summary>Writes a layout as people write them: what fits on a line stands on one.</summary>
internal static class LayoutText
{
    private const int Widest = 120;

    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonObject layout)
    {
        var text = new StringBuilder();
        Write(layout, string.Empty, isTop: true, text);
        return text.Append('\n').ToString();
    }

    private static void Write(JsonNode? node, string indent, bool isTop, StringBuilder text)
    {
        var flat = Flat(node);
        if (node is not (JsonObject or JsonArray) || (!isTop && indent.Length + flat.Length <= Widest))
        {
            text.Append(flat);
            return;
        }

        var inner = indent + "  ";
        var isList = node is JsonArray;
        text.Append(isList ? '[' : '{');
        var first = true;
        foreach (var (key, value) in isList ? node.AsArray().Select(v => (string.Empty, v)) : node.AsObject().Select(p => (p.Key, p.Value)))
        {
            text.Append(first ? "\n" : ",\n").Append(inner).Append(isList ? string.Empty : JsonSerializer.Serialize(key, Options) + ": ");
            Write(value, inner, isTop: false, text);
            first = false;
        }

        text.Append('\n').Append(indent).Append(isList ? ']' : '}');
    }

    private static string Flat(JsonNode? node) => node switch
    {
        JsonObject o => o.Count == 0 ? "{}" : "{ " + string.Join(", ", o.Select(p => JsonSerializer.Serialize(p.Key, Options) + ": " + Flat(p.Value))) + " }",
        JsonArray a => "[" + string.Join(", ", a.Select(Flat)) + "]",
        null => "null",
        _ => node.ToJsonString(Options),
    };
}
