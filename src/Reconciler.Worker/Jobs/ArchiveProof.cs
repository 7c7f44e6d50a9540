using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Reconciler.Core.Reports;
using Reconciler.Import.Bytes;
using Reconciler.Import.Files;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Reads the archived files once more, in the order in which the audit says that they came, into a store of their own that is thrown away, and holds the records of the store against it.</summary>
internal sealed class ArchiveProof : IDisposable
{
    private const string FileRead = "file read";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    // Only for this account, outside of the data folder: whoever may only read there can verify too.
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reconciler-");
    private readonly Workplace place;
    private readonly Work stored;
    private readonly ArchivedTexts archive;
    private readonly Dictionary<string, string> unpacked = new(StringComparer.Ordinal);
    private readonly HashSet<string> zipsSeen = new(StringComparer.Ordinal);

    public ArchiveProof(Workplace place, Work stored)
    {
        (this.place, this.stored) = (place, stored);
        archive = new ArchivedTexts(place.Data);
    }

    /// <summary>Files that the records cannot be held against, each with the cause.</summary>
    public List<string> NotAtHand { get; } = [];

    /// <summary>Archived files that are no longer what was read, by their paths in the archive.</summary>
    public List<string> Changed { get; } = [];

    public int FilesRead { get; private set; }

    /// <summary>The records that are not what their files say, once all files are read.</summary>
    public IEnumerable<RowFault> Faults(CancellationToken stop)
    {
        var store = Database.Open(new StoreSettings(StoreProvider.Sqlite, Database.ForFile(Path.Combine(folder.FullName, "again.db"))));
        store.Migrate();
        using var open = store.KeepOpen();
        var job = new ImportJob(place, store, NullLogger.Instance);
        var atHand = ReadAll(job, stop);
        using var again = store.BeginReading();
        foreach (var fault in RecordProof.Compare(stored, again, atHand))
        {
            yield return fault;
        }
    }

    public void Dispose()
    {
        archive.Dispose();
        folder.Delete(recursive: true);
    }

    private HashSet<string> ReadAll(ImportJob job, CancellationToken stop)
    {
        var atHand = new HashSet<string>(StringComparer.Ordinal);
        var run = RunClock.Start(TimeProvider.System, DateTime.UnixEpoch);
        var files = stored.InputFiles.LoadAll().ToDictionary(f => f.Sha256, StringComparer.Ordinal);
        foreach (var (line, layoutThen) in Told())
        {
            stop.ThrowIfCancellationRequested();
            if (!files.Remove(line.Subject, out var file))
            {
                continue;
            }

            var told = JsonSerializer.Deserialize<Line>(line.Details, Json)!;
            if (layoutThen is not null && layoutThen != LayoutNow(file.Layout))
            {
                NotAtHand.Add($"{file.Name}: the layout {file.Layout} is not the one by which it was read");
            }
            else if (PathOf(file) is not { } path)
            {
                NotAtHand.Add($"{file.Name}: {(told.File == file.Name ? "it was read where it lay" : "the archive does not hold it")}");
            }
            else if (job.ReadAgain(Again(job, file, told.File, path), run, stop) is { } why)
            {
                NotAtHand.Add($"{file.Name}: {why}");
            }
            else
            {
                FilesRead++;
                atHand.Add(file.Sha256);
            }
        }

        NotAtHand.AddRange(files.Values.Select(f => $"{f.Name}: no line of the audit tells how it was read"));
        return atHand;
    }

    /// <summary>The lines that tell of files, from the first, each with the SHA-256 that its layout had then; null where nothing tells.</summary>
    private IEnumerable<(AuditRecord Line, string? Layout)> Told()
    {
        var layouts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in stored.Audit.LoadLatest(FileRead).Concat(stored.Audit.LoadLatest(ConfigurationAudit.Action)).OrderBy(l => l.Seq).ToList())
        {
            if (line.Action == FileRead)
            {
                yield return (line, layouts.GetValueOrDefault(LayoutFile(JsonSerializer.Deserialize<Line>(line.Details, Json)!.Layout)));
            }
            else
            {
                layouts = ConfigurationAudit.ValuesOf(line);
            }
        }
    }

    private static string LayoutFile(string layout) => $"layouts/{layout}.json";

    private string? LayoutNow(string layout) =>
        Path.Combine(place.Folder(place.Settings.Folders.Layouts), layout + ".json") is var path && File.Exists(path) ? Import.Bytes.InputFile.Sha256(path) : null;

    /// <summary>As it was read then: where it lay below the inbox says of whom it tells.</summary>
    private static Incoming Again(ImportJob job, Store.InputFile file, string shown, string path)
    {
        var below = shown.Length > file.Name.Length ? shown[..^(file.Name.Length + 1)] : null;
        var (hint, account) = below is null ? (null, null) : Inbox.HintsOf($"{below}/{file.Name.Split('/')[0]}");
        return new Incoming(path, file.Sha256, shown, file.Name, file.Layout, hint is not null && job.Knows(hint) ? account : null, below);
    }

    private string? PathOf(Store.InputFile file)
    {
        if (archive.PathOf(file.Sha256, out var changed) is { } path)
        {
            return path;
        }

        if (changed.Length > 0)
        {
            Changed.Add(place.Data.Shown(changed));
        }

        return file.Name.Contains('/', StringComparison.Ordinal) ? Unpacked(file) : null;
    }

    /// <summary>Where a file of an archive lies, which came within a ZIP file of that name.</summary>
    private string? Unpacked(Store.InputFile file)
    {
        if (!unpacked.TryGetValue(file.Sha256, out var path) && Directory.Exists(place.Data.Archive))
        {
            foreach (var zip in Directory.GetFiles(place.Data.Archive, "*-" + FileNames.Safe(file.Name.Split('/')[0]), SearchOption.AllDirectories).Where(zipsSeen.Add).Order(StringComparer.Ordinal))
            {
                foreach (var entry in StatementArchive.CopyTo(new Import.Bytes.InputFile(zip), () => Path.Combine(folder.FullName, Path.GetRandomFileName()), place.Settings.Import.ToLimits()))
                {
                    unpacked[Import.Bytes.InputFile.Sha256(entry.Path)] = entry.Path;
                }
            }

            unpacked.TryGetValue(file.Sha256, out path);
        }

        return path;
    }

    private sealed record Line(string File, string Layout);
}
