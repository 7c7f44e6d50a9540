using Reconciler.Core.Records;
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
        Versions.Choose,
        SameMovement.SaysTheSame,
        SameMovement.TellsMore,
        e => e.Source,
        AddFields,
        Read);

    private readonly VersionTable<Entry> table;
    private readonly EntryIds ids;
    private readonly Corrections corrections;

    internal EntryStore(Session session, InputFileStore files)
    {
        table = new VersionTable<Entry>(session, files, Shape);
        ids = new EntryIds(session);
        corrections = new Corrections(session, table);
    }

    /// <summary>
    /// Saves a file's entries in their order: new ones, new versions of known ones; a row that says what some version says already adds nothing. A movement that is
    /// known under another id is kept under that one; what the source corrected afterwards is reversed.
    /// </summary>
    /// <exception cref="ArgumentException">An id cannot be kept, see <see cref="Ids"/>.</exception>
    public SaveResult Save(IEnumerable<ToldEntry> told, DateTime importedAtUtc)
    {
        List<ToldEntry> rows = [.. told];
        var result = table.Save(rows, ids.Settle, importedAtUtc);
        corrections.TakeBack(rows, importedAtUtc);
        return result;
    }

    /// <summary>Saves entries whose ids are their source's own.</summary>
    /// <exception cref="ArgumentException">An id cannot be kept, see <see cref="Ids"/>.</exception>
    public SaveResult Save(IEnumerable<Entry> entries, DateTime importedAtUtc) => Save(entries.Select(e => new ToldEntry(e, IdSource.Own)), importedAtUtc);

    /// <summary>Lets the version stand that was told on that line, where those of its id tell other money; until something new is saved under that id.</summary>
    public void LetStand(TransactionId id, SourceLine line) => table.LetStand(new RecordKey(id.Wallet, id.Id), line);

    /// <summary>Every entry, sorted by id as the database sorts: the standing version, and those that tell other money.</summary>
    /// <param name="withRawText">False leaves the source lines' text empty, to save memory.</param>
    public IEnumerable<Versioned<Entry>> LoadAll(bool withRawText = true) => table.LoadAll(withRawText);

    /// <summary>How many versions are kept, of all entries together. Grows whenever something new is saved, and never shrinks.</summary>
    public long CountVersions() => table.CountVersions();

    /// <summary>One entry, or null.</summary>
    public Versioned<Entry>? Load(TransactionId id) => table.Load(new RecordKey(id.Wallet, id.Id));

    /// <summary>Every version of one entry in the order in which they came; empty where it is not known.</summary>
    public IReadOnlyList<Entry> LoadVersions(TransactionId id) => table.LoadVersions(new RecordKey(id.Wallet, id.Id));

    /// <summary>The entries that a person may mean by <c>T1</c> or <c>wallet/T1</c>, sorted.</summary>
    public IReadOnlyList<TransactionId> FindIds(string text) => [.. table.FindIds(text).Select(k => new TransactionId(k.Owner, k.Id)).Order()];

    private static Fields AddFields(Fields fields, Entry e) =>
        fields.Time("booked_at", e.BookedAtUtc).Text("booked_at_text", e.BookedAtText).Moments("booked_first", "booked_last", e.BookedDay).Name("type", e.Type).Name("status", e.Status)
            .Money("amount", "currency", e.Amount).Money("original_amount", "original_currency", e.OriginalAmount).Decimal("exchange_rate", e.ExchangeRate)
            .Money("fee", "fee_currency", e.Fee).Text("counterparty", e.Counterparty).Text("order_reference", e.OrderReference)
            .Text("related_transaction_id", e.RelatedTransactionId).Text("description", e.Description)
            .Money("balance_after", "balance_currency", e.BalanceAfter).Money("opening_balance", "opening_currency", e.OpeningBalance).Text("extra", e.Extra);

    /// <summary>An entry of a statement that lists version and stands first.</summary>
    internal static Entry ReadVersion(Row row)
    {
        _ = (row.Number(), row.Number());
        return Read(row);
    }

    // The columns as the statements list them.
    private static Entry Read(Row row)
    {
        var source = new SourceLine(row.RepeatedText(), row.RepeatedText(), row.Integer(), row.Text());
        return new Entry
        {
            Source = source,
            Id = new TransactionId(row.RepeatedText(), row.Text()),
            BookedAtUtc = row.Time(),
            BookedAtText = row.Text(),
            BookedDay = row.MomentsOrNull(),
            Type = row.Name<EntryType>(),
            Status = row.Name<EntryStatus>(),
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
