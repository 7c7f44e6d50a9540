using System.Text.Encodings.Web;
using System.Text.Json;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>One state in which a finding stood, and the run (or decision) that wrote it.</summary>
public sealed record FindingChange(string RunId, Finding Finding);

/// <summary>The findings as they stand, and how each came there.</summary>
public sealed class FindingStore
{
    // Ids in other scripts stay readable in the database.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Session session;

    internal FindingStore(Session session) => this.session = session;

    /// <summary>Writes how findings stand now and appends each to its history. One that stands like this already is passed over. Returns how many were written.</summary>
    /// <param name="runId">The run, or the decision, that changed them.</param>
    public int Apply(IReadOnlyCollection<Finding> changed, string runId)
    {
        var stored = LoadByIds([.. changed.Select(f => f.Id)]).ToDictionary(f => f.Finding.Id, f => f.Finding, StringComparer.Ordinal);
        var fresh = changed.Where(f => !stored.ContainsKey(f.Id)).ToList();
        var moved = changed.Where(f => stored.TryGetValue(f.Id, out var before) && !Same(before, f)).ToList();
        session.Seals.Touch(SealedTable.Findings, changed.Select(f => f.Id));
        session.Seals.Extend(SealedTable.FindingHistory);
        session.AddMany("Finding_Add", "findings", fresh.Select(f => AddFields(new Fields(), f)));
        foreach (var finding in moved)
        {
            session.Execute("Finding_Change", AddFields(new Fields(), finding));
        }

        session.AddMany("FindingHistory_Add", "finding_history", fresh.Concat(moved).Select(f => AddFields(new Fields().Text("run_id", runId), f)));
        return fresh.Count + moved.Count;
    }

    /// <summary>Every finding as it stands, sorted by id.</summary>
    public IEnumerable<Finding> LoadAll() => session.Stream("Finding_LoadAll", null, Read);

    /// <summary>The findings that are at risk, sorted by id.</summary>
    public IReadOnlyList<Finding> LoadAtRisk() => session.List("Finding_LoadAtRisk", null, Read);

    /// <summary>The findings that are at risk, and those of which letters tell, sorted by id.</summary>
    public IReadOnlyList<Finding> LoadOfCases() => session.List("Finding_LoadOfCases", null, Read);

    /// <summary>How many findings there are, at risk or not.</summary>
    public long Count() => session.List("Finding_Count", null, row => row.Number())[0];

    /// <summary>The findings of a report as they stand, sorted by id: all that are at risk, and those of the period.</summary>
    public IReadOnlyList<Finding> LoadOf(ReportPeriod period) => period switch
    {
        ReportPeriod.SinceReport since => session.List("Finding_LoadAtRiskOrChanged", new Fields().Number("history_no", since.LastChange), Read),
        ReportPeriod.Days days => session.List("Finding_LoadAtRiskOrFound", new Fields().Time("from_time", days.FromUtc).Time("to_time", days.UntilUtc), Read),
        _ => [.. LoadAll()],
    };

    /// <summary>How each finding stood, one after the other: of all that are at risk, and of those of which the history tells more after a number. A moment that nothing tells is taken for that of the change before.</summary>
    /// <param name="runId">The run that is at work and not kept yet, with its clock.</param>
    public IReadOnlyList<FindingMoment> LoadMoments(long afterChange, string runId, DateTime asOfUtc)
    {
        var last = DateTime.MinValue;
        return session.List("FindingHistory_LoadMoments", new Fields().Number("history_no", afterChange), row =>
        {
            var (id, by) = (row.Text(), row.Text());
            var (run, decided, found) = (row.TimeOrNull(), row.TimeOrNull(), row.Time());
            last = by == runId ? asOfUtc : run ?? decided ?? (last > found ? last : found);
            return new FindingMoment(id, last, row.Name<FindingState>(), row.Money());
        });
    }

    /// <summary>The findings that changed after a change of that number, sorted by id, each with how it stood then; null: it was not known.</summary>
    public IReadOnlyList<(Finding Now, (FindingState State, Money Amount)? Then)> LoadChangedAfter(long change)
    {
        var after = new Fields().Number("history_no", change);
        var then = new Dictionary<string, (FindingState, Money)>(StringComparer.Ordinal);
        foreach (var (id, state, amount) in session.List("FindingHistory_LoadBefore", after, row => (row.Text(), row.Name<FindingState>(), row.Money())))
        {
            then[id] = (state, amount);
        }

        return [.. session.List("Finding_LoadChangedAfter", after, Read).Select(f => (f, then.TryGetValue(f.Id, out var stood) ? ((FindingState, Money)?)stood : null))];
    }

