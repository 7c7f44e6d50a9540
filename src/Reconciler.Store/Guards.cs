using System.Text.RegularExpressions;

namespace Reconciler.Store;

/// <summary>The triggers that refuse to change or delete what the audit holds, as the migrations make them. Whoever owns the database can drop them: they are looked for at every start, and made anew.</summary>
internal static partial class Guards
{
    /// <summary>By name, the statement that makes each.</summary>
    public static IReadOnlyDictionary<string, string> Of(StoreProvider provider) =>
        Statements.Migrations(provider).SelectMany(m => Trigger().Matches(m.Text.ReplaceLineEndings("\n"))).ToDictionary(t => t.Groups["name"].Value, t => t.Value.Replace("IF NOT EXISTS ", string.Empty, StringComparison.Ordinal), StringComparer.Ordinal);

    /// <summary>The names of those that are missing, disabled or other than they should be, sorted.</summary>
    /// <param name="there">By name, the texts of those that are at work.</param>
    public static IReadOnlyList<string> Missing(StoreProvider provider, IReadOnlyDictionary<string, string> there) =>
    [
        .. Of(provider).Where(g => there.GetValueOrDefault(g.Key)?.ReplaceLineEndings("\n").Contains(g.Value.TrimEnd(';'), StringComparison.Ordinal) != true)
            .Select(g => g.Key).Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"^CREATE TRIGGER (IF NOT EXISTS )?(?<name>\w+) .*?^END;", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Trigger();
}
