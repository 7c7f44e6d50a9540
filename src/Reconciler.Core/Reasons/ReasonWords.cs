using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reasons;

/// <summary>
/// The words of all facts in one language: a file of <c>Words</c>. <c>{0}</c> is the first value of a fact; <c>{0|day|days}</c> is the form of a word that stands by it as a number.
/// Those of English are part of the contract: exports and result hashes hold them.
/// </summary>
internal sealed class ReasonWords
{
    private const int MostValues = 8;

    private static readonly JsonSerializerOptions Strict = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
    private static readonly ReasonWords Contract = new(Read("en"), null);
    private static readonly int[] Places = [.. Contract.templates.Select(t => t is null ? 0 : t.Max(s => s.Place) + 1)];
    private static readonly string[] Heads = [.. Contract.templates.Select((_, number) => string.Create(CultureInfo.InvariantCulture, $"{Reason.Fact}{number}"))];
    private static readonly ConcurrentDictionary<string, ReasonWords> All = new(StringComparer.Ordinal);

    private readonly ReaderFormat? format;
    private readonly string language;
    private readonly Segment[]?[] templates;
    private readonly FrozenDictionary<string, string[]> spans;
    private readonly FrozenDictionary<string, string> names;

    private ReasonWords((string Language, WordsFile File) words, ReaderFormat? format)
    {
        (language, this.format) = (words.Language, format);
        var facts = Enum.GetValues<Because>();
        templates = new Segment[]?[facts.Max(f => (int)f) + 1];
        foreach (var fact in facts)
        {
            templates[(int)fact] = Parse(words.File.Facts[JsonNamingPolicy.CamelCase.ConvertName(fact.ToString())]);
        }

        spans = words.File.Spans.ToFrozenDictionary(StringComparer.Ordinal);
        names = Enum.GetValues<DayOfWeek>().Select(day => KeyValuePair.Create(day.ToString(), words.File.Weekdays[(int)day])).Concat(words.File.OrderStatuses).Concat(words.File.EntryTypes).Concat(words.File.Names)
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The languages that there are, the default one first.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "pt", "ru", "zh"];

    /// <summary>The words for a reader; English ones where a language has none, with its own sums and dates.</summary>
    public static ReasonWords For(string language) => All.GetOrAdd(
        language.Split('-', '_')[0].ToLowerInvariant(), first => new ReasonWords(Read(Languages.Contains(first) ? first : Languages[0]), ReaderFormat.Of(first)));

    /// <summary>The sentence of exports.</summary>
    public static string Exported(string kept) => Contract.Of(kept);

    /// <summary>How many values a fact has.</summary>
    public static int PlacesOf(Because fact) => Places[(int)fact];

    /// <summary>How a fact begins where it is kept.</summary>
    public static string HeadOf(Because fact) => Heads[(int)fact];

    /// <summary>The fact that begins at a place of a kept reason.</summary>
    public static Because FactAt(string kept, int at)
    {
        var number = kept.AsSpan(at + 1);
        var end = number.IndexOfAny(Reason.Fact, Reason.Value);
        return int.TryParse(end < 0 ? number : number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var fact) ? (Because)fact : default;
    }

