using System.Globalization;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// statement-gap: a statement that is expected by schedule did not come. Each deadline from that of the first statement on is met by a statement that came for it,
/// or by rows of the time since the deadline before; each that is not is a finding by itself, until such a statement comes. No money is named: nobody knows what it
/// would tell.
/// </summary>
internal static class MissingStatements
{
    // A wallet that is given up would else bring a finding a day for ever.
    private const int MostOfAWallet = 31;

    /// <param name="arrivals">The statements of each wallet as they came; those that came after the clock are not known yet.</param>
    /// <param name="lastCurrency">The currency of a wallet's last entry.</param>
    public static IEnumerable<Finding> Find(MatchingRules rules, Func<string, Currency?> lastCurrency, ILookup<string, StatementArrival> arrivals, DateTime asOfUtc) =>
        from expected in rules.ExpectedStatements
        let came = arrivals[expected.Wallet].Where(a => a.AtUtc <= asOfUtc).ToList()
        let currency = lastCurrency(expected.Wallet) ?? Currency.Of("USD")
        from missed in came.Count == 0 ? [(DateTime?)null] : Missed(expected, came, asOfUtc).Take(MostOfAWallet).Select(deadline => (DateTime?)deadline)
        select new Finding
        {
            Id = ShortHash.Of("f-", FindingKind.StatementGap.ToString(), "wallet", expected.Wallet, missed?.ToString("O", CultureInfo.InvariantCulture) ?? "never"),
            Kind = FindingKind.StatementGap,
            Amount = Money.Zero(currency),
            DueOn = missed is { } day ? DateOnly.FromDateTime(day) : null,
            Confidence = Confidence.Certain,
            Why = Expected(expected)
                + (missed is { } deadline ? Reason.Of(Because.NoneCameFor, deadline, came.Where(a => a.AtUtc <= deadline || expected.DeadlineFor(a.AtUtc) < deadline).Max(a => a.AtUtc)) : Reason.Of(Because.NoneHasCome)),
        };

    private static Reason Expected(StatementSchedule expected)
    {
        var by = expected.By.ToString("HH:mm", CultureInfo.InvariantCulture);
        return expected.Cadence switch
        {
            StatementCadence.Weekly => Reason.Of(Because.ExpectedWeekly, expected.Wallet, (DayOfWeek)expected.Day, by),
            StatementCadence.Monthly => Reason.Of(Because.ExpectedMonthly, expected.Wallet, expected.Day, by),
            _ => Reason.Of(Because.ExpectedDaily, expected.Wallet, by),
        };
    }

    private static IEnumerable<DateTime> Missed(StatementSchedule expected, List<StatementArrival> came, DateTime asOfUtc)
    {
        var met = came.Select(a => expected.DeadlineFor(a.AtUtc)).ToHashSet();
        var previous = met.Min();
        for (var deadline = expected.DeadlineAfter(previous); deadline < asOfUtc; (previous, deadline) = (deadline, expected.DeadlineAfter(deadline)))
        {
            if (!met.Contains(deadline) && !came.Exists(a => a.FirstRowUtc <= deadline && a.LastRowUtc > previous))
            {
                yield return deadline;
            }
        }
    }
}
