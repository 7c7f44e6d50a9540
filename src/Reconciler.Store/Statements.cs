using System.Collections.Concurrent;

namespace Reconciler.Store;

/// <summary>The SQL texts in this assembly: <c>Sql/Shared</c> holds what both databases understand, <c>Sql/Sqlite</c> and <c>Sql/SqlServer</c> what only one does.</summary>
internal static class Statements
{
    private static readonly ConcurrentDictionary<(StoreProvider, string), string> Texts = new();

    /// <summary>The text of one statement, such as <c>Entry_LoadAll</c>.</summary>
    public static string Get(StoreProvider provider, string name) =>
        Texts.GetOrAdd(
            (provider, name),
            key => Read($"Reconciler.Store.Sql.{key.Item1}.{key.Item2}.sql") ?? Read($"Reconciler.Store.Sql.Shared.{key.Item2}.sql")
                ?? SealedTable.TextOf(key.Item1, key.Item2) ?? throw new ArgumentException($"There is no statement '{key.Item2}' for {key.Item1}.", nameof(name)));

    /// <summary>The migrations of one database as (name, text), the oldest first. The name is the file's: <c>2026-11-23_FirstTables.sql</c>.</summary>
    public static IReadOnlyList<(string Name, string Text)> Migrations(StoreProvider provider)
    {
        var prefix = $"Reconciler.Store.Migrations.{provider}.";
        return [.. typeof(Statements).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => (n[prefix.Length..], Read(n)!))];
    }

    private static string? Read(string resource)
    {
        using var stream = typeof(Statements).Assembly.GetManifestResourceStream(resource);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
