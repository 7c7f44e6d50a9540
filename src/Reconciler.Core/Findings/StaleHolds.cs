using Reconciler.Core.Matching;
using Reconciler.Core.Records;

namespace Reconciler.Core.Findings;

/// <summary>stale-hold: money was held, and thirty days on it is neither captured by a payment nor released.</summary>
internal static class StaleHolds
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc)
    {
        var holds = Holds(ledger).Where(e => asOfUtc > StandsUntil(ledger, e)).ToList();
        if (holds.Count == 0)
        {
            return [];
        }

        var enders = ledger.Entries.Where(e => e is { Type: EntryType.Payment or EntryType.Release, Status: EntryStatus.Succeeded }).ToList();
        var byRelation = enders.Where(e => e.RelatedTransactionId.Length > 0).ToLookup(e => (e.Id.Wallet, e.RelatedTransactionId));
        var byId = enders.ToLookup(e => (e.Id.Wallet, e.Id.Id));
        var byLikeness = enders.ToLookup(e => (e.Id.Wallet, Names.Party(e.Counterparty), e.Amount.Abs()));
        return
            from hold in holds
            where !byRelation.Contains((hold.Id.Wallet, hold.Id.Id))
                && !(hold.RelatedTransactionId.Length > 0 && (byRelation.Contains((hold.Id.Wallet, hold.RelatedTransactionId)) || byId.Contains((hold.Id.Wallet, hold.RelatedTransactionId))))
                && !byLikeness[(hold.Id.Wallet, Names.Party(hold.Counterparty), hold.Amount.Abs())]
                    .Any(e => e.BookedAtUtc >= hold.BookedAtUtc && e.BookedAtUtc <= StandsUntil(ledger, hold))
            select new Finding
            {
                Id = Finding.IdOf(FindingKind.StaleHold, hold.Id),
                Kind = FindingKind.StaleHold,
                Transactions = [hold.Id],
                Amount = hold.Amount.Abs(),
                Confidence = Confidence.Certain,
                Why = $"hold {hold.Id.Id} of {hold.Amount.Abs()} of {Finder.Day(hold.BookedAtUtc)} is neither captured nor released after {ledger.Rules.HoldPeriod.TotalDays:0} days",
            };
    }

    internal static IEnumerable<Entry> Holds(Ledger ledger) => ledger.Entries.Where(e => e is { Type: EntryType.Hold, Status: EntryStatus.Succeeded or EntryStatus.Pending });

    /// <summary>The last moment at which a hold may stand.</summary>
    internal static DateTime StandsUntil(Ledger ledger, Entry hold) => hold.BookedAtUtc + ledger.Rules.HoldPeriod;
}
