using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// statement-gap: the running balance behind a row does not follow from the balance before it and what moved since, so rows are missing or too many. A
/// wallet's rows in one currency form one chain in time, whichever files they came in; rows of the same instant are put in the order that joins up, and
/// a row that follows from another one of those days is none (some banks list rows by a day that is not the one by which they count). Where the
/// statements of two overlapping files disagree, nothing is claimed: balances told at different times may differ rightly.
/// </summary>
internal static class StatementGaps
{
    // Rows of one instant are mostly a few; where rows have no time of day, those of a day. Most orders of them fail at once.
    private const int MostRowsOfAnInstant = 1_000;
    private const int MostTries = 20_000;

    // By how much the day of a row may differ from the one by which its bank counts.
    private static readonly TimeSpan OutOfOrder = TimeSpan.FromDays(10);

    // What is pending or held may count in a balance or not: more than so many possible balances say nothing any more.
    private const int MostBalances = 32;

    public static IEnumerable<Finding> Find(Ledger ledger)
    {
        if (!ledger.Entries.Any(e => e.BalanceAfter is not null))
        {
            return [];
        }

        var spans = Spans(ledger.Entries);
        return
            from chain in ledger.Entries.Where(e => e.BalanceAfter is null || e.BalanceAfter.Value.Currency == e.Amount.Currency).GroupBy(e => (e.Id.Wallet, e.Amount.Currency))
            let links = new Links(chain)
            from gap in Gaps(chain)
            where !Overlap(spans, gap.Before, gap.After) && !links.FollowsFromAnother(gap.After)
            let told = gap.After.BalanceAfter!.Value
            let missing = told - gap.Expected
            select new Finding
            {
                Id = Finding.IdOf(FindingKind.StatementGap, gap.After.Id),
                Kind = FindingKind.StatementGap,
                Transactions = [gap.After.Id, gap.Before.Id],
                Amount = missing.Abs(),
                Confidence = Confidence.Certain,
                Why = $"{gap.Before.Id.Id} of {Finder.Day(gap.Before.BookedAtUtc)} left a balance of {gap.Before.BalanceAfter}; after {gap.After.Id.Id} of {Finder.Day(gap.After.BookedAtUtc)} it should be {gap.Expected}, "
                    + $"the statement says {told}: rows worth {missing} are missing between them",
            };
    }

    private static IEnumerable<(Entry Before, Entry After, Money Expected)> Gaps(IEnumerable<Entry> chain)
    {
        Entry? told = null;
        HashSet<long>? balances = null;
        foreach (var instant in chain.GroupBy(e => e.BookedAtUtc))
        {
            var rows = instant.ToList();
            if (rows.Count > MostRowsOfAnInstant)
            {
                (told, balances) = (null, null);
                continue;
            }

            while (rows.Count > 0)
            {
                foreach (var row in LongestThatJoinsUp(rows, balances))
                {
                    Follows(balances, row, out balances);
                    told = row.BalanceAfter is null ? told : row;
                    rows.Remove(row);
                }

                // A row without a balance always follows; what is left over has one that does not.
                if (rows.Count > 0)
                {
                    var after = rows[0];
                    var balance = after.BalanceAfter!.Value;
                    var expected = balances!.Select(b => b + Moves(after)[0]).MinBy(b => Math.Abs(b - balance.MinorUnits));
                    yield return (told!, after, balance with { MinorUnits = expected });
                    (told, balances) = (after, [balance.MinorUnits]);
                    rows.RemoveAt(0);
                }
            }
        }
    }

