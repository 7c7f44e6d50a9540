using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests.Disputes;

/// <summary>What is too old, or too fresh, to be written about.</summary>
public class DisputeGuardTests
{
    [Theory]
    [InlineData(FindingKind.DuplicateCharge, "2026-05-06", null, 3, "2026-05-08 23:59", false)] // fresh: it may be reversed yet
    [InlineData(FindingKind.DuplicateCharge, "2026-05-06", null, 3, "2026-05-09 00:00", true)]
    [InlineData(FindingKind.DuplicateCharge, "2026-05-06", null, 0, "2026-05-06 10:00", true)]
    [InlineData(FindingKind.MissingRefund, "2026-05-06", null, 3, "2026-05-07 00:00", true)] // its grace was the time until it was due
    [InlineData(FindingKind.MissingRefund, "2026-05-06", "2026-05-07", 3, "2026-07-01", false)] // before the first day
    [InlineData(FindingKind.MissingRefund, "2026-05-07", "2026-05-07", 3, "2026-07-01", true)]
    public void A_letter_is_held_back_for_what_is_old_or_fresh(FindingKind kind, string happened, string? from, int grace, string asOf, bool allowed)
    {
        var finding = new Finding { Id = "f", Kind = kind, Amount = Money("1.00 USD"), Confidence = Confidence.Certain, Why = Reason.None };
        var guards = new DisputeGuards(from is null ? null : Day(from), grace);
        Assert.Equal(allowed, guards.Allow(finding, Day(happened), Utc(asOf)));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
