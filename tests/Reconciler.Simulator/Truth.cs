using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator;

/// <summary>One payment or refund that belongs to one order.</summary>
/// <param name="Amount">Positive, in the wallet's currency: the part that settles this order.</param>
/// <param name="Scenario">What was planned; empty for a result that is scored.</param>
/// <param name="Confidence">Null where the plan does not say.</param>
internal sealed record TruthMatch(MatchRole Role, OrderId Order, TransactionId Transaction, Money Amount, string Scenario, Confidence? Confidence = null)
{
    public (MatchRole, OrderId, TransactionId) Key => (Role, Order, Transaction);

    public override string ToString() => $"{Role.ToName()} {Order} {Transaction} {Amount} {Scenario}";
}

/// <summary>One finding that is open at the clock of the simulation.</summary>
/// <param name="Anchor">The id of the duplicate charge, the entry, else of the first order, else the day on which a statement was due.</param>
/// <param name="Confidence">Null where the plan does not say.</param>
internal sealed record TruthFinding(FindingKind Kind, string Anchor, IReadOnlyList<string> Orders, IReadOnlyList<string> Transactions, Money Amount, DateOnly? DueOn, string Scenario, Confidence? Confidence = null)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Kind.ToName()} at {Anchor} orders [{string.Join(' ', Orders)}] transactions [{string.Join(' ', Transactions)}] {Amount} due {DueOn:yyyy-MM-dd} {Scenario}");
}

/// <summary>All records of a simulation with what is true about them at its clock.</summary>
internal sealed record Simulation(
    Knobs Knobs,
    IReadOnlyList<Entry> Entries,
    IReadOnlyList<Order> Orders,
    IReadOnlyList<PublishedRate> Rates,
    IReadOnlyList<TruthMatch> Matches,
    IReadOnlyList<TruthFinding> Findings,
    IReadOnlyDictionary<string, string> ScenarioOf,
    IReadOnlyList<ExpectedStatement> Statements);

/// <summary>The statements of one wallet that are expected by a schedule, and when they came. Only a trial in this process can tell the program when.</summary>
internal sealed record ExpectedStatement(StatementSchedule Schedule, IReadOnlyList<StatementArrival> Arrivals);
