using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Reconciler.Core.Records;
using Reconciler.Import.Files;
using Reconciler.Import.Layouts;
using Reconciler.Import.Reading;
using Reconciler.Store;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>A store into which files are read by the shipped layouts, each file in a transaction of its own.</summary>
internal sealed class Books : IDisposable
{
    private static readonly LayoutCatalog Shipped = LayoutCatalog.Load(Path.Combine(Places.Config, "layouts"));

    private static readonly ConcurrentDictionary<string, LayoutCatalog> Own = new(StringComparer.Ordinal);

    // The migrations run once for all of them.
    private static readonly Lazy<byte[]> EmptyStore = new(() =>
    {
        using var made = new TempFolder();
        Open(made).Migrate();
        SqliteConnection.ClearAllPools(); // folds the journal in
        return File.ReadAllBytes(made["reconciler.db"]);
    });

    private readonly TempFolder folder = new();
    private readonly LayoutCatalog layouts;
    private readonly Database store;

    /// <param name="layout">Of a test's own; else the shipped ones.</param>
    public Books(string? layout = null)
    {
        layouts = layout is null ? Shipped : Own.GetOrAdd(layout, Load);
        File.WriteAllBytes(folder["reconciler.db"], EmptyStore.Value);
        store = Open(folder);
    }

    /// <summary>What became of each row of a file: <c>new</c>, <c>version</c> or <c>known</c>.</summary>
    public string Read(string name, string text) => Read(name, Encoding.UTF8.GetBytes(text));

    public string Read(string name, byte[] content)
    {
        File.WriteAllBytes(folder[name], content);
        var reader = new FileReader(layouts);
        var layout = reader.Identify(folder[name]) is Identification.Known(var known) ? known : throw new InvalidOperationException(((Identification.Unknown)reader.Identify(folder[name])).Why);
        var told = reader.Read(folder[name], layout, null, Convert.ToHexStringLower(SHA256.HashData(content)), name)
            .Select(o => o as RowOutcome.ReadEntry ?? throw new InvalidOperationException(((RowOutcome.Rejected)o).Row.Why))
            .Select(o => new ToldEntry(o.Entry, o.IdSource)).ToList();
        using var work = store.Begin();
        var outcomes = work.Entries.Save(told).Outcomes;
        work.Commit();
        return string.Join(' ', outcomes.Select(o => o switch { SaveOutcome.New => "new", SaveOutcome.NewVersion => "version", _ => "known" }));
    }

    private static LayoutCatalog Load(string layout)
    {
        using var made = new TempFolder();
        File.WriteAllText(made[JsonDocument.Parse(layout).RootElement.GetProperty("name").GetString() + ".json"], layout);
        return LayoutCatalog.Load(made.Path);
    }

    private static Database Open(TempFolder folder) => Database.Open(new StoreSettings(StoreProvider.Sqlite, Database.ForFile(folder["reconciler.db"]), 30));

    /// <summary>Keeps an entry under an id of a former rule.</summary>
    public void Keep(Entry entry)
    {
        using var work = store.Begin();
        work.Entries.Save([entry]);
        work.Commit();
    }

    /// <summary>Each entry as <c>id sum</c>, sorted.</summary>
    public IReadOnlyList<string> Entries() => [.. All().Select(e => $"{e.Id.Id} {e.Amount.ToAmountText()}").Order(StringComparer.Ordinal)];

    public IReadOnlyList<Entry> All()
    {
        using var work = store.BeginReading();
        return [.. work.Entries.LoadAll().Select(v => v.Standing)];
    }

    public T Do<T>(Func<Work, T> what)
    {
        using var work = store.Begin();
        var result = what(work);
        work.Commit();
        return result;
    }

    public void Dispose() => folder.Dispose();
}
