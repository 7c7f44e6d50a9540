using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>
/// The smallest set of records that a new, changed, decided or newly due record could influence, closed under <see cref="Influence"/>. Only a region is loaded and matched;
/// what lies outside stays as it is.
/// </summary>
/// <remarks>
/// Why that is right: no tie leads from inside to outside, neither by what was decided before nor by what is decided now. So the matcher would have done, and does, the same to
/// the rest whether the region is there or not, and the same to the region whether the rest is there or not.
/// </remarks>
/// <param name="kept">Where the records are.</param>
/// <param name="unregistered">Those whose names are not registered yet.</param>
/// <param name="recordsMax">The most members that it may have.</param>
/// <param name="byNamesOnly">Closed under what records bear and name alone, whatever is decided of them.</param>
internal sealed class Region(IKeptRecords kept, IReadOnlySet<long> unregistered, RateTable rates, MatchingRules rules, Decisions decisions, int recordsMax, bool byNamesOnly)
{
    // As many as most have, to make room at once.
    private const int KeysOfARecord = 8;

    private readonly Dictionary<long, KeptRecord> members = [];
    private readonly Dictionary<long, RecordState> states = [];
    private readonly List<ulong[]> asked = []; // each sorted
    private readonly ILookup<TransactionId, OrderId> decidedOrders = decisions.Ties.ToLookup(t => t.Transaction, t => t.Order);
    private readonly ILookup<OrderId, TransactionId> decidedEntries = decisions.Ties.ToLookup(t => t.Order, t => t.Transaction);

    public IReadOnlyDictionary<long, KeptRecord> Members => members;

    /// <summary>The keys under which those are always found that were not registered yet; some more than once.</summary>
    public List<RegisteredKey> Registered { get; } = [];

    /// <summary>How the members stood before; not there: plainly.</summary>
    public IReadOnlyDictionary<long, RecordState> StatesBefore => states;

    /// <summary>What the matcher did with the members.</summary>
    public Ledger Ledger { get; private set; } = null!;

    /// <summary>What ties the members now.</summary>
    public LiveInfluence Live { get; private set; } = null!;

    /// <summary>Why the region cannot stand for the whole, so that all must be matched; null where it can.</summary>
    public string? WholeBecause { get; private set; }

    /// <summary>Loads records; where files contradict one another about one of them, the region cannot stand for the whole.</summary>
    public IReadOnlyList<KeptRecord> Load(IReadOnlyCollection<long> numbers)
    {
        var records = kept.Load(numbers);
        if (records.Any(r => r.IsContradicted))
        {
            WholeBecause = "files contradict one another about a record that may be concerned";
        }

        return records;
    }

    /// <summary>Takes in records and all that they tie, and matches the region.</summary>
    public void Grow(IReadOnlyCollection<long> seeds)
    {
        for (IReadOnlyCollection<long> next = seeds; WholeBecause is null;)
        {
            Close(next);
            if (WholeBecause is not null)
            {
                return;
            }

            var (entries, orders) = (members.Values.Select(m => m.Entry?.Standing).OfType<Entry>(), members.Values.Select(m => m.Order?.Standing).OfType<Order>());
            Ledger = byNamesOnly ? Matcher.SettleNamed(entries, orders, rates, rules, decisions) : Matcher.Settle(entries, orders, rates, rules, decisions);
            Live = new LiveInfluence(Ledger, kept.FirstBookedUtc, withKeys: !byNamesOnly);
            if (byNamesOnly)
            {
                return;
            }

            next = Outside(Found([.. Live.OfEntries.Values.Concat(Live.OfOrders.Values).SelectMany(t => t.Sought)]));
            if (next.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Those of some records that are no members, each once.</summary>
    public IReadOnlyCollection<long> Outside(IEnumerable<long> numbers) => numbers.Where(n => !members.ContainsKey(n)).ToHashSet();

    /// <summary>Those of the records under some keys that still are registered there.</summary>
    public IEnumerable<long> StillRegistered(IReadOnlyCollection<ulong> keys)
    {
        var found = kept.Find(keys).ToList();
        var live = kept.StatesOf(found.Where(f => f.IsLive && !members.ContainsKey(f.Number)).Select(f => f.Number).ToHashSet());
        return found.Where(f => !members.ContainsKey(f.Number) && (!f.IsLive || (live.TryGetValue(f.Number, out var state) && state.Registered.Contains(f.Key)))).Select(f => f.Number);
    }

    private void Close(IReadOnlyCollection<long> seeds)
    {
        for (var next = Outside(seeds); next.Count > 0;)
        {
            if (members.Count + next.Count > recordsMax)
            {
                WholeBecause = FormattableString.Invariant($"more than {recordsMax} records may influence one another");
                return;
            }

            var keys = new List<ulong>(KeysOfARecord * next.Count);
            Registered.EnsureCapacity(Registered.Count + (KeysOfARecord * Math.Min(next.Count, unregistered.Count)));
            members.EnsureCapacity(members.Count + next.Count);
            var added = Load(next);
            foreach (var (number, state) in kept.StatesOf([.. added.Where(r => !r.IsNew).Select(r => r.Number)]))
            {
                states.Add(number, state);
                keys.AddRange(byNamesOnly ? [] : state.Sought);
            }

            var (entries, orders) = (new HashSet<TransactionId>(), new HashSet<OrderId>());
            var ties = new Ties([], keys);
            foreach (var record in added)
            {
                members.Add(record.Number, record);
                ties.Registered.Clear();
                if (record.Entry is { } entry)
                {
                    Influence.Always(entry.Standing, rules, ties);
                    orders.UnionWith(decidedOrders[entry.Standing.Id]);
                }
                else
                {
                    Influence.Always(record.Order!.Standing, ties);
                    entries.UnionWith(decidedEntries[record.Order.Standing.Id]);
                }

                foreach (var earlier in record.Earlier)
                {
                    if (earlier is Entry before)
                    {
                        Influence.Always(before, rules, ties);
                    }
                    else
                    {
                        Influence.Always((Order)earlier, ties);
                    }
                }

                if (unregistered.Contains(record.Number))
                {
                    foreach (var key in ties.Registered)
                    {
                        Registered.Add(new RegisteredKey(key, record.Number, IsLive: false));
                    }
                }

                if (record.IsNew && (record.Entry is { } told ? Influence.IsPlainWord(told.Standing) : Influence.IsPlainWord(record.Order!.Standing)))
                {
                    WholeBecause = "a new id is a plain word, which any text may hold";
                    return;
                }
            }

            next = Outside(Found(keys).Concat(entries.Count + orders.Count > 0 ? kept.NumbersOf(entries, orders) : []));
        }
    }

    /// <summary>Those under keys that were not asked for before.</summary>
    private IEnumerable<long> Found(List<ulong> keys)
    {
        ulong[] sorted = [.. keys];
        Array.Sort(sorted);
        var count = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if ((i == 0 || sorted[i] != sorted[i - 1]) && asked.TrueForAll(before => Array.BinarySearch(before, sorted[i]) < 0))
            {
                sorted[count++] = sorted[i]; // behind i, so that what is compared next is still there
            }
        }

        asked.Add(sorted[..count]);
        return count == 0 ? [] : StillRegistered(asked[^1]);
    }
}
