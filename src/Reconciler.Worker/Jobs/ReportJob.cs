using System.Globalization;
using System.Text.Json;
using Reconciler.Core.Reports;
using Reconciler.Documents.Reports;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>
/// Writes down the run and draws its report, as a page and as a workbook. Where nothing at all happened since the run before, that run's workbook
/// stands: it would hold the same, and can be large.
/// </summary>
internal sealed class ReportJob(Workplace place, Database store, ILogger log)
{
    private const string RunAction = "run";

    /// <param name="answers">Whether the run could read the mailbox; null where it did not look.</param>
    /// <returns>The paths of the page and the workbook.</returns>
    public IReadOnlyList<string> Run(RunClock clock, IReadOnlyList<FileSummary> files, MatchOutcome outcome, AnswersRead? answers)
    {
        var run = new Run(clock.RunId, clock.StartedAtUtc, clock.AsOfUtc, outcome.ResultHash, Product.Version, outcome.Totals);
        var stem = $"report-{clock.AsOfUtc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{run.Id}";
        RunReport report;
        string? standing;
        string workbook;
        using (var work = store.Begin())
        {
            standing = outcome.IsNew || files.Count > 0 ? null : WorkbookOfLastLine(work);
            workbook = standing ?? stem + ".xlsx";
            var unreadSince = UnreadSince(work, answers, clock.AsOfUtc);
            work.Runs.Add(run);
            work.Audit.Append(clock.StartedAtUtc, Actor.Name, RunAction, run.Id,
                JsonSerializer.Serialize(new { asOf = run.AsOfUtc, resultHash = run.ResultHash, version = run.Version, balance = run.Totals.Balance, workbook, answers = answers?.ToString() }));
            report = new RunReport(run, files, [.. work.Findings.LoadAll()], [.. work.Matches.LoadAll()], work.Disputes.LoadAll(), [.. work.Rejected.LoadAll()]);
            var book = new CaseBook(place, clock.AsOfUtc);
            report = report with
            {
                Cases = [.. book.Standing(work).Select(c => c with { File = c.File with { Answers = [.. c.File.Answers.Select(a => EvidenceFolders.AsCopied(place.Data, a))] } })],
                NoLetterBecause = book.NoLetterBecause(work, report.Findings),
                MailboxUnreadSinceUtc = unreadSince,
                CommandOptions = CommandOptions.Of(place),
                Refunds = RefundAgeing.Of(outcome.Awaited, report.Findings, place.Settings.Matching.ToRules(), clock.AsOfUtc),
            };
            work.Commit();
        }

        var page = Path.Combine(place.Data.Reports, stem + ".html");
        File.WriteAllText(page, ReportPage.Render(report));
        log.ReportWritten(page);
        var path = Path.Combine(place.Data.Reports, workbook);
        if (standing is null)
        {
            var unfinished = path + ".part";
            using (var file = File.Create(unfinished))
            {
                ReportWorkbook.Write(report, file);
            }

            File.Move(unfinished, path, overwrite: true);
            log.ReportWritten(path);
        }

        return [page, path];
    }

    /// <summary>The first of the runs since which none could read the mailbox: each run notes it, and one that did not look tells nothing.</summary>
    private DateTime? UnreadSince(Work work, AnswersRead? answers, DateTime asOfUtc)
    {
        if (!place.Settings.Mail.Imap.IsUsed || answers is AnswersRead.All)
        {
            return null;
        }

        DateTime? since = null;
        foreach (var line in work.Audit.LoadAll().Where(l => l.Action == RunAction))
        {
            using var details = JsonDocument.Parse(line.Details);
            if (details.RootElement.TryGetProperty("answers", out var told) && told.GetString() is { } read)
            {
                since = read == nameof(AnswersRead.Failed) ? since ?? details.RootElement.GetProperty("asOf").GetDateTime().ToUniversalTime() : null;
            }
        }

        return answers is AnswersRead.Failed ? since ?? asOfUtc : since;
    }

    /// <summary>The workbook of the run before, where the audit knows of nothing after that run and the file is still there.</summary>
    private string? WorkbookOfLastLine(Work work)
    {
        if (work.Audit.FindLast() is not { Action: RunAction } last)
        {
            return null;
        }

        using var details = JsonDocument.Parse(last.Details);
        var name = details.RootElement.GetProperty("workbook").GetString()!;
        return File.Exists(Path.Combine(place.Data.Reports, name)) ? name : null;
    }
}

/// <summary>What this program calls itself.</summary>
internal static class Product
{
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "0";
}
