using Reconciler.Core.Reports;
using Reconciler.Store;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Commands;

/// <summary><c>check --alive</c>: for the machine's own scheduler, which runs when the service does not. Says what is late, and tells those of <c>Alerts</c>.</summary>
internal static class AliveCommand
{
    /// <param name="withinHours">The last run must be younger than that; null: the schedule tells when one was due.</param>
    public static async Task<int> Run(CommandContext context, double? withinHours, CancellationToken stop)
    {
        var place = context.Place;
        var now = context.Time.GetUtcNow().UtcDateTime;
        var after = TimeSpan.FromMinutes(place.Settings.Alerts.LateAfterMinutes);
        try
        {
            var store = place.OpenStore();
            var run = LateRun(context, store, now, after, withinHours);
            List<string> late = [.. run is null ? [] : new[] { FormattableString.Invariant($"run: due at {run.DueUtc:yyyy-MM-dd HH:mm:ss} UTC; {run.Why}") }, .. Lateness.OfReports(place, store, now, after), .. Lateness.OfMails(store, now, after)];
            late.ForEach(line => context.Output.WriteLine("LATE  " + line));
            if (late.Count == 0)
            {
                context.Output.WriteLine("ok    all that was due has happened");
                return ExitCode.Done;
            }

            if (run is not null && place.Settings.Alerts.Recipients.Count > 0)
            {
                var log = context.StartLog().CreateLogger("Reconciler");
                var clock = RunClock.Start(context.Time, now);
                using var ofRun = log.OfRun(clock);
                if (new AlertMail(place, context.Time, log).Keep(store, clock, run, FormattableString.Invariant($"run of {run.DueUtc:yyyy-MM-dd}")))
                {
                    await new Outbox(place, store, context.Time, log).Send(clock, onlyDue: true, stop);
                }
            }

            return ExitCode.Failed;
        }
        catch (StoreException e)
        {
            context.Output.WriteLine("LATE  store: " + ((Exception)e).Message);
            return ExitCode.Failed;
        }
    }

    private static Alert? LateRun(CommandContext context, Database store, DateTime now, TimeSpan after, double? withinHours)
    {
        if (withinHours is not { } hours)
        {
            return Lateness.OfRun(context.Place, store, now, after, sinceUtc: null);
        }

        using var work = store.BeginReading();
        return work.Runs.LastStartedAtUtc() is not { } last ? new Alert(AlertKind.Late, now, "there was no run yet")
            : last.AddHours(hours) < now ? new Alert(AlertKind.Late, last.AddHours(hours), FormattableString.Invariant($"the last run that ended was started at {last:yyyy-MM-dd HH:mm:ss} UTC"))
            : null;
    }
}
