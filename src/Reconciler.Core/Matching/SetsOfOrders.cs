namespace Reconciler.Core.Matching;

/// <summary>
/// The same search as <see cref="ExactSet.All"/> over a long row of orders: it takes the same steps in the same order, but counts those that lead nowhere instead of
/// making them, so that neither the row nor the steps are walked for each charge.
/// </summary>
internal sealed class SetsOfOrders
{
    private readonly RankTree dues;
    private readonly long[] placed;
    private readonly long apart;
    private readonly int end;
    private readonly int sizeMax;
    private readonly int below;

    /// <summary>From the end of the row: places, and what all from there on add up to, until that is the whole sum.</summary>
    private readonly List<int> tail = [];
    private readonly List<Int128> sums = [];

    private readonly List<int> chosen = [];
    private readonly List<IReadOnlyList<int>> found = [];
    private int stepsLeft;

    private SetsOfOrders(RankTree dues, long[] placed, (int From, int End) window, long sum, MatchingRules rules, long length)
    {
        (this.dues, this.placed, end) = (dues, placed, window.End);
        (sizeMax, stepsLeft, apart) = (rules.SeveralOrdersMax, rules.SearchSteps, rules.SeveralOrdersSpan.Ticks + length);
        below = dues.RankOf(sum);
        var all = Int128.Zero;
        for (var place = dues.Last(window.From, end, 0, below); place >= 0 && all < sum; place = dues.Last(window.From, place, 0, below))
        {
            all += Due(place);
            tail.Add(place);
            sums.Add(all);
        }
    }

    /// <param name="placed">By place: when the order was placed (ticks), never falling.</param>
    /// <param name="length">How long the day is of which only is told that they were placed on it (ticks); 0 where the time is told.</param>
    /// <param name="window">The first place of the row, and the one behind the last.</param>
    public static IReadOnlyList<IReadOnlyList<int>> All(RankTree dues, long[] placed, long length, (int From, int End) window, long sum, MatchingRules rules, out bool boundReached)
    {
        var search = new SetsOfOrders(dues, placed, window, sum, rules, length);
        search.FindAll(window.From, sum);
        boundReached = search.stepsLeft <= 0;
        return search.found;
    }

    private void FindAll(int from, long left)
    {
        var last = EndOf(from, left);
        if (from >= last)
        {
            return;
        }

        // An order leads on where all that is left is due for it, or so much that the least fits beside it and the greatest can fill it up.
        var limit = chosen.Count == 0 ? last : Math.Min(last, FirstTooLate(chosen[0]));
        var whole = chosen.Count == 0 ? -1 : First(from, limit, left, left);
        var more = sizeMax - chosen.Count - 1;
        var (least, most) = more == 0 ? (1, 0) : (left - ((Int128)dues.Greatest(from, end, below)!.Value * more) is var rest && rest > 0 ? (long)rest : 0, left - dues.Least(from, end, below)!.Value);
        while (found.Count < ExactSet.SetsMost)
        {
            whole = whole >= 0 && whole < from ? First(from, limit, left, left) : whole;
            var part = First(from, whole < 0 ? limit : Math.Min(limit, whole), least, most);
            var next = part >= 0 ? part : whole;
            var passed = dues.CountIn(from, next < 0 ? last : next + 1, 0, below);
            if (passed >= stepsLeft)
            {
                stepsLeft = 0;
                return;
            }

            stepsLeft -= passed;
            if (next < 0)
            {
                return;
            }

            chosen.Add(next);
            var due = Due(next);
            if (due == left && chosen.Count >= 2)
            {
                found.Add([.. chosen]);
            }
            else if (chosen.Count < sizeMax)
            {
                FindAll(next + 1, left - due);
            }

            chosen.RemoveAt(chosen.Count - 1);
            from = next + 1;
        }
    }

    /// <summary>The first order from which so much is due; none where that is nothing.</summary>
    private int First(int from, int limit, long least, long most) =>
        least > most ? -1 : dues.First(from, limit, dues.RankOf(least), Math.Min(below, dues.RankOf(most + 1)));

    /// <summary>The place behind the last from which what is left can be reached: there is one large enough, one small enough, and all together are enough.</summary>
    private int EndOf(int from, long left)
    {
        var more = sizeMax - chosen.Count;
        var large = dues.Last(from, end, dues.RankOf((left + more - 1) / more), below);
        var small = large < 0 ? -1 : dues.Last(from, end, 0, Math.Min(below, dues.RankOf(left + 1)));
        var enough = sums.BinarySearch(left);
        enough = enough < 0 ? ~enough : enough;
        return large < 0 || small < 0 || enough == sums.Count ? from : Math.Min(Math.Min(large, small), tail[enough]) + 1;
    }

    private int FirstTooLate(int place)
    {
        var (low, high) = (place, end);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = placed[middle] - placed[place] <= apart ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private long Due(int place) => dues.NumberAt(place);
}
