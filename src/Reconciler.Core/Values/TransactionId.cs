using System.Text.RegularExpressions;

namespace Reconciler.Core.Values;

/// <summary>The key of an entry: the wallet, and the wallet's own id for the transaction. Compared by ordinal text; ids are text, never numbers.</summary>
public readonly partial record struct TransactionId(string Wallet, string Id) : IComparable<TransactionId>
{
    /// <summary>What the source itself knows the transaction by: of an id that is made of a reference, the day and the sum the reference, else the id.</summary>
    public string Reference => Id.Contains('_', StringComparison.Ordinal) && Made().Match(Id) is { Success: true } made ? Id[..made.Index] : Id;

    public int CompareTo(TransactionId other) =>
        string.CompareOrdinal(Id, other.Id) is var byId and not 0 ? byId : string.CompareOrdinal(Wallet, other.Wallet);

    /// <summary>Of the id alone: hardly ever do two share one.</summary>
    public override int GetHashCode() => string.GetHashCode(Id);

    /// <summary>The unambiguous spelling that commands accept: <c>wallet/id</c>.</summary>
    public override string ToString() => $"{Wallet}/{Id}";

    /// <summary>The day and the sum behind a reference that its source uses again, and perhaps a count: <c>_20260105_-100.5_2</c>.</summary>
    [GeneratedRegex(@"(?<=.)_[0-9]{8}_-?[0-9]+(\.[0-9]+)?(_[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Made();
}
