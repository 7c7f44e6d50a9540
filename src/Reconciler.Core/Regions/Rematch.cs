using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>What stands of a matching between two runs.</summary>
/// <param name="AsOfUtc">Its clock.</param>
/// <param name="Sum">Of its matches and findings.</param>
/// <param name="Totals">Its control totals; the rows are of no account.</param>
public sealed record Standing(DateTime AsOfUtc, ResultHash Sum, ControlTotals Totals);

/// <summary>What is wrong with the statements of accounts, as it was known before and as it is found now.</summary>
public sealed record AccountFindings(IReadOnlyList<KeptFinding> Before, IReadOnlyList<Finding> Now)
{
    public static AccountFindings None { get; } = new([], []);
}

/// <summary>Which matches hold no more, and which do now; of one that changed the old and the new.</summary>
public sealed record MatchChanges(IReadOnlyList<Match> Dropped, IReadOnlyList<Match> Added);

/// <summary>What a matching changes in what is kept. </summary>
public sealed record Exchange
{
    public required IReadOnlyList<Match> MatchesDropped { get; init; }

    public required IReadOnlyList<Match> MatchesAdded { get; init; }

    /// <summary>The findings that are new, changed, or no longer found.</summary>
    public required IReadOnlyList<Finding> FindingChanges { get; init; }

    /// <summary>As what each finding was found, where that changed; null: no more.</summary>
    public required IReadOnlyDictionary<string, FindingState?> FoundAs { get; init; }

    /// <summary>The states that changed; <see cref="RecordState.Plain"/> need not be kept.</summary>
    public required IReadOnlyDictionary<long, RecordState> States { get; init; }

    public required IReadOnlyCollection<RegisteredKey> Keys { get; init; }

    public required Standing Standing { get; init; }

    /// <summary>How many records were matched.</summary>
    public required int Records { get; init; }
}

/// <summary>What matching a share of all records says of them, as if nothing came after it.</summary>
/// <param name="Keys">Under which records of the share are found and were not before; some more than once.</param>
/// <param name="States">Those that changed; where names alone are looked at, without what ties them.</param>
/// <param name="Again">The records of earlier shares that were matched again.</param>
/// <param name="Unsettled">Of all that were matched those that more than names may concern; none where all is looked at.</param>
/// <param name="NoMore">The findings of before about records that were matched again.</param>
/// <param name="Found">What is found of all that were matched; none where names alone are looked at.</param>
internal sealed record ShareResult(
    MatchChanges Matches, IReadOnlyCollection<RegisteredKey> Keys, Dictionary<long, RecordState> States, List<long> Again, IReadOnlyCollection<long> Unsettled,
    IReadOnlyList<KeptFinding> NoMore, IReadOnlyList<Finding> Found, ControlTotals Totals);

/// <summary>
/// Matches again only what new, changed, decided or newly due records may influence, and says what that changes. After it everything that is kept is the same, to the byte, as
/// after matching all.
/// </summary>
public sealed class Rematch
{
    private static readonly FindingKind[] KindsOfEntries =
    [
        FindingKind.DuplicateCharge, FindingKind.ExcessRefund, FindingKind.FxDeviation, FindingKind.ChargeWithoutOrder, FindingKind.RefundWithoutOrder, FindingKind.StaleHold,
        FindingKind.AmbiguousMatch, FindingKind.ConflictingRecord,
    ];

    private static readonly FindingKind[] KindsOfOrders =
    [
        FindingKind.MissingRefund, FindingKind.ShortRefund, FindingKind.ExcessRefund, FindingKind.AmountMismatch, FindingKind.OrderWithoutCharge, FindingKind.ConflictingRecord,
    ];

    private readonly IKeptRecords kept;
    private readonly MatchingRules rules;
    private readonly Decisions decisions;
    private readonly Region region;
    private readonly IReadOnlySet<long> changed;
    private readonly bool byNamesOnly;
    private readonly Dictionary<long, KeptRecord> besides = [];
    private readonly Dictionary<TransactionId, List<Match>> matches = [];

