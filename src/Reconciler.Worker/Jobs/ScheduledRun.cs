using Microsoft.Extensions.Hosting;
using Quartz;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>The whole chain as a scheduled job. Two never overlap; a failure is logged, and the next run tries again.</summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledRun(Workplace place, TimeProvider time, ILoggerFactory logging, IHostApplicationLifetime host) : IJob
{
    public static readonly JobKey Key = new("reconcile");

    private readonly ILogger log = logging.CreateLogger("Reconciler");

    /// <param name="now">The start of the service.</param>
    public static void Schedule(IQuartzBuilder quartz, ScheduleSettings schedule, DateTimeOffset now)
    {
        quartz.AddJob<ScheduledRun>(job => job.WithIdentity(Key).StoreDurably());
        quartz.AddTrigger(trigger => trigger
            .ForJob(Key)
            .WithIdentity("schedule")
            .WithSchedule(CronScheduleBuilder.Create(ScheduleZone.Read(schedule)).InTimeZone(ScheduleZone.Find(schedule.TimeZone))));
        quartz.AddJob<MailRun>(job => job.WithIdentity(MailRun.Key).StoreDurably());
        quartz.AddTrigger(trigger => trigger
            .ForJob(MailRun.Key)
            .WithIdentity("mail")
            .StartAt(now.AddMinutes(schedule.MailEveryMinutes))
            .WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromMinutes(schedule.MailEveryMinutes)).RepeatForever()));
    }

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            await new Chain(place, time, log).Run(stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The service stops; the chain has said so.
        }
        catch (DataFolderBusyException e)
        {
            log.RunPutOff(e.Message);
        }
        catch (Exception e)
        {
            // The chain has logged it; the schedule goes on.
            throw new JobExecutionException(e);
        }
    }
}

/// <summary>Between two runs: files the answers, and tries the mails that were put off and whose time has come. While something else works in the data folder it waits for its next turn.</summary>
[DisallowConcurrentExecution]
internal sealed class MailRun(Workplace place, TimeProvider time, ILoggerFactory logging, IHostApplicationLifetime host) : IJob
{
    public static readonly JobKey Key = new("mail");

    private readonly ILogger log = logging.CreateLogger("Reconciler");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            using var held = place.Data.Hold();
            var store = place.OpenStore();
            var run = RunClock.Start(time, place.AsOfUtc(time));
            var outbox = new Outbox(place, store, time, log);
            await outbox.SettleCutOff(run, stop.Token);
            await new AnswerJob(place, store, time, log).Run(run, stop.Token);
            new OpenLetters(place, store, log).Review(run);
            new PortalFolder(place.Data, store, log).Write();
            await outbox.Send(run, onlyDue: true, stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or DataFolderBusyException)
        {
            // The service stops, or a run is at work that does the same.
        }
        catch (Exception e)
        {
            log.MailRunFailed(e, e.Message);
            throw new JobExecutionException(e);
        }
    }
}

/// <summary>What went before this start of the service.</summary>
/// <param name="LastSeenUtc">When a run was last begun, else when the service was last started; null where this is its first start.</param>
internal sealed record ServiceLife(DateTime? LastSeenUtc)
{
    private const string Started = "service started";

    /// <summary>Looks back, and writes this start into the audit.</summary>
    public static ServiceLife Begin(Database store, DateTime nowUtc)
    {
        using var work = store.Begin();
        DateTime? last = work.Runs.LoadAll() is { Count: > 0 } runs
            ? runs.Max(r => r.StartedAtUtc)
            : work.Audit.LoadAll().Where(r => r.Action == Started).Select(r => (DateTime?)r.AtUtc).ToList().LastOrDefault();
        work.Audit.Append(nowUtc, Actor.Name, Started, Environment.MachineName, "{}");
        work.Commit();
        return new ServiceLife(last);
    }
}

/// <summary>At the start of the service: a run that was due while it was stopped happens now, once.</summary>
internal sealed class MissedRun(Workplace place, ServiceLife life, TimeProvider time, ISchedulerFactory schedulers, ILoggerFactory logging) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var log = logging.CreateLogger("Reconciler");
        var schedule = place.Settings.Schedule;
        var now = time.GetUtcNow().UtcDateTime;
        if (life.LastSeenUtc is { } last && ScheduleZone.NextAfter(schedule, last) is { } due && due <= now)
        {
            log.RunWasMissed(due);
            await (await schedulers.GetScheduler(cancellationToken)).TriggerJob(ScheduledRun.Key, cancellationToken);
        }

        if (ScheduleZone.NextAfter(schedule, now) is { } next)
        {
            log.ServiceWaits(next, schedule.Cron, schedule.TimeZone);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
