namespace Reconciler.Core.Values;

/// <summary>The key of an order: the marketplace, and the marketplace's own id for the order. Compared by ordinal text.</summary>
public readonly record struct OrderId(string Marketplace, string Id) : IComparable<OrderId>
{
    public int CompareTo(OrderId other) =>
        string.CompareOrdinal(Id, other.Id) is var byId and not 0 ? byId : string.CompareOrdinal(Marketplace, other.Marketplace);

    /// <summary>Of the id alone: hardly ever do two share one.</summary>
    public override int GetHashCode() => string.GetHashCode(Id);

    /// <summary>The unambiguous spelling that commands accept: <c>marketplace/id</c>.</summary>
    public override string ToString() => $"{Marketplace}/{Id}";
}
