using System.Globalization;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>The entries, with every version of each.</summary>
public sealed class EntryStore
{
    private static readonly VersionShape<Entry> Shape = new(
        "Entry",
        "entry_versions",
        "wallet",
        "transaction_id",
        e => new RecordKey(e.Id.Wallet, e.Id.Id),
        Versions.ContentHash,
        (one, other) => (one with { Source = other.Source }) == other,
        Versions.Choose,
        SameMovement.SaysTheSame,
        SameMovement.TellsMore,
        e => e.Source,
        AddFields,
        Read);

    /// <summary>How long before a period its opening balances are looked for.</summary>
    private static readonly TimeSpan BeforeStatements = TimeSpan.FromDays(62);

    private const string PlainTime = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int PlainTimeLength = 20;

    private readonly Session session;
    private readonly VersionTable<Entry> table;
    private readonly EntryIds ids;
    private readonly Corrections corrections;

    internal EntryStore(Session session, InputFileStore files)
    {
        this.session = session;
        table = new VersionTable<Entry>(session, files, Shape);
        ids = new EntryIds(session, table);
        corrections = new Corrections(session, table);
    }

    internal VersionTable<Entry> Table => table;

    /// <summary>Whether any entry is of this wallet.</summary>
    public bool HasWallet(string wallet) => session.List("Entry_CountOfWallet", new Fields().Text("wallet", wallet), row => row.Number())[0] > 0;

    /// <summary>
    /// Saves a file's entries in their order: new ones, new versions of known ones; a row that says what some version says already adds nothing. A movement that is
    /// known under another id is kept under that one; what the source corrected afterwards is reversed.
    /// </summary>
    /// <exception cref="ArgumentException">An id cannot be kept, see <see cref="Ids"/>.</exception>
    public SaveResult Save(IEnumerable<ToldEntry> told)
    {
        List<ToldEntry> rows = [.. told];
        var result = table.Save(rows, ids.AsNew, ids.Settle);
        corrections.TakeBack(rows);
        return result;
    }

    /// <summary>Saves entries whose ids are their source's own.</summary>
    /// <exception cref="ArgumentException">An id cannot be kept, see <see cref="Ids"/>.</exception>
    public SaveResult Save(IEnumerable<Entry> entries) => Save(entries.Select(e => new ToldEntry(e, IdSource.Own)));

    /// <summary>Lets the version stand that was told on that line, where those of its id tell other money; until something new is saved under that id.</summary>
    public void LetStand(TransactionId id, SourceLine line) => table.LetStand(new RecordKey(id.Wallet, id.Id), line);

    /// <summary>Every entry, sorted by id as the database sorts: the standing version, and those that tell other money.</summary>
    public IEnumerable<Versioned<Entry>> LoadAll() => table.LoadAll();

    /// <summary>The same as it stood when a version was the last: what came later counts for nothing, and of versions that tell other money none is chosen yet.</summary>
    public IEnumerable<Versioned<Entry>> LoadUntil(long versionNo) => table.LoadUntil(versionNo);

    /// <summary>The number of the version that was added last, of all entries together; 0: there is none. It grows whenever something new is saved, and never shrinks.</summary>
    public long LastVersionNo() => table.LastVersionNo();

    /// <summary>One entry, or null.</summary>
    public Versioned<Entry>? Load(TransactionId id) => table.Load(new RecordKey(id.Wallet, id.Id));

    /// <summary>Every version of one entry in the order in which they came; empty where it is not known.</summary>
    public IReadOnlyList<Entry> LoadVersions(TransactionId id) => table.LoadVersions(new RecordKey(id.Wallet, id.Id));

    /// <summary>The entries that a person may mean by <c>T1</c> or <c>wallet/T1</c>, sorted.</summary>
    public IReadOnlyList<TransactionId> FindIds(string text) => [.. table.FindIds(text).Select(k => new TransactionId(k.Owner, k.Id)).Order()];

