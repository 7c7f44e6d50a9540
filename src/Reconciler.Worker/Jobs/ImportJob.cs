using System.Globalization;
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
    private const int CharactersAtOnce = 8 * 1024 * 1024;

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
                if (StatementArchive.Is(file.Path))
                {
                    ReadArchive(inbox, file, summaries, run, stop);
                    continue;
                }

                var (summary, isUnknown) = Read(file.Path, file.RelativePath, Path.GetFileName(file.Path), file.LayoutHint, file.Account, run, stop);
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
        [.. paths.SelectMany(path => StatementArchive.Is(path)
            ? ReadEntries(path, Path.GetFileName(path), layout, null, run, _ => { }, stop).Select(e => e.Summary)
            : [Read(Path.GetFullPath(path), Path.GetFileName(path), Path.GetFileName(path), layout, null, run, stop).Summary])];

    /// <summary>Reads the files of an archive that lies in the inbox. The archive is filed as a whole when all of them are in the store; those that no layout knows go to the rejected
    /// files with their reasons, and so does an archive in which none is known.</summary>
    private void ReadArchive(Inbox inbox, InboxFile file, List<FileSummary> summaries, RunClock run, CancellationToken stop)
    {
        var entries = ReadEntries(file.Path, file.RelativePath, file.LayoutHint, file.Account, run, copies => RejectSome(inbox, file, copies), stop);
        summaries.AddRange(entries.Select(e => e.Summary));
        if (entries.TrueForAll(e => e.IsUnknown))
        {
            inbox.Reject(file, string.Join('\n', entries.Select(e => $"{e.Summary.FileName}: {e.Summary.Outcome}")));
        }
        else
        {
            inbox.Archive(file, Import.InputFile.Sha256(file.Path), DateOnly.FromDateTime(run.AsOfUtc));
        }
    }

    private static void RejectSome(Inbox inbox, InboxFile archive, IReadOnlyList<ArchivedEntry> entries)
    {
        foreach (var entry in entries.Any(e => !e.IsUnknown) ? entries.Where(e => e.IsUnknown) : [])
        {
            inbox.Reject(archive with { Path = entry.Copy, RelativePath = entry.Summary.FileName }, entry.Summary.Outcome);
        }
    }

    /// <summary>Reads each file of an archive as one of its own, named <c>archive.zip/entry.csv</c>.</summary>
    /// <param name="whileCopied">What is done with the copies before they are cleaned up.</param>
    private List<ArchivedEntry> ReadEntries(
        string path, string name, string? layoutHint, string? account, RunClock run, Action<IReadOnlyList<ArchivedEntry>> whileCopied, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("reconciler-zip-").FullName;
        try
        {
            var entries = new List<ArchivedEntry>();
            foreach (var file in StatementArchive.CopyTo(path, folder, place.Settings.Import.ToLimits()))
            {
                var (summary, isUnknown) = Read(file.Path, $"{name}/{file.Name}", $"{Path.GetFileName(path)}/{file.Name}", layoutHint, account, run, stop);
                entries.Add(new ArchivedEntry(summary, isUnknown, file.Path));
            }

            whileCopied(entries);
            return entries.Count > 0 ? entries : [Refused("It is a ZIP archive without a file in it. Export or copy it again.")];
        }
        catch (InvalidDataException e)
        {
            return [Refused(e.Message)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        ArchivedEntry Refused(string why)
        {
            log.FileRejected(name, why);
            return new ArchivedEntry(new FileSummary(name, string.Empty, string.Empty, new RowTotals(0, 0, 0, 0, 0), why), true, path);
        }
    }

    private (FileSummary Summary, bool IsUnknown) Read(string path, string name, string fileName, string? layoutHint, string? account, RunClock run, CancellationToken stop)
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
        var passed = new PassedOverParts();
        var rows = Save(work, passed.TakeOut(reader.Read(path, layout, account, sha256, fileName, stop)), run, stop) with { PassedOver = passed.Rows };
        var outcome = (rows.Read == 0 ? "read: no rows" : "read") + passed.InWords();
        work.InputFiles.Add(new Store.InputFile(sha256, fileName, layout.Name, WalletOf(layout, account), new FileInfo(path).Length, run.AsOfUtc, rows, outcome));
        work.Audit.Append(run.StartedAtUtc, Actor.Name, "file read", sha256, JsonSerializer.Serialize(new { run = run.RunId, file = name, layout = layout.Name, rows }));
        work.Commit();
        log.FileRead(name, layout.Name, rows.Read, rows.New, rows.NewVersions, rows.KnownAlready, rows.Rejected);
        if (passed.Rows > 0)
        {
            log.RowsPassedOver(name, outcome);
        }

        return (new FileSummary(name, sha256, layout.Name, rows, outcome), false);
    }

    private static string WalletOf(Layout layout, string? account) =>
        layout.Kind == LayoutKind.Statement && layout.OwnerOf(account) is var wallet && Ids.CanBeKept(wallet, Ids.LongestOwner) ? wallet : string.Empty;

    private static RowTotals Save(Work work, IEnumerable<RowOutcome> outcomes, RunClock run, CancellationToken stop)
    {
        var totals = new RowTotals(0, 0, 0, 0, 0);
        foreach (var batch in Batches(outcomes.Select(RejectIfItCannotBeKept)))
        {
            stop.ThrowIfCancellationRequested();
            var entries = batch.OfType<RowOutcome.ReadEntry>().ToList();
            var orders = batch.OfType<RowOutcome.ReadOrder>().ToList();
            var rejected = batch.OfType<RowOutcome.Rejected>().ToList();
            totals = Count(totals, work.Entries.Save(entries.Select(e => new ToldEntry(e.Entry, e.IdSource)), run.AsOfUtc).Outcomes, entries.ConvertAll(e => e.Rows));
            totals = Count(totals, work.Orders.Save(orders.Select(o => o.Order), run.AsOfUtc).Outcomes, orders.ConvertAll(o => o.Rows));
            work.Rejected.Add(rejected.Select(r => r.Row));
            var lost = rejected.Sum(r => (long)r.Rows);
            totals = totals with { Read = totals.Read + lost, Rejected = totals.Rejected + lost };
        }

        return totals;
    }

    /// <summary>As many outcomes as are saved at once: fewer where their texts are long.</summary>
    private static IEnumerable<List<RowOutcome>> Batches(IEnumerable<RowOutcome> outcomes)
    {
        var (batch, characters) = (new List<RowOutcome>(), 0L);
        foreach (var outcome in outcomes)
        {
            batch.Add(outcome);
            characters += outcome switch
            {
                RowOutcome.ReadEntry read => read.Entry.Source.RawText.Length,
                RowOutcome.ReadOrder read => read.Order.Source.RawText.Length,
                _ => 0,
            };
            if (batch.Count == RecordsAtOnce || characters > CharactersAtOnce)
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
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

/// <summary>A file of an archive, and what became of it.</summary>
/// <param name="Copy">Where it lies while the archive is read.</param>
internal sealed record ArchivedEntry(FileSummary Summary, bool IsUnknown, string Copy);

/// <summary>What was passed over in one file, by its reason.</summary>
internal sealed class PassedOverParts
{
    private const int MostNamed = 20;

    private readonly OrderedDictionary<string, long> parts = [];

    public long Rows => parts.Values.Sum();

    /// <summary>The other outcomes.</summary>
    public IEnumerable<RowOutcome> TakeOut(IEnumerable<RowOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome is RowOutcome.PassedOver part)
            {
                parts[part.What] = parts.GetValueOrDefault(part.What) + part.Rows;
            }
            else
            {
                yield return outcome;
            }
        }
    }

    /// <summary>Such as <c>; passed over: sheet Old is hidden (3 rows)</c>; empty where nothing was.</summary>
    public string InWords()
    {
        var named = parts.Take(MostNamed).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} ({p.Value:N0} {(p.Value == 1 ? "row" : "rows")})"));
        var rest = parts.Count <= MostNamed ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"and {parts.Count - MostNamed:N0} more ({parts.Skip(MostNamed).Sum(p => p.Value):N0} rows)") };
        return parts.Count == 0 ? string.Empty : $"; passed over: {string.Join("; ", named.Concat(rest))}";
    }
}

/// <summary>Who acts, for the audit: the operating system's user.</summary>
internal static class Actor
{
    public static string Name { get; } = Environment.UserName;
}
