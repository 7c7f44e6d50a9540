using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Reconciler.TestSupport;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Screen;
using Serilog;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Reconciler.Worker.Tests;

/// <summary>What stands in the log, and what does not.</summary>
public sealed partial class LogTests
{
    [Fact]
    public void Readme_lists_each_event_on_which_a_person_should_act_and_no_other()
    {
        var told = Row().Matches(File.ReadAllText(Path.Combine(Places.Root, "README.md"))).Select(m => $"{m.Groups["number"].Value} {m.Groups["level"].Value}").ToList();

        var known = Events().Where(e => e.Level >= LogLevel.Warning).OrderBy(e => e.EventId).Select(e => $"{e.EventId} {(e.Level == LogLevel.Error ? "error" : "warning")}");
        Assert.Equal(known, told);
    }

    [Fact]
    public void No_two_events_have_one_number() => Assert.Distinct(Events().Select(e => e.EventId));

    [Fact]
    public void Nothing_is_logged_that_has_no_number() =>
        // The one that hands on, already masked, what has its number.
        Assert.Equal(["Screen/LogMask.cs: Log"], Directory.GetDirectories(Path.Combine(Places.Root, "src"), "Reconciler.*").SelectMany(room => HouseUses.LogCalls(
            Path.GetFileName(room), Directory.GetFiles(room, "*.cs", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(room, f).Replace('\\', '/'), f))
                .Where(f => !f.Item1.StartsWith("obj/", StringComparison.Ordinal) && !f.Item1.StartsWith("bin/", StringComparison.Ordinal)).Select(f => (f.Item1, File.ReadAllText(f.f))))));

    [Theory]
    [InlineData("class A { void B(ILogger log) => log.LogWarning(\"late\"); }", "LogWarning")]
    [InlineData("using Ways = Microsoft.Extensions.Logging.LoggerExtensions; class A { void B(ILogger log) => Ways.LogError(log, \"late\"); }", "LogError")]
    [InlineData("class A { void B(ILogger log) => log.Log(LogLevel.Error, new EventId(), 1, null, (_, _) => \"late\"); }", "Log")]
    [InlineData("class A { object B() => LoggerMessage.Define(LogLevel.Error, new EventId(), \"late\"); }", "Define")]
    [InlineData("using Journal = Serilog.Log; class A { void B() => Journal.Error(\"late\"); }", "Error")]
    public void What_is_logged_without_a_number_is_seen(string source, string method) => Assert.Equal([$"A.cs: {method}"], HouseUses.LogCalls("Reconciler.Worker", [("A.cs", source)]));

    [Fact]
    public void Messages_with_numbers_stand_in_one_place() =>
        Assert.Equal([typeof(Jobs.Log)], typeof(Jobs.Log).Assembly.GetTypes().Where(t => t.GetMethods(Everywhere).Any(m => m.GetCustomAttribute<LoggerMessageAttribute>() is not null)));

    [Fact]
    public async Task Each_line_of_a_run_names_the_run()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var lines = Directory.GetFiles(project[".sample", "logs"]).SelectMany(File.ReadAllLines).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal("RunStarts", lines[0].GetProperty("EventId").GetProperty("Name").GetString());
        Assert.True(lines.Count > 5);
        Assert.Single(lines.Select(line => line.GetProperty("RunId").GetString()).Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("card 4111111111111111 refused", "card ************1111 refused")]
    [InlineData("statement of +7 912 345-67-89.csv", "statement of +* *** ***-67-89.csv")]
    [InlineData("79123456789.csv: rejected", "*******6789.csv: rejected")]
    [InlineData("IBAN DE89370400440532013000 unknown", "IBAN ******************3000 unknown")]
    [InlineData("550 <clara.lind@shop.example> no such user", "550 <c***@shop.example> no such user")]
    [InlineData("Server=db;User Id=sa;Password=p4ss,word;Encrypt=true", "Server=db;User Id=sa;Password=***;Encrypt=true")]
    [InlineData("{\"access_token\":\"abc.def\",\"expires\":3600}", "{\"access_token\":\"***\",\"expires\":3600}")]
    [InlineData("{\\\"client_secret\\\":\\\"a b c\\\"}", "{\\\"client_secret\\\":\\\"***\\\"}")]
    [InlineData("GET /t?api_key=k123&page=2", "GET /t?api_key=***&page=2")]
    [InlineData("Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "Authorization: Bearer ***")]
    [InlineData("> AUTH PLAIN AGNsYXJhAHNlY3JldA==", "> AUTH PLAIN ***")]
    [InlineData("key sk_live_abcdefghijklmnop is no key", "key *** is no key")]
    public void Nobodys_numbers_addresses_and_secrets_are_shown(string message, string shown) => Assert.Equal(shown, Logged(message));

    [Theory]
    [InlineData("run r-20261130T120000.000001, as of 2026-07-10 08:00:00 UTC")]
    [InlineData("908949d66102aef1908949d66102aef1908949d66102aef1908949d66102aef1")]
    [InlineData("order 8193999999994417 of PA78114728787: 1234567.89 RUB")]
    [InlineData("Password was refused; see Mail:Smtp:Password in reconciler.json")]
    [InlineData("no token was given")]
    public void What_leads_to_the_cause_stays(string message) => Assert.Equal(message, Logged(message));

    [Fact]
    public void An_id_stays_whatever_it_looks_like_and_a_failure_of_others_is_masked_too()
    {
        var line = Written(new LogLine(new CompactJsonFormatter()), log => log.Warning(new InvalidOperationException("row 4111111111111111;50.00"), "Dispute {DisputeId} of {Wallet}", "D-4111111111111111", "79123456789"));

        Assert.Contains("\"DisputeId\":\"D-4111111111111111\"", line, StringComparison.Ordinal);
        Assert.Contains("\"Wallet\":\"*******6789\"", line, StringComparison.Ordinal);
        Assert.Contains("row ************1111;50.00", line, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_screen_and_in_the_journal_a_warning_ends_with_its_number()
    {
        var format = new MessageTemplateTextFormatter("{Level:u3} {Message:lj}");
        static void Warn(Microsoft.Extensions.Logging.ILogger log) => log.NoRecipient(2, "lager");

        Assert.Equal("WRN 2 findings on lager are not mailed: add its address to Disputes:Recipients in reconciler.json (event 32)\n", Numbered(new LogLine(format) { TellsNumber = true }, Warn));
        Assert.StartsWith("<4>WRN 2 findings", Numbered(new LogLine(format) { TellsNumber = true, IsJournal = true }, Warn), StringComparison.Ordinal);
        Assert.Equal("<6>INF Report written: a.html\n", Numbered(new LogLine(format) { TellsNumber = true, IsJournal = true }, log => log.ReportWritten("a.html")));
    }

    [Fact]
    public void A_systems_log_gets_the_number_and_the_masked_message()
    {
        using var kept = new KeptLogs();
        new MaskedLogs(kept).CreateLogger("Reconciler").RunFailed(new InvalidOperationException("card 4111111111111111"), "r-1", "no room");

        var (id, message) = Assert.Single(kept.Lines);
        Assert.Equal(3, id);
        Assert.StartsWith("Run r-1 failed; nothing of the step at work is kept, the next run tries again: no room\nSystem.InvalidOperationException: card ************1111", message, StringComparison.Ordinal);
    }

    private const BindingFlags Everywhere = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static string Logged(string message) => Written(new LogLine(new MessageTemplateTextFormatter("{Message:lj}")), log => log.Information("{Message}", message)).TrimEnd('\n');

    private static string Written(LogLine format, Action<Serilog.ILogger> write)
    {
        using var folder = new TempFolder();
        using (var log = new LoggerConfiguration().WriteTo.File(format, folder["log"]).CreateLogger())
        {
            write(log);
        }

        return File.ReadAllText(folder["log"]);
    }

    private static string Numbered(LogLine format, Action<Microsoft.Extensions.Logging.ILogger> write) => Written(format, log =>
    {
        using var factory = LoggerFactory.Create(builder => builder.AddSerilog(log));
        write(factory.CreateLogger("Reconciler"));
    });

    private static IEnumerable<LoggerMessageAttribute> Events() =>
        typeof(Jobs.Log).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Select(m => m.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>();

    [GeneratedRegex(@"^\| (?<number>\d+) \| (?<level>warning|error) \| [^|]{5,} \| [^|]{10,} \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Row();

    private sealed class KeptLogs : ILoggerProvider, Microsoft.Extensions.Logging.ILogger
    {
        public List<(int Id, string Message)> Lines { get; } = [];

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add((eventId.Id, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
