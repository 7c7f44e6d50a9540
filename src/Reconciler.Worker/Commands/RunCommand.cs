using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>run</c>: the service. One host for the console, the Windows service manager and systemd.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

    public static async Task<int> Run(CommandContext context, CancellationToken stop)
    {
        var place = context.Place;
        if (new RunSchedule(place.Settings.Schedule).NextAfter(context.Time.GetUtcNow().UtcDateTime) is null)
        {
            throw new SettingsException($"Schedule:Cron '{place.Settings.Schedule.Cron}' never fires again. Give it a time to come, such as 0 0 6 ? * MON-FRI.");
        }

        var logging = context.StartLog();
        using var only = place.Data.Hold("service", logging.CreateLogger("Reconciler").ForeignLock);
        var store = place.OpenStore();
        logging.CreateLogger("Reconciler").TellGuards(store.Migrate(Actor.InAudit));
        var life = ServiceLife.Begin(store, context.Time.GetUtcNow().UtcDateTime);

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(logging);
        builder.Services.AddWindowsService(options => options.ServiceName = "Reconciler");
        builder.Services.AddSystemd();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopWithin);
        builder.Services.AddSingleton(place);
        builder.Services.AddSingleton(life);
        builder.Services.AddSingleton(context.Time);
        builder.Services.AddQuartz(quartz => MailRun.Schedule(quartz, place.Settings.Schedule, context.Time.GetUtcNow()));
        builder.Services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        var log = logging.CreateLogger("Reconciler");
        builder.Services.AddHostedService(_ => new ScheduledRuns(place.Settings.Schedule, life, context.Time, log, stopping => new Chain(place, context.Time, log, life.CountsFromUtc).Run(stopping)));
        using var host = builder.Build();
        await host.RunAsync(stop);
        return ExitCode.Done;
    }
}
