using System.ComponentModel.DataAnnotations;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Import.Bytes;
using Reconciler.Mail;
using Reconciler.Mail.Writing;
using Reconciler.Store;

namespace Reconciler.Worker.Settings;

/// <summary>The whole of <c>reconciler.json</c>. Paths are taken from the folder in which the file lies; secrets stand elsewhere.</summary>
public sealed record ReconcilerSettings
{
    /// <summary>What the program works on where no <c>--data</c> is given; absent in an installed configuration that has its own data.</summary>
    public SampleSettings? Sample { get; init; }

    public StoreSection Store { get; init; } = new();

    public FolderSettings Folders { get; init; } = new();

    public ImportSettings Import { get; init; } = new();

    public MatchingSettings Matching { get; init; } = new();

    public DisputeSettings Disputes { get; init; } = new();

    public MailSettings Mail { get; init; } = new();

    public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>The reports that are sent by mail. Default none.</summary>
    public IReadOnlyList<ReportSettings> Reports { get; init; } = [];

    public AlertSettings Alerts { get; init; } = new();

    public ClosingSettings Closing { get; init; } = new();

    public AuditSettings Audit { get; init; } = new();

    public LogSettings Log { get; init; } = new();

    /// <summary>Every letter that may have to be written.</summary>
    public IEnumerable<(string Language, string Letter)> LettersNeeded() =>
        Disputes.LettersNeeded().Concat(Disputes.Approval.Digest.Count > 0 ? [(Mail.Language, DigestModel.Template)] : []).Distinct();
}

/// <summary>The trial that a newcomer runs: a copy of invented files, and a clock that stands still.</summary>
public sealed record SampleSettings
{
    /// <summary>The folder whose files are copied into the inbox.</summary>
    [Required]
    public string Seeds { get; init; } = string.Empty;

    /// <summary>The folder with the trial's invented rates, which no real run may see.</summary>
    [Required]
    public string Rates { get; init; } = string.Empty;

    /// <summary>The data folder of the trial.</summary>
    [Required]
    public string Data { get; init; } = string.Empty;

    /// <summary>What the trial's case numbers and Message-Ids are made with, so that they are the same on any machine. Default <c>sample</c>.</summary>
    public string CaseSecret { get; init; } = "sample";

    /// <summary>The clock of the trial, so that its result is the same in any year: UTC where it names no offset.</summary>
    [Required]
    public DateTime? AsOf { get; init; }
}

/// <summary>Where records are kept.</summary>
public sealed record StoreSection
{
    /// <summary><c>Sqlite</c> (a file in the data folder) or <c>SqlServer</c>. Default <c>Sqlite</c>.</summary>
    public StoreProvider Provider { get; init; } = StoreProvider.Sqlite;

    /// <summary>For SQL Server; best with integrated security, so that it holds no secret. Empty for SQLite: <c>reconciler.db</c> in the data folder.</summary>
    public string ConnectionString { get; init; } = string.Empty;

    /// <summary>How long to wait for another writer. Default 30, range 1 to 3,600.</summary>
    [Range(1, 3600)]
    public int LockTimeoutSeconds { get; init; } = 30;

    internal IEnumerable<string> Check() =>
        ConnectionString.Length == 0
            ? Provider == StoreProvider.SqlServer ? ["Store:ConnectionString is empty; with Store:Provider SqlServer it must name the server and database."] : []
            : new StoreSettings(Provider, ConnectionString).Problem() is { } problem ? [$"Store:ConnectionString {problem}"] : [];
}

/// <summary>Where layouts, rates and letters lie, from the configuration's folder.</summary>
public sealed record FolderSettings
{
    [Required]
    public string Layouts { get; init; } = "layouts";

    [Required]
    public string Rates { get; init; } = "rates";

    [Required]
    public string Letters { get; init; } = "letters";
}

/// <summary>The limits of what is read.</summary>
public sealed record ImportSettings
{
    /// <summary>The largest file that is read. Default 256, range 1 to 4,096.</summary>
    [Range(1, 4096)]
    public int MaxFileMegabytes { get; init; } = 256;

    /// <summary>The most rows of one file. Default 5,000,000, range 1,000 to 50,000,000.</summary>
    [Range(1000, 50_000_000)]
    public int MaxRows { get; init; } = 5_000_000;

    /// <summary>The longest time that reading one file may take. Default 300, range 5 to 86,400.</summary>
    [Range(5, 86_400)]
    public int MaxFileSeconds { get; init; } = 300;

    /// <summary>The most memory that the program may hold while it reads one file. Default 2,048, range 256 to 65,536.</summary>
    [Range(256, 65_536)]
    public int MaxMemoryMegabytes { get; init; } = 2048;

    /// <summary>Of whom the files of a folder, or of a layout, may tell: the first that fits counts, and what none fits may tell of all. Default none.</summary>
    public IReadOnlyList<SourceSettings> Sources { get; init; } = [];

    public ImportLimits ToLimits() => new()
    {
        MaxFileBytes = MaxFileMegabytes * 1024L * 1024L,
        MaxRows = MaxRows,
        MaxTime = TimeSpan.FromSeconds(MaxFileSeconds),
        MaxMemoryBytes = MaxMemoryMegabytes * 1024L * 1024L,
    };
}

