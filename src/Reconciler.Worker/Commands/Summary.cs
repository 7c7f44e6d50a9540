using System.Diagnostics;
using System.Globalization;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary>What a run prints when it is done: findings, mails, control totals, and where everything lies.</summary>
internal static class Summary
{
    private const int FindingsListed = 40;

    public static void Print(TextWriter to, Workplace place, ChainResult result, IReadOnlyList<Dispute> disputes)
    {
        var clock = result.Clock;
        to.WriteLine(Invariant($"Reconciler {Product.Version}, run {clock.RunId}, as of {clock.AsOfUtc:yyyy-MM-dd HH:mm:ss} UTC"));
        if (place.IsSample)
        {
            to.WriteLine($"Sample run: a copy of the seeds{(place.PinnedAsOfUtc is null ? "" : ", with the clock pinned to that time")}. For data of your own: --data DIR");
        }

        PrintFiles(to, result.Files);
        PrintFindings(to, result.Outcome.AtRisk, result.Outcome.Settled);
        PrintDisputes(to, disputes, result.Disputes);
        PrintTotals(to, result.Outcome.Totals);
        to.WriteLine();
        to.WriteLine("Written");
        foreach (var report in result.Reports)
        {
            to.WriteLine($"  {"report",-10}{report}");
        }

        if (result.Mailed.Count > 0)
        {
            to.WriteLine($"  {"mailed",-10}the reports {string.Join(", ", result.Mailed)}");
        }

        to.WriteLine($"  {"mails",-10}{place.Data.Outbox}");
        to.WriteLine($"  {"evidence",-10}{place.Data.Evidence}");
        to.WriteLine($"  {"log",-10}{place.Data.Logs}");
        using var process = Process.GetCurrentProcess();
        var rows = result.Outcome.Totals.Rows.Read;
        to.WriteLine(Invariant($"Done in {result.Took.TotalSeconds:0.0} s, {rows / Math.Max(result.Took.TotalSeconds, 0.001):0} rows/s, peak memory {process.PeakWorkingSet64 / 1048576} MiB, result {result.Outcome.ResultHash[..12]}"));
    }

    public static void PrintFiles(TextWriter to, IReadOnlyList<FileSummary> files)
    {
        to.WriteLine();
        to.WriteLine(Invariant($"Files ({files.Count})"));
        if (files.Count == 0)
        {
            to.WriteLine("  nothing new in the inbox");
            return;
        }

        var width = files.Max(f => f.FileName.Length);
        foreach (var file in files)
        {
            var rows = file.Rows;
            to.WriteLine(file.Layout.Length == 0
                ? $"  {file.FileName.PadRight(width)}  {file.Outcome}"
                : Invariant($"  {file.FileName.PadRight(width)}  {file.Layout,-20} {rows.Read,6} rows: {rows.New} new, {rows.NewVersions} new versions, {rows.KnownAlready} known already, {rows.Rejected} rejected{(file.Outcome is "read" ? "" : $" ({file.Outcome})")}"));
        }
    }

    private static void PrintFindings(TextWriter to, IReadOnlyList<Finding> atRisk, long settled)
    {
        var open = atRisk.OrderBy(f => f.Kind).ThenBy(f => f.Amount.Currency).ThenByDescending(f => f.Amount.MinorUnits).ThenBy(f => f.Id, StringComparer.Ordinal).ToList();
        to.WriteLine();
        to.WriteLine(Invariant($"Findings at risk ({open.Count}; {settled} resolved or decided)"));
        foreach (var f in open.Take(FindingsListed))
        {
            var due = f.DueOn is { } day ? Invariant($", due {day:yyyy-MM-dd}") : "";
            to.WriteLine($"  {f.Kind.ToName(),-21} {f.KnownAmount?.ToString() ?? "sum not known",18}  {f.Confidence.ToName(),-8}  {f.Id}{due}");
            to.WriteLine($"      {f.Why}");
        }

        if (open.Count > FindingsListed)
        {
            to.WriteLine(Invariant($"  … and {open.Count - FindingsListed} more in the report"));
        }
    }

    private static void PrintDisputes(TextWriter to, IReadOnlyList<Dispute> disputes, DisputeOutcome outcome)
    {
        to.WriteLine();
        to.WriteLine(Invariant($"Disputes ({disputes.Count}; {Mails(outcome)} in this run)"));
        foreach (var d in disputes)
        {
            var note = d.State switch
            {
                DisputeState.Queued when d.Note.Length > 0 => $"  put off: {d.Note}",
                DisputeState.ToHandIn => $"  hand in outbox/portal/{d.Id}.zip",
                DisputeState.Refused or DisputeState.Uncertain => $"  {d.Note}",
                _ => "",
            };
            to.WriteLine($"  {d.Id}  {d.Letter,-19} {d.Amount,14}  {d.State.ToName(),-17}  {d.Recipient}{note}");
        }

        PrintSetbacks(to, outcome);
    }

    public static string Mails(DisputeOutcome outcome) => Invariant($"{outcome.MailsSent} {(outcome.MailsSent == 1 ? "mail" : "mails")}");

    /// <summary>What was put off: a letter that cannot be written waits, and without the answers none goes out that follows from silence.</summary>
    public static void PrintSetbacks(TextWriter to, DisputeOutcome outcome)
    {
        foreach (var letter in outcome.Unwritten)
        {
            to.WriteLine($"  {letter.FindingId}  cannot be written; the next run tries it again: {letter.Why}");
        }

        if (outcome.Answers == AnswersRead.Failed)
        {
            to.WriteLine("  The mailbox with the answers could not be read: reminders and all else that follows from silence are held back until it can. Run: reconciler check");
        }
    }

    public static void PrintTotals(TextWriter to, ControlTotals totals)
    {
        to.WriteLine();
        to.WriteLine($"Control totals ({(totals.Balance ? "in balance" : "NOT IN BALANCE")})");
        to.Write("  ");
        PrintRows(to, totals.Rows);
        PrintLedger(to, "entries", totals.Entries);
        PrintLedger(to, "orders", totals.Orders);
    }

    public static void PrintRows(TextWriter to, RowTotals rows) =>
        to.WriteLine(Invariant($"rows read {rows.Read} = new {rows.New} + new versions {rows.NewVersions} + known already {rows.KnownAlready} + rejected {rows.Rejected}{(rows.PassedOver == 0 ? "" : Invariant($"; passed over {rows.PassedOver}"))}"));

    private static void PrintLedger(TextWriter to, string name, LedgerTotals totals)
    {
        Line(name, totals.All);
        foreach (var bucket in totals.Buckets)
        {
            Line("  " + bucket.Name, bucket);
        }

        void Line(string label, BucketTotal bucket) => to.WriteLine(Invariant($"  {label,-26}{bucket.Count,8}  {string.Join("  ", bucket.Sums.Select(s => $"{s,18}"))}").TrimEnd());
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
