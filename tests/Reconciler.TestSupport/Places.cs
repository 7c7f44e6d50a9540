using System.Runtime.CompilerServices;

namespace Reconciler.TestSupport;

/// <summary>Where things lie on disk while tests run.</summary>
public static class Places
{
    /// <summary>The top folder of the project: the one that holds <c>Reconciler.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    public static string Seeds => Path.Combine(Root, "seeds");

    public static string Config => Path.Combine(Root, "config");

    /// <summary>Real statement samples that lie beside the project on some machines, or null. Tests that want them skip aloud without.</summary>
    public static string? Samples =>
        Path.Combine(Root, "..", "shared", "samples") is var path && Directory.Exists(path) ? Path.GetFullPath(path) : null;

    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(here)! })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Reconciler.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests holds Reconciler.sln.");
    }
}
