using Reconciler.Core.Regions;

namespace Reconciler.Store;

/// <summary>
/// The keys by which records are found that may influence one another, in sorted pages. What is added at one time is a segment; segments that are not much larger are joined with it, so that there are
/// few, and a key is written again only as often as the store doubles.
/// </summary>
internal sealed class KeyStore(Session session)
{
    // Beyond this factor a segment is left as it is.
    private const int MuchLarger = 2;

    private readonly Dictionary<long, KeyPage> read = [];
    private List<Page>? pages;

    /// <param name="Number">Its own among all pages.</param>
    private sealed record Page(long Number, long Segment, long Keys, ulong First, ulong Last);

    /// <summary>What is registered under keys. Pages are read once.</summary>
    public IEnumerable<RegisteredKey> Find(IReadOnlyCollection<ulong> keys)
    {
        var found = new List<RegisteredKey>();
        ulong[] sorted = [.. keys];
        Array.Sort(sorted);
        foreach (var page in Pages())
        {
            var at = Array.BinarySearch(sorted, page.First);
            at = at < 0 ? ~at : at;
            if (at == sorted.Length || sorted[at] > page.Last)
            {
                continue;
            }

            var content = Content(page);
            for (; at < sorted.Length && sorted[at] <= page.Last; at++)
            {
                content.Find(sorted[at], found);
            }
        }

        return found;
    }

    /// <summary>Forgets all keys, and registers these.</summary>
    /// <param name="sorted">By key.</param>
    public void Replace(IEnumerable<RegisteredKey> sorted)
    {
        session.Execute("RecordKeys_Clear");
        Add(sorted.Chunk(KeyPage.KeysMax).SelectMany(KeyPage.Of), segment: 1, firstPage: 1);
    }

    /// <summary>Registers further keys.</summary>
    public void Add(IReadOnlyCollection<RegisteredKey> keys)
    {
        if (keys.Count == 0)
        {
            return;
        }

        var all = Pages().ToList();
        List<RegisteredKey> joined = [.. keys];
        foreach (var segment in all.GroupBy(p => p.Segment).OrderByDescending(s => s.Key))
        {
            if (segment.Sum(p => p.Keys) > MuchLarger * joined.Count)
            {
                break;
            }

            joined.AddRange(segment.SelectMany(page => Content(page).All()));
            session.Execute("RecordKeys_DeleteSegment", new Fields().Number("segment", segment.Key));
        }

        Add(KeyPage.Of(joined), all.Count == 0 ? 1 : all.Max(p => p.Segment) + 1, all.Count == 0 ? 1 : all.Max(p => p.Number) + 1);
    }

    private void Add(IEnumerable<KeyPage> added, long segment, long firstPage)
    {
        pages = null;
        read.Clear();
        session.AddMany("RecordKeys_Add", "record_keys", added.Select((page, i) => new Fields()
            .Number("page_no", firstPage + i).Number("segment", segment).Number("keys", page.Count).Number("first_key", (long)page.FirstKey).Number("last_key", (long)page.LastKey).Bytes("content", page.ToBytes())));
    }

    private List<Page> Pages() =>
        pages ??= session.List("RecordKeys_LoadPages", null, row => new Page(row.Number(), row.Number(), row.Number(), (ulong)row.Number(), (ulong)row.Number()));

    private KeyPage Content(Page page)
    {
        if (!read.TryGetValue(page.Number, out var content))
        {
            read.Add(page.Number, content = KeyPage.Read(session.List("RecordKeys_LoadPage", new Fields().Number("page_no", page.Number), row => row.Bytes())[0]));
        }

        return content;
    }
}
