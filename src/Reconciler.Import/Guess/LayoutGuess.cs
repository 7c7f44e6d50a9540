using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Reconciler.Import.Bytes;
using Reconciler.Import.Files;
using Reconciler.Import.Layouts;
using Reconciler.Import.Reading;
using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Guess;

/// <summary>A layout proposed for an unknown file.</summary>
/// <param name="Name">What it is called, and the file to save it in without <c>.json</c>.</param>
/// <param name="Json">The layout, ready to save.</param>
/// <param name="Notes">What is uncertain in it, a sentence each, and how the file read by it came out.</param>
/// <param name="Asks">What nothing in the file proves: they stand under <c>ask</c> in the layout, and no file is read by it until they are answered.</param>
public sealed record GuessedLayout(string Name, string Json, IReadOnlyList<string> Notes, IReadOnlyList<string> Asks);

/// <summary>Proposes a layout for an unknown table, JSON or XML file, by the names of its columns and by what stands in them.</summary>
public static partial class LayoutGuess
{
    private const int LeastKnownBy = 5;
    private static readonly string[] Sums = ["amount", "net", "debit", "credit", "fee", "balance", "originalAmount", "total", "refunded", "price"];
    private static readonly string[] Optional = ["original", "exchangeRate", "balance", "fee", "refunded", "paidAt", "statusAt", ""];

    /// <param name="name">The layout's name; null: made of the file's.</param>
    /// <exception cref="InvalidDataException">No layout can be proposed; the message says why.</exception>
    /// <exception cref="FileBusyException">Another program writes to the file.</exception>
    /// <exception cref="FileBudgetException">The file takes more time or memory than one file may.</exception>
    public static GuessedLayout Of(string path, string? name = null, ImportLimits? limits = null)
    {
        limits ??= new ImportLimits();
        var file = new InputFile(path, new FileBudget(limits, CancellationToken.None));
        if (BinaryFile.KindOf(file, limits) is { } kind)
        {
            throw new InvalidDataException(kind);
        }

        var sheet = SheetFinder.Find(file, limits)
            ?? throw new InvalidDataException("It has no row of column names above rows of data that a layout could go by.");
        name ??= NameOf(Path.GetFileNameWithoutExtension(path));
        var notes = new List<string>();
        var json = Layout(sheet, name, Path.GetFileName(path), notes);
        Tidy(json, path, limits, notes);
        return new GuessedLayout(name, LayoutText.Of(json), notes, [.. (json["ask"]?.AsArray() ?? []).Select(a => a!.ToString())]);
    }

