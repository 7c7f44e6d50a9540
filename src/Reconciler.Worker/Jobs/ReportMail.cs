using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reports;
using Reconciler.Documents.Reports;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Draws the reports that readers get, and keeps each with its mail for the outbox. Also where nothing was found: silence is no report.</summary>
internal sealed class ReportMail(Workplace place, Database store, ILogger log)
{
    private const string Written = "report written";
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>How many periods the trend shows.</summary>
    private const int Days = 14, Weeks = 10, Months = 12;

    private static readonly JsonSerializerOptions Details = new(JsonSerializerDefaults.Web);

    private readonly ReportJob reports = new(place, store, log);
    private readonly Witness witness = new(place, log);

    /// <summary>The reports whose time has come since the last one of their name. Of several times that were missed it is one.</summary>
    /// <param name="sinceUtc">From when on the times count of a report that was never written; null: it is due now.</param>
    public IReadOnlyList<ReportSettings> Due(DateTime nowUtc, DateTime? sinceUtc)
    {
        if (place.Settings.Reports.Count == 0)
        {
            return [];
        }

        using var work = store.BeginReading();
        return [.. place.Settings.Reports.Where(r => (work.Notices.LastMadeAtUtc(NoticeKind.Report, r.Name) ?? sinceUtc) is not { } last || new RunSchedule(r.Schedule).NextAfter(last) <= nowUtc)];
    }

    /// <summary>Keeps the mails of reports. One that fails stops no other, and is due again.</summary>
    /// <param name="outcome">What the run found.</param>
    /// <param name="answers">As for <see cref="ReportJob.Run"/>.</param>
    public int Keep(RunClock clock, IReadOnlyList<ReportSettings> due, MatchOutcome outcome, AnswersRead? answers)
    {
        var kept = 0;
        foreach (var report in due)
        {
            try
            {
                witness.Take(store, CancellationToken.None);
                Keep(clock, report, outcome, answers);
                kept++;
            }
            catch (Exception e) when (e is not (OperationCanceledException or StoreException))
            {
                log.ReportFailed(e, report.Name, e.Message);
            }
        }

        return kept;
    }

    /// <summary>Writes a reader's report into the reports' folder, for whoever asked for it, and sends nothing.</summary>
    /// <param name="days">The days that it tells; null: all so far.</param>
    /// <param name="folder">Where it lies; null: with the others.</param>
    /// <returns>The paths of the PDF and the workbook.</returns>
    public IReadOnlyList<string> Write(RunClock clock, ReportSettings asked, MatchOutcome outcome, ReportPeriod.Days? days, string? folder = null)
    {
        using var work = store.BeginReading();
        var path = Path.Combine(folder ?? place.Data.Reports, $"report-{FileName(asked, clock)}{(folder is null ? "" : "-" + asked.Language)}-{clock.RunId}");
        using (var workbook = new UnfinishedFile(path + ".xlsx"))
        {
            var made = ReaderDocuments.Of(Told(work, clock, asked, outcome, answers: null, days ?? (ReportPeriod)new ReportPeriod.Everything()), workbook.Stream, warn: log.DocumentWarning);
            File.WriteAllBytes(path + ".pdf", made.Pdf);
            workbook.Finish();
        }

        log.ReportWritten(path + ".pdf");
        return [path + ".pdf", path + ".xlsx"];
    }

