using System.Globalization;
using System.Text.RegularExpressions;
using Reconciler.Core.Values;
using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Guess;

/// <summary>What the cells of one column tell.</summary>
internal sealed partial class ColumnFacts
{
    private static readonly HashSet<string> Nothing = new(["-", "--", "---", "—", "–", "/", "n/a", "N/A", "null", "NULL", "None", "."], StringComparer.Ordinal);

    private readonly Lazy<DateGuess?> dates;
    private readonly Lazy<string[]?> timesOfDay;

    public ColumnFacts(ColumnName name, IReadOnlyList<string> cells, bool monthFirst)
    {
        Name = name;
        Cells = cells;
        Blanks = [.. cells.Where(Nothing.Contains).Distinct(StringComparer.Ordinal)];
        Filled = [.. cells.Where(c => c.Length > 0 && !Nothing.Contains(c))];
        Distinct = [.. Filled.Distinct(StringComparer.OrdinalIgnoreCase)];
        var sums = Filled.Where(LooksLikeSum).ToList();
        SumShare = Filled.Count == 0 ? 0 : (double)sums.Count / Filled.Count;
        HasMinus = sums.Exists(s => Number(s) < 0);
        HasPlus = sums.Exists(s => Number(s) > 0);
        IsWhole = sums.TrueForAll(s => Number(s) is { } n && decimal.Truncate(n) == n);
        HasExplicitPlus = sums.Exists(s => s.StartsWith('+'));
        IsCount = Filled.Count >= 2 && IsWhole && SumShare >= 1 && (Steps(Filled) is 1 or -1) && Filled.Exists(f => f is "0" or "1");
        SaysZone = Filled.Count > 0 && Filled.TrueForAll(f => ZoneBehind(f).Length > 0);
        dates = new Lazy<DateGuess?>(() => DateGuess.Of(Filled.Select(Moment), monthFirst));
        timesOfDay = new Lazy<string[]?>(() => DateGuess.OfDay(Filled));
    }

    public ColumnName Name { get; }

    public IReadOnlyList<string> Cells { get; }

    public List<string> Filled { get; }

    public List<string> Distinct { get; }

    /// <summary>Signs in the column that stand for an empty cell.</summary>
    public List<string> Blanks { get; }

    public DateGuess? Dates => dates.Value;

    public string[]? TimesOfDay => timesOfDay.Value;

    public double SumShare { get; }

    public bool HasMinus { get; }

    public bool HasPlus { get; }

    public bool IsWhole { get; }

    /// <summary>Whether money in bears a plus.</summary>
    public bool HasExplicitPlus { get; }

    /// <summary>Numbers of the rows themselves: 1, 2, 3.</summary>
    public bool IsCount { get; }

    /// <summary>Whether each time names its zone behind it: <c>2026-05-25 12:30:00 EDT</c>.</summary>
    public bool SaysZone { get; }

    public double FilledShare => Cells.Count == 0 ? 0 : (double)Filled.Count / Cells.Count;

    public bool IsUnique => Distinct.Count == Filled.Count;

    public bool IsSums => SumShare >= 0.9 && !IsCount;

    /// <summary>All of them codes or names of currencies.</summary>
    public bool IsCurrency => Distinct.Count > 0 && Distinct.TrueForAll(d => GuessWords.All.Currency(d) is not null || (d.Length == 3 && Currency.TryParse(d, out _)));

    /// <summary>Numbers of accounts, which stand for who pays or is paid, never for one payment: by their name, or as IBANs by their check digits (ISO 13616).</summary>
    public bool IsAccount => GuessWords.All.NamesAccount(GuessWords.Plain(Name.Bare)) || (Distinct.Count > 0 && Distinct.Count(IsIban) * 2 > Distinct.Count);

