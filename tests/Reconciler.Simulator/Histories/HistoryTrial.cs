using System.Text;

namespace Reconciler.Simulator.Histories;

/// <summary>Runs histories through three keepers: one matches what is new, and all in shares where it must; one always all in shares; one always all at once.</summary>
internal sealed class HistoryTrial
{
    public long Parts { get; private set; }

    public long Wholes { get; private set; }

    public long RecordsOfParts { get; private set; }

    public long RecordsKept { get; private set; }

    /// <summary>How often all were matched in shares, and in how many.</summary>
    public long InShares { get; private set; }

    public long Shares { get; private set; }

    public Dictionary<string, int> Reasons { get; } = [];

    /// <summary>Plays histories and prints what differs.</summary>
    public static bool Run(int seeds, int first, int steps, int listed, TextWriter output)
    {
        var (trial, differing) = (new HistoryTrial(), 0);
        for (var seed = first; seed < first + seeds; seed++)
        {
            if (trial.FirstDifference(seed, steps) is { } difference && ++differing <= listed)
            {
                output.WriteLine(difference);
            }
        }

        output.WriteLine($"{differing} of {seeds} histories differ; {trial}");
        return differing == 0;
    }

    /// <summary>What differs first, in words; null where nothing does.</summary>
    public string? FirstDifference(int seed, int steps)
    {
        var life = new DailyLife(seed);
        var (part, shared, whole) = (new MemoryRecords(), new MemoryRecords(), new MemoryRecords());
        var number = 0;
        foreach (var step in life.Steps(steps))
        {
            foreach (var kept in new[] { part, shared, whole })
            {
                step.Entries.ToList().ForEach(kept.Add);
                step.Orders.ToList().ForEach(kept.Add);
                kept.Match(life.Rates, life.Rules, step.Decisions, step.AsOfUtc, all: kept != part, share: kept == whole ? 0 : 1 + (seed % 5));
            }

            if (part.Part is { } records)
            {
                Parts++;
                RecordsOfParts += records;
                RecordsKept += part.Count;
            }
            else
            {
                Wholes++;
                Reasons[part.WholeBecause ?? "first"] = Reasons.GetValueOrDefault(part.WholeBecause ?? "first") + 1;
            }

            Shares += shared.Shares;
            InShares += shared.Shares > 0 ? 1 : 0;
            foreach (var (kept, name) in new[] { (shared, "in shares"), (part, "by part") })
            {
                if (Difference(kept, whole) is { } difference)
                {
                    return $"seed {seed}, step {number}, as of {step.AsOfUtc:u}, {name}: {difference}";
                }
            }

            number++;
        }

        return null;
    }

    public override string ToString() => $"{Parts} parts of {RecordsOfParts} records among {RecordsKept}, {Wholes} wholes ({string.Join(", ", Reasons)}); {InShares} times all in {Shares} shares";

    private static string? Difference(MemoryRecords part, MemoryRecords whole) =>
        First("match", part.Matches.Values.Select(m => m.ToString()), whole.Matches.Values.Select(m => m.ToString()))
        ?? First("finding", part.Findings.Values.Select(Told), whole.Findings.Values.Select(Told))
        ?? First("total", part.Standing.Totals.Entries.Buckets.Concat(part.Standing.Totals.Orders.Buckets).Select(Told), whole.Standing.Totals.Entries.Buckets.Concat(whole.Standing.Totals.Orders.Buckets).Select(Told))
        ?? First("awaited", part.Awaited.Select(a => a.ToString()), whole.Awaited.Select(a => a.ToString()))
        ?? First("hash", [part.Standing.Sum.ToString()], [whole.Standing.Sum.ToString()])
        ?? First("state", part.States.Select(Told), whole.States.Select(Told));

    private static string Told(Core.Findings.Finding f) => $"{f with { Orders = [], Transactions = [] }} {string.Join(';', f.Orders)} {string.Join(';', f.Transactions)}";

    private static string Told(Core.Reports.BucketTotal b) => $"{b.Name} {b.Count} {string.Join(' ', b.Sums)}";

    private static string Told((string Id, Core.Regions.RecordState State) s) => $"{s.Id} {s.State.Place} {s.State.UntilUtc:u} {s.State.Awaited} {string.Join(' ', s.State.Registered)}";

    private static string? First(string what, IEnumerable<string> one, IEnumerable<string> other)
    {
        var (a, b) = (one.Order(StringComparer.Ordinal).ToList(), other.Order(StringComparer.Ordinal).ToList());
        var text = new StringBuilder();
        a.Except(b, StringComparer.Ordinal).Take(3).ToList().ForEach(line => text.Append("\n  part  ").Append(what).Append(' ').Append(line));
        b.Except(a, StringComparer.Ordinal).Take(3).ToList().ForEach(line => text.Append("\n  whole ").Append(what).Append(' ').Append(line));
        return text.Length > 0 ? text.ToString() : a.Count != b.Count ? $"{what}: {a.Count} against {b.Count}" : null;
    }
}
