using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Import.Bytes;
using Reconciler.Import.Files;
using Reconciler.Import.Layouts;
using Reconciler.Import.Reading;
using Reconciler.Import.Spelling;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Reads files into the store, each whole or not at all, and archives what came through the inbox.</summary>
internal sealed class ImportJob(Workplace place, Database store, ILogger log)
{
    private const int RecordsAtOnce = 5_000;
    private const int BytesAtOnce = 8 * 1024 * 1024;

    // How many batches are read before the first of them is stored.
    private const int BatchesAhead = 2;

    private readonly ImportLimits limits = place.Settings.Import.ToLimits();
    private readonly LayoutCatalog layouts = LayoutCatalog.Load(place.Folder(place.Settings.Folders.Layouts));

    /// <summary>Reads all that lies in the inbox.</summary>
    public IReadOnlyList<FileSummary> ReadInbox(RunClock run, CancellationToken stop)
    {
        var inbox = new Inbox(place.Data.Root);
        using var work = new WorkFolder(place.Data.Root);
        var summaries = new List<FileSummary>();
        foreach (var file in inbox.Files(layouts))
        {
            stop.ThrowIfCancellationRequested();
            summaries.AddRange(ReadAndFile(inbox, file, work, run, stop));
            work.Empty();
        }

        return summaries;
    }

    /// <summary>Reads files by path; they are neither moved nor changed.</summary>
    public IReadOnlyList<FileSummary> ReadFiles(IEnumerable<string> paths, string? layout, RunClock run, CancellationToken stop)
    {
        using var work = new WorkFolder(place.Data.Root);
        var summaries = new List<FileSummary>();
        foreach (var path in paths)
        {
            var name = FileNames.Printable(Path.GetFileName(path));
            try
            {
                using var file = Import.Bytes.InputFile.Open(path);
                var copy = work.Copy(file, path, limits, stop);
                summaries.AddRange(Read(new Incoming(copy.Path, copy.Sha256, name, name, layout, null, null), work, run, stop).Select(r => r.Summary));
                work.Empty();
            }
            catch (Exception e) when (e is NotAFileException or InvalidDataException)
            {
                log.FileRejected(name, e.Message);
                summaries.Add(Unread(name, e.Message));
            }
        }

        return summaries;
    }

    /// <summary>Reads a file of before once more, as it was read then.</summary>
    /// <returns>Why it cannot be; null: it is read.</returns>
    public string? ReadAgain(Incoming file, RunClock run, CancellationToken stop) =>
        Guarded(file, run, () => ReadOne(file, run, new FileBudget(limits, stop))) is { IsUnknown: true } refused ? refused.Summary.Outcome : null;

    /// <summary>Whether folders of the inbox can name a layout so.</summary>
    public bool Knows(string layout) => layouts.Find(layout) is not null;

