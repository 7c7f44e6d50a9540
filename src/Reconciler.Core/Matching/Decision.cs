using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>What a person decided. It outlives every run until a person takes it back.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>This entry settles this order, whatever the rules say.</summary>
    public sealed record Pair(TransactionId Transaction, OrderId Order) : Decision;

    /// <summary>This entry does not settle this order, whatever the rules say.</summary>
    public sealed record Unmatch(TransactionId Transaction, OrderId Order) : Decision;

    /// <summary>This finding is none: what it shows is in order.</summary>
    public sealed record Dismiss(string FindingId) : Decision;

    /// <summary>The money of this finding is given up.</summary>
    public sealed record WriteOff(string FindingId) : Decision;
}

/// <summary>All decisions that hold.</summary>
public sealed class Decisions(IReadOnlyCollection<Decision> decisions)
{
    private readonly ILookup<TransactionId, OrderId> pairs = decisions.OfType<Decision.Pair>().ToLookup(d => d.Transaction, d => d.Order);
    private readonly HashSet<(TransactionId, OrderId)> unmatched = [.. decisions.OfType<Decision.Unmatch>().Select(d => (d.Transaction, d.Order))];
    private readonly HashSet<TransactionId> touched = [.. decisions.OfType<Decision.Unmatch>().Select(d => d.Transaction)];
    private readonly HashSet<string> dismissed = [.. decisions.OfType<Decision.Dismiss>().Select(d => d.FindingId)];
    private readonly HashSet<string> writtenOff = [.. decisions.OfType<Decision.WriteOff>().Select(d => d.FindingId)];

    public static Decisions None { get; } = new([]);

    /// <summary>Which entry and which order a person tied to one another, or parted.</summary>
    public IEnumerable<(TransactionId Transaction, OrderId Order)> Ties { get; } =
        [.. decisions.OfType<Decision.Pair>().Select(d => (d.Transaction, d.Order)), .. decisions.OfType<Decision.Unmatch>().Select(d => (d.Transaction, d.Order))];

    public bool HavePairs => pairs.Count > 0;

    /// <summary>The orders that a person paired with this entry, sorted.</summary>
    public IReadOnlyList<OrderId> PairedWith(TransactionId transaction) => pairs.Count == 0 ? [] : [.. pairs[transaction].Distinct().Order()];

    public bool AreUnmatched(TransactionId transaction, OrderId order) => unmatched.Count > 0 && unmatched.Contains((transaction, order));

    /// <summary>Whether a person took some match of this entry back, so that it cannot stand for any equal one.</summary>
    public bool HasUnmatched(TransactionId transaction) => touched.Contains(transaction);

    public bool IsDismissed(string findingId) => dismissed.Contains(findingId);

    public bool IsWrittenOff(string findingId) => writtenOff.Contains(findingId);
}
