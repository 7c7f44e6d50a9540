using System.Globalization;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator;

/// <summary>Compares results with the truth, and says how many are right, missing and false.</summary>
internal sealed class Scorer(IReadOnlyDictionary<string, string> scenarioOf, TextWriter output, int listed = 20)
{
    private static readonly HashSet<string> OpenStates = ["open", "disputed"];

    private readonly List<string> differences = [];

    /// <summary>Scores exports against the truth in a folder. Open and disputed findings count.</summary>
    public static Scorer ScoreFiles(string truth, string matches, string findings, TextWriter output, int listed)
    {
        var scorer = new Scorer(CsvText.Read(Path.Combine(truth, "scenarios.csv")).ToDictionary(r => r["id"], r => r["scenario"], StringComparer.Ordinal), output, listed);
        scorer.Matches([.. CsvText.Read(Path.Combine(truth, "matches.csv")).Select(MatchOf)], [.. CsvText.Read(matches).Select(MatchOf)]);
        scorer.Findings(
            [.. CsvText.Read(Path.Combine(truth, "findings.csv")).Select(FindingOf)],
            [.. CsvText.Read(findings).Where(r => OpenStates.Contains(r["state"])).Select(FindingOf)]);
        scorer.Differences();
        return scorer;
    }

    /// <summary>Every difference found so far is nothing.</summary>
    public bool AllRight { get; private set; } = true;

    public void Matches(IReadOnlyList<TruthMatch> truth, IReadOnlyList<TruthMatch> result)
    {
        var found = result.ToDictionary(m => m.Key);
        var planned = truth.ToDictionary(m => m.Key);
        var right = truth.Where(t => found.ContainsKey(t.Key)).ToList();
        var otherAmount = right.Where(t => found[t.Key].Amount != t.Amount).ToList();
        var otherConfidence = right.Where(t => t.Confidence is { } sure && found[t.Key].Confidence != sure).ToList();
        Tell("matches", right.Count, otherAmount.Count, otherConfidence.Count, result.Count, truth.Count);
        List("missed match", truth.Where(t => !found.ContainsKey(t.Key)).Select(t => t.ToString()));
        List("false match", result.Where(r => !planned.ContainsKey(r.Key)).Select(r => $"{r} {ScenarioOf([r.Order.Id, r.Transaction.Id])}"));
        List("match with another amount", otherAmount.Select(t => $"{t}, found {found[t.Key].Amount}"));
        List("match with another confidence", otherConfidence.Select(t => $"{t} {t.Confidence}, found {found[t.Key].Confidence}"));
    }

    public void Findings(IReadOnlyList<TruthFinding> truth, IReadOnlyList<TruthFinding> result)
    {
        foreach (var kind in Enum.GetValues<FindingKind>())
        {
            Kind(kind, [.. truth.Where(t => t.Kind == kind)], [.. result.Where(r => r.Kind == kind)]);
        }
    }

    public void Differences()
    {
        output.WriteLine();
        differences.ForEach(output.WriteLine);
    }

    private void Kind(FindingKind kind, IReadOnlyList<TruthFinding> truth, IReadOnlyList<TruthFinding> result)
    {
        if (truth.Count == 0 && result.Count == 0)
        {
            return;
        }

        var byAnchor = result.ToLookup(r => r.Anchor);
        var pairs = new List<(TruthFinding Truth, TruthFinding Result)>();
        var used = new HashSet<TruthFinding>(ReferenceEqualityComparer.Instance);
        var missed = new List<TruthFinding>();
        foreach (var planned in truth)
        {
            if (byAnchor[planned.Anchor].FirstOrDefault(r => !used.Contains(r)) is { } found)
            {
                used.Add(found);
                pairs.Add((planned, found));
            }
            else
            {
                missed.Add(planned);
            }
        }

        var wrong = pairs.Where(p => p.Truth.Amount != p.Result.Amount).ToList();
        var wrongDue = pairs.Where(p => p.Truth.DueOn is { } due && p.Result.DueOn != due).ToList();
        var otherConfidence = pairs.Where(p => p.Truth.Confidence is { } sure && p.Result.Confidence != sure).ToList();
        Tell(kind.ToName(), pairs.Count, wrong.Count, wrongDue.Count + otherConfidence.Count, result.Count, truth.Count);
        List($"missed {kind.ToName()}", missed.Select(t => t.ToString()));
        List($"false {kind.ToName()}", result.Where(r => !used.Contains(r)).Select(r => $"{r} {ScenarioOf([r.Anchor, .. r.Orders, .. r.Transactions])}"));
        List($"{kind.ToName()} with another amount", wrong.Select(p => $"{p.Truth}, found {p.Result.Amount}"));
        List($"{kind.ToName()} with another confidence", otherConfidence.Select(p => $"{p.Truth} {p.Truth.Confidence}, found {p.Result.Confidence}"));
        List($"{kind.ToName()} with another due date", wrongDue.Select(p => $"{p.Truth}, found {p.Result.DueOn:yyyy-MM-dd}"));
    }

