using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// stale-hold: money was held, and thirty days on it is neither captured by a payment nor released. What relates to a hold ends it; else each payment or
/// release ends one, the nearest before it of the same wallet and counterparty, with the same amount or the same original amount.
/// </summary>
internal static class StaleHolds
{
    public static IEnumerable<Finding> Find(Ledger ledger, DateTime asOfUtc)
    {
        var holds = Holds(ledger).ToList();
        if (!holds.Exists(h => asOfUtc > StandsUntil(ledger, h)))
        {
            return [];
        }

        var ended = Ended(ledger, holds);
        return
            from hold in holds
            where asOfUtc > StandsUntil(ledger, hold) && !ended.Contains(hold.Id)
            select new Finding
            {
                Id = Finding.IdOf(FindingKind.StaleHold, hold.Id),
                Kind = FindingKind.StaleHold,
                Transactions = [hold.Id],
                Amount = hold.Amount.Abs(),
                Confidence = Confidence.Certain,
                Why = Reason.Of(Because.HoldStands, hold.Id.Id, hold.Amount.Abs(), hold.BookedOn, ReasonValue.Whole(ledger.Rules.HoldPeriod.TotalDays)),
            };
    }

    internal static IEnumerable<Entry> Holds(Ledger ledger) =>
        ledger.Entries.Where(e => e is { Type: EntryType.Hold, Status: EntryStatus.Succeeded or EntryStatus.Pending, Amount.IsZero: false });

    /// <summary>The last moment at which a hold may stand.</summary>
    internal static DateTime StandsUntil(Ledger ledger, Entry hold) => hold.Booked.LastUtc + ledger.Rules.HoldPeriod;

    private static HashSet<TransactionId> Ended(Ledger ledger, List<Entry> holds)
    {
        var ended = new HashSet<TransactionId>();
        var byId = holds.ToLookup(h => h.Id);
        var byRelation = holds.Where(h => h.RelatedTransactionId.Length > 0).ToLookup(h => new TransactionId(h.Id.Wallet, h.RelatedTransactionId));
        var unrelated = new List<Entry>();
        foreach (var ender in ledger.Entries.Where(e => e is { Type: EntryType.Payment or EntryType.Release, Status: EntryStatus.Succeeded }))
        {
            // It names the hold, the hold names it, or both name one transaction.
            var related = ender.RelatedTransactionId.Length > 0 ? new TransactionId(ender.Id.Wallet, ender.RelatedTransactionId) : (TransactionId?)null;
            var its = byRelation[ender.Id].Concat(related is { } id ? byId[id].Concat(byRelation[id]) : []).ToList();
            ended.UnionWith(its.Select(h => h.Id));
            if (its.Count == 0)
            {
                unrelated.Add(ender);
            }
        }

        var open = holds.Where(h => !ended.Contains(h.Id)).SelectMany(h => Sums(h).Select(sum => (Key: Likeness(h, sum), h))).GroupBy(p => p.Key, p => p.h)
            .ToDictionary(g => g.Key, g => g.GroupBy(h => (h.Booked.LastUtc - h.Booked.FirstUtc, h.BookedAtUtc - h.Booked.FirstUtc)).Select(alike => new OpenHolds(alike, ledger.Rules.HoldPeriod)).ToList());
        foreach (var ender in open.Count == 0 ? [] : unrelated)
        {
            var nearest = Sums(ender).SelectMany(sum => open.GetValueOrDefault(Likeness(ender, sum)) ?? []).Select(its => its.NearestBefore(ender, ended)).OfType<Entry>()
                .MinBy(h => (ender.Booked.Apart(h.Booked), -h.BookedAtUtc.Ticks, h.Id));
            if (nearest is not null)
            {
                ended.Add(nearest.Id);
            }
        }

        return ended;
    }

    /// <summary>The sum in the wallet's currency and in that of the purchase: where either is the same, so is the purchase.</summary>
    private static IEnumerable<Money> Sums(Entry entry) => new[] { entry.Amount.Abs(), entry.OriginalAmount?.Abs() }.OfType<Money>().Where(sum => !sum.IsZero).Distinct();

    private static (string Wallet, string Party, Money Sum) Likeness(Entry entry, Money sum) => (entry.Id.Wallet, Names.Party(entry.Counterparty), sum);

    /// <summary>Holds that look alike, told by the moment or all by days of one length, so that the latest is also the nearest.</summary>
    private sealed class OpenHolds
    {
        private readonly List<Entry> holds;
        private readonly TimeWindows windows;

        public OpenHolds(IEnumerable<Entry> alike, TimeSpan holdPeriod)
        {
            holds = [.. alike.OrderBy(h => h.BookedAtUtc).ThenByDescending(h => h.Id)];
            windows = new TimeWindows(holds.ConvertAll(h => new Moments(h.Booked.FirstUtc, h.Booked.LastUtc + holdPeriod)));
        }

        public Entry? NearestBefore(Entry ender, HashSet<TransactionId> ended)
        {
            for (var place = windows.Last(ender.Booked); place >= 0; place = windows.Last(ender.Booked))
            {
                if (!ended.Contains(holds[place].Id))
                {
                    return holds[place];
                }

                windows.Remove(place);
            }

            return null;
        }
    }
}
