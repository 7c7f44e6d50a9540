namespace Reconciler.Core.Values;

/// <summary>The key of an entry: the wallet, and the wallet's own id for the transaction. Compared by ordinal text; ids are text, never numbers.</summary>
public readonly record struct TransactionId(string Wallet, string Id) : IComparable<TransactionId>
{
    public int CompareTo(TransactionId other) =>
        string.CompareOrdinal(Id, other.Id) is var byId and not 0 ? byId : string.CompareOrdinal(Wallet, other.Wallet);

    /// <summary>The unambiguous spelling that commands accept: <c>wallet/id</c>.</summary>
    public override string ToString() => $"{Wallet}/{Id}";
}