    /// <summary>Reads a file of the inbox from a private copy, and files that copy. Whatever is wrong with the file, the others go on.</summary>
    private IEnumerable<FileSummary> ReadAndFile(Inbox inbox, InboxFile file, WorkFolder work, RunClock run, CancellationToken stop)
    {
        if (file.Fault is { } fault)
        {
            return [Left(file, fault)];
        }

        var read = new List<FileOutcome>();
        try
        {
            var copy = inbox.Take(file, work, limits, stop);
            read.AddRange(Read(new Incoming(copy.Path, copy.Sha256, file.RelativePath, file.Name, file.LayoutHint, file.Account, file.RelativePath[..file.RelativePath.LastIndexOf('/')]), work, run, stop));
            if (!PutAway(inbox, file, copy, read, run))
            {
                log.FileLeft(file.RelativePath, "it changed after it was read: the next run reads what it is now");
            }
        }
        catch (InvalidDataException e)
        {
            // It is too large to be copied.
            log.FileRejected(file.RelativePath, e.Message);
            inbox.RejectUncopied(file, e.Message);
            return [Unread(file.RelativePath, e.Message)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !IsDiskFull(e))
        {
            if (read.Count == 0)
            {
                return [Left(file, e.Message)];
            }

            log.FileLeft(file.RelativePath, e.Message);
        }

        return [.. read.Select(r => r.Summary)];
    }

    private FileSummary Left(InboxFile file, string why)
    {
        why = FileNames.Printable(why);
        log.FileLeft(file.RelativePath, why);
        return Unread(file.RelativePath, $"left for the next run: {why}");
    }

    /// <summary>Files what was read: what the store has in the archive, what no layout knows among the rejected files. An archive is filed as a whole when one of its files is known, and the others are
    /// rejected with their reasons.</summary>
    /// <returns>Whether the file is out of the inbox.</returns>
    private static bool PutAway(Inbox inbox, InboxFile file, PrivateCopy copy, IReadOnlyList<FileOutcome> read, RunClock run)
    {
        if (read.All(r => r.IsUnknown))
        {
            return inbox.Reject(file, copy, string.Join('\n', read.Select(r => r.Summary.FileName == file.RelativePath ? r.Summary.Outcome : $"{r.Summary.FileName}: {r.Summary.Outcome}"))).IsOut;
        }

        foreach (var entry in read.Where(r => r.IsUnknown))
        {
            inbox.RejectCopy(entry.Copy, entry.Name, entry.Summary.FileName, entry.Summary.Outcome);
        }

        return inbox.Archive(file, copy, DateOnly.FromDateTime(run.AsOfUtc)).IsOut;
    }

    /// <summary>Reads a file, and of an archive each file in it.</summary>
    private IReadOnlyList<FileOutcome> Read(Incoming file, WorkFolder work, RunClock run, CancellationToken stop)
    {
        var budget = new FileBudget(limits, stop);
        var archived = new List<ArchivedFile>();
        if (Guarded(file, run, () => Unpack(file, work, budget, archived)) is { } refused)
        {
            return [refused];
        }

        var files = archived.Select(entry => new Incoming(
            entry.Path, Import.Bytes.InputFile.Sha256(entry.Path), $"{file.Shown}/{entry.Name}", $"{file.FileName}/{entry.Name}", file.LayoutHint, file.Account, file.Folder));
        return [.. (archived.Count > 0 ? files : [file]).Select(one => Guarded(one, run, () => ReadOne(one, run, budget))!)];
    }

    /// <summary>Null where the file is no archive, or its files are there now.</summary>
    private FileOutcome? Unpack(Incoming file, WorkFolder work, FileBudget budget, List<ArchivedFile> archived)
    {
        var archive = new Import.Bytes.InputFile(file.Path, budget);
        if (StatementArchive.Is(archive))
        {
            archived.AddRange(StatementArchive.CopyTo(archive, work.NewPath, limits));
            return archived.Count > 0 ? null : throw new InvalidDataException("It is a ZIP archive without a file in it. Export or copy it again.");
        }

        return null;
    }

    /// <summary>The one place where it ends what a file does to its readers: the file is refused with the cause, and what it had stored is taken back. What is no fault of the file goes on up.</summary>
    private FileOutcome? Guarded(Incoming file, RunClock run, Func<FileOutcome?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileBudgetException or InvalidDataException)
        {
            return Refuse(file, run, e.Message);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StoreException or DbException) && !IsDiskFull(e))
        {
            log.ReaderFailed(e, file.Shown);
            return Refuse(file, run, $"It makes its reader fail ({e.GetType().Name}), which is a fault of this program: the log tells more. Export it again or in another form; if that does not help, send it to whoever cares for the program.");
        }
    }

    private FileOutcome Refuse(Incoming file, RunClock run, string why)
    {
        using var work = store.Begin();
        return Refuse(work, file, run, why);
    }

    private FileOutcome Refuse(Work work, Incoming file, RunClock run, string why)
    {
        why = SourceText.WellFormed(why);
        log.FileRejected(file.Shown, why);
        work.Audit.Append(run.StartedAtUtc, Actor.InAudit, "file rejected", file.Sha256, JsonSerializer.Serialize(new { run = run.RunId, file = file.Shown, why }));
        work.Commit();
        return new FileOutcome(Unread(file.Shown, why) with { FileSha256 = file.Sha256 }, true, file.Path, file.Name);
    }

    private FileOutcome ReadOne(Incoming file, RunClock run, FileBudget budget)
    {
        using var work = store.Begin();
        if (work.InputFiles.Find(file.Sha256) is { } known)
        {
            log.FileKnown(file.Shown);
            return Outcome(known.Layout, new RowTotals(known.Rows.Read, 0, 0, known.Rows.Read, 0), "known already");
        }

        var reader = new FileReader(layouts, limits) { TellsPlaces = IsArchived(file) };
        var identified = reader.Identify(file.Path, file.LayoutHint, budget);
        if (identified is Identification.Unknown { Why: var why })
        {
            return Refuse(work, file, run, why);
        }

        var layout = ((Identification.Known)identified).Layout;
        var source = file.Folder is { } folder ? place.Settings.Import.Sources.FirstOrDefault(s => s.Fits(folder, layout.Name)) : null;
        var outcomes = reader.Read(file.Path, layout, file.Account, file.Sha256, file.FileName, budget).Select(row => RejectIfItMayNotBeKept(row, source, file.Folder));
        var passed = new PassedOverParts();
        var rows = Save(work, Ahead.Of(Batches(passed.TakeOut(outcomes)), BatchesAhead)) with { PassedOver = passed.Rows };
        var outcome = (rows.Read == 0 ? "read: no rows" : "read") + passed.InWords();
        work.InputFiles.Add(new Store.InputFile(file.Sha256, file.FileName, layout.Name, WalletOf(layout, file.Account), new FileInfo(file.Path).Length, run.AsOfUtc, rows, outcome));
        work.Audit.Append(run.StartedAtUtc, Actor.InAudit, "file read", file.Sha256, JsonSerializer.Serialize(new { run = run.RunId, file = file.Shown, layout = layout.Name, rows }));
        work.Commit();
        log.FileRead(file.Shown, layout.Name, rows.Read, rows.New, rows.NewVersions, rows.KnownAlready, rows.Rejected);
        if (passed.Rows > 0)
        {
            log.RowsPassedOver(file.Shown, outcome);
        }

        return Outcome(layout.Name, rows, outcome);

        FileOutcome Outcome(string layoutName, RowTotals totals, string what) => new(new FileSummary(file.Shown, file.Sha256, layoutName, totals, what), false, file.Path, file.Name);
    }

    private static FileSummary Unread(string name, string outcome) => new(name, string.Empty, string.Empty, new RowTotals(0, 0, 0, 0, 0), outcome);

    /// <summary>The world failing, and no fault of a file: no room on the disk, or none left for this account. Numbers of Linux (ENOSPC, EDQUOT) and of Windows (ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL).</summary>
    private static bool IsDiskFull(Exception e) => e is IOException { HResult: 28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027) };

    private static string WalletOf(Layout layout, string? account) =>
        layout.Kind == LayoutKind.Statement && layout.OwnerOf(account) is var wallet && Ids.CanBeKept(wallet, Ids.LongestOwner) ? wallet : string.Empty;

    /// <summary>
    /// Whether the file itself will lie in the archive beside the store: then its rows' texts are kept there, and the store keeps their places. Not what lies within a ZIP archive, nor what a person named
    /// and keeps elsewhere; and a server's store may be read where this archive is not.
    /// </summary>
    private bool IsArchived(Incoming file) => store.Provider == StoreProvider.Sqlite && file.Folder is not null && !file.FileName.Contains('/', StringComparison.Ordinal);

    private static RowTotals Save(Work work, IEnumerable<List<RowOutcome>> batches)
    {
        var totals = new RowTotals(0, 0, 0, 0, 0);
        foreach (var batch in batches)
        {
            var entries = batch.OfType<RowOutcome.ReadEntry>().ToList();
            var orders = batch.OfType<RowOutcome.ReadOrder>().ToList();
            var rejected = batch.OfType<RowOutcome.Rejected>().ToList();
            totals = Count(totals, work.Entries.Save(entries.Select(e => new ToldEntry(e.Entry, e.IdSource))).Outcomes, entries.ConvertAll(e => e.Rows));
            totals = Count(totals, work.Orders.Save(orders.Select(o => o.Order)).Outcomes, orders.ConvertAll(o => o.Rows));
            work.Rejected.Add(rejected.Select(r => r.Row));
            var lost = rejected.Sum(r => (long)r.Rows);
            totals = totals with { Read = totals.Read + lost, Rejected = totals.Rejected + lost };
        }

        return totals;
    }

    /// <summary>As many as are saved at once: by their number, and by the text that they hold in memory.</summary>
    private static IEnumerable<List<RowOutcome>> Batches(IEnumerable<RowOutcome> outcomes)
    {
        var batch = new List<RowOutcome>();
        var bytes = 0L;
        foreach (var outcome in outcomes)
        {
            batch.Add(outcome);
            bytes += outcome switch
            {
                RowOutcome.ReadEntry { Entry: var e } => e.Source.RawBytes + e.Extra.Length,
                RowOutcome.ReadOrder { Order: var o } => o.Source.RawBytes + o.Extra.Length,
                _ => 0,
            };
            if (batch.Count == RecordsAtOnce || bytes > BytesAtOnce)
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <param name="source">Of whom the file may tell; null: of all.</param>
    private static RowOutcome RejectIfItMayNotBeKept(RowOutcome outcome, SourceSettings? source, string? folder)
    {
        var (id, owner, line, rows, maySay) = outcome switch
        {
            RowOutcome.ReadEntry read => (read.Entry.Id.Id, read.Entry.Id.Wallet, read.Entry.Source, read.Rows, source?.MayTellOfWallet(read.Entry.Id.Wallet) ?? true),
            RowOutcome.ReadOrder read => (read.Order.Id.Id, read.Order.Id.Marketplace, read.Order.Source, read.Rows, source?.MayTellOfMarketplace(read.Order.Id.Marketplace) ?? true),
            _ => (string.Empty, string.Empty, null, 0, true),
        };
        return line is null ? outcome
            : !Ids.CanBeKept(id, Ids.LongestId) || !Ids.CanBeKept(owner, Ids.LongestOwner) ? Rejected(id, "cannot be kept: " + Ids.Rule)
            : !maySay ? Rejected(owner, $"is nobody of whom files in inbox/{folder} may tell, by Import:Sources in reconciler.json. Put the file where it belongs, or add the name there.")
            : outcome;

        RowOutcome.Rejected Rejected(string text, string why) => new(new RejectedRow(line.FileSha256, line.FileName, line.Line, string.Empty, SourceText.Cut(text, 100), why), rows);
    }

    private static RowTotals Count(RowTotals totals, IReadOnlyList<SaveOutcome> outcomes, List<int> rows)
    {
        var (added, versions, known) = (0L, 0L, 0L);
        for (var i = 0; i < outcomes.Count; i++)
        {
            switch (outcomes[i])
            {
                case SaveOutcome.New:
                    added += rows[i];
                    break;
                case SaveOutcome.NewVersion:
                    versions += rows[i];
                    break;
                default:
                    known += rows[i];
                    break;
            }
        }

        return totals with
        {
            Read = totals.Read + added + versions + known,
            New = totals.New + added,
            NewVersions = totals.NewVersions + versions,
            KnownAlready = totals.KnownAlready + known,
        };
    }
}

/// <summary>A private copy that is about to be read.</summary>
/// <param name="Shown">Where it came from, for people.</param>
/// <param name="FileName">For the records' source: without folders, of an archive <c>archive.zip/entry.csv</c>.</param>
/// <param name="Folder">Below the inbox; null where a person has named the file.</param>
internal sealed record Incoming(string Path, string Sha256, string Shown, string FileName, string? LayoutHint, string? Account, string? Folder)
{
    public string Name => FileName[(FileName.LastIndexOf('/') + 1)..];
}

/// <summary>What became of a file.</summary>
/// <param name="Copy">Where its private copy lies.</param>
/// <param name="Name">Its own name.</param>
internal sealed record FileOutcome(FileSummary Summary, bool IsUnknown, string Copy, string Name);

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
