using System.Diagnostics;
using System.Globalization;
using Reconciler.Benchmarks.Whole;
using Reconciler.Simulator;
using Reconciler.Simulator.WorstCases;

namespace Reconciler.Benchmarks.Crowds;

/// <summary>What matching all of one worst case costs.</summary>
/// <param name="CpuSeconds">Null where it was not done within its time.</param>
/// <param name="AllocatedMebibytes">All that was allocated, also what was given back.</param>
/// <param name="PeakMebibytes">The most memory that its process held at once, its records included.</param>
/// <param name="Stages">Of each stage its share of the time.</param>
/// <param name="Result">The beginning of the hash of what was matched and found: the same for every build that says the same.</param>
internal sealed record CrowdFigure(int Rows, double? CpuSeconds, double AllocatedMebibytes, double PeakMebibytes, string Stages, string Result);

/// <summary>Runs the worst cases at N, 2 N and 4 N rows, each in a process of its own, and prints how they grow.</summary>
internal sealed class CrowdRun(IReadOnlyList<WorstCase> cases, int rows, int doublings, int secondsMax)
{
    public const string Command = "crowds";

    /// <summary>One case in this process, as the others are started.</summary>
    public const string OneCommand = "crowd";

    public static CrowdRun Parse(Options options)
    {
        var (rows, doublings, seconds, only) = (options.Number("--rows", 25_000, 10, 10_000_000), options.Number("--doublings", 2, 0, 10), options.Number("--seconds", 60, 1, 100_000), options.Text("--only"));
        var from = options.Number("--from", 1, 1, 1_000);
        options.NothingLeft();
        List<WorstCase> cases = [.. WorstCase.All.Skip(from - 1).Where(c => only is null || c.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        return cases.Count > 0 ? new CrowdRun(cases, rows, doublings, seconds) : throw new UsageException($"No case has '{only}' in its name.");
    }

    /// <summary>Prints a row for each case as soon as it is measured.</summary>
    public void Run(TextWriter output)
    {
        int[] sizes = [.. Enumerable.Range(0, doublings + 1).Select(i => rows << i)];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {cases.Count} cases | {string.Join(" | ", sizes.Select(n => string.Create(CultureInfo.InvariantCulture, $"CPU s, {n:N0}")))} | per doubling | allocated MiB | peak MiB | most of it in | result |"));
        output.WriteLine($"|---|{string.Concat(sizes.Select(_ => "--:|"))}--:|--:|--:|---|---|");
        foreach (var worst in cases)
        {
            var figures = new List<CrowdFigure>();
            foreach (var size in sizes)
            {
                if (figures.Count == 0 || figures[^1].CpuSeconds is not null)
                {
                    figures.Add(Measured(worst, size));
                }
            }

            output.WriteLine(Line(worst.Name, sizes, figures));
            output.Flush();
        }
    }

    /// <summary>Runs one case here, and prints what it costs for <see cref="Run"/>, and last the hash of what it says. Where it takes longer than it may, the process ends.</summary>
    public static void RunOne(string name, int rows, int secondsMax, TextWriter output)
    {
        var worst = WorstCase.All.Single(c => c.Name == name);
        CrowdRecords.Conclude(worst.Of(200).Match()); // so that compiling is not measured
        var crowd = worst.Of(rows);
        using var limit = new Timer(_ => End(null, 0, "over its time;–"), null, TimeSpan.FromSeconds(secondsMax), Timeout.InfiniteTimeSpan);
        using var process = Process.GetCurrentProcess();
        var (allocated, last) = (GC.GetTotalAllocatedBytes(), process.TotalProcessorTime);
        var begin = last;
        var stages = new List<(string Name, double Seconds)>();
        var result = crowd.Match();
        Lap("match");
        var hash = CrowdRecords.Conclude(result, Lap);
        var seconds = (last - begin).TotalSeconds;
        End(seconds, GC.GetTotalAllocatedBytes() - allocated, string.Join(", ", stages.OrderByDescending(s => s.Seconds).Take(2).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Seconds / Math.Max(seconds, 0.001):P0}"))) + $";{hash.ToString()[..12]}");

        void Lap(string stage)
        {
            process.Refresh();
            stages.Add((stage, (process.TotalProcessorTime - last).TotalSeconds));
            last = process.TotalProcessorTime;
        }

        void End(double? cpu, long bytes, string told)
        {
            using var self = Process.GetCurrentProcess();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(cpu is null ? "-" : $"{cpu:R}")};{bytes};{self.PeakWorkingSet64};{told}"));
            output.Flush();
            Environment.Exit(0);
        }
    }

    private CrowdFigure Measured(WorstCase worst, int size)
    {
        var told = ChildRun.Of(typeof(CrowdRun).Assembly.Location, OneCommand, worst.Name, size.ToString(CultureInfo.InvariantCulture), secondsMax.ToString(CultureInfo.InvariantCulture)).Output.Trim().Split(';');
        return new CrowdFigure(size, told[0] == "-" ? null : double.Parse(told[0], CultureInfo.InvariantCulture), Mebibytes(told[1]), Mebibytes(told[2]), told[3], told[4]);

        static double Mebibytes(string bytes) => long.Parse(bytes, CultureInfo.InvariantCulture) / 1024.0 / 1024;
    }

    private static string Line(string name, int[] sizes, List<CrowdFigure> figures)
    {
        var times = sizes.Select((_, i) => i >= figures.Count ? "–" : figures[i].CpuSeconds is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"{cpu:F2}") : "**too long**");
        var growth = figures.Zip(figures.Skip(1), (a, b) => b.CpuSeconds is { } cpu && a.CpuSeconds is > 0.05 and { } before ? string.Create(CultureInfo.InvariantCulture, $"{cpu / before:F1}") : "–");
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", times)} | {string.Join(", ", growth)} | {figures[^1].AllocatedMebibytes:N0} | {figures[^1].PeakMebibytes:N0} | {figures[^1].Stages} | {figures[^1].Result} |");
    }
}