    /// <summary>Keeps the mail of one report.</summary>
    /// <param name="days">The days that it tells; null: as its period says.</param>
    public void Keep(RunClock clock, ReportSettings report, MatchOutcome outcome, AnswersRead? answers, ReportPeriod.Days? days = null)
    {
        using var work = store.Begin();
        var told = Told(work, clock, report, outcome, answers, days ?? report.DaysOf(clock.AsOfUtc) ?? SinceLast(work, report.Name));
        var name = FileName(report, clock);
        using var workbook = new UnfinishedFile(Path.Combine(place.Data.Reports, $"report-{name}-{clock.RunId}.xlsx"));
        var most = EvidenceLimits.ForMail(place.Settings.Mail.MaxMegabytes).MaxBytesTogether;
        var made = ReaderDocuments.Of(told, workbook.Stream, place.Data.Shown(workbook.Path), most, warn: log.DocumentWarning);
        List<EvidenceFile> attached = [new($"{name}.pdf", "application/pdf", made.Pdf, "the report to file")];
        if (made.IsWorkbookKept)
        {
            workbook.Finish();
        }
        else
        {
            attached.Insert(0, new($"{name}.xlsx", Xlsx, workbook.ReadAll(), "the workbook"));
        }

        attached.AddRange(witness.FilesOf(told.AuditHead!));
        var letter = new WrittenLetter(made.Subject, made.Text, made.Html);
        var draft = NoticeMail.Build(
            $"{report.Name}-{clock.RunId[2..].Replace(".", "-", StringComparison.Ordinal)}", letter, report.Language, attached, made.Chart.Length > 0 ? (ReaderDocuments.ChartId, made.Chart) : null, place.Settings.Mail,
            report.Recipients, place.CaseKeyOf(work), clock.AsOfUtc);
        NoticeBook.Add(work, clock, new Notice { Id = DisputeMail.CaseOf(draft.MessageId), Kind = NoticeKind.Report, About = report.Name, Recipients = report.Recipients, MessageId = draft.MessageId, CreatedAtUtc = clock.AsOfUtc }, draft.Eml);
        work.Audit.Append(clock.StartedAtUtc, Actor.InAudit, Written, report.Name, JsonSerializer.Serialize(
            new Line(
                clock.RunId, clock.AsOfUtc, report.Recipients, report.Language, draft.MessageId, told.AuditHead?.Seq, told.AuditHead?.Hash,
                work.Matches.LastNumber(), work.Findings.LastChange(), work.Rejected.Last(), work.Entries.LastVersionNo()),
            Details));
        work.Commit();
        log.ReportKept(report.Name, draft.MessageId);
    }

    private ReaderReport Told(Work work, RunClock clock, ReportSettings asked, MatchOutcome outcome, AnswersRead? answers, ReportPeriod period)
    {
        var (from, until) = period switch
        {
            ReportPeriod.SinceReport since => (Later(since.AsOfUtc), Later(clock.AsOfUtc)),
            ReportPeriod.Days days => (days.FromUtc, days.UntilUtc),
            _ => (DateTime.MinValue, Later(clock.AsOfUtc)),
        };
        List<InputFile> read = [.. work.InputFiles.LoadAll()];
        var files = ReportJob.FilesOf(read, from, until);
        var run = new Run(clock.RunId, clock.StartedAtUtc, clock.AsOfUtc, outcome.ResultHash, Product.Version, outcome.Totals with { Rows = Chain.Sum(files) });

        var ends = Ends(asked.Period, DateOnly.FromDateTime(clock.AsOfUtc));
        var first = ends[0].ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var moments = work.Findings.LoadMoments(ReportJob.LastChangeBefore(work, first < from ? first : from), clock.RunId, clock.AsOfUtc);

        // Of the days before the first file nobody knows anything.
        var began = DateOnly.FromDateTime(read.Select(f => f.ImportedAtUtc).Concat(moments.Select(m => m.AtUtc)).Append(clock.AsOfUtc).Min());
        ends.RemoveAll(day => day < began);
        var changed = ClosedWithin(moments, from, until);
        var report = reports.Told(work, run, files, outcome, period);
        var known = report.Findings.Concat(work.Findings.LoadByIds([.. moments.Select(m => m.FindingId).Distinct(StringComparer.Ordinal).Except(report.Findings.Select(f => f.Id), StringComparer.Ordinal)]).Select(k => k.Finding)).Where(asked.IsAbout).ToList();
        var about = known.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        List<Finding> closed = [.. known.Where(f => changed.Contains(f.Id) && !f.IsAtRisk)];
        var settled = Settlements.Of(work, closed);
        List<Finding> findings = [.. report.Findings.Where(f => about.Contains(f.Id))];
        List<CaseStanding> cases = [.. report.Cases.Where(c => asked.IsAbout(c.File.Finding))];
        return new ReaderReport(
            report with
            {
                Findings = findings,
                Matches = asked.IsAboutAll ? report.Matches : new SomeRows<Match>(report.Matches, asked.IsAbout),
                Disputes = [.. report.Disputes.Where(d => cases.Exists(c => c.File.Finding.Id == d.FindingId))],
                Cases = cases,
                ChangesInClosed = [.. report.ChangesInClosed.Where(asked.IsAbout)],
                Statements = report.Statements.OfWallets(asked.IsAboutWallet),
                Refunds = report.Refunds with { OverdueBusinessDays = report.Refunds.OverdueBusinessDays.Where(o => about.Contains(o.Key)).ToDictionary(StringComparer.Ordinal) },
                MailboxUnreadSinceUtc = reports.UnreadSince(work, answers, clock.AsOfUtc),
            },
            asked.Name, asked.Language, place.Settings.Mail.CompanyName)
        {
            Wallets = asked.Wallets,
            Marketplaces = asked.Marketplaces,
            FromUtc = from,
            UntilUtc = until,
            Closed = [.. closed.Select(f => new ClosedFinding(f, settled.MoneyOf(f)))],
            Trend = RiskTrend.Of(moments.Where(m => about.Contains(m.FindingId)), ends),
            AuditHead = work.Audit.Head(),
        };
    }