    /// <param name="changed">Those that are new or have a new version, or are taken as such; some may not become members.</param>
    private Rematch(IKeptRecords kept, IReadOnlySet<long> changed, IReadOnlySet<long> unregistered, RateTable rates, MatchingRules rules, Decisions decisions, int recordsMax, bool byNamesOnly)
    {
        this.kept = kept;
        this.rules = rules;
        this.decisions = decisions;
        this.changed = changed;
        this.byNamesOnly = byNamesOnly;
        region = new Region(kept, unregistered, rates, rules, decisions, recordsMax, byNamesOnly);
    }

    /// <param name="changed">The records that are new or have a new version.</param>
    /// <param name="touched">Those of which a person decided something or took it back, and those for which time ran out since.</param>
    /// <param name="accounts">What is wrong with accounts of which a row came, which is not found by records.</param>
    /// <param name="recordsMax">The most records that a region may have before all are matched instead.</param>
    /// <param name="whole">Why all must be matched; null where the exchange is returned.</param>
    public static Exchange? Run(
        IKeptRecords kept, Standing before, IReadOnlyCollection<long> changed, IReadOnlyCollection<long> touched, AccountFindings accounts, RateTable rates, MatchingRules rules, Decisions decisions,
        DateTime asOfUtc, int recordsMax, out string? whole)
    {
        var isChanged = changed.ToHashSet();
        var rematch = new Rematch(kept, isChanged, isChanged, rates, rules, decisions, recordsMax, byNamesOnly: false);
        rematch.Grow([.. changed, .. touched]);
        return rematch.Told(() => rematch.Exchange(before, accounts, asOfUtc), out whole);
    }

    /// <summary>What was decided of some records and of all that may influence them, as it stands; null where all must be matched to tell it: what stayed open is told with the nearest of all.</summary>
    /// <param name="id">All that bears it.</param>
    /// <param name="entries">With <paramref name="orders"/>: further ones.</param>
    public static MatchResult? Around(
        IKeptRecords kept, string id, IReadOnlyCollection<TransactionId> entries, IReadOnlyCollection<OrderId> orders, RateTable rates, MatchingRules rules, Decisions decisions, int recordsMax)
    {
        var none = new HashSet<long>();
        var rematch = new Rematch(kept, none, none, rates, rules, decisions, recordsMax, byNamesOnly: false);
        var part = rematch.region;
        var asked = kept.Find([Keys.Of(Tie.Name, Names.Id(id))]).Select(k => k.Number).Concat(kept.NumbersOf(entries, orders)).ToHashSet();
        part.Grow(asked);
        if (part.WholeBecause is null)
        {
            part.Ledger.Bystanders = rematch.Bystanders();
        }

        return part.WholeBecause is not null || IsAnyOpen() ? null : new MatchResult(part.Ledger, []);

        bool IsAnyOpen()
        {
            var records = asked.Select(n => part.Members[n]).ToList();
            var (ofEntries, ofOrders) = (records.Select(r => r.Entry?.Standing.Id).ToHashSet(), records.Select(r => r.Order?.Standing.Id).ToHashSet());
            return part.Ledger.Charges.Exists(c => c.State == ChargeState.Open && ofEntries.Contains(c.Entry.Id)) || part.Ledger.Orders.Any(o => o.IsOpen && ofOrders.Contains(o.Order.Id));
        }
    }

    /// <summary>Matches new records with what they name and are named by, as if nothing else were there.</summary>
    internal static ShareResult? OfShare(
        IKeptRecords kept, ControlTotals before, IReadOnlyCollection<long> share, RateTable rates, MatchingRules rules, Decisions decisions, DateTime asOfUtc, out string? whole)
    {
        var isNew = share.ToHashSet();
        var rematch = new Rematch(kept, isNew, isNew, rates, rules, decisions, int.MaxValue, byNamesOnly: true);
        rematch.Grow(share);
        return rematch.Told(() => rematch.ByNames(before, asOfUtc), out whole);
    }

