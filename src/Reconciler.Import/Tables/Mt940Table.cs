namespace Reconciler.Import;

/// <summary>SWIFT MT940 and MT942 as a table.</summary>
internal static class Mt940Table
{
    /// <summary>Whether a text begins like one: the tags :20: and :25: near the top, perhaps below header lines. They begin their lines: inside one, 10:20:25 is a time.</summary>
    public static bool IsOne(ReadOnlySpan<char> start) => HasTag(start, ":20:") && HasTag(start, ":25:");

    private static bool HasTag(ReadOnlySpan<char> text, string tag)
    {
        var at = text.IndexOf(tag, StringComparison.Ordinal);
        while (at > 0 && text[at - 1] is not ('\n' or '\r'))
        {
            var next = text[(at + 1)..].IndexOf(tag, StringComparison.Ordinal);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return at >= 0;
    }

    public static IEnumerable<TableRow> Rows(TextReader text) => throw new NotSupportedException();
}
