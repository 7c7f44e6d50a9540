using System.Text.Json;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Import.Bytes;
using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Layouts;

/// <summary>Reads one layout file. The keys are described in <c>config/layouts/README.md</c>.</summary>
internal sealed class LayoutFile
{
    private readonly LayoutTexts texts = new();
    private readonly LayoutValues values;

    private LayoutFile() => values = new LayoutValues(texts);

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
            OwnerColumn = owner.IsText ? null : texts.Text(named is null ? owner : owner.Need("account")),
            KnownBy = top.Need("knownBy").Items().ConvertAll(IReadOnlyList<string> (item) => item.Texts()),
            Asks = top.Find("ask")?.Texts() ?? [],
            DecimalMark = top.Find("decimalMark")?.OneOf(
                (".", DecimalMark.Dot), (",", DecimalMark.Comma), ("file", DecimalMark.PerFile), ("value", DecimalMark.PerValue)) ?? DecimalMark.Dot,
            DateOrder = top.Find("dateOrder")?.OneOf(
                ("day-first", DateOrder.DayFirst), ("month-first", DateOrder.MonthFirst), ("file", DateOrder.PerFile)) ?? DateOrder.AsFormats,
            DateOrderElse = top.Find("dateOrderElse") is { } hints
                ? values.Choices(hints, hint => hint.OneOf(("day-first", DateOrder.DayFirst), ("month-first", DateOrder.MonthFirst)))
                : null,
            IsExact = top.Find("exact")?.Flag() ?? false,
            EncodingName = top.Find("encoding") is { } encoding ? EncodingName(encoding) : string.Empty,
            Delimiters = csv?.Find("delimiters") is { } marks ? marks.Texts().ConvertAll(m => Delimiter(marks, m)).ToArray() : [','],
            JsonLines = json?.Find("lines")?.Flag() ?? false,
            JsonList = json?.Find("lines")?.Flag() == true ? string.Empty : json?.Need("list").Text() ?? string.Empty,
            JsonAnywhere = json?.Find("anywhere")?.Flag() ?? false,
            JsonBeside = json?.Find("beside")?.Texts().ToArray() ?? [],
            XmlItem = xml?.Need("item").Text() ?? string.Empty,
            XmlOwn = own is null ? null : new PurseRule(own.Need("from").Text(), own.Need("to").Text(), own.Find("purses") is { } purses ? LayoutTexts.Words(purses) : []),
            Html = html is null ? null : new HtmlRule(html.Need("row").Text(), html.Find("beside")?.Text() ?? string.Empty, html.Need("cells").Pairs().ConvertAll(Cell)),
            Blanks = top.Find("blank") is { } blanks ? new HashSet<string>(blanks.Texts(), StringComparer.Ordinal) : [],
            Skips = top.Find("skip") is { } skips ? [.. skips.Items().Select(texts.Conditions)] : [],
            Symbols = top.Find("symbols") is { } symbols ? Symbols(symbols) : [],
            GroupBy = group is null ? null : texts.Text(group.Need("by")),
            GroupAnywhere = group?.Find("anywhere")?.Flag() ?? false,
            Carried = top.Find("carry")?.Texts().ConvertAll(texts.Number).ToArray() ?? [],
            GroupAgrees = group?.Find("agree")?.Texts().ConvertAll(texts.Number).ToArray() ?? [],
            ExtraKeeps = extra?.Find("keep")?.Texts().ToArray() ?? [],
            ExtraDrops = extra?.Find("drop")?.Texts().ToArray() ?? [],
            Currency = top.Find("currency") is { } currency ? texts.Text(currency) : new TextRule.Constant(string.Empty),
            CurrencyElse = texts.Optional(top, "currencyElse"),
            FeeRows = feeRows is null ? null : new FeeRowRule(texts.Text(feeRows.Need("names")), texts.Text(feeRows.Need("id"))),
            Entries = entries,
            Order = order,
        };
        foreach (var part in new[] { top, csv, json, xml, own, html, extra, group, feeRows, named is null ? null : owner })
        {
            part?.NothingElse();
        }

        CheckDateOrder(top, layout);
        return layout with { FieldNames = [.. texts.FieldNames], FieldPaths = [.. texts.FieldNames.Select(n => n.Split('.'))] };
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
            When = texts.When(node),
            Id = texts.Text(node.Need("id")),
            BookedAt = values.Time(node.Need("bookedAt")),
            Type = values.Names<EntryType>(node.Need("type")),
            Status = values.Names<EntryStatus>(node.Need("status")),
            Amount = values.Money(node.Need("amount")),
            Original = node.Find("original") is { } original ? values.Money(original) : null,
            ExchangeRate = node.Find("exchangeRate") is { } rate ? values.Rate(rate) : null,
            Fee = node.Find("fee") is { } fee ? values.Fee(fee) : null,
            Balance = node.Find("balance") is { } balance ? values.Money(balance) : null,
            OpeningBalance = node.Find("openingBalance") is { } opening ? values.Money(opening) : null,
            Counterparty = texts.Optional(node, "counterparty"),
            OrderReference = texts.Optional(node, "orderReference"),
            Related = texts.Optional(node, "related"),
            Description = texts.Optional(node, "description"),
        };
        node.NothingElse();
        return rules;
    }

    private OrderRules Order(LayoutNode node)
    {
        var rules = new OrderRules
        {
            Id = texts.Text(node.Need("id")),
            PlacedAt = values.Time(node.Need("placedAt")),
            PaidAt = node.Find("paidAt") is { } paidAt ? values.Time(paidAt) : null,
            Status = values.Names<OrderStatus>(node.Need("status")),
            StatusAt = node.Find("statusAt") is { } statusAt ? values.Time(statusAt) : null,
            Total = values.Money(node.Need("total")),
            Charged = node.Find("charged") is { } charged ? values.Money(charged) : null,
            Refunded = node.Find("refunded") is { } refunded ? values.Money(refunded) : null,
            Checkout = texts.Optional(node, "checkout"),
            PaymentReference = texts.Optional(node, "paymentReference"),
            Seller = texts.Optional(node, "seller"),
            Description = texts.Optional(node, "description"),
            OtherIds = texts.Optional(node, "otherIds"),
            PaidOtherwise = texts.Optional(node, "paidOtherwise"),
        };
        node.NothingElse();
        return rules;
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
}
