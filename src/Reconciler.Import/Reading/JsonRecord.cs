using System.Text;
using System.Text.Json;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>One object of a JSON list. A field's name is its path: <c>sum.amount</c>; <c>[]</c> behind a name stands for every element of a list.</summary>
internal sealed class JsonRecord(Layout layout, JsonElement item, JsonFile file, int start, int length, int line) : SourceRecord
{
    // Rules ask for some fields again and again.
    private readonly string?[] texts = new string?[layout.FieldPaths.Length];

    public override int Line => line;

    public override string RawText => Encoding.UTF8.GetString(file.Utf8.AsSpan(start, length));

    public override ReadOnlySpan<char> Text(int field) => texts[field] ??= First(item, layout.FieldPaths[field], 0);

    public override IEnumerable<string> Each(int field) => Values(item, layout.FieldPaths[field], 0).Select(text => layout.Told(text).ToString());

    public override bool HasColumn(int field) => HasPath(item, layout.FieldNames[field]);

    public override string ColumnName(int field) => layout.FieldNames[field];

    public override string Extra()
    {
        StringBuilder? all = null;
        AddExtra(item, string.Empty, ref all);
        return all?.ToString() ?? string.Empty;
    }

    public override SourceLine Source(string sha256, string fileName) => file.Line(sha256, fileName, line, start, length);

    /// <summary>Whether the path leads to something, were it null.</summary>
    public static bool HasPath(JsonElement element, string path)
    {
        foreach (var step in path.Split('.'))
        {
            if (step.EndsWith("[]", StringComparison.Ordinal))
            {
                return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(step[..^2], out _);
            }

            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first text that is not empty.</summary>
    private string First(JsonElement element, string[] path, int at)
    {
        if (at == path.Length)
        {
            var text = Scalar(element);
            return layout.Told(text).IsEmpty ? string.Empty : text;
        }

        if (!path[at].EndsWith("[]", StringComparison.Ordinal))
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(path[at], out var next) ? First(next, path, at + 1) : string.Empty;
        }

        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(path[at].AsSpan(0, path[at].Length - 2), out var list))
        {
            return string.Empty;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return First(list, path, at + 1);
        }

        foreach (var one in list.EnumerateArray())
        {
            if (First(one, path, at + 1) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return string.Empty;
    }

    private static IEnumerable<string> Values(JsonElement element, string[] path, int at)
    {
        if (at == path.Length)
        {
            return [Scalar(element)];
        }

        var each = path[at].EndsWith("[]", StringComparison.Ordinal);
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(each ? path[at][..^2] : path[at], out var child))
        {
            return [];
        }

        return each && child.ValueKind == JsonValueKind.Array
            ? child.EnumerateArray().SelectMany(c => Values(c, path, at + 1))
            : Values(child, path, at + 1);
    }

    /// <summary>Numbers keep the digits that stand in the file: ids are text.</summary>
    private static string Scalar(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                var text = element.GetString()!;
                var line = OneLine(text);
                return line.Length == text.Length && line.Overlaps(text) ? text : line.ToString();
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return element.GetRawText();
            default:
                return string.Empty;
        }
    }

    private void AddExtra(JsonElement element, string path, ref StringBuilder? all)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                AddExtra(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", ref all);
            }
        }
        else if ((!layout.FieldNames.Contains(path) || ExtraNames.Meets(layout.ExtraKeeps, path))
            && !ExtraNames.Meets(layout.ExtraDrops, path)
            && Scalar(element) is { Length: > 0 } text)
        {
            all ??= new StringBuilder();
            all.Append(all.Length == 0 ? string.Empty : "\n").Append(path).Append(": ").Append(text);
        }
    }
}
