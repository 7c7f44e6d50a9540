using System.Text.Json;
using NodaTime;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Import.Bytes;
using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Layouts;

/// <summary>Reads one layout file. The keys are described in <c>config/layouts/README.md</c>.</summary>
internal sealed class LayoutFile
{
    private readonly List<string> fieldNames = [];

    private LayoutFile()
    {
    }

    /// <exception cref="LayoutException">The file is not a layout; the message says where and why.</exception>
    public static Layout Parse(string fileName, byte[] content)
    {
        try
        {
            using var json = ConfigJson.Parse(ConfigJson.TextOf(content));
            return ConfigJson.Faults(json.RootElement, ".").Select(f => $"{(f.Key.Length == 0 ? "the layout" : f.Key)} {f.Why}").FirstOrDefault() is { } fault
                ? throw new LayoutException($"{fileName}: {fault}")
                : new LayoutFile().Read(new LayoutNode(fileName, string.Empty, json.RootElement), Path.GetFileNameWithoutExtension(fileName));
        }
        catch (JsonException e)
        {
            throw new LayoutException($"{fileName}: line {e.LineNumber + 1} is not JSON: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new LayoutException($"{fileName}: {e.Message}", e);
        }
    }

    private Layout Read(LayoutNode top, string fileName)
    {
        var name = top.Need("name").Text();
        if (name != fileName)
        {
            throw top.Need("name").Wrong($"is \"{name}\"; it must be the file's own name, \"{fileName}\"");
        }

        var kind = top.Need("kind").OneOf(("statement", LayoutKind.Statement), ("orders", LayoutKind.Orders));
        var format = top.Need("format").OneOf(
            ("csv", LayoutFormat.Csv), ("json", LayoutFormat.Json), ("xml", LayoutFormat.Xml), ("camt", LayoutFormat.Camt), ("mt940", LayoutFormat.Mt940), ("ofx", LayoutFormat.Ofx), ("qif", LayoutFormat.Qif),
            ("client-bank", LayoutFormat.ClientBank));
        var csv = top.Find("csv");
        var json = top.Find("json");
        if (format == LayoutFormat.Json && json is null)
        {
            throw top.Wrong("lacks \"json\", which says where the items stand");
        }

        var xml = top.Find("xml");
        if (format == LayoutFormat.Xml && xml is null)
        {
            throw top.Wrong("lacks \"xml\", which says which elements are records");
        }

        var own = xml?.Find("own");
        var html = top.Find("html");
        var ownerKey = kind == LayoutKind.Statement ? "wallet" : "marketplace";
        var owner = top.Need(ownerKey);
        var named = owner.IsObject ? owner.Find("name") : null;
        var extra = top.Find("extra");
        var group = top.Find("group");
        var feeRows = top.Find("feeRows");
        var entries = kind == LayoutKind.Statement ? Entries(top.Need("entry")) : [];
        var order = kind == LayoutKind.Orders ? Order(top.Need("order")) : null;
        var layout = new Layout
        {
            Name = name,
            About = top.Need("about").Text(),
            Kind = kind,
            Format = format,
            Owner = owner.IsText ? owner.Text() : named?.Text() ?? string.Empty,
            OwnerColumn = owner.IsText ? null : Text(named is null ? owner : owner.Need("account")),
            KnownBy = top.Need("knownBy").Items().ConvertAll(IReadOnlyList<string> (item) => item.Texts()),
            Asks = top.Find("ask")?.Texts() ?? [],
            DecimalMark = top.Find("decimalMark")?.OneOf(
                (".", DecimalMark.Dot), (",", DecimalMark.Comma), ("file", DecimalMark.PerFile), ("value", DecimalMark.PerValue)) ?? DecimalMark.Dot,
            DateOrder = top.Find("dateOrder")?.OneOf(
                ("day-first", DateOrder.DayFirst), ("month-first", DateOrder.MonthFirst), ("file", DateOrder.PerFile)) ?? DateOrder.AsFormats,
            DateOrderElse = top.Find("dateOrderElse") is { } hints
                ? Choices(hints, hint => hint.OneOf(("day-first", DateOrder.DayFirst), ("month-first", DateOrder.MonthFirst)))
                : null,
            IsExact = top.Find("exact")?.Flag() ?? false,
            EncodingName = top.Find("encoding") is { } encoding ? EncodingName(encoding) : string.Empty,
            Delimiters = csv?.Find("delimiters") is { } marks ? marks.Texts().ConvertAll(m => Delimiter(marks, m)).ToArray() : [','],
            JsonLines = json?.Find("lines")?.Flag() ?? false,
            JsonList = json?.Find("lines")?.Flag() == true ? string.Empty : json?.Need("list").Text() ?? string.Empty,
            JsonAnywhere = json?.Find("anywhere")?.Flag() ?? false,
            JsonBeside = json?.Find("beside")?.Texts().ToArray() ?? [],
            XmlItem = xml?.Need("item").Text() ?? string.Empty,
            XmlOwn = own is null ? null : new PurseRule(own.Need("from").Text(), own.Need("to").Text(), own.Find("purses") is { } purses ? Words(purses) : []),
            Html = html is null ? null : new HtmlRule(html.Need("row").Text(), html.Find("beside")?.Text() ?? string.Empty, html.Need("cells").Pairs().ConvertAll(Cell)),
            Blanks = top.Find("blank") is { } blanks ? new HashSet<string>(blanks.Texts(), StringComparer.Ordinal) : [],
            Skips = top.Find("skip") is { } skips ? [.. skips.Items().Select(Conditions)] : [],
            Symbols = top.Find("symbols") is { } symbols ? Symbols(symbols) : [],
            GroupBy = group is null ? null : Text(group.Need("by")),
            GroupAnywhere = group?.Find("anywhere")?.Flag() ?? false,
            Carried = top.Find("carry")?.Texts().ConvertAll(Number).ToArray() ?? [],
            GroupAgrees = group?.Find("agree")?.Texts().ConvertAll(Number).ToArray() ?? [],
            ExtraKeeps = extra?.Find("keep")?.Texts().ToArray() ?? [],
            ExtraDrops = extra?.Find("drop")?.Texts().ToArray() ?? [],
            Currency = top.Find("currency") is { } currency ? Text(currency) : new TextRule.Constant(string.Empty),
            CurrencyElse = OptionalText(top, "currencyElse"),
            FeeRows = feeRows is null ? null : new FeeRowRule(Text(feeRows.Need("names")), Text(feeRows.Need("id"))),
            Entries = entries,
            Order = order,
        };
        foreach (var part in new[] { top, csv, json, xml, own, html, extra, group, feeRows, named is null ? null : owner })
        {
            part?.NothingElse();
        }

        CheckDateOrder(top, layout);
        return layout with { FieldNames = [.. fieldNames], FieldPaths = [.. fieldNames.Select(n => n.Split('.'))] };
    }

    /// <summary>A cell of a page: <c>.date</c>, or <c>.line@class</c> for an attribute.</summary>
    private static HtmlCell Cell(KeyValuePair<string, LayoutNode> pair)
    {
        var text = pair.Value.Text();
        var at = text.LastIndexOf('@');
        return at < 0 ? new HtmlCell(pair.Key, text, string.Empty) : new HtmlCell(pair.Key, text[..at], text[(at + 1)..]);
    }

    private EntryRules[] Entries(LayoutNode node) =>
        !node.IsList ? [Entry(node)] : node.Items() is { Count: > 0 } items ? [.. items.Select(Entry)] : throw node.Wrong("is an empty list");

    private EntryRules Entry(LayoutNode node)
    {
        var rules = new EntryRules
        {
            When = When(node),
            Id = Text(node.Need("id")),
            BookedAt = Time(node.Need("bookedAt")),
            Type = Names<EntryType>(node.Need("type")),
            Status = Names<EntryStatus>(node.Need("status")),
            Amount = Money(node.Need("amount")),
            Original = node.Find("original") is { } original ? Money(original) : null,
            ExchangeRate = node.Find("exchangeRate") is { } rate ? Rate(rate) : null,
            Fee = node.Find("fee") is { } fee ? Fee(fee) : null,
            Balance = node.Find("balance") is { } balance ? Money(balance) : null,
            OpeningBalance = node.Find("openingBalance") is { } opening ? Money(opening) : null,
            Counterparty = OptionalText(node, "counterparty"),
            OrderReference = OptionalText(node, "orderReference"),
            Related = OptionalText(node, "related"),
            Description = OptionalText(node, "description"),
        };
        node.NothingElse();
        return rules;
    }

    private OrderRules Order(LayoutNode node)
    {
        var rules = new OrderRules
        {
            Id = Text(node.Need("id")),
            PlacedAt = Time(node.Need("placedAt")),
            PaidAt = node.Find("paidAt") is { } paidAt ? Time(paidAt) : null,
            Status = Names<OrderStatus>(node.Need("status")),
            StatusAt = node.Find("statusAt") is { } statusAt ? Time(statusAt) : null,
            Total = Money(node.Need("total")),
            Charged = node.Find("charged") is { } charged ? Money(charged) : null,
            Refunded = node.Find("refunded") is { } refunded ? Money(refunded) : null,
            Checkout = OptionalText(node, "checkout"),
            PaymentReference = OptionalText(node, "paymentReference"),
            Seller = OptionalText(node, "seller"),
            Description = OptionalText(node, "description"),
            OtherIds = OptionalText(node, "otherIds"),
            PaidOtherwise = OptionalText(node, "paidOtherwise"),
        };
        node.NothingElse();
        return rules;
    }

    private TextRule? OptionalText(LayoutNode node, string key) => node.Find(key) is { } child ? Text(child) : null;

    private TextRule Text(LayoutNode node)
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
            : node.Find("reference") is { } reference ? new TextRule.Reference(Text(reference), OptionalText(node, "day"))
            : throw node.Wrong("says no text; allowed are a column name, a list of them, or an object with one of of, join, each, find, above, text, hash, reference");
        var when = When(node);
        node.NothingElse();
        return when.Length == 0 ? rule : new TextRule.When(when, rule);
    }

