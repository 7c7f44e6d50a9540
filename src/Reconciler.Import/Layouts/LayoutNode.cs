using System.Text.Json;

namespace Reconciler.Import.Layouts;

/// <summary>One place in a layout file while it is read: knows its key, for messages, and which of its keys were asked for, so that a misspelt one is found.</summary>
internal sealed class LayoutNode(string file, string key, JsonElement element)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public bool IsText => element.ValueKind == JsonValueKind.String;

    public bool IsList => element.ValueKind == JsonValueKind.Array;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public LayoutNode? Find(string name)
    {
        MustBeObject();
        asked.Add(name);
        return element.TryGetProperty(name, out var child) ? new LayoutNode(file, key.Length == 0 ? name : $"{key}.{name}", child) : null;
    }

    public LayoutNode Need(string name) =>
        Find(name) ?? throw Wrong(element.EnumerateObject().FirstOrDefault(p => p.Name.Length > 3 && name.StartsWith(p.Name[..3], StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: not JsonValueKind.Undefined } meant
            ? $"lacks \"{name}\"; its key \"{meant.Name}\" means nothing here"
            : $"lacks \"{name}\"");

    public bool Has(string name) => Find(name) is not null;

    public string Text()
    {
        if (!IsText || element.GetString() is not { } text)
        {
            throw Wrong($"is {Kind()}; a text is expected");
        }

        return text;
    }

    public bool Flag() =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Wrong($"is {Kind()}; true or false is expected");

    public List<LayoutNode> Items()
    {
        if (!IsList)
        {
            throw Wrong($"is {Kind()}; a list is expected");
        }

        return element.EnumerateArray().Select((item, i) => new LayoutNode(file, $"{key}[{i}]", item)).ToList();
    }

    /// <summary>A text, or a list of texts.</summary>
    public List<string> Texts() => IsText ? [Text()] : Items().ConvertAll(item => item.Text());

    public List<KeyValuePair<string, LayoutNode>> Pairs()
    {
        MustBeObject();
        return element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, new LayoutNode(file, $"{key}.{p.Name}", p.Value))).ToList();
    }

    /// <summary>The value for the text that stands here, of a small set of spellings.</summary>
    public T OneOf<T>(params ReadOnlySpan<(string Spelling, T Value)> allowed)
    {
        var text = Text();
        foreach (var (spelling, value) in allowed)
        {
            if (spelling == text)
            {
                return value;
            }
        }

        var spellings = new List<string>();
        foreach (var (spelling, _) in allowed)
        {
            spellings.Add(spelling);
        }

        throw Wrong($"is \"{text}\"; allowed are {string.Join(", ", spellings)}");
    }

    /// <exception cref="LayoutException">A key stands here that nothing asked for.</exception>
    public void NothingElse()
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!asked.Contains(property.Name))
            {
                throw Wrong($"has a key \"{property.Name}\" that means nothing here; allowed are {string.Join(", ", asked.Order(StringComparer.Ordinal))}");
            }
        }
    }

    public LayoutException Wrong(string why) => new($"{file}: {(key.Length == 0 ? "the layout" : key)} {why}.");

    private void MustBeObject()
    {
        if (!IsObject)
        {
            throw Wrong($"is {Kind()}; an object in braces is expected");
        }
    }

    private string Kind() => element.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
