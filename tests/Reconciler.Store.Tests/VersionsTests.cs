using CsCheck;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public class VersionsTests
{
    [Theory]
    [InlineData(EntryStatus.Pending, EntryStatus.Failed, EntryStatus.Failed)]
    [InlineData(EntryStatus.Failed, EntryStatus.Succeeded, EntryStatus.Succeeded)]
    [InlineData(EntryStatus.Reversed, EntryStatus.Succeeded, EntryStatus.Reversed)] // an old file read late takes nothing back
    [InlineData(EntryStatus.Reversed, EntryStatus.Pending, EntryStatus.Reversed)]
    public void The_later_status_of_an_entry_stands_whichever_came_first(EntryStatus one, EntryStatus other, EntryStatus stands)
    {
        Assert.Equal(stands, Versions.Choose([Some.Entry(status: one), Some.Entry(status: other)]).Standing.Status);
        Assert.Equal(stands, Versions.Choose([Some.Entry(status: other), Some.Entry(status: one)]).Standing.Status);
    }

    [Theory]
    [InlineData("2026-05-06", OrderStatus.Refunded, "2026-05-07", OrderStatus.Paid, OrderStatus.Paid)] // the time decides, not the status
    [InlineData("2026-05-06", OrderStatus.Refunded, "2026-05-06", OrderStatus.Paid, OrderStatus.Refunded)]
    [InlineData("2026-05-06", OrderStatus.Disputed, "2026-05-06", OrderStatus.Refunded, OrderStatus.Disputed)]
    public void The_later_time_of_an_order_stands_and_then_the_later_status(string at, OrderStatus status, string otherAt, OrderStatus otherStatus, OrderStatus stands)
    {
        var one = Some.Order(statusAt: at, status: status);
        var other = Some.Order(statusAt: otherAt, status: otherStatus);

        Assert.Equal(stands, Versions.Choose([one, other]).Standing.Status);
        Assert.Equal(stands, Versions.Choose([other, one]).Standing.Status);
    }

    [Fact]
    public void Of_equal_versions_the_one_that_tells_more_stands()
    {
        var bare = Some.Entry(counterparty: "");
        var full = Some.Entry(counterparty: "AliExpress", reference: "8001234567890123");

        Assert.Equal(full, Versions.Choose([bare, full]).Standing);
        Assert.Equal(full, Versions.Choose([full, bare]).Standing);
    }

    [Fact]
    public void Other_money_is_in_conflict_one_version_for_each_other_sum()
    {
        var standing = Some.Entry(amount: "-20.00 USD", status: EntryStatus.Reversed);
        var other = Some.Entry(amount: "-21.00 USD", status: EntryStatus.Succeeded);
        var otherBefore = Some.Entry(amount: "-21.00 USD", status: EntryStatus.Pending);
        var otherCurrency = Some.Entry(amount: "-20.00 EUR", status: EntryStatus.Failed);

        var chosen = Versions.Choose([otherBefore, otherCurrency, other, standing]);

        Assert.Equal(standing, chosen.Standing);
        Assert.Equal([other, otherCurrency], chosen.Conflicting);
    }

    [Theory]
    [InlineData(null, "-18.00 EUR", false)] // told later, it contradicts nothing
    [InlineData("-18.00 EUR", "-18.00 EUR", false)]
    [InlineData("-18.00 EUR", "-18.01 EUR", true)]
    [InlineData("-18.00 EUR", "-18.00 GBP", true)]
    public void Original_amounts_conflict_where_both_are_told(string? one, string? other, bool conflict) =>
        Assert.Equal(conflict, Versions.TellOtherMoney(Some.Entry(original: one), Some.Entry(original: other)));

    [Fact]
    public void Another_total_of_an_order_is_in_conflict()
    {
        var chosen = Versions.Choose([Some.Order(total: "20.00 USD", statusAt: "2026-05-07"), Some.Order(total: "22.00 USD", statusAt: "2026-05-06")]);

        Assert.Equal(Some.Money("20.00 USD"), chosen.Standing.Total);
        Assert.Equal(Some.Money("22.00 USD"), Assert.Single(chosen.Conflicting).Total);
    }

    [Fact]
    public void The_content_is_the_same_wherever_it_was_read()
    {
        var entry = Some.Entry(rate: 1.10m);

        Assert.Equal(Versions.ContentHash(entry), Versions.ContentHash(entry with { Source = Some.Line("other text", 9, "other.csv"), ExchangeRate = 1.1m }));
        Assert.NotEqual(Versions.ContentHash(entry), Versions.ContentHash(entry with { Extra = "memo: x" }));
        Assert.NotEqual(Versions.ContentHash(entry with { Counterparty = "ab", OrderReference = "c" }), Versions.ContentHash(entry with { Counterparty = "a", OrderReference = "bc" }));
        var order = Some.Order();
        Assert.NotEqual(Versions.ContentHash(order with { Charged = order.Total }), Versions.ContentHash(order with { Refunded = order.Total }));
    }

    [Fact]
    public void Versions_of_two_ids_are_refused() => Assert.Throws<ArgumentException>(() => Versions.Choose([Some.Entry("T1"), Some.Entry("T2")]));

    [Fact]
    public void The_order_of_arrival_makes_no_difference() =>
        SomeVersionsShuffled.Sample((versions, shuffled) =>
        {
            var inOrder = Versions.Choose(versions);
            var turned = Versions.Choose(shuffled);
            Assert.Equal(inOrder.Standing, turned.Standing);
            Assert.Equal(inOrder.Conflicting, turned.Conflicting);
        });

    /// <summary>One to six versions of T1 that differ in what versions differ in.</summary>
    public static Gen<Entry[]> SomeVersions { get; } =
        Gen.Select(OneOf("-20.00 USD", "-20.50 USD", "-20.00 EUR"), Gen.Enum<EntryStatus>(), OneOf<string?>(null, "-18.00 EUR", "-19.00 EUR"), OneOf("", "Shop", "Other shop"))
            .Select((amount, status, original, description) => Some.Entry(amount: amount, status: status, original: original, description: description))
            .Array[1, 6];

    /// <summary>The versions, and the same in another order.</summary>
    public static Gen<(Entry[] Versions, Entry[] Shuffled)> SomeVersionsShuffled { get; } =
        SomeVersions.SelectMany(versions => Gen.Shuffle(versions).Select(shuffled => (versions, shuffled)));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