    /// <summary>Those that were at risk, or not known, when the time began, and whose last change in it closed them.</summary>
    private static HashSet<string> ClosedWithin(IEnumerable<FindingMoment> moments, DateTime fromUtc, DateTime untilUtc) =>
        moments.Where(m => m.AtUtc < untilUtc).GroupBy(m => m.FindingId, StringComparer.Ordinal)
            .Where(g => g.Last() is { IsAtRisk: false } && g.Any(m => m.IsAtRisk) && g.Last(m => m.IsAtRisk) is var open && g.SkipWhile(m => m != open).Skip(1).First().AtUtc >= fromUtc)
            .Select(g => g.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>The last days of the periods that the trend shows; the last is today.</summary>
    private static List<DateOnly> Ends(ReportSpan span, DateOnly today)
    {
        var sunday = today.AddDays(-(int)today.DayOfWeek);
        var month = new DateOnly(today.Year, today.Month, 1);
        var before = span switch
        {
            ReportSpan.Week => Enumerable.Range(0, Weeks - 1).Select(i => (sunday == today ? today.AddDays(-7) : sunday).AddDays(-7 * i)),
            ReportSpan.Month => Enumerable.Range(0, Months - 1).Select(i => month.AddMonths(-i).AddDays(-1)),
            _ => Enumerable.Range(1, Days - 1).Select(i => today.AddDays(-i)),
        };
        return [.. before.Reverse(), today];
    }

    private static ReportPeriod SinceLast(Work work, string name) =>
        work.Audit.LoadLatest(Written).Where(line => line.Subject == name).Select(line => JsonSerializer.Deserialize<Line>(line.Details, Details)!).FirstOrDefault() is { } last
            ? new ReportPeriod.SinceReport(last.Run, last.AsOf.ToUniversalTime(), last.LastMatch, last.LastChange, last.LastRejected) { LastEntry = last.LastEntry }
            : new ReportPeriod.Everything();

    /// <summary>A moment behind, so that what a run found at its own clock is in its time; the next one begins there.</summary>
    private static DateTime Later(DateTime utc) => utc.AddTicks(TimeSpan.TicksPerMicrosecond);

    private static string FileName(ReportSettings report, RunClock clock) =>
        FormattableString.Invariant($"{(report.Name.Length > 0 ? report.Name : "for-" + string.Concat(string.Join('-', report.Wallets).Where(c => char.IsAsciiLetterOrDigit(c) || c == '-')))}-{clock.AsOfUtc:yyyy-MM-dd}");

    /// <summary>What the audit keeps of a report.</summary>
    /// <param name="HeadSeq">The last line of the audit that the report bears.</param>
    /// <param name="LastMatch">With the next three: what it knew of, so that the next one tells what is new.</param>
    private sealed record Line(
        string Run, DateTime AsOf, IReadOnlyList<string> Recipients, string Language, string MessageId, long? HeadSeq, string? HeadHash, long LastMatch, long LastChange, long LastRejected, long LastEntry);
}
