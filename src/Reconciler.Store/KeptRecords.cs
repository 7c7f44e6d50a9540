using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>The records and what was decided of them, as matching asks for them: all, or a part with all that may influence it.</summary>
public sealed class KeptRecords : IKeptRecords
{
    // As many unwanted rows are read sooner than a new place is sought.
    private const int PassedOver = 8;

    private readonly Session session;
    private readonly EntryStore entries;
    private readonly OrderStore orders;
    private readonly MatchStore matches;
    private readonly FindingStore findings;
    private readonly KeyStore keys;
    private readonly StateStore states;
    private readonly Dictionary<long, KeptRecord> loaded = [];
    private MatchBasis? basis;

    internal KeptRecords(Session session, EntryStore entries, OrderStore orders, MatchStore matches, FindingStore findings)
    {
        this.session = session;
        this.entries = entries;
        this.orders = orders;
        this.matches = matches;
        this.findings = findings;
        keys = new KeyStore(session);
        states = new StateStore(session);
    }

    public DateTime FirstBookedUtc { get; private set; }

    /// <summary>Begins to match a part: what came after the last matching is new.</summary>
    /// <returns>The records that are new or have a new version.</returns>
    public IReadOnlyList<KeptRecord> Since(MatchBasis last)
    {
        basis = last;
        var changed = Load([.. entries.FindNumbersChangedSince(last.LastEntry).Select(NumberOfEntry), .. orders.FindNumbersChangedSince(last.LastOrder).Select(NumberOfOrder)]);
        FirstBookedUtc = changed.Select(r => r.Entry?.Standing.BookedAtUtc).OfType<DateTime>().Append(last.FirstBookedUtc ?? DateTime.MaxValue).Min();
        return changed;
    }

    /// <summary>All standing entries of an account in time order, then by id.</summary>
    public IReadOnlyList<Entry> LoadAccount(Account account) => entries.LoadAccount(account);

    /// <summary>The currency of a wallet's last entry; null where it has none.</summary>
    public Currency? LastCurrencyOf(string wallet) => entries.LastCurrencyOf(wallet);

    /// <summary>The records whose findings time has changed from one clock to another.</summary>
    public IReadOnlyList<long> FindDue(DateTime fromUtc, DateTime toUtc) => states.FindDue(fromUtc, toUtc);

    /// <summary>The next moment from a clock on at which time changes a finding; null: there is none.</summary>
    public DateTime? FindNextDue(DateTime fromUtc) => states.FindNext(fromUtc);

    /// <summary>The refunds that have not come, due or not.</summary>
    public IReadOnlyList<AwaitedRefunds> LoadAwaited() => states.LoadAwaited();

    /// <summary>Every record with its number, without the texts of its file.</summary>
    public IReadOnlyList<KeptRecord> LoadAll() =>
        [.. entries.LoadNumbered(0, long.MaxValue).Select(e => Kept(NumberOfEntry(e.First), e.Versions, e.Earlier)), .. orders.LoadNumbered(0, long.MaxValue).Select(o => Kept(NumberOfOrder(o.First), o.Versions, o.Earlier))];

    /// <summary>The numbers of all records in order of time: when entries were booked and orders placed, as their first versions say.</summary>
    /// <param name="firstBookedUtc">When the first entry was booked; any moment where there is none.</param>
    public long[] InTimeOrder(out DateTime firstBookedUtc)
    {
        List<(long Number, DateTime AtUtc)> all = [.. session.Stream("Entry_LoadTimes", null, row => (NumberOfEntry(row.Number()), row.Instant()))];
        firstBookedUtc = all.Count == 0 ? DateTime.UnixEpoch : all.Min(e => e.AtUtc);
        all.AddRange(session.Stream("Order_LoadTimes", null, row => (NumberOfOrder(row.Number()), row.Instant())));
        long[] numbers = [.. all.Select(r => r.Number)];
        Array.Sort(all.ConvertAll(r => r.AtUtc.Ticks).ToArray(), numbers);
        return numbers;
    }