    private static JsonObject Layout(Sheet sheet, string name, string fileName, List<string> notes)
    {
        var plain = sheet.Names.SelectMany(n => new[] { new ColumnName(n).Bare, n[(n.LastIndexOf('.') + 1)..] }).Select(GuessWords.Plain).Distinct(StringComparer.Ordinal).ToList();
        var language = GuessWords.All.Language(plain);
        var monthFirst = language == "en" && sheet.Rows.Take(50).SelectMany(r => r).Any(c => c is "USD" || c.Contains('$', StringComparison.Ordinal));
        var all = Facts(sheet, sheet.Rows, monthFirst);
        var kind = Kind(all, plain);
        var dateRole = kind == LayoutKind.Statement ? "date" : "placedAt";
        var date = DateColumn(all, dateRole) ?? throw new InvalidDataException(Array.Find(all, c => !c.IsSums && c.Filled.Count > 0 && c.Filled.Count(f => DayAndMonth().IsMatch(f)) * 2 > c.Filled.Count) is { } brief
            ? $"The dates of \"{brief.Name.Written}\" tell no year, as {brief.Filled.First(f => DayAndMonth().IsMatch(f))}: it cannot be known which one is meant. Add the year in the file, then guess again."
            : "No column of the file holds dates.");

        // Totals and footers are set aside before the other columns are judged.
        var usual = Usual(all, date);
        var isRecord = sheet.Rows.Select((row, i) => IsRecord(all, date, kind, i, usual)).ToList();
        var records = sheet.Rows.Where((_, i) => isRecord[i]).ToList();
        var columns = Facts(sheet, records, monthFirst);
        var roles = RoleFinder.Find(columns, kind, new Dictionary<string, int>(StringComparer.Ordinal) { [dateRole] = date }).Found;
        var draft = new Draft(sheet, kind, language, columns, roles, notes);
        draft.Need(columns[date]);

        JsonObject? group = null;
        var record = kind == LayoutKind.Statement ? StatementGuess.Entry(draft, columns[date]) : OrdersGuess.Order(draft, columns[date], out group);
        var owner = OwnerOf(name, kind);
        notes.Insert(0, $"Taken for {(kind == LayoutKind.Statement ? "a statement" : "orders")} of \"{owner}\": {string.Join(", ", roles.Select(r => $"{r.Key} = {columns[r.Value].Name.Written}"))}.");
        var layout = new JsonObject
        {
            ["name"] = name,
            ["about"] = $"Proposed by reconciler layout guess from {fileName}. Look through it, then say here what the format is.",
            ["kind"] = kind == LayoutKind.Statement ? "statement" : "orders",
            ["format"] = sheet.Form switch { FileForm.Json => "json", FileForm.Xml => "xml", _ => "csv" },
        };
        Form(layout, sheet);
        layout[kind == LayoutKind.Statement ? "wallet" : "marketplace"] = owner;
        layout["knownBy"] = KnownBy(draft);
        if (Mark(draft) is var mark && sheet.Form != FileForm.Workbook)
        {
            layout["decimalMark"] = mark;
        }

        if (draft.DateOrderIsOpen)
        {
            layout["dateOrder"] = "file";
        }

        if (draft.Currency.Rule is { } currency)
        {
            layout["currency"] = currency;
        }

        if (draft.Currency.Symbols.Count > 0)
        {
            layout["symbols"] = draft.Currency.Symbols;
        }

        if (Blanks(draft) is { Count: > 0 } blanks)
        {
            layout["blank"] = Draft.Texts(blanks);
        }

        if (Skips(draft, all, date, isRecord, group is not null) is { Count: > 0 } skips)
        {
            layout["skip"] = skips;
        }

        if (group is not null)
        {
            layout["group"] = group;
        }

        layout[kind == LayoutKind.Statement ? "entry" : "order"] = record;
        if (draft.Asks.Count > 0)
        {
            layout.Insert(2, "ask", Draft.Texts(draft.Asks));
        }

        return layout;
    }

    private static ColumnFacts[] Facts(Sheet sheet, IReadOnlyList<string[]> rows, bool monthFirst) =>
        [.. sheet.Names.Select((name, i) => new ColumnFacts(new ColumnName(name, sheet.Header[i]), [.. rows.Select(r => r[i])], monthFirst))];

    private static LayoutKind Kind(ColumnFacts[] columns, List<string> plain)
    {
        // A payment less its fees, a refund and a payout in one list: an account at a marketplace.
        if (columns.Any(c => c.IsSums && c.HasMinus && RoleFinder.NameFit("total", c) > 90) && columns.Any(c => RoleFinder.NameFit("type", c) > 90 && c.Distinct.Count > 1 && c.KnownShare(GuessWords.All.EntryType) > 0.9))
        {
            return LayoutKind.Statement;
        }

        var orders = GuessWords.All.Orders(plain);
        orders += columns.Any(c => RoleFinder.NameFit("orderId", c) >= 97 && GuessWords.Plain(c.Name.Bare) != "id") ? 2 : 0;
        orders -= columns.Any(c => c.IsSums && RoleFinder.NameFit("balance", c) > 55) ? 4 : 0;
        orders -= columns.Any(c => c.IsSums && c.HasMinus && RoleFinder.NameFit("amount", c) > 55) ? 3 : 0;
        orders -= columns.Any(c => RoleFinder.NameFit("debit", c) > 90) && columns.Any(c => RoleFinder.NameFit("credit", c) > 90) ? 4 : 0;
        orders -= columns.Any(c => c.IsDirection) ? 3 : 0;
        orders += columns.Any(c => c.Distinct.Count is > 0 and <= 25 && c.Distinct.Any(d => WordClass.Of(GuessWords.All.OrderStatus, d) is "shipped" or "awaiting-payment")) ? 2 : 0;
        return orders > 0 ? LayoutKind.Orders : LayoutKind.Statement;
    }

