namespace Reconciler.Import;

/// <summary>SWIFT MT940 and MT942 as a table.</summary>
internal static class Mt940Table
{
    /// <summary>Whether a text begins like one: a first tag :20: near the top, perhaps below header lines.</summary>
    public static bool IsOne(ReadOnlySpan<char> start) => start.Contains(":20:", StringComparison.Ordinal) && start.Contains(":25:", StringComparison.Ordinal);

    public static IEnumerable<TableRow> Rows(TextReader text) => throw new NotSupportedException();
}
