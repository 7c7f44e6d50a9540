using System.Diagnostics;
using Reconciler.Core.Reports;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>What one whole run did.</summary>
/// <param name="Mailed">The names of the reports that were due.</param>
internal sealed record ChainResult(RunClock Clock, IReadOnlyList<FileSummary> Files, MatchOutcome Outcome, DisputeOutcome Disputes, IReadOnlyList<string> Reports, IReadOnlyList<string> Mailed, TimeSpan Took);

/// <summary>The whole job, one step after the other: import, match, dispute, report. Each step keeps what it did, or nothing.</summary>
/// <param name="reportsSinceUtc">From when on the times count of a report that was never written; null: it is due now.</param>
internal sealed class Chain(Workplace place, TimeProvider time, ILogger log, DateTime? reportsSinceUtc = null)
{
    /// <exception cref="DataFolderBusyException">Another instance works in the data folder.</exception>
    /// <exception cref="StoreException">The store cannot be reached or used.</exception>
    public async Task<ChainResult> Run(CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        place.Data.Create();
        using var held = place.Data.Hold(tell: log.ForeignLock);
        var clock = RunClock.Start(time, place.AsOfUtc(time));
        using var ofRun = log.OfRun(clock);
        log.RunStarts(clock.RunId, clock.AsOfUtc, place.Data.Root);
        try
        {
            var store = place.OpenStore();
            log.TellGuards(store.Migrate(Actor.InAudit));
            using var open = store.KeepOpen();
            ConfigurationAudit.Tell(place, store, clock);
            place.MakeCaseKey(store);
            if (place.IsSample)
            {
                place.CopySeeds(store);
            }

            var import = new ImportJob(place, store, log);
            place.CheckRatesAndLetters();
            var files = import.ReadInbox(clock, stop);
            stop.ThrowIfCancellationRequested();
            var outcome = new MatchJob(place, store, log).Run(clock, Sum(files));
            stop.ThrowIfCancellationRequested();
            var disputes = await new DisputeJob(place, store, time, log).Run(clock, stop);
            var reports = new ReportJob(place, store, log).Run(clock, files, outcome, disputes.Answers);
            var mailed = await MailReports(store, clock, outcome, disputes.Answers, stop);
            var periods = new PeriodBook(place, store, log);
            if (periods.Due(clock.AsOfUtc) is { } month)
            {
                periods.Close(RunClock.Start(time, clock.AsOfUtc), month, outcome, $"Closing:AfterDays is {place.Settings.Closing.AfterDays}");
            }

            using (var reading = store.BeginReading())
            {
                log.AuditHead(reading.Audit.Head().ToString());
            }

            new Witness(place, log).Take(store, stop);

            log.RunEnds(clock.RunId, watch.Elapsed.TotalSeconds, outcome.Totals.Rows.Read, outcome.Matches, outcome.AtRisk.Count, disputes.MailsSent);
            return new ChainResult(clock, files, outcome, disputes, reports, mailed, watch.Elapsed);
        }
        catch (OperationCanceledException)
        {
            log.RunStopped(clock.RunId);
            throw;
        }
        catch (Exception e)
        {
            log.RunFailed(e, clock.RunId, e.Message);
            await new AlertMail(place, time, log).TellOfFailure(clock, e.Message);
            throw;
        }
    }

    /// <summary>The reports whose time has come, and the alert about statements that did not come.</summary>
    private async Task<IReadOnlyList<string>> MailReports(Database store, RunClock clock, MatchOutcome outcome, AnswersRead answers, CancellationToken stop)
    {
        var mail = new ReportMail(place, store, log);
        var due = mail.Due(clock.AsOfUtc, reportsSinceUtc);
        if (mail.Keep(clock, due, outcome, answers) + new AlertMail(place, time, log).KeepAboutStatements(store, clock, outcome.AtRisk) > 0)
        {
            await new Outbox(place, store, time, log).Send(clock, onlyDue: true, stop);
        }

        return [.. due.Select(r => r.Name)];
    }

    public static RowTotals Sum(IEnumerable<FileSummary> files) =>
        files.Aggregate(new RowTotals(0, 0, 0, 0, 0), (sum, file) => new RowTotals(
            sum.Read + file.Rows.Read, sum.New + file.Rows.New, sum.NewVersions + file.Rows.NewVersions, sum.KnownAlready + file.Rows.KnownAlready, sum.Rejected + file.Rows.Rejected, sum.PassedOver + file.Rows.PassedOver));
}
