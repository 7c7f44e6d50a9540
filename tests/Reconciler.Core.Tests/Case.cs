using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>A small statement and a few orders, and what comes out: matches and findings as lines that a clerk can read.</summary>
internal sealed record Case(IReadOnlyList<Entry> Entries, IReadOnlyList<Order> Orders)
{
    public MatchingRules Rules { get; init; } = MatchingRules.Default;

    public RateTable Rates { get; init; } = RateTable.Empty;

    public IReadOnlyList<Decision> Decided { get; init; } = [];

    public string AsOf { get; init; } = "2026-08-01";

    public static Case Of(params object[] records) => new([.. records.OfType<Entry>()], [.. records.OfType<Order>()]);

    /// <summary>Records with one id are versions of it.</summary>
    public MatchResult Match() => Matcher.Run(
        [.. Entries.GroupBy(e => e.Id).Select(g => Versions.Choose([.. g]))], [.. Orders.GroupBy(o => o.Id).Select(g => Versions.Choose([.. g]))], Rates, Rules, new Decisions(Decided));

    /// <summary>Such as <c>T1 pays A 20.00 USD named certain</c>.</summary>
    public IReadOnlyList<string> Matches() =>
        [.. Match().Matches
            .Select(m => $"{m.Transaction.Id} {(m.Role == MatchRole.Payment ? "pays" : "refunds")} {m.Order.Id} {m.Amount} {m.Rule} {m.Confidence.ToName()}")
            .Order(StringComparer.Ordinal)];

    public IReadOnlyList<Finding> Findings() => Finder.Run(Match(), Some.Utc(AsOf));

    /// <summary>Such as <c>duplicate-charge open T2 A 20.00 USD certain</c>; orders after transactions, an empty side as a hyphen.</summary>
    public IReadOnlyList<string> FindingLines() =>
        [.. Findings()
            .Select(f => $"{f.Kind.ToName()} {f.State.ToName()} {Join(f.Transactions.Select(t => t.Id))} {Join(f.Orders.Select(o => o.Id))} {f.Amount}{(f.DueOn is { } due ? $" due {due:yyyy-MM-dd}" : "")} {f.Confidence.ToName()}")
            .Order(StringComparer.Ordinal)];

    private static string Join(IEnumerable<string> ids) => string.Join('+', ids) is { Length: > 0 } text ? text : "-";
}
