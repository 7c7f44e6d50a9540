using Reconciler.Core.Disputes;
using Reconciler.Import.Files;
using Reconciler.Mail.Writing;
using Reconciler.Store;

namespace Reconciler.Worker.Settings;

/// <summary>Where the program works, with which settings, and what time it takes it to be.</summary>
/// <param name="ConfigFolder">The folder that holds <c>reconciler.json</c>.</param>
/// <param name="IsSample">The data folder is the trial's copy of the seeds.</param>
/// <param name="PinnedAsOfUtc">The clock of every rule and document, where it is not the real one.</param>
public sealed record Workplace(ReconcilerSettings Settings, string ConfigFolder, DataFolder Data, bool IsSample, DateTime? PinnedAsOfUtc)
{
    /// <summary>Reads the configuration and settles on the data folder: as given, else the sample's.</summary>
    /// <param name="asOf">ISO 8601; no offset means UTC, a date means its end.</param>
    /// <exception cref="SettingsException">The configuration, the data folder or the time is wrong.</exception>
    public static Workplace Open(string? data, string? config, string? asOf)
    {
        var configFolder = SettingsFile.FindFolder(config);
        var settings = SettingsFile.Load(configFolder);
        var pinned = asOf is null ? (DateTime?)null : ReadTime(asOf);
        if (data is not null)
        {
            var folder = DataFolder.Named(data);
            return FolderPlaces.FaultOf(folder, settings, configFolder) is { } fault ? throw new SettingsException(fault) : new Workplace(settings, configFolder, folder, false, pinned);
        }

        var sample = settings.Sample ?? throw new SettingsException($"{Path.Combine(configFolder, SettingsFile.Name)} has no Sample: name the data folder with --data.");
        return new Workplace(settings, configFolder, new DataFolder(Path.GetFullPath(sample.Data, configFolder)), true, pinned ?? sample.AsOf);
    }

    private string NamedSecret => Settings.Disputes.CaseSecret.Length > 0 ? Settings.Disputes.CaseSecret : IsSample ? Settings.Sample!.CaseSecret : string.Empty;

    private const int FaultsTold = 5;

    private static readonly string[] SeedFolders = ["statements", "orders", "evidence"];

    /// <summary>Where the wallets' published rates lie.</summary>
    public string RatesFolder => Folder(IsSample ? Settings.Sample!.Rates : Settings.Folders.Rates);

    public string Folder(string fromConfig) => Path.GetFullPath(fromConfig, ConfigFolder);

    /// <summary>The clock of a run that starts now.</summary>
    public DateTime AsOfUtc(TimeProvider time) => PinnedAsOfUtc ?? time.GetUtcNow().UtcDateTime;

    public Database OpenStore()
    {
        if (IsSample && !Directory.Exists(Data.Root))
        {
            throw new StoreUnreachableException("The sample has not been run yet. Run: reconciler once");
        }

        var store = Settings.Store;
        var connection = store.Provider == StoreProvider.Sqlite && store.ConnectionString.Length == 0 ? Database.ForFile(Data.Database) : store.ConnectionString;
        return Database.Open(new StoreSettings(store.Provider, connection, store.LockTimeoutSeconds));
    }

    /// <summary>What case numbers and Message-Ids are made with: the store's own secret, or the one that the configuration names, for the sample that of the sample.</summary>
    public CaseKey CaseKeyOf(Work work) => NamedSecret.Length > 0 ? CaseKey.Of(NamedSecret) : work.CaseKeys.LoadOrMake();

    /// <summary>Makes the store's own secret where it has none yet: works that only read need it too.</summary>
    public void MakeCaseKey(Database store)
    {
        using (var reading = store.BeginReading())
        {
            if (NamedSecret.Length > 0 || reading.CaseKeys.Find() is not null)
            {
                return;
            }
        }

        using var work = store.Begin();
        work.CaseKeys.LoadOrMake();
        work.Commit();
    }

    /// <summary>Reads what later steps will need, so that a fault in it is told before anything is done.</summary>
    /// <exception cref="SettingsException">A rate is wrong, or a letter that may have to be written; of others <c>check</c> tells.</exception>
    public void CheckRatesAndLetters()
    {
        RateFiles.Load(RatesFolder);
        if (Letters.Load(Folder(Settings.Folders.Letters)).Check(Settings.LettersNeeded()) is { Count: > 0 } faults)
        {
            throw new SettingsException(string.Join('\n', faults.Take(FaultsTold)) + (faults.Count > FaultsTold ? $"\n… and {faults.Count - FaultsTold} more" : ""));
        }
    }

    /// <summary>Copies the seeds that the store has not read yet into the sample's inbox. Returns how many.</summary>
    /// <exception cref="SettingsException">The seeds are not there.</exception>
    public int CopySeeds(Database store)
    {
        var seeds = Folder(Settings.Sample!.Seeds);
        if (!Directory.Exists(seeds))
        {
            throw new SettingsException($"The sample files are not in {seeds}. To work on data of your own, name its folder with --data.");
        }

        using var work = store.BeginReading();
        var copied = 0;
        foreach (var file in SeedFolders.Select(f => Path.Combine(seeds, f)).Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(seeds, file);
            var target = Path.Combine(Data.Root, "inbox", relative);
            var isEvidence = relative.StartsWith("evidence", StringComparison.Ordinal);
            if (File.Exists(target) || (isEvidence ? File.Exists(Path.Combine(Data.UsedEvidence, Path.GetFileName(file))) : work.InputFiles.Find(Reconciler.Import.Bytes.InputFile.Sha256(file)) is not null))
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            copied++;
        }

        return copied;
    }

    private static DateTime ReadTime(string text) =>
        Moments.TryRead(text, out var utc) ? utc : throw new SettingsException($"--as-of '{text}' is no time like 2026-07-10T08:00:00Z and no date like 2026-07-10, from 1970 to 2200.");
}
