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
    [InlineData("weekly by Monday 09:00", "2026-05-04 10:00", "2026-05-11 09:00", null)]
    [InlineData("weekly by Monday 09:00", "2026-05-04 10:00", "2026-05-11 09:01", "2026-05-11")] // came an hour late: that was this week's, and next Monday wants one too
    [InlineData("weekly by Monday 09:00", "2026-05-08 10:00", "2026-05-11 09:01", null)] // came on Friday: early for Monday
    [InlineData("weekly by Monday 09:00", "2026-05-08 10:00", "2026-05-18 09:01", "2026-05-18")]
    [InlineData("weekly by Monday 09:00", "2026-05-04 08:00", "2026-05-25 09:00", "2026-05-11 2026-05-18")] // each by itself
    [InlineData("daily by 09:00", "2026-05-04 08:59", "2026-05-05 09:00:01", "2026-05-05")]
    [InlineData("monthly by 5 09:00", "2026-05-04 10:00", "2026-06-05 09:00", null)]
    [InlineData("monthly by 5 09:00", "2026-05-04 10:00", "2026-06-05 09:00:01", "2026-06-05")]
    public void A_statement_that_did_not_come_is_a_finding_from_the_first_missed_deadline_on(string schedule, string came, string asOf, string? due)
    {
        var found = Find(schedule, asOf, [new StatementArrival(Utc(came))]);
        Assert.Equal(due ?? "", string.Join(' ', found.Select(f => f.DueOn!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)));
        Assert.Subset(Find(schedule, "2026-12-31", [new StatementArrival(Utc(came))]).Select(f => f.Id).ToHashSet(), found.Select(f => f.Id).ToHashSet());
    }

    [Theory]
    [InlineData("2026-05-12 08:00", null, "2026-05-18")] // a day late
    [InlineData("2026-05-12 08:00", "2026-05-05 10:00 2026-05-10 10:00", "2026-05-18")]
    [InlineData("2026-05-18 08:00", "2026-05-05 10:00 2026-05-17 10:00", "")] // one that tells of both weeks
    [InlineData("2026-05-18 08:00", "2026-05-12 10:00 2026-05-17 10:00", "2026-05-11")] // one that tells of the second alone
    [InlineData("2026-05-18 08:00", null, "2026-05-11")]
    public void What_comes_later_meets_the_deadlines_of_which_it_tells(string came, string? rows, string missing)
    {
        var times = rows?.Split(' ') is [var day, var time, var lastDay, var lastTime] ? (Utc($"{day} {time}"), Utc($"{lastDay} {lastTime}")) : ((DateTime, DateTime)?)null;
        var found = Find("weekly by Monday 09:00", "2026-05-18 09:01", [new StatementArrival(Utc("2026-05-04 08:00")), new StatementArrival(Utc(came), times?.Item1, times?.Item2)]);
        Assert.Equal(missing, string.Join(' ', found.Select(f => f.DueOn!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void What_came_after_the_clock_is_not_known_yet() =>
        Assert.Single(Find("weekly by Monday 09:00", "2026-05-11 09:01", [new StatementArrival(Utc("2026-05-04 08:00")), new StatementArrival(Utc("2026-05-12 08:00"))]));

    [Fact]
    public void A_wallet_that_never_sent_a_statement_is_told_at_once_and_others_are_not_expected()
    {
        Assert.Contains("none has come yet", Assert.Single(Find("weekly by Monday 09:00", "2026-05-04", [])).Why.English, StringComparison.Ordinal);
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
    public void A_result_holds_no_longer_than_to_the_next_deadline()
    {
        var result = (Case.Of() with { Rules = Rules("daily by 09:00") }).Match();
        Assert.Equal(Utc("2026-05-04 09:00"), Finder.HoldsUntil(result, Utc("2026-05-04 08:00")));
        Assert.Equal(Utc("2026-05-04 09:00"), Finder.HoldsUntil(result, Utc("2026-05-04 09:00"))); // a moment later it is missing
    }

    private static IReadOnlyList<Finding> Find(string schedule, string asOf, IEnumerable<StatementArrival> came) =>
        Finder.Run((Case.Of() with { Rules = Rules(schedule) }).Match(), Utc(asOf), came.Select(a => ("qiwi", a)).Append(("other", new StatementArrival(Utc("2026-05-04")))).ToLookup(p => p.Item1, p => p.Item2));

    private static MatchingRules Rules(string schedule) => MatchingRules.Default with { ExpectedStatements = [StatementSchedule.TryParse("qiwi", schedule)!] };
}