    /// <summary>Loads records of which most lie near one another in the store; they are not remembered.</summary>
    public IReadOnlyList<KeptRecord> LoadShare(IReadOnlyCollection<long> numbers) =>
    [
        .. InRanges([.. numbers.Where(n => n % 2 == 0).Select(n => n / 2)], entries.LoadNumbered, e => e.First).Select(e => Kept(NumberOfEntry(e.First), e.Versions, e.Earlier)),
        .. InRanges([.. numbers.Where(n => n % 2 == 1).Select(n => n / 2)], orders.LoadNumbered, o => o.First).Select(o => Kept(NumberOfOrder(o.First), o.Versions, o.Earlier)),
    ];

    /// <summary>Forgets what was loaded.</summary>
    public void Forget() => loaded.Clear();

    public IReadOnlyList<KeptRecord> Load(IReadOnlyCollection<long> numbers)
    {
        var missing = numbers.Where(n => !loaded.ContainsKey(n)).ToLookup(n => n % 2 == 0, n => n / 2);
        foreach (var (first, versions, earlier) in missing.Contains(true) ? entries.LoadNumbered([.. missing[true]]) : [])
        {
            loaded.Add(NumberOfEntry(first), Kept(NumberOfEntry(first), versions, earlier));
        }

        foreach (var (first, versions, earlier) in missing.Contains(false) ? orders.LoadNumbered([.. missing[false]]) : [])
        {
            loaded.Add(NumberOfOrder(first), Kept(NumberOfOrder(first), versions, earlier));
        }

        return [.. numbers.Select(n => loaded[n])];
    }

    public IReadOnlyList<long> NumbersOf(IReadOnlyCollection<TransactionId> entries, IReadOnlyCollection<OrderId> orders) =>
        [.. this.entries.FindNumbers(entries).Select(NumberOfEntry), .. this.orders.FindNumbers(orders).Select(NumberOfOrder)];

    public IEnumerable<RegisteredKey> Find(IReadOnlyCollection<ulong> keys) => this.keys.Find(keys);

    public IReadOnlyDictionary<long, RecordState> StatesOf(IReadOnlyCollection<long> numbers) => states.Load(numbers);

    public IReadOnlyList<Match> MatchesOf(IReadOnlyCollection<TransactionId> entries) => matches.LoadOf(entries);

    public IReadOnlyList<KeptFinding> Findings(IEnumerable<string> ids) => findings.LoadByIds([.. ids]);

    /// <summary>Keeps what matching a part changed, but for its findings.</summary>
    public void Keep(Exchange exchange)
    {
        matches.Exchange(exchange.MatchesDropped, exchange.MatchesAdded);
        states.Change(exchange.States);
        keys.Add(exchange.Keys);
    }

    /// <summary>Keeps how records stand, and by what they are found, after all were matched.</summary>
    /// <param name="keys">Sorted by key.</param>
    public void Replace(IEnumerable<(long Number, RecordState State)> states, IEnumerable<RegisteredKey> keys)
    {
        this.states.Replace(states);
        this.keys.Replace(keys);
    }

    private static long NumberOfEntry(long first) => 2 * first;

    private static long NumberOfOrder(long first) => (2 * first) + 1;

    private static IEnumerable<T> InRanges<T>(long[] firsts, Func<long, long, IEnumerable<T>> load, Func<T, long> firstOf)
    {
        Array.Sort(firsts);
        for (int start = 0, end; start < firsts.Length; start = end)
        {
            for (end = start + 1; end < firsts.Length && firsts[end] - firsts[end - 1] <= PassedOver; end++)
            {
            }

            foreach (var record in load(firsts[start], firsts[end - 1]).Where(r => Array.BinarySearch(firsts, firstOf(r)) >= 0))
            {
                yield return record;
            }
        }
    }

    private KeptRecord Kept(long number, Versioned<Entry> versions, IReadOnlyList<Entry> earlier) =>
        new(number, versions, null, earlier, basis is null || number / 2 > basis.LastEntry);

    private KeptRecord Kept(long number, Versioned<Order> versions, IReadOnlyList<Order> earlier) =>
        new(number, null, versions, earlier, basis is null || number / 2 > basis.LastOrder);
}
