using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>The records and what was decided of them, as matching asks for them: all, or a part with all that may influence it.</summary>
public sealed class KeptRecords : IKeptRecords
{
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
    public void Replace(IEnumerable<(long Number, RecordState State)> states, IReadOnlyCollection<RegisteredKey> keys)
    {
        this.states.Replace(states);
        this.keys.Replace(keys);
    }

    private static long NumberOfEntry(long first) => 2 * first;

    private static long NumberOfOrder(long first) => (2 * first) + 1;

    private KeptRecord Kept(long number, Versioned<Entry> versions, IReadOnlyList<Entry> earlier) =>
        new(number, versions, null, earlier, basis is null || number / 2 > basis.LastEntry);

    private KeptRecord Kept(long number, Versioned<Order> versions, IReadOnlyList<Order> earlier) =>
        new(number, null, versions, earlier, basis is null || number / 2 > basis.LastOrder);
}
