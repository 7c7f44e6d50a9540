using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>Statements that are expected by schedule: which deadline is missed, and since when. 2026-05-04 is a Monday.</summary>
public class MissingStatementTests
{
    [Theory]
    [InlineData("weekly by Monday 09:00", "2026-05-04 08:00", "2026-05-11 09:00", null)] // came before Monday's deadline: the next is a week later
    [InlineData("weekly by Monday 09:00", "2026-05-04 08:00", "2026-05-11 09:01", "2026-05-11")]
    [InlineData("weekly by Monday 09:00", "2026-05-04 10:00", "2026-05-11 09:01", null)] // came an hour late: that was last week's
    [InlineData("weekly by Monday 09:00", "2026-05-04 10:00", "2026-05-18 09:01", "2026-05-18")]
    [InlineData("weekly by Monday 09:00", "2026-05-04 08:00", "2026-06-30 00:00", "2026-05-11")] // the first that was missed
    [InlineData("daily by 09:00", "2026-05-04 08:59", "2026-05-05 09:00:01", "2026-05-05")]
    [InlineData("monthly by 5 09:00", "2026-05-04 10:00", "2026-06-05 09:00", null)]
    [InlineData("monthly by 5 09:00", "2026-05-04 10:00", "2026-06-05 09:00:01", "2026-06-05")]
    public void A_statement_that_did_not_come_is_a_finding_from_the_first_missed_deadline_on(string schedule, string came, string asOf, string? due)
    {
        var found = Find(schedule, asOf, came);
        Assert.Equal(due, found?.DueOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(found?.Id, due is null ? null : Find(schedule, "2026-12-31", came)!.Id);
    }

    [Fact]
    public void A_wallet_that_never_sent_a_statement_is_told_at_once_and_others_are_not_expected()
    {
        Assert.Contains("none has come yet", Find("weekly by Monday 09:00", "2026-05-04")!.Why, StringComparison.Ordinal);
        Assert.Empty(Finder.Run(Case.Of().Match(), Time));
    }

    [Theory]
    [InlineData("sometimes")]
    [InlineData("weekly by 09:00")]
    [InlineData("weekly by Moonday 09:00")]
    [InlineData("weekly by 1 09:00")]
    [InlineData("daily by Monday 09:00")]
    [InlineData("monthly by 31 09:00")] // not every month has one
    [InlineData("daily by 25:00")]
    public void What_is_no_schedule_is_refused(string text) => Assert.Null(StatementSchedule.TryParse("qiwi", text));

    [Fact]
    public void A_result_holds_no_longer_than_to_the_next_deadline() =>
        Assert.Equal(Utc("2026-05-04 09:00"), Finder.HoldsUntil((Case.Of() with { Rules = Rules("daily by 09:00") }).Match(), Utc("2026-05-04 08:00")));

    private static Finding? Find(string schedule, string asOf, string? came = null)
    {
        var arrivals = new Dictionary<string, DateTime> { ["other"] = Utc("2026-05-04") };
        if (came is not null)
        {
            arrivals["qiwi"] = Utc(came);
        }

        return Finder.Run((Case.Of() with { Rules = Rules(schedule) }).Match(), Utc(asOf), arrivals).SingleOrDefault();
    }

    private static MatchingRules Rules(string schedule) => MatchingRules.Default with { ExpectedStatements = [StatementSchedule.TryParse("qiwi", schedule)!] };
}
