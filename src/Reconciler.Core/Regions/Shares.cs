using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>
/// Matches all records without holding all of them: first share after share, each with what it names and is named by, as if nothing else were there; then once all that names alone did
/// not plainly settle, with what it may influence. Most payments name their order, and are never looked at again.
/// </summary>
/// <remarks>
/// Why that gives the same as matching all at once: what is not matched again was plainly settled by its names, nothing ties it to any record beside those it was matched with, and so
/// it is a region of its own (<see cref="Region"/>). Of a record 100 bytes or so stay in memory: the keys by which it is found.
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
    private ControlTotals totals = new(new RowTotals(0, 0, 0, 0, 0), None, None);

    /// <param name="kept">All records. Its matches are those that the shares gave so far; its findings are all that are known, as if none were found any more.</param>
    public Shares(IKeptRecords kept, RateTable rates, MatchingRules rules, Decisions decisions, DateTime asOfUtc)
    {
        this.rates = rates;
        this.rules = rules;
        this.decisions = decisions;
        this.asOfUtc = asOfUtc;
        known = new Known(kept);
    }

    /// <summary>Why the shares cannot stand for the whole, so that all must be matched at once; null where they can.</summary>
    public string? WholeBecause { get; private set; }

    /// <summary>After <see cref="Finish"/>: how the records stand that are not plainly settled.</summary>
    public IEnumerable<(long Number, RecordState State)> States => known.States.Select(s => (s.Key, s.Value));

    /// <summary>After <see cref="Finish"/>: all keys under which records are found, sorted.</summary>
    public IEnumerable<RegisteredKey> Keys => known.Keys.All();

    /// <summary>Matches the next share. Where <see cref="WholeBecause"/> is told then, nothing is of use that was matched so far.</summary>
    /// <param name="share">Records that no share before it had; in the order of time few records are matched twice.</param>
    /// <returns>What changes in the matches; to be kept before matches are asked for again.</returns>
    public MatchChanges Add(IReadOnlyList<KeptRecord> share)
    {
        known.Begin(share);
        var result = Rematch.OfShare(known, totals, [.. share.Select(r => r.Number)], rates, rules, decisions, asOfUtc, out var whole);
        WholeBecause = whole;
        if (result is null)
        {
            return new MatchChanges([], []);
        }

        unsettled.ExceptWith(result.Again);
        unsettled.UnionWith(result.Unsettled);
        known.End(result.Keys, result.States);
        totals = result.Totals;
        return result.Matches;
    }

    /// <summary>After the last share: matches what is unsettled.</summary>
    /// <param name="matches">The sum over all matches so far.</param>
    /// <param name="accounts">What is wrong with accounts, now.</param>
    /// <returns>What changes in the matches, and all that is found; null where <see cref="WholeBecause"/> is told.</returns>
    public Exchange? Finish(ResultHash matches, IReadOnlyList<Finding> accounts)
    {
        var exchange = Rematch.Run(
            known, new Standing(asOfUtc, matches, totals), [], unsettled, new AccountFindings([], accounts), rates, rules, decisions, asOfUtc, int.MaxValue, out var whole);
        WholeBecause = whole;
        if (exchange is not null)
        {
            known.End(exchange.Keys, exchange.States);
        }

        return exchange;
    }

    /// <summary>The records of all shares so far: none of a later one is seen.</summary>
    private sealed class Known(IKeptRecords kept) : IKeptRecords
    {
        private readonly KeySegments keys = new();
        private readonly Dictionary<long, RecordState> states = [];
        private readonly HashSet<long> seen = [];
        private Dictionary<long, KeptRecord> share = [];

        public KeySegments Keys => keys;

        public IReadOnlyDictionary<long, RecordState> States => states;

        public DateTime FirstBookedUtc => kept.FirstBookedUtc;

        public void Begin(IReadOnlyList<KeptRecord> next)
        {
            share = next.ToDictionary(r => r.Number, r => r.IsNew ? r : r with { IsNew = true });
            seen.UnionWith(share.Keys);
        }

        public void End(IReadOnlyCollection<RegisteredKey> registered, IReadOnlyDictionary<long, RecordState> stand)
        {
            share = [];
            keys.Add(registered);
            foreach (var (number, state) in stand)
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
            var (records, beside) = (new List<KeptRecord>(numbers.Count), new List<long>());
            foreach (var number in numbers)
            {
                if (share.TryGetValue(number, out var record))
                {
                    records.Add(record);
                }
                else
                {
                    beside.Add(number);
                }
            }

            records.AddRange(kept.Load(beside).Select(r => r with { IsNew = false }));
            return records;
        }

        public IReadOnlyList<long> NumbersOf(IReadOnlyCollection<TransactionId> entries, IReadOnlyCollection<OrderId> orders) =>
            [.. kept.NumbersOf(entries, orders).Where(seen.Contains)];

        public IReadOnlyDictionary<long, RecordState> StatesOf(IReadOnlyCollection<long> numbers) => numbers.Where(states.ContainsKey).ToDictionary(n => n, n => states[n]);

        public IReadOnlyList<Match> MatchesOf(IReadOnlyCollection<TransactionId> entries) => kept.MatchesOf(entries);

        public IReadOnlyList<KeptFinding> Findings(IEnumerable<string> ids) => kept.Findings(ids);
    }
}
