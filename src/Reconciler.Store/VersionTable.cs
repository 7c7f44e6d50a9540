using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>What became of one record that was saved.</summary>
public enum SaveOutcome
{
    /// <summary>Its id was not known.</summary>
    New,

    /// <summary>Its id was known, but no version said the same.</summary>
    NewVersion,

    /// <summary>A version that says the same was there. Nothing was added, save for what that version left out.</summary>
    KnownAlready,
}

/// <summary>What became of a batch.</summary>
/// <param name="Outcomes">One for each record, in their order.</param>
public sealed record SaveResult(IReadOnlyList<SaveOutcome> Outcomes)
{
    public long New => Outcomes.LongCount(o => o == SaveOutcome.New);

    public long NewVersions => Outcomes.LongCount(o => o == SaveOutcome.NewVersion);

    public long KnownAlready => Outcomes.LongCount(o => o == SaveOutcome.KnownAlready);
}

/// <summary>How one kind of record lies in its table.</summary>
/// <param name="Name">The first part of its statements' names.</param>
/// <param name="Table">Holds a row for each version.</param>
/// <param name="OwnerColumn">The wallet's or the marketplace's.</param>
/// <param name="ToKey">Owner and id.</param>
/// <param name="IsEqual">Whether two rows are the same in all but their source.</param>
/// <param name="SaysTheSame">Whether a row says in values what a version says.</param>
/// <param name="TellsMore">Whether a row that says the same fills in what the version leaves out.</param>
/// <param name="AddFields">The columns after those that all versions have.</param>
/// <param name="Read">Reads a record from the columns after version, stands and source.</param>
internal sealed record VersionShape<T>(
    string Name,
    string Table,
    string OwnerColumn,
    string IdColumn,
    Func<T, RecordKey> ToKey,
    Func<T, byte[]> ContentHash,
    Func<T, T, bool> IsEqual,
    Func<IReadOnlyList<T>, T?, Versioned<T>> Choose,
    Func<T, T, bool> SaysTheSame,
    Func<T, T, bool> TellsMore,
    Func<T, SourceLine> SourceOf,
    Func<Fields, T, Fields> AddFields,
    Func<Row, SourceLine, T> Read)
    where T : class;

/// <summary>Owner (wallet or marketplace) and id.</summary>
internal readonly record struct RecordKey(string Owner, string Id);

/// <summary>Which of the versions of an id one is.</summary>
internal enum Standing
{
    Superseded,
    Stands,

    /// <summary>It tells other money than the one that stands.</summary>
    Conflicts,
}

/// <summary>A version as it is stored.</summary>
/// <param name="Number">Among the versions of its id, from 1.</param>
internal readonly record struct StoredVersion<T>(long Number, Standing Standing, T Record);

