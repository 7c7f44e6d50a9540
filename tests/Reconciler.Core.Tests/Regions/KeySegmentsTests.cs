using Reconciler.Core.Regions;

namespace Reconciler.Core.Tests.Regions;

/// <summary>Keys that come some at a time are found in all that came.</summary>
public sealed class KeySegmentsTests
{
    private static readonly List<RegisteredKey> Keys = Some(12_000);

    [Fact]
    public void What_came_at_any_time_is_found_under_its_key()
    {
        var segments = Segments();
        HashSet<ulong> wanted = [.. Enumerable.Range(0, 400).Select(i => (ulong)i * 7), 5_000_000];

        Assert.Equal(Sorted(Keys.Where(k => wanted.Contains(k.Key)).Distinct()), Sorted(segments.Find(wanted).Distinct()));
        Assert.Empty(segments.Find([5_000_000]));
        Assert.Empty(new KeySegments().Find(wanted));
    }

    [Fact]
    public void All_come_back_once_each_and_sorted()
    {
        List<RegisteredKey> all = [.. Segments().All()];

        Assert.Equal(Sorted(Keys.Distinct()), all);
    }

    private static KeySegments Segments()
    {
        var segments = new KeySegments();
        foreach (var some in Keys.Chunk(1_700))
        {
            segments.Add(some);
        }

        segments.Add([]);
        return segments;
    }

    private static List<RegisteredKey> Some(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => new RegisteredKey((ulong)random.Next(3_000), random.Next(1, 90), random.Next(2) == 0))];
    }

    private static IEnumerable<RegisteredKey> Sorted(IEnumerable<RegisteredKey> keys) => keys.OrderBy(k => k.Key).ThenBy(k => k.Number).ThenBy(k => k.IsLive);
}