    private TextRule[] Texts(LayoutNode node) =>
        !node.IsList ? [Text(node)] : node.Items() is { Count: > 0 } items ? items.Select(Text).ToArray() : throw node.Wrong("is an empty list");

    private Condition[] When(LayoutNode node) => node.Find("when") is { } when ? Conditions(when) : [];

    private Condition[] Conditions(LayoutNode node) => node.IsList ? node.Items().Select(OneCondition).ToArray() : [OneCondition(node)];

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

    private ChoiceRule<T> Names<T>(LayoutNode node)
        where T : struct, Enum =>
        Choices(node, item =>
            RecordNames.TryParse<T>(item.Text(), out var value)
                ? value
                : throw item.Wrong($"is \"{item.Text()}\"; allowed are {string.Join(", ", Enum.GetValues<T>().Select(v => v.ToName()))}"));

    /// <summary>A column alone: its words are the contract's own. An object: <c>of</c> and the ordered <c>rules</c>.</summary>
    private ChoiceRule<T> Choices<T>(LayoutNode node, Func<LayoutNode, T> valueOf)
        where T : struct, Enum
    {
        if (!node.IsObject)
        {
            return new ChoiceRule<T>(Text(node), null);
        }

        var rules = new List<Choice<T>>();
        foreach (var item in node.Need("rules").Items())
        {
            rules.Add(new Choice<T>(
                valueOf(item.Need("is")),
                item.Find("values") is { } values ? Words(values) : null,
                item.Find("matches") is { } pattern ? Pattern(pattern) : null,
                When(item)));
            item.NothingElse();
        }

        var rule = new ChoiceRule<T>(Text(node.Need("of")), [.. rules]);
        node.NothingElse();
        return rule;
    }

