using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.WorstCases;

/// <summary>The records of a worst case, and the rules that they are matched by.</summary>
internal sealed record CrowdRecords(IReadOnlyList<Entry> Entries, IReadOnlyList<Order> Orders)
{
    public static readonly DateTime AsOfUtc = Make.Time.AddDays(800);

    public MatchingRules Rules { get; init; } = MatchingRules.Default;

    public RateTable Rates { get; init; } = RateTable.Empty;

    public IReadOnlyList<Decision> Decided { get; init; } = [];

    /// <summary>Matches all.</summary>
    public MatchResult Match() =>
        Matcher.Run([.. Entries.GroupBy(e => e.Id).Select(g => Versions.Choose([.. g]))], [.. Orders.GroupBy(o => o.Id).Select(g => Versions.Choose([.. g]))], Rates, Rules, new Decisions(Decided));

    /// <summary>Finds, counts all, and makes what is kept for the next day, as a run of the program does that matches everything.</summary>
    /// <param name="lap">Is told the name of each stage once it is done.</param>
    /// <returns>What was matched and found, to be held against another build.</returns>
    public static ResultHash Conclude(MatchResult result, Action<string>? lap = null)
    {
        var findings = Finder.Run(result, AsOfUtc);
        lap?.Invoke("find");
        Totals.Of(result, findings, new RowTotals(0, 0, 0, 0, 0));
        lap?.Invoke("count");
        var (entry, order) = (0L, 1L);
        foreach (var (_, state) in RecordStates.Of(result, findings, AsOfUtc, _ => entry += 2, _ => order += 2))
        {
            _ = state.IsPlain;
        }

        lap?.Invoke("states");
        return ResultHash.Of(result.Matches, findings);
    }
}

/// <summary>Records that look alike in a way that is hard on the matcher, as many as one likes.</summary>
/// <param name="Of">Makes about so many entries, and mostly as many orders.</param>
/// <param name="IsSquare">It is known to grow with the square of its size.</param>
internal sealed record WorstCase(string Name, Func<int, CrowdRecords> Of, bool IsSquare = false)
{
    public static IReadOnlyList<WorstCase> All { get; } = [.. EqualCharges.All, .. NamedCharges.All, .. MoneyBack.All, .. Statements.All];
}
