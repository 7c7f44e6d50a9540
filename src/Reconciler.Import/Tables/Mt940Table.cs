namespace Reconciler.Import;

/// <summary>SWIFT MT940 and MT942 as a table.</summary>
internal static class Mt940Table
{
    /// <summary>Whether a text begins like one: a first tag :20: near the top, perhaps below header lines.</summary>
    public static bool IsOne(ReadOnlySpan<char> start) => BeginsLine(start, ":20:") && BeginsLine(start, ":25:");

    /// <summary>Inside a line the same signs are a time of day: 08:20:25.</summary>
    private static bool BeginsLine(ReadOnlySpan<char> text, string tag) =>
        text.StartsWith(tag, StringComparison.Ordinal) || text.Contains("\n" + tag, StringComparison.Ordinal) || text.Contains("\r" + tag, StringComparison.Ordinal);

    public static IEnumerable<TableRow> Rows(TextReader text) => throw new NotSupportedException();
}
