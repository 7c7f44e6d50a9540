namespace Reconciler.Worker.Settings;

/// <summary>Another instance works on this data folder.</summary>
public sealed class DataFolderBusyException(string message) : Exception(message);

/// <summary>The folders under <c>--data</c>.</summary>
public sealed record DataFolder(string Root)
{
    private static readonly string[] WorkNames = ["inbox", "archive", "rejected", "outbox", "evidence", "reports", "logs"];

    private static readonly string[] InboxNames = ["statements", "orders", "evidence"];

    public string Evidence => Path.Combine(Root, "evidence");

    public string InboxEvidence => Path.Combine(Root, "inbox", "evidence");

    public string Archive => Path.Combine(Root, "archive");

    public string UsedEvidence => Path.Combine(Archive, "evidence");

    public string Outbox => Path.Combine(Root, "outbox");

    /// <summary>What people hand in on web sites.</summary>
    public string Portal => Path.Combine(Outbox, "portal");

    public string Reports => Path.Combine(Root, "reports");

    /// <summary>The heads of the audit that went out, signed and stamped.</summary>
    public string Heads => Path.Combine(Root, "heads");

    public string Logs => Path.Combine(Root, "logs");

    public string Database => Path.Combine(Root, "reconciler.db");

    /// <summary>The folders in which files are moved about, made anew or cleaned up.</summary>
    internal IEnumerable<string> WorkFolders => WorkNames.Select(name => Path.Combine(Root, name));

    /// <summary>The folder that <c>--data</c> names; it need not be there yet.</summary>
    /// <exception cref="SettingsException">It can be none: empty, a file, a link to nothing, or closed to this user.</exception>
    public static DataFolder Named(string data)
    {
        if (string.IsNullOrWhiteSpace(data))
        {
            throw new SettingsException("--data is empty. Name the data folder, or leave it out for the sample.");
        }

        var root = Path.GetFullPath(data);
        if (!Directory.Exists(root))
        {
            // File.Exists says yes to a link to nothing too.
            return new FileInfo(root).LinkTarget is { } target ? throw new SettingsException($"--data {root} is a link to {target}, which is no folder. Name a folder.")
                : File.Exists(root) ? throw new SettingsException($"--data {root} is a file. Name a folder.")
                : new DataFolder(root);
        }

        try
        {
            _ = Directory.EnumerateFileSystemEntries(root).Any();
            return new DataFolder(root);
        }
        catch (UnauthorizedAccessException)
        {
            throw new SettingsException($"--data {root}: {Environment.UserName} may not read this folder. README says how, under Four eyes.");
        }
    }

    /// <summary>Makes all folders that are missing.</summary>
    /// <exception cref="SettingsException">The data folder itself cannot be made.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"--data {Root} cannot be made: {e.Message}");
        }

        foreach (var folder in WorkFolders.Concat(InboxNames.Select(name => Path.Combine(Root, "inbox", name))))
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Holds the folder while this instance writes in it; the operating system lets go when the process ends, however it ends.</summary>
    /// <param name="what">Empty for a piece of work, else the name of a lock that is held for longer.</param>
    /// <exception cref="DataFolderBusyException">Another instance holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write in it.</exception>
    public FileStream Hold(string what = "")
    {
        var path = Path.Combine(Root, what.Length == 0 ? "reconciler.lock" : $"reconciler.{what}.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            throw new DataFolderBusyException($"Another instance of reconciler works in {Root}. Wait until it is done, or stop it.");
        }
        catch (UnauthorizedAccessException e)
        {
            throw NoRight(path, e);
        }
    }

    /// <summary>Writes and deletes a file.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not write in the folder.</exception>
    public void TryWriting()
    {
        var probe = Path.Combine(Root, ".check");
        try
        {
            File.WriteAllText(probe, "check");
            File.Delete(probe);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NoRight(probe, e);
        }
    }

    private UnauthorizedAccessException NoRight(string path, UnauthorizedAccessException e) =>
        new($"{Environment.UserName} may not write {path}. Whoever runs or approves needs the right to change files in {Root} and all below it; README says how, under Four eyes.", e);
}
