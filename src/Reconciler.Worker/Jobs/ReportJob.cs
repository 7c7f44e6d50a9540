using System.Text.Json;
using Reconciler.Core.Reports;

using Reconciler.Documents.Reports;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Writes down the run and draws its report, as a workbook and as a page.</summary>
internal sealed class ReportJob(Workplace place, Database store, ILogger log)
{
    /// <returns>The paths of the page and the workbook.</returns>
    public IReadOnlyList<string> Run(RunClock clock, IReadOnlyList<FileSummary> files, MatchOutcome outcome)
    {
        var run = new Run(clock.RunId, clock.StartedAtUtc, clock.AsOfUtc, outcome.ResultHash, Product.Version, outcome.Totals);
        RunReport report;
        using (var work = store.Begin())
        {
            work.Runs.Add(run);
            work.Audit.Append(clock.StartedAtUtc, Actor.Name, "run", run.Id, JsonSerializer.Serialize(new { asOf = run.AsOfUtc, resultHash = run.ResultHash, version = run.Version, balance = run.Totals.Balance }));
            report = new RunReport(run, files, [.. work.Findings.LoadAll()], outcome.Result.Matches, work.Disputes.LoadAll(), [.. work.Rejected.LoadAll()]);
            report = report with { Refunds = RefundAgeing.Of(outcome.Awaited, report.Findings, place.Settings.Matching.ToRules(), clock.AsOfUtc) };
            work.Commit();
        }

        var stem = Path.Combine(place.Data.Reports, $"report-{clock.AsOfUtc.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}-{run.Id}");
        var page = stem + ".html";
        var workbook = stem + ".xlsx";
        File.WriteAllText(page, ReportPage.Render(report));
        using (var file = File.Create(workbook))
        {
            ReportWorkbook.Write(report, file);
        }

        log.ReportWritten(page);
        log.ReportWritten(workbook);
        return [page, workbook];
    }
}

/// <summary>What this program calls itself.</summary>
internal static class Product
{
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "0";
}
