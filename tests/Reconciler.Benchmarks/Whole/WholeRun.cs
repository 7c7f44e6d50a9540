using System.Globalization;
using Reconciler.Simulator;
using Reconciler.TestSupport;

namespace Reconciler.Benchmarks.Whole;

/// <summary>Whole runs of the program, one after the other, each in a process of its own: cold, the next day, and with nothing new; DuckDB in the same minutes on the same files.</summary>
/// <param name="Sizes">Orders of each history, and as many entries.</param>
/// <param name="Program">The program that is measured: <c>reconciler.dll</c> or an executable.</param>
/// <param name="Out">Where table and picture are written; null: the table is printed only.</param>
/// <param name="Keep">Files and stores stay in this folder; null: they are deleted.</param>
internal sealed record WholeRun(IReadOnlyList<int> Sizes, double References, double EqualAmounts, int Seed, string Program, string? Out, string? Keep)
{
    /// <exception cref="UsageException">An option is unknown, or its value is not what it must be.</exception>
    public static WholeRun Parse(Options options)
    {
        var run = new WholeRun(
            [.. options.Needed("--rows").Split(',').Select(Size)], options.Share("--references", 1), options.Share("--equal-amounts", 0), options.Number("--seed", 1, 0, int.MaxValue),
            Path.GetFullPath(options.Text("--program") ?? Path.Combine(AppContext.BaseDirectory, "reconciler.dll")), options.Text("--out"), options.Text("--keep"));
        options.NothingLeft();
        return File.Exists(run.Program) ? run : throw new UsageException($"{run.Program} is not there.");
    }

    public void Run(TextWriter output, TextWriter progress)
    {
        var figures = new List<Figure>();
        foreach (var rows in Sizes)
        {
            using var temporary = Keep is null ? new TempFolder() : null;
            figures.AddRange(Measure(Path.Combine(Keep ?? temporary!.Path, rows.ToString(CultureInfo.InvariantCulture)), rows, progress));
        }

        var table = string.Create(CultureInfo.InvariantCulture, $"{References:P0} of the payments name their order, {EqualAmounts:P0} of the orders have a popular price; {Environment.ProcessorCount} cores.\n\n{Figures.ToMarkdown(figures)}");
        output.Write(table);
        if (Out is not null)
        {
            Directory.CreateDirectory(Out);
            File.WriteAllText(Path.Combine(Out, "whole.md"), table);
            if (Sizes.Count > 1)
            {
                File.WriteAllBytes(Path.Combine(Out, "whole.png"), Picture.Draw(figures));
            }
        }
    }

    private IEnumerable<Figure> Measure(string folder, int rows, TextWriter progress)
    {
        if (Directory.Exists(folder))
        {
            throw new UsageException($"{folder} is there already.");
        }

        Directory.CreateDirectory(folder);
        var days = SimulatedDays.Write(folder, rows, References, EqualAmounts, Seed);
        GC.Collect(); // The history is in the files now: its memory is left to those that are measured.
        var config = CopyConfig(folder);
        var (full, alone, database) = (Path.Combine(folder, "full"), Path.Combine(folder, "alone"), Path.Combine(folder, "join.duckdb"));
        var nextDay = days.AsOfUtc.AddDays(1);

        yield return Told(new(rows, WholeKind.DuckDb, ChildRun.Of(typeof(WholeRun).Assembly.Location, DuckDbJoin.Command, days.Statement, days.Orders, database), Mebibytes(database)));
        yield return Once(WholeKind.Cold, full, days.AsOfUtc, days.Statement, days.Orders);
        yield return Once(WholeKind.NextDay, full, nextDay, days.NextStatement, days.NextOrders);
        yield return Once(WholeKind.NextDayAlone, alone, nextDay, days.NextStatement, days.NextOrders);
        yield return Once(WholeKind.NothingNew, full, nextDay);
        yield return Once(WholeKind.NothingNewAlone, alone, nextDay);

        Figure Once(WholeKind kind, string data, DateTime asOfUtc, string? statement = null, string? orders = null)
        {
            PutIn(data, "statements", statement);
            PutIn(data, "orders", orders);
            var run = ChildRun.Of(Program, "once", "--data", data, "--config", config, "--as-of", asOfUtc.ToString("O", CultureInfo.InvariantCulture));
            File.WriteAllText(Path.Combine(folder, $"{kind}.txt"), run.Output);
            return Told(new(rows, kind, run, Mebibytes(Path.Combine(data, "reconciler.db"))));
        }

        Figure Told(Figure figure)
        {
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Rows} {Figures.NameOf(figure.Kind)}: {figure.WallSeconds:F2} s, CPU {figure.CpuSeconds:F2} s, {figure.PeakMebibytes:F0} MiB, store {figure.StoreMebibytes:F1} MiB"));
            return figure;
        }
    }

    /// <summary>The shipped configuration, but for how large a file may be.</summary>
    private static string CopyConfig(string folder)
    {
        var config = Path.Combine(folder, "config");
        foreach (var file in Directory.GetFiles(Places.Config, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(config, Path.GetRelativePath(Places.Config, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var settings = Path.Combine(config, "reconciler.json");
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("\"Matching\": {", "\"Import\": { \"MaxFileMegabytes\": 4096 },\n  \"Matching\": {", StringComparison.Ordinal));
        return config;
    }

    private static void PutIn(string data, string folder, string? file)
    {
        if (file is not null)
        {
            var inbox = Path.Combine(data, "inbox", folder);
            Directory.CreateDirectory(inbox);
            File.Copy(file, Path.Combine(inbox, Path.GetFileName(file)));
        }
    }

    /// <summary>A database with the journals beside it.</summary>
    private static double Mebibytes(string database) =>
        Directory.GetFiles(Path.GetDirectoryName(database)!, Path.GetFileName(database) + "*").Sum(path => new FileInfo(path).Length) / 1024.0 / 1024;

    private static int Size(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= 5_000_000 ? rows
        : throw new UsageException($"--rows {text} is not a whole number from 1 to 5000000, or several with commas between them.");
}
