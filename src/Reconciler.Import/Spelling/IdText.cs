using System.Buffers;

namespace Reconciler.Import.Spelling;

/// <summary>Ids are text. Spreadsheets wrap, pad and damage them; the first two are undone, the last is refused.</summary>
internal static class IdText
{
    public const int Longest = 200;

    private static readonly SearchValues<char> OfNumber = SearchValues.Create("0123456789.,");

    /// <summary>The id without space, tabs, no-break spaces, a leading apostrophe or <c>="…"</c> around it.</summary>
    public static ReadOnlySpan<char> Clean(ReadOnlySpan<char> text)
    {
        var id = text.Trim().Trim("\u200B\uFEFF\u2060");
        if (id.StartsWith("=\"") && id[^1] == '"' && id.Length >= 3)
        {
            id = id[2..^1].Trim();
        }

        return id is ['\'', ..] ? id[1..].Trim() : id;
    }

    /// <summary>Whether a spreadsheet has replaced the digits: <c>1.23E+15</c>. The plus must be there, since real ids such as 5E123 exist.</summary>
    public static bool IsDamaged(ReadOnlySpan<char> id)
    {
        var at = id.IndexOf("E+", StringComparison.OrdinalIgnoreCase);
        return at > 0 && at + 2 < id.Length && char.IsAsciiDigit(id[0])
            && !id[..at].ContainsAnyExcept(OfNumber) && !id[(at + 2)..].ContainsAnyExceptInRange('0', '9');
    }
}