    /// <summary>As many of these rows as join up, in the order in which they do, from the possible balances before them (null: not known).</summary>
    private static List<Entry> LongestThatJoinsUp(List<Entry> rows, HashSet<long>? balances)
    {
        // Where nothing is known before them, a row that no other leads to comes first.
        var closings = rows.Where(r => r.BalanceAfter is not null).Select(r => r.BalanceAfter!.Value.MinorUnits).ToHashSet();
        var left = balances is not null ? [.. rows] : rows.OrderBy(r => r.BalanceAfter is { } told && closings.Contains(told.MinorUnits - Moves(r)[0])).ToList();
        var best = new List<Entry>();
        var path = new List<Entry>();
        var tries = 0;
        Try(balances);
        return best;

        bool Try(HashSet<long>? from)
        {
            if (path.Count > best.Count)
            {
                best = [.. path];
            }

            for (var i = 0; i < left.Count && tries < MostTries; i++)
            {
                var row = left[i];
                if (!Follows(from, row, out var to))
                {
                    continue;
                }

                tries++;
                left.RemoveAt(i);
                path.Add(row);
                if (Try(to))
                {
                    return true;
                }

                path.RemoveAt(path.Count - 1);
                left.Insert(i, row);
            }

            return left.Count == 0;
        }
    }

    /// <summary>Whether a row follows from the possible balances before it (null: not known), and the possible ones behind it.</summary>
    private static bool Follows(HashSet<long>? before, Entry row, out HashSet<long>? behind)
    {
        if (row.BalanceAfter is { } told)
        {
            behind = [told.MinorUnits];
            return before is null || Array.Exists(Moves(row), move => before.Contains(told.MinorUnits - move));
        }

        var possible = before?.SelectMany(b => Moves(row).Select(move => b + move)).ToHashSet();
        behind = possible?.Count <= MostBalances ? possible : null;
        return true;
    }

    /// <summary>By how much a row may move the balance, the likeliest first: some wallets take the fee with it, others in a row of its own; what has not succeeded, what is only held, and what the statement gives no balance, may not count.</summary>
    private static long[] Moves(Entry row)
    {
        var amount = row.Amount.MinorUnits;
        var withFee = row.Fee is { } fee && fee.Currency == row.Amount.Currency ? amount - fee.MinorUnits : amount;
        var isSure = row is { Status: EntryStatus.Succeeded, BalanceAfter: not null, Type: not (EntryType.Hold or EntryType.Release or EntryType.Adjustment) };
        return isSure ? [withFee, amount] : [withFee, amount, 0];
    }

    /// <summary>From when to when the rows of each file reach.</summary>
    private static Dictionary<string, (DateTime First, DateTime Last)> Spans(IEnumerable<Entry> entries) =>
        entries.GroupBy(e => e.Source.FileSha256, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (g.Min(e => e.BookedAtUtc), g.Max(e => e.BookedAtUtc)), StringComparer.Ordinal);

    private static bool Overlap(Dictionary<string, (DateTime First, DateTime Last)> spans, Entry before, Entry after) =>
        before.Source.FileSha256 != after.Source.FileSha256 && spans[before.Source.FileSha256].Last > spans[after.Source.FileSha256].First;

    /// <summary>The balances that the rows of a chain begin and end with, whatever their order.</summary>
    private sealed class Links
    {
        private readonly ILookup<long, DateTime> ends;
        private readonly ILookup<long, DateTime> beginnings;

        public Links(IEnumerable<Entry> chain)
        {
            var told = chain.Where(e => e.BalanceAfter is not null).ToList();
            ends = told.ToLookup(e => e.BalanceAfter!.Value.MinorUnits, e => e.BookedAtUtc);
            beginnings = told.ToLookup(Beginning, e => e.BookedAtUtc);
        }

        /// <summary>Whether as many rows of those days end with the balance that this one begins with as begin with it: then it follows from one of them.</summary>
        public bool FollowsFromAnother(Entry row)
        {
            var beginning = Beginning(row);
            return Near(ends[beginning], row) is > 0 and var before && before >= Near(beginnings[beginning], row);
        }

        private long Beginning(Entry row)
        {
            var told = row.BalanceAfter!.Value.MinorUnits;
            return Moves(row).Select(move => told - move).OrderByDescending(ends.Contains).First();
        }

        private static int Near(IEnumerable<DateTime> times, Entry row) => times.Count(time => (time - row.BookedAtUtc).Duration() <= OutOfOrder);
    }
}
