using Reconciler.Mail.Sending;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class RateLimitTests
{
    private static readonly RateLimit Limit = new(MostAnHour: 2, MostADay: 3);

    // When mails went to the domain on 6 May, and when the next may go, at 12:00.
    [Theory]
    [InlineData("", "2026-05-06 12:00")]
    [InlineData("11:30", "2026-05-06 12:00")]
    [InlineData("11:30 11:40", "2026-05-06 12:30")] // two within the hour: an hour after the earlier
    [InlineData("11:40 11:30", "2026-05-06 12:30")] // in any order
    [InlineData("11:00 11:40", "2026-05-06 12:00")] // an hour ago to the minute is out
    [InlineData("03:00 04:00 05:00", "2026-05-07 03:00")] // three within the day
    [InlineData("03:00 11:30 11:40", "2026-05-07 03:00")] // both are full: the later counts
    [InlineData("01:00 02:00 03:00 04:00 05:00", "2026-05-07 03:00")] // more than allowed, after the setting was lowered
    public void The_next_mail_waits_until_both_windows_have_room(string sent, string next)
    {
        var times = sent.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => Some.Utc("2026-05-06 " + t));

        Assert.Equal(Some.Utc(next), Limit.NextUtc(times, Some.Utc("2026-05-06 12:00")));
    }

    [Fact]
    public void A_long_row_of_mails_never_passes_the_most_in_any_window()
    {
        var limit = new RateLimit(5, 20);
        var sent = new List<DateTime>();
        for (var (i, now) = (0, Some.Time); i < 100; i++)
        {
            now = limit.NextUtc(sent, now);
            sent.Add(now);
        }

        Assert.All(sent, from => Assert.InRange(sent.Count(t => t >= from && t < from.AddHours(1)), 1, 5));
        Assert.All(sent, from => Assert.InRange(sent.Count(t => t >= from && t < from.AddDays(1)), 1, 20));
        Assert.Equal(sent[0].AddDays(4).AddHours(3), sent[^1]); // and not slower than it need be
    }
}
