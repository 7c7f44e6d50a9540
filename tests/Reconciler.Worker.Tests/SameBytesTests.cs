using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Reconciler.Documents.Tables;
using Reconciler.Simulator;
using Reconciler.Store;
using Reconciler.TestSupport;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary>
/// The exports of matches and findings are the same bytes, whatever way the same rows came in. A simulated quarter with pending rows that succeed
/// later, records that contradict each other, overlapping files and equal amounts, through the real import, store and matching.
/// </summary>
public sealed class SameBytesTests : IDisposable
{
    private static readonly Knobs Quarter = new() { Orders = 400, Days = 90, LaterShare = 0.3, EqualAmounts = 0.2, UnpaidShare = 0.05, Overlap = 0.2, Files = 2, Seed = 5 };

    private static readonly string[] Inboxes = ["statements", "orders"];
    private static readonly string[] Shipped = ["layouts", "letters"];

    private readonly TempFolder folder = new();
    private readonly IReadOnlyList<TableFile> files;
    private readonly string config;
    private int offices;

    public SameBytesTests()
    {
        SimulatedFiles.Write(Scenario.Simulate(Quarter), folder.Path);
        files = [.. Inboxes.SelectMany(kind => Directory.GetFiles(folder["data", "inbox", kind]).Order(StringComparer.Ordinal).Select(path => TableFile.Read(kind, path)))];
        config = folder["config"];
        foreach (var source in Shipped.SelectMany(part => Directory.EnumerateFiles(Path.Combine(Places.Root, "config", part), "*", SearchOption.AllDirectories)))
        {
            var target = folder[Path.GetRelativePath(Places.Root, source)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shuffled_rows_give_the_same_bytes() =>
        AllGiveTheBytesOfTheFilesAsTheyAre(random => files.Select(file => file with { Rows = random.Shuffled(file.Rows) }));

    [Fact]
    public void Files_split_at_any_row_give_the_same_bytes() =>
        AllGiveTheBytesOfTheFilesAsTheyAre(random => files.SelectMany(file =>
        {
            int[] cuts = [0, .. Enumerable.Range(0, 4).Select(_ => random.Next(file.Rows.Count + 1)).Order(), file.Rows.Count];
            return cuts.Zip(cuts.Skip(1), (from, to) => file with { Rows = [.. file.Rows.Skip(from).Take(to - from)] });
        }));

    [Fact]
    public void Rows_that_come_in_any_of_several_files_give_the_same_bytes() =>
        AllGiveTheBytesOfTheFilesAsTheyAre(random => files.SelectMany(file => file.Rows.GroupBy(_ => random.Next(4)).Select(slice => file with { Rows = [.. slice] })));

    [Fact]
    public void Files_imported_in_any_order_give_the_same_bytes() => AllGiveTheBytesOfTheFilesAsTheyAre(random => random.Shuffled(files));

    [Fact]
    public void Ninety_daily_runs_end_where_one_run_over_the_whole_does()
    {
        var random = new Random(1);
        var comesOn = files.SelectMany(file => file.Rows.Select(row => (File: file, Row: row))).DistinctBy(r => r.Row).GroupBy(r => r.File.IdOf(r.Row))
            .SelectMany(versions => versions.OrderBy(v => v.File.TimeOf(v.Row)).Select((v, i) => (v.File, v.Row, Day: DayOf(v.File.TimeOf(v.Row).AddDays(i == 0 ? 0 : random.Next(6)))))).ToLookup(r => r.Day);
        var daily = NewOffice();
        var resolved = 0;
        for (var day = 0; day < 90; day++)
        {
            daily.Receive(comesOn[day].GroupBy(r => r.File.Kind).Select(g => g.First().File with { Rows = [.. g.Select(r => r.Row)] }));
            resolved = daily.Run(Quarter.AsOfUtc.AddDays(day - 89)).Count(f => !f.IsAtRisk);
        }

        var atOnce = NewOffice();
        atOnce.Receive(files);
        atOnce.Run(Quarter.AsOfUtc);

        Assert.Equal(atOnce.Matches(), daily.Matches());
        Assert.Equal(AtRisk(atOnce.Findings()), AtRisk(daily.Findings()));
        Assert.True(resolved > 20, $"only {resolved} findings came and went: the days told nothing");
    }

    /// <summary>What had come before the first of the ninety days comes on it.</summary>
    private static int DayOf(DateTime time) => Math.Clamp((int)Math.Ceiling((time - Quarter.AsOfUtc).TotalDays) + 89, 0, 89);

    /// <summary>The rows of findings that are still open, without found_at.</summary>
    private static IReadOnlyList<string> AtRisk(string findings)
    {
        var lines = findings.Split('\n');
        var foundAt = Array.IndexOf(lines[0].Split(','), "found_at");
        return [.. lines.Where(line => line.Split(',') is [_, _, "open", ..]).Select(line => string.Join(',', line.Split(',').Where((_, i) => i != foundAt)))];
    }

    private void AllGiveTheBytesOfTheFilesAsTheyAre(Func<Random, IEnumerable<TableFile>> otherwise)
    {
        var expected = Export(files);
        Assert.Contains("conflicting-record", expected.Findings, StringComparison.Ordinal);
        Assert.Contains("statement-gap", expected.Findings, StringComparison.Ordinal);
        Assert.Contains("ambiguous-match", expected.Findings, StringComparison.Ordinal);
        Assert.True(expected.Matches.Count(c => c == '\n') > Quarter.Orders / 2, "there are hardly any matches to compare");
        for (var seed = 1; seed <= 3; seed++)
        {
            var other = Export(otherwise(new Random(seed)));
            Assert.Equal(expected.Matches, other.Matches);
            Assert.Equal(expected.Findings, other.Findings);
        }

        (string Matches, string Findings) Export(IEnumerable<TableFile> received)
        {
            var office = NewOffice();
            office.Receive(received);
            office.Run(Quarter.AsOfUtc);
            return (office.Matches(), office.Findings());
        }
    }

    private Office NewOffice() => new(folder[$"office{++offices}"], config);

    /// <summary>A file's header and rows, as lines.</summary>
    private sealed record TableFile(string Kind, string Header, IReadOnlyList<string> Rows)
    {
        public static TableFile Read(string kind, string path) => File.ReadAllLines(path) is [var header, .. var rows] ? new TableFile(kind, header, rows) : throw new InvalidDataException($"{path} is empty.");

        public string IdOf(string row) => string.Join('/', row.Split(',').Take(2).Prepend(Kind));

        /// <summary>booked_at of an entry, status_at of an order.</summary>
        public DateTime TimeOf(string row) => Some.Utc(row.Split(',')[Kind == "statements" ? 2 : 5]);

        public void WriteTo(string path) => File.WriteAllText(path, string.Concat(Rows.Prepend(Header).Select(line => line + "\n")));
    }

    /// <summary>One installation: a data folder with its store.</summary>
    private sealed class Office
    {
        private readonly Workplace place;
        private readonly Database store;
        private readonly ImportJob import;
        private int received;

        public Office(string data, string config)
        {
            place = Workplace.Open(data, config, asOf: null);
            place.Data.Create();
            store = place.OpenStore();
            store.Migrate();
            import = new ImportJob(place, store, NullLogger.Instance);
        }

        /// <summary>Puts files into the inbox and reads them, in the order given.</summary>
        public void Receive(IEnumerable<TableFile> files)
        {
            foreach (var file in files)
            {
                file.WriteTo(Path.Combine(place.Data.Root, "inbox", file.Kind, string.Create(CultureInfo.InvariantCulture, $"file-{++received:000}.csv")));
                var summary = Assert.Single(import.ReadInbox(Clock(Quarter.AsOfUtc), TestContext.Current.CancellationToken));
                Assert.Equal(file.Rows.Count, summary.Rows.Read);
                Assert.Equal(0, summary.Rows.Rejected);
            }
        }

        /// <summary>Matches what the store holds. Returns all findings that it holds then.</summary>
        public IReadOnlyList<Core.Findings.Finding> Run(DateTime asOfUtc)
        {
            var outcome = new MatchJob(place, store, NullLogger.Instance).Run(Clock(asOfUtc), new(0, 0, 0, 0, 0));
            Assert.True(outcome.Totals.Balance);
            using var work = store.BeginReading();
            return [.. work.Findings.LoadAll()];
        }

        public string Matches() => Csv(work => ExportTables.Matches(work.Matches.LoadAll()));

        public string Findings() => Csv(work => ExportTables.Findings(work.Findings.LoadAll()));

        private static RunClock Clock(DateTime asOfUtc) => RunClock.Start(TimeProvider.System, asOfUtc);

        private string Csv(Func<Work, Table> tableOf)
        {
            using var work = store.BeginReading();
            using var bytes = new MemoryStream();
            TableWriter.Write(tableOf(work), TableFormat.Csv, bytes);
            return Encoding.UTF8.GetString(bytes.ToArray());
        }
    }
}

/// <summary>Orders drawn by lot.</summary>
internal static class Shuffling
{
    public static IReadOnlyList<T> Shuffled<T>(this Random random, IEnumerable<T> items) => [.. items.OrderBy(_ => random.Next())];
}
