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
        return
        [
            .. findings.Where(f => f.IsAtRisk).GroupBy(f => (Age: Ages.First(a => a.To is not { } most || DaysOf(f, asOfUtc) <= most), f.Amount.Currency)).OrderBy(g => g.Key.Age.From).ThenBy(g => g.Key.Currency)
                .Select(g => new FindingAge(
                    g.Key.Age.From, g.Key.Age.To, g.LongCount(), Money.Sum(g.Select(f => f.Amount), g.Key.Currency), Money.Sum(g.Select(f => MoneyDaysOf(f, asOfUtc)), g.Key.Currency))),
        ];
    }

    /// <summary>The days (UTC) since a finding was found, 0 or more.</summary>
    public static int DaysOf(Finding finding, DateTime asOfUtc) => Math.Max(0, DateOnly.FromDateTime(asOfUtc).DayNumber - DateOnly.FromDateTime(finding.FoundAtUtc).DayNumber);

    /// <summary>The sum of a finding times its days.</summary>
    public static Money MoneyDaysOf(Finding finding, DateTime asOfUtc) => finding.Amount with { MinorUnits = Money.Within((Int128)finding.Amount.MinorUnits * DaysOf(finding, asOfUtc)) };
}
