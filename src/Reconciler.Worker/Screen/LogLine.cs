using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Reconciler.Worker.Screen;

/// <summary>A log event as one line that shows what it holds and does nothing else, in whichever format, with what is nobody's business masked (<see cref="LogMask"/>).</summary>
internal sealed class LogLine(ITextFormatter format) : ITextFormatter
{
    /// <summary>Whether each line begins with its priority, as systemd's journal reads it off standard error. Source: sd-daemon(3).</summary>
    public bool IsJournal { get; init; }

    /// <summary>Whether what a person should act on ends with its number in README's table of events.</summary>
    public bool TellsNumber { get; init; }

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        format.Format(logEvent, text);
        if (IsJournal)
        {
            output.Write(Priority(logEvent.Level));
        }

        output.Write(Printable.Line(LogMask.Apply(text.ToString().TrimEnd('\r', '\n'), LogMask.IdsOf(logEvent))));
        if (TellsNumber && logEvent.Level >= LogEventLevel.Warning && NumberOf(logEvent) is { } number)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $" (event {number})"));
        }

        output.Write('\n');
    }

    private static int? NumberOf(LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault("EventId") is StructureValue id && id.Properties.FirstOrDefault(p => p.Name == "Id")?.Value is ScalarValue { Value: int number } ? number : null;

    private static string Priority(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "<2>",
        LogEventLevel.Error => "<3>",
        LogEventLevel.Warning => "<4>",
        LogEventLevel.Information => "<6>",
        _ => "<7>",
    };
}
