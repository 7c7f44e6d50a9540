using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;
using Told = Reconciler.Core.Tests.ContractRules.Told;

namespace Reconciler.Core.Tests;

/// <summary>What the findings need beyond one case: holidays of a marketplace, and a life through several runs.</summary>
public class FindingTests
{
    private const string A = "8001234567890123";

    [Theory]
    [InlineData("aliexpress", "2026-05-21")] // 14 May is its holiday
    [InlineData("ebay", "2026-05-20")]
    public void Holidays_count_for_their_marketplace(string marketplace, string due)
    {
        var rules = new MatchingRules { CalendarByMarketplace = new Dictionary<string, BusinessCalendar>(StringComparer.OrdinalIgnoreCase) { ["AliExpress"] = new([new DateOnly(2026, 5, 14)]) } };
        var records = Case.Of(Entry("T1", reference: A), Order(A, marketplace: marketplace, status: OrderStatus.Cancelled, statusAt: "2026-05-06 12:00")) with { Rules = rules };
        Assert.Equal([$"missing-refund open T1 {A} 20.00 USD due {due} certain"], records.FindingLines());
    }

    [Fact]
    public void A_second_run_finds_nothing_new_and_money_that_comes_back_resolves()
    {
        var records = Case.Of(Entry("T1", reference: A), Order(A, status: OrderStatus.Cancelled));
        var first = FindingHistory.Changes([], records.Findings(), Utc("2026-08-01"));
        Assert.Equal(FindingState.Open, Assert.Single(first).State);
        Assert.Empty(FindingHistory.Changes(first, records.Findings(), Utc("2026-08-02")));

        var refunded = records with { Entries = [.. records.Entries, Entry("R", "20.00 USD", at: "2026-08-02", type: EntryType.Refund, related: "T1")] };
        var resolved = Assert.Single(FindingHistory.Changes(first, refunded.Findings(), Utc("2026-08-03")));
        Assert.Equal((FindingState.Resolved, Utc("2026-08-01"), first[0].Id), (resolved.State, resolved.FoundAtUtc, resolved.Id));
    }

    [Theory]
    [InlineData("charge T1 20.00 USD", "order A 20.00 USD", "charge-without-order resolved 20.00 USD")] // an order appears
    [InlineData("order A 20.00 USD", "charge T1 20.00 USD", "order-without-charge resolved 20.00 USD")]
    [InlineData("order A 20.00 USD on 05-06; charge T1 20.00 USD names A; charge T2 20.00 USD names A at 05-06 09:05", "refund R 20.00 USD of T2 at 05-10", "duplicate-charge resolved 20.00 USD")] // money comes back
    [InlineData("order A 20.00 USD on 05-06; charge T1 20.00 USD names A; charge T2 20.00 USD names A at 05-06 09:05", "refund R 15.00 USD of T2 at 05-10", "duplicate-charge open 5.00 USD")] // a part of it
    [InlineData("order A 20.00 USD cancelled on 05-06; charge T1 20.00 USD names A", "order A 20.00 USD completed on 05-08", "missing-refund resolved 20.00 USD")] // the status changes
    [InlineData("hold H 20.00 USD", "release R 20.00 USD of H at 05-10", "stale-hold resolved 20.00 USD")]
    public void A_finding_keeps_its_id_and_its_found_at_while_it_changes_closes_and_opens_again(string first, string then, string becomes)
    {
        var (before, after) = (Told.Read(first.Split(';')), Told.Read($"{first};{then}".Split(';')));
        var found = FindingHistory.Changes([], before.Findings(), Utc("2026-08-01"));
        var changed = FindingHistory.Merge(found, FindingHistory.Changes(found, after.Findings(), Utc("2026-08-02")));
        var again = FindingHistory.Merge(changed, FindingHistory.Changes(changed, before.Findings(), Utc("2026-08-03")));

        var only = Assert.Single(changed);
        Assert.Equal(becomes, $"{only.Kind.ToName()} {only.State.ToName()} {only.Amount}");
        Assert.Equal((found[0].Id, found[0].FoundAtUtc), (only.Id, only.FoundAtUtc));
        Assert.Equal((found[0].Id, found[0].FoundAtUtc, FindingState.Open), (again[0].Id, again[0].FoundAtUtc, again[0].State));
    }
}
