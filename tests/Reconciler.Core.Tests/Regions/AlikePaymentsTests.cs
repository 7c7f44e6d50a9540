using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Simulator.Histories;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests.Regions;

/// <summary>Payments of one sum to one shop, each for an order of its own: a reason speaks of the one just before, so a late one concerns the next and no more.</summary>
public sealed class AlikePaymentsTests
{
    private static readonly DateTime AsOf = Some.Utc("2026-06-20");

    [Fact]
    public void A_late_payment_among_many_alike_is_matched_with_the_one_after_it_alone()
    {
        var part = Kept([.. Enumerable.Range(0, 60).Where(i => i != 30)]);
        Add(part, 30);
        Match(part);
        Assert.Equal(4, part.Part); // two payments and their orders

        var whole = Kept([.. Enumerable.Range(0, 60)]);
        Assert.Equal(Reasons(whole), Reasons(part));
        Assert.EndsWith("looks like T100030 12.0 hours before, but is no double charge: that one pays order ORDER100030", Reasons(part)[31], StringComparison.Ordinal);
    }

    private static MemoryRecords Kept(IReadOnlyList<int> numbers)
    {
        var kept = new MemoryRecords();
        foreach (var number in numbers)
        {
            Add(kept, number);
        }

        Match(kept);
        return kept;
    }

    private static void Add(MemoryRecords kept, int number)
    {
        var at = Some.Time.AddHours(12 * number).ToString("u");
        kept.Add(Some.Entry($"T{100_000 + number}", at: at, reference: $"ORDER{100_000 + number}"));
        kept.Add(Some.Order($"ORDER{100_000 + number}", at: at));
    }

    private static void Match(MemoryRecords kept) => kept.Match(RateTable.Empty, new MatchingRules(), [], AsOf);

    private static List<string> Reasons(MemoryRecords kept) => [.. kept.Matches.Values.OrderBy(m => m.Transaction).Select(m => m.Why.English)];
}
