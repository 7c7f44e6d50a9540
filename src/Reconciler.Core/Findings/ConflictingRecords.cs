using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>conflicting-record: files tell different money under one id. The amount is the difference.</summary>
internal static class ConflictingRecords
{
    public static IEnumerable<Finding> Find(MatchResult result) =>
        from conflict in result.Conflicts
        where !conflict.Difference.IsZero
        select new Finding
        {
            Id = conflict.Transaction is { } entry ? Finding.IdOf(FindingKind.ConflictingRecord, entry) : Finding.IdOf(FindingKind.ConflictingRecord, conflict.Order!.Value),
            Kind = FindingKind.ConflictingRecord,
            Orders = conflict.Order is { } order ? [order] : [],
            Transactions = conflict.Transaction is { } transaction ? [transaction] : [],
            Amount = conflict.Difference,
            Confidence = Confidence.Certain,
            Why = conflict.Why,
        };
}
