using System.Collections;
using System.Globalization;
using System.Text;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Reports;
using Reconciler.Import.Files;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>
/// Writes down the run and draws its report, as a page and as a workbook: all that is open, and what is new since the report before, or what happened on certain days. Where nothing at all
/// happened since the run before, that run's workbook stands.
/// </summary>
internal sealed class ReportJob(Workplace place, Database store, ILogger log)
{
    /// <param name="answers">Whether the run could read the mailbox; null where it did not look.</param>
    /// <param name="days">What the report tells besides what is open; null: what is new since the last report that was asked for no days.</param>
    /// <param name="folder">Where the report lies; null: with the others.</param>
    /// <returns>The paths of the page and the workbook.</returns>
    public IReadOnlyList<string> Run(RunClock clock, IReadOnlyList<FileSummary> files, MatchOutcome outcome, AnswersRead? answers, ReportPeriod.Days? days = null, string? folder = null)
    {
        var run = new Run(clock.RunId, clock.StartedAtUtc, clock.AsOfUtc, outcome.ResultHash, Product.Version, outcome.Totals);
        var name = days is null ? Day(DateOnly.FromDateTime(clock.AsOfUtc)) : $"{Day(days.From)}-to-{Day(days.To)}";
        var page = Path.Combine(folder ?? place.Data.Reports, $"report-{name}-{run.Id}.html");

        // Drawn before the run is kept: what one report has told, the next one leaves out.
        using var work = store.Begin();
        var standing = days is not null || outcome.IsNew || files.Count > 0 ? null : WorkbookOfLastLine(work);
        var workbook = standing ?? Path.ChangeExtension(page, ".xlsx");
        var report = Told(work, run, days is null ? files : FilesOf(work.InputFiles.LoadAll(), days.FromUtc, days.UntilUtc), outcome, days ?? SinceLastReport(work)) with { MailboxUnreadSinceUtc = UnreadSince(work, answers, clock.AsOfUtc) };
        using var drawn = standing is null ? new UnfinishedFile(workbook) : null;
        if (drawn is not null)
        {
            ReportWorkbook.Write(report, drawn.Stream); // First: it reads what the page sums up.
        }

        using var drawnPage = new UnfinishedFile(page);
        drawnPage.Stream.Write(Encoding.UTF8.GetBytes(ReportPage.Render(report)));
        work.Runs.Add(run);
        work.Audit.Append(clock.StartedAtUtc, Actor.InAudit, RunDetails.Action, run.Id, new RunDetails(
            run.AsOfUtc, run.ResultHash, run.Version, run.Totals.Balance, Path.GetFileName(workbook), answers?.ToString(), work.Matches.LastNumber(), work.Findings.LastChange(), work.Rejected.Last(), days?.From, days?.To, work.Entries.LastVersionNo(), outcome.Inputs).Write());
        work.Commit();
        foreach (var file in new[] { drawnPage, drawn }.OfType<UnfinishedFile>())
        {
            file.Finish();
            log.ReportWritten(file.Path);
        }

        return [page, workbook];
    }

    /// <summary>What the report shows. Cases that are closed, and their letters, are shown once more in the report after; what waits for a person is always shown.</summary>
    internal RunReport Told(Work work, Run run, IReadOnlyList<FileSummary> files, MatchOutcome outcome, ReportPeriod period)
    {
        var findings = work.Findings.LoadOf(period);
        var book = new CaseBook(place, run.AsOfUtc);
        var cases = book.Standing(work, findings.Select(f => f.Id).ToHashSet(StringComparer.Ordinal));
        var letters = cases.SelectMany(c => c.File.Letters).OrderBy(d => d.CreatedAtUtc).ThenBy(d => d.FindingId, StringComparer.Ordinal).ThenBy(d => d.Number);
        var balancesOf = work.Matches.LoadBasis()?.Accounts.Select(a => a.Wallet).ToHashSet(StringComparer.Ordinal) ?? [];
        return new RunReport(run, files, findings, new ReadAhead<Match>(work.Matches.LoadOf(period)), [.. letters], work.Rejected.LoadOf(period))
        {
            Period = period,
            ChangesInClosed = period is ReportPeriod.Days days ? PeriodBook.ChangesBefore(work, days) : [],
            Cases = [.. cases.Select(c => c with { File = c.File with { Answers = [.. c.File.Answers.Select(a => EvidenceFolders.AsCopied(place.Data, a))] } })],
            NoLetterBecause = book.NoLetterBecause(work, findings, cases.Select(c => c.File.Finding.Id).ToHashSet(StringComparer.Ordinal)),
            CommandOptions = CommandOptions.Of(place),
            Statements = new ReconciliationStatements(() => Ahead.InBatches(work.Entries.LoadForStatements(period, balancesOf))),
            TransferEnds = TransferEnds(work),
            Refunds = RefundAgeing.Of(outcome.Awaited, findings, place.Settings.Matching.ToRules(), run.AsOfUtc),
        };
    }

