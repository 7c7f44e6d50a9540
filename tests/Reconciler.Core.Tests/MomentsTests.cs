using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

public class MomentsTests
{
    [Theory]
    [InlineData("2026-05-06 00:00")] // UTC
    [InlineData("2026-05-05 22:00")] // Berlin
    [InlineData("2026-05-05 16:00")] // Shanghai
    [InlineData("2026-05-05 11:00")] // Auckland in summer
    [InlineData("2026-05-06 05:00")] // New York in winter
    [InlineData("2026-05-06 10:00")] // Honolulu
    public void A_day_is_the_one_of_its_zone(string begins) =>
        Assert.Equal(new DateOnly(2026, 5, 6), Moments.OfDay(Utc(begins), Utc(begins).AddDays(1)).Day);

    [Fact]
    public void A_day_anywhere_is_the_one_that_was_told() => Assert.Equal(new DateOnly(2026, 5, 6), Moments.OfDayAnywhere(new DateOnly(2026, 5, 6)).Day);
}
