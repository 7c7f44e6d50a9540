using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>The matches as they hold now.</summary>
public sealed class MatchStore
{
    private readonly Session session;

    internal MatchStore(Session session) => this.session = session;

    /// <summary>Makes these the matches that hold; only the differences are written. True where there were any.</summary>
    public bool Replace(IReadOnlyCollection<Match> matches)
    {
        var renewal = Renew();
        renewal.Exchange([], matches);
        return renewal.Finish();
    }

    /// <summary>Begins to make others the matches that hold, some at a time.</summary>
    public MatchRenewal Renew() => new(session, LastNumber());

    /// <summary>Drops matches and adds others; of one that changed the old one is dropped.</summary>
    internal void Exchange(IEnumerable<Match> dropped, IEnumerable<Match> added)
    {
        dropped = [.. dropped];
        session.Seals.Touch(SealedTable.Matches, dropped.Select(m => m.Id));
        foreach (var match in dropped)
        {
            session.Execute("Match_Delete", new Fields().Text("match_id", match.Id));
        }

        Add(session, added);
    }

    internal static void Add(Session session, IEnumerable<Match> added)
    {
        session.Seals.Extend(SealedTable.Matches);
        session.AddMany("Match_Add", "matches", added, ToFields);
    }

    /// <summary>The matches of entries, in no order, each behind its number.</summary>
    internal static List<(long Number, Match Match)> LoadNumberedOf(Session session, IReadOnlyCollection<TransactionId> entries) =>
        entries.Count == 0 ? [] : session.List("Match_LoadByEntries", new Fields().Text("ids", JsonIds.Of(entries.Select(id => new RecordKey(id.Wallet, id.Id)))), row => (row.Number(), Read(row)));

    /// <summary>One match behind its number, or null.</summary>
    internal static (long Number, Match Match)? FindNumbered(Session session, string matchId) =>
        session.List("Match_Find", new Fields().Text("match_id", matchId), row => ((long, Match)?)(row.Number(), Read(row))).SingleOrDefault();

    /// <summary>Every match, sorted by id.</summary>
    public IEnumerable<Match> LoadAll() => session.Stream("Match_LoadAll", null, Read);

    /// <summary>The matches of a report, sorted by id and read as they are asked for: the first report of a long history has more of them than memory.</summary>
    public IReadOnlyCollection<Match> LoadOf(ReportPeriod period) => period switch
    {
        ReportPeriod.SinceReport since => Streamed("Match_CountSince", "Match_LoadSince", new Fields().Number("match_no", since.LastMatch)),
        ReportPeriod.Days days => Streamed("Match_CountBooked", "Match_LoadBooked", new Fields().Instant("from_time", days.FromUtc).Instant("to_time", days.UntilUtc)),
        _ => Streamed("Match_Count", "Match_LoadAll", null),
    };

    /// <summary>The number of the match that came or changed last; 0 before the first. Numbers only grow.</summary>
    public long LastNumber() => session.List("Match_FindLastNumber", null, row => row.Number())[0];

    internal IReadOnlyList<Match> LoadOf(IReadOnlyCollection<TransactionId> entries) => LoadNumberedOf(session, entries).ConvertAll(m => m.Match);

    /// <summary>One match, or null.</summary>
    public Match? Find(string matchId) => FindNumbered(session, matchId)?.Match;

    /// <summary>Each wallet with each marketplace whose orders it has settled.</summary>
    public IReadOnlyList<(string Wallet, string Marketplace)> FindTraders() => session.List("Match_FindTraders", null, row => (row.RepeatedText(), row.RepeatedText()));

    /// <summary>The matches of some orders, in no order.</summary>
    public IReadOnlyList<Match> LoadOf(IReadOnlyCollection<OrderId> orders) =>
        orders.Count == 0 ? [] : session.List("Match_LoadByOrders", new Fields().Text("ids", JsonIds.Of(orders.Select(id => new RecordKey(id.Marketplace, id.Id)))), Read);

    /// <summary>What the matches and findings that hold were made from; null before the first were made.</summary>
    public MatchBasis? LoadBasis() =>
        session.List("MatchBasis_Load", null, row => new MatchBasis(
            row.Text(), row.Text(), row.Time(), row.Time(), row.Text(), row.Number(), StoredJson.Read<ControlTotals>(row.Text()), row.Number(), row.Number(), row.TimeOrNull(),
            StoredJson.Read<List<string>>(row.Text()), StoredJson.Read<List<Account>>(row.Text()))).SingleOrDefault();

    /// <summary>Keeps what the matches and findings that hold were made from, in place of what was kept before.</summary>
    public void SaveBasis(MatchBasis basis)
    {
        session.Execute("MatchBasis_Clear");
        session.Execute("MatchBasis_Add", new Fields().Text("input_hash", basis.InputHash).Text("rules_hash", basis.RulesHash).Time("as_of", basis.AsOfUtc).Time("holds_until", basis.HoldsUntilUtc)
            .Text("result_hash", basis.ResultHash).Number("matches", basis.Matches).Text("totals", StoredJson.Write(basis.Totals)).Number("last_entry", basis.LastEntry).Number("last_order", basis.LastOrder)
            .Time("first_booked", basis.FirstBookedUtc).Text("decisions", StoredJson.Write(basis.Decisions)).Text("accounts", StoredJson.Write(basis.Accounts)));
    }

    private Streamed<Match> Streamed(string count, string load, Fields? values) =>
        new((int)session.List(count, values, row => row.Number())[0], () => session.Stream(load, values, Read));

    private static Fields ToFields(Fields fields, Match m) =>
        fields.Text("match_id", m.Id).Code("role", m.Role).Text("marketplace", m.Order.Marketplace).Text("order_id", m.Order.Id)
            .Text("wallet", m.Transaction.Wallet).Text("transaction_id", m.Transaction.Id).Money("amount", "currency", m.Amount)
            .Text("rule_name", m.Rule).Code("confidence", m.Confidence).Text("why", m.Why.Kept);

    private static Match Read(Row row) =>
        new(
            row.Text(),
            row.Code<MatchRole>(),
            new OrderId(row.RepeatedText(), row.Text()),
            new TransactionId(row.RepeatedText(), row.Text()),
            row.Money(),
            row.RepeatedText(),
            row.Code<Confidence>(),
            Reason.Of(row.Text()));
}
