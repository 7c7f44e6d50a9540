using Reconciler.Core.Records;

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
/// <param name="SaysTheSame">Whether a row says in values what a version says.</param>
/// <param name="TellsMore">Whether a row that says the same fills in what the version leaves out.</param>
/// <param name="AddFields">The columns after those that all versions have.</param>
/// <param name="Read">Reads a record from the columns after version and stands.</param>
internal sealed record VersionShape<T>(
    string Name,
    string Table,
    string OwnerColumn,
    string IdColumn,
    Func<T, RecordKey> ToKey,
    Func<T, byte[]> ContentHash,
    Func<IReadOnlyList<T>, T?, Versioned<T>> Choose,
    Func<T, T, bool> SaysTheSame,
    Func<T, T, bool> TellsMore,
    Func<T, Core.Values.SourceLine> SourceOf,
    Func<Fields, T, Fields> AddFields,
    Func<Row, T> Read)
    where T : class;

/// <summary>Owner (wallet or marketplace) and id.</summary>
internal readonly record struct RecordKey(string Owner, string Id);

/// <summary>Records of which every version is kept: adds what is new, and marks which version stands.</summary>
internal sealed class VersionTable<T>(Session session, InputFileStore files, VersionShape<T> shape)
    where T : class
{
    private const int Superseded = 0;
    private const int Standing = 1;
    private const int Conflicting = 2;

    /// <summary>Saves records in their order.</summary>
    public SaveResult Save(IEnumerable<T> records, DateTime importedAtUtc) =>
        Save(records, (batch, known) =>
        {
            known.Fetch(batch.Select(shape.ToKey));
            return batch;
        }, importedAtUtc);

    /// <summary>Saves what was told, in its order.</summary>
    /// <param name="settle">Makes the records of a batch, whose ids may depend on what is known.</param>
    public SaveResult Save<TTold>(IEnumerable<TTold> told, Func<TTold[], KnownVersions<T>, T[]> settle, DateTime importedAtUtc) =>
        new([.. told.Chunk(Session.RowsAtOnce).SelectMany(batch =>
        {
            var known = new KnownVersions<T>(FindHashes, LoadVersions);
            return SaveBatch(settle(batch, known), known, importedAtUtc);
        })]);

    /// <summary>Each id's standing version and those in conflict with it, sorted by id as the database sorts.</summary>
    public IEnumerable<Versioned<T>> LoadAll(bool withRawText)
    {
        var sameId = new List<(long Version, long Stands, T Record)>();
        var withRaw = new Fields().Number("with_raw_text", withRawText ? 1 : 0);
        foreach (var version in session.Stream($"{shape.Name}_LoadAll", withRaw, ReadVersion))
        {
            if (sameId.Count > 0 && shape.ToKey(sameId[0].Record) != shape.ToKey(version.Record))
            {
                yield return Choose(sameId);
                sameId = [];
            }

            sameId.Add(version);
        }

        if (sameId.Count > 0)
        {
            yield return Choose(sameId);
        }
    }

    /// <summary>What is known under one id, or null.</summary>
    public Versioned<T>? Load(RecordKey key) => LoadNumbered(key) is { Count: > 0 } versions ? Choose(versions) : null;

    /// <summary>Lets the version stand that was told on that line, where those of its id tell other money; until something new is saved under that id.</summary>
    public void LetStand(RecordKey key, Core.Values.SourceLine line)
    {
        var versions = LoadNumbered(key);
        var chosen = versions.FindIndex(v => v.Stands != Superseded && shape.SourceOf(v.Record) is var source && source.FileSha256 == line.FileSha256 && source.Line == line.Line);
        for (var i = 0; chosen >= 0 && i < versions.Count; i++)
        {
            Mark(key, versions[i], i == chosen ? Standing : versions[i].Stands == Superseded ? Superseded : Conflicting);
        }
    }

    /// <summary>How many versions there are of all records together.</summary>
    public long CountVersions() => session.List($"{shape.Name}_CountVersions", null, row => row.Number())[0];

    /// <summary>Every version, in the order in which they came.</summary>
    public IReadOnlyList<T> LoadVersions(RecordKey key) => LoadNumbered(key).ConvertAll(v => v.Record);

    /// <summary>The ids that a person may mean: <c>T1</c> or <c>wallet/T1</c>.</summary>
    public IReadOnlyList<RecordKey> FindIds(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var wanted = new Fields().Text("text", text).Text("owner", slash < 0 ? string.Empty : text[..slash]).Text("id", text[(slash + 1)..]);
        return session.List($"{shape.Name}_FindIds", wanted, row => new RecordKey(row.Text(), row.Text()));
    }

    private List<SaveOutcome> SaveBatch(T[] batch, KnownVersions<T> known, DateTime importedAtUtc)
    {
        var outcomes = new List<SaveOutcome>(batch.Length);
        var toAdd = new List<Fields>();
        var changed = new HashSet<RecordKey>();
        foreach (var record in batch)
        {
            var key = CheckedKey(record);
            var hash = shape.ContentHash(record);
            var versions = known.Hashes(key);
            var alike = versions.Count == 0 || known.HasHash(key, hash) ? [] : known.Records(key).Where(v => shape.SaysTheSame(record, v)).ToList();
            if (known.HasHash(key, hash) || alike.Exists(v => !shape.TellsMore(record, v)))
            {
                outcomes.Add(SaveOutcome.KnownAlready);
                continue;
            }

            var number = versions.Count == 0 ? 1 : versions.Max(v => v.Version) + 1;
            toAdd.Add(ToFields(record, key, number, hash, importedAtUtc));
            known.Add(key, number, hash, record);
            outcomes.Add(number == 1 ? SaveOutcome.New : alike.Count > 0 ? SaveOutcome.KnownAlready : SaveOutcome.NewVersion);
            if (number > 1)
            {
                changed.Add(key);
            }
        }

        session.AddMany($"{shape.Name}_Add", shape.Table, toAdd);
        foreach (var key in changed)
        {
            MarkVersions(key);
        }

        return outcomes;
    }

    private Dictionary<RecordKey, List<(long Version, byte[] Hash)>> FindHashes(IReadOnlyList<RecordKey> keys)
    {
        var known = new Dictionary<RecordKey, List<(long Version, byte[] Hash)>>(keys.Count);
        if (session.Provider == StoreProvider.Sqlite)
        {
            foreach (var key in keys)
            {
                known.Add(key, session.List($"{shape.Name}_FindHashes", new Fields().Text("id", key.Id).Text("owner", key.Owner), row => (row.Number(), row.Bytes())));
            }

            return known;
        }

        // The server looks them all up at once, from a table of their own.
        var batchId = System.Security.Cryptography.RandomNumberGenerator.GetHexString(32, lowercase: true);
        var batch = new Fields().Text("batch_id", batchId);
        session.AddMany("KeyStaging_Add", "key_staging", keys.Select((key, i) =>
            new Fields().Text("batch_id", batchId).Number("row_no", i).Text("owner", key.Owner).Text("id", key.Id)));
        foreach (var (rowNo, version, hash) in session.List($"{shape.Name}_FindHashes", batch, row => (row.Integer(), row.Number(), row.Bytes())))
        {
            if (!known.TryGetValue(keys[rowNo], out var versions))
            {
                known.Add(keys[rowNo], versions = []);
            }

            versions.Add((version, hash));
        }

        session.Execute("KeyStaging_Clear", batch);
        return known;
    }

    private void MarkVersions(RecordKey key)
    {
        var versions = LoadNumbered(key);
        var chosen = shape.Choose(versions.ConvertAll(v => v.Record), null);
        foreach (var version in versions)
        {
            Mark(key, version, ReferenceEquals(version.Record, chosen.Standing) ? Standing
                : chosen.Conflicting.Any(c => ReferenceEquals(c, version.Record)) ? Conflicting
                : Superseded);
        }
    }

    private void Mark(RecordKey key, (long Version, long Stands, T Record) version, int stands)
    {
        if (stands != version.Stands)
        {
            session.Execute($"{shape.Name}_MarkVersion", KeyFields(key).Number("version", version.Version).Number("stands", stands));
        }
    }

    private Versioned<T> Choose(List<(long Version, long Stands, T Record)> versions) =>
        shape.Choose(versions.ConvertAll(v => v.Record), versions.Find(v => v.Stands == Standing).Record);

    private List<(long Version, long Stands, T Record)> LoadNumbered(RecordKey key) => session.List($"{shape.Name}_LoadVersions", KeyFields(key), ReadVersion);

    private (long Version, long Stands, T Record) ReadVersion(Row row) => (row.Number(), row.Number(), shape.Read(row));

    private Fields KeyFields(RecordKey key) => new Fields().Text(shape.OwnerColumn, key.Owner).Text(shape.IdColumn, key.Id);

    private Fields ToFields(T record, RecordKey key, long version, byte[] hash, DateTime importedAtUtc)
    {
        var source = shape.SourceOf(record);
        var fields = KeyFields(key).Number("version", version).Number("stands", version == 1 ? Standing : Superseded).Bytes("content_hash", hash)
            .Number("file_no", files.NumberOf(source)).Number("line", source.Line).Time("imported_at", importedAtUtc);
        return shape.AddFields(fields, record).Text("raw_text", source.RawText);
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
