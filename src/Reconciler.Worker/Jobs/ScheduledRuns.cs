using Microsoft.Extensions.Hosting;
using Quartz;
using Reconciler.Core.Reports;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>The whole chain on its schedule, one run at a time. A run covers every time of the schedule up to its beginning: what came due while the service was stopped, or while the run before was at work, is made up for once, and so is a run that was cut off.</summary>
/// <param name="run">The chain.</param>
internal sealed class ScheduledRuns(ScheduleSettings settings, ServiceLife life, TimeProvider time, ILogger log, Func<CancellationToken, Task> run) : BackgroundService
{
    /// <summary>The clock is looked at this often: it can be set, and a machine can sleep.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(30);

    /// <summary>A clock that is set back by more than this was wrong before: the times that it showed are still to come.</summary>
    private static readonly TimeSpan SlipOfTheClock = TimeSpan.FromHours(1);

    private readonly RunSchedule schedule = new(settings);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var covered = life.LastSeenUtc ?? Now;
        var told = default(DateTime?);
        for (; ; )
        {
            var now = Now;
            covered = covered - now > SlipOfTheClock ? now : covered;
            if (schedule.NextAfter(covered) is not { } due)
            {
                return;
            }

            if (due <= now)
            {
                if (due != told)
                {
                    log.RunWasMissed(due);
                }

                covered = now;
                await Run(stoppingToken);
            }
            else
            {
                if (due != told)
                {
                    log.ServiceWaits(due, settings.Cron, settings.TimeZone);
                    told = due;
                }

                await Task.Delay(due - now < Glance ? due - now : Glance, time, stoppingToken);
            }
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task Run(CancellationToken stop)
    {
        try
        {
            await run(stop);
        }
        catch (DataFolderBusyException e)
        {
            log.RunPutOff(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // The chain has logged it; the schedule goes on.
        }
    }
}

/// <summary>Between two runs: files the answers, writes the reports whose time has come, and tries the mails that wait and those that were put off. While something else works in the data folder it waits for its next turn.</summary>
[DisallowConcurrentExecution]
internal sealed class MailRun(Workplace place, ServiceLife life, TimeProvider time, ILoggerFactory logging, IHostApplicationLifetime host) : IJob
{
    private readonly ILogger log = logging.CreateLogger("Reconciler");

    /// <param name="now">The start of the service.</param>
    public static void Schedule(IQuartzBuilder quartz, ScheduleSettings schedule, DateTimeOffset now)
    {
        var mail = new JobKey("mail");
        quartz.AddJob<MailRun>(job => job.WithIdentity(mail).StoreDurably());
        quartz.AddTrigger(trigger => trigger
            .ForJob(mail)
            .WithIdentity("mail")
            .StartAt(now.AddMinutes(schedule.MailEveryMinutes))
            .WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromMinutes(schedule.MailEveryMinutes)).RepeatForever()));
    }

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            using var held = place.Data.Hold(tell: log.ForeignLock);
            var store = place.OpenStore();
            var run = RunClock.Start(time, place.AsOfUtc(time));
            using var ofRun = log.OfRun(run);
            var outbox = new Outbox(place, store, time, log);
            await outbox.SettleCutOff(run, stop.Token);
            var answers = await new AnswerJob(place, store, time, log).Run(run, stop.Token);
            new OpenLetters(place, store, log).Review(run);
            new PortalFolder(place.Data, store, log).Write(run);
            var reports = new ReportMail(place, store, log);
            if (reports.Due(run.AsOfUtc, life.CountsFromUtc) is { Count: > 0 } due)
            {
                reports.Keep(run, due, new MatchJob(place, store, log).Run(run, new RowTotals(0, 0, 0, 0, 0)), answers);
            }

            new AlertMail(place, time, log).KeepAboutLateRun(store, run, life.CountsFromUtc);
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
/// <param name="StartedAtUtc">This start.</param>
internal sealed record ServiceLife(DateTime? LastSeenUtc, DateTime StartedAtUtc = default)
{
    /// <summary>From when on times count of what never happened.</summary>
    public DateTime CountsFromUtc => LastSeenUtc ?? StartedAtUtc;

    private const string Started = "service started";

    /// <summary>Looks back, and writes this start into the audit.</summary>
    public static ServiceLife Begin(Database store, DateTime nowUtc)
    {
        using var work = store.Begin();
        DateTime? last = work.Runs.LoadAll() is { Count: > 0 } runs
            ? runs.Max(r => r.StartedAtUtc)
            : work.Audit.LoadAll().Where(r => r.Action == Started).Select(r => (DateTime?)r.AtUtc).ToList().LastOrDefault();
        work.Audit.Append(nowUtc, Actor.InAudit, Started, Environment.MachineName, "{}");
        work.Commit();
        return new ServiceLife(last, nowUtc);
    }
}