    /// <summary>The entries one by one, in no order, each behind the number of its first version; without the texts as they stand in the file, and without the versions that tell nothing any more.</summary>
    /// <param name="fromFirst">The first number that is wanted; they count from 1, see <see cref="LastVersionNo"/>.</param>
    /// <param name="toFirst">The last one.</param>
    public IEnumerable<(long First, Versioned<Entry> Versions, IReadOnlyList<Entry> Earlier)> LoadNumbered(long fromFirst, long toFirst) => table.LoadNumbered(fromFirst, toFirst);

    internal IEnumerable<(long First, Versioned<Entry> Versions, IReadOnlyList<Entry> Earlier)> LoadNumbered(IReadOnlyCollection<long> firsts) => table.LoadNumbered(firsts);

    /// <summary>
    /// The entries of a period with what the orders say of them, for reconciliation statements: by account, in time order, then by id, read one by one. Those of some time before the period come
    /// first, so that its opening balances are known.
    /// </summary>
    /// <param name="balancesOf">The wallets whose statements tell balances: where none of them is concerned, only what is new since a report is read.</param>
    public IEnumerable<StatementRow> LoadForStatements(ReportPeriod period, IReadOnlyCollection<string> balancesOf)
    {
        var (after, fromUtc, untilUtc) = period switch
        {
            ReportPeriod.Days days => (0, WellBefore(days.FromUtc), days.UntilUtc),
            ReportPeriod.SinceReport since when !table.ListTexts("Entry_ListWalletsAfter", new Fields().Number("after", since.LastEntry)).Exists(balancesOf.Contains) => (since.LastEntry, DateTime.MinValue, DateTime.MaxValue),
            ReportPeriod.SinceReport since => (0, FirstBookedAfter(since.LastEntry) is { } first ? WellBefore(first) : DateTime.MaxValue, DateTime.MaxValue),
            _ => (0L, DateTime.MinValue, DateTime.MaxValue),
        };
        var asked = new Fields().Number("after", after).Instant("from_time", fromUtc).Instant("to_time", untilUtc);
        (long No, Entry Entry, List<SettledPart> Settles)? last = null;
        foreach (var (no, entry, part) in table.StreamStanding("Entry_LoadForStatements", asked, (no, entry, row) => (no, entry, ReadPart(row))))
        {
            if (last is { } before && before.No != no)
            {
                yield return ToRow(before);
            }

            last = last?.No == no ? last : (no, entry, []);
            if (part is not null)
            {
                last.Value.Settles.Add(part);
            }
        }

        if (last is { } end)
        {
            yield return ToRow(end);
        }

        StatementRow ToRow((long No, Entry Entry, List<SettledPart> Settles) read) => new(
            read.Entry,
            period switch
            {
                ReportPeriod.Days days => read.Entry.BookedAtUtc >= days.FromUtc,
                ReportPeriod.SinceReport since => read.No > since.LastEntry,
                _ => true,
            },
            read.Settles);
    }

    /// <summary>The entries booked on some days of which a version came after that number, sorted by id, each with how it stood then; null: it was not known. Also those that were booked on these days then, and are on others now.</summary>
    public IReadOnlyList<(Entry Now, (EntryStatus Status, Money Amount)? Then)> LoadChangedAfter(long versionNo, ReportPeriod.Days days) =>
        [.. table.StreamStanding("Entry_LoadChangedAfter", new Fields().Number("after", versionNo).Instant("from_time", days.FromUtc).Instant("to_time", days.UntilUtc), (_, entry, row) => (entry, row.CodeOrNull<EntryStatus>() is { } status ? ((EntryStatus, Money)?)(status, row.Money()) : null))];

    private static DateTime WellBefore(DateTime utc) => utc.Ticks > BeforeStatements.Ticks ? utc - BeforeStatements : DateTime.MinValue;

    private DateTime? FirstBookedAfter(long versionNo) => table.FindInstant("Entry_FindFirstBookedAfter", new Fields().Number("after", versionNo));

    // role, marketplace, order id, part; then what the order says: total, charged, refunded.
    private static SettledPart? ReadPart(Row row)
    {
        if (row.CodeOrNull<MatchRole>() is not { } role)
        {
            return null;
        }

        var order = new OrderId(row.RepeatedText(), row.Text());
        var (part, total, charged, refunded) = (row.Money(), row.MoneyOrNull(), row.MoneyOrNull(), row.MoneyOrNull());
        var says = role == MatchRole.Payment ? charged : refunded is { IsZero: false } ? refunded : null;
        return new SettledPart(order, role, part, says ?? total ?? part);
    }

