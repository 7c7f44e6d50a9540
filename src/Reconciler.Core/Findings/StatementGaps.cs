using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// statement-gap: the running balance behind a row does not follow from the balance before it and what moved since, so rows are missing or too many. A
/// wallet's rows in one currency form one chain in time, whichever files they came in, which begins with the opening balance of the first statement that states
/// one; rows of the same instant are put in the order that joins up, and
/// a run of rows that follows from the end of another run of those days is none (some banks list rows by a day that is not the one by which they count).
/// </summary>
internal static class StatementGaps
{
    // By how much the day of a row may differ from the one by which its bank counts.
    private static readonly TimeSpan OutOfOrder = TimeSpan.FromDays(10);

    /// <param name="entries">All of an account, or of several, in time order, then by id.</param>
    public static IEnumerable<Finding> Find(IReadOnlyList<Entry> entries)
    {
        if (!entries.Any(e => e.BalanceAfter is not null))
        {
            return [];
        }

        return
            from chain in entries.Where(e => e.BalanceAfter is null || e.BalanceAfter.Value.Currency == e.Amount.Currency).GroupBy(e => (e.Id.Wallet, e.Amount.Currency))
            from gap in NotExplained(chain)
            let told = gap.After.BalanceAfter!.Value
            let missing = told - gap.Expected
            select new Finding
            {
                Id = Finding.IdOf(FindingKind.StatementGap, gap.After.Id),
                Kind = FindingKind.StatementGap,
                Transactions = gap.Before is { } before ? [gap.After.Id, before.Id] : [gap.After.Id],
                Amount = missing.Abs(),
                Confidence = Confidence.Certain,
                Why = (gap.Before is { } row ? Reason.Of(Because.RowLeftBalance, row.Id.Id, row.BookedOn, gap.Left) : Reason.Of(Because.StatementOpensWith, gap.Left))
                    + Reason.Of(Because.BalanceDiffers, gap.After.Id.Id, gap.After.BookedOn, gap.Expected, told, missing),
            };
    }

    /// <param name="Before">The row that left the balance before the gap; null where that is an opening balance.</param>
    /// <param name="Left">The balance before the gap.</param>
    /// <param name="Expected">The balance that the row behind the gap should leave.</param>
    private readonly record struct Gap(Entry? Before, Money Left, Entry After, Money Expected);

    /// <summary>
    /// The gaps of a chain but those where the run behind it follows from the end of another run near it. Each end explains one, an end that its own neighbour follows
    /// none, and no run follows from itself, also not over others.
    /// </summary>
    private static List<Gap> NotExplained(IEnumerable<Entry> chain)
    {
        var rows = chain.ToList();
        var gaps = Gaps(rows, out var last).ToList();
        if (gaps.Count == 0)
        {
            return gaps;
        }

        // Run i stands before gap i; the last one behind the last gap. Its end is the last balance told in it.
        var ends = gaps.ConvertAll(g => (Balance: g.Left.MinorUnits, (g.Before ?? g.After).BookedAtUtc));
        ends.Add((last!.BalanceAfter!.Value.MinorUnits, last.BookedAtUtc));
        var byEnd = Enumerable.Range(0, ends.Count).ToLookup(i => ends[i].Balance);
        var follower = new int?[ends.Count];
        var root = Enumerable.Range(0, ends.Count).ToArray(); // the run from which each follows in the end
        return gaps.Where((gap, i) =>
        {
            var run = i + 1;
            var candidates = JoinedRows.Moves(gap.After).SelectMany(move => byEnd[Money.Within((Int128)gap.After.BalanceAfter!.Value.MinorUnits - move)])
                .Where(other => follower[other] is null && Root(other) != run && (ends[other].BookedAtUtc - gap.After.BookedAtUtc).Duration() <= OutOfOrder)
                .OrderBy(other => (ends[other].BookedAtUtc - gap.After.BookedAtUtc).Duration()).ThenBy(other => other).ToList();
            if (candidates.Count > 0)
            {
                follower[candidates[0]] = run;
                root[run] = candidates[0];
            }

            return candidates.Count == 0;
        }).ToList();

        int Root(int run)
        {
            while (root[run] != run)
            {
                run = root[run];
            }

            return run;
        }
    }

    /// <param name="last">The last row that tells a balance; null where none does.</param>
    private static List<Gap> Gaps(List<Entry> chain, out Entry? last)
    {
        last = chain.FindLast(r => r.BalanceAfter is not null);
        var gaps = new List<Gap>();
        HashSet<long>? balances = null;
        Entry? told = null;
        Money? opening = null;
        foreach (var instant in chain.GroupBy(e => e.BookedAtUtc))
        {
            var rows = instant.ToList();
            if (rows.Count > JoinedRows.MostOfAnInstant)
            {
                (told, balances) = (null, null);
                continue;
            }

            // Of several statements of one day the first is the one from which the most of its rows follow.
            if (balances is null && rows.Select(r => r.OpeningBalance).OfType<Money>().Where(b => b.Currency == rows[0].Amount.Currency).Distinct().ToList() is { Count: > 0 } states)
            {
                opening = states.Count == 1 ? states[0] : states.OrderByDescending(b => JoinedRows.Longest(rows, [b.MinorUnits]).Count).ThenBy(b => b.MinorUnits).First();
                (told, balances) = (null, [opening.Value.MinorUnits]);
            }

            while (rows.Count > 0)
            {
                foreach (var row in JoinedRows.Longest(rows, balances))
                {
                    JoinedRows.Follows(balances, row, out balances);
                    told = row.BalanceAfter is null ? told : row;
                    rows.Remove(row);
                }

                // A row without a balance always follows; what is left over has one that does not.
                if (rows.Count > 0)
                {
                    var after = rows[0];
                    var balance = after.BalanceAfter!.Value;
                    var expected = balances!.Select(b => Money.Within((Int128)b + JoinedRows.Moves(after)[0])).MinBy(b => Int128.Abs((Int128)b - balance.MinorUnits));
                    gaps.Add(new Gap(told, told?.BalanceAfter ?? opening!.Value, after, balance with { MinorUnits = expected }));
                    (told, balances) = (after, [balance.MinorUnits]);
                    rows.RemoveAt(0);
                }
            }
        }

        return gaps;
    }
}