    /// <summary>Words for a direction: all of the rows but those of a third word, for neither, which are rejected when read.</summary>
    public bool IsDirection => Cells.Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 and <= 4 } words
        && words.Count(w => GuessWords.All.Direction(w) is not null) is var known && known > 0 && known >= (words.Count > 2 ? words.Count - 1 : words.Count);

    /// <summary>Whether the words themselves, whatever the column is called, tell both directions on every row.</summary>
    public bool TellsBothDirections => IsDirection && FilledShare >= 1 && !GuessWords.All.NamesNoDirection(GuessWords.Plain(Name.Bare))
        && Distinct.Exists(w => GuessWords.All.Direction(w) == "out") && Distinct.Exists(w => GuessWords.All.Direction(w) == "in");

    /// <summary>Texts that people have written: neither sums nor dates, codes, currencies or numbers of accounts.</summary>
    public bool IsFreeText => Name.Written.Length > 0 && SumShare < 0.5 && Filled.Count > 0 && !IsCurrency && !IsDirection && !IsAccount && Dates is not { Share: > 0.5 } && !IsAll(GuessWords.All.EntryStatus)
        && Filled.Count(f => f.Any(char.IsLetter)) * 2 > Filled.Count;

    /// <summary>The text of a time without the zone behind it.</summary>
    public string Moment(string text) => SaysZone && ZoneBehind(text) is { Length: > 0 } zone ? text[..^zone.Length].TrimEnd() : text;

    public bool ReadsDate(int row) => Dates!.Reads(Moment(Cells[row]));

    /// <summary>The part of the rows whose word is in one of these classes.</summary>
    public double KnownShare(WordClass[] classes) => Filled.Count == 0 ? 0 : (double)Filled.Count(f => WordClass.Of(classes, f) is not null) / Filled.Count;

    /// <summary>Whether each text is, whole, a word of one of these classes.</summary>
    public bool IsAll(WordClass[] classes) => Distinct.Count > 0 && Distinct.TrueForAll(d => GuessWords.Plain(d) is var plain && Array.Exists(classes, c => c.Words.Contains(plain)));

    /// <summary>A sum by the mark that reads it; by the dot where both do.</summary>
    public static decimal? Number(string text) => Number(text, '.') is { } dot && AmountText.MarkOf(text, 2) != AmountText.Evidence.Comma ? dot : Number(text, ',') ?? Number(text, '.');

    public static decimal? Number(string text, char mark) => AmountText.TryRead(text, mark, out var number, out _) ? number : null;

    /// <summary>The currency word beside a sum; empty where none is.</summary>
    public static string Word(string text) => AmountText.TryRead(text, '.', out _, out var word) || AmountText.TryRead(text, ',', out _, out word) ? word : string.Empty;

    /// <summary>The same step from each whole number to the next, or 0.</summary>
    private static int Steps(List<string> texts)
    {
        var steps = texts.Zip(texts.Skip(1), (a, b) => int.TryParse(a, CultureInfo.InvariantCulture, out var from) && int.TryParse(b, CultureInfo.InvariantCulture, out var to) && from is >= 0 and < 100_000 ? to - from : 0).Distinct().ToList();
        return steps is [var only] ? only : 0;
    }

    private static string ZoneBehind(string text) =>
        ZoneWord().Match(text) is { Success: true } match && ZoneText.TryToUtc(new DateTime(2026, 5, 6, 0, 0, 0, DateTimeKind.Unspecified), match.Value, out _) ? match.Value : string.Empty;

    [GeneratedRegex("(?<=[0-9M] )[A-Z]{3,5}$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ZoneWord();

    private static bool IsIban(string text)
    {
        var iban = text.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        if (iban.Length is < 15 or > 34 || !iban.All(char.IsAsciiLetterOrDigit) || !char.IsAsciiLetter(iban[0]) || !char.IsAsciiLetter(iban[1]) || !char.IsAsciiDigit(iban[2]) || !char.IsAsciiDigit(iban[3]))
        {
            return false;
        }

        var rest = 0;
        foreach (var c in iban[4..] + iban[..4])
        {
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + (c - '0')) % 97 : ((rest * 100) + (c - 'A' + 10)) % 97;
        }

        return rest == 1;
    }

    private static bool LooksLikeSum(string text)
    {
        if (text.Length > 40 || !(AmountText.TryRead(text, '.', out _, out var word) || AmountText.TryRead(text, ',', out _, out word)))
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && !text.Contains('E', StringComparison.OrdinalIgnoreCase);
        }

        return word.Length == 0 || AmountText.Meanings(word, []).Count > 0 || GuessWords.All.Currency(word) is not null;
    }
}
