namespace Reconciler.Store;

/// <summary>What is known of one batch's ids: in the store, and of the rows of the batch itself.</summary>
/// <param name="find">The versions of those of some ids that the store knows.</param>
internal sealed class KnownVersions<T>(Func<RecordKey[], Dictionary<RecordKey, List<StoredVersion<T>>>> find)
    where T : class
{
    private readonly HashSet<RecordKey> asked = [];
    private readonly Dictionary<RecordKey, List<StoredVersion<T>>> known = [];

    /// <summary>Whether the batch's ids are all different, and the store knows none of them: then there is nothing to compare its rows with.</summary>
    public bool AreAllNew { get; private set; }

    /// <summary>Looks up a batch's ids together, which is quicker than one by one.</summary>
    public void Fetch(RecordKey[] keys)
    {
        asked.EnsureCapacity(keys.Length);
        var wanted = Array.FindAll(keys, asked.Add);
        foreach (var (key, versions) in find(wanted))
        {
            known.Add(key, versions);
        }

        AreAllNew = known.Count == 0 && wanted.Length == keys.Length;
    }

    /// <summary>The versions of an id in the order in which they came; empty where it is not known.</summary>
    public IReadOnlyList<StoredVersion<T>> Versions(RecordKey key)
    {
        if (asked.Add(key))
        {
            AreAllNew = false;
            foreach (var (found, versions) in find([key]))
            {
                known.Add(found, versions);
            }
        }

        return known.TryGetValue(key, out var all) ? all : [];
    }

    /// <summary>A version that the batch adds.</summary>
    public void Add(RecordKey key, long number, T record)
    {
        if (!known.TryGetValue(key, out var all))
        {
            known.Add(key, all = []);
        }

        all.Add(new StoredVersion<T>(number, Standing.Superseded, record));
    }
}