    private static int? DateColumn(ColumnFacts[] columns, string role)
    {
        var best = -1;
        var most = -40.0;
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            if (column.Name.Written.Length == 0 || column.Dates is not { } dates || column.FilledShare < 0.3 || RoleFinder.NameFit(role, column) is var name && dates.Share < (name > 50 ? 0.3 : 0.6))
            {
                continue;
            }

            var isNumber = dates.Formats.All(f => f is DateText.Unix or "yyyyMMdd" or "ddMMyyyy");
            var score = name + (20 * column.FilledShare) + (dates.HasTime ? 4 : 0) - (RoleFinder.NameFit("valueDate", column) > 90 ? 50 : 0) + (isNumber && name < 50 ? -100 : 0)
                - (role == "placedAt" && Math.Max(RoleFinder.NameFit("paidAt", column), RoleFinder.NameFit("statusAt", column)) > 90 ? 50 : 0);
            if (score > most)
            {
                (best, most) = (i, score);
            }
        }

        return best < 0 ? null : best;
    }

    /// <summary>How many cells a dated row has mostly.</summary>
    private static int Usual(ColumnFacts[] columns, int date)
    {
        var counts = Enumerable.Range(0, columns[date].Cells.Count).Where(i => columns[date].Cells[i].Length > 0 && columns[date].ReadsDate(i)).Select(i => columns.Count(c => c.Cells[i].Length > 0)).Order().ToList();
        return counts.Count == 0 ? 0 : counts[counts.Count / 2];
    }

    /// <summary>A row with a date is one, unless it is an opening balance or a total; so is, of orders, a further line that repeats the order's number only.</summary>
    private static bool IsRecord(ColumnFacts[] columns, int date, LayoutKind kind, int row, int usual)
    {
        var text = columns[date].Cells[row];
        return text.Length > 0 && !columns[date].Blanks.Contains(text)
            ? columns[date].ReadsDate(row) && TotalIn(columns, row, usual) is null
            : kind == LayoutKind.Orders && row > 0 && columns.Any(c => RoleFinder.NameFit("orderId", c) > 55 && c.Cells[row].Length > 0 && c.Cells[row] == c.Cells[row - 1]);
    }

    /// <summary>The column whose text says that a row is a total or a balance: a whole word for it, on a row with fewer cells than most.</summary>
    private static ColumnFacts? TotalIn(ColumnFacts[] columns, int row, int usual)
    {
        var filled = columns.Count(c => c.Cells[row].Length > 0);
        return Array.Find(columns, c => GuessWords.All.IsOpening(c.Cells[row]) || (filled < usual && GuessWords.All.IsTotalWord(c.Cells[row])) || (filled <= 4 && filled < usual && GuessWords.All.IsTotal(c.Cells[row])));
    }

    private static void Form(JsonObject layout, Sheet sheet)
    {
        switch (sheet.Form)
        {
            case FileForm.Csv:
                layout["csv"] = new JsonObject { ["delimiters"] = new JsonArray(sheet.Delimiter.ToString()) };
                if (sheet.EncodingName.Length > 0)
                {
                    layout["encoding"] = sheet.EncodingName;
                }

                break;
            case FileForm.Json:
                layout["json"] = sheet.IsDeep ? new JsonObject { ["list"] = sheet.List, ["anywhere"] = true } : new JsonObject { ["list"] = sheet.List };
                break;
            case FileForm.Xml:
                layout["xml"] = new JsonObject { ["item"] = sheet.List };
                break;
        }
    }

    /// <summary>The columns that needed rules use, and more up to a few: a layout must fit no other format.</summary>
    private static JsonArray KnownBy(Draft draft)
    {
        var inFirst = draft.Columns.Where((c, i) => c.Name.Written.Length > 0 && !c.Name.IsPlace && (draft.Sheet.Form != FileForm.Json || draft.Sheet.Rows[0][i].Length > 0)).Select(c => c.Name.Written).ToList();
        var names = draft.Used.Where(inFirst.Contains).ToList();
        names.AddRange(draft.Roles.Values.Select(i => draft.Columns[i].Name.Written).Concat(inFirst).Where(n => inFirst.Contains(n) && !names.Contains(n)).Distinct(StringComparer.Ordinal).Take(Math.Max(0, LeastKnownBy - names.Count)).ToList());
        return [.. names.Select(n => (JsonNode)new JsonArray(n))];
    }

    /// <summary>Which mark the sums prove. One before three digits all over may group or divide: then the file is asked about, unless other sums without a mark are all below a thousand.</summary>
    private static string Mark(Draft draft)
    {
        var texts = Sums.Select(draft.Of).OfType<ColumnFacts>().SelectMany(c => c.Filled).ToList();
        var seen = texts.ToLookup(t => LeadingZero().IsMatch(t) ? (t.Contains('.', StringComparison.Ordinal) ? AmountText.Evidence.Dot : AmountText.Evidence.Comma) : AmountText.MarkOf(t, 3));
        if (seen.Contains(AmountText.Evidence.Dot) && seen.Contains(AmountText.Evidence.Comma))
        {
            draft.Notes.Add("Sums are written with a decimal point and with a decimal comma: each tells for itself.");
            return "value";
        }

        if (seen.Contains(AmountText.Evidence.Dot) || seen.Contains(AmountText.Evidence.Comma) || draft.Sheet.Form == FileForm.Json)
        {
            return seen.Contains(AmountText.Evidence.Comma) ? "," : ".";
        }

        if (seen[AmountText.Evidence.Unclear].FirstOrDefault() is not { } unclear)
        {
            return "file";
        }

        var groups = unclear.Contains(',', StringComparison.Ordinal) ? "." : ",";
        var plain = seen[AmountText.Evidence.None].Select(t => Math.Abs(ColumnFacts.Number(t) ?? 0)).Where(n => n != 0).ToList();
        var hasCents = draft.Currency.Code is not { } code || Core.Values.Currency.Of(code).Decimals > 0;
        if (hasCents && (plain.Count == 0 || plain.Exists(n => n >= 1000)))
        {
            draft.Asks.Add($"decimalMark: \"{unclear}\" may have thousands or three decimals, and no sum of the file tells. Set \"decimalMark\" to \".\" or \",\", whichever stands before decimals.");
        }

        return groups;
    }

    private static List<string> Blanks(Draft draft) => draft.Columns.Any(c => c.IsDirection && c.Blanks.Count > 0)
        ? []
        : [.. draft.Roles.Values.SelectMany(i => draft.Columns[i].Blanks).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Rules for rows that are no records: those without day and money, and by the words with which the others begin.</summary>
    private static JsonArray Skips(Draft draft, ColumnFacts[] columns, int date, List<bool> isRecord, bool isGrouped)
    {
        var skips = new JsonArray();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var dated = columns[date].Name.Written;
        var money = Sums.Where(s => s is not ("fee" or "balance")).Where(draft.Has).Select(draft.Name).Distinct(StringComparer.Ordinal).Select(name => Array.Find(columns, c => c.Name.Written == name)!).ToList();
        var others = Enumerable.Range(0, isRecord.Count).Where(i => !isRecord[i]).ToList();
        bool IsEmpty(int row) => columns[date].Cells[row].Length == 0 && money.TrueForAll(m => m.Cells[row].Length == 0);
        if (!isGrouped && money.Count > 0 && others.Exists(IsEmpty))
        {
            skips.Add(new JsonArray([.. money.Select(m => m.Name.Written).Prepend(dated).Select(name => (JsonNode)new JsonObject { ["of"] = name, ["empty"] = true })]));
            draft.Notes.Add("Rows with neither a day nor a sum, which go on with the text of another row, are passed over.");
            others.RemoveAll(IsEmpty);
        }

        var always = columns.Where(c => c.Name.Written.Length > 0 && isRecord.Contains(true) && Enumerable.Range(0, isRecord.Count).All(i => !isRecord[i] || c.Cells[i].Length > 0)).ToList();
        foreach (var row in others)
        {
            var total = TotalIn(columns, row, int.MaxValue);
            if ((total ?? Array.Find(columns, c => c.Name.Written.Length > 0 && c.Cells[row].Any(char.IsLetter) && GuessWords.All.Currency(c.Cells[row]) is null)) is not { } column)
            {
                // A row of sums alone, under a column that says nothing: it is told by the date that it lacks, or by the sum in its place.
                var test = columns[date].Cells[row].Length == 0 ? new JsonObject { ["of"] = dated, ["empty"] = true }
                    : SumInPlace().IsMatch(columns[date].Cells[row]) && columns[date].Cells.Where((_, i) => isRecord[i]).All(c => !SumInPlace().IsMatch(c)) ? new JsonObject { ["of"] = dated, ["matches"] = SumInPlace().ToString() }
                    : null;
                if (test is not null && known.Add(test.ToJsonString()))
                {
                    skips.Add(new JsonArray(test));
                }

                continue;
            }

            var start = total is null ? new string([.. column.Cells[row].TakeWhile(c => !char.IsAsciiDigit(c)).Take(40)]).TrimEnd() : column.Cells[row];
            if (start.Length == 0 || !known.Add(column.Name.Written + "\n" + start))
            {
                continue;
            }

            var tests = new JsonArray(new JsonObject { ["of"] = column.Name.Written, ["matches"] = "^" + Regex.Escape(start) + (total is null ? "" : "$") });
            if (column != columns[date] && (columns[date].Cells[row].Length == 0 ? columns[date] : always.Find(c => c.Cells[row].Length == 0)) is { } lacking)
            {
                tests.Add(new JsonObject { ["of"] = lacking.Name.Written, ["empty"] = true });
            }

            skips.Add(tests);
            draft.Notes.Add($"Rows that begin with \"{start}\" in \"{column.Name.Written}\" are passed over.");
            if (skips.Count == 20)
            {
                draft.Notes.Add("More rows than these do not look like records; they will be rejected with their reasons.");
                break;
            }
        }

        return skips;
    }

    /// <summary>Reads the file by the layout as any file is read; leaves out optional sums that do not read, and tells how it came out.</summary>
    private static void Tidy(JsonObject json, string path, ImportLimits limits, List<string> notes)
    {
        var record = (json["entry"] ?? json["order"])!.AsObject();
        foreach (var key in Optional)
        {
            var layout = LayoutFile.Parse($"{json["name"]}.json", System.Text.Encoding.UTF8.GetBytes(Answered(json).ToJsonString()));
            var reader = new FileReader(LayoutCatalog.Of(layout), limits);
            if (reader.Identify(path) is Identification.Unknown(var why))
            {
                notes.Add($"The layout does not read the file yet: {why}");
                return;
            }

            var outcomes = reader.Read(path, layout, null, new string('0', 64), Path.GetFileName(path)).Where(outcome => outcome is not RowOutcome.PassedOver).Take(Sheet.MostRows).ToList();
            var rejected = outcomes.OfType<RowOutcome.Rejected>().ToList();
            var optional = record[key]?.ToJsonString(LayoutText.Options);
            if (key.Length == 0 || rejected.Count == 0)
            {
                notes.Add(FormattableString.Invariant($"Read by it: {outcomes.Count - rejected.Count} records, {rejected.Count} rejected."));
                notes.AddRange(rejected.Take(3).Select(r => FormattableString.Invariant($"Rejected, line {r.Row.Line}: {r.Row.Column} \"{SourceText.Cut(r.Row.Text, 60)}\" {r.Row.Why}")));
                return;
            }

            if (optional is not null && rejected.Exists(r => r.Row.Column.Length > 0 && optional.Contains(JsonSerializer.Serialize(r.Row.Column, LayoutText.Options), StringComparison.Ordinal)))
            {
                record.Remove(key);
                notes.Add($"\"{key}\" is left out: it does not read on every row.");
            }
        }
    }

    /// <summary>The proposal as if its questions were answered, to see whether the rest of it reads the file.</summary>
    private static JsonObject Answered(JsonObject json)
    {
        var answered = json.DeepClone().AsObject();
        var asks = (answered["ask"]?.AsArray() ?? []).Select(a => a!.ToString()).ToList();
        answered.Remove("ask");
        if (asks.Exists(a => a.StartsWith("currency:", StringComparison.Ordinal)))
        {
            answered["currency"] = new JsonObject { ["text"] = "EUR" };
        }

        if (asks.Exists(a => a.StartsWith("dateOrder:", StringComparison.Ordinal)))
        {
            answered["dateOrder"] = "day-first";
        }

        return answered;
    }

    private static string NameOf(string fileStem)
    {
        var words = GuessWords.Plain(fileStem).Split(' ').Where(w => w.Length > 0 && !w.All(char.IsAsciiDigit)).Take(5);
        var name = string.Join('-', words);
        return name.Length == 0 ? "new-layout" : name;
    }

    private static string OwnerOf(string name, LayoutKind kind)
    {
        var owner = string.Join('-', name.Split('-').Where(w => !GuessWords.All.IsGeneric(w)));
        return owner.Length > 0 ? owner : kind == LayoutKind.Statement ? "wallet" : "marketplace";
    }

    [GeneratedRegex("^'?(0?[1-9]|[12][0-9]|3[01])[./-](0?[1-9]|[12][0-9]|3[01])\\.?$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex DayAndMonth();

    [GeneratedRegex("^[-+]?0[.,]", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LeadingZero();

    [GeneratedRegex("^-?[0-9][0-9.,]*[.,][0-9][0-9]$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex SumInPlace();
}
