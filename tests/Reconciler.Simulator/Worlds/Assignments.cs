using Reconciler.Core.Records;

namespace Reconciler.Simulator.Worlds;

/// <summary>One entry that may settle these orders together.</summary>
/// <param name="Atoms">What it would use up: the keys of the orders (or duplicates); two pairings never use one atom.</param>
/// <param name="Distance">How far apart in time.</param>
/// <param name="Time">Where the settled side stands in time, with its key to part equals.</param>
internal sealed record Pairing<T>(Entry Entry, T Target, IReadOnlyList<string> Atoms, TimeSpan Distance, (DateTime At, string Key) Time);

/// <summary>What one round decided.</summary>
/// <param name="Ambiguous">The entries that several answers fit, each with all that it may settle.</param>
internal sealed record Answer<T>(IReadOnlyList<Pairing<T>> Chosen, IReadOnlyList<(Entry Entry, IReadOnlyList<Pairing<T>> Candidates)> Ambiguous);

/// <summary>Tries every assignment of entries to what they may settle, and chooses as the contract says.</summary>
internal static class Assignments
{
    /// <param name="margin">By how much the nearest answer must be better than each one that settles other orders; null where nearness decides nothing.</param>
    public static Answer<T> Choose<T>(IReadOnlyList<Pairing<T>> pairings, TimeSpan? margin)
    {
        var chosen = new List<Pairing<T>>();
        var ambiguous = new List<(Entry, IReadOnlyList<Pairing<T>>)>();
        foreach (var group in Groups(pairings))
        {
            Decide(group, margin, chosen, ambiguous);
        }

        return new Answer<T>(chosen, ambiguous);
    }

    private static void Decide<T>(IReadOnlyList<Pairing<T>> group, TimeSpan? margin, List<Pairing<T>> chosen, List<(Entry, IReadOnlyList<Pairing<T>>)> ambiguous)
    {
        var entries = group.Select(p => p.Entry).Distinct().OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id).ToList();
        var all = All(entries, 0, group, []).ToList();
        var most = all.Max(a => a.Count);
        var full = all.Where(a => a.Count == most).ToList();

        // "pair off in time order": which of several entries pays is settled by nearness, then by time; which orders are paid is what may be in doubt.
        var byOrders = full.GroupBy(a => string.Join('|', a.SelectMany(p => p.Atoms).Order(StringComparer.Ordinal)))
            .Select(g => g.OrderBy(Sum).ThenBy(TimeOrder, StringComparer.Ordinal).First()).OrderBy(Sum).ThenBy(TimeOrder, StringComparer.Ordinal).ToList();
        var best = byOrders[0];
        if (byOrders.Count == 1 || (margin is { } least && Sum(byOrders[1]) - Sum(best) > least))
        {
            chosen.AddRange(best);
            return;
        }

        // An entry that settles the same whichever orders are settled is in no doubt.
        foreach (var entry in entries)
        {
            var answers = byOrders.Select(a => a.FirstOrDefault(p => p.Entry == entry)).Distinct().ToList();
            if (answers.Count > 1)
            {
                ambiguous.Add((entry, full.SelectMany(a => a.Where(p => p.Entry == entry)).Distinct().ToList()));
            }
            else if (answers[0] is { } certain)
            {
                chosen.Add(certain);
            }
        }
    }

    private static TimeSpan Sum<T>(IReadOnlyList<Pairing<T>> answer) => TimeSpan.FromTicks(answer.Sum(p => p.Distance.Ticks));

    /// <summary>Sorts the answer in which earlier entries settle, and settle earlier orders, first.</summary>
    private static string TimeOrder<T>(IReadOnlyList<Pairing<T>> answer) =>
        string.Concat(answer.OrderBy(p => p.Entry.BookedAtUtc).ThenBy(p => p.Entry.Id).Select(p => $"{p.Entry.BookedAtUtc:o}{p.Entry.Id.Id}/{p.Entry.Id.Wallet} "))
        + string.Concat(answer.OrderBy(p => p.Entry.BookedAtUtc).ThenBy(p => p.Entry.Id).Select(p => $"{p.Time.At:o}{p.Time.Key} "));

    private static IEnumerable<IReadOnlyList<Pairing<T>>> All<T>(List<Entry> entries, int from, IReadOnlyList<Pairing<T>> group, IReadOnlyList<Pairing<T>> soFar)
    {
        if (from == entries.Count)
        {
            return [soFar];
        }

        var used = soFar.SelectMany(p => p.Atoms).ToHashSet(StringComparer.Ordinal);
        return group.Where(p => p.Entry == entries[from] && !p.Atoms.Any(used.Contains)).Select(p => (IReadOnlyList<Pairing<T>>)[.. soFar, p]).Prepend(soFar)
            .SelectMany(next => All(entries, from + 1, group, next));
    }

    /// <summary>Pairings that share an entry or an atom, directly or through others, are decided together.</summary>
    private static IEnumerable<IReadOnlyList<Pairing<T>>> Groups<T>(IReadOnlyList<Pairing<T>> pairings)
    {
        var left = pairings.ToList();
        while (left.Count > 0)
        {
            List<Pairing<T>> group = [left[0]];
            left.RemoveAt(0);
            while (left.FirstOrDefault(p => group.Any(q => q.Entry == p.Entry || q.Atoms.Intersect(p.Atoms).Any())) is { } next)
            {
                group.Add(next);
                left.Remove(next);
            }

            yield return group;
        }
    }
}
