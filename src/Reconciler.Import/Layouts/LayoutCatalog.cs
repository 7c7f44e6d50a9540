using Reconciler.Core.Values;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Layouts;

/// <summary>All layouts of a configuration, sorted by name.</summary>
public sealed class LayoutCatalog
{
    private readonly Layout[] layouts;

    private LayoutCatalog(Layout[] layouts) => this.layouts = layouts;

    public IReadOnlyList<Layout> Layouts => layouts;

    /// <summary>SHA-256 over the folder's layouts, 64 lower-case hexadecimal digits; empty where there is no folder.</summary>
    public static string Sha256(string folder) => Directory.Exists(folder)
        ? ShortHash.Sha256(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)} {InputFile.Sha256(path)}"))))
        : string.Empty;

    /// <summary>Reads every <c>*.json</c> of the folder.</summary>
    /// <exception cref="LayoutException">A layout is wrong; the message names file, key and allowed values. Also when the folder is missing or holds none.</exception>
    public static LayoutCatalog Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new LayoutException($"The folder of layouts {folder} is missing. It comes with the program as config/layouts.");
        }

        var read = Directory.GetFiles(folder, "*.json")
            .Where(path => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Path.GetFileName(path).StartsWith('.'))
            .Select(Read)
            .OrderBy(layout => layout.Name, StringComparer.Ordinal)
            .ToArray();
        return read.Length > 0 ? new LayoutCatalog(read) : throw new LayoutException($"The folder of layouts {folder} holds no *.json file.");
    }

    /// <summary>A catalogue of these layouts and no others.</summary>
    public static LayoutCatalog Of(params IEnumerable<Layout> layouts) => new([.. layouts.OrderBy(layout => layout.Name, StringComparer.Ordinal)]);

    private static Layout Read(string path)
    {
        byte[] content;
        try
        {
            content = ConfigJson.ReadBytes(path);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new LayoutException(e is InvalidDataException ? $"{Path.GetFileName(path)}: {e.Message}" : $"{path} cannot be read: {e.Message}", e);
        }

        return LayoutFile.Parse(Path.GetFileName(path), content);
    }

    /// <summary>The layout with this name, in any case, or null.</summary>
    public Layout? Find(string name) => Array.Find(layouts, layout => layout.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
