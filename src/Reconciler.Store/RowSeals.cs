namespace Reconciler.Store;

/// <summary>
/// What one transaction does to the rows that the audit chain vouches for. Stores say before they write which rows they touch; when the transaction is kept, the hashes of these rows before and after it go into
/// pages, whose SHA-256 stands in the transaction's last line of the audit. What that costs grows with what changed.
/// </summary>
internal sealed class RowSeals(Session session)
{
    private const int KeysAtOnce = 1_000;

    /// <summary>Of the touched keys of each table the rows as they were.</summary>
    private readonly Dictionary<SealedTable, (HashSet<string> Keys, Dictionary<string, UInt128> Before)> touched = [];

    /// <summary>The last number of each table to which rows are added, as it was.</summary>
    private readonly Dictionary<SealedTable, long> lastBefore = [];

    public bool IsEmpty => touched.Count == 0 && lastBefore.Count == 0;

    /// <summary>Rows are about to be added, changed or deleted.</summary>
    /// <param name="keys">Of the first column of their keys.</param>
    public void Touch(SealedTable table, IEnumerable<string> keys)
    {
        var (known, before) = Of(table);
        foreach (var some in keys.Where(known.Add).Chunk(KeysAtOnce))
        {
            Load(table, table.LoadByKeys, some, before);
        }
    }

    public void Touch(SealedTable table, string key) => Touch(table, [key]);

    public void Touch(SealedTable table, long key) => Touch(table, [Text(key)]);

    /// <summary>Rows with these numbers are about to be deleted.</summary>
    public void TouchNumbers(SealedTable table, IEnumerable<long> numbers)
    {
        var (known, before) = Of(table);
        foreach (var some in numbers.Select(Text).Chunk(KeysAtOnce))
        {
            var rows = new Dictionary<string, UInt128>(StringComparer.Ordinal);
            Load(table, table.LoadByNumbers, some, rows);
            foreach (var (key, hash) in rows.Where(r => known.Add(r.Key)))
            {
                before.Add(key, hash);
            }
        }
    }

    /// <summary>Rows are about to be added behind all others.</summary>
    public void Extend(SealedTable table)
    {
        if (!lastBefore.ContainsKey(table))
        {
            lastBefore.Add(table, session.List(table.FindLast, null, row => row.Number())[0]);
        }
    }

    /// <summary>Takes all rows of tables as they stand: those of before rows were vouched for.</summary>
    public void ExtendAll(IReadOnlyCollection<SealedTable> tables)
    {
        foreach (var table in tables.Where(t => t.Number is not null))
        {
            lastBefore[table] = long.MinValue;
        }

        foreach (var table in tables.Where(t => t.Number is null))
        {
            using var hash = new RowHash();
            var (known, _) = Of(table);
            known.UnionWith(session.Stream(table.LoadAll, null, row => FirstOf(table, row.Sealed(hash, table).Key)));
        }
    }

    /// <summary>The rows that are other than before this transaction, by table; then begins anew.</summary>
    public IEnumerable<RowChange> Take()
    {
        foreach (var table in SealedTable.All)
        {
            var (keys, before) = touched.TryGetValue(table, out var found) ? found : ([], []);
            foreach (var change in Changes(table, keys, before))
            {
                yield return change;
            }

            if (lastBefore.TryGetValue(table, out var last))
            {
                using var hash = new RowHash();
                foreach (var (key, now) in session.Stream(table.LoadAfter, new Fields().Number("after", last), row => row.Sealed(hash, table)))
                {
                    if (!keys.Contains(key))
                    {
                        yield return new RowChange(table.Name, key, null, now);
                    }
                }
            }
        }

        touched.Clear();
        lastBefore.Clear();
    }

    private IEnumerable<RowChange> Changes(SealedTable table, HashSet<string> keys, Dictionary<string, UInt128> before)
    {
        var after = new Dictionary<string, UInt128>(StringComparer.Ordinal);
        foreach (var some in keys.Chunk(KeysAtOnce))
        {
            Load(table, table.LoadByKeys, some, after);
        }

        foreach (var (key, was) in before)
        {
            if (!after.Remove(key, out var now))
            {
                yield return new RowChange(table.Name, key, was, null);
            }
            else if (was != now)
            {
                yield return new RowChange(table.Name, key, was, now);
            }
        }

        foreach (var (key, now) in after)
        {
            yield return new RowChange(table.Name, key, null, now);
        }
    }

    private (HashSet<string> Keys, Dictionary<string, UInt128> Before) Of(SealedTable table)
    {
        if (!touched.TryGetValue(table, out var known))
        {
            touched.Add(table, known = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, UInt128>(StringComparer.Ordinal)));
        }

        return known;
    }

    private void Load(SealedTable table, string statement, IReadOnlyCollection<string> ids, Dictionary<string, UInt128> to)
    {
        using var hash = new RowHash();
        var isNumber = statement == table.LoadByNumbers || table.Key[0] == table.Number || table.Key[0].EndsWith("_no", StringComparison.Ordinal);
        var json = isNumber ? $"[{string.Join(',', ids)}]" : JsonIds.Of(ids);
        foreach (var (key, value) in session.List(statement, new Fields().Text("ids", json), row => row.Sealed(hash, table)))
        {
            to[key] = value;
        }
    }

    private static string FirstOf(SealedTable table, string key) => table.Key.Length == 1 ? key : key[..key.LastIndexOf('/')];

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
