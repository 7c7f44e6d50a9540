using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>What is found once all shares are matched.</summary>
/// <param name="FindingChanges">The findings that are new, changed, or no longer found.</param>
/// <param name="Found">All that is found now, sorted by id.</param>
public sealed record FoundInShares(IReadOnlyList<Finding> FindingChanges, IReadOnlyList<Finding> Found, Standing Standing);

/// <summary>
/// Matches all records without holding all of them: first share after share, each with what it names and is named by, as if nothing else were there; then, again some at a time, what
/// names alone did not plainly settle, with all that it may influence. Most payments name their order, and are never looked at again.
/// </summary>
/// <remarks>
/// Why that gives the same as matching all at once: what is not matched again was plainly settled by its names, nothing ties it to any record beside those it was matched with, and so
/// it is a region of its own (<see cref="Region"/>). What is matched again comes as new records come from day to day: those that wait for their turn are not there yet.
/// Of a record 100 bytes or so stay in memory: the keys by which it is found.
/// </remarks>
public sealed class Shares
{
    private static readonly LedgerTotals None = new Tally().ToTotals();

    private readonly RateTable rates;
    private readonly MatchingRules rules;
    private readonly Decisions decisions;
    private readonly DateTime asOfUtc;
    private readonly Known known;
    private readonly HashSet<long> unsettled = [];
    private readonly Queue<long> next = []; // the unsettled as they came, and some that were settled since
    private ControlTotals totals = new(new RowTotals(0, 0, 0, 0, 0), None, None);

    /// <param name="records">All records. Its matches are those that the shares gave so far.</param>
    public Shares(IRecords records, RateTable rates, MatchingRules rules, Decisions decisions, DateTime asOfUtc)
    {
        this.rates = rates;
        this.rules = rules;
        this.decisions = decisions;
        this.asOfUtc = asOfUtc;
        known = new Known(records);
    }

    /// <summary>Why the shares cannot stand for the whole, so that all must be matched at once; null where they can.</summary>
    public string? WholeBecause { get; private set; }

    /// <summary>After <see cref="Finish"/>: how the records stand that are not plainly settled.</summary>
    public IEnumerable<(long Number, RecordState State)> States => known.States.Select(s => (s.Key, s.Value));

    /// <summary>After <see cref="Finish"/>: all keys under which records are found, sorted.</summary>
    public IEnumerable<RegisteredKey> Keys => known.Keys.All();

    /// <summary>Matches the next share by names. Where <see cref="WholeBecause"/> is told then, nothing is of use that was matched so far.</summary>
    /// <param name="share">Records that no share before it had; in the order of time few records are matched twice.</param>
    /// <returns>What changes in the matches; to be kept before matches are asked for again.</returns>
    public MatchChanges Add(IReadOnlyList<KeptRecord> share)
    {
        known.Begin(share);
        var result = Rematch.OfShare(known, totals, [.. share.Select(r => r.Number)], rates, rules, decisions, asOfUtc, out var whole);
        return Take(result, whole);
    }

    /// <summary>After the last share: matches those that are unsettled, some at a time, as what changes is asked for.</summary>
    /// <param name="count">How many of them at one time; what they may influence comes with them. Twice as many each time that this was mostly what had been matched before: so a chain of
    /// records that tie one another through all times is matched a few times only.</param>
    /// <returns>For each time what <see cref="Add"/> returns.</returns>
    public IEnumerable<MatchChanges> Settle(int count)
    {
        for (long most = count; Next(most) is { Count: > 0 } share;)
        {
            var waiting = unsettled.Count;
            var result = Rematch.OfUnsettled(known, totals, unsettled, share, rates, rules, decisions, asOfUtc, out var whole);
            yield return Take(result, whole);
            if (result?.Again.Count > 2 * (waiting - unsettled.Count))
            {
                most *= 2;
            }
        }
    }

    private List<long> Next(long most)
    {
        var share = new List<long>();
        while (share.Count < most && next.TryDequeue(out var number))
        {
            if (unsettled.Contains(number))
            {
                share.Add(number);
            }
        }

        return share;
    }

