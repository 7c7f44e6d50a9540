using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Histories;

/// <summary>Records and what was decided of them, kept in memory as the store keeps them on the disk.</summary>
internal sealed class MemoryRecords : IKeptRecords
{
    private readonly Dictionary<long, List<Entry>> entries = [];
    private readonly Dictionary<long, List<Order>> orders = [];
    private readonly Dictionary<TransactionId, long> entryNumbers = [];
    private readonly Dictionary<OrderId, long> orderNumbers = [];
    private readonly Dictionary<ulong, HashSet<RegisteredKey>> keys = [];
    private readonly Dictionary<long, RecordState> states = [];
    private readonly Dictionary<string, FindingState?> foundAs = new(StringComparer.Ordinal);
    private readonly HashSet<long> changed = [];
    private readonly HashSet<long> fresh = [];
    private Standing? standing;
    private IReadOnlyList<Decision> decided = [];

    public Dictionary<string, Match> Matches { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Finding> Findings { get; } = new(StringComparer.Ordinal);

    public Standing Standing => standing!;

    /// <summary>How many records the last matching loaded; null where it took all.</summary>
    public int? Part { get; private set; }

    public string? WholeBecause { get; private set; }

    public int Count => entries.Count + orders.Count;

    public IReadOnlyList<AwaitedRefunds> Awaited => AwaitedRefunds.Together(states.Values.Select(s => s.Awaited).OfType<AwaitedRefund>());

    /// <summary>How many shares the last matching of all took; 0 where all were matched at once.</summary>
    public int Shares { get; private set; }

    public IEnumerable<(string Id, RecordState State)> States =>
        states.Where(s => !s.Value.IsPlain).Select(s => (entries.TryGetValue(s.Key, out var e) ? e[0].Id.ToString() : orders[s.Key][0].Id.ToString(), s.Value)).OrderBy(s => s.Item1, StringComparer.Ordinal);

    public void Add(Entry entry)
    {
        if (!entryNumbers.TryGetValue(entry.Id, out var number))
        {
            entryNumbers.Add(entry.Id, number = 2L * (entryNumbers.Count + orderNumbers.Count));
            entries.Add(number, []);
            fresh.Add(number);
        }

        entries[number].Add(entry);
        changed.Add(number);
    }

    public void Add(Order order)
    {
        if (!orderNumbers.TryGetValue(order.Id, out var number))
        {
            orderNumbers.Add(order.Id, number = (2L * (entryNumbers.Count + orderNumbers.Count)) + 1);
            orders.Add(number, []);
            fresh.Add(number);
        }

        orders[number].Add(order);
        changed.Add(number);
    }

    public DateTime FirstBookedUtc => entries.Count == 0 ? DateTime.UnixEpoch : entries.Values.SelectMany(e => e).Min(e => e.BookedAtUtc);

    public IEnumerable<RegisteredKey> Find(IReadOnlyCollection<ulong> keys) => keys.SelectMany(key => this.keys.TryGetValue(key, out var found) ? found : []).ToList();

    public IReadOnlyList<KeptRecord> Load(IReadOnlyCollection<long> numbers) => [.. numbers.Select(Load)];

    public IReadOnlyList<long> NumbersOf(IReadOnlyCollection<TransactionId> entries, IReadOnlyCollection<OrderId> orders) =>
        [.. entries.Where(entryNumbers.ContainsKey).Select(id => entryNumbers[id]), .. orders.Where(orderNumbers.ContainsKey).Select(id => orderNumbers[id])];

    public IReadOnlyDictionary<long, RecordState> StatesOf(IReadOnlyCollection<long> numbers) => numbers.Where(states.ContainsKey).ToDictionary(n => n, n => states[n]);

    public IReadOnlyList<Match> MatchesOf(IReadOnlyCollection<TransactionId> entries) => [.. Matches.Values.Where(m => entries.Contains(m.Transaction))];

    IReadOnlyList<KeptFinding> IKeptRecords.Findings(IEnumerable<string> ids) =>
        [.. ids.Distinct().Where(Findings.ContainsKey).Select(id => new KeptFinding(Findings[id], foundAs.GetValueOrDefault(id)))];

    /// <summary>Matches what is new since the last time, or all.</summary>
    /// <param name="share">How many records a share of all has; 0: all are matched at once.</param>
    public void Match(RateTable rates, MatchingRules rules, IReadOnlyList<Decision> decisions, DateTime asOfUtc, bool all = false, int share = 0, int recordsMax = 1_000)
    {
        var now = new Decisions(decisions);
        Shares = 0;
        if (!all && standing is not null && standing.AsOfUtc <= asOfUtc)
        {
            var touched = decisions.Except(decided).Concat(decided.Except(decisions)).SelectMany(Concerned)
                .Concat(states.Where(s => s.Value.UntilUtc >= standing.AsOfUtc && s.Value.UntilUtc < asOfUtc).Select(s => s.Key)).ToHashSet();
            var exchange = Rematch.Run(this, standing, [.. changed], touched, Accounts(rates, rules, asOfUtc), rates, rules, now, asOfUtc, recordsMax, out var whole);
            WholeBecause = whole;
            if (exchange is not null)
            {
                Part = exchange.Records;
                Keep(exchange);
                decided = decisions;
                changed.Clear();
                fresh.Clear();
                return;
            }
        }

        Part = null;
        if (share == 0 || !MatchInShares(rates, rules, now, asOfUtc, share))
        {
            MatchAll(rates, rules, now, asOfUtc);
        }

        decided = decisions;
        changed.Clear();
        fresh.Clear();
    }

    private AccountFindings Accounts(RateTable rates, MatchingRules rules, DateTime asOfUtc) =>
        new([.. Findings.Values.Where(f => f.Kind == FindingKind.TransferMissing).Select(f => new KeptFinding(f, foundAs.GetValueOrDefault(f.Id)))], [.. OfTransfers(rates, rules, asOfUtc)]);

    private IEnumerable<Finding> OfTransfers(RateTable rates, MatchingRules rules, DateTime asOfUtc) =>
        Finder.OfTransfers(OwnTransfers.Of([.. entries.Values.Select(v => Versions.Choose(v).Standing)]), rates, rules, asOfUtc);

    private bool MatchInShares(RateTable rates, MatchingRules rules, Decisions decisions, DateTime asOfUtc, int share)
    {
        var shares = new Shares(this, rates, rules, decisions, asOfUtc);
        var sum = new ResultHash();
        Matches.Clear();

        // In no order of time, and of no kind before the other.
        var all = entries.Keys.Concat(orders.Keys).OrderBy(n => n * 7919 % 1009).Chunk(share).Select(numbers => shares.Add([.. numbers.Select(Load)]));
        foreach (var (dropped, added) in all.Concat(shares.Settle(share)))
        {
            if (shares.WholeBecause is not null)
            {
                return false;
            }

            dropped.ToList().ForEach(m => Matches.Remove(m.Id));
            dropped.ToList().ForEach(sum.TakeOff);
            added.ToList().ForEach(m => Matches.Add(m.Id, m));
            added.ToList().ForEach(sum.Add);
            Shares++;
        }

        var (changes, found, stand) = shares.Finish(sum, [.. Findings.Values], OfTransfers(rates, rules, asOfUtc));
        Keep(changes, found);
        keys.Clear();
        states.Clear();
        shares.States.ToList().ForEach(s => states[s.Number] = s.State);
        Register(shares.Keys);
        standing = stand;
        return true;
    }

    private void Keep(IEnumerable<Finding> changes, IEnumerable<Finding> found)
    {
        changes.ToList().ForEach(f => Findings[f.Id] = f);
        foundAs.Clear();
        found.ToList().ForEach(f => foundAs[f.Id] = f.State);
    }

    private IEnumerable<long> Concerned(Decision decision) => decision switch
    {
        Decision.Pair pair => NumbersOf([pair.Transaction], [pair.Order]),
        Decision.Unmatch unmatch => NumbersOf([unmatch.Transaction], [unmatch.Order]),
        Decision.Dismiss { FindingId: var id } => Findings.TryGetValue(id, out var finding) ? NumbersOf([.. finding.Transactions], [.. finding.Orders]) : [],
        Decision.WriteOff { FindingId: var id } => Findings.TryGetValue(id, out var finding) ? NumbersOf([.. finding.Transactions], [.. finding.Orders]) : [],
        _ => [],
    };

    private void Keep(Exchange exchange)
    {
        exchange.MatchesDropped.ToList().ForEach(m => Matches.Remove(m.Id));
        exchange.MatchesAdded.ToList().ForEach(m => Matches.Add(m.Id, m));
        exchange.FindingChanges.ToList().ForEach(f => Findings[f.Id] = f);
        exchange.FoundAs.ToList().ForEach(f => foundAs[f.Key] = f.Value);
        exchange.States.ToList().ForEach(s => states[s.Key] = s.Value);
        Register(exchange.Keys);
        standing = exchange.Standing;
    }

    private void MatchAll(RateTable rates, MatchingRules rules, Decisions decisions, DateTime asOfUtc)
    {
        var result = Matcher.Run([.. entries.Values.Select(v => Versions.Choose(v))], [.. orders.Values.Select(v => Versions.Choose(v))], rates, rules, decisions);
        var found = Finder.Run(result, asOfUtc);
        Matches.Clear();
        result.Matches.ToList().ForEach(m => Matches.Add(m.Id, m));
        Keep(FindingHistory.Changes([.. Findings.Values], found, asOfUtc, decisions), found);
        keys.Clear();
        states.Clear();
        foreach (var (number, state) in RecordStates.Of(result, found, asOfUtc, e => entryNumbers[e.Id], o => orderNumbers[o.Id]))
        {
            states[number] = state;
            Register(state.Registered.Select(key => new RegisteredKey(key, number, true)));
        }

        foreach (var record in Load([.. entries.Keys, .. orders.Keys]))
        {
            Register(RecordStates.KeysOf(record, rules).Select(key => new RegisteredKey(key, record.Number, false)));
        }

        standing = new Standing(asOfUtc, ResultHash.Of(result.Matches, found), Totals.Of(result, found, new RowTotals(0, 0, 0, 0, 0)));
    }

    private void Register(IEnumerable<RegisteredKey> more)
    {
        foreach (var key in more)
        {
            if (!keys.TryGetValue(key.Key, out var list))
            {
                keys.Add(key.Key, list = []);
            }

            list.Add(key);
        }
    }

    private KeptRecord Load(long number)
    {
        if (entries.TryGetValue(number, out var versions))
        {
            var chosen = Versions.Choose(versions);
            return new KeptRecord(number, chosen, null, [.. versions.Where(v => v != chosen.Standing)], fresh.Contains(number));
        }

        var order = Versions.Choose(orders[number]);
        return new KeptRecord(number, null, order, [.. orders[number].Where(v => v != order.Standing)], fresh.Contains(number));
    }
}
