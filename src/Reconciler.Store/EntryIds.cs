using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>Under which id each entry of one file is kept: its own, or the one under which the store knows its movement already.</summary>
/// <remarks>Source: the contract, "An id never depends on what else stands in its file". What is decided here is asked of the store, and is the same in whichever order files come.</remarks>
internal sealed class EntryIds(Session session, VersionTable<Entry> table)
{
    private readonly HashSet<TransactionId> given = [];
    private readonly Dictionary<(string Wallet, string Reference), HashSet<string>> sharing = [];
    private readonly Dictionary<string, ILookup<(long Minute, Money Amount), TransactionId>> formerRows = new(StringComparer.Ordinal);
    private readonly Dictionary<TransactionId, string> renamed = [];
    private bool? knowsOlder;

    /// <summary>A batch's entries as they are kept where nothing is known of them; null where an id depends on what is known.</summary>
    public Entry[]? AsNew(ToldEntry[] batch) =>
        Array.TrueForAll(batch, t => ReferenceEquals(t.Source, IdSource.Own)) ? Array.ConvertAll(batch, t => WithRelatedAsKept(t.Entry)) : null;

    /// <summary>A batch's entries under the ids under which they are kept, in their order.</summary>
    public Entry[] Settle(ToldEntry[] batch, KnownVersions<Entry> known)
    {
        // Of the ids of former rules there is none in a store that held nothing before this file.
        knowsOlder ??= table.LastVersionNo() > 0;
        known.Fetch([.. batch.SelectMany(t => knowsOlder.Value ? t.Source.Former.Prepend(t.Entry.Id.Id).Select(id => Key(t.Entry.Id with { Id = id })) : [Key(t.Entry.Id)])]);
        if (known.AreAllNew && Array.TrueForAll(batch, t => ReferenceEquals(t.Source, IdSource.Own)))
        {
            return Array.ConvertAll(batch, t => WithRelatedAsKept(t.Entry));
        }

        var file = new Batch(known);
        var settled = new Entry[batch.Length];

        // Rows that say what is known already come first, so that no other row is taken for theirs; of the others payments, then what goes back, then fees.
        foreach (var i in Enumerable.Range(0, batch.Length))
        {
            if (IdThatSaysTheSame(batch[i], file) is { } id)
            {
                settled[i] = Give(batch[i], id, file);
            }
        }

        foreach (var i in Enumerable.Range(0, batch.Length).Where(i => settled[i] is null).OrderBy(i => SameMovement.Kind(batch[i].Entry.Type)))
        {
            settled[i] = Give(batch[i], IdOf(batch[i], file), file);
        }

        return Array.ConvertAll(settled, WithRelatedAsKept);
    }

    private TransactionId? IdThatSaysTheSame(ToldEntry told, Batch file)
    {
        foreach (var id in Candidates(told, file))
        {
            if (file.Versions(id).Any(v => SameMovement.SaysTheSame(told.Entry with { RelatedTransactionId = v.RelatedTransactionId }, v)))
            {
                return id;
            }
        }

        return null;
    }

    private TransactionId IdOf(ToldEntry told, Batch file)
    {
        var entry = told.Entry;
        if (told.Source.Counted.Length == 0)
        {
            return file.Knows(entry.Id) && SameMovement.AreTwo(entry, file.Versions(entry.Id)) ? entry.Id with { Id = $"{entry.Id.Id}-{entry.Type.ToName()}" } : entry.Id;
        }

        return Candidates(told, file).Cast<TransactionId?>().FirstOrDefault()
            ?? Numbered(entry.Id, told.Source).First(id => !file.Knows(id));
    }

    /// <summary>The known ids that may be this movement's, and that no other row of the file has, the likeliest first.</summary>
    private IEnumerable<TransactionId> Candidates(ToldEntry told, Batch file)
    {
        var (entry, source) = told;
        if (source.Counted.Length == 0)
        {
            return [];
        }

        var ids = Numbered(entry.Id, source).TakeWhile(file.Knows);
        if (knowsOlder is true)
        {
            ids = ids.Concat(source.Former.Select(id => entry.Id with { Id = id }).Where(id => file.Knows(id) && file.Versions(id).Any(v => SameMovement.AgreeInDayAndSum(entry, v))));
            ids = source.Reference.Length > 0 ? ids : ids.Concat(FormerRowsLike(entry, file));
        }

        ids = source.Reference.Length == 0 ? ids : ids.Concat(Announced(entry, source.Reference, file));
        return ids.Where(id => !given.Contains(id));
    }

