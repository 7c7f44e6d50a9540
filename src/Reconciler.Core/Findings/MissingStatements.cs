using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// statement-gap: a statement that is expected by schedule did not come. A deadline is met by a statement that came after the deadline before it; the
/// finding stands, under one id, from the first missed deadline until the next statement comes. No money is named: nobody knows what it would tell.
/// </summary>
internal static class MissingStatements
{
    /// <param name="arrivals">When each wallet's latest statement came (UTC).</param>
    public static IEnumerable<Finding> Find(Ledger ledger, IReadOnlyDictionary<string, DateTime> arrivals, DateTime asOfUtc)
    {
        foreach (var expected in ledger.Rules.ExpectedStatements)
        {
            DateTime? came = arrivals.TryGetValue(expected.Wallet, out var at) ? at : null;
            var missed = came is { } last ? expected.DeadlineAfter(expected.DeadlineAfter(last)) : (DateTime?)null;
            if (missed is null || asOfUtc > missed)
            {
                yield return new Finding
                {
                    Id = ShortHash.Of("f-", FindingKind.StatementGap.ToString(), "wallet", expected.Wallet, missed?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "never"),
                    Kind = FindingKind.StatementGap,
                    Amount = Money.Zero(ledger.Entries.LastOrDefault(e => e.Id.Wallet == expected.Wallet)?.Amount.Currency ?? Currency.Of("USD")),
                    DueOn = missed is { } day ? DateOnly.FromDateTime(day) : null,
                    Confidence = Confidence.Certain,
                    Why = $"a statement of {expected.Wallet} is expected {expected} UTC; "
                        + (came is { } then ? $"the last one came on {Finder.Day(then)}" : "none has come yet"),
                };
            }
        }
    }
}
