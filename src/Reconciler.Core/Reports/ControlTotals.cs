using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>Where the rows of the files of one run ended: read = new + new versions + known already + rejected.</summary>
/// <param name="PassedOver">Rows that are no records and so are not read: totals, hidden sheets, other tables. The file's outcome names them.</param>
public sealed record RowTotals(long Read, long New, long NewVersions, long KnownAlready, long Rejected, long PassedOver = 0)
{
    public bool Balances => Read == New + NewVersions + KnownAlready + Rejected;
}

/// <summary>One line of the control totals: how many records ended there, and their money, one sum per currency (sorted by code).</summary>
/// <param name="Name">In the contract's words: "payments matched", "waiting".</param>
public sealed record BucketTotal(string Name, long Count, IReadOnlyList<Money> Sums)
{
    /// <summary>How many records there are of each sum's currency, in their order: records may add up to nothing. Empty in totals of old runs.</summary>
    public IReadOnlyList<long> Counts { get; init; } = [];
}

/// <summary>All of one kind of record, and the buckets that must add up to it, in rows and in money.</summary>
public sealed record LedgerTotals(BucketTotal All, IReadOnlyList<BucketTotal> Buckets)
{
    /// <summary>Whether each bucket counts and adds up to the same.</summary>
    public bool Equal(LedgerTotals other) => Buckets.Zip(other.Buckets).All(b => b.First.Count == b.Second.Count && b.First.Sums.SequenceEqual(b.Second.Sums));

    public bool Balances =>
        All.Count == Buckets.Sum(b => b.Count)
        && All.Sums.Where(s => !s.IsZero).SequenceEqual(
            Buckets.SelectMany(b => b.Sums).GroupBy(s => s.Currency).OrderBy(g => g.Key)
                .Select(g => Money.Sum(g, g.Key)).Where(s => !s.IsZero));
}

/// <summary>The proof that nothing was lost: every row, entry and order is counted in exactly one place.</summary>
public sealed record ControlTotals(RowTotals Rows, LedgerTotals Entries, LedgerTotals Orders)
{
    public bool Balance => Rows.Balances && Entries.Balances && Orders.Balances;
}
