namespace Reconciler.Store;

/// <summary>How much was asked of a database since it was opened. Work that grows with what it must not shows here, and not in times, which waver.</summary>
public sealed class StoreCounts
{
    /// <summary>Connections that were opened.</summary>
    public long Connections { get; internal set; }

    /// <summary>Transactions that were kept.</summary>
    public long Commits { get; internal set; }

    /// <summary>Statements that were run, and places in an index that were looked up; of many rows that one statement adds each batch counts none.</summary>
    public long Statements { get; internal set; }

    /// <summary>Rows that were added.</summary>
    public long Rows { get; internal set; }
}
