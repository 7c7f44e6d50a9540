using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Commands;

/// <summary><c>match --dry-run</c>: what the rules as they are configured now would add and drop, against what is stored. Stores nothing.</summary>
internal static class DryRun
{
    public static int Run(CommandContext context)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var asOfUtc = context.Place.AsOfUtc(context.Time);
        var inputs = new MatchInputs(context.Place, work);
        if (work.Matches.LoadBasis() is { } basis && basis.HoldsFor(inputs.Hash, asOfUtc))
        {
            // The same records by the same rules: what is stored is what matching all would give.
            PrintCounts(context.Output, "match", 0, 0, 0, basis.Matches);
            PrintCounts(context.Output, "finding", 0, 0, 0, work.Findings.LoadAtRisk().Count);
            return ExitCode.Done;
        }

        var matches = work.Matches.LoadAll().ToDictionary(m => m.Id, StringComparer.Ordinal);
        var known = work.Findings.LoadAll().ToList();
        var findings = known.Where(f => f.IsAtRisk).ToDictionary(f => f.Id, StringComparer.Ordinal);
        var result = MatchJob.Match(context.Place, work);
        var found = MatchJob.Find(work, result, known, asOfUtc, inputs.Arrivals).Where(f => f.IsAtRisk).ToDictionary(f => f.Id, StringComparer.Ordinal);
        var nowMatched = result.Matches.ToDictionary(m => m.Id, StringComparer.Ordinal);

        Print(context.Output, "match", matches, nowMatched, Told, m => $"{Told(m)}: {m.Why}");
        Print(context.Output, "finding", findings, found, Told, f => $"{Told(f)}: {f.Why}");
        return ExitCode.Done;
    }

    private static string Told(Match m) => $"{m.Transaction} {(m.Role == MatchRole.Payment ? "pays" : "refunds")} {m.Order} {m.Amount}, {m.Rule}, {m.Confidence.ToName()}";

    private static string Told(Finding f) => $"{f.Kind.ToName()} {f.Amount} {string.Join(';', f.Orders)} {string.Join(';', f.Transactions)}{(f.DueOn is { } due ? FormattableString.Invariant($", due {due:yyyy-MM-dd}") : "")}, {f.Confidence.ToName()}";

    private static void Print<T>(TextWriter to, string what, Dictionary<string, T> before, Dictionary<string, T> after, Func<T, string> told, Func<T, string> whole)
    {
        var dropped = before.Keys.Except(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var added = after.Keys.Except(before.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var changed = after.Keys.Where(id => before.TryGetValue(id, out var old) && told(old) != told(after[id])).Order(StringComparer.Ordinal).ToList();
        dropped.ForEach(id => to.WriteLine($"- {what} {id} {whole(before[id])}"));
        added.ForEach(id => to.WriteLine($"+ {what} {id} {whole(after[id])}"));
        changed.ForEach(id => to.WriteLine($"~ {what} {id} {told(before[id])} -> {told(after[id])}"));
        PrintCounts(to, what, added.Count, dropped.Count, changed.Count, after.Count - added.Count - changed.Count);
    }

    private static void PrintCounts(TextWriter to, string what, int added, int dropped, int changed, long same) =>
        to.WriteLine(FormattableString.Invariant($"{what}: {added} added, {dropped} dropped, {changed} changed, {same} the same"));
}
