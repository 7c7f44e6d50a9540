using System.Text.Json.Nodes;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Guess;

/// <summary>What is known so far of an unknown file, and the parts that statements and orders have in common.</summary>
internal sealed class Draft
{
    private readonly List<string> used = [];

    public Draft(Sheet sheet, LayoutKind kind, string language, ColumnFacts[] columns, Dictionary<string, int> roles, List<string> notes)
    {
        Sheet = sheet;
        Kind = kind;
        Language = language;
        Columns = columns;
        Roles = roles;
        Notes = notes;
        Currency = new CurrencyGuess(this);
    }

    public Sheet Sheet { get; }

    public LayoutKind Kind { get; }

    public string Language { get; }

    public ColumnFacts[] Columns { get; }

    public Dictionary<string, int> Roles { get; }

    public List<string> Notes { get; }

    /// <summary>What nothing in the file proves, a question each: the key to answer it in, and how.</summary>
    public List<string> Asks { get; } = [];

    /// <summary>Whether the order of day and month is left to each file, until a person tells it.</summary>
    public bool DateOrderIsOpen { get; private set; }

    public CurrencyGuess Currency { get; }

    /// <summary>The columns that make the file known: those that needed rules use.</summary>
    public IReadOnlyList<string> Used => used;

    public bool Has(string role) => Roles.ContainsKey(role);

    public ColumnFacts? Of(string role) => Roles.TryGetValue(role, out var column) ? Columns[column] : null;

    public string Name(string role) => Columns[Roles[role]].Name.Written;

    /// <summary>Gives a column a role that its values prove.</summary>
    public void Play(string role, ColumnFacts column) => Roles[role] = Array.IndexOf(Columns, column);

    public bool IsFree(ColumnFacts column) => !Roles.ContainsValue(Array.IndexOf(Columns, column));

    /// <summary>The column of a role, which the file must have from now on.</summary>
    public string Need(string role) => Need(Columns[Roles[role]]);

    public string Need(ColumnFacts column)
    {
        if (!used.Contains(column.Name.Written))
        {
            used.Add(column.Name.Written);
        }

        return column.Name.Written;
    }

    /// <summary>A sum out of a column, with what its name tells.</summary>
    public JsonObject Money(ColumnFacts column)
    {
        var money = new JsonObject { ["of"] = column.Name.Written };
        if (column.Name.Currency is { } currency && !Has("currency"))
        {
            money["currency"] = new JsonObject { ["text"] = currency };
        }

        if (IsMinor(column))
        {
            money["units"] = "minor";
        }

        return money;
    }

    /// <summary>A point in time out of a date column and what belongs to it.</summary>
    public JsonObject Time(ColumnFacts column, bool isMain)
    {
        var dates = column.Dates!;
        var time = new JsonObject
        {
            ["of"] = column.SaysZone ? new JsonObject { ["find"] = "^(.+) [A-Z]{3,5}$", ["in"] = column.Name.Written } : column.Name.Written,
            ["formats"] = Texts(Formats(column, isMain)),
        };
        var hasTime = dates.HasTime;
        if (isMain && !hasTime && Of("time") is { } ofDay && ofDay != column)
        {
            time["time"] = ofDay.Name.Written;
            time["timeFormats"] = Texts(ofDay.TimesOfDay!);
            hasTime = true;
        }

        if (isMain && Of("zone") is { } zone && zone.Filled.Count > 0 && zone.Filled.TrueForAll(z => ZoneText.TryToUtc(new DateTime(2026, 5, 6, 0, 0, 0, DateTimeKind.Unspecified), z, out _)))
        {
            time["zoneOf"] = zone.Name.Written;
        }

        if (column.SaysZone)
        {
            time["zoneOf"] = new JsonObject { ["find"] = " ([A-Z]{3,5})$", ["in"] = column.Name.Written };
        }

        time["zone"] = Zone(column, hasTime, isMain);
        return time;
    }

    /// <summary>The formats of a column; where they leave the order of day and month open, in the order that another column or the text above the table proves.</summary>
    private string[] Formats(ColumnFacts column, bool isMain)
    {
        var dates = column.Dates!;
        if (dates.Other is not { } other)
        {
            return dates.Formats;
        }

        var proven = Columns.Select(c => c.Dates).OfType<DateGuess>().Concat(Sheet.Above.SelectMany(DatesIn)).Select(d => d.Order).FirstOrDefault(o => o != DateOrder.AsFormats);
        if (proven != DateOrder.AsFormats)
        {
            return [DateText.OrderOf(dates.Formats[0]) == proven ? dates.Formats[0] : other, .. dates.Formats[1..]];
        }

        if (isMain)
        {
            DateOrderIsOpen = true;
            Asks.Add($"dateOrder: \"{column.Filled[0]}\" and all other dates of \"{column.Name.Written}\" can be read with the day or with the month first. Set \"dateOrder\" to \"day-first\" or \"month-first\".");
        }

        return [dates.Formats[0], other, .. dates.Formats[1..]];
    }

