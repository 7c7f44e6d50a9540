using System.Text.Json;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Import;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Reads files into the store, each whole or not at all, and archives what came through the inbox.</summary>
internal sealed class ImportJob(Workplace place, Database store, ILogger log)
{
    private const int RecordsAtOnce = 5_000;

    private readonly LayoutCatalog layouts = LayoutCatalog.Load(place.Folder(place.Settings.Folders.Layouts));

    /// <summary>Reads all that lies in the inbox.</summary>
    public IReadOnlyList<FileSummary> ReadInbox(RunClock run, CancellationToken stop)
    {
        var inbox = new Inbox(place.Data.Root);
        var summaries = new List<FileSummary>();
        foreach (var file in inbox.Files(layouts))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var (summary, isUnknown) = Read(file.Path, file.RelativePath, file.LayoutHint, file.Account, run, stop);
                if (isUnknown)
                {
                    inbox.Reject(file, summary.Outcome);
                }
                else
                {
                    inbox.Archive(file, summary.FileSha256, DateOnly.FromDateTime(run.AsOfUtc));
                }

                summaries.Add(summary);
            }
            catch (Exception e) when (e is FileBusyException or FileNotFoundException or UnauthorizedAccessException)
            {
                // One file must not keep the others from being read.
                log.FileLeft(file.RelativePath, e.Message);
                summaries.Add(new FileSummary(file.RelativePath, string.Empty, string.Empty, new RowTotals(0, 0, 0, 0, 0), $"left for the next run: {e.Message}"));
            }
        }

        return summaries;
    }

    /// <summary>Reads files by path; they are neither moved nor changed.</summary>
    public IReadOnlyList<FileSummary> ReadFiles(IEnumerable<string> paths, string? layout, RunClock run, CancellationToken stop) =>
        [.. paths.Select(path => Read(Path.GetFullPath(path), Path.GetFileName(path), layout, null, run, stop).Summary)];

    private (FileSummary Summary, bool IsUnknown) Read(string path, string name, string? layoutHint, string? account, RunClock run, CancellationToken stop)
    {
        var reader = new FileReader(layouts, place.Settings.Import.ToLimits());
        var sha256 = Import.InputFile.Sha256(path);
        using var work = store.Begin();
        if (work.InputFiles.Find(sha256) is { } known)
        {
            log.FileKnown(name);
            return (new FileSummary(name, sha256, known.Layout, new RowTotals(known.Rows.Read, 0, 0, known.Rows.Read, 0), "known already"), false);
        }

        var identified = reader.Identify(path, layoutHint);
        if (identified is Identification.Unknown { Why: var why })
        {
            log.FileRejected(name, why);
            work.Audit.Append(run.StartedAtUtc, Actor.Name, "file rejected", sha256, JsonSerializer.Serialize(new { run = run.RunId, file = name, why }));
            work.Commit();
            return (new FileSummary(name, sha256, string.Empty, new RowTotals(0, 0, 0, 0, 0), why), true);
        }

        var layout = ((Identification.Known)identified).Layout;
        var fileName = Path.GetFileName(path);
        var rows = Save(work, reader.Read(path, layout, account, sha256, fileName, stop), run, stop);
        var outcome = rows.Read == 0 ? "read: no rows" : "read";
        work.InputFiles.Add(new Store.InputFile(sha256, fileName, layout.Name, WalletOf(layout, account), new FileInfo(path).Length, run.StartedAtUtc, rows, outcome));
        work.Audit.Append(run.StartedAtUtc, Actor.Name, "file read", sha256, JsonSerializer.Serialize(new { run = run.RunId, file = name, layout = layout.Name, rows }));
        work.Commit();
        log.FileRead(name, layout.Name, rows.Read, rows.New, rows.NewVersions, rows.KnownAlready, rows.Rejected);
        return (new FileSummary(name, sha256, layout.Name, rows, outcome), false);
    }

    private static string WalletOf(Layout layout, string? account) =>
        layout.Kind == LayoutKind.Statement && layout.OwnerOf(account) is var wallet && Ids.CanBeKept(wallet, Ids.LongestOwner) ? wallet : string.Empty;

    private static RowTotals Save(Work work, IEnumerable<RowOutcome> outcomes, RunClock run, CancellationToken stop)
    {
        var totals = new RowTotals(0, 0, 0, 0, 0);
        foreach (var batch in outcomes.Select(RejectIfItCannotBeKept).Chunk(RecordsAtOnce))
        {
            stop.ThrowIfCancellationRequested();
            var entries = batch.OfType<RowOutcome.ReadEntry>().ToList();
            var orders = batch.OfType<RowOutcome.ReadOrder>().ToList();
            var rejected = batch.OfType<RowOutcome.Rejected>().ToList();
            totals = Count(totals, work.Entries.Save(entries.Select(e => e.Entry), run.StartedAtUtc).Outcomes, entries.ConvertAll(e => e.Rows));
            totals = Count(totals, work.Orders.Save(orders.Select(o => o.Order), run.StartedAtUtc).Outcomes, orders.ConvertAll(o => o.Rows));
            work.Rejected.Add(rejected.Select(r => r.Row));
            var lost = rejected.Sum(r => (long)r.Rows);
            totals = totals with { Read = totals.Read + lost, Rejected = totals.Rejected + lost };
        }

        return totals;
    }

    private static RowOutcome RejectIfItCannotBeKept(RowOutcome outcome)
    {
        var (id, owner, source, rows) = outcome switch
        {
            RowOutcome.ReadEntry read => (read.Entry.Id.Id, read.Entry.Id.Wallet, read.Entry.Source, read.Rows),
            RowOutcome.ReadOrder read => (read.Order.Id.Id, read.Order.Id.Marketplace, read.Order.Source, read.Rows),
            _ => (string.Empty, string.Empty, null, 0),
        };
        return source is null || (Ids.CanBeKept(id, Ids.LongestId) && Ids.CanBeKept(owner, Ids.LongestOwner))
            ? outcome
            : new RowOutcome.Rejected(new RejectedRow(source.FileSha256, source.FileName, source.Line, string.Empty, id.Length > 100 ? id[..100] + "…" : id, "cannot be kept: " + Ids.Rule), rows);
    }

    private static RowTotals Count(RowTotals totals, IReadOnlyList<SaveOutcome> outcomes, List<int> rows)
    {
        for (var i = 0; i < outcomes.Count; i++)
        {
            var counted = outcomes[i] switch
            {
                SaveOutcome.New => totals with { New = totals.New + rows[i] },
                SaveOutcome.NewVersion => totals with { NewVersions = totals.NewVersions + rows[i] },
                _ => totals with { KnownAlready = totals.KnownAlready + rows[i] },
            };
            totals = counted with { Read = counted.Read + rows[i] };
        }

        return totals;
    }
}

/// <summary>Who acts, for the audit: the operating system's user.</summary>
internal static class Actor
{
    public static string Name { get; } = Environment.UserName;
}
