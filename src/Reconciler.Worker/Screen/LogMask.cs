using System.Text.RegularExpressions;
using Reconciler.Core.Disputes;
using Serilog.Events;

namespace Reconciler.Worker.Screen;

/// <summary>
/// What no log shows, whatever message or failure of another's library it stands in: numbers of cards, phones and accounts show their last four digits (<see cref="NumberMask"/>), of an address of mail the
/// first letter and the domain stay, and of what opens a door nothing: passwords, tokens, keys, what stands behind them in headers and connection strings.
/// </summary>
/// <remarks>
/// The program's own ids stay, by which a line is followed: runs, findings, disputes, hashes. An order's number that looks like a card's to its check digit is masked too: the finding beside it names the
/// order.
/// </remarks>
internal static partial class LogMask
{
    private static readonly NumberMask Numbers = new([], []);

    public static string Apply(string text, IReadOnlyList<string>? ids = null)
    {
        text = Secret().Replace(text, "${name}***");
        text = Token().Replace(text, "***");
        text = Mail().Replace(text, "${first}***@${domain}");
        return ids is { Count: > 0 } ? new NumberMask(ids, []).Apply(text) : Numbers.Apply(text);
    }

    /// <summary>The values of an event that are ids by their names.</summary>
    public static IReadOnlyList<string> IdsOf(LogEvent logEvent) =>
        [.. logEvent.Properties.Where(p => p.Key.EndsWith("Id", StringComparison.Ordinal)).Select(p => p.Value).OfType<ScalarValue>().Select(v => v.Value).OfType<string>()];

    // A name that tells a secret, what parts it from its value (a colon, an equals sign, in JSON with quotes), and the value: up to its closing quote, else to the next blank, semicolon or ampersand.
    [GeneratedRegex(
        @"(?<name>\b(?:password|passwd|pwd|passphrase|client[_-]?secret|api[_-]?key|access[_-]?key|secret[_-]?key|(?:access|refresh|id)[_-]?token|x-api-key)(?:\\?[""'])?\s*[:=]\s*(?<open>\\?[""'])?)(?(open)[^""'\\]+|[^\s;&""'\\}]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Secret();

    // What follows a scheme of HTTP or SASL, a JSON Web Token, and keys of payment services that tell what they are.
    [GeneratedRegex(
        @"(?<=\b(?:Bearer|Basic|AUTH (?:PLAIN|LOGIN|XOAUTH2))\s)[A-Za-z0-9+/=._~-]{8,}|\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}|\b(?:sk|rk|pk|whsec)_(?:(?:live|test)_)?[A-Za-z0-9]{12,}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<![\w.+-])(?<first>[\w])[\w.+-]{0,63}@(?<domain>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Mail();
}

/// <summary>A log of a system (the event log of Windows) that gets each message masked and in one line, with its event's number.</summary>
internal sealed class MaskedLogs(ILoggerProvider logs) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Masked(logs.CreateLogger(categoryName));

    public void Dispose() => logs.Dispose();

    private sealed class Masked(ILogger log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!log.IsEnabled(logLevel))
            {
                return;
            }

            var message = exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception}";
            log.Log(logLevel, eventId, Printable.Lines(LogMask.Apply(message)), null, static (text, _) => text);
        }
    }
}