    private static IEnumerable<DateGuess> DatesIn(string line) =>
        line.Split([' ', ';', ',', ':', '(', ')', '"', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length is >= 6 and <= 10 && char.IsAsciiDigit(w[0]))
            .Select(w => DateGuess.Of([w], monthFirst: false)).OfType<DateGuess>();

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];

    /// <summary>Whether whole numbers of this column are cents: the name says so, or a JSON file counts so.</summary>
    private bool IsMinor(ColumnFacts column)
    {
        if (column.Name.IsMinor)
        {
            return true;
        }

        var numbers = column.Filled.Select(f => ColumnFacts.Number(f) ?? 0).Where(n => n != 0).Select(Math.Abs).ToList();
        var counts = Sheet.Form == FileForm.Json && column.IsWhole && numbers.Count >= 3
            && numbers.Count(n => n % 100 != 0) > numbers.Count / 2 && numbers.Order().ElementAt(numbers.Count / 2) >= 300;
        if (counts)
        {
            Notes.Add($"\"{column.Name.Written}\" holds whole numbers only: they are taken for cents. Remove \"units\" if they are not.");
        }

        return counts;
    }

    private string Zone(ColumnFacts column, bool hasTime, bool isMain)
    {
        if (column.Dates!.HasOffset)
        {
            return TimeRule.OffsetInText;
        }

        if ((column.Name.Zone ?? Of("time")?.Name.Zone ?? Sheet.Above.Select(a => new ColumnName(a).Zone).FirstOrDefault(z => z is not null)) is { } told)
        {
            return told;
        }

        if (!hasTime)
        {
            return TimeRule.UnknownZone;
        }

        var (zones, by) = Currency.Code switch
        {
            null => (GuessWords.All.ZoneOfLanguage, Language),
            "EUR" => (GuessWords.All.ZoneOfEuroLanguage, Language),
            var code => (GuessWords.All.ZoneOfCurrency, code),
        };
        var zone = zones.GetValueOrDefault(by, "UTC");
        if (isMain && !Has("zone"))
        {
            Notes.Add($"The file does not say in which zone its times are: {zone} is a guess by its language and currency. Set \"zone\" if that is wrong.");
        }

        return zone;
    }
}

/// <summary>In which currency a file's sums are, and how the layout says it.</summary>
internal sealed class CurrencyGuess
{
    private static readonly (string Sign, string Code)[] Signs = [("€", "EUR"), ("£", "GBP"), ("R$", "BRL"), ("zł", "PLN"), ("₽", "RUB"), ("руб", "RUB"), ("人民币", "CNY"), ("₺", "TRY"), ("₹", "INR"), ("₩", "KRW"), ("₴", "UAH"), ("Kč", "CZK")];
    private string? home;

    private static readonly string[] Sums = ["amount", "total", "net", "debit", "credit", "balance", "price"];

