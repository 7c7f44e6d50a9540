using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Layouts;

/// <summary>What a file of this layout holds.</summary>
public enum LayoutKind
{
    Statement,
    Orders,
}

/// <summary>Which mark stands before the decimals.</summary>
public enum DecimalMark
{
    Dot,
    Comma,

    /// <summary>The same mark all over a file, told by the file's own sums; a file that does not tell is refused.</summary>
    PerFile,

    /// <summary>Told by each sum and its currency; a sum that does not tell is rejected.</summary>
    PerValue,
}

/// <summary>How one kind of file is read, as data: one file in <c>config/layouts/</c>.</summary>
public sealed record Layout
{
    private string[]? firstKnownBy;
    private HashSet<int>? sumFields;
    private Dictionary<int, TimeRule>? timeFields;
    private Dictionary<int, TimeRule>? timesOfDay;

    /// <summary>The name that commands and inbox folders use; also the file's name without <c>.json</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the format is and where its description comes from.</summary>
    public required string About { get; init; }

    public required LayoutKind Kind { get; init; }

    public required LayoutFormat Format { get; init; }

    /// <summary>The wallet's or marketplace's name where the file does not bring it, or brings the account only; else empty.</summary>
    public string Owner { get; init; } = string.Empty;

    /// <summary>The wallet's or marketplace's name for one of several accounts there; empty where each row of the file names its own.</summary>
    public string OwnerOf(string? account) => string.IsNullOrEmpty(account) || Owner.Length == 0 ? Owner : $"{Owner}-{account}";

    public DecimalMark DecimalMark { get; init; }

    public DateOrder DateOrder { get; init; }

    /// <summary>What tells the order of day and month where a file's own dates leave it open; null: nothing does.</summary>
    internal ChoiceRule<DateOrder>? DateOrderElse { get; init; }

    /// <summary>The encoding of files that are neither marked nor UTF-8; empty: guessed.</summary>
    public string EncodingName { get; init; } = string.Empty;

    /// <summary>The columns (or JSON fields) by which a file is known, each with its other names. All must be there.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> KnownBy { get; init; }

    /// <summary>Questions of a proposed layout that only a person can answer: until they are struck out, no file is read by it.</summary>
    public IReadOnlyList<string> Asks { get; init; } = [];

    /// <summary>Whether a table with other columns than the layout's is another format: for those whose columns are few and have common names.</summary>
    internal bool IsExact { get; init; }

    internal string SettingsFile => $"config/layouts/{Name}.json";

    internal char[] Delimiters { get; init; } = [','];

    /// <summary>JSON: the property that holds the list of items; <see cref="JsonAnywhere"/>: at any depth, else at the top.</summary>
    internal string JsonList { get; init; } = string.Empty;

    internal bool JsonAnywhere { get; init; }

    /// <summary>JSON: each object of the file is an item, one behind the other or in one list.</summary>
    internal bool JsonLines { get; init; }

    /// <summary>JSON: properties that stand beside the list and make an empty one known.</summary>
    internal string[] JsonBeside { get; init; } = [];

    /// <summary>XML: the name of the elements that are records.</summary>
    internal string XmlItem { get; init; } = string.Empty;

    /// <summary>XML: how the direction of money follows from the purses; null: the file says it otherwise.</summary>
    internal PurseRule? XmlOwn { get; init; }

    /// <summary>A web page whose rows stand in no table; null: its tables are read.</summary>
    internal HtmlRule? Html { get; init; }

    /// <summary>Texts that stand for an empty cell, such as <c>--</c>.</summary>
    internal HashSet<string> Blanks { get; init; } = [];

    /// <summary>Rows that are no records: titles, totals, footers. A row is passed over where all conditions of one list hold.</summary>
    internal Condition[][] Skips { get; init; } = [];

    /// <summary>The file is a workbook: its numbers and dates are cells of their own kind, handed on as 1234.5 and ISO 8601.</summary>
    internal bool IsWorkbook { get; init; }

    /// <summary>All column names or JSON paths that the rules use; rules hold positions in this list.</summary>
    internal string[] FieldNames { get; init; } = [];

    /// <summary>The names as steps of a JSON path.</summary>
    internal string[][] FieldPaths { get; init; } = [];

    internal Dictionary<string, string> Symbols { get; init; } = [];

    /// <summary>Adjacent rows with the same text here are one record; null: a row is a record.</summary>
    internal TextRule? GroupBy { get; init; }

    /// <summary>Whether the rows of one record may stand apart: then the whole file is held in memory. Else they are adjacent.</summary>
    internal bool GroupAnywhere { get; init; }

    /// <summary>Columns whose text holds for the rows below it too, until another one stands there.</summary>
    internal int[] Carried { get; init; } = [];

    /// <summary>How the rows of fees are known that name the row whose fee they are; null: a fee stands on the row of its payment alone.</summary>
    internal FeeRowRule? FeeRows { get; init; }

    /// <summary>The ids of those rows of the file whose fee is a row of its own: their sums are without it.</summary>
    internal IReadOnlySet<string> FeesApart { get; init; } = new HashSet<string>();

    /// <summary>Columns that every line of a record must leave empty or repeat alike.</summary>
    internal int[] GroupAgrees { get; init; } = [];

    /// <summary>Names that go to the extra text although a rule uses them. <c>*</c> at the end stands for any rest.</summary>
    internal string[] ExtraKeeps { get; init; } = [];