    private static IEnumerable<TransactionId> Numbered(TransactionId id, IdSource source) =>
        Enumerable.Range(1, int.MaxValue).Select(count => id with { Id = source.Numbered(count) });

    /// <summary>Movements of that reference that were announced for another day than this row's, or that this row announces; the nearest first.</summary>
    private IEnumerable<TransactionId> Announced(Entry entry, string reference, Batch file) =>
        Sharing(entry.Id.Wallet, reference).Select(id => entry.Id with { Id = id })
            .Where(id => SameMovement.IsAnnouncedIn(entry, file.Versions(id)))
            .OrderBy(id => file.Versions(id).Min(v => (v.BookedAtUtc - entry.BookedAtUtc).Duration())).ThenBy(id => id);

    private HashSet<string> Sharing(string wallet, string reference)
    {
        if (!sharing.TryGetValue((wallet, reference), out var ids))
        {
            var range = new Fields().Text("owner", wallet).Text("from", reference + "_").Text("to", reference + (char)('_' + 1));
            sharing.Add((wallet, reference), ids = [.. session.List("Entry_FindIdsBetween", range, row => row.Text())]);
        }

        return ids;
    }

    /// <summary>Entries whose id is a hash of a row's texts, as it was before 2026-11-30, and whose values are this row's.</summary>
    private IEnumerable<TransactionId> FormerRowsLike(Entry entry, Batch file)
    {
        if (!formerRows.TryGetValue(entry.Id.Wallet, out var rows))
        {
            // Their hash is of hexadecimal digits, the present one begins with a v.
            var range = new Fields().Text("owner", entry.Id.Wallet).Text("from", "row-0").Text("to", "row-g");
            rows = session.List("Entry_LoadBetween", range, row => table.ReadVersion(row).Record).ToLookup(e => Place(e), e => e.Id);
            formerRows.Add(entry.Id.Wallet, rows);
        }

        return rows[Place(entry)].Distinct().Where(id => file.Versions(id).Any(v => SameMovement.HaveSameValues(entry, v)));
    }

    private static (long Minute, Money Amount) Place(Entry entry) => (entry.BookedAtUtc.Ticks / TimeSpan.TicksPerMinute, entry.Amount);

    private Entry Give(ToldEntry told, TransactionId id, Batch file)
    {
        if (told.Source.Counted.Length > 0)
        {
            given.Add(id);
        }

        if (told.Source.Reference.Length > 0)
        {
            Sharing(id.Wallet, told.Source.Reference).Add(id.Id);
        }

        if (told.Entry.Id != id)
        {
            renamed[told.Entry.Id] = id.Id;
        }

        var entry = told.Entry with { Id = id };
        file.Add(entry);
        return entry;
    }

    /// <summary>A row that belongs to another one of its file names it by the id under which that one is kept.</summary>
    private Entry WithRelatedAsKept(Entry entry) =>
        renamed.Count > 0 && renamed.TryGetValue(new TransactionId(entry.Id.Wallet, entry.RelatedTransactionId), out var kept) ? entry with { RelatedTransactionId = kept } : entry;

    private static RecordKey Key(TransactionId id) => new(id.Wallet, id.Id);

    /// <summary>What is known of ids while a batch is settled: in the store, and by the batch's own rows.</summary>
    private sealed class Batch(KnownVersions<Entry> known)
    {
        private readonly Dictionary<TransactionId, List<Entry>> told = [];

        public bool Knows(TransactionId id) => told.ContainsKey(id) || known.Versions(Key(id)).Count > 0;

        public IReadOnlyList<Entry> Versions(TransactionId id)
        {
            var stored = known.Versions(Key(id)).Select(v => v.Record);
            return told.TryGetValue(id, out var own) ? [.. stored, .. own] : [.. stored];
        }

        public void Add(Entry entry)
        {
            if (!told.TryGetValue(entry.Id, out var own))
            {
                told.Add(entry.Id, own = []);
            }

            own.Add(entry);
        }
    }
}
