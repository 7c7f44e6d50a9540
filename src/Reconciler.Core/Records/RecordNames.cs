namespace Reconciler.Core.Records;

/// <summary>How the closed sets of entries and orders are spelt in files and exports: lower case, words joined by hyphens.</summary>
public static class RecordNames
{
    /// <summary>The spelling of a value: <c>AwaitingPayment</c> is <c>awaiting-payment</c>.</summary>
    public static string ToName<T>(this T value)
        where T : struct, Enum =>
        Names<T>.ByValue[value];

    /// <summary>Reads the spelling in any case. False for anything else.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, Enum =>
        Names<T>.ByText.TryGetValue(text.Trim(), out value);

    /// <summary>The value with this spelling.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the allowed spellings.</exception>
    public static T Parse<T>(string text)
        where T : struct, Enum =>
        TryParse<T>(text, out var value) ? value : throw new ArgumentException($"'{text}' is not one of {string.Join(", ", Names<T>.ByName.Keys)}.", nameof(text));

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().ToDictionary(v => v, v => Spell(v.ToString()));
        public static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);
        public static readonly Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> ByText = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

        private static string Spell(string name) =>
            string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
    }
}
