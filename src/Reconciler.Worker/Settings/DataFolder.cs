using System.ComponentModel;
using Reconciler.Import.Bytes;

namespace Reconciler.Worker.Settings;

/// <summary>Another instance works on this data folder.</summary>
public sealed class DataFolderBusyException(string message) : Exception(message);

/// <summary>The folders under <c>--data</c>.</summary>
public sealed record DataFolder(string Root)
{
    private static readonly string[] WorkNames = ["inbox", "archive", "rejected", "outbox", "evidence", "reports", "logs"];

    private const int MostTries = 5;

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

    /// <summary>A path below this folder as people and the audit are told it: with slashes on every system.</summary>
    public string Shown(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

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
    /// <remarks>A lock by a program that is none of ours, as far as the system says who holds it, is told and not obeyed: the file that it holds is put aside, and another one is locked.</remarks>
    /// <param name="what">Empty for a piece of work, else the name of a lock that is held for longer.</param>
    /// <param name="tell">Is told of such a program.</param>
    /// <exception cref="DataFolderBusyException">Another instance holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write in it.</exception>
    public FileStream Hold(string what = "", Action<string>? tell = null)
    {
        var path = Path.Combine(Root, what.Length == 0 ? "reconciler.lock" : $"reconciler.{what}.lock");
        for (var tries = 1; ; tries++)
        {
            IReadOnlyList<LockHolder> holders = [];
            try
            {
                var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (!OperatingSystem.IsLinux() || IsAt(path, held))
                {
                    return held;
                }

                // Somebody has put it aside meanwhile.
                held.Dispose();
            }
            catch (IOException e) when (e is not DirectoryNotFoundException)
            {
                holders = LockHolder.Of(path);
                if (holders.Count == 0 || holders.Any(h => h.MayBeReconciler) || !PutAside(path))
                {
                    throw Busy(holders);
                }

                tell?.Invoke($"{Path.GetFileName(path)} is held by {string.Join(", ", holders)}, which is no reconciler: it was put aside, and the work goes on. See what that program wants in {Root}");
            }
            catch (UnauthorizedAccessException e)
            {
                throw NoRight(path, e);
            }

            if (tries == MostTries)
            {
                throw Busy(holders);
            }
        }
    }

    private DataFolderBusyException Busy(IReadOnlyList<LockHolder> holders) =>
        new($"Another instance of reconciler works in {Root}{(holders.Count > 0 ? $": {string.Join(", ", holders)}" : string.Empty)}. Wait until it is done, or stop it.");

    private static bool IsAt(string path, FileStream file)
    {
        try
        {
            return InputFile.MarkOf(file).Number == InputFile.MarkOf(path).Number;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Gives the file another name, unless a reconciler has it by now.</summary>
    private static bool PutAside(string path)
    {
        var aside = path + ".foreign";
        try
        {
            File.Move(path, aside, overwrite: true);
            if (LockHolder.Of(aside).Any(h => h.MayBeReconciler))
            {
                File.Move(aside, path, overwrite: false);
                return false;
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
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