    public CurrencyGuess(Draft draft)
    {
        IsOfPaymentAbroad(draft);
        var sums = Sums.Select(draft.Of).OfType<ColumnFacts>().ToList();
        if (draft.Of("currency") is { } column)
        {
            var one = column.Distinct.Select(d => GuessWords.All.Currency(d) ?? (Core.Values.Currency.TryParse(d, out var c) ? c.Code : "")).Distinct(StringComparer.Ordinal).ToList();
            Code = one.Count == 1 ? one[0] : null;
            Rule = column.Distinct.TrueForAll(d => Core.Values.Currency.TryParse(d, out _))
                ? draft.Need(column)
                : new JsonArray([.. column.Distinct.Select(d => (JsonNode)new JsonObject
                {
                    ["text"] = GuessWords.All.Currency(d) ?? d.ToUpperInvariant(),
                    ["when"] = new JsonObject { ["of"] = draft.Need(column), ["is"] = new JsonArray(d) },
                })]);
            return;
        }

        if (home is not null)
        {
            Code = home;
            Rule = new JsonObject { ["text"] = Code };
            return;
        }

        if ((sums.Find(s => s.Name.Currency is not null) ?? Array.Find(draft.Columns, c => c.IsSums && c.Name.Currency is not null)) is { } named)
        {
            Code = named.Name.Currency;
            Rule = new JsonObject { ["text"] = Code };
            return;
        }

        var words = sums.SelectMany(s => s.Filled).Select(ColumnFacts.Word).Where(w => w.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (words.Count > 0)
        {
            var told = InText(draft.Sheet.Above);
            foreach (var word in words)
            {
                var meanings = AmountText.Meanings(word, []);
                var meant = meanings.Count == 1 ? meanings[0] : meanings.Contains(told) ? told : meanings.Count == 0 ? GuessWords.All.Currency(word) : null;
                if (meanings.Count != 1 && meant is not null)
                {
                    Symbols[word] = meant;
                }
                else if (meant is null)
                {
                    draft.Asks.Add($"currency: \"{word}\" beside a sum can be {string.Join(", ", meanings)}. Set \"currency\", such as {{ \"text\": \"{meanings.FirstOrDefault("EUR")}\" }}.");
                }

                Code = words.Count == 1 ? meant : null;
            }

            // Sums without the sign beside others with it are in the same currency.
            if (Code is not null && sums.SelectMany(s => s.Filled).Any(f => ColumnFacts.Word(f).Length == 0))
            {
                Rule = new JsonObject { ["text"] = Code };
            }

            return;
        }

        Code = InText(draft.Sheet.Above);
        if (Code is null)
        {
            draft.Asks.Add("currency: nothing in the file names one. Set \"currency\", such as { \"text\": \"EUR\" }.");
            return;
        }

        Rule = new JsonObject { ["text"] = Code };
    }

    /// <summary>The only currency of the file, or null where rows differ.</summary>
    public string? Code { get; }

    /// <summary>For the layout; null where the sums themselves say it.</summary>
    public JsonNode? Rule { get; }

    public JsonObject Symbols { get; } = [];

    /// <summary>A currency column beside two sums may be that of the payment abroad: where the amount's own header names another currency, or rows with another original sum have another one than all rows whose sums are equal.</summary>
    private void IsOfPaymentAbroad(Draft draft)
    {
        if (draft.Of("currency") is not { } column || (draft.Of("amount") ?? draft.Of("debit") ?? draft.Of("credit")) is not { } amount)
        {
            return;
        }

        var codes = column.Cells.Select(c => GuessWords.All.Currency(c)).ToList();
        home = amount.Name.Currency is { } named && codes.Exists(c => c != named) ? named : null;
        if (home is null && draft.Of("originalAmount") is { } original && !draft.Has("originalCurrency"))
        {
            var alike = Enumerable.Range(0, codes.Count).ToLookup(i => ColumnFacts.Number(amount.Cells[i]) is { } a && ColumnFacts.Number(original.Cells[i]) is { } o && Math.Abs(a) == Math.Abs(o), i => codes[i]);
            var own = alike[true].Distinct().ToList();
            home = own is [{ } only] && alike[false].Any(c => c != only) ? only : null;
        }

        if (home is not null)
        {
            draft.Roles.Remove("currency");
            if (draft.Has("originalAmount"))
            {
                draft.Roles.TryAdd("originalCurrency", Array.IndexOf(draft.Columns, column));
            }
        }
    }

    /// <summary>The only currency that the texts above the table name; null where they name none or several.</summary>
    private static string? InText(IEnumerable<string> lines)
    {
        var found = lines.SelectMany(Codes).Distinct(StringComparer.Ordinal).ToList();
        return found is [var only] ? only : null;
    }

    private static IEnumerable<string> Codes(string line)
    {
        foreach (var word in line.Split([' ', ':', ';', ',', '(', ')', '[', ']', '/', '\t', '"', '_', '-', '：', '=', '.'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "TL")
            {
                yield return "TRY";
            }
            else if (word.Length == 3 && word.All(char.IsAsciiLetterUpper) && word != "TRY" && GuessWords.All.Currency(word) is { } code && (GuessWords.All.ZoneOfCurrency.ContainsKey(code) || code is "EUR" or "USD" or "CAD" or "AUD" or "NZD" or "BGN" or "GEL" or "AED"))
            {
                yield return code;
            }
        }

        // A sign beside a number above the table: "Balance: €1,204.10".
        foreach (var (sign, code) in Signs)
        {
            if (line.Contains(sign, StringComparison.Ordinal))
            {
                yield return code;
            }
        }
    }
}