/// <summary>The numbers behind the rules that decide results.</summary>
public sealed record MatchingSettings
{
    /// <summary>Default 1, range 0 to 30.</summary>
    [Range(0, 30)]
    public int NamedDaysBefore { get; init; } = 1;

    /// <summary>Default 30, range 0 to 365.</summary>
    [Range(0, 365)]
    public int NamedDaysAfter { get; init; } = 30;

    /// <summary>Default 1, range 0 to 30.</summary>
    [Range(0, 30)]
    public int UnnamedDaysBefore { get; init; } = 1;

    /// <summary>Default 3, range 0 to 60.</summary>
    [Range(0, 60)]
    public int UnnamedDaysAfter { get; init; } = 3;

    /// <summary>Default 3, range 0 to 10.</summary>
    [Range(0.0, 10.0)]
    public decimal RateTolerancePercent { get; init; } = 3;

    /// <summary>Default 12, range 0 to 720.</summary>
    [Range(0, 720)]
    public int NearestByHours { get; init; } = 12;

    /// <summary>Default 48, range 0 to 720.</summary>
    [Range(0, 720)]
    public int DuplicateWindowHours { get; init; } = 48;

    /// <summary>Default 6, range 2 to 10.</summary>
    [Range(2, 10)]
    public int SeveralOrdersMax { get; init; } = 6;

    /// <summary>Default 24, range 0 to 240.</summary>
    [Range(0, 240)]
    public int SeveralOrdersSpanHours { get; init; } = 24;

    /// <summary>Default 10, range 0 to 250.</summary>
    [Range(0, 250)]
    public int RefundDueBusinessDays { get; init; } = 10;

    /// <summary>Default 3, range 0 to 60.</summary>
    [Range(0, 60)]
    public int WaitingDays { get; init; } = 3;

    /// <summary>Default 30, range 1 to 365.</summary>
    [Range(1, 365)]
    public int HoldDays { get; init; } = 30;

    /// <summary>Business days within which money that left one of our own accounts must arrive in another. Default 5, range 0 to 60.</summary>
    [Range(0, 60)]
    public int TransferBusinessDays { get; init; } = 5;

    /// <summary>Our own accounts: by which names other statements mean them, and where they pay out to. Default none.</summary>
    public IReadOnlyList<OwnAccountSettings> OwnAccounts { get; init; } = [];

    /// <summary>Default 1, range 0 to 50.</summary>
    [Range(0.0, 50.0)]
    public decimal FxDeviationPercent { get; init; } = 1;

    /// <summary>Default 200,000, range 1,000 to 100,000,000.</summary>
    [Range(1000, 100_000_000)]
    public int SearchSteps { get; init; } = 200_000;

    /// <summary>The most records that may influence one another before all are matched again instead of them. Default 500,000, range 0 (always all) to 100,000,000.</summary>
    [Range(0, 100_000_000)]
    public int PartRecordsMax { get; init; } = 500_000;

    /// <summary>How many records are matched at one time where all must be: fewer take less memory, more take less time. Default 30,000, range 1 to 100,000,000.</summary>
    [Range(1, 100_000_000)]
    public int ShareRecords { get; init; } = 30_000;

    /// <summary>Default 10,000, range 100 to 10,000,000.</summary>
    [Range(100, 10_000_000)]
    public int CheckoutPairs { get; init; } = 10_000;

    /// <summary>Default 20, range 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int CandidatesListed { get; init; } = 20;

    /// <summary>Days that are no business days besides Saturdays and Sundays. Default none.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>Further holidays of single marketplaces, beside <see cref="Holidays"/>. Default none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<DateOnly>> HolidaysByMarketplace { get; init; } = new Dictionary<string, IReadOnlyList<DateOnly>>();

    /// <summary>In which direction a wallet pays a marketplace's orders, and which small difference passes; the first that fits counts, all else are purchases to the minor unit.</summary>
    public IReadOnlyList<PairSettings> Pairs { get; init; } = [];

    /// <summary>What is wrong beyond the ranges, each with key, value and what is allowed.</summary>
    internal IEnumerable<string> Check() =>
        ExpectedStatements.Where(e => StatementSchedule.TryParse(e.Key, e.Value) is null)
            .Select(e => $"Matching:ExpectedStatements:{e.Key} '{e.Value}' is no schedule like daily by 09:00, weekly by Monday 09:00 or monthly by 5 09:00 (UTC).")
            .Concat(Pairs.SelectMany((pair, i) => pair.Check(KeyOf(i))))
            .Concat(OwnAccounts.SelectMany((account, i) => account.Names.Where(name => name.Count(char.IsLetterOrDigit) < 3)
                .Select(name => FormattableString.Invariant($"Matching:OwnAccounts[{i}]:Names holds '{name}'; allowed are names and account numbers of at least three letters or digits."))))
            .Concat(OwnAccounts.SelectMany((account, i) => account.PaysOutTo == account.Wallet
                ? [FormattableString.Invariant($"Matching:OwnAccounts[{i}]:PaysOutTo is {account.Wallet} itself; allowed is another wallet.")] : Array.Empty<string>()))
            .Concat(from later in Pairs.Index()
                    from earlier in Pairs.Index().Where(e => e.Index < later.Index && e.Item.Covers(later.Item)).Take(1)
                    select $"{KeyOf(later.Index)}: {KeyOf(earlier.Index)} is for {later.Item.Wallet} and {later.Item.Marketplace} too and comes first, so that this one would never be used. One a pair is allowed, and * stands last.");

