using Reconciler.Import.Spelling;

namespace Reconciler.Import.Layouts;

/// <summary>Reads what a layout file says of texts and conditions, and numbers the columns that it names.</summary>
internal sealed class LayoutTexts
{
    private readonly List<string> fieldNames = [];

    /// <summary>The columns or JSON paths that were named so far; rules hold positions in this list.</summary>
    public IReadOnlyList<string> FieldNames => fieldNames;

    public TextRule? Optional(LayoutNode node, string key) => node.Find(key) is { } child ? Text(child) : null;

    public TextRule Text(LayoutNode node)
    {
        if (node.IsText)
        {
            return new TextRule.Column([Number(node.Text())]);
        }

        if (node.IsList)
        {
            var items = node.Items();
            return items.Count == 0 ? throw node.Wrong("is an empty list; column names are expected")
                : items.TrueForAll(item => item.IsText) ? new TextRule.Column(items.Select(item => Number(item.Text())).ToArray())
                : new TextRule.First(items.Select(Text).ToArray());
        }

        TextRule rule = node.Find("of") is { } of ? Text(of)
            : node.Find("join") is { } join ? new TextRule.Join(Texts(join), node.Find("with")?.Text() ?? " ")
            : node.Find("each") is { } each ? new TextRule.Each(Number(each.Text()), node.Find("with")?.Text() ?? " ")
            : node.Find("find") is { } find ? new TextRule.Find(Pattern(find), Texts(node.Need("in")))
            : node.Find("above") is { } above ? new TextRule.AboveHeader(Pattern(above))
            : node.Find("text") is { } constant ? new TextRule.Constant(constant.Text())
            : node.Find("hash") is { } hash ? new TextRule.RowHash(Texts(hash))
            : node.Find("reference") is { } reference ? new TextRule.Reference(Text(reference), Optional(node, "day"))
            : throw node.Wrong("says no text; allowed are a column name, a list of them, or an object with one of of, join, each, find, above, text, hash, reference");
        var when = When(node);
        node.NothingElse();
        return when.Length == 0 ? rule : new TextRule.When(when, rule);
    }

    public TextRule[] Texts(LayoutNode node) =>
        !node.IsList ? [Text(node)] : node.Items() is { Count: > 0 } items ? items.Select(Text).ToArray() : throw node.Wrong("is an empty list");

    public Condition[] When(LayoutNode node) => node.Find("when") is { } when ? Conditions(when) : [];

    public Condition[] Conditions(LayoutNode node) => node.IsList ? node.Items().Select(OneCondition).ToArray() : [OneCondition(node)];

    private Condition OneCondition(LayoutNode node)
    {
        var condition = new Condition(
            Text(node.Need("of")),
            node.Find("is") is { } values ? Words(values) : null,
            node.Find("contains")?.Texts().ToArray(),
            node.Find("matches") is { } pattern ? Pattern(pattern) : null,
            node.Find("sameAs") is { } same ? Text(same) : null,
            node.Find("empty")?.Flag(),
            node.Find("not")?.Flag() ?? false);
        node.NothingElse();
        return condition is { Is: null, Contains: null, Matches: null, SameAs: null, Empty: null }
            ? throw node.Wrong("tests nothing; allowed are is, contains, matches, sameAs, empty")
            : condition;
    }

    public static HashSet<string> Words(LayoutNode node) => new(node.Texts(), StringComparer.OrdinalIgnoreCase);

    public static LinearPattern Pattern(LayoutNode node)
    {
        try
        {
            return new LinearPattern(node.Text());
        }
        catch (ArgumentException e)
        {
            throw node.Wrong($"is not a pattern that can be used (no look-around, no back references): {e.Message}");
        }
    }

    public int Number(string name)
    {
        var at = fieldNames.IndexOf(name);
        if (at < 0)
        {
            at = fieldNames.Count;
            fieldNames.Add(name);
        }

        return at;
    }
}
