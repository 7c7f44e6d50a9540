using System.Text.Json.Nodes;

namespace Reconciler.Import.Guess;

/// <summary>What is known so far of an unknown file, and the parts that statements and orders have in common.</summary>
internal sealed class Draft
{
    private readonly List<string> used = [];

    public Draft(Sheet sheet, LayoutKind kind, string language, ColumnFacts[] columns, IReadOnlyDictionary<string, int> roles, List<string> notes, string fileName)
    {
        Sheet = sheet;
        Kind = kind;
        Language = language;
        Columns = columns;
        Roles = roles;
        Notes = notes;
        FileName = fileName;
        Currency = new CurrencyGuess(this);
    }

    public Sheet Sheet { get; }

    public LayoutKind Kind { get; }

    public string Language { get; }

    public ColumnFacts[] Columns { get; }

    public IReadOnlyDictionary<string, int> Roles { get; }

    public List<string> Notes { get; }

    public string FileName { get; }

    public CurrencyGuess Currency { get; }

    /// <summary>The columns that make the file known: those that needed rules use.</summary>
    public IReadOnlyList<string> Used => used;

    public bool Has(string role) => Roles.ContainsKey(role);

    public ColumnFacts? Of(string role) => Roles.TryGetValue(role, out var column) ? Columns[column] : null;

    public string Name(string role) => Columns[Roles[role]].Name.Written;

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
        var time = new JsonObject { ["of"] = column.Name.Written, ["formats"] = Texts(dates.Formats) };
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

        time["zone"] = Zone(column, hasTime, isMain);
        if (isMain && !dates.IsProven)
        {
            Notes.Add($"The dates of \"{column.Name.Written}\" can be read with the day first or with the month first; {(DateText.OrderOf(dates.Formats[0]) == DateOrder.DayFirst ? "the day is taken first" : "the month is taken first")}. Turn the formats round if that is wrong.");
        }

        return time;
    }

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

        var zone = Currency.Code is "EUR" or null ? GuessWords.All.ZoneOfEuroLanguage.GetValueOrDefault(Language, "UTC") : GuessWords.All.ZoneOfCurrency.GetValueOrDefault(Currency.Code, "UTC");
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
    private static readonly (string Sign, string Code)[] Signs = [("€", "EUR"), ("£", "GBP"), ("R$", "BRL"), ("zł", "PLN"), ("₽", "RUB"), ("руб", "RUB"), ("人民币", "CNY"), ("元", "CNY")];
    private static readonly string[] Sums = ["amount", "total", "net", "debit", "credit", "balance", "price"];

    public CurrencyGuess(Draft draft)
    {
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

        if (sums.Find(s => s.Name.Currency is not null) is { } named)
        {
            Code = named.Name.Currency;
            Rule = new JsonObject { ["text"] = Code };
            return;
        }

        var words = sums.SelectMany(s => s.Filled).Select(ColumnFacts.Word).Where(w => w.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (words.Count > 0)
        {
            foreach (var word in words)
            {
                var meanings = AmountText.Meanings(word, []);
                var meant = meanings.Count == 1 ? meanings[0] : ByLanguage(word, meanings, draft.Language);
                if (meanings.Count != 1 && meant is not null)
                {
                    Symbols[word] = meant;
                    draft.Notes.Add($"\"{word}\" beside a sum is taken for {meant}. Set it under \"symbols\" if that is wrong.");
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

        Code = InText(draft.Sheet.Above) ?? InText([Path.GetFileNameWithoutExtension(draft.FileName).ToUpperInvariant()]);
        if (Code is null)
        {
            Code = GuessWords.All.CurrencyOfLanguage[draft.Language];
            draft.Notes.Add($"The file names no currency: {Code} is a guess by its language. Set \"currency\" if that is wrong.");
        }

        Rule = new JsonObject { ["text"] = Code };
    }

    /// <summary>The only currency of the file, or null where rows differ.</summary>
    public string? Code { get; }

    /// <summary>For the layout; null where the sums themselves say it.</summary>
    public JsonNode? Rule { get; }

    public JsonObject Symbols { get; } = [];

    private static string? ByLanguage(string word, IReadOnlyList<string> meanings, string language) => (word, language) switch
    {
        ("$", "pt") => "BRL",
        ("$", "es") => "MXN",
        ("¥" or "￥", "zh") => "CNY",
        ("¥" or "￥", _) => "JPY",
        _ => meanings.Count > 0 ? meanings[0] : GuessWords.All.Currency(word),
    };

    private static string? InText(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            foreach (var word in line.Split([' ', ':', ';', ',', '(', ')', '[', ']', '/', '\t', '"', '_', '-', '：', '=', '.'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.Length == 3 && word.All(char.IsAsciiLetterUpper) && GuessWords.All.Currency(word) is { } code && (GuessWords.All.ZoneOfCurrency.ContainsKey(code) || code is "EUR" or "USD" or "CAD" or "AUD" or "NZD" or "BGN" or "GEL" or "AED"))
                {
                    return code;
                }
            }

            // A sign beside a number above the table: "Balance: €1,204.10".
            foreach (var (sign, code) in Signs)
            {
                if (line.Contains(sign, StringComparison.Ordinal))
                {
                    return code;
                }
            }
        }

        return null;
    }
}