/// <summary>Records of which every version is kept: adds what is new, and marks which version stands.</summary>
internal sealed class VersionTable<T>(Session session, InputFileStore files, VersionShape<T> shape)
    where T : class
{
    private static readonly Comparer<RecordKey> ById = Comparer<RecordKey>.Create(Compare);

    private long[]? firstsOfSeveral;

    /// <summary>Saves records in their order.</summary>
    public SaveResult Save(IEnumerable<T> records) =>
        Save(records, batch => batch, (batch, known) =>
        {
            known.Fetch(Array.ConvertAll(batch, r => shape.ToKey(r)));
            return batch;
        });

    /// <summary>Saves what was told, in its order.</summary>
    /// <param name="asNew">Makes the records of a batch of which nothing is known yet; null where their ids depend on what is known.</param>
    /// <param name="settle">Makes the records of a batch, whose ids may depend on what is known.</param>
    public SaveResult Save<TTold>(IEnumerable<TTold> told, Func<TTold[], T[]?> asNew, Func<TTold[], KnownVersions<T>, T[]> settle)
    {
        var outcomes = new List<SaveOutcome>();
        foreach (var batch in told.Chunk(Session.RowsAtOnce))
        {
            if (asNew(batch) is { } records && TryAddAsNew(records))
            {
                outcomes.AddRange(Enumerable.Repeat(SaveOutcome.New, batch.Length));
                continue;
            }

            var known = new KnownVersions<T>(FindKnown);
            outcomes.AddRange(SaveBatch(settle(batch, known), known));
        }

        return new SaveResult(outcomes);
    }

    /// <summary>Each id's standing version and those in conflict with it, sorted by id as the database sorts.</summary>
    public IEnumerable<Versioned<T>> LoadAll() => OfOneId($"{shape.Name}_LoadSorted", null).Select(Choose);

    /// <summary>The same as it stood when a version was the last.</summary>
    /// <param name="versionNo">That version's, see <see cref="LastVersionNo"/>.</param>
    public IEnumerable<Versioned<T>> LoadUntil(long versionNo) =>
        OfOneId($"{shape.Name}_LoadUntil", new Fields().Number("until", versionNo)).Select(versions => shape.Choose(versions.ConvertAll(v => v.Record), null));

    /// <summary>Every version of every id, those of one id together, sorted by id as the database sorts.</summary>
    public IEnumerable<(RecordKey Key, List<StoredVersion<T>> Versions)> LoadEveryVersion() =>
        OfOneId($"{shape.Name}_LoadUntil", new Fields().Number("until", long.MaxValue)).Select(versions => (shape.ToKey(versions[0].Record), versions));

    private IEnumerable<List<StoredVersion<T>>> OfOneId(string statement, Fields? values)
    {
        files.LoadNames();
        var sameId = new List<StoredVersion<T>>();
        foreach (var version in session.Stream(statement, values, ReadVersion))
        {
            if (sameId.Count > 0 && shape.ToKey(sameId[0].Record) != shape.ToKey(version.Record))
            {
                yield return sameId;
                sameId = [];
            }

            sameId.Add(version);
        }

        if (sameId.Count > 0)
        {
            yield return sameId;
        }
    }

    /// <summary>Records behind the number of their first version, one by one, in no order, without their source lines' texts and without the versions that tell nothing any more.</summary>
    /// <param name="fromFirst">The number of the first version of the first that is wanted.</param>
    /// <param name="toFirst">Of the last.</param>
    public IEnumerable<(long First, Versioned<T> Versions, IReadOnlyList<T> Earlier)> LoadNumbered(long fromFirst, long toFirst)
    {
        files.LoadNames();

        // Few have several versions: they are known beforehand and come last, so that none waits for its others.
        firstsOfSeveral ??= [.. session.List($"{shape.Name}_FindNumbersOfSeveral", null, row => row.Number())];
        foreach (var (first, version) in session.Stream($"{shape.Name}_LoadNumbered", new Fields().Number("from", fromFirst).Number("to", toFirst), ReadNumbered))
        {
            if (Array.BinarySearch(firstsOfSeveral, first) < 0)
            {
                yield return (first, new Versioned<T>(version.Record, []), []);
            }
        }

        foreach (var several in firstsOfSeveral.Where(n => n >= fromFirst && n <= toFirst).Chunk(Session.RowsAtOnce))
        {
            foreach (var record in LoadNumbered(several))
            {
                yield return record with { Earlier = [] };
            }
        }
    }

    /// <summary>Records behind the number of their first version, in no order, without their source lines' texts, but with the versions that tell nothing any more.</summary>
    public List<(long First, Versioned<T> Versions, IReadOnlyList<T> Earlier)> LoadNumbered(IReadOnlyCollection<long> firsts)
    {
        files.LoadNames();
        var all = new List<(long, Versioned<T>, IReadOnlyList<T>)>(firsts.Count);
        foreach (var record in session.List($"{shape.Name}_LoadByNumbers", new Fields().Text("numbers", JsonIds.Of(firsts)), ReadNumbered).GroupBy(v => v.First, v => v.Version))
        {
            List<StoredVersion<T>> versions = [.. record.OrderBy(v => v.Number)];
            all.Add((record.Key, Choose(versions.FindAll(v => v.Standing != Standing.Superseded)), [.. versions.Where(v => v.Standing == Standing.Superseded).Select(v => v.Record)]));
        }

        return all;
    }

    /// <summary>The numbers of the first versions of these; of those that are not known nothing.</summary>
    public IReadOnlyList<long> FindNumbers(IReadOnlyCollection<RecordKey> keys) =>
        keys.Count == 0 ? [] : session.List($"{shape.Name}_FindNumbers", new Fields().Text("ids", JsonIds.Of(keys)), row => row.Number());

    /// <summary>The numbers of the first versions of those of which a version was added after the one of that number.</summary>
    public IReadOnlyList<long> FindNumbersChangedSince(long versionNo) =>
        session.List($"{shape.Name}_FindNumbersChanged", new Fields().Number("after", versionNo), row => row.Number());

    /// <summary>The records of a statement that lists standing versions, each behind a number.</summary>
    public List<T> LoadStanding(string statement, Fields values)
    {
        files.LoadNames();
        return session.List(statement, values, row => ReadNumbered(row).Version.Record);
    }

    /// <summary>The rows of a statement that lists standing versions, each behind its number, and more behind it; one by one.</summary>
    public IEnumerable<TRow> StreamStanding<TRow>(string statement, Fields values, Func<long, T, Row, TRow> read)
    {
        files.LoadNames();
        return session.Stream(statement, values, row =>
        {
            var (number, version) = ReadNumbered(row);
            return read(number, version.Record, row);
        });
    }

    public DateTime? FindInstant(string statement, Fields values) => session.List(statement, values, row => row.InstantOrNull())[0];

    public List<string> ListTexts(string statement, Fields values) => session.List(statement, values, row => row.Text());

    private (long First, StoredVersion<T> Version) ReadNumbered(Row row) => (row.Number(), ReadVersion(row));

    /// <summary>What is known under one id, or null.</summary>
    public Versioned<T>? Load(RecordKey key) => LoadNumbered(key) is { Count: > 0 } versions ? Choose(versions) : null;

    /// <summary>The number of the version that was added last, of all ids; 0: there is none. It grows with each version that is added.</summary>
    public long LastVersionNo() => session.List($"{shape.Name}_FindLastNumber", null, row => row.Number())[0];

    /// <summary>Lets the version stand that was told on that line, where those of its id tell other money; until something new is saved under that id.</summary>
    public void LetStand(RecordKey key, SourceLine line)
    {
        var versions = LoadNumbered(key);
        var chosen = versions.FindIndex(v => v.Standing != Standing.Superseded && shape.SourceOf(v.Record) is var source && source.FileSha256 == line.FileSha256 && source.Line == line.Line);
        for (var i = 0; chosen >= 0 && i < versions.Count; i++)
        {
            Mark(key, versions[i], i == chosen ? Standing.Stands : versions[i].Standing == Standing.Superseded ? Standing.Superseded : Standing.Conflicts);
        }
    }

    /// <summary>Every version, in the order in which they came.</summary>
    public IReadOnlyList<T> LoadVersions(RecordKey key) => LoadNumbered(key).ConvertAll(v => v.Record);

    /// <summary>The ids that a person may mean: <c>T1</c> or <c>wallet/T1</c>.</summary>
    public IReadOnlyList<RecordKey> FindIds(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var wanted = new Fields().Text("text", text).Text("owner", slash < 0 ? string.Empty : text[..slash]).Text("id", text[(slash + 1)..]);
        return session.List($"{shape.Name}_FindIds", wanted, ReadKey);
    }

    /// <summary>Adds a batch as if nothing were known of it: the index that keeps ids apart tells whether that is so, at no cost. False: some id is known, or comes twice; then nothing was added.</summary>
    private bool TryAddAsNew(T[] batch)
    {
        if (session.Provider != StoreProvider.Sqlite)
        {
            // A server takes many rows in one piece, and that fails with all that was done before.
            return false;
        }

        var last = LastVersionNo();
        if (session.TryAddMany($"{shape.Name}_Add", NearOnesTogether(batch), ToNewFields))
        {
            return true;
        }

        session.Execute($"{shape.Name}_DeleteAfter", new Fields().Number("version_no", last));
        return false;
    }

    /// <summary>The same records, those with near ids one after the other: they go into the same pages of the index, which are still at hand then.</summary>
    private T[] NearOnesTogether(T[] batch)
    {
        var first = shape.ToKey(batch[0]).Id;
        var alike = batch.Min(r => first.AsSpan().CommonPrefixLength(shape.ToKey(r).Id));
        var keys = Array.ConvertAll(batch, r => FirstEight(shape.ToKey(r).Id.AsSpan(alike)));
        T[] sorted = [.. batch];
        Array.Sort(keys, sorted);
        return sorted;
    }

    /// <summary>The first characters of a text as a number that sorts nearly as the text does.</summary>
    private static ulong FirstEight(ReadOnlySpan<char> text)
    {
        var number = 0UL;
        for (var i = 0; i < sizeof(ulong); i++)
        {
            number = (number << 8) | (i < text.Length ? Math.Min(text[i], '\u00ff') : 0UL);
        }

        return number;
    }

    private Fields ToNewFields(Fields fields, T record) => ToFields(fields, record, CheckedKey(record), 1);

    private List<SaveOutcome> SaveBatch(T[] batch, KnownVersions<T> known)
    {
        firstsOfSeveral = null;
        if (known.AreAllNew)
        {
            session.AddMany($"{shape.Name}_Add", shape.Table, batch, ToNewFields);
            return [.. Enumerable.Repeat(SaveOutcome.New, batch.Length)];
        }

        var outcomes = new List<SaveOutcome>(batch.Length);
        var toAdd = new List<(T Record, RecordKey Key, long Number)>();
        var changed = new HashSet<RecordKey>();
        foreach (var record in batch)
        {
            var key = CheckedKey(record);
            var versions = known.Versions(key);
            var (isSaid, saysTheSame) = Compare(record, versions);
            if (isSaid)
            {
                outcomes.Add(SaveOutcome.KnownAlready);
                continue;
            }

            var number = versions.Count == 0 ? 1 : versions.Max(v => v.Number) + 1;
            toAdd.Add((record, key, number));
            known.Add(key, number, record);
            outcomes.Add(number == 1 ? SaveOutcome.New : saysTheSame ? SaveOutcome.KnownAlready : SaveOutcome.NewVersion);
            if (number > 1)
            {
                changed.Add(key);
            }
        }

        session.AddMany($"{shape.Name}_Add", shape.Table, toAdd, (fields, row) => ToFields(fields, row.Record, row.Key, row.Number));
        foreach (var key in changed)
        {
            MarkVersions(key);
        }

        return outcomes;
    }

    /// <summary>Whether some version says all that a row says; else whether one says the same, and the row more.</summary>
    private (bool IsSaid, bool SaysTheSame) Compare(T record, IReadOnlyList<StoredVersion<T>> versions)
    {
        var saysTheSame = false;
        for (var i = 0; i < versions.Count; i++)
        {
            var version = versions[i].Record;
            var isAlike = shape.SaysTheSame(record, version);
            if ((isAlike && !shape.TellsMore(record, version)) || IsSame(record, version))
            {
                return (true, true);
            }

            saysTheSame |= isAlike;
        }

        return (false, saysTheSame);
    }

    private bool IsSame(T one, T other) => shape.IsEqual(one, other) || shape.ContentHash(one).AsSpan().SequenceEqual(shape.ContentHash(other));

    /// <summary>The versions of those of these ids that are known.</summary>
    private Dictionary<RecordKey, List<StoredVersion<T>>> FindKnown(RecordKey[] keys)
    {
        var known = new Dictionary<RecordKey, List<StoredVersion<T>>>();
        if (session.Provider == StoreProvider.Sqlite)
        {
            if (!IsSorted(keys))
            {
                keys = [.. keys];
                Array.Sort(keys, ById);
            }

            session.Sweep($"{shape.Name}_FindFrom", Array.ConvertAll(keys, k => k.Id), row =>
            {
                var version = ReadVersion(row);
                if (Array.BinarySearch(keys, shape.ToKey(version.Record), ById) >= 0)
                {
                    Add(version);
                }
            });
            return known;
        }

        // The server looks them all up at once, from a table of their own.
        files.LoadNames();
        var batchId = System.Security.Cryptography.RandomNumberGenerator.GetHexString(32, lowercase: true);
        var batch = new Fields().Text("batch_id", batchId);
        session.AddMany("KeyStaging_Add", "key_staging", keys.Select((key, i) => (key, i)), (fields, row) =>
            fields.Text("batch_id", batchId).Number("row_no", row.i).Text("owner", row.key.Owner).Text("id", row.key.Id));
        session.List($"{shape.Name}_LoadStaged", batch, ReadVersion).ForEach(Add);
        session.Execute("KeyStaging_Clear", batch);
        return known;

        void Add(StoredVersion<T> version)
        {
            var key = shape.ToKey(version.Record);
            if (!known.TryGetValue(key, out var versions))
            {
                known.Add(key, versions = new List<StoredVersion<T>>(1));
            }

            versions.Add(version);
        }
    }

    private static bool IsSorted(RecordKey[] keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            if (Compare(keys[i - 1], keys[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The order in which SQLite sorts ids.</summary>
    internal static int Compare(RecordKey one, RecordKey other) =>
        Utf8Order.Compare(one.Id, other.Id) is var byId and not 0 ? byId : Utf8Order.Compare(one.Owner, other.Owner);

    private void MarkVersions(RecordKey key)
    {
        var versions = LoadNumbered(key);
        var chosen = shape.Choose(versions.ConvertAll(v => v.Record), null);
        foreach (var version in versions)
        {
            Mark(key, version, ReferenceEquals(version.Record, chosen.Standing) ? Standing.Stands
                : chosen.Conflicting.Any(c => ReferenceEquals(c, version.Record)) ? Standing.Conflicts
                : Standing.Superseded);
        }
    }

    private void Mark(RecordKey key, StoredVersion<T> version, Standing standing)
    {
        if (standing != version.Standing)
        {
            session.Execute($"{shape.Name}_MarkVersion", KeyFields([], key).Number("version", version.Number).Number("stands", (long)standing));
        }
    }

    private Versioned<T> Choose(List<StoredVersion<T>> versions) => versions.Count == 1
        ? new Versioned<T>(versions[0].Record, [])
        : shape.Choose(versions.ConvertAll(v => v.Record), versions.Find(v => v.Standing == Standing.Stands).Record);

    private List<StoredVersion<T>> LoadNumbered(RecordKey key)
    {
        if (session.Provider == StoreProvider.SqlServer)
        {
            files.LoadNames();
        }

        return session.List($"{shape.Name}_LoadVersions", KeyFields([], key), ReadVersion);
    }

    /// <summary>A version from the columns as the statements list them.</summary>
    internal StoredVersion<T> ReadVersion(Row row)
    {
        var (number, standing) = (row.Number(), (Standing)row.Number());
        return new StoredVersion<T>(number, standing, shape.Read(row, files.SourceOf(row)));
    }

    private static RecordKey ReadKey(Row row) => new(row.RepeatedText(), row.Text());

    private Fields KeyFields(Fields fields, RecordKey key) => fields.Text(shape.OwnerColumn, key.Owner).Text(shape.IdColumn, key.Id);

    private Fields ToFields(Fields fields, T record, RecordKey key, long number)
    {
        var source = shape.SourceOf(record);
        KeyFields(fields, key).Number("version", number).Number("stands", (long)(number == 1 ? Standing.Stands : Standing.Superseded))
            .Number("file_no", files.NumberOf(source)).Number("line", source.Line).Number("text_offset", source.Place?.Offset).Number("text_length", source.Place?.Bytes);
        return shape.AddFields(fields, record).Text("raw_text", source.Place is null ? source.RawText : null);
    }

    // SQL Server takes "T1" and "T1 " for one id, and a key must fit its index.
    private RecordKey CheckedKey(T record)
    {
        var key = shape.ToKey(record);
        return Ids.CanBeKept(key.Id, Ids.LongestId) && Ids.CanBeKept(key.Owner, Ids.LongestOwner)
            ? key
            : throw new ArgumentException($"The id '{key.Owner}/{key.Id}' cannot be kept: {Ids.Rule}", nameof(record));
    }
}

/// <summary>What an id must be to be kept.</summary>
public static class Ids
{
    /// <summary>Of a transaction or an order, in characters.</summary>
    public const int LongestId = 300;

    /// <summary>Of a wallet's or a marketplace's name, in characters.</summary>
    public const int LongestOwner = 64;

    /// <summary>The rule in words.</summary>
    public static string Rule => $"an id has 1 to {LongestId} characters, a wallet's or marketplace's name 1 to {LongestOwner}, and none ends with a space.";

    /// <summary>True for a text that can be kept as an id of this length at the most.</summary>
    public static bool CanBeKept(string id, int longest) => id.Length > 0 && id.Length <= longest && id[^1] != ' ';
}