    private MoneyRule Money(LayoutNode node) =>
        new(node.IsList && node.Items() is { Count: > 0 } items && items.TrueForAll(i => i.IsObject) ? items.Select(MoneyCase).ToArray() : [MoneyCase(node)]);

    private MoneyCase MoneyCase(LayoutNode node)
    {
        if (!node.IsObject)
        {
            return new MoneyCase([], Text(node), null, null, null, OverLines: false, [], null, Units.Major);
        }

        var added = node.Find("add") is { } add ? Texts(add) : [];
        var overLines = added.Length > 0 || node.Has("sum");
        var part = new MoneyCase(
            When(node),
            added.Length > 0 ? new TextRule.First(added) : Text(node.Need(overLines ? "sum" : "of")),
            OptionalText(node, "currency"),
            node.Find("minus") is { } minus ? MoneyCase(minus) : null,
            node.Find("sign") is { } sign ? Sign(sign) : null,
            overLines,
            overLines && node.Find("lines") is { } lines ? Conditions(lines) : [],
            node.Has("sum") ? OptionalText(node, "times") : null,
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
    private RateRule Rate(LayoutNode node)
    {
        if (!node.IsObject || !node.Has("inverse"))
        {
            return new RateRule(Text(node), Inverse: false);
        }

        var rule = new RateRule(Text(node.Need("inverse")), Inverse: true);
        node.NothingElse();
        return rule;
    }

    private FeeRule Fee(LayoutNode node)
    {
        var taken = node.Need("taken").OneOf(("positive", false), ("negative", true));
        var givenBack = node.Find("givenBack")?.OneOf(("reject", GivenBackRule.Reject), ("extra", GivenBackRule.Extra), ("entry", GivenBackRule.Entry)) ?? GivenBackRule.Reject;
        var money = Money(node.Need("money"));
        node.NothingElse();
        return new FeeRule(money, taken, givenBack);
    }

    private TimeRule Time(LayoutNode node)
    {
        var formats = node.Need("formats");
        var timeFormats = node.Find("timeFormats");
        var zone = node.Need("zone");
        var zoneName = zone.Text();
        if (zoneName is not (TimeRule.OffsetInText or TimeRule.UnknownZone) && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneName) is null)
        {
            throw zone.Wrong($"is \"{zoneName}\"; allowed are \"{TimeRule.OffsetInText}\", \"{TimeRule.UnknownZone}\" and the names of the tz database, such as UTC, Europe/Moscow, America/Los_Angeles");
        }

        var rule = new TimeRule(
            Text(node.Need("of")), OptionalText(node, "time"), Formats(formats), timeFormats is null ? [] : Formats(timeFormats), OptionalText(node, "zoneOf"), zoneName);
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

    private static void CheckDateOrder(LayoutNode top, Layout layout)
    {
        var inDoubt = layout.Times.Any(t => t.Formats.Any(f => DateText.OrderOf(f) == DateOrder.DayFirst) && t.Formats.Any(f => DateText.OrderOf(f) == DateOrder.MonthFirst));
        if (inDoubt && layout.DateOrder == DateOrder.AsFormats)
        {
            throw top.Wrong("has date formats with the day first and with the month first and so needs \"dateOrder\"; allowed are day-first, month-first, file");
        }
    }

    private static Dictionary<string, string> Symbols(LayoutNode node) =>
        node.Pairs().ToDictionary(
            p => p.Key,
            p => Currency.TryParse(p.Value.Text(), out var currency) ? currency.Code : throw p.Value.Wrong($"is \"{p.Value.Text()}\"; a currency code of ISO 4217 is expected"),
            StringComparer.OrdinalIgnoreCase);

    private static string EncodingName(LayoutNode node)
    {
        try
        {
            return TextEncoding.Named(node.Text()).WebName;
        }
        catch (ArgumentException)
        {
            throw node.Wrong($"is \"{node.Text()}\"; allowed are names such as utf-8, windows-1251, windows-1252, gb18030");
        }
    }

    private static char Delimiter(LayoutNode node, string text) =>
        text.Length == 1 && char.IsAscii(text[0]) ? text[0] : throw node.Wrong($"holds \"{text}\"; a single ASCII character is expected, such as , ; or \\t");

    private static HashSet<string> Words(LayoutNode node) => new(node.Texts(), StringComparer.OrdinalIgnoreCase);

    private static LinearPattern Pattern(LayoutNode node)
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

    private int Number(string name)
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
