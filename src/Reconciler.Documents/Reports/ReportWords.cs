using System.Text.Json;
using System.Text.Json.Serialization;
using Reconciler.Core.Findings;
using Reconciler.Core.Reports;
using Reconciler.Documents.Drawing;
using Reconciler.Documents.Evidence;

namespace Reconciler.Documents.Reports;

/// <summary>All words of a reader's report in one language: a file of <c>Assets/ReportWords</c>. The kinds of findings have the words that the evidence has.</summary>
/// <remarks>A name in braces is filled in. Every file has every key, else it cannot be read.</remarks>
internal sealed record ReportWords
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly Dictionary<string, (ReportWords Words, string Text)> All = RecordWords.Languages.ToDictionary(l => l, Read);

    public required string Title { get; init; }

    public required string Subject { get; init; }

    public required string SubjectNothing { get; init; }

    public required string SubjectFindings { get; init; }

    public required string AsOf { get; init; }

    public required string PeriodSince { get; init; }

    public required string PeriodDays { get; init; }

    public required string PeriodDay { get; init; }

    public required string PeriodAll { get; init; }

    public required string Wallets { get; init; }

    public required string Marketplaces { get; init; }

    public required string Balanced { get; init; }

    public required string Unbalanced { get; init; }

    public required string MoneyAtRisk { get; init; }

    public required string NothingAtRisk { get; init; }

    public required string UnreadMailbox { get; init; }

    public required string NewCount { get; init; }

    public required string ClosedCount { get; init; }

    public required string OverdueCount { get; init; }

    public required string WaitingCount { get; init; }

    public required string ByKind { get; init; }

    public required string Trend { get; init; }

    public required string TrendNote { get; init; }

    public required string TrendNoteWeeks { get; init; }

    public required string TrendNoteMonths { get; init; }

    public required string TrendMore { get; init; }

    public required string WorkbookKept { get; init; }

    public required string NewFindings { get; init; }

    public required string NoneNew { get; init; }

    public required string Closed { get; init; }

    public required string NoneClosed { get; init; }

    public required string Overdue { get; init; }

    public required string NoneOverdue { get; init; }

    public required string Disputes { get; init; }

    public required string NoneDisputes { get; init; }

    public required string Answered { get; init; }

    public required string Ages { get; init; }

    public required string AgesNote { get; init; }

    public required string NoneAges { get; init; }

    public required string Totals { get; init; }

    public required string Rows { get; init; }

    public required string WholeTotals { get; init; }

    public required string Entries { get; init; }

    public required string Orders { get; init; }

    public required string Kind { get; init; }

    public required string Findings { get; init; }

    public required string Amount { get; init; }

    public required string Currency { get; init; }

    public required string Due { get; init; }

    public required string OrderOf { get; init; }

    public required string TransactionOf { get; init; }

    public required string Finding { get; init; }

    public required string CameBy { get; init; }

    public required string Late { get; init; }

    public required string State { get; init; }

    public required string Letters { get; init; }

    public required string Claimed { get; init; }

    public required string Age { get; init; }

    public required string Days { get; init; }

    public required string MoreDays { get; init; }

    public required string MoneyDays { get; init; }

    public required string Where { get; init; }

    public required string Count { get; init; }

    public required string Date { get; init; }

    public required string More { get; init; }

    public required string PreparedBy { get; init; }

    public required string ReviewedBy { get; init; }

    public required string NameAndDate { get; init; }

    public required string RunFoot { get; init; }

    public required string Page { get; init; }

    public required string Attached { get; init; }

    public required string Between { get; init; }

    public required string AlertSubject { get; init; }

    public required string AlertFailed { get; init; }

    public required string AlertLate { get; init; }

    public required string AlertStatements { get; init; }

    public required string AlertWhy { get; init; }

    public required string AlertThen { get; init; }

    /// <summary>Of rejected rows: what was wrong with them is told in English.</summary>
    public required string WhyInEnglish { get; init; }

    public required StatementWords Statement { get; init; }

    /// <summary>The workbook's sheets by their English names.</summary>
    public required IReadOnlyDictionary<string, string> Sheets { get; init; }

    /// <summary>The columns of the workbook by their names in exports.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>What stands in cells, by the names in exports and control totals.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    [JsonIgnore]
    public IReadOnlyDictionary<FindingKind, string> Kinds { get; private init; } = new Dictionary<FindingKind, string>();

    /// <summary>The words of a language; English for one that there are none of.</summary>
    public static ReportWords For(string language) => All.GetValueOrDefault(language, All["en"]).Words;

    /// <summary>The same where these fonts can draw them, else English.</summary>
    public static ReportWords Drawn(string language, Fonts fonts) => fonts.CanShow(All.GetValueOrDefault(language, All["en"]).Text) ? For(language) : For("en");

    /// <summary>The words of an alert's mail: its subject, what happened, what is known of it, and what follows.</summary>
    public string Of(AlertKind kind) => kind switch { AlertKind.Failed => AlertFailed, AlertKind.Late => AlertLate, _ => AlertStatements };

    public string Value(string name) => Values.GetValueOrDefault(name, name);

    private static (ReportWords Words, string Text) Read(string language)
    {
        using var file = typeof(ReportWords).Assembly.GetManifestResourceStream($"ReportWords/{language}.json") ?? throw new InvalidOperationException($"The words of {language} are not inside the program.");
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return (JsonSerializer.Deserialize<ReportWords>(text, Strict)! with { Kinds = RecordWords.Of(language).Kinds }, text);
    }
}