    private static string KeyOf(int pair) => FormattableString.Invariant($"Matching:Pairs[{pair}]");

    public Pairs ToPairs() => new([.. Pairs.Select(pair => pair.ToRule())]);

    /// <summary>By when a wallet's next statement must have come, in UTC: <c>daily by 09:00</c>, <c>weekly by Monday 09:00</c>, <c>monthly by 5 09:00</c>. Default none.</summary>
    public IReadOnlyDictionary<string, string> ExpectedStatements { get; init; } = new Dictionary<string, string>();

    public MatchingRules ToRules() => new()
    {
        NamedBefore = TimeSpan.FromDays(NamedDaysBefore),
        NamedAfter = TimeSpan.FromDays(NamedDaysAfter),
        UnnamedBefore = TimeSpan.FromDays(UnnamedDaysBefore),
        UnnamedAfter = TimeSpan.FromDays(UnnamedDaysAfter),
        RateTolerance = RateTolerancePercent / 100,
        NearestBy = TimeSpan.FromHours(NearestByHours),
        DuplicateWindow = TimeSpan.FromHours(DuplicateWindowHours),
        SeveralOrdersMax = SeveralOrdersMax,
        SeveralOrdersSpan = TimeSpan.FromHours(SeveralOrdersSpanHours),
        RefundDueBusinessDays = RefundDueBusinessDays,
        WaitingPeriod = TimeSpan.FromDays(WaitingDays),
        HoldPeriod = TimeSpan.FromDays(HoldDays),
        FxDeviation = FxDeviationPercent / 100,
        TransferBusinessDays = TransferBusinessDays,
        OwnAccounts = [.. OwnAccounts.Select(a => new OwnAccount(a.Wallet, a.Names, a.PaysOutTo))],
        SearchSteps = SearchSteps,
        CheckoutPairs = CheckoutPairs,
        CandidatesListed = CandidatesListed,
        Calendar = new BusinessCalendar(Holidays),
        CalendarByMarketplace = HolidaysByMarketplace.ToDictionary(p => p.Key, p => new BusinessCalendar(Holidays.Concat(p.Value)), StringComparer.OrdinalIgnoreCase),
        Pairs = ToPairs(),
        ExpectedStatements = [.. ExpectedStatements.Select(e => StatementSchedule.TryParse(e.Key, e.Value)!)],
    };
}

/// <summary>One of our own accounts.</summary>
public sealed record OwnAccountSettings
{
    /// <summary>As its entries name it.</summary>
    [Required]
    public string Wallet { get; init; } = string.Empty;

    /// <summary>Account numbers and names by which other statements mean it, each of at least three letters or digits. Default none: its name alone, and a bank account's number.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The wallet to which its withdrawals and payouts go where they do not name it. Default none: such withdrawals are not followed.</summary>
    public string PaysOutTo { get; init; } = string.Empty;
}

/// <summary>Moments that come again and again.</summary>
public abstract record CronSettings
{
    /// <summary>A Quartz cron expression of six or seven fields: second, minute, hour, day of month, month, day of week; the second is one number. Default: on business days at six, a report at seven.</summary>
    [Required]
    public string Cron { get; init; } = "0 0 6 ? * MON-FRI";

    /// <summary>The IANA name of the zone in which the expression is read. Default <c>UTC</c>.</summary>
    [Required]
    public string TimeZone { get; init; } = "UTC";
}

/// <summary>When the service works.</summary>
public sealed record ScheduleSettings : CronSettings
{
    /// <summary>How often the service tries mails that were put off and reads the answers. Default 5, range 1 to 1,440.</summary>
    [Range(1, 1440)]
    public int MailEveryMinutes { get; init; } = 5;
}

/// <summary>What is logged.</summary>
public sealed record LogSettings
{
    /// <summary><c>Verbose</c>, <c>Debug</c>, <c>Information</c>, <c>Warning</c> or <c>Error</c>. Default <c>Information</c>.</summary>
    [AllowedValues(Serilog.Events.LogEventLevel.Verbose, Serilog.Events.LogEventLevel.Debug, Serilog.Events.LogEventLevel.Information, Serilog.Events.LogEventLevel.Warning, Serilog.Events.LogEventLevel.Error)]
    public Serilog.Events.LogEventLevel Level { get; init; } = Serilog.Events.LogEventLevel.Information;

    /// <summary>How many daily log files are kept. Default 90, range 1 to 3,660.</summary>
    [Range(1, 3660)]
    public int KeepDays { get; init; } = 90;
}
