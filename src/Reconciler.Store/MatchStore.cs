using Reconciler.Core.Matching;
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

        var toAdd = matches.Where(m => !unchanged.Contains(m.Id)).Select(ToFields).ToList();
        session.AddMany("Match_Add", "matches", toAdd);
        return dropped.Count + toAdd.Count > 0;
    }

    /// <summary>Every match, sorted by id.</summary>
    public IEnumerable<Match> LoadAll() => session.Stream("Match_LoadAll", null, Read);

    private static Fields ToFields(Match m) =>
        new Fields().Text("match_id", m.Id).Name("role", m.Role).Text("marketplace", m.Order.Marketplace).Text("order_id", m.Order.Id)
            .Text("wallet", m.Transaction.Wallet).Text("transaction_id", m.Transaction.Id).Money("amount", "currency", m.Amount)
            .Text("rule_name", m.Rule).Name("confidence", m.Confidence).Text("why", m.Why);

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
