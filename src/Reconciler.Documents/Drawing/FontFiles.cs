using SkiaSharp;

namespace Reconciler.Documents.Drawing;

/// <summary>Finds font files by their usual names: Skia without system libraries sees no fonts on Linux by itself.</summary>
internal static class FontFiles
{
    // The better drawn come first. DejaVu closes gaps in Armenian, Georgian and symbols.
    private static readonly string[] Names =
    [
        "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf", "NotoSansSC-Regular.ttf", "SourceHanSansSC-Regular.otf", "SourceHanSans-Regular.ttc",
        "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "DejaVuSans.ttf",
    ];

    /// <summary>Where Linux systems keep fonts; none on Windows, where the system is asked instead.</summary>
    public static IReadOnlyList<string> UsualFolders { get; } = OperatingSystem.IsWindows()
        ? []
        :
        [
            "/usr/share/fonts", "/usr/local/share/fonts",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "fonts"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fonts"),
        ];

    /// <summary>The known font files below these folders, the best first. Folders that are absent or closed are passed over.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return
        [
            .. folders.Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", options))
                .Select(path => (Path: path, Rank: Array.IndexOf(Names, Path.GetFileName(path))))
                .Where(f => f.Rank >= 0)
                .OrderBy(f => f.Rank).ThenBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => f.Path),
        ];
    }
}

/// <summary>One font file of the machine, with its bold sister where there is one.</summary>
/// <param name="Regular">Null when the file cannot be read as a font.</param>
internal sealed record FontFile(SKTypeface? Regular, SKTypeface? Bold)
{
    public static FontFile Open(string path)
    {
        // A collection holds one face a region; in Noto's, number 2 draws Chinese characters as the mainland does.
        var index = Path.GetFileName(path).StartsWith("NotoSansCJK", StringComparison.Ordinal) && path.EndsWith(".ttc", StringComparison.Ordinal) ? 2 : 0;
        var bold = path.Replace("-Regular.", "-Bold.", StringComparison.Ordinal);
        return new FontFile(SKTypeface.FromFile(path, index), bold != path && File.Exists(bold) ? SKTypeface.FromFile(bold, index) : null);
    }
}