    /// <summary>The sentence of a kept reason.</summary>
    public string Of(string kept)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[512]);
        Span<Range> parts = stackalloc Range[MostValues + 1];
        for (int at = 0, end; at < kept.Length; at = end)
        {
            end = kept.IndexOf(Reason.Fact, at + 1) is > 0 and var next ? next : kept.Length;
            var fact = kept.AsSpan(at + 1, end - at - 1);
            Write(ref text, (int)FactAt(kept, at), fact, parts[..fact.Split(parts, Reason.Value)]);
        }

        return text.ToStringAndClear();
    }

    private void Write(ref DefaultInterpolatedStringHandler text, int number, ReadOnlySpan<char> fact, ReadOnlySpan<Range> parts)
    {
        // A fact that this program does not know stands in a store of a later one.
        foreach (var segment in (uint)number < (uint)templates.Length && templates[number] is { } known ? known : [])
        {
            if (segment.Place < 0)
            {
                text.AppendLiteral(segment.Words);
            }
            else if (segment.Place + 1 < parts.Length && fact[parts[segment.Place + 1]] is { Length: > 1 } value)
            {
                if (segment.Forms is { } forms)
                {
                    text.AppendLiteral(forms[Form(value[1..], forms.Length)]);
                }
                else if (format is null)
                {
                    text.AppendFormatted(value[1..]);
                }
                else
                {
                    text.AppendLiteral(Written(value[0], value[1..].ToString(), format));
                }
            }
        }
    }

    private string Written(char kind, string value, ReaderFormat format) => kind switch
    {
        ReasonValue.Sum when value.LastIndexOf(' ') is > 0 and var at => Number(value[..at], format) + value[at..],
        ReasonValue.Day when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => format.Date(day),
        ReasonValue.Number => Number(value, format),
        ReasonValue.Percent => format.Percent(decimal.Parse(value.AsSpan(0, value.IndexOf(' ')), NumberStyles.Number, CultureInfo.InvariantCulture), 1),
        ReasonValue.Apart when value.IndexOf(' ') is > 0 and var at && spans.GetValueOrDefault(value[(at + 1)..].TrimEnd('s')) is { } forms => $"{Number(value[..at], format)} {forms[Form(value.AsSpan(0, at), forms.Length)]}",
        ReasonValue.Named => names.GetValueOrDefault(value, value),
        _ => value,
    };

    /// <summary>A number with as many decimals as it was told with.</summary>
    private static string Number(string value, ReaderFormat format) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? format.Number(number, value.IndexOf('.') is >= 0 and var dot ? value.Length - dot - 1 : 0) : value;

    /// <summary>Which form of a word stands by a number: in Russian one, two to four (and parts), many; in Chinese there is one; else one, or many.</summary>
    /// <remarks>Source: Unicode CLDR, plural rules of cardinal numbers; Portuguese as of Brazil with 1 alone as one, which sums and counts are told with.</remarks>
    private int Form(ReadOnlySpan<char> number, int forms)
    {
        if (forms == 1 || number.SequenceEqual("1"))
        {
            return 0;
        }

        if (language != "ru")
        {
            return 1;
        }

        var last = number[^1];
        var isTeen = number.Length > 1 && number[^2] == '1';
        return number.Contains('.') ? 1 : isTeen ? 2 : last == '1' ? 0 : last is >= '2' and <= '4' ? 1 : 2;
    }

    private static Segment[] Parse(string words)
    {
        var segments = new List<Segment>();
        for (var at = 0; at < words.Length;)
        {
            var (open, close) = (words.IndexOf('{', at), words.IndexOf('}', at));
            if (open < 0)
            {
                segments.Add(new Segment(words[at..], -1, null));
                break;
            }

            if (open > at)
            {
                segments.Add(new Segment(words[at..open], -1, null));
            }

            var parts = words[(open + 1)..close].Split('|');
            segments.Add(new Segment(string.Empty, int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), parts.Length > 1 ? parts[1..] : null));
            at = close + 1;
        }

        return [.. segments];
    }

    private static (string Language, WordsFile File) Read(string language)
    {
        using var file = typeof(ReasonWords).Assembly.GetManifestResourceStream($"Reasons/{language}.json") ?? throw new InvalidOperationException($"The words of {language} are not inside the program.");
        return (language, JsonSerializer.Deserialize<WordsFile>(file, Strict)!);
    }

    /// <param name="Words">What stands there, where nothing is filled in.</param>
    /// <param name="Place">Which value is filled in; -1 for none.</param>
    /// <param name="Forms">The forms of a word of which that number chooses one; null where the value itself stands there.</param>
    private readonly record struct Segment(string Words, int Place, string[]? Forms);

    private sealed record WordsFile
    {
        public required Dictionary<string, string> Facts { get; init; }

        /// <summary>Seconds, minutes, hours and days as they stand after a number.</summary>
        public required Dictionary<string, string[]> Spans { get; init; }

        /// <summary>From Sunday on.</summary>
        public required string[] Weekdays { get; init; }

        public required Dictionary<string, string> OrderStatuses { get; init; }

        public required Dictionary<string, string> EntryTypes { get; init; }

        /// <summary>Letters, to whom they go, and how letters and findings stand, as exports name them.</summary>
        public required Dictionary<string, string> Names { get; init; }
    }
}
