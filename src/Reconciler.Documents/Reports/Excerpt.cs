namespace Reconciler.Documents.Reports;

/// <summary>The beginning of what a stranger wrote, in one line of visible characters.</summary>
internal static class Excerpt
{
    /// <param name="most">The most characters; an ellipsis tells that there is more.</param>
    public static string Of(string text, int most)
    {
        // A mail can be large, and full of blanks and invisible characters that are not counted.
        var read = text.Length > most * 20 ? text[..(most * 20)] : text;
        var printable = Wording.Printable(read);
        if (printable.Length <= most)
        {
            return read.Length == text.Length ? printable : printable + "…";
        }

        var end = char.IsLowSurrogate(printable[most]) ? most - 1 : most;
        return string.Concat(printable.AsSpan(0, end).TrimEnd(), "…");
    }
}
