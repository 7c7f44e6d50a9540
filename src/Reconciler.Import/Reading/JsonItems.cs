using System.Globalization;
using System.Text.Json;
using Reconciler.Core.Values;
using Reconciler.Import.Bytes;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>A JSON file: its bytes, and what layouts find in it, each way of looking gone only once.</summary>
/// <param name="utf8">The file.</param>
/// <param name="firstByte">Where that begins in the file; null where the file is no UTF-8.</param>
internal sealed class JsonFile(byte[] utf8, long? firstByte, FileBudget budget)
{
    private readonly Dictionary<(string? List, bool Anywhere, bool Lines), JsonItems> found = [];
    private readonly RawTexts texts = new(firstByte);

    public byte[] Utf8 => utf8;

    /// <summary>The same without halves of characters.</summary>
    public byte[] Whole { get; } = SourceText.WellFormedJson(utf8);

    /// <summary>The layout's items: the lists that its property names, or a file that is a bare list of them, or one of them; for a layout of JSON lines also each object that stands by itself.</summary>
    public JsonItems Find(Layout layout)
    {
        var bare = Walk(null, anywhere: false, layout.JsonLines);
        return layout.JsonLines || bare.IsKnownBy(layout) ? bare : Walk(layout.JsonList, layout.JsonAnywhere, lines: false);
    }

    public SourceLine Line(string sha256, string fileName, int line, int start, int length) => texts.Line(sha256, fileName, line, utf8.AsSpan(start, length), start);

    private JsonItems Walk(string? list, bool anywhere, bool lines)
    {
        if (!found.TryGetValue((list, anywhere, lines), out var items))
        {
            found.Add((list, anywhere, lines), items = JsonItems.Of(this, list, anywhere, lines, budget));
        }

        return items;
    }
}

/// <summary>The items of a JSON file: where each one stands, so that its line and its exact text are known.</summary>
internal sealed class JsonItems
{
    /// <summary>Up to how many bytes a file is looked at as one single item, such as an order that was saved alone.</summary>
    private const int LongestSingle = 1024 * 1024;

    /// <summary>After how many tokens the budget is asked.</summary>
    private const int TokensAtOnce = 10_000;

    private readonly JsonFile file;
    private readonly byte[] utf8;
    private readonly byte[] whole;
    private readonly FileBudget budget;
    private readonly List<(int Start, int Length)> items = [];
    private readonly HashSet<string> namesAtTop = new(StringComparer.Ordinal);
    private readonly List<Beside> others = [];
    private Beside? beside;
    private bool foundList;
    private (int At, bool InItem, string Why)? breakOff;

    private JsonElement? first;

    private JsonItems(JsonFile file, FileBudget budget) => (this.file, utf8, whole, this.budget) = (file, file.Utf8, file.Whole, budget);

    /// <summary>Names that stand at the top of the file, for telling what it is.</summary>
    public IReadOnlySet<string> NamesAtTop => namesAtTop;

    /// <summary>The lists of objects that stand beside the layout's own.</summary>
    public IEnumerable<RowOutcome.PassedOver> PassedOver(Layout layout) =>
        others.Select(other => new RowOutcome.PassedOver($"list {SourceText.Cut(other.Name, 40)} is not what {layout.Name} reads", other.Objects));

    /// <summary>The fields of the first item; null where there is none.</summary>
    public IEnumerable<string>? NamesOfFirst => FirstItem()?.EnumerateObject().Select(p => p.Name);

    /// <param name="list">The property in which the items stand; null: the file is a bare list of them.</param>
    /// <param name="anywhere">The property stands at any depth, else at the top.</param>
    /// <param name="lines">Each object of the file is an item.</param>
    public static JsonItems Of(JsonFile file, string? list, bool anywhere, bool lines, FileBudget budget)
    {
        var walked = new JsonItems(file, budget);
        walked.Walk(list, anywhere, lines);
        return walked;
    }

    /// <summary>Whether there is an item that has the layout's identifying fields.</summary>
    public bool IsKnownBy(Layout layout) => FirstItem() is { } one && Missing(layout, one).Count == 0;

    /// <summary>What of the layout's identifying fields is not there; empty when the file is known.</summary>
    public List<string> Missing(Layout layout)
    {
        if (FirstItem() is { } first)
        {
            return Missing(layout, first);
        }

        // An empty list is known by what stands beside it.
        return foundList && layout.JsonBeside.Length > 0 && layout.JsonBeside.All(namesAtTop.Contains) ? [] : layout.KnownBy.Select(names => names[0]).ToList();
    }

