using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Logging.EventLog;
using Reconciler.Store;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Screen;
using Reconciler.Worker.Settings;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Reconciler.Worker.Commands;

/// <summary>What every command works with: the workplace, the time, standard output, and a log on standard error and in a file a day.</summary>
internal sealed class CommandContext(Workplace place) : IDisposable
{
    private Serilog.Core.Logger? logger;
    private ILoggerFactory? factory;

    public Workplace Place { get; } = place;

    public TimeProvider Time { get; } = TimeProvider.System;

    public TextWriter Output { get; } = Console.Out;

    /// <summary>Standard output for bytes; another one where several commands run in one process.</summary>
    public static Func<Stream> StandardOutput { get; set; } = Console.OpenStandardOutput;

    /// <summary>Standard output for bytes: as they are into a file or another program, on a screen what it shows.</summary>
    public Stream OpenOutput() => Console.IsOutputRedirected ? StandardOutput() : new ScreenStream(Output);

    /// <summary>Starts logging. Commands that only read do not, so that they leave the data folder as it is.</summary>
    public ILoggerFactory StartLog()
    {
        Place.Data.Create();
        logger = new LoggerConfiguration()
            .MinimumLevel.Is(Place.Settings.Log.Level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .WriteTo.Console(OnScreen(), standardErrorFromLevel: LogEventLevel.Verbose)
            .WriteTo.File(
                new LogLine(new CompactJsonFormatter()), Path.Combine(Place.Data.Logs, "reconciler-.jsonl"), rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: Place.Settings.Log.KeepDays, shared: true)
            .CreateLogger();
        factory = LoggerFactory.Create(builder =>
        {
            builder.AddSerilog(logger);
            if (OperatingSystem.IsWindows() && WindowsServiceHelpers.IsWindowsService())
            {
                // What a person should act on stands in the event log as well, where the service manager's tools look.
                builder.AddProvider(new MaskedLogs(new EventLogLoggerProvider(new EventLogSettings { SourceName = "Reconciler" })));
                builder.AddFilter<MaskedLogs>(null, LogLevel.Warning);
            }
        });
        return factory;
    }

    /// <summary>Work that writes: with the log, the data folder held, the store up to date, and the clock started.</summary>
    /// <exception cref="DataFolderBusyException">Another instance works in the data folder.</exception>
    public async Task<int> Holding(Func<Database, RunClock, Microsoft.Extensions.Logging.ILogger, Task<int>> work)
    {
        var log = StartLog().CreateLogger("Reconciler");
        using var held = Place.Data.Hold(tell: log.ForeignLock);
        var store = Place.OpenStore();
        log.TellGuards(store.Migrate(Actor.InAudit));
        using var open = store.KeepOpen();
        var clock = RunClock.Start(Time, Place.AsOfUtc(Time));
        using var ofRun = log.OfRun(clock);
        ConfigurationAudit.Tell(Place, store, clock);
        Place.MakeCaseKey(store);
        return await work(store, clock, log);
    }

    /// <summary>For a person's eyes, or for the journal, which knows the time and wants to know how grave a line is.</summary>
    private static LogLine OnScreen()
    {
        var isJournal = SystemdHelpers.IsSystemdService();
        return new LogLine(new MessageTemplateTextFormatter($"{(isJournal ? "" : "{Timestamp:HH:mm:ss} ")}{{Level:u3}} {{Message:lj}}", CultureInfo.InvariantCulture)) { IsJournal = isJournal, TellsNumber = true };
    }

    public void Dispose()
    {
        factory?.Dispose();
        logger?.Dispose();
    }
}
