using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Drawing;

namespace Reconciler.Documents.Evidence;

/// <summary>
/// All words of the drawn evidence in one language: a file of <c>Assets/Words</c>, whose terms are those of the letters in that language.
/// Amounts, dates and times are written as its readers do.
/// </summary>
/// <remarks>A name in braces is filled in. Every file has every key, else it cannot be read.</remarks>
internal sealed partial record RecordWords
{
    /// <summary>The languages that there are, the default one first.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "pt", "ru", "zh"];

    private const char NoBreakSpace = '\u00A0';

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly Dictionary<string, (RecordWords Words, string Text)> All = Languages.ToDictionary(l => l, Read);

    public static RecordWords English => All["en"].Words;

    /// <summary>One of the <see cref="Languages"/>.</summary>
    [JsonIgnore]
    public string Language { get; private init; } = Languages[0];

    /// <summary>How its readers write sums and dates.</summary>
    [JsonIgnore]
    public ReaderFormat Format { get; private init; } = ReaderFormat.Of(Languages[0]);

    public required string Title { get; init; }

    public required string TitleOfCase { get; init; }

    public required string Subtitle { get; init; }

    public required string Footer { get; init; }

    public required string Page { get; init; }

    public required string DueOn { get; init; }

    public required string OnePayment { get; init; }

    public required string Payments { get; init; }

    public required string OneOrder { get; init; }

    public required string Orders { get; init; }

    public required string Refunds { get; init; }

    public required string Payment { get; init; }

    public required string PaymentNumber { get; init; }

    public required string ChargedAgain { get; init; }

    public required string InDispute { get; init; }

    public required string Apart { get; init; }

    public required string Same { get; init; }

    /// <summary>Between the things that are the same in both.</summary>
    public required string Between { get; init; }

    public required string AfterSentence { get; init; }

    public required string Day { get; init; }

    public required string Days { get; init; }

    public required string Hours { get; init; }

    public required string Minutes { get; init; }

    public required string Seconds { get; init; }

    public required string Calculation { get; init; }

    public required string ToBeGivenBack { get; init; }

    public required string Paid { get; init; }

    public required string PaidForOrder { get; init; }

    public required string Refunded { get; init; }

    public required string RefundedBy { get; init; }

    public required string StillOwed { get; init; }

    public required string BeyondDue { get; init; }

    public required string TypeAndStatus { get; init; }

    public required string StatusSince { get; init; }

    public required string Line { get; init; }

    public required string ClosingNote { get; init; }

    /// <summary>Said on every picture: it is no screenshot.</summary>
    public required string Drawn { get; init; }

    public required IReadOnlyDictionary<Fact, string> Labels { get; init; }

    public required IReadOnlyDictionary<FindingKind, string> Kinds { get; init; }

    /// <summary>What is claimed, or in dispute.</summary>
    public required IReadOnlyDictionary<FindingKind, string> Claims { get; init; }

    public required IReadOnlyDictionary<EntryType, string> EntryTypes { get; init; }

    /// <summary>As within a sentence, as those of the orders.</summary>
    public required IReadOnlyDictionary<EntryStatus, string> EntryStatuses { get; init; }

    public required IReadOnlyDictionary<OrderStatus, string> OrderStatuses { get; init; }

    /// <summary>The words for the readers of a letter.</summary>
    /// <param name="language">A folder of the letters, such as <c>pt-BR</c>: its first part counts. One without words gives English.</param>
    /// <param name="fonts">Where they cannot draw the words, these are English.</param>
    /// <param name="warn">Hears that they are, and what to do about it.</param>
    public static RecordWords For(string language, Fonts fonts, Action<string>? warn)
    {
        var (words, text) = All.GetValueOrDefault(language.Split('-', '_')[0].ToLowerInvariant(), All["en"]);
        if (Fonts.Explain(fonts.Missing(text)) is not { } why)
        {
            return words;
        }

        warn?.Invoke($"Receipt and pictures are in English, while the letter's language is {language}. {why}");
        return English;
    }

    /// <summary>The words of one of the <see cref="Languages"/>.</summary>
    public static RecordWords Of(string language) => All[language].Words;

    /// <summary>The text with what stands in braces filled in.</summary>
    public static string Fill(string text, params (string Name, string Value)[] values) =>
        Braces().Replace(text, found => Array.Find(values, v => v.Name == found.Groups["name"].Value).Value);

    /// <summary>With a capital at its beginning, in languages that have them.</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A sum with its sign; empty for none.</summary>
    public string Amount(Money? money) => money is { } some ? Format.Signed(some) : string.Empty;

    /// <summary>The time, or the day where the source tells no more; empty for none.</summary>
    public string Time(Moments? day, DateTime? utc) => day is { } told ? Format.Date(told.Day) : utc is { } some ? Format.Time(some) : string.Empty;

    /// <summary>Where a record stands: the file and the line in it.</summary>
    public string LineOf(SourceLine source) => Fill(Line, ("file", source.FileName), ("line", source.Line.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The two largest units of a time span, without its sign: <c>1 day 3 h</c>, <c>4 min 12 s</c>.</summary>
    public string Span(TimeSpan span)
    {
        var whole = span.Duration();
        (long Count, string Unit)[] parts = [(whole.Days, whole.Days == 1 ? Day : Days), (whole.Hours, Hours), (whole.Minutes, Minutes), (whole.Seconds, Seconds)];
        var said = parts.SkipWhile(p => p.Count == 0).Take(2).Where(p => p.Count > 0).Select(p => Format.Count(p.Count) + NoBreakSpace + p.Unit);
        return string.Join(' ', said) is { Length: > 0 } text ? text : "0" + NoBreakSpace + Seconds;
    }

    private static (RecordWords Words, string Text) Read(string language)
    {
        using var file = typeof(RecordWords).Assembly.GetManifestResourceStream($"Words/{language}.json") ?? throw new InvalidOperationException($"The words of {language} are not inside the program.");
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return (JsonSerializer.Deserialize<RecordWords>(text, Strict)! with { Language = language, Format = ReaderFormat.Of(language) }, text);
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Braces();
}