    public IEnumerable<SourceRecord> Read(Layout layout, ImportLimits limits)
    {
        var line = 1;
        var counted = 0;
        foreach (var (start, length) in items)
        {
            line += utf8.AsSpan(counted, start - counted).Count((byte)'\n');
            counted = start;
            if (length > limits.MaxRowBytes)
            {
                yield return new BrokenRecord(line, string.Create(CultureInfo.InvariantCulture, $"is longer than {limits.MaxRowBytes:N0} bytes."));
                continue;
            }

            // Good until the next record is asked for, save where it is kept with others.
            using var item = TryParse(start, length, out var why);
            yield return item is null ? new BrokenRecord(line, why)
                : new JsonRecord(layout, layout.GroupBy is null ? item.RootElement : item.RootElement.Clone(), file, start, length, line);
        }

        if (breakOff is { } end)
        {
            line += utf8.AsSpan(counted, end.At - counted).Count((byte)'\n');
            yield return new BrokenRecord(line, $"is where the file stops being JSON ({end.Why}). Save or export it again.", end.InItem ? 1 : 0);
        }
    }

    private static List<string> Missing(Layout layout, JsonElement item) =>
        layout.KnownBy.Where(names => !names.Any(name => JsonRecord.HasPath(item, name))).Select(names => names[0]).ToList();

    private JsonDocument? TryParse(int start, int length, out string why)
    {
        why = string.Empty;
        if (utf8[start] != (byte)'{')
        {
            why = "is not an object in braces, as the items of this list are.";
            return null;
        }

        try
        {
            return JsonDocument.Parse(whole.AsMemory(start, length), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            why = "has a field twice: nothing tells which is meant. Export the file again, or remove one.";
            return null;
        }
    }

    private JsonElement? FirstItem()
    {
        if (first is null && items.FindIndex(i => utf8[i.Start] == (byte)'{') is >= 0 and var at)
        {
            using var json = JsonDocument.Parse(whole.AsMemory(items[at].Start, items[at].Length));
            first = json.RootElement.Clone();
        }

        return first;
    }

    private void Walk(string? list, bool anywhere, bool lines)
    {
        // Answers that were saved one behind the other are one file too.
        var reader = new Utf8JsonReader(whole, new JsonReaderOptions { AllowMultipleValues = true });
        var itemAt = -1;
        try
        {
            for (var tokens = 1; reader.Read(); tokens++)
            {
                if (tokens % TokensAtOnce == 0)
                {
                    budget.Check();
                }

                if (list is null)
                {
                    if (reader.TokenType == JsonTokenType.StartArray || lines || utf8.Length <= LongestSingle)
                    {
                        TakeItems(ref reader, ref itemAt);
                    }

                    // Lists that were saved one behind the other are one file too; another thing is looked at by its properties.
                    reader.Skip();
                    continue;
                }

                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    beside = (reader.TokenType, reader.CurrentDepth, beside) switch
                    {
                        (JsonTokenType.StartArray, 1, { } other) => other with { IsList = true },
                        (JsonTokenType.StartObject, 2, { IsList: true } other) => other with { Objects = other.Objects + 1 },
                        _ => beside,
                    };
                    continue;
                }

                var name = reader.GetString()!;
                if (reader.CurrentDepth == 1)
                {
                    namesAtTop.Add(name);
                    PassOver();
                    beside = new Beside(name, items.Count);
                }

                if (name == list && (anywhere || reader.CurrentDepth == 1))
                {
                    reader.Read();
                    TakeItems(ref reader, ref itemAt);
                }
            }

            PassOver();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var at = itemAt >= 0 ? itemAt : (int)reader.BytesConsumed;
            breakOff = (at, itemAt >= 0, e is JsonException { LineNumber: { } line } ? string.Create(CultureInfo.InvariantCulture, $"at line {line + 1}") : e.Message);
        }
    }

    /// <summary>A list at the top in which no list of the layout's was found.</summary>
    private void PassOver()
    {
        if (beside is { Objects: > 0 } other && other.ItemsBefore == items.Count)
        {
            others.Add(other);
        }

        beside = null;
    }

    /// <summary>The reader stands on the list, or on a single item in its place.</summary>
    private void TakeItems(ref Utf8JsonReader reader, ref int itemAt)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            foundList = true;
            TakeItem(ref reader, ref itemAt);
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return;
        }

        foundList = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            TakeItem(ref reader, ref itemAt);
        }
    }

    private void TakeItem(ref Utf8JsonReader reader, ref int itemAt)
    {
        itemAt = (int)reader.TokenStartIndex;
        reader.Skip();
        if (items.Count % TokensAtOnce == 0)
        {
            budget.Check();
        }

        items.Add((itemAt, (int)reader.BytesConsumed - itemAt));
        itemAt = -1;
    }

    /// <summary>What stands in a property at the top, as far as it was read.</summary>
    private sealed record Beside(string Name, int ItemsBefore, bool IsList = false, int Objects = 0);
}
