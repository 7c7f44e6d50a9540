using Reconciler.Core.Matching;
using Reconciler.Core.Reports;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>A run that was computed once more from what is stored.</summary>
/// <param name="ResultHash">What came out now.</param>
/// <param name="OtherThanThen">What decides results and is other now, in words.</param>
/// <param name="Layouts">Whether the layouts are those of then.</param>
/// <param name="Gone">The names of the files that were read by then and that the archive no longer holds as they were.</param>
internal sealed record Replayed(Run Run, string ResultHash, int Entries, int Orders, int Decisions, IReadOnlyList<string> OtherThanThen, bool Layouts, IReadOnlyList<string> Gone)
{
    public bool IsSame => ResultHash == Run.ResultHash;
}

/// <summary>Repeats a recorded run: the records and decisions that were known then, by the rules, rates and program of now. Nothing is stored.</summary>
internal static class Replay
{
    /// <returns>Null where the run was recorded before runs kept what decided them.</returns>
    public static Replayed? Of(Workplace place, Work work, Run run)
    {
        var line = work.Audit.LoadOf([run.Id]).FirstOrDefault(l => l.Action == RunDetails.Action);
        if (line is null || RunDetails.Read(line).Inputs is not { } then)
        {
            return null;
        }

        var now = new MatchInputs(place, work);
        List<StoredDecision> decisions = [.. PeopleDecided.ToldBy(work, before: line.Seq)];
        List<Core.Records.Versioned<Core.Records.Entry>> entries = [.. work.Entries.LoadUntil(then.LastEntry)];
        List<Core.Records.Versioned<Core.Records.Order>> orders = [.. work.Orders.LoadUntil(then.LastOrder)];
        var result = Matcher.Run(entries, orders, now.Rates, now.Rules, PeopleDecided.That(decisions));
        var found = MatchJob.Find(result, then.Ahead, run.AsOfUtc, now.Arrivals is null ? null : work.InputFiles.LoadArrivals(then.LastFile));
        var inputs = now.ForRun(work, then.Ahead);
        return new Replayed(
            run, ResultHash.Of(result.Matches, found).ToString(), entries.Count, orders.Count, decisions.Count(d => d.UndoneAtUtc is null), [.. then.Differences(inputs)], then.Layouts == inputs.Layouts,
            Gone(place.Data, work.InputFiles.LoadAll(then.LastFile)));
    }

    /// <summary>Rows are stored, and a run is repeated without their files; but what they say can no longer be held against the file itself.</summary>
    private static List<string> Gone(DataFolder data, IEnumerable<Store.InputFile> files)
    {
        using var archive = new ArchivedTexts(data);
        return [.. files.Where(file => !archive.Has(file.Sha256)).Select(file => file.Name)];
    }
}
