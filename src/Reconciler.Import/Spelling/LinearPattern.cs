using System.Text.RegularExpressions;

namespace Reconciler.Import.Spelling;

/// <summary>
/// A pattern of a layout, read in time that grows with the text alone: a pattern of the configuration must not be able to hang a run. Checked when the
/// layout is loaded, built when it is first used: a catalogue holds hundreds, and a file uses a few.
/// </summary>
internal sealed partial class LinearPattern
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Lazy<Regex> regex;

    /// <exception cref="ArgumentException">It is no pattern, or one that needs to look around or back.</exception>
    public LinearPattern(string pattern)
    {
        _ = new Regex(pattern, Options, Limit);
        if (LooksAroundOrBack().IsMatch(pattern))
        {
            throw new ArgumentException("Look-around, back references, conditions and atomic groups are not supported.", nameof(pattern));
        }

        regex = new Lazy<Regex>(() => new Regex(pattern, Options | RegexOptions.NonBacktracking, Limit));
    }

    public bool IsMatch(ReadOnlySpan<char> text) => regex.Value.IsMatch(text);

    public Match Match(string text) => regex.Value.Match(text);

    /// <summary>What the engine without backtracking cannot do: <c>(?=</c> <c>(?!</c> <c>(?&lt;=</c> <c>(?&lt;!</c> <c>(?&gt;</c> <c>(?(</c> <c>\1</c> <c>\k&lt;name&gt;</c> <c>\G</c>.</summary>
    [GeneratedRegex(@"(^|[^\\])(\\\\)*(\(\?([=!>(]|<[=!])|\\[1-9kG])", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LooksAroundOrBack();
}
