using Reconciler.Core.Findings;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>How a finding stood from a moment on.</summary>
public sealed record FindingMoment(string FindingId, DateTime AtUtc, FindingState State, Money Amount)
{
    public bool IsAtRisk => State is FindingState.Open or FindingState.Disputed;
}

/// <summary>Money at risk at the end of each of some periods.</summary>
/// <param name="Days">The last day of each period, the earliest first; the last is the day of the report.</param>
/// <param name="Sums">By currency code, a sum for each of the days.</param>
public sealed record RiskTrend(IReadOnlyList<DateOnly> Days, IReadOnlyList<IReadOnlyList<Money>> Sums)
{
    public static RiskTrend None { get; } = new([], []);

    /// <summary>Whether there is more than one day to compare.</summary>
    public bool IsDrawn => Days.Count > 1 && Sums.Count > 0;

    /// <param name="moments">Of each finding all, the earliest first.</param>
    public static RiskTrend Of(IEnumerable<FindingMoment> moments, IReadOnlyList<DateOnly> days)
    {
        var histories = moments.GroupBy(m => m.FindingId, StringComparer.Ordinal).Select(g => g.ToList()).ToList();
        var atRisk = days.Select(day => histories.Select(h => h.FindLast(m => DateOnly.FromDateTime(m.AtUtc) <= day)).OfType<FindingMoment>().Where(m => m.IsAtRisk && !m.Amount.IsZero).ToLookup(m => m.Amount.Currency, m => m.Amount)).ToList();
        return new RiskTrend(days, [.. atRisk.SelectMany(day => day.Select(sums => sums.Key)).Distinct().Order().Select(currency => (IReadOnlyList<Money>)[.. atRisk.Select(day => Money.Sum(day[currency], currency))])]);
    }
}
