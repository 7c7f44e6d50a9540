using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>How old the open refunds are, in money and in business days of their marketplaces, on the day of a run.</summary>
/// <param name="OwedToUs">Of purchases, a line for each age; empty where nothing is awaited.</param>
/// <param name="OwedByUs">Of sales, likewise.</param>
/// <param name="OverdueBusinessDays">By finding at risk, for those whose due date has passed.</param>
public sealed record RefundAgeing(IReadOnlyList<BucketTotal> OwedToUs, IReadOnlyList<BucketTotal> OwedByUs, IReadOnlyDictionary<string, int> OverdueBusinessDays)
{
    private static readonly (string Name, int Most)[] Ages =
    [
        ("not yet due", 0), ("overdue 1 to 5 business days", 5), ("overdue 6 to 20 business days", 20), ("overdue more than 20 business days", int.MaxValue),
    ];

    public static RefundAgeing None { get; } = new([], [], new Dictionary<string, int>());

    /// <summary>A pure function of its input: the same refunds are older on a later day.</summary>
    /// <param name="findings">Those that the report shows.</param>
    public static RefundAgeing Of(IReadOnlyCollection<AwaitedRefunds> awaited, IEnumerable<Finding> findings, MatchingRules rules, DateTime asOfUtc)
    {
        var today = DateOnly.FromDateTime(asOfUtc);
        return new RefundAgeing(
            Lines(Direction.Purchases),
            Lines(Direction.Sales),
            findings.Where(f => f is { IsAtRisk: true, DueOn: not null, Orders.Count: > 0 })
                .Select(f => (f.Id, Days: rules.BusinessDaysLate(f.Orders[0].Marketplace, f.DueOn!.Value, today)))
                .Where(p => p.Days > 0)
                .ToDictionary(p => p.Id, p => p.Days, StringComparer.Ordinal));

        IReadOnlyList<BucketTotal> Lines(Direction direction)
        {
            var aged = awaited.Where(a => a.Direction == direction).ToLookup(a => AgeOf(rules.BusinessDaysLate(a.Marketplace, a.DueOn, today)));
            return aged.Count == 0 ? [] : [.. Ages.Select(age => Line(age.Name, [.. aged[age.Name]]))];
        }
    }

    private static string AgeOf(int businessDaysLate) => Ages.First(age => businessDaysLate <= age.Most).Name;

    private static BucketTotal Line(string name, IReadOnlyList<AwaitedRefunds> refunds) =>
        new(name, refunds.Sum(r => r.Count), [.. refunds.GroupBy(r => r.Sum.Currency).OrderBy(g => g.Key).Select(g => Money.Sum(g.Select(r => r.Sum), g.Key))]);
}
