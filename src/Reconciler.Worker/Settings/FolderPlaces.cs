namespace Reconciler.Worker.Settings;

/// <summary>Which folders may not be one, nor lie in each other: what one part of the program moves or deletes, another would lose.</summary>
internal static class FolderPlaces
{
    /// <summary>What is wrong with the folders of a configuration, each with key, value and what is allowed.</summary>
    public static IEnumerable<string> Faults(ReconcilerSettings settings, string configFolder)
    {
        var folders = settings.Folders;
        (string Key, string Path)[] read = [("Folders:Layouts", folders.Layouts), ("Folders:Rates", folders.Rates), ("Folders:Letters", folders.Letters)];
        foreach (var (i, (key, path)) in read.Index())
        {
            if (read.Take(i).FirstOrDefault(other => IsSame(Full(other.Path), Full(path))) is { Key: not null } same)
            {
                yield return $"{key} is '{path}', the folder of {same.Key} too. A folder each is allowed.";
            }
        }

        if (!IsDefault(folders.Rates) && !Directory.Exists(Full(folders.Rates)))
        {
            yield return $"Folders:Rates is '{folders.Rates}', and there is no such folder. Create it, or leave the setting out.";
        }

        foreach (var fault in settings.Sample is { Data.Length: > 0 } sample ? OfData("Sample:Data", sample.Data, [("Sample:Seeds", sample.Seeds), ("Sample:Rates", sample.Rates), .. read]) : [])
        {
            yield return fault;
        }

        string Full(string path) => Path.GetFullPath(path, configFolder);

        IEnumerable<string> OfData(string key, string data, IEnumerable<(string Key, string Path)> others) =>
            others.Where(other => other.Path.Length > 0 && (IsWithin(Full(other.Path), Full(data)) || IsWithin(Full(data), Full(other.Path))))
                .Select(other => $"{key} is '{data}' and {other.Key} is '{other.Path}': one lies in the other. Folders apart are allowed.");
    }

    /// <summary>What is wrong with a data folder beside the folders of the configuration; null where nothing is.</summary>
    public static string? FaultOf(DataFolder data, ReconcilerSettings settings, string configFolder)
    {
        (string What, string Path)[] read =
        [
            ("the configuration", configFolder), ("Folders:Layouts", settings.Folders.Layouts), ("Folders:Rates", settings.Folders.Rates), ("Folders:Letters", settings.Folders.Letters),
        ];
        return (from other in read
                let path = Path.GetFullPath(other.Path, configFolder)
                where data.WorkFolders.Any(work => IsWithin(path, work)) || IsSame(path, data.Root)
                select $"--data {data.Root}: {other.What} lies in {path}, where this program moves files about. Choose another data folder.").FirstOrDefault();
    }

    private static bool IsDefault(string rates) => rates == new FolderSettings().Rates;

    private static bool IsSame(string one, string other) => Named(one).Equals(Named(other), Comparison);

    private static bool IsWithin(string path, string folder) => Named(path).StartsWith(Named(folder), Comparison);

    /// <summary>With a separator at the end, so that <c>data-2</c> does not lie in <c>data</c>.</summary>
    private static string Named(string path) => Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar;

    private static StringComparison Comparison => OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
}
