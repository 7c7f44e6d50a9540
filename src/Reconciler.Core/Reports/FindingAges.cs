using Reconciler.Core.Findings;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>Open findings of one age and currency.</summary>
/// <param name="FromDays">The fewest days since they were found.</param>
/// <param name="ToDays">The most; null: any more.</param>
/// <param name="MoneyDays">Each sum times the days since it was found: what it costs that they are open.</param>
public sealed record FindingAge(int FromDays, int? ToDays, long Count, Money Sum, Money MoneyDays)
{
    private static readonly (int From, int? To)[] Ages = [(0, 2), (3, 7), (8, 14), (15, 30), (31, null)];

    /// <summary>The findings at risk by age in days (UTC) since they were found, then by currency; ages that have none are left out.</summary>
    public static IReadOnlyList<FindingAge> Of(IEnumerable<Finding> findings, DateTime asOfUtc)
    {
        var today = DateOnly.FromDateTime(asOfUtc).DayNumber;
        return
        [
            .. findings.Where(f => f.IsAtRisk).Select(f => (f.Amount, Days: Math.Max(0, today - DateOnly.FromDateTime(f.FoundAtUtc).DayNumber)))
                .GroupBy(f => (Age: Ages.First(a => a.To is not { } most || f.Days <= most), f.Amount.Currency)).OrderBy(g => g.Key.Age.From).ThenBy(g => g.Key.Currency)
                .Select(g => new FindingAge(
                    g.Key.Age.From, g.Key.Age.To, g.LongCount(), Money.Sum(g.Select(f => f.Amount), g.Key.Currency),
                    new Money(Money.Within(g.Aggregate((Int128)0, (sum, f) => sum + ((Int128)f.Amount.MinorUnits * f.Days))), g.Key.Currency))),
        ];
    }
}
