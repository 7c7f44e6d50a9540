using System.Globalization;

namespace Reconciler.Simulator;

/// <summary>The command line is wrong; the message says how.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Options of the form <c>--name value</c>, and switches, which have no value. Each that is read is known; what is left unread is a mistake.</summary>
internal sealed class Options
{
    private readonly List<(string Name, string Value)> given = [];
    private readonly HashSet<string> read = [];

    public Options(IReadOnlyList<string> arguments, params IReadOnlyList<string> switches)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            given.Add(switches.Contains(arguments[i]) ? (arguments[i], string.Empty)
                : arguments[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < arguments.Count ? (arguments[i], arguments[++i])
                : throw new UsageException($"{arguments[i]} is not an option with a value."));
        }
    }

    public IEnumerable<string> All(string name)
    {
        read.Add(name);
        return given.Where(o => o.Name == name).Select(o => o.Value);
    }

    public bool Has(string name) => All(name).Any();

    public string? Text(string name) => All(name).LastOrDefault();

    public string Needed(string name) => Text(name) ?? throw new UsageException($"{name} is missing.");

    public int Number(string name, int otherwise, int least, int most) =>
        Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw new UsageException(FormattableString.Invariant($"{name} {text} is not a whole number from {least} to {most}."));

    public double Share(string name, double otherwise) =>
        Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1 ? value
        : throw new UsageException($"{name} {text} is not a share from 0 to 1.");

    /// <summary>A time in ISO 8601; without an offset it is UTC, and a date is its end.</summary>
    public DateTime Time(string name, DateTime otherwise) =>
        Text(name) is not { } text ? otherwise
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddTicks(-1)
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw new UsageException($"{name} {text} is not a time such as 2026-07-01T08:00:00Z.");

    public void NothingLeft()
    {
        if (given.FirstOrDefault(o => !read.Contains(o.Name)) is { Name: { } name })
        {
            throw new UsageException($"{name} is not an option here; --help lists them.");
        }
    }
}
