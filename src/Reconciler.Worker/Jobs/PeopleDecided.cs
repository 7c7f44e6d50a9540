using Reconciler.Core.Matching;
using Reconciler.Core.Values;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>The decisions of people as the matcher wants them.</summary>
internal static class PeopleDecided
{
    /// <summary>All that hold, in the order in which they were made.</summary>
    public static Decisions That(IEnumerable<StoredDecision> stored) => new([.. stored.Where(d => d.UndoneAtUtc is null).Select(Read)]);

    /// <summary>The transaction of <c>wallet/id</c>. An id may hold a slash, a wallet's name does not.</summary>
    public static TransactionId Transaction(string text) => text.IndexOf('/', StringComparison.Ordinal) is var cut ? new TransactionId(text[..cut], text[(cut + 1)..]) : default;

    public static OrderId Order(string text) => text.IndexOf('/', StringComparison.Ordinal) is var cut ? new OrderId(text[..cut], text[(cut + 1)..]) : default;

    public static Decision Read(StoredDecision decision) => decision.Kind switch
    {
        DecisionKind.Pair => new Decision.Pair(Transaction(decision.TargetA), Order(decision.TargetB)),
        DecisionKind.Unmatch => new Decision.Unmatch(Transaction(decision.TargetA), Order(decision.TargetB)),
        DecisionKind.Dismiss => new Decision.Dismiss(decision.TargetA),
        DecisionKind.WriteOff => new Decision.WriteOff(decision.TargetA),
        _ => throw new InvalidOperationException($"{decision.Kind} is no decision."),
    };
}
