using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>How the rows of an account follow from one another by their running balances.</summary>
internal static class JoinedRows
{
    /// <summary>The most rows of one instant that are put in order. Mostly they are a few; where rows have no time of day, those of a day. Most orders of them fail at once.</summary>
    public const int MostOfAnInstant = 1_000;

    /// <summary>What is pending or held may count in a balance or not: more than so many possible balances say nothing any more.</summary>
    public const int MostBalances = 32;

    private const int MostTries = 20_000;

    /// <summary>As many of these rows as join up, in the order in which they do, from the possible balances before them (null: not known).</summary>
    public static List<Entry> Longest(List<Entry> rows, HashSet<long>? balances)
    {
        // Where nothing is known before them, a row that no other leads to comes first.
        var closings = rows.Where(r => r.BalanceAfter is not null).Select(r => r.BalanceAfter!.Value.MinorUnits).ToHashSet();
        var left = balances is not null ? [.. rows] : rows.OrderBy(r => r.BalanceAfter is { } told && closings.Contains(Money.Within((Int128)told.MinorUnits - Moves(r)[0]))).ToList();
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
    public static bool Follows(HashSet<long>? before, Entry row, out HashSet<long>? behind)
    {
        if (row.BalanceAfter is { } told)
        {
            behind = [told.MinorUnits];
            return before is null || Array.Exists(Moves(row), move => before.Contains(Money.Within((Int128)told.MinorUnits - move)));
        }

        var possible = before?.SelectMany(b => Moves(row).Select(move => Money.Within((Int128)b + move))).ToHashSet();
        behind = possible?.Count <= MostBalances ? possible : null;
        return true;
    }

    /// <summary>By how much a row may move the balance, the likeliest first: some wallets take the fee with it, others in a row of its own; what has not succeeded, what is only held, and what the statement gives no balance, may not count.</summary>
    public static long[] Moves(Entry row)
    {
        var amount = row.Amount.MinorUnits;
        var withFee = row.Fee is { } fee && fee.Currency == row.Amount.Currency ? amount - fee.MinorUnits : amount;
        var isSure = row is { Status: EntryStatus.Succeeded, BalanceAfter: not null, Type: not (EntryType.Hold or EntryType.Release or EntryType.Adjustment) };
        return isSure ? [withFee, amount] : [withFee, amount, 0];
    }
}
