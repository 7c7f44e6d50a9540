using BenchmarkDotNet.Attributes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Documents.Tables;
using Reconciler.Import.Files;
using Reconciler.Import.Layouts;
using Reconciler.Simulator;
using Reconciler.Store;
using Reconciler.TestSupport;

namespace Reconciler.Benchmarks;

/// <summary>A simulated history of payments as they should be, each named unless told otherwise.</summary>
internal static class History
{
    public static Simulation Of(int orders, double references = 1) => Scenario.Simulate(new Knobs { Orders = orders, ReferenceShare = references, PlainNames = true, Only = ["healthy"] });
}

/// <summary>Rows of a standard statement into entries.</summary>
[MemoryDiagnoser]
public class ReadingRows
{
    private const int Rows = 100_000;
    private readonly TempFolder folder = new();
    private readonly FileReader reader = new(LayoutCatalog.Load(Path.Combine(Places.Config, "layouts")));

    [GlobalSetup]
    public void Write() => SimulatedFiles.WriteStatement(folder["statement.csv"], History.Of(Rows).Entries);

    [Benchmark(OperationsPerInvoke = Rows)]
    public int Read() =>
        reader.Read(folder["statement.csv"], ((Identification.Known)reader.Identify(folder["statement.csv"])).Layout, account: null, new string('0', 64), "statement.csv").Count();

    [GlobalCleanup]
    public void Delete() => folder.Dispose();
}

/// <summary>What tells one version of a record from another.</summary>
[MemoryDiagnoser]
public class ContentHashes
{
    private readonly Entry entry = Some.Entry(reference: "8001234567890123");

    [Benchmark]
    public byte[] Entry() => Versions.ContentHash(entry);
}

/// <summary>100,000 charges and as many orders into matches, and findings.</summary>
[MemoryDiagnoser]
public class Matching
{
    private const int Orders = 100_000;
    private Simulation history = null!;

    /// <summary>The share of payments that name their order.</summary>
    [Params(1.0, 0.6, 0.0)]
    public double References { get; set; }

    [GlobalSetup]
    public void Simulate() => history = History.Of(Orders, References);

    [Benchmark(OperationsPerInvoke = 2 * Orders)]
    public int MatchAndFind()
    {
        var result = Matcher.Run([.. history.Entries.Select(e => Versions.Choose([e]))], [.. history.Orders.Select(o => Versions.Choose([o]))], new RateTable([]), MatchingRules.Default, Decisions.None);
        return result.Matches.Count + Finder.Run(result, history.Knobs.AsOfUtc).Count;
    }
}

/// <summary>Matches into the rows of a workbook.</summary>
[MemoryDiagnoser]
public class WorkbookRows
{
    private const int Rows = 100_000;

    private readonly Match[] matches = [.. Enumerable.Range(0, Rows).Select(i => new Match(
        FormattableString.Invariant($"m-{i:x12}"), MatchRole.Payment, new("aliexpress", FormattableString.Invariant($"8{i:D15}")), new("qiwi", FormattableString.Invariant($"Q{i:D11}")),
        Some.Money("1234.56 USD"), "named", Confidence.Certain,
        Reason.Of(Because.AmountEqualsOrder, Some.Money("1234.56 USD"), "8001") + Reason.Of(Because.Comma) + Reason.Of(Because.BookedAfter, TimeApart.Of(TimeSpan.FromHours(2)))))];

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Write() => TableWriter.Write(ExportTables.Matches(matches), TableFormat.Xlsx, Stream.Null);
}

/// <summary>New entries into an empty store, committed to disk.</summary>
[MemoryDiagnoser]
public class StoreInserts
{
    private const int Rows = 20_000;
    private readonly IReadOnlyList<Entry> entries = History.Of(Rows).Entries;
    private TempFolder folder = null!;

    [IterationSetup]
    public void Empty()
    {
        folder = new TempFolder();
        Open().Migrate();
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Insert()
    {
        using var work = Open().Begin();
        work.Entries.Save(entries);
        work.Commit();
    }

    [IterationCleanup]
    public void Delete() => folder.Dispose();

    private Database Open() => Database.Open(new StoreSettings(StoreProvider.Sqlite, Database.ForFile(folder["reconciler.db"])));
}
