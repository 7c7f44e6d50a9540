using Reconciler.Core.Regions;

namespace Reconciler.Core.Tests.Regions;

/// <summary>Keys are kept in few bytes and come back as they were.</summary>
public sealed class KeyPageTests
{
    [Fact]
    public void What_is_registered_under_a_key_comes_back_from_the_bytes()
    {
        var random = new Random(7);
        List<RegisteredKey> keys = [.. Enumerable.Range(0, 40_000).Select(_ => new RegisteredKey((ulong)random.NextInt64(1L << 40) % 30_000, random.Next(1, 8_000_000), random.Next(2) == 0))];

        List<KeyPage> pages = [.. KeyPage.Of(keys).Select(page => KeyPage.Read(page.ToBytes()))];

        Assert.Equal(3, pages.Count);
        Assert.All(pages, page => Assert.InRange(page.Count, 1, KeyPage.KeysMax));
        Assert.Equal(Sorted(keys), Sorted(pages.SelectMany(page => page.All())));
        foreach (var key in Enumerable.Range(0, 300).Select(i => (ulong)i * 100))
        {
            Assert.Equal(Sorted(keys.Where(k => k.Key == key)), Sorted(Found(pages, key)));
        }
    }

    [Fact]
    public void A_key_takes_few_bytes()
    {
        var random = new Random(8);
        List<RegisteredKey> keys = [.. Enumerable.Range(0, KeyPage.KeysMax).Select(i => new RegisteredKey((ulong)random.NextInt64(1L << 40), i * 20, false))];

        // Five for the key, three for the number of one record among millions; beside that the page has a head of few bytes.
        Assert.InRange(KeyPage.Of(keys).Single().ToBytes().Length, 8 * KeyPage.KeysMax, (8 * KeyPage.KeysMax) + 32);
    }

    [Theory]
    [InlineData("02-00-00-00-00-01-05-00-00-00-00-00-00-00-01-00-00-00-00-00-00-00-00")] // says two keys, holds one
    [InlineData("01-00-00-00-00-01-05-00-00-00-00-00-00-00-01-00-00-00-00-00-00-00-00-00")] // goes on behind the last
    [InlineData("01-00-00-00-09-01-05-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00-01-00-00-00-00-00-00-00-00")] // distances of nine bytes
    [InlineData("00-00-00-00-01-01-05-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00")] // says that it holds none
    [InlineData("01-00")] // ends within its head
    public void Bytes_that_are_no_page_are_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(() => KeyPage.Read([.. bytes.Split('-').Select(b => Convert.ToByte(b, 16))]));

    [Fact]
    public void A_list_of_keys_comes_back_from_the_bytes()
    {
        List<ulong> keys = [3, 3, 900, 1UL << 39, (1UL << 40) - 1];

        Assert.Equal(keys, KeyPage.ReadKeys(KeyPage.WriteKeys(keys)));
        Assert.Empty(KeyPage.ReadKeys(KeyPage.WriteKeys([])));
    }

    private static List<RegisteredKey> Found(IEnumerable<KeyPage> pages, ulong key)
    {
        var found = new List<RegisteredKey>();
        foreach (var page in pages)
        {
            page.Find(key, found);
        }

        return found;
    }

    private static IEnumerable<RegisteredKey> Sorted(IEnumerable<RegisteredKey> keys) => keys.OrderBy(k => k.Key).ThenBy(k => k.Number).ThenBy(k => k.IsLive);
}
