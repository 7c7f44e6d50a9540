using System.Text;
using System.Text.Json;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>One object of a JSON list. A field's name is its path: <c>sum.amount</c>; <c>[]</c> behind a name stands for every element of a list.</summary>
internal sealed class JsonRecord(Layout layout, JsonElement item, JsonFile file, int start, int length, int line) : SourceRecord
{
    public override int Line => line;

    public override string RawText => Encoding.UTF8.GetString(file.Utf8.AsSpan(start, length));

    public override ReadOnlySpan<char> Text(int field) => First(item, layout.FieldPaths[field], 0);

    public override IEnumerable<string> Each(int field) => Values(item, layout.FieldPaths[field], 0).Select(text => layout.Told(text).ToString());

    public override bool HasColumn(int field) => HasPath(item, layout.FieldNames[field]);

    public override string ColumnName(int field) => layout.FieldNames[field];

    public override string Extra()
    {
        var all = new StringBuilder();
        AddExtra(item, string.Empty, all);
        return all.ToString();
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
    private ReadOnlySpan<char> First(JsonElement element, string[] path, int at)
    {
        if (at == path.Length)
        {
            return layout.Told(Scalar(element));
        }

        if (!path[at].EndsWith("[]", StringComparison.Ordinal))
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(path[at], out var next) ? First(next, path, at + 1) : default;
        }

        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(path[at].AsSpan(0, path[at].Length - 2), out var list))
        {
            return default;
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

        return default;
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
                return OneLine(element.GetString()).ToString();
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return element.GetRawText();
            default:
                return string.Empty;
        }
    }

    private void AddExtra(JsonElement element, string path, StringBuilder all)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                AddExtra(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", all);
            }
        }
        else if (Scalar(element) is { Length: > 0 } text
            && (!layout.FieldNames.Contains(path) || ExtraNames.Meets(layout.ExtraKeeps, path))
            && !ExtraNames.Meets(layout.ExtraDrops, path))
        {
            all.Append(all.Length == 0 ? string.Empty : "\n").Append(path).Append(": ").Append(text);
        }
    }
}
