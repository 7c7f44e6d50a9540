using System.Text;
using System.Text.Json.Nodes;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Whatever stands in a layout file is read, or told with file and key: it never ends in a stack trace.</summary>
public sealed class WrongLayoutTests
{
    [Fact]
    public void Any_value_of_any_shipped_layout_may_be_anything()
    {
        // Each kind of place once, in the first layout that has it: entry.amount.of, entry[].when.is[].
        var tried = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(Path.Combine(Places.Config, "layouts"), "*.json").Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(path);
            foreach (var place in NodesOf(JsonNode.Parse(text)!, []).Where(p => tried.Add(string.Join('.', p.Select(step => step is int ? "[]" : step)))))
            {
                foreach (var wrong in new JsonNode?[] { null, JsonValue.Create(7), JsonValue.Create("\0"), new JsonArray((JsonNode?)null), new JsonObject() })
                {
                    var layout = JsonNode.Parse(text)!;
                    Set(layout, place, wrong);
                    var told = Told(Path.GetFileName(path), layout.ToJsonString());
                    Assert.True(wrong is not null || told.Contains("is null", StringComparison.Ordinal), $"{path} {string.Join('.', place)}: {told}");
                }
            }
        }

        Assert.True(tried.Count > 200, $"only {tried.Count} places tried");
    }

    [Theory]
    [InlineData("{", "mine.json: line 1 is not JSON")]
    [InlineData("[]", "mine.json: the layout is a list; an object in braces is expected.")]
    [InlineData("null", "mine.json: the layout is null.")]
    [InlineData("{ \"name\": \"mine\", \"Name\": \"mine\" }", "mine.json: Name stands there twice.")]
    [InlineData("{ \"symbols\": { \"kr\": \"SEK\", \"KR\": \"NOK\" } }", "mine.json: symbols.KR stands there twice.")]
    [InlineData("{ \"name\": \"\\ud800\" }", "mine.json: name holds half a character")]
    public void It_is_told_with_file_and_key(string text, string told) => Assert.StartsWith(told, Told("mine.json", text), StringComparison.Ordinal);

    [Fact]
    public void A_byte_order_mark_is_no_fault_and_another_encoding_is_named()
    {
        var text = File.ReadAllText(Path.Combine(Places.Config, "layouts", "standard-orders.json"));
        Assert.Equal("", Told("standard-orders.json", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal("standard-orders.json: is UTF-16. Save it as UTF-8.", Told("standard-orders.json", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]));
    }

    private static string Told(string name, string text) => Told(name, Encoding.UTF8.GetBytes(text));

    /// <summary>What is told about the layout; empty where it is read.</summary>
    private static string Told(string name, byte[] content)
    {
        try
        {
            LayoutFile.Parse(name, content);
            return string.Empty;
        }
        catch (LayoutException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<object[]> NodesOf(JsonNode node, object[] at)
    {
        var inner = node switch
        {
            JsonObject group => group.SelectMany(p => p.Value is null ? [] : NodesOf(p.Value, [.. at, p.Key])),
            JsonArray list => list.SelectMany((item, i) => item is null ? [] : NodesOf(item, [.. at, i])),
            _ => [],
        };
        return at.Length == 0 ? inner : inner.Prepend(at);
    }

    private static void Set(JsonNode root, object[] place, JsonNode? value)
    {
        var parent = place[..^1].Aggregate(root, (node, step) => step is int i ? node[i]! : node[(string)step]!);
        if (place[^1] is int at)
        {
            parent[at] = value?.DeepClone();
        }
        else
        {
            parent[(string)place[^1]] = value?.DeepClone();
        }
    }
}
