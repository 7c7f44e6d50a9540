using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>
/// Makes strings of the texts of one column of a file: of a text that comes again, such as a seller's name, the string that was made before. Few are remembered, a later one in the
/// place of an earlier one, and none where a column hardly ever repeats itself.
/// </summary>
internal sealed class RepeatedTexts
{
    private const int Remembered = 256;
    private const int LongestRemembered = 100;

    /// <summary>After so many texts it is known whether a column repeats itself: where one in eight came again.</summary>
    private const int Trial = 1024;

    private readonly string?[] texts = new string?[Remembered];
    private int asked;
    private int repeated;

    public string Of(Field field) => field.IsEmpty ? string.Empty : field.Text.Length > LongestRemembered ? field.ToString() : Of(field.Text);

    public string Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > LongestRemembered || (asked == Trial && repeated < Trial / 8))
        {
            return text.ToString();
        }

        asked += asked < Trial ? 1 : 0;
        ref var known = ref texts[string.GetHashCode(text, StringComparison.Ordinal) & (Remembered - 1)];
        if (known is not null && text.SequenceEqual(known))
        {
            repeated += asked < Trial ? 1 : 0;
            return known;
        }

        return known = text.ToString();
    }
}