    /// <summary>After the last is settled: what is found.</summary>
    /// <param name="matches">The sum over all matches.</param>
    /// <param name="before">All findings of before.</param>
    /// <param name="accounts">What is wrong with accounts, now.</param>
    public FoundInShares Finish(ResultHash matches, IReadOnlyCollection<Finding> before, IEnumerable<Finding> accounts)
    {
        IReadOnlyList<Finding> found = [.. known.Found.Concat(Finder.AsDecided(accounts, decisions)).OrderBy(f => f.Id, StringComparer.Ordinal)];
        var sum = ResultHash.Parse(matches.ToString());
        foreach (var finding in found)
        {
            sum.Add(finding);
        }

        return new FoundInShares(FindingHistory.Changes(before, found, asOfUtc, decisions), found, new Standing(asOfUtc, sum, totals));
    }

    private MatchChanges Take(ShareResult? result, string? whole)
    {
        WholeBecause = whole;
        if (result is null)
        {
            return new MatchChanges([], []);
        }

        unsettled.ExceptWith(result.Again);
        foreach (var number in result.Unsettled)
        {
            unsettled.Add(number);
            next.Enqueue(number);
        }

        known.End(result);
        totals = result.Totals;
        return result.Matches;
    }

    /// <summary>The records of all shares so far: none of a later one is seen.</summary>
    private sealed class Known(IRecords records) : IKeptRecords
    {
        private readonly KeySegments keys = new();
        private readonly Dictionary<long, RecordState> states = [];
        private readonly Dictionary<string, Finding> found = new(StringComparer.Ordinal);
        private readonly HashSet<long> seen = [];
        private Dictionary<long, KeptRecord> share = [];

        public KeySegments Keys => keys;

        public IReadOnlyDictionary<long, RecordState> States => states;

        public IEnumerable<Finding> Found => found.Values;

        public DateTime FirstBookedUtc => records.FirstBookedUtc;

        public void Begin(IReadOnlyList<KeptRecord> next)
        {
            share = next.ToDictionary(r => r.Number, r => r.IsNew ? r : r with { IsNew = true });
            seen.UnionWith(share.Keys);
        }

        public void End(ShareResult result)
        {
            share = [];
            keys.Add(result.Keys);
            foreach (var finding in result.NoMore)
            {
                found.Remove(finding.Finding.Id);
            }

            foreach (var finding in result.Found)
            {
                found.Add(finding.Id, finding);
            }

            foreach (var (number, state) in result.States)
            {
                if (state.IsPlain)
                {
                    states.Remove(number);
                }
                else
                {
                    states[number] = state;
                }
            }
        }

        public IEnumerable<RegisteredKey> Find(IReadOnlyCollection<ulong> keys) => this.keys.Find(keys);

        public IReadOnlyList<KeptRecord> Load(IReadOnlyCollection<long> numbers)
        {
            var (loaded, beside) = (new List<KeptRecord>(numbers.Count), new List<long>());
            foreach (var number in numbers)
            {
                if (share.TryGetValue(number, out var record))
                {
                    loaded.Add(record);
                }
                else
                {
                    beside.Add(number);
                }
            }

            loaded.AddRange(records.Load(beside).Select(r => r with { IsNew = false }));
            return loaded;
        }

        public IReadOnlyList<long> NumbersOf(IReadOnlyCollection<TransactionId> entries, IReadOnlyCollection<OrderId> orders) =>
            [.. records.NumbersOf(entries, orders).Where(seen.Contains)];

        public IReadOnlyDictionary<long, RecordState> StatesOf(IReadOnlyCollection<long> numbers) => numbers.Where(states.ContainsKey).ToDictionary(n => n, n => states[n]);

        public IReadOnlyList<Match> MatchesOf(IReadOnlyCollection<TransactionId> entries) => records.MatchesOf(entries);

        public IReadOnlyList<KeptFinding> Findings(IEnumerable<string> ids) =>
            [.. ids.Where(found.ContainsKey).Select(id => new KeptFinding(found[id], found[id].State))];
    }
}
