using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>How long a result holds while nothing new comes: until the next thing has waited long enough, at most until midnight.</summary>
public class HoldsUntilTests
{
    private const string A = "8001234567890123";

    public static TheoryData<string, object[], string, string> Waits => new()
    {
        { "nothing waits: refunds fall due by days", [Entry(reference: A), Order(A)], "2026-05-20 10:00", "2026-05-20 23:59:59.9999999" },
        { "a charge waits three days for its order", [Entry(at: "2026-05-06 09:00")], "2026-05-09 08:00", "2026-05-09 09:00" },
        { "at the very end it still waits", [Entry(at: "2026-05-06 09:00")], "2026-05-09 09:00", "2026-05-09 09:00" },
        { "a wait that is over changes nothing more", [Entry(at: "2026-05-06 09:00")], "2026-05-09 09:01", "2026-05-09 23:59:59.9999999" },
        { "an order waits three days for its charge", [Order(A, at: "2026-05-06 11:30")], "2026-05-09 00:00", "2026-05-09 11:30" },
        { "an order that nobody says was paid waits for nothing", [Order(A, at: "2026-05-06 11:30", status: OrderStatus.AwaitingPayment)], "2026-05-09 00:00", "2026-05-09 23:59:59.9999999" },
        { "too little paid waits three days for the rest", [Entry(amount: "-5.00 USD", at: "2026-05-06 09:00", reference: A), Order(A)], "2026-05-09 01:00", "2026-05-09 09:00" },
        { "a hold stands thirty days", [Entry(type: EntryType.Hold, at: "2026-05-06 09:00")], "2026-06-05 08:00", "2026-06-05 09:00" },
        { "the first of several", [Entry(at: "2026-05-06 09:00"), Order(A, "70.00 USD", at: "2026-05-06 07:30")], "2026-05-09 01:00", "2026-05-09 07:30" },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public void A_result_holds_until_the_next_wait_ends(string what, object[] records, string asOf, string until)
    {
        var result = Case.Of(records).Match();
        var end = Finder.HoldsUntil(result, Utc(asOf));
        Assert.True(Utc(until) == end, $"{what}: {end:O}");
        Assert.Equal(Lines(result, Utc(asOf)), Lines(result, end));
        if (end.TimeOfDay != TimeSpan.FromDays(1) - TimeSpan.FromTicks(1))
        {
            Assert.NotEqual(Lines(result, end), Lines(result, end.AddTicks(1)));
        }
    }

    [Fact]
    public void A_refund_falls_due_at_midnight()
    {
        var result = Case.Of(Entry(reference: A), Order(A, status: OrderStatus.Cancelled, statusAt: "2026-05-07 12:00")).Match();
        var lastDay = Utc("2026-05-21 15:00");
        Assert.Empty(Lines(result, Finder.HoldsUntil(result, lastDay)));
        Assert.Single(Lines(result, Finder.HoldsUntil(result, lastDay).AddTicks(1)));
    }

    private static IReadOnlyList<string> Lines(MatchResult result, DateTime asOf) => [.. Finder.Run(result, asOf).Select(f => $"{f.Id} {f.Why}")];
}
