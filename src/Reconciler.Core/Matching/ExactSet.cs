namespace Reconciler.Core.Matching;

/// <summary>
/// Bounded searches for the amounts that add up to a sum exactly. Amounts are positive counts of minor units. What can no longer be reached, because all
/// that is left is too little, or each of it too much, is not tried, so that the plain answers (all of them, the first of them, all but a few) are found in a step for each amount.
/// </summary>
internal sealed class ExactSet
{
    /// <summary>Of more sets than this only the first are found.</summary>
    public const int SetsMost = 100;

    private readonly long[] amounts;
    private readonly long slack;
    private readonly int sizeMax;

    /// <summary>By place: what all amounts from there on add up to, and the largest and the smallest of them.</summary>
    private readonly Int128[] after;
    private readonly long[] largestAfter;
    private readonly long[] smallestAfter;

    private readonly List<int> chosen = [];
    private HashSet<(int From, long Left)> deadEnds = [];
    private int stepsLeft;

    private ExactSet(long[] amounts, int stepsMax, int sizeMax, long slack = 0)
    {
        (this.amounts, this.slack, this.sizeMax, stepsLeft) = (amounts, slack, sizeMax, stepsMax);
        after = new Int128[amounts.Length + 1];
        largestAfter = new long[amounts.Length + 1];
        smallestAfter = new long[amounts.Length + 1];
        smallestAfter[^1] = long.MaxValue;
        for (var i = amounts.Length - 1; i >= 0; i--)
        {
            after[i] = after[i + 1] + amounts[i];
            largestAfter[i] = Math.Max(largestAfter[i + 1], amounts[i]);
            smallestAfter[i] = Math.Min(smallestAfter[i + 1], amounts[i]);
        }
    }

    /// <summary>The search was cut short: a set may exist that was not found.</summary>
    private bool BoundReached => stepsLeft <= 0;

    /// <summary>The set that is complete first: of sets whose last member is equally early, the one with the earliest members. Null where none sums exactly.</summary>
    /// <param name="slack">How far the sum may be off, either way.</param>
    public static IReadOnlyList<int>? Earliest(long[] amountsInTimeOrder, long target, int stepsMax, out bool boundReached, long slack = 0)
    {
        var search = new ExactSet(amountsInTimeOrder, stepsMax, sizeMax: amountsInTimeOrder.Length, slack);
        for (var last = 0; last < amountsInTimeOrder.Length && !search.BoundReached; last++)
        {
            search.chosen.Clear();
            if (search.deadEnds.Count > 0)
            {
                search.deadEnds = [];
            }

            if (search.FindFirst(0, last, target - amountsInTimeOrder[last]))
            {
                boundReached = false;
                return [.. search.chosen, last];
            }
        }

        boundReached = search.BoundReached;
        return null;
    }

    /// <summary>Sets of two to <paramref name="sizeMax"/> members that sum exactly; of very many, the first.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> All(long[] amounts, long target, int sizeMax, Func<IReadOnlyList<int>, int, bool> mayJoin, int stepsMax, out bool boundReached)
    {
        var search = new ExactSet(amounts, stepsMax, sizeMax);
        var found = new List<IReadOnlyList<int>>();
        search.FindAll(0, target, mayJoin, found);
        boundReached = search.BoundReached;
        return found;
    }

    /// <summary>Chooses the first members before <paramref name="end"/> that add up to what is left. Goes back over its own choices: a set may have many thousands of members.</summary>
    private bool FindFirst(int from, int end, long left)
    {
        if (Math.Abs(left) <= slack)
        {
            return true;
        }

        for (var i = from; ; i++)
        {
            if (!(i < end && left > 0 && after[i] - after[end] >= left - slack))
            {
                if (chosen.Count == 0)
                {
                    return false;
                }

                i = chosen[^1];
                chosen.RemoveAt(chosen.Count - 1);
                deadEnds.Add((i + 1, left));
                left += amounts[i];
                continue;
            }

            if (--stepsLeft <= 0)
            {
                return false;
            }

            if (amounts[i] > left + slack || deadEnds.Contains((i + 1, left - amounts[i])))
            {
                continue;
            }

            chosen.Add(i);
            left -= amounts[i];
            if (Math.Abs(left) <= slack)
            {
                return true;
            }
        }
    }

    private void FindAll(int from, long left, Func<IReadOnlyList<int>, int, bool> mayJoin, List<IReadOnlyList<int>> found)
    {
        for (var i = from; i < amounts.Length && found.Count < SetsMost && (Int128)largestAfter[i] * (sizeMax - chosen.Count) >= left && after[i] >= left && smallestAfter[i] <= left; i++)
        {
            if (--stepsLeft <= 0)
            {
                return;
            }

            if (amounts[i] > left || !mayJoin(chosen, i))
            {
                continue;
            }

            chosen.Add(i);
            if (amounts[i] == left && chosen.Count >= 2)
            {
                found.Add([.. chosen]);
            }
            else if (chosen.Count < sizeMax)
            {
                FindAll(i + 1, left - amounts[i], mayJoin, found);
            }

            chosen.RemoveAt(chosen.Count - 1);
        }
    }
}