    /// <summary>Names that never go to the extra text: personal data that reconciling does not need.</summary>
    internal string[] ExtraDrops { get; init; } = [];

    /// <summary>Where the file brings the wallet's or marketplace's name; with an <see cref="Owner"/>: the account that is joined to it.</summary>
    internal TextRule? OwnerColumn { get; init; }

    internal TextRule Currency { get; init; } = new TextRule.Constant(string.Empty);

    /// <summary>What tells the currency of a file where neither a column nor a sum does, such as the language of its words: the first row that gives one; null: nothing does.</summary>
    internal TextRule? CurrencyElse { get; init; }

    /// <summary>The entries that a record makes: nearly always one; several where a row tells a payment and its refund. Empty for orders.</summary>
    internal EntryRules[] Entries { get; init; } = [];

    internal OrderRules? Order { get; init; }

    /// <summary>The names of the first column by which a file is known: without it no row is a header. Empty where none is named.</summary>
    internal string[] FirstKnownBy => firstKnownBy ??= KnownBy.Count == 0 ? [] : [.. KnownBy[0]];

    /// <summary>All sums of the layout, for deciding the decimal mark.</summary>
    internal IEnumerable<MoneyCase> Moneys =>
        Entries.SelectMany(e => new[] { e.Amount, e.Original, e.Fee?.Money, e.Balance, e.OpeningBalance }).Concat([Order?.Total, Order?.Charged, Order?.Refunded])
            .OfType<MoneyRule>().SelectMany(m => m.Cases);

    /// <summary>All times of the layout, for deciding the order of day and month.</summary>
    internal IEnumerable<TimeRule> Times => Entries.Select(e => e.BookedAt).Concat([Order?.PlacedAt, Order?.PaidAt, Order?.StatusAt]).OfType<TimeRule>();

    /// <summary>The columns that are read as sums.</summary>
    internal IReadOnlySet<int> SumFields => sumFields ??= Moneys.SelectMany(m => m.Sums.Concat(m.Minus?.Sums ?? [])).SelectMany(of => of.WholeFields).ToHashSet();

    /// <summary>The columns that are read as points in time.</summary>
    internal IReadOnlyDictionary<int, TimeRule> TimeFields => timeFields ??= ByField(Times, time => time.Of);

    /// <summary>The columns that are read as times of day.</summary>
    internal IReadOnlyDictionary<int, TimeRule> TimesOfDay => timesOfDay ??= ByField(Times.Where(t => t.TimeOfDay is not null), time => time.TimeOfDay!);

    private static Dictionary<int, TimeRule> ByField(IEnumerable<TimeRule> times, Func<TimeRule, TextRule> textOf) =>
        times.SelectMany(time => textOf(time).WholeFields.Select(field => (field, time))).DistinctBy(t => t.field).ToDictionary(t => t.field, t => t.time);

    /// <summary>The text, or nothing where it stands for an empty cell.</summary>
    internal ReadOnlySpan<char> Told(ReadOnlySpan<char> text) => Blanks.Count > 0 && Blanks.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text) ? default : text;
}

/// <summary>Some exports write a fee as a row of its own and tell it on the row of its payment too, whose sum is then without it.</summary>
/// <param name="Names">On a fee's row: the id of the row whose fee it is; empty on all others.</param>
/// <param name="Id">The id of a row, as fees name it.</param>
internal sealed record FeeRowRule(TextRule Names, TextRule Id);

/// <summary>How an entry is made of a record. Null: the layout does not bring it.</summary>
internal sealed record EntryRules
{
    /// <summary>All must hold for the record to make this entry.</summary>
    public Condition[] When { get; init; } = [];

    public required TextRule Id { get; init; }

    public required TimeRule BookedAt { get; init; }

    public required ChoiceRule<Core.Records.EntryType> Type { get; init; }

    public required ChoiceRule<Core.Records.EntryStatus> Status { get; init; }

    public required MoneyRule Amount { get; init; }

    public MoneyRule? Original { get; init; }

    public RateRule? ExchangeRate { get; init; }

    public FeeRule? Fee { get; init; }

    public MoneyRule? Balance { get; init; }

    /// <summary>The opening balance of the statement that begins with the row.</summary>
    public MoneyRule? OpeningBalance { get; init; }

    public TextRule? Counterparty { get; init; }

    public TextRule? OrderReference { get; init; }

    public TextRule? Related { get; init; }

    public TextRule? Description { get; init; }
}

/// <summary>How an order is made of a record. Null: the layout does not bring it.</summary>
internal sealed record OrderRules
{
    public required TextRule Id { get; init; }

    public required TimeRule PlacedAt { get; init; }

    public TimeRule? PaidAt { get; init; }

    public required ChoiceRule<Core.Records.OrderStatus> Status { get; init; }

    public TimeRule? StatusAt { get; init; }

    public required MoneyRule Total { get; init; }

    public MoneyRule? Charged { get; init; }

    public MoneyRule? Refunded { get; init; }

    public TextRule? Checkout { get; init; }

    public TextRule? PaymentReference { get; init; }

    public TextRule? Seller { get; init; }

    public TextRule? Description { get; init; }

    public TextRule? OtherIds { get; init; }

    /// <summary>With what else than a wallet the order was paid, see <see cref="Core.Records.Order.PaidOtherwise"/>.</summary>
    public TextRule? PaidOtherwise { get; init; }
}
