namespace Reconciler.Core.Matching;

/// <summary>Which places of a row are still free: the next free one from a place on is found in nearly constant time.</summary>
internal sealed class NextFree
{
    private readonly int[] next;

    public NextFree(int count)
    {
        next = new int[count + 1];
        for (var i = 0; i <= count; i++)
        {
            next[i] = i;
        }
    }

    public int From(int place)
    {
        place = Math.Min(place, next.Length - 1);
        while (next[place] != place)
        {
            next[place] = next[next[place]];
            place = next[place];
        }

        return place;
    }

    public void Take(int place) => next[place] = place + 1;
}
