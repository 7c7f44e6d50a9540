using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Simulator;

namespace Reconciler.Core.Tests;

/// <summary>Statements of simulated worlds: each closes to the minor unit with the balance that the wallet tells, or names why it does not.</summary>
public sealed class SimulatedStatementTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0)]
    [InlineData(4, 0.3)]
    public void Every_statement_closes_or_names_the_missing_rows(int seed, double laterShare)
    {
        var world = Scenario.Simulate(new Knobs { Orders = 1500, Seed = seed, LaterShare = laterShare, Weights = new Dictionary<string, double> { ["statement-gap"] = 3, ["statement-gap-prepaid"] = 3, ["balances-join-up"] = 3 } });
        var entries = world.Entries.GroupBy(e => e.Id).Select(g => Versions.Choose([.. g])).ToList();
        var orders = world.Orders.GroupBy(o => o.Id).Select(g => Versions.Choose([.. g])).ToList();
        var result = Matcher.Run(entries, orders, new RateTable(world.Rates), MatchingRules.Default with { Pairs = new Pairs(SimulatedFiles.Pairs) }, Decisions.None);
        var orderOf = orders.ToDictionary(o => o.Standing.Id, o => o.Standing);
        var partsOf = result.Matches.ToLookup(m => m.Transaction, m => new SettledPart(m.Order, m.Role, m.Amount, orderOf[m.Order].Total));
        var rows = entries.Select(e => new StatementRow(e.Standing, true, [.. partsOf[e.Standing.Id]]))
            .OrderBy(r => r.Entry.Id.Wallet, StringComparer.Ordinal).ThenBy(r => r.Entry.Amount.Currency).ThenBy(r => r.Entry.BookedAtUtc).ThenBy(r => r.Entry.Id).ToList();

        var statements = ReconciliationStatements.Of(rows).All;
        var told = rows.GroupBy(r => (r.Entry.Id.Wallet, r.Entry.Amount.Currency)).ToDictionary(g => g.Key, g => g.Select(r => r.Entry.BalanceAfter).LastOrDefault());
        Assert.Equal(told.Count, statements.Count);
        Assert.All(statements, s => Assert.Equal(told[(s.Wallet, s.Currency)], s.Closing));

        // By how much rows are missing is what the findings say, account by account.
        var gaps = Finder.Run(result, world.Knobs.AsOfUtc).Where(f => f.Kind == FindingKind.StatementGap).ToLookup(f => (f.Transactions[0].Wallet, f.Amount.Currency), f => f.Amount);
        Assert.Equal(world.Findings.Count(f => f.Kind == FindingKind.StatementGap), gaps.Sum(g => g.Count()));
        Assert.True(gaps.Count > 5);
        Assert.All(statements, s => Assert.Equal(
            Money.Sum(gaps[(s.Wallet, s.Currency)], s.Currency), s.Lines.SingleOrDefault(l => l.Kind == StatementLineKind.RowsMissing)?.Sum.Abs() ?? Money.Zero(s.Currency)));

        // Beside each line of charges: what is matched and what is not are all of it.
        var matched = result.Matches.ToLookup(m => (m.Transaction.Wallet, m.Amount.Currency), m => m.Amount);
        Assert.All(statements, s => Assert.Equal(
            Money.Sum(matched[(s.Wallet, s.Currency)], s.Currency), Money.Sum(s.Lines.Select(l => l.Orders?.Matched.Abs() ?? Money.Zero(s.Currency)), s.Currency)));
    }
}
