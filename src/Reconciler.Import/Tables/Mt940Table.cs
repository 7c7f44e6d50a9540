namespace Reconciler.Import;

/// <summary>SWIFT MT940 and MT942 as a table.</summary>
internal static class Mt940Table
{
    /// <summary>Whether a text begins like one: a first tag :20: near the top, perhaps below header lines.</summary>
    public static bool IsOne(ReadOnlySpan<char> start) => HasTag(start, ":20:") && HasTag(start, ":25:");

    /// <summary>Whether a line begins with the tag: within a line it can be a time of day, 12:20:45.</summary>
    private static bool HasTag(ReadOnlySpan<char> text, string tag) =>
        text.StartsWith(tag, StringComparison.Ordinal) || text.Contains("\n" + tag, StringComparison.Ordinal) || text.Contains("\r" + tag, StringComparison.Ordinal);

    public static IEnumerable<TableRow> Rows(TextReader text) => throw new NotSupportedException();
}