    /// <summary>The number of the last change of any finding; 0 before the first. Numbers only grow.</summary>
    public long LastChange() => session.List("FindingHistory_Last", null, row => row.Number())[0];

    /// <summary>Those of these findings that are known, as they stand, in no order.</summary>
    public IReadOnlyList<KeptFinding> LoadByIds(IReadOnlyCollection<string> ids) =>
        ids.Count == 0 ? [] : session.List("Finding_LoadByIds", new Fields().Text("ids", JsonIds.Of(ids)), ReadKept);

    /// <summary>The findings on the statements of accounts, sorted by id.</summary>
    public IReadOnlyList<KeptFinding> LoadOfAccounts() => session.List("Finding_LoadOfAccounts", null, ReadKept);

    /// <summary>Keeps as what a matching of a part found findings; null: no more.</summary>
    public void SetFoundAs(IEnumerable<KeyValuePair<string, FindingState?>> foundAs)
    {
        foreach (var (id, state) in foundAs)
        {
            session.Execute("Finding_SetFoundAs", new Fields().Text("found_as", state?.ToName()).Text("finding_id", id));
        }
    }

    /// <summary>Keeps as what a matching of all found these findings; all others it did not find.</summary>
    public void ReplaceFoundAs(IEnumerable<KeyValuePair<string, FindingState?>> foundAs)
    {
        session.Execute("Finding_ClearFoundAs");
        SetFoundAs(foundAs);
    }

    /// <summary>One finding as it stands, or null.</summary>
    public Finding? Find(string findingId) => session.List("Finding_Find", new Fields().Text("finding_id", findingId), Read).SingleOrDefault();

    /// <summary>Every state of one finding, in the order of writing.</summary>
    public IReadOnlyList<FindingChange> LoadHistory(string findingId) =>
        session.List("FindingHistory_LoadByFinding", new Fields().Text("finding_id", findingId), row => new FindingChange(row.Text(), Read(row)));

    // Times to the microsecond: SQL Server's kin keep no finer ones, and what was stored must equal what comes again.
    private static bool Same(Finding one, Finding other) =>
        one.FoundAtUtc.Ticks / TimeSpan.TicksPerMicrosecond == other.FoundAtUtc.Ticks / TimeSpan.TicksPerMicrosecond && one.Says(other);

    private static Fields AddFields(Fields fields, Finding f) =>
        fields.Text("finding_id", f.Id).Name("kind", f.Kind).Name("state", f.State)
            .Text("orders", ToJson(f.Orders.Select(o => (o.Marketplace, o.Id)))).Text("transactions", ToJson(f.Transactions.Select(t => (t.Wallet, t.Id))))
            .Money("amount", "currency", f.Amount).Day("due_on", f.DueOn).Time("found_at", f.FoundAtUtc).Name("confidence", f.Confidence).Text("why", f.Why.Kept);

    private static KeptFinding ReadKept(Row row)
    {
        var foundAs = row.TextOrNull();
        return new KeptFinding(Read(row), foundAs is null ? null : RecordNames.Parse<FindingState>(foundAs));
    }

    private static Finding Read(Row row) =>
        new()
        {
            Id = row.Text(),
            Kind = row.Name<FindingKind>(),
            State = row.Name<FindingState>(),
            Orders = [.. FromJson(row.Text()).Select(p => new OrderId(p[0], p[1]))],
            Transactions = [.. FromJson(row.Text()).Select(p => new TransactionId(p[0], p[1]))],
            Amount = row.Money(),
            DueOn = row.DayOrNull(),
            FoundAtUtc = row.Time(),
            Confidence = row.Name<Confidence>(),
            Why = Reason.Of(row.Text()),
        };

    private static string ToJson(IEnumerable<(string Owner, string Id)> ids) => JsonSerializer.Serialize(ids.Select(i => new[] { i.Owner, i.Id }), Readable);

    private static string[][] FromJson(string json) => JsonSerializer.Deserialize<string[][]>(json, Readable)!;
}