    /// <summary>The files that came in some time.</summary>
    internal static List<FileSummary> FilesOf(IEnumerable<InputFile> files, DateTime fromUtc, DateTime untilUtc) =>
        [.. files.Where(f => f.ImportedAtUtc >= fromUtc && f.ImportedAtUtc < untilUtc).Select(f => new FileSummary(f.Name, f.Sha256, f.Layout, f.Rows, f.Outcome))];

    private IReadOnlyDictionary<TransactionId, TransferEnd> TransferEnds(Work work)
    {
        var transfers = work.Entries.LoadTransfers();
        return Finder.TransferEnds(transfers, transfers.Moves.Count > 0 ? RateFiles.Load(place.RatesFolder) : RateTable.Empty, place.Settings.Matching.ToRules());
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ReportPeriod SinceLastReport(Work work) =>
        work.Audit.LoadLatest(RunDetails.Action).Select(line => (line.Subject, Details: RunDetails.Read(line))).FirstOrDefault(r => r.Details.From is null) is { Details: { } last } before
            ? new ReportPeriod.SinceReport(before.Subject, last.AsOf.ToUniversalTime(), last.LastMatch, last.LastChange, last.LastRejected) { LastEntry = last.LastEntry }
            : new ReportPeriod.Everything();

    /// <summary>The first of the runs since which none could read the mailbox: each run notes it, and one that did not look tells nothing.</summary>
    internal DateTime? UnreadSince(Work work, AnswersRead? answers, DateTime asOfUtc)
    {
        if (!place.Settings.Mail.Imap.IsUsed || answers is AnswersRead.All)
        {
            return null;
        }

        DateTime? since = answers is AnswersRead.Failed ? asOfUtc : null;
        foreach (var run in work.Audit.LoadLatest(RunDetails.Action).Select(RunDetails.Read).Where(run => run.Answers is not null).TakeWhile(run => run.Answers == nameof(AnswersRead.Failed)))
        {
            since = run.AsOf.ToUniversalTime();
        }

        return since;
    }

    /// <summary>The last change of any finding that is known to lie before a moment; 0 where none is.</summary>
    internal static long LastChangeBefore(Work work, DateTime utc) => work.Audit.LoadLatest(RunDetails.Action).Select(RunDetails.Read).FirstOrDefault(run => run.AsOf.ToUniversalTime() < utc)?.LastChange ?? 0;

    /// <summary>The workbook of the run before, where the audit knows of nothing after that run and the file is still there.</summary>
    private string? WorkbookOfLastLine(Work work) =>
        work.Audit.FindLast() is { Action: RunDetails.Action } last && RunDetails.Read(last) is { From: null } run && Path.Combine(place.Data.Reports, run.Workbook) is var path && File.Exists(path) ? path : null;
}

/// <summary>Rows that a thread of their own reads while those before them are written: the first report of a long history has millions.</summary>
internal sealed class ReadAhead<T>(IReadOnlyCollection<T> rows) : IReadOnlyCollection<T>
{
    public int Count => rows.Count;

    public IEnumerator<T> GetEnumerator() => (rows.Count <= Ahead.AtOnce ? rows : Ahead.InBatches(rows)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Those of many rows that are asked for, read and counted one by one.</summary>
internal sealed class SomeRows<T>(IEnumerable<T> rows, Func<T, bool> isAsked) : IReadOnlyCollection<T>
{
    private readonly Lazy<int> count = new(() => rows.Count(isAsked));

    public int Count => count.Value;

    public IEnumerator<T> GetEnumerator() => rows.Where(isAsked).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What this program calls itself.</summary>
internal static class Product
{
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "0";
}
