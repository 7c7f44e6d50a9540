using System.Diagnostics;
using System.Globalization;

namespace Reconciler.Simulator.Kills;

/// <summary>Which points are tried.</summary>
/// <param name="First">The number of the first point, from 1.</param>
/// <param name="SentFolders">Whether for every other point the server files a copy of each mail where the program can look it up.</param>
/// <param name="Keep">Whether the folders of points with faults stay.</param>
/// <param name="Stages">The stages that are tried, the points of others are passed over; null: all.</param>
internal sealed record KillPlan(int Points, int First = 1, int Seed = 1, bool SentFolders = false, bool Keep = false, IReadOnlyList<KillStage>? Stages = null)
{
    public IEnumerable<KillPoint> PointsOf(int mails) =>
        Enumerable.Range(First, Points).Select(number => KillPoint.Of(number, Seed, mails, SentFolders)).Where(point => Stages?.Contains(point.Stage) ?? true);
}

/// <summary>Many points, two side by side, and the table of how they ended.</summary>
internal static class KillTrials
{
    private const int SideBySide = 2;

    /// <param name="output">Gets what is wrong, point by point, and the table.</param>
    /// <param name="progress">Gets a line now and then.</param>
    public static async Task<IReadOnlyList<KillOutcome>> Run(KillPlan plan, TextWriter output, TextWriter progress)
    {
        var clock = Stopwatch.StartNew();
        using var stores = await KillStores.Prepare();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{plan.Points} points from {plan.First}, seed {plan.Seed}; {stores.Findings.Count} disputes each; a run undisturbed takes {stores.WholeRun.TotalSeconds:F2} s, {stores.ToFirstLetter.TotalSeconds:F2} s of them until its first letter"));

        var outcomes = new List<KillOutcome>();
        await Parallel.ForEachAsync(plan.PointsOf(stores.Findings.Count), new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (point, _) =>
        {
            var folder = Directory.CreateTempSubdirectory("reconciler-kill-").FullName;
            var outcome = await KillTrial.Run(point, stores, folder);
            var kept = plan.Keep && outcome.Faults.Count > 0;
            if (!kept)
            {
                Directory.Delete(folder, recursive: true);
            }

            lock (outcomes)
            {
                outcomes.Add(outcome);
                TellFaults(outcome, kept ? folder : null, output);
                if (outcomes.Count % 20 == 0)
                {
                    progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count} of {plan.Points} points after {clock.Elapsed.TotalSeconds:F0} s"));
                }
            }
        });

        output.WriteLine();
        foreach (var line in Table(outcomes))
        {
            output.WriteLine(line);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:F0} s"));
        return [.. outcomes.OrderBy(o => o.Point.Number)];
    }

    private static void TellFaults(KillOutcome outcome, string? folder, TextWriter output)
    {
        if (outcome.Faults.Count > 0)
        {
            output.WriteLine($"{outcome.Point}{(folder is null ? "" : ", left in " + folder)}");
            foreach (var line in outcome.Faults.Select(f => "VIOLATION " + f).Concat(outcome.Told))
            {
                output.WriteLine("  " + line);
            }
        }
    }

    private static IEnumerable<string> Table(IReadOnlyList<KillOutcome> outcomes)
    {
        yield return "stage       points  killed  all sent  some uncertain  disputes: sent  uncertain, taken  uncertain, not taken  points with violations";
        foreach (var group in outcomes.GroupBy(o => (o.Point.Stage, o.Point.SentFolder)).OrderBy(g => g.Key))
        {
            yield return Row(KillPoint.NameOf(group.Key.Stage) + (group.Key.SentFolder ? " +" : ""), [.. group]);
        }

        yield return Row("all", outcomes);
        if (outcomes.Any(o => o.Point.SentFolder))
        {
            yield return "+ with a sent folder in which the program can look";
        }
    }

    private static string Row(string name, IReadOnlyCollection<KillOutcome> of) => string.Create(CultureInfo.InvariantCulture,
        $"{name,-10} {of.Count,7} {of.Count(o => o.Killed),7} {of.Count(o => o.Faults.Count == 0 && o.Uncertain == 0),9} {of.Count(o => o.Uncertain > 0),15} {of.Sum(o => o.Sent),15} {of.Sum(o => o.Uncertain - o.Unheard),17} {of.Sum(o => o.Unheard),21} {of.Count(o => o.Faults.Count > 0),23}");
}