    /// <summary>What is known of money that moves between our own accounts; the arrivals of a wallet are read when they are asked for.</summary>
    public OwnTransfers LoadTransfers() => table.LoadStanding("Entry_LoadTransfers", new Fields()) is not { Count: > 0 } moves ? OwnTransfers.None : new OwnTransfers(
        moves,
        table.ListTexts("Entry_ListWallets", new Fields()),
        (wallet, fromUtc) => table.LoadStanding("Entry_LoadArrivals", new Fields().Text("wallet", wallet).Instant("from_time", fromUtc)).Where(OwnTransfers.IsArrival),
        wallet => table.FindInstant("Entry_FindLastBooked", new Fields().Text("wallet", wallet)));

    internal IReadOnlyList<Entry> LoadAccount(Account account) =>
        [.. table.LoadStanding("Entry_LoadAccount", new Fields().Text("wallet", account.Wallet).Text("currency", account.Currency)).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)];

    internal Currency? LastCurrencyOf(string wallet) =>
        table.ListTexts("Entry_FindLastCurrency", new Fields().Text("wallet", wallet)) is [var code, ..] ? Currency.Of(code) : null;

    internal IReadOnlyList<long> FindNumbers(IReadOnlyCollection<TransactionId> ids) => table.FindNumbers([.. ids.Select(id => new RecordKey(id.Wallet, id.Id))]);

    internal IReadOnlyList<long> FindNumbersChangedSince(long versionNo) => table.FindNumbersChangedSince(versionNo);

    private static Fields AddFields(Fields fields, Entry e) =>
        fields.Instant("booked_at", e.BookedAtUtc).Text("booked_at_text", IsPlain(e.BookedAtText, e.BookedAtUtc) ? null : e.BookedAtText).Moments("booked_first", "booked_last", e.BookedDay)
            .Code("type", e.Type).Code("status", e.Status)
            .Money("amount", "currency", e.Amount).Money("original_amount", "original_currency", e.OriginalAmount).Decimal("exchange_rate", e.ExchangeRate)
            .Money("fee", "fee_currency", e.Fee).Text("counterparty", e.Counterparty).Text("order_reference", e.OrderReference)
            .Text("related_transaction_id", e.RelatedTransactionId).Text("description", e.Description)
            .Money("balance_after", "balance_currency", e.BalanceAfter).Money("opening_balance", "opening_currency", e.OpeningBalance).Text("extra", e.Extra);

    /// <summary>Whether a text for a time is the time as standard files write it: then it need not be kept.</summary>
    private static bool IsPlain(string text, DateTime timeUtc)
    {
        Span<char> plain = stackalloc char[PlainTimeLength];
        return text.Length == plain.Length && timeUtc.Ticks % TimeSpan.TicksPerSecond == 0
            && timeUtc.TryFormat(plain, out _, PlainTime, CultureInfo.InvariantCulture) && text.AsSpan().SequenceEqual(plain);
    }

    // The columns as the statements list them.
    private static Entry Read(Row row, SourceLine source)
    {
        var id = new TransactionId(row.RepeatedText(), row.Text());
        var bookedAt = row.Instant();
        return new Entry
        {
            Source = source,
            Id = id,
            BookedAtUtc = bookedAt,
            BookedAtText = row.TextOrNull() ?? bookedAt.ToString(PlainTime, CultureInfo.InvariantCulture),
            BookedDay = row.MomentsOrNull(),
            Type = row.Code<EntryType>(),
            Status = row.Code<EntryStatus>(),
            Amount = row.Money(),
            OriginalAmount = row.MoneyOrNull(),
            ExchangeRate = row.DecimalOrNull(),
            Fee = row.MoneyOrNull(),
            Counterparty = row.RepeatedText(),
            OrderReference = row.Text(),
            RelatedTransactionId = row.Text(),
            Description = row.Text(),
            BalanceAfter = row.MoneyOrNull(),
            OpeningBalance = row.MoneyOrNull(),
            Extra = row.Text(),
        };
    }
}
