using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reconciler.Import.Guess;

/// <summary>The words by which columns, statuses and directions are known, in some thirty languages. They are data: <c>words.json</c> beside this file.</summary>
internal sealed class GuessWords
{
    private readonly Dictionary<string, List<(string Phrase, string Language, int Rank)>> columns;
    private readonly Dictionary<string, string> directions = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string[]> directionPairs;
    private readonly HashSet<string> ordersOnly;
    private readonly HashSet<string> statementOnly;
    private readonly HashSet<string> generic;
    private readonly HashSet<string> accountNumbers;
    private readonly HashSet<string> ownIds;
    private readonly HashSet<string> unitPrices;
    private readonly HashSet<string> opening;
    private readonly List<string> noDirections;
    private readonly List<string> givenBack;
    private readonly List<string> totals;
    private readonly Dictionary<string, string> currencyNames;

    private GuessWords(JsonElement all)
    {
        columns = all.GetProperty("columns").EnumerateObject().ToDictionary(
            role => role.Name,
            role => role.Value.EnumerateObject().SelectMany(language => Texts(language.Value).SelectMany((text, rank) => Spellings(text).Select(s => (s, language.Name, rank)))).ToList(),
            StringComparer.Ordinal);
        directionPairs = [.. all.GetProperty("directions").EnumerateArray().Select(pair => Texts(pair).ToArray())];
        foreach (var pair in directionPairs)
        {
            directions.TryAdd(pair[0], "out");
            directions.TryAdd(pair[1], "in");
        }

        accountNumbers = [.. Texts(all.GetProperty("accountNumbers")).SelectMany(Spellings)];
        ownIds = [.. Texts(all.GetProperty("ownIds")).SelectMany(Spellings)];
        ordersOnly = [.. Texts(all.GetProperty("ordersOnly")).Select(Plain)];
        statementOnly = [.. Texts(all.GetProperty("statementOnly")).Select(Plain)];
        generic = [.. Texts(all.GetProperty("genericFileWords")).Select(Plain)];
        totals = [.. Texts(all.GetProperty("totals")).Select(Plain)];
        currencyNames = all.GetProperty("currencyNames").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        EntryStatus = Classes(all, "entryStatus");
        OrderStatus = Classes(all, "orderStatus");
        EntryType = Classes(all, "entryType");
        Flows = Classes(all, "flows");
        unitPrices = [.. Texts(all.GetProperty("unitPrices")).SelectMany(Spellings)];
        noDirections = [.. Texts(all.GetProperty("noDirections")).SelectMany(Spellings)];
        opening = [.. Texts(all.GetProperty("opening")).Select(Plain)];
        givenBack = [.. Texts(all.GetProperty("givenBack")).SelectMany(Spellings)];
        ZoneOfCurrency = Map(all, "zoneOfCurrency");
        ZoneOfEuroLanguage = Map(all, "zoneOfEuroLanguage");
        ZoneOfLanguage = Map(all, "zoneOfLanguage");
    }

    public static GuessWords All { get; } = Load();

    /// <summary>Words of each status of an entry, by the contract's names.</summary>
    public WordClass[] EntryStatus { get; }

    public WordClass[] OrderStatus { get; }

    public WordClass[] EntryType { get; }

    /// <summary>What mostly brings money in, and what takes it out.</summary>
    public WordClass[] Flows { get; }

    public IReadOnlyDictionary<string, string> ZoneOfCurrency { get; }

    public IReadOnlyDictionary<string, string> ZoneOfEuroLanguage { get; }

    /// <summary>Of languages that are written in one zone only.</summary>
    public IReadOnlyDictionary<string, string> ZoneOfLanguage { get; }

    /// <summary>How a word is compared: small letters, no accents, one space for whatever is neither letter nor digit.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        var last = ' ';
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (!char.IsLetterOrDigit(c))
            {
                Add(' ');
                continue;
            }

            // transactionId and CreatedAt are two words each, iDEAL is one.
            if (char.IsUpper(c) && char.IsLower(last) && plain.Length > 1 && plain[^2] != ' ')
            {
                Add(' ');
            }

