using System.Collections;

namespace Reconciler.Core.Matching;

/// <summary>Which of many numbers may stand among them more than once: all that do, and a few others that only look so. Most amounts are paid once, and cost no more than a bit or two.</summary>
/// <param name="count">About how many there are.</param>
internal sealed class Repeated(int count)
{
    private const int BitsOfNumber = 8;

    private readonly BitArray once = new(Math.Max(1, count) * BitsOfNumber);
    private readonly BitArray more = new(Math.Max(1, count) * BitsOfNumber);

    public void Add(long number)
    {
        var place = PlaceOf(number);
        if (once[place])
        {
            more[place] = true;
        }

        once[place] = true;
    }

    /// <summary>False: it was added once at the most.</summary>
    public bool May(long number) => more[PlaceOf(number)];

    private int PlaceOf(long number) => (int)(unchecked((ulong)number * 0x9E3779B97F4A7C15) % (ulong)once.Length);
}
