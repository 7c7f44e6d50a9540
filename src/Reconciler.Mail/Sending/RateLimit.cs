namespace Reconciler.Mail.Sending;

/// <summary>How many mails one recipient domain gets within any hour and any day.</summary>
/// <param name="MostAnHour">At least 1.</param>
/// <param name="MostADay">At least 1; within any 24 hours.</param>
public sealed record RateLimit(int MostAnHour, int MostADay)
{
    /// <summary>The earliest time for the next mail to that domain: <paramref name="nowUtc"/> where it may go at once.</summary>
    /// <param name="sentAtUtc">When mails went to that domain, in any order; those of the last 24 hours are enough.</param>
    public DateTime NextUtc(IEnumerable<DateTime> sentAtUtc, DateTime nowUtc)
    {
        var sent = sentAtUtc.OrderDescending().Take(Math.Max(MostAnHour, MostADay)).ToList();
        return new[] { nowUtc, Free(sent, MostAnHour, TimeSpan.FromHours(1)), Free(sent, MostADay, TimeSpan.FromDays(1)) }.Max();
    }

    /// <summary>When the window holds one less than the most: as soon as the most-th latest mail is a window old.</summary>
    private static DateTime Free(List<DateTime> latestFirst, int most, TimeSpan window) =>
        latestFirst.Count < most ? DateTime.MinValue : latestFirst[most - 1] + window;
}
