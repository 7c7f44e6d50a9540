using Reconciler.Core.Records;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Layouts;

/// <summary>Reads what a layout file says of values: sums, rates, fees, times, and words out of closed sets.</summary>
internal sealed class LayoutValues(LayoutTexts texts)
{
    public ChoiceRule<T> Names<T>(LayoutNode node)
        where T : struct, Enum =>
        Choices(node, item =>
            RecordNames.TryParse<T>(item.Text(), out var value)
                ? value
                : throw item.Wrong($"is \"{item.Text()}\"; allowed are {string.Join(", ", Enum.GetValues<T>().Select(v => v.ToName()))}"));

    /// <summary>A column alone: its words are the contract's own. An object: <c>of</c> and the ordered <c>rules</c>.</summary>
    public ChoiceRule<T> Choices<T>(LayoutNode node, Func<LayoutNode, T> valueOf)
        where T : struct, Enum
    {
        if (!node.IsObject)
        {
            return new ChoiceRule<T>(texts.Text(node), null);
        }

        var rules = new List<Choice<T>>();
        foreach (var item in node.Need("rules").Items())
        {
            rules.Add(new Choice<T>(
                valueOf(item.Need("is")),
                item.Find("values") is { } values ? LayoutTexts.Words(values) : null,
                item.Find("matches") is { } pattern ? LayoutTexts.Pattern(pattern) : null,
                texts.When(item)));
            item.NothingElse();
        }

        var rule = new ChoiceRule<T>(texts.Text(node.Need("of")), [.. rules]);
        node.NothingElse();
        return rule;
    }

    public MoneyRule Money(LayoutNode node) =>
        new(node.IsList && node.Items() is { Count: > 0 } items && items.TrueForAll(i => i.IsObject) ? items.Select(MoneyCase).ToArray() : [MoneyCase(node)]);

    private MoneyCase MoneyCase(LayoutNode node)
    {
        if (!node.IsObject)
        {
            return new MoneyCase([], texts.Text(node), null, null, null, OverLines: false, [], null, Units.Major);
        }

        var added = node.Find("add") is { } add ? texts.Texts(add) : [];
        var overLines = added.Length > 0 || node.Has("sum");
        var part = new MoneyCase(
            texts.When(node),
            added.Length > 0 ? new TextRule.First(added) : texts.Text(node.Need(overLines ? "sum" : "of")),
            texts.Optional(node, "currency"),
            node.Find("minus") is { } minus ? MoneyCase(minus) : null,
            node.Find("sign") is { } sign ? Sign(sign) : null,
            overLines,
            overLines && node.Find("lines") is { } lines ? texts.Conditions(lines) : [],
            node.Has("sum") ? texts.Optional(node, "times") : null,
            node.Find("units")?.OneOf(("major", Units.Major), ("minor", Units.Minor), ("hundredths", Units.Hundredths), ("rounded", Units.Rounded)) ?? Units.Major)
        {
            Added = added,
        };
        node.NothingElse();
        return part;
    }

    private ChoiceRule<SignRule> Sign(LayoutNode node)
    {
        static SignRule One(LayoutNode n) =>
            n.OneOf(("written", SignRule.Written), ("out", SignRule.Out), ("in", SignRule.In), ("flipped", SignRule.Flipped));
        return node.IsText
            ? new ChoiceRule<SignRule>(new TextRule.Constant(string.Empty), [new Choice<SignRule>(One(node), null, null, [])])
            : Choices(node, One);
    }

    /// <summary>A text, or <c>inverse</c> and a text.</summary>
    public RateRule Rate(LayoutNode node)
    {
        if (!node.IsObject || !node.Has("inverse"))
        {
            return new RateRule(texts.Text(node), Inverse: false);
        }

        var rule = new RateRule(texts.Text(node.Need("inverse")), Inverse: true);
        node.NothingElse();
        return rule;
    }

    public FeeRule Fee(LayoutNode node)
    {
        var taken = node.Need("taken").OneOf(("positive", false), ("negative", true));
        var givenBack = node.Find("givenBack")?.OneOf(("reject", GivenBackRule.Reject), ("extra", GivenBackRule.Extra), ("entry", GivenBackRule.Entry)) ?? GivenBackRule.Reject;
        var money = Money(node.Need("money"));
        node.NothingElse();
        return new FeeRule(money, taken, givenBack);
    }

    public TimeRule Time(LayoutNode node)
    {
        var formats = node.Need("formats");
        var timeFormats = node.Find("timeFormats");
        var zone = node.Need("zone");
        var zoneName = zone.Text();
        if (zoneName is not (TimeRule.OffsetInText or TimeRule.UnknownZone) && !ZoneText.IsName(zoneName))
        {
            throw zone.Wrong($"is \"{zoneName}\"; allowed are \"{TimeRule.OffsetInText}\", \"{TimeRule.UnknownZone}\" and the names of the tz database, such as UTC, Europe/Moscow, America/Los_Angeles");
        }

        var rule = new TimeRule(
            texts.Text(node.Need("of")), texts.Optional(node, "time"), Formats(formats), timeFormats is null ? [] : Formats(timeFormats), texts.Optional(node, "zoneOf"), zoneName);
        node.NothingElse();
        return rule.TimeOfDay is not null && rule.TimeFormats.Length == 0 ? throw node.Wrong("has \"time\" but lacks \"timeFormats\"") : rule;
    }

    private static string[] Formats(LayoutNode node)
    {
        foreach (var format in node.Texts())
        {
            if (format is not (DateText.Iso or DateText.Unix) && (!DateText.IsFormat(format) || format.AsSpan().ContainsAny("zK")))
            {
                throw node.Wrong($"holds \"{format}\", which is neither \"{DateText.Iso}\" (also for times with an offset) nor a date format of .NET without an offset, such as d/M/yyyy or H:mm:ss");
            }
        }

        return [.. node.Texts()];
    }
}
