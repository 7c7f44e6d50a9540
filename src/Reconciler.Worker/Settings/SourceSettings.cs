using System.IO.Enumeration;

namespace Reconciler.Worker.Settings;

/// <summary>Of whom some files may tell. In each name <c>*</c> stands for any characters, and case does not matter.</summary>
public sealed record SourceSettings
{
    /// <summary>A folder below the inbox with all below it, such as <c>statements/bank</c>. Default <c>*</c>: any.</summary>
    public string Folder { get; init; } = "*";

    /// <summary>The layout by which the file is read. Default <c>*</c>: any.</summary>
    public string Layout { get; init; } = "*";

    /// <summary>The wallets of which its statements may tell. Default all; an empty list is none.</summary>
    public IReadOnlyList<string> Wallets { get; init; } = ["*"];

    /// <summary>The marketplaces of which its orders may tell. Default all; an empty list is none.</summary>
    public IReadOnlyList<string> Marketplaces { get; init; } = ["*"];

    /// <summary>Whether it is about a file.</summary>
    /// <param name="folder">Below the inbox, with forward slashes.</param>
    public bool Fits(string folder, string layout)
    {
        if (!IsMeant(Layout, layout))
        {
            return false;
        }

        for (var at = folder; at.Length > 0; at = at[..Math.Max(0, at.LastIndexOf('/'))])
        {
            if (IsMeant(Folder.Trim('/'), at))
            {
                return true;
            }
        }

        return false;
    }

    public bool MayTellOfWallet(string wallet) => Wallets.Any(name => IsMeant(name, wallet));

    public bool MayTellOfMarketplace(string marketplace) => Marketplaces.Any(name => IsMeant(name, marketplace));

    /// <summary>What is wrong with it, with key and what is allowed.</summary>
    /// <param name="key">Of this source, such as <c>Import:Sources[0]</c>.</param>
    public IEnumerable<string> Check(string key)
    {
        foreach (var (name, value) in new[] { ("Folder", Folder), ("Layout", Layout) }.Concat(Wallets.Select(w => ("Wallets", w))).Concat(Marketplaces.Select(m => ("Marketplaces", m))))
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return $"{key}:{name} holds an empty name; * stands for any.";
            }
        }

        if (Folder.Contains('\\', StringComparison.Ordinal) || Folder.Split('/').Contains(".."))
        {
            yield return $"{key}:Folder is '{Folder}'; allowed is a folder below the inbox with forward slashes, such as statements/bank.";
        }
    }

    private static bool IsMeant(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
