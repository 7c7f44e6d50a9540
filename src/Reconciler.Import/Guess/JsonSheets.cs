using System.Text.Json;
using Reconciler.Import.Bytes;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Guess;

/// <summary>The lists of objects in a JSON file as sheets: a column for each path.</summary>
internal static class JsonSheets
{
    private const int Deepest = 6;

    public static IEnumerable<(Sheet? Sheet, double Score)> Of(TextEncoding encoding)
    {
        using var stream = encoding.OpenAsUtf8(encoding.ForNoLayout ?? System.Text.Encoding.UTF8, 0);
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(stream);
        }
        catch (JsonException)
        {
            yield break;
        }

        using (json)
        {
            foreach (var (name, list, depth) in Lists(json.RootElement, string.Empty, 0))
            {
                yield return One(name, list, depth);
            }
        }
    }

    private static IEnumerable<(string Name, JsonElement List, int Depth)> Lists(JsonElement element, string name, int depth)
    {
        if (depth > Deepest)
        {
            yield break;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            if (element.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object))
            {
                yield return (name, element, depth);
            }

            foreach (var inner in element.EnumerateArray().Take(3).SelectMany(item => Lists(item, string.Empty, depth + 1)).Where(l => l.Name.Length > 0))
            {
                yield return inner;
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var inner in element.EnumerateObject().SelectMany(p => Lists(p.Value, p.Name, depth + 1)))
            {
                yield return inner;
            }
        }
    }

    private static (Sheet? Sheet, double Score) One(string name, JsonElement list, int depth)
    {
        var items = list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(Sheet.MostRows).Select(item =>
        {
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            Flatten(item, string.Empty, cells, 0);
            return cells;
        }).ToList();
        var names = items.SelectMany(cells => cells.Keys).Distinct(StringComparer.Ordinal).ToArray();

        // A file is known by its first item: columns of later ones come behind.
        names = [.. names.OrderBy(n => items[0].ContainsKey(n) ? 0 : 1)];
        // Lists inside of an item speak for their own items, not for it.
        var known = names.Where(n => !n.Contains("[]", StringComparison.Ordinal)).Count(n => GuessWords.All.IsColumn(GuessWords.Plain(n)) || GuessWords.All.IsColumn(GuessWords.Plain(n[(n.LastIndexOf('.') + 1)..])));
        var sheet = new Sheet(
            FileForm.Json, ',', name.Length == 0 ? "items" : name, depth > 1, string.Empty, names,
            [.. items.Select(cells => Array.ConvertAll(names, n => cells.GetValueOrDefault(n, string.Empty)))], []);
        return (sheet, known - (2 * depth) + Math.Min(3, items.Count));
    }

    private static void Flatten(JsonElement element, string path, Dictionary<string, string> cells, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when depth <= Deepest:
                foreach (var property in element.EnumerateObject().Where(p => !p.Name.Contains('.', StringComparison.Ordinal)))
                {
                    Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", cells, depth + 1);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray().Take(1))
                {
                    Flatten(item, path + "[]", cells, depth + 1);
                }

                break;
            case JsonValueKind.Object:
                break;
            default:
                cells.TryAdd(path, element.ValueKind == JsonValueKind.Null ? string.Empty : element.ToString().Trim());
                break;
        }
    }
}

/// <summary>The elements of one name in an XML file as a sheet.</summary>
internal static class XmlSheets
{
    public static IEnumerable<(Sheet? Sheet, double Score)> Of(InputFile file, ImportLimits limits)
    {
        foreach (var item in Repeated(file))
        {
            var rows = XmlTable.Rows(file.Open, item, limits).Take(Sheet.MostRows).Where(r => r.Why is null).Select(r => r.Cells).ToList();
            if (rows.Count > 1)
            {
                var known = rows[0].Count(n => GuessWords.All.IsColumn(GuessWords.Plain(n[(n.LastIndexOfAny(['.', '@']) + 1)..])));
                yield return (new Sheet(FileForm.Xml, ',', item, false, string.Empty, rows[0], rows[1..], []), known);
            }
        }
    }

    /// <summary>The names of elements with children that stand there more than once.</summary>
    private static List<string> Repeated(InputFile file)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        using var xml = XmlTable.Reader(file.Open(), new ImportLimits());
        var last = string.Empty;
        try
        {
            while (xml.Read())
            {
                if (xml.NodeType != System.Xml.XmlNodeType.Element)
                {
                    continue;
                }

                // An element that follows its parent at once makes the parent one with children; attributes do as well.
                if (xml.HasAttributes)
                {
                    counts[xml.LocalName] = counts.GetValueOrDefault(xml.LocalName) + 1;
                }
                else if (last.Length > 0)
                {
                    counts.TryAdd(last, 0);
                }

                last = xml.LocalName;
                counts[last] = counts.GetValueOrDefault(last) + 1;
            }
        }
        catch (System.Xml.XmlException)
        {
            // What was seen so far is enough to guess by; reading says where it breaks off.
        }

        return [.. counts.Where(c => c.Value > 1).OrderByDescending(c => c.Value).Take(12).Select(c => c.Key)];
    }
}
