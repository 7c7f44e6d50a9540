using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>One row of an account, and what it did to the balance.</summary>
/// <param name="Moved">By how much it moved the balance, its fee included where that went with it; in minor units, signed.</param>
/// <param name="Gap">By how much the balance that it tells is off what the rows before it and its own move leave; 0 where it follows.</param>
/// <param name="Balance">Behind it: as told, else counted on from the last one told; null before the first one told.</param>
public readonly record struct BalanceStep(StatementRow Row, Int128 Moved, Int128 Gap, Int128? Balance);

/// <summary>
/// Follows the running balance of one account from row to row. What failed or is pending moves nothing, and a fee goes with its row, unless the balances tell otherwise; holds and releases count
/// where balances tell so. A balance that does not follow is no reason to stop: the gap is told, and it goes on from there.
/// </summary>
/// <remarks>Holds the rows of one instant, and those since the last balance that may have moved it in one way or another; of neither many.</remarks>
internal sealed class BalanceWalk
{
    private readonly List<StatementRow> instant = [];
    private readonly List<BalanceStep> ready = [];
    private List<Way>? ways; // The likeliest first; null: nobody has told a balance yet.
    private bool isCrowded;
    private bool areFeesApart;

    /// <summary>Takes the next row, in time order, then by id.</summary>
    /// <returns>The rows of which it is known now what they did.</returns>
    public IReadOnlyList<BalanceStep> Add(StatementRow row)
    {
        ready.Clear();
        if (instant.Count > 0 && instant[0].Entry.BookedAtUtc != row.Entry.BookedAtUtc)
        {
            TakeInstant();
        }

        // Of very many rows of an instant nobody can tell the order: their balances say nothing.
        if (isCrowded)
        {
            CountOn(row);
            return ready;
        }

        instant.Add(row);
        if (instant.Count > JoinedRows.MostOfAnInstant)
        {
            instant.ForEach(CountOn);
            instant.RemoveRange(1, instant.Count - 1);
            isCrowded = true;
        }

        return ready;
    }

    /// <summary>The last rows.</summary>
    public IReadOnlyList<BalanceStep> End()
    {
        ready.Clear();
        TakeInstant();
        Settle(ways?[0]);
        return ready;
    }

    private void TakeInstant()
    {
        if (isCrowded || instant.Count == 0)
        {
            isCrowded = false;
            instant.Clear();
            return;
        }

        if (ways is null && instant.Select(r => InItsCurrency(r.Entry, r.Entry.OpeningBalance)).OfType<Money>().Distinct().ToList() is { Count: > 0 } openings)
        {
            var opening = openings.OrderByDescending(b => openings.Count == 1 ? 0 : JoinedRows.Longest(Entries(instant), [b.MinorUnits]).Count).ThenBy(b => b.MinorUnits).First();
            ways = [new Way(opening.MinorUnits, null, null, 0)];
        }

        if (instant is [var only])
        {
            Take(only);
        }
        else if (instant.Exists(r => Told(r) is not null))
        {
            TakeInOrder();
        }
        else
        {
            instant.ForEach(CountOn);
        }

        instant.Clear();
    }

    /// <summary>Rows of one instant, as their balances join up.</summary>
    private void TakeInOrder()
    {
        var left = Entries(instant);
        var rows = instant.ToDictionary<StatementRow, object>(r => r.Entry, ReferenceEqualityComparer.Instance);
        while (left.Count > 0)
        {
            var joined = JoinedRows.Longest(left, ways?.Select(w => Money.Within(w.Balance)).ToHashSet());
            foreach (var entry in joined.Count > 0 ? joined : [left[0]])
            {
                Take(rows[entry]);
                left.Remove(entry);
            }
        }
    }

    private static List<Entry> Entries(List<StatementRow> rows) => rows.ConvertAll(r => r.Entry);

    private static Money? InItsCurrency(Entry entry, Money? sum) => sum is { } some && some.Currency == entry.Amount.Currency ? some : null;

    private static Money? Told(StatementRow row) => InItsCurrency(row.Entry, row.Entry.BalanceAfter);

    private void Take(StatementRow row)
    {
        if (Told(row) is not { } told)
        {
            CountOn(row);
            return;
        }

        if (ways is null)
        {
            ready.Add(new BalanceStep(row, Likeliest(row.Entry), 0, told.MinorUnits));
        }
        else if (Follows(row.Entry, told) is var (way, move))
        {
            Settle(way);
            ready.Add(new BalanceStep(row, move, 0, told.MinorUnits));
            if (FeeOf(row.Entry) != 0 && row.Entry.Status == EntryStatus.Succeeded)
            {
                areFeesApart = move == row.Entry.Amount.MinorUnits;
            }
        }
        else
        {
            Settle(ways[0]);
            var moved = Likeliest(row.Entry);
            ready.Add(new BalanceStep(row, moved, told.MinorUnits - ways[0].Balance - moved, told.MinorUnits));
        }

        ways = [new Way(told.MinorUnits, null, null, 0)];
    }

    private (Way Way, Int128 Move)? Follows(Entry entry, Money told)
    {
        foreach (var way in ways!)
        {
            foreach (var move in Moves(entry))
            {
                if (way.Balance + move == told.MinorUnits)
                {
                    return (way, move);
                }
            }
        }

        return null;
    }

    /// <summary>Counts a row on that tells no balance.</summary>
    private void CountOn(StatementRow row)
    {
        if (ways is null)
        {
            ready.Add(new BalanceStep(row, Likeliest(row.Entry), 0, null));
            return;
        }

        ways = [.. ways.SelectMany(way => Moves(row.Entry).Select(move => new Way(way.Balance + move, way, row, move))).DistinctBy(w => w.Balance)];
        if (ways.Count > JoinedRows.MostBalances || isCrowded)
        {
            Settle(ways[0]);
            ways = [new Way(ways[0].Balance, null, null, 0)];
        }
    }

    /// <summary>Makes the way known that rows went.</summary>
    private void Settle(Way? last)
    {
        var steps = new Stack<BalanceStep>();
        for (var way = last; way?.Row is { } row; way = way.Before)
        {
            steps.Push(new BalanceStep(row, way.Move, 0, way.Balance));
        }

        ready.AddRange(steps);
    }

    private static long FeeOf(Entry entry) => InItsCurrency(entry, entry.Fee)?.MinorUnits ?? 0;

    /// <summary>By how much a row may have moved the balance, the likeliest first.</summary>
    private IEnumerable<Int128> Moves(Entry entry) => JoinedRows.Moves(entry).Select(move => (Int128)move).Prepend(Likeliest(entry)).Distinct();

    private Int128 Likeliest(Entry entry) =>
        entry.Status != EntryStatus.Succeeded || (entry.Type is EntryType.Hold or EntryType.Release && entry.BalanceAfter is null) ? 0
        : (Int128)entry.Amount.MinorUnits - (areFeesApart ? 0 : FeeOf(entry));

    /// <summary>One possible balance, and how it came about since the last one told.</summary>
    private sealed record Way(Int128 Balance, Way? Before, StatementRow? Row, Int128 Move);
}
