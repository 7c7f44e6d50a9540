namespace Reconciler.Store;

/// <summary>What is known of one batch's ids: in the store, and of the rows of the batch itself.</summary>
internal sealed class KnownVersions<T>(
    Func<IReadOnlyList<RecordKey>, Dictionary<RecordKey, List<(long Version, byte[] Hash)>>> find, Func<RecordKey, IReadOnlyList<T>> load)
    where T : class
{
    private readonly Dictionary<RecordKey, List<(long Version, byte[] Hash)>> hashes = [];
    private readonly Dictionary<RecordKey, List<T>> records = [];

    /// <summary>Looks up these ids together, which is quicker than one by one.</summary>
    public void Fetch(IEnumerable<RecordKey> keys)
    {
        var wanted = keys.Where(k => !hashes.ContainsKey(k)).Distinct().ToList();
        var found = find(wanted);
        foreach (var key in wanted)
        {
            hashes.Add(key, found.GetValueOrDefault(key) ?? []);
        }
    }

    /// <summary>Number and content hash of each version of an id.</summary>
    public IReadOnlyList<(long Version, byte[] Hash)> Hashes(RecordKey key) => HashesOf(key);

    public bool HasHash(RecordKey key, byte[] hash) => HashesOf(key).Exists(v => v.Hash.AsSpan().SequenceEqual(hash));

    /// <summary>Each version of an id.</summary>
    public IReadOnlyList<T> Records(RecordKey key) => RecordsOf(key);

    /// <summary>A version that the batch adds.</summary>
    public void Add(RecordKey key, long version, byte[] hash, T record)
    {
        var known = HashesOf(key);
        if (known.Count > 0)
        {
            RecordsOf(key).Add(record);
        }
        else
        {
            records[key] = [record];
        }

        known.Add((version, hash));
    }

    private List<(long Version, byte[] Hash)> HashesOf(RecordKey key)
    {
        if (!hashes.TryGetValue(key, out var known))
        {
            known = find([key]).GetValueOrDefault(key) ?? [];
            hashes.Add(key, known);
        }

        return known;
    }

    private List<T> RecordsOf(RecordKey key)
    {
        if (!records.TryGetValue(key, out var known))
        {
            known = [.. load(key)];
            records.Add(key, known);
        }

        return known;
    }
}
