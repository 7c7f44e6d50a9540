using Reconciler.Core.Matching;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>The matches as they hold now.</summary>
public sealed class MatchStore
{
    private readonly Session session;

    internal MatchStore(Session session) => this.session = session;

    /// <summary>Makes these the matches that hold; only the differences are written. True where there were any.</summary>
    /// <param name="runId">The run that made them: those that are new or differ count as its own.</param>
    public bool Replace(IReadOnlyCollection<Match> matches, string runId)
    {
        var wanted = matches.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var unchanged = new HashSet<string>(StringComparer.Ordinal);
        var dropped = new List<string>();
        foreach (var stored in LoadAll())
        {
            if (wanted.TryGetValue(stored.Id, out var match) && match == stored)
            {
                unchanged.Add(stored.Id);
            }
            else
            {
                dropped.Add(stored.Id);
            }
        }

        foreach (var id in dropped)
        {
            session.Execute("Match_Delete", new Fields().Text("match_id", id));
        }

        session.AddMany("Match_Add", "matches", matches.Where(m => !unchanged.Contains(m.Id)).Select(m => ToFields(m, runId)));
        return dropped.Count > 0 || unchanged.Count < matches.Count;
    }

    /// <summary>Every match, sorted by id.</summary>
    public IEnumerable<Match> LoadAll() => session.Stream("Match_LoadAll", null, Read);

    /// <summary>The matches of a report, sorted by id and read as they are asked for: the first report of a long history has more of them than memory.</summary>
    public IReadOnlyCollection<Match> LoadOf(ReportPeriod period) => period switch
    {
        ReportPeriod.SinceReport since => Streamed("Match_CountSince", "Match_LoadSince", new Fields().Text("run_id", since.RunId)),
        ReportPeriod.Days days => Streamed("Match_CountBooked", "Match_LoadBooked", new Fields().Time("from_time", days.FromUtc).Time("to_time", days.UntilUtc)),
        _ => Streamed("Match_Count", "Match_LoadAll", null),
    };

    /// <summary>What the matches and findings that hold were made from; null before the first were made.</summary>
    public MatchBasis? LoadBasis() =>
        session.List("MatchBasis_Load", null, row => new MatchBasis(row.Text(), row.Time(), row.Time(), row.Text(), row.Number(), StoredJson.Read<ControlTotals>(row.Text()), StoredJson.Read<List<AwaitedRefunds>>(row.Text()))).SingleOrDefault();

    /// <summary>Keeps what the matches and findings that hold were made from, in place of what was kept before.</summary>
    public void SaveBasis(MatchBasis basis)
    {
        session.Execute("MatchBasis_Clear");
        session.Execute("MatchBasis_Add", new Fields().Text("input_hash", basis.InputHash).Time("as_of", basis.AsOfUtc).Time("holds_until", basis.HoldsUntilUtc)
            .Text("result_hash", basis.ResultHash).Number("matches", basis.Matches).Text("totals", StoredJson.Write(basis.Totals)).Text("awaited", StoredJson.Write(basis.Awaited)));
    }

    private Streamed<Match> Streamed(string count, string load, Fields? values) =>
        new((int)session.List(count, values, row => row.Number())[0], () => session.Stream(load, values, Read));

    private static Fields ToFields(Match m, string runId) =>
        new Fields().Text("match_id", m.Id).Name("role", m.Role).Text("marketplace", m.Order.Marketplace).Text("order_id", m.Order.Id)
            .Text("wallet", m.Transaction.Wallet).Text("transaction_id", m.Transaction.Id).Money("amount", "currency", m.Amount)
            .Text("rule_name", m.Rule).Name("confidence", m.Confidence).Text("why", m.Why).Text("since_run", runId);

    private static Match Read(Row row) =>
        new(
            row.Text(),
            row.Name<MatchRole>(),
            new OrderId(row.RepeatedText(), row.Text()),
            new TransactionId(row.RepeatedText(), row.Text()),
            row.Money(),
            row.RepeatedText(),
            row.Name<Confidence>(),
            row.Text());
}
