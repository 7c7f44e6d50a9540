namespace Reconciler.Core.Matching;

/// <summary>Bounded searches for the amounts that add up to a sum exactly. Amounts are positive counts of minor units.</summary>
internal sealed class ExactSet(long[] amounts, long target, int stepsMax, int sizeMax, long slack = 0)
{
    private readonly List<int> chosen = [];
    private int stepsLeft = stepsMax;

    /// <summary>The search was cut short: a set may exist that was not found.</summary>
    public bool BoundReached => stepsLeft <= 0;

    /// <summary>The set that is complete first: of sets whose last member is equally early, the one with the earliest members. Null where none sums exactly.</summary>
    /// <param name="slack">How far the sum may be off, either way.</param>
    public static IReadOnlyList<int>? Earliest(long[] amountsInTimeOrder, long target, int stepsMax, out bool boundReached, long slack = 0)
    {
        var search = new ExactSet(amountsInTimeOrder, target, stepsMax, sizeMax: amountsInTimeOrder.Length, slack);
        for (var last = 0; last < amountsInTimeOrder.Length && !search.BoundReached; last++)
        {
            search.chosen.Clear();
            if (search.FindFirst(0, last, target - amountsInTimeOrder[last]))
            {
                boundReached = false;
                return [.. search.chosen, last];
            }
        }

        boundReached = search.BoundReached;
        return null;
    }

    /// <summary>All sets of two to <paramref name="sizeMax"/> members that sum exactly, but no more than two: whoever asks wants to know whether there is only one.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> FirstTwo(long[] amounts, long target, int sizeMax, Func<IReadOnlyList<int>, int, bool> mayJoin, int stepsMax, out bool boundReached)
    {
        var search = new ExactSet(amounts, target, stepsMax, sizeMax);
        var found = new List<IReadOnlyList<int>>();
        search.FindAll(0, target, mayJoin, found);
        boundReached = search.BoundReached;
        return found;
    }

    private bool FindFirst(int from, int end, long left)
    {
        if (Math.Abs(left) <= slack)
        {
            return true;
        }

        for (var i = from; i < end && left > 0; i++)
        {
            if (--stepsLeft <= 0)
            {
                return false;
            }

            if (amounts[i] > left + slack)
            {
                continue;
            }

            chosen.Add(i);
            if (FindFirst(i + 1, end, left - amounts[i]))
            {
                return true;
            }

            chosen.RemoveAt(chosen.Count - 1);
        }

        return false;
    }

    private void FindAll(int from, long left, Func<IReadOnlyList<int>, int, bool> mayJoin, List<IReadOnlyList<int>> found)
    {
        for (var i = from; i < amounts.Length && found.Count < 2; i++)
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
            if (amounts[i] == left && chosen.Count >= 2 && left <= target)
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
