namespace Reconciler.Fuzzer;

/// <summary>A good file that is damaged in many ways.</summary>
public sealed record GoodFile(string Path, byte[] Content);

/// <summary>The good files.</summary>
public static class Corpus
{
    // Damage to a large file is no other than to a small one, only slower.
    private const int Largest = 300_000;

    private static readonly string[] NoStatements = [".md", ".png", ".pdf"];

    public static IReadOnlyList<GoodFile> Load(IEnumerable<string> folders) =>
    [
        .. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(path => !NoStatements.Contains(Path.GetExtension(path)) && new FileInfo(path).Length is > 0 and <= Largest)
            .Order(StringComparer.Ordinal)
            .Select(path => new GoodFile(path, File.ReadAllBytes(path))),
    ];
}
