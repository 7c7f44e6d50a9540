using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>Joins what a run found to what earlier runs knew: first-found times and people's decisions stay, what is no longer found is resolved.</summary>
public static class FindingHistory
{
    /// <summary>The findings that are new or changed, ready to be stored. A second run over the same input returns none.</summary>
    /// <param name="known">All findings that the store holds.</param>
    /// <param name="found">What this run found.</param>
    /// <param name="asOfUtc">The clock of this run: the time at which new ones are found.</param>
    /// <param name="decisions">What people decided: it stands for findings that are gone as well, while what a rule wrote off is resolved with its cause.</param>
    public static IReadOnlyList<Finding> Changes(IReadOnlyCollection<Finding> known, IReadOnlyCollection<Finding> found, DateTime asOfUtc, Decisions? decisions = null)
    {
        var before = known.ToDictionary(f => f.Id, StringComparer.Ordinal);
        var changes = new List<Finding>();
        foreach (var finding in found)
        {
            var next = before.TryGetValue(finding.Id, out var old)
                ? finding with { FoundAtUtc = old.FoundAtUtc, State = NextState(old.State, finding.State) }
                : finding with { FoundAtUtc = asOfUtc };
            if (old is null || !IsSame(old, next))
            {
                changes.Add(next);
            }
        }

        var stillFound = found.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        changes.AddRange(known.Where(f => (f.IsAtRisk || IsRulesWriteOff(f, decisions ?? Decisions.None)) && !stillFound.Contains(f.Id)).Select(f => f with { State = FindingState.Resolved }));
        return changes;
    }

    /// <summary>All findings as they stand once the changes are made, sorted by id.</summary>
    public static IReadOnlyList<Finding> Merge(IEnumerable<Finding> known, IReadOnlyCollection<Finding> changes)
    {
        var changed = changes.ToDictionary(f => f.Id, StringComparer.Ordinal);
        return [.. known.Where(f => !changed.ContainsKey(f.Id)).Concat(changes).OrderBy(f => f.Id, StringComparer.Ordinal)];
    }

    /// <summary>Found again, a resolved finding opens; a disputed one stays disputed until the money or a person changes it.</summary>
    private static FindingState NextState(FindingState old, FindingState found) =>
        (old, found) == (FindingState.Disputed, FindingState.Open) ? FindingState.Disputed : found;

    private static bool IsRulesWriteOff(Finding finding, Decisions decisions) => finding.State == FindingState.WrittenOff && !decisions.IsWrittenOff(finding.Id);

    private static bool IsSame(Finding a, Finding b) => a.FoundAtUtc == b.FoundAtUtc && a.Says(b);
}