    /// <summary>Matches some of the records that names did not settle, with all that they may influence, as if the others of them had not come yet.</summary>
    /// <param name="unsettled">All of them: as what ties them is not registered, they are met by their names alone.</param>
    /// <param name="share">Those that are matched now.</param>
    internal static ShareResult? OfUnsettled(
        IKeptRecords kept, ControlTotals before, IReadOnlySet<long> unsettled, IReadOnlyCollection<long> share, RateTable rates, MatchingRules rules, Decisions decisions, DateTime asOfUtc, out string? whole)
    {
        var rematch = new Rematch(kept, unsettled, new HashSet<long>(), rates, rules, decisions, int.MaxValue, byNamesOnly: false);
        rematch.Grow(share);
        return rematch.Told(() => rematch.ByAll(before, asOfUtc), out whole);
    }

    /// <summary>What the region says; null where it cannot stand for the whole, which may show only while it is told.</summary>
    private T? Told<T>(Func<T> result, out string? whole)
        where T : class
    {
        var told = region.WholeBecause is null ? result() : null;
        whole = region.WholeBecause;
        return whole is null ? told : null;
    }

    private void Grow(IReadOnlyCollection<long> seeds)
    {
        region.Grow(seeds);
        while (region.WholeBecause is null && AlsoConcerned() is { Count: > 0 } more)
        {
            region.Grow(more);
        }
    }

    private Ledger Ledger => region.Ledger;

    /// <summary>Records beside the region of which a reason speaks that changed: the next payment that is like one which came or went, and what resembles it and stayed open.</summary>
    private HashSet<long> AlsoConcerned()
    {
        List<KeptRecord> unchanged = [.. region.Members.Values.Where(m => !changed.Contains(m.Number) && m.Entry?.Standing.Type == EntryType.Payment)];
        var paidBefore = PaidBefore(unchanged);
        var inQuestion = unchanged.Select(m => m.Entry!.Standing).ToHashSet(ReferenceEqualityComparer.Instance);
        var paidNow = Ledger.Charges.Where(c => c.State == ChargeState.Paid && inQuestion.Contains(c.Entry)).ToDictionary(c => c.Entry.Id, c => c.Pays.Min(o => o.Order.Id));
        var moved = region.Members.Values.Where(m => changed.Contains(m.Number) && m.Entry?.Standing.Type == EntryType.Payment)
            .Concat(unchanged.Where(m => !Equals(Paid(paidNow, m.Entry!.Standing.Id), Paid(paidBefore, m.Entry!.Standing.Id))))
            .SelectMany(m => m.Earlier.Cast<Entry>().Prepend(m.Entry!.Standing)).ToList();
        var inTime = Besides(moved, (entry, into) => AddAlike(entry, TimeSpan.Zero, rules.DuplicateWindow, into));
        var strays = byNamesOnly ? [] : Besides(moved, (entry, into) => into.Add(Keys.Of(Tie.Stray, entry.Id.Wallet, Names.Party(entry.Counterparty), entry.Amount.Abs())));
        if (inTime.Count + strays.Count == 0)
        {
            return [];
        }

        var paid = PaidBefore(inTime);
        var next = moved.ToLookup(RepeatedCharges.Likeness);
        var concerned = new HashSet<long>();
        var standing = Ledger.Charges.Where(c => c.State == ChargeState.Paid).ToLookup(RepeatedCharges.Likeness, c => (c.At, c.Entry.Id));
        foreach (var group in inTime.Where(r => paid.ContainsKey(r.Entry!.Standing.Id)).GroupBy(r => RepeatedCharges.Likeness(r.Entry!.Standing)))
        {
            // What comes after a payment among the members resembles that one, and nothing earlier.
            var inOrder = group.Select(r => (At: (r.Entry!.Standing.BookedAtUtc, r.Entry.Standing.Id), Number: (long?)r.Number)).Concat(standing[group.Key].Select(at => (At: at, Number: (long?)null))).OrderBy(p => p.At).ToList();
            foreach (var entry in next[group.Key])
            {
                if (FirstAfter(inOrder, (entry.BookedAtUtc, entry.Id)) is { } following)
                {
                    concerned.Add(following);
                }
            }
        }

        concerned.UnionWith(strays.Where(r => next[RepeatedCharges.Likeness(r.Entry!.Standing)].Any(e => IsAfter(r.Entry!.Standing, e) || r.Entry!.Standing.BookedAtUtc == e.BookedAtUtc)).Select(r => r.Number));
        return concerned;
    }