    private void Tell(string what, int right, int otherAmount, int otherwise, int result, int truth)
    {
        AllRight &= right == result && right == truth && otherAmount == 0 && otherwise == 0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-22} precision {Share(right, result):F5}  recall {Share(right, truth):F5}  planned {truth,7}  found {result,7}  right {right,7}  of them with another amount {otherAmount}, confidence or day {otherwise}"));
    }

    private static double Share(int right, int of) => of == 0 ? 1 : (double)right / of;

    private void List(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        differences.AddRange(all.Take(listed).Select(line => $"{title}: {line}"));
        if (all.Count > listed)
        {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{title}: and {all.Count - listed} more"));
        }
    }

    private string ScenarioOf(IEnumerable<string> ids) =>
        $"(from {string.Join(", ", ids.Select(id => scenarioOf.GetValueOrDefault(id, "nowhere")).Distinct(StringComparer.Ordinal))})";

    private static TruthMatch MatchOf(Dictionary<string, string> row) => new(
        RecordNames.Parse<MatchRole>(row["role"]), new OrderId(row["marketplace"], row["order_id"]), new TransactionId(row["wallet"], row["transaction_id"]),
        MoneyOf(row), row.GetValueOrDefault("scenario", ""), ConfidenceOf(row));

    private static TruthFinding FindingOf(Dictionary<string, string> row)
    {
        var kind = RecordNames.Parse<FindingKind>(row["kind"]);
        var orders = row["order_ids"].Split(';', StringSplitOptions.RemoveEmptyEntries);
        var transactions = row["transaction_ids"].Split(';', StringSplitOptions.RemoveEmptyEntries);
        DateOnly? due = row["due_on"].Length == 0 ? null : DateOnly.ParseExact(row["due_on"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new TruthFinding(
            kind, row.GetValueOrDefault("anchor") ?? AnchorOf(kind, orders, transactions, due), orders, transactions, MoneyOf(row), due, row.GetValueOrDefault("scenario", ""), ConfidenceOf(row));
    }

    /// <summary>The anchor of a result: a finding on an entry has the entry first; one on an order is anchored by its first order; a statement that did not come by its day.</summary>
    public static string AnchorOf(FindingKind kind, IReadOnlyList<string> orders, IReadOnlyList<string> transactions, DateOnly? due) =>
        kind is FindingKind.MissingRefund or FindingKind.ShortRefund or FindingKind.ExcessRefund or FindingKind.AmountMismatch or FindingKind.OrderWithoutCharge && orders.Count > 0 ? orders[0]
        : transactions.Count > 0 ? transactions[0]
        : orders.Count > 0 ? orders[0]
        : due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static Confidence? ConfidenceOf(Dictionary<string, string> row) =>
        row.GetValueOrDefault("confidence", "") is { Length: > 0 } text ? RecordNames.Parse<Confidence>(text) : null;

    private static Money MoneyOf(Dictionary<string, string> row) =>
        Money.Of(decimal.Parse(row["amount"], CultureInfo.InvariantCulture), Currency.Of(row["currency"]));
}
