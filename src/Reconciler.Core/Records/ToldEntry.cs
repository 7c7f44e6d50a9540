namespace Reconciler.Core.Records;

/// <summary>An entry as a file tells it, and what its id was made of: the store may know its movement under another one.</summary>
public sealed record ToldEntry(Entry Entry, IdSource Source);

/// <summary>What an entry's id was made of. An id never depends on what else stands in its file, save for the count of rows that say the same.</summary>
/// <param name="Counted">The id before equal rows of the file were counted; empty where the source gives each movement an id of its own.</param>
/// <param name="Reference">The reference within the id, which the source uses again for other movements; or empty.</param>
/// <param name="Former">The ids that the rules before 2026-11-30 gave this row: a movement that is known under one of them stays known under it.</param>
public sealed record IdSource(string Counted, string Reference, IReadOnlyList<string> Former)
{
    /// <summary>The source's own id, which it gives no second movement.</summary>
    public static IdSource Own { get; } = new(string.Empty, string.Empty, []);

    /// <summary>The id of the n-th row of a file that says the same: <c>…-2</c> behind a hash, <c>…_2</c> behind a sum.</summary>
    /// <param name="count">From 1.</param>
    public string Numbered(int count) =>
        count == 1 ? Counted : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Counted}{(Reference.Length > 0 ? '_' : '-')}{count}");
}