    /// <summary>
    /// Payments beside the region that are like charges of it: those just before a payment, and of what stayed open all for as long as reasons look back. By names alone nothing is told
    /// of what stayed open.
    /// </summary>
    private List<Bystander> Bystanders()
    {
        var beside = Besides(
            Ledger.Charges.Where(c => !byNamesOnly || c.State == ChargeState.Paid).Select(c => (c.Entry, Back: c.State is ChargeState.Open or ChargeState.Duplicate ? RepeatedCharges.LookBack + rules.DuplicateWindow : rules.DuplicateWindow)),
            (charge, into) => AddAlike(charge.Entry, charge.Back, TimeSpan.Zero, into));
        var paid = PaidBefore(beside);
        return [.. beside.Where(r => paid.ContainsKey(r.Entry!.Standing.Id)).Select(r => new Bystander(r.Entry!.Standing, paid[r.Entry!.Standing.Id]))];
    }

    /// <summary>The number of the first after a moment; null also where it has none.</summary>
    private static long? FirstAfter(List<((DateTime, TransactionId) At, long? Number)> inOrder, (DateTime, TransactionId) moment)
    {
        var (low, high) = (0, inOrder.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = inOrder[middle].At.CompareTo(moment) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return low < inOrder.Count ? inOrder[low].Number : null;
    }

    private static bool IsAfter(Entry one, Entry other) => (one.BookedAtUtc, one.Id).CompareTo((other.BookedAtUtc, other.Id)) > 0;

    private static void AddAlike(Entry entry, TimeSpan before, TimeSpan after, List<ulong> into)
    {
        var party = Names.Party(entry.Counterparty);
        var (first, last) = Keys.Slots(entry.Booked, before, after);
        for (var slot = first; slot <= last; slot++)
        {
            into.Add(Keys.Of(Tie.Alike, entry.Id.Wallet, party, entry.Amount.Abs(), slot));
        }
    }

    /// <summary>The payments outside the region under keys.</summary>
    private List<KeptRecord> Besides<T>(IEnumerable<T> of, Action<T, List<ulong>> keysOf)
    {
        var keys = new List<ulong>();
        foreach (var one in of)
        {
            keysOf(one, keys);
        }

        var numbers = region.Outside(region.StillRegistered(keys.ToHashSet()));
        foreach (var record in region.Load([.. numbers.Where(n => !besides.ContainsKey(n))]))
        {
            besides.Add(record.Number, record);
        }

        return [.. numbers.Select(n => besides[n]).Where(r => r.Entry?.Standing is { Type: EntryType.Payment, Status: EntryStatus.Succeeded })];
    }

    private Dictionary<TransactionId, OrderId> PaidBefore(IEnumerable<KeptRecord> records) =>
        MatchesBefore([.. records.Where(r => !r.IsNew).Select(r => r.Entry?.Standing.Id).OfType<TransactionId>()]).Where(m => m.Role == MatchRole.Payment)
            .GroupBy(m => m.Transaction).ToDictionary(g => g.Key, g => g.Min(m => m.Order));

    /// <summary>The matches that are kept of entries; each entry's are read once.</summary>
    private IEnumerable<Match> MatchesBefore(IReadOnlyCollection<TransactionId> entries)
    {
        List<TransactionId> unread = [.. entries.Where(id => matches.TryAdd(id, []))];
        foreach (var match in kept.MatchesOf(unread))
        {
            matches[match.Transaction].Add(match);
        }

        return entries.SelectMany(id => matches[id]);
    }

    private static OrderId? Paid(Dictionary<TransactionId, OrderId> paid, TransactionId id) => paid.TryGetValue(id, out var order) ? order : null;

    /// <summary>The matches that are kept of the members.</summary>
    private List<Match> MatchesBefore() => [.. MatchesBefore([.. region.Members.Values.Where(m => !m.IsNew).Select(m => m.Entry?.Standing.Id).OfType<TransactionId>()])];

    private static MatchChanges Changes(List<Match> before, IReadOnlyList<Match> now)
    {
        if (before.Count == 0)
        {
            return new MatchChanges([], now);
        }

        var byId = now.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var stay = before.Where(m => byId.TryGetValue(m.Id, out var same) && same == m).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        return new MatchChanges([.. before.Where(m => !stay.Contains(m.Id))], [.. now.Where(m => !stay.Contains(m.Id))]);
    }

    private ShareResult ByNames(ControlTotals before, DateTime asOfUtc)
    {
        Ledger.Bystanders = Bystanders();
        List<Finding> found = [.. Finder.OfPaid(Ledger, asOfUtc)]; // what is not paid does not stand plainly anyway
        var states = States(found, asOfUtc);
        return new ShareResult(
            Changes(MatchesBefore(), new MatchResult(Ledger, []).Matches),
            region.Registered,
            Changed(states),
            Again(),
            [.. states.Keys, .. NumbersIn(found)],
            [],
            [],
            Totals(before, states));
    }

    private ShareResult ByAll(ControlTotals before, DateTime asOfUtc)
    {
        Ledger.Bystanders = Bystanders();
        var result = new MatchResult(Ledger, []);
        var found = Finder.OfPart(result, asOfUtc, []);
        var states = States(found, asOfUtc);
        return new ShareResult(
            Changes(MatchesBefore(), result.Matches), KeysToRegister(states), Changed(states), Again(), [], FindingsBefore(region.Members.Values.Where(m => !changed.Contains(m.Number))), found,
            Totals(before, states));
    }

    private List<long> Again() => [.. region.Members.Values.Where(m => !m.IsNew).Select(m => m.Number)];

    private IReadOnlyList<KeptFinding> FindingsBefore(IEnumerable<KeptRecord> members) =>
        kept.Findings(members.SelectMany(m => m.Entry is { } entry ? KindsOfEntries.Select(kind => Finding.IdOf(kind, entry.Standing.Id)) : KindsOfOrders.Select(kind => Finding.IdOf(kind, m.Order!.Standing.Id))));

    private IEnumerable<long> NumbersIn(List<Finding> found)
    {
        var inFinding = (Entries: found.SelectMany(f => f.Transactions).ToHashSet(), Orders: found.SelectMany(f => f.Orders).ToHashSet());
        return found.Count == 0 ? []
            : region.Members.Values.Where(m => m.Entry is { } entry ? inFinding.Entries.Contains(entry.Standing.Id) : inFinding.Orders.Contains(m.Order!.Standing.Id)).Select(m => m.Number);
    }

    private Exchange Exchange(Standing before, AccountFindings accounts, DateTime asOfUtc)
    {
        Ledger.Bystanders = Bystanders();
        var result = new MatchResult(Ledger, []);
        var found = Finder.OfPart(result, asOfUtc, accounts.Now);
        var sum = ResultHash.Parse(before.Sum.ToString());
        var (dropped, added) = Changes(MatchesBefore(), result.Matches);
        foreach (var match in dropped)
        {
            sum.TakeOff(match);
        }

        foreach (var match in added)
        {
            sum.Add(match);
        }

        IReadOnlyList<KeptFinding> known = [.. accounts.Before, .. FindingsBefore(region.Members.Values.Where(m => !m.IsNew))]; // Of what is new nothing was found.
        foreach (var (finding, foundAs) in known)
        {
            if (foundAs is { } state)
            {
                sum.TakeOff(finding with { State = state });
            }
        }

        foreach (var finding in found)
        {
            sum.Add(finding);
        }

        var foundNow = found.ToDictionary(f => f.Id, f => (FindingState?)f.State, StringComparer.Ordinal);
        var foundBefore = known.ToDictionary(k => k.Finding.Id, k => k.FoundAs, StringComparer.Ordinal);
        var states = States(found, asOfUtc);
        return new Exchange
        {
            MatchesDropped = dropped,
            MatchesAdded = added,
            FindingChanges = FindingHistory.Changes([.. known.Select(k => k.Finding)], found, asOfUtc, decisions),
            FoundAs = foundNow.Keys.Concat(foundBefore.Keys).Distinct(StringComparer.Ordinal)
                .Where(id => foundNow.GetValueOrDefault(id) != foundBefore.GetValueOrDefault(id)).ToDictionary(id => id, id => foundNow.GetValueOrDefault(id), StringComparer.Ordinal),
            States = Changed(states),
            Keys = KeysToRegister(states),
            Standing = new Standing(asOfUtc, sum, Totals(before.Totals, states)),
            Records = region.Members.Count,
        };
    }

    /// <summary>How members stand now; not there: plainly.</summary>
    private Dictionary<long, RecordState> States(IReadOnlyList<Finding> found, DateTime asOfUtc)
    {
        var numbers = new Dictionary<object, long>(region.Members.Count, ReferenceEqualityComparer.Instance);
        foreach (var (number, record) in region.Members)
        {
            numbers.Add(record.Entry?.Standing ?? (object)record.Order!.Standing, number);
        }

        return RecordStates.Of(Ledger, region.Live, found, asOfUtc, entry => numbers[entry], order => numbers[order]).ToDictionary(s => s.Number, s => s.State);
    }

    /// <summary>The states that are other than before, plain ones too.</summary>
    private Dictionary<long, RecordState> Changed(Dictionary<long, RecordState> states) =>
        states.Keys.Union(region.StatesBefore.Keys).Select(n => (Number: n, State: states.GetValueOrDefault(n, RecordState.Plain)))
            .Where(s => !s.State.Equals(region.StatesBefore.GetValueOrDefault(s.Number, RecordState.Plain))).ToDictionary(s => s.Number, s => s.State);

    private HashSet<RegisteredKey> KeysToRegister(Dictionary<long, RecordState> states)
    {
        HashSet<RegisteredKey> keys = [.. region.Registered];

        foreach (var (number, state) in states)
        {
            var already = region.StatesBefore.GetValueOrDefault(number, RecordState.Plain).Registered;
            keys.UnionWith(state.Registered.Except(already).Select(key => new RegisteredKey(key, number, IsLive: true)));
        }

        return keys;
    }

    private ControlTotals Totals(ControlTotals before, Dictionary<long, RecordState> states)
    {
        var (entries, orders) = (new Tally(before.Entries), new Tally(before.Orders));
        foreach (var (number, record) in region.Members)
        {
            var (tally, money) = record.Entry is { } entry ? (entries, entry.Standing.Amount) : (orders, record.Order!.Standing.Total);
            if (!record.IsNew)
            {
                tally.TakeOff(region.StatesBefore.GetValueOrDefault(number, RecordState.Plain).Place, money);
            }

            tally.Add(states.GetValueOrDefault(number, RecordState.Plain).Place, money);
        }

        return new ControlTotals(before.Rows, entries.ToTotals(), orders.ToTotals());
    }
}