            // Letters that are no accents of another one, but are written like it in capitals.
            Add(c switch { 'ı' => 'i', 'ς' => 'σ', _ => c });
        }

        return plain.ToString().Normalize(NormalizationForm.FormC).ToLowerInvariant().TrimEnd();

        void Add(char c)
        {
            if (c != ' ' || (plain.Length > 0 && plain[^1] != ' '))
            {
                plain.Append(c);
            }

            last = c;
        }
    }

    /// <summary>How well a column's name fits a role, 0 to 100: 100 is one of its words itself.</summary>
    public double Fit(string role, string plainName)
    {
        var best = 0.0;
        foreach (var (phrase, _, rank) in columns[role])
        {
            if (phrase == plainName)
            {
                best = Math.Max(best, 100 - (0.4 * rank));
            }
            else if (Holds(plainName, phrase))
            {
                best = Math.Max(best, (62.0 * phrase.Length / plainName.Length) - (0.1 * rank));
            }
        }

        return best;
    }

    /// <summary>The language in which most of these names are words of a column; English where nothing tells.</summary>
    public string Language(IEnumerable<string> plainNames)
    {
        var names = plainNames.ToHashSet(StringComparer.Ordinal);
        return columns.Values.SelectMany(words => words).Where(w => names.Contains(w.Phrase)).Select(w => (w.Phrase, w.Language)).Distinct()
            .CountBy(w => w.Language).OrderByDescending(l => l.Value).ThenBy(l => l.Key == "en" ? 0 : 1).Select(l => l.Key).FirstOrDefault("en");
    }

    /// <summary>Whether a name is a column's word in any role, whole.</summary>
    public bool IsColumn(string plainName) => plainName.Length > 0 && columns.Values.Any(words => words.Exists(w => w.Phrase == plainName));

    /// <summary>Whether a name is one of an account, or of several of its numbers (<c>Kontonummer/IBAN</c>); an id of such (<c>account id</c>) is too.</summary>
    public bool NamesAccount(string plainName) => accountNumbers.Any(word => Holds(plainName, word));

    /// <summary>Whether a name says that the source gives each transaction an id of its own; a reference, a receipt's or document's number may come again.</summary>
    public bool NamesOwnId(string plainName) => ownIds.Contains(plainName);

    /// <summary>How much names speak for orders (positive) or for a statement (negative).</summary>
    public int Orders(IEnumerable<string> plainNames) =>
        plainNames.Sum(name => (ordersOnly.Any(w => Holds(name, w)) ? 1 : 0) - (statementOnly.Any(w => Holds(name, w)) ? 1 : 0));

    /// <summary>"out", "in", or null for a word that tells no direction.</summary>
    public string? Direction(string text) => directions.GetValueOrDefault(text.Trim());

    /// <summary>Whether a name says that its words, such as debit and credit, are of something else than the direction: kinds of cards.</summary>
    public bool NamesNoDirection(string plainName) => noDirections.Exists(word => Holds(plainName, word));

    /// <summary>The word for the other direction that belongs to this one.</summary>
    public IEnumerable<string> Opposites(string text, string direction)
    {
        var own = direction == "out" ? 0 : 1;
        return directionPairs.Where(p => p[own].Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)).Select(p => p[1 - own]);
    }

    public bool IsTotal(string text) => Plain(text) is { Length: > 0 } plain && totals.Exists(word => plain == word || plain.StartsWith(word + " ", StringComparison.Ordinal));

    /// <summary>Whether a text is, whole, a word for a total or a balance.</summary>
    public bool IsTotalWord(string text) => Plain(text) is { Length: > 0 } plain && totals.Contains(plain);

    /// <summary>Whether a text is, whole, an opening or closing balance, which is never a movement.</summary>
    public bool IsOpening(string text) => Plain(text) is { Length: > 0 } plain && opening.Contains(plain);

    /// <summary>Whether a name says that a price is that of one piece.</summary>
    public bool NamesUnitPrice(string plainName) => unitPrices.Any(word => Holds(plainName, word));

    /// <summary>Whether a text tells of money that comes back or of a card's bill that is paid: money in, whatever the sign looks like.</summary>
    public bool IsGivenBack(string text) => Plain(text) is { Length: > 0 } plain && givenBack.Exists(word => Holds(plain, word));

    public bool IsGeneric(string plainWord) => generic.Contains(plainWord);

    /// <summary>The currency that a code, name or sign means where it stands alone, or null.</summary>
    public string? Currency(string text) =>
        text.Trim() is var word && word.Length == 3 && word.All(char.IsAsciiLetter) && Core.Values.Currency.TryParse(word, out var code) ? code.Code
        : currencyNames.GetValueOrDefault(word.TrimEnd('.'));

    /// <summary>Whether a name holds a phrase as whole words; in Chinese, which has no spaces, anywhere.</summary>
    internal static bool Holds(string plain, string phrase)
    {
        if (phrase.Length == 0)
        {
            return false;
        }

        for (var at = plain.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = plain.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            var end = at + phrase.Length;
            if (IsHan(phrase[0]) || ((at == 0 || plain[at - 1] == ' ' || IsHan(plain[at - 1])) && (end == plain.Length || plain[end] == ' ' || IsHan(plain[end]))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Letters of scripts that write words together: Chinese, Japanese, Korean, Thai.</summary>
    internal static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF' or >= '\u3040' and <= '\u30FF' or >= '\uAC00' and <= '\uD7A3' or >= '\u0E00' and <= '\u0E7F';

    private static GuessWords Load()
    {
        using var stream = typeof(GuessWords).Assembly.GetManifestResourceStream("Reconciler.Import.Guess.words.json")!;
        using var json = JsonDocument.Parse(stream);
        return new GuessWords(json.RootElement);
    }

    /// <summary>A word, and how it is written where there are no umlauts.</summary>
    private static IEnumerable<string> Spellings(string text)
    {
        yield return Plain(text);
        if (text.AsSpan().ContainsAny("äöü"))
        {
            yield return Plain(text.Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal).Replace("ü", "ue", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);

    private static WordClass[] Classes(JsonElement all, string key) =>
        [.. all.GetProperty(key).EnumerateObject().Select(p => new WordClass(p.Name, [.. Texts(p.Value).SelectMany(Spellings).Distinct()]))];

    private static Dictionary<string, string> Map(JsonElement all, string key) =>
        all.GetProperty(key).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
}

/// <summary>The words that mean one thing: a status, a type, a direction.</summary>
internal sealed record WordClass(string Name, string[] Words)
{
    /// <summary>The class whose word a text is, else the one whose longest word it holds; of types the first, as a refund of a card payment is a refund. Null for none.</summary>
    public static string? Of(WordClass[] classes, string text)
    {
        var plain = GuessWords.Plain(text);
        var whole = Array.Find(classes, c => c.Words.Contains(plain));
        return whole?.Name ?? classes
            .SelectMany(c => c.Words.Where(w => w.Length > 2 && GuessWords.Holds(plain, w)).Select(w => (c.Name, w.Length)))
            .OrderByDescending(hit => classes == GuessWords.All.EntryType ? 0 : hit.Length).Select(hit => hit.Name).FirstOrDefault();
    }

    /// <summary>The class and the word with which a text begins; null for none.</summary>
    public static (string Name, string Word)? Beginning(WordClass[] classes, string text)
    {
        var plain = GuessWords.Plain(text);
        foreach (var one in classes)
        {
            var word = one.Words.Where(w => plain == w || plain.StartsWith(w + " ", StringComparison.Ordinal) || (GuessWords.IsHan(w[0]) && plain.StartsWith(w, StringComparison.Ordinal)))
                .OrderByDescending(w => w.Length).FirstOrDefault();
            if (word is not null)
            {
                return (one.Name, word);
            }
        }

        return null;
    }
}
