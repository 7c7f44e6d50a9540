using System.Globalization;
using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Reports;
using Reconciler.Documents.Reports;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Keeps mails about what failed or did not happen, one about each thing, for the outbox.</summary>
internal sealed class AlertMail(Workplace place, TimeProvider time, ILogger log)
{
    private readonly AlertSettings settings = place.Settings.Alerts;

    /// <summary>A run failed: kept and sent at once, where the store and the mail server are there.</summary>
    public async Task TellOfFailure(RunClock run, string why)
    {
        if (settings.Recipients.Count == 0)
        {
            return;
        }

        try
        {
            var store = place.OpenStore();
            if (Keep(store, run, new Alert(AlertKind.Failed, run.StartedAtUtc, why), "run of " + Day(run.StartedAtUtc)))
            {
                await new Outbox(place, store, time, log).Send(run, onlyDue: true, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.AlertFailed(e, e.Message);
        }
    }

    /// <summary>The run of the schedule that should be over by now and did not end.</summary>
    public void KeepAboutLateRun(Database store, RunClock run, DateTime sinceUtc)
    {
        if (settings.Recipients.Count > 0 && Lateness.OfRun(place, store, time.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(settings.LateAfterMinutes), sinceUtc) is { } late)
        {
            Keep(store, run, late, "run of " + Day(late.DueUtc));
        }
    }

    /// <summary>The statements that this run missed for the first time.</summary>
    /// <returns>How many mails are kept: 1 or none.</returns>
    public int KeepAboutStatements(Database store, RunClock run, IEnumerable<Finding> atRisk)
    {
        var missing = settings.Recipients.Count == 0 ? [] : atRisk.Where(f => f is { Kind: FindingKind.StatementGap, KnownAmount: null } && f.FoundAtUtc == run.AsOfUtc).ToList();
        return missing.Count > 0 && Keep(
            store, run, new Alert(AlertKind.Statements, run.AsOfUtc, string.Join("; ", missing.Select(f => f.Why.English))), string.Join(' ', missing.Take(5).Select(f => f.Id)),
            string.Join("; ", missing.Select(f => f.Why.In(place.Settings.Mail.Language)))) ? 1 : 0;
    }

    /// <summary>Keeps the mail of an alert, unless there is one about the same thing already.</summary>
    /// <param name="about">At most 100 characters.</param>
    /// <param name="told">Why, in the language of the mail; null: as the alert has it.</param>
    public bool Keep(Database store, RunClock run, Alert alert, string about, string? told = null)
    {
        using var work = store.Begin();
        if (work.Notices.LastMadeAtUtc(NoticeKind.Alert, about) is not null)
        {
            return false;
        }

        var mail = place.Settings.Mail;
        var (subject, text, html) = AlertLetter.Of(told is null ? alert : alert with { Why = told }, mail.Language, mail.CompanyName);
        var id = $"alert-{RunClock.Start(time, run.AsOfUtc).RunId[2..].Replace(".", "-", StringComparison.Ordinal)}";
        var draft = NoticeMail.Build(id, new WrittenLetter(subject, text, html), mail.Language, [], null, mail, settings.Recipients, place.CaseKeyOf(work), run.AsOfUtc);
        NoticeBook.Add(work, run, new Notice { Id = id, Kind = NoticeKind.Alert, About = about, Recipients = settings.Recipients, MessageId = draft.MessageId, CreatedAtUtc = run.AsOfUtc }, draft.Eml);
        work.Audit.Append(run.StartedAtUtc, Actor.InAudit, "alert written", about, JsonSerializer.Serialize(new { run = run.RunId, recipients = settings.Recipients, messageId = draft.MessageId, why = alert.Why }));
        work.Commit();
        return true;
    }

    /// <summary>One mail a day tells of the same trouble.</summary>
    private static string Day(DateTime utc) => utc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What should have happened by now.</summary>
internal static class Lateness
{
    /// <summary>The first run of the schedule that is missing, where it is late; null: none is.</summary>
    /// <param name="after">How long it may take.</param>
    /// <param name="sinceUtc">From when on the times count where there was no run yet; null: then there should be one.</param>
    public static Alert? OfRun(Workplace place, Database store, DateTime nowUtc, TimeSpan after, DateTime? sinceUtc)
    {
        using var work = store.BeginReading();
        var last = work.Runs.LastStartedAtUtc();
        var counted = last ?? sinceUtc;
        if (counted is null)
        {
            return new Alert(AlertKind.Late, nowUtc, "there was no run yet");
        }

        return new RunSchedule(place.Settings.Schedule).NextAfter(counted.Value) is { } due && due + after < nowUtc
            ? new Alert(AlertKind.Late, due, last is { } ended ? FormattableString.Invariant($"the last run that ended was started at {ended:yyyy-MM-dd HH:mm:ss} UTC") : "there was no run yet")
            : null;
    }

    /// <summary>The reports whose time passed longer ago than that, a line each.</summary>
    public static IEnumerable<string> OfReports(Workplace place, Database store, DateTime nowUtc, TimeSpan after)
    {
        using var work = store.BeginReading();
        foreach (var report in place.Settings.Reports)
        {
            if (work.Notices.LastMadeAtUtc(NoticeKind.Report, report.Name) is { } last && new RunSchedule(report.Schedule).NextAfter(last) is { } due && due + after < nowUtc)
            {
                yield return FormattableString.Invariant($"report {report.Name}: due at {due:yyyy-MM-dd HH:mm:ss} UTC, not written since {last:yyyy-MM-dd HH:mm:ss} UTC");
            }
        }
    }

    /// <summary>The mails to our own people that did not arrive, a line each.</summary>
    public static IEnumerable<string> OfMails(Database store, DateTime nowUtc, TimeSpan after)
    {
        using var work = store.BeginReading();
        foreach (var notice in work.Notices.LoadSince(nowUtc.AddDays(-1)))
        {
            if (notice.State is DisputeState.Refused or DisputeState.Uncertain || (notice.State is DisputeState.Queued or DisputeState.Sending && notice.CreatedAtUtc + after < nowUtc))
            {
                yield return $"mail {notice.Id}: {Core.Records.RecordNames.ToName(notice.State)}, {notice.Note}";
            }
        }
    }
}
