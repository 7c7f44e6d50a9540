namespace Reconciler.Core.Disputes;

/// <summary>Where the ids stand that must stay readable.</summary>
internal static class Spans
{
    /// <summary>Of each character, whether it belongs to an id that stands whole: no letter or digit touches it, but leading zeros may.</summary>
    public static bool[] Of(string text, IEnumerable<string> ids)
    {
        var found = new bool[text.Length];
        foreach (var id in ids)
        {
            for (var at = text.IndexOf(id, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(id, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var start = at;
                while (start > 0 && text[start - 1] == '0')
                {
                    start--;
                }

                var end = at + id.Length;
                if ((start == 0 || !char.IsAsciiLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsAsciiLetterOrDigit(text[end])))
                {
                    found.AsSpan(start, end - start).Fill(true);
                }
            }
        }

        return found;
    }
}
