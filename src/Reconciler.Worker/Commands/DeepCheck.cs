using Reconciler.Core.Reports;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>check --deep</c>: matches all that the store holds once more, stores nothing, and says whether what it keeps is the same: matches, findings, control totals and result hash.</summary>
internal static class DeepCheck
{
    private const int DifferencesTold = 5;

    /// <returns>Whether it is, and what it is in words.</returns>
    public static (bool IsRight, string Says) Of(Workplace place)
    {
        using var work = place.OpenStore().BeginReading();
        if (work.Matches.LoadBasis() is not { } basis)
        {
            return (true, "nothing was matched so far");
        }

        var inputs = new MatchInputs(place, work);
        if (inputs.Hash != basis.InputHash)
        {
            return (true, "records, decisions, rules or rates came since the last matching: run reconciler match first");
        }

        var result = MatchJob.Match(place, work);
        var known = work.Findings.LoadAll().ToList();
        var found = MatchJob.Find(work, result, known, basis.AsOfUtc, inputs.Arrivals);
        var foundAs = work.Findings.LoadByIds([.. known.Select(f => f.Id)]).Where(k => k.FoundAs is not null).ToDictionary(k => k.Finding.Id, k => k.Finding with { State = k.FoundAs!.Value });
        var differences = Differences("match", work.Matches.LoadAll().ToDictionary(m => m.Id), result.Matches.ToDictionary(m => m.Id), (one, other) => one == other)
            .Concat(Differences("finding", foundAs, found.ToDictionary(f => f.Id), (one, other) => one.Says(other))).ToList();
        if (differences.Count == 0 && Totals.Of(result, found, basis.Totals.Rows) is var totals && !(totals.Entries.Equal(basis.Totals.Entries) && totals.Orders.Equal(basis.Totals.Orders)))
        {
            differences.Add("the control totals");
        }

        if (differences.Count == 0 && ResultHash.Of(result.Matches, found).ToString() != basis.ResultHash)
        {
            differences.Add("the result hash");
        }

        return differences.Count == 0
            ? (true, FormattableString.Invariant($"{result.Matches.Count} matches and {found.Count} findings are what matching all gives"))
            : (false, $"{string.Join(", ", differences.Take(DifferencesTold))}{(differences.Count > DifferencesTold ? FormattableString.Invariant($" and {differences.Count - DifferencesTold} more") : "")} "
                + $"{(differences.Count == 1 ? "is" : "are")} not what matching all gives, which is a fault of this program: run reconciler match --all, and send the log to whoever cares for the program");
    }

    private static IEnumerable<string> Differences<T>(string what, Dictionary<string, T> kept, Dictionary<string, T> now, Func<T, T, bool> isSame) =>
        kept.Keys.Union(now.Keys).Order(StringComparer.Ordinal).Where(id => !(kept.TryGetValue(id, out var one) && now.TryGetValue(id, out var other) && isSame(one, other))).Select(id => $"{what} {id}");
}
