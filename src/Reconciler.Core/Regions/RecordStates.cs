using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>What is to be kept of the records that were matched, all or a part of them.</summary>
public static class RecordStates
{
    /// <summary>After matching all: of those that do not stand plainly.</summary>
    /// <param name="found">What <see cref="Finder.Run"/> found.</param>
    public static IEnumerable<(long Number, RecordState State)> Of(MatchResult result, IReadOnlyCollection<Finding> found, DateTime asOfUtc, Func<Entry, long> numberOfEntry, Func<Order, long> numberOfOrder) =>
        Of(result.Ledger, new LiveInfluence(result.Ledger, result.Ledger.Entries.Count > 0 ? result.Ledger.Entries[0].BookedAtUtc : asOfUtc), found, asOfUtc, numberOfEntry, numberOfOrder);

    internal static IEnumerable<(long Number, RecordState State)> Of(
        Ledger ledger, LiveInfluence live, IReadOnlyCollection<Finding> found, DateTime asOfUtc, Func<Entry, long> numberOfEntry, Func<Order, long> numberOfOrder)
    {
        var (placesOfEntries, placesOfOrders) = Totals.Places(ledger, found);
        var waits = Finder.Waits(ledger).Where(w => w.UntilUtc >= asOfUtc).ToList();
        var untilOfEntry = waits.Where(w => w.Entry is not null).GroupBy(w => w.Entry!.Value).ToDictionary(g => g.Key, g => g.Min(w => w.UntilUtc));
        var untilOfOrder = waits.Where(w => w.Order is not null).GroupBy(w => w.Order!.Value).ToDictionary(g => g.Key, g => g.Min(w => w.UntilUtc));
        for (var i = 0; i < placesOfEntries.Length; i++)
        {
            var entry = ledger.Entries[i];
            DateTime? until = untilOfEntry.TryGetValue(entry.Id, out var moment) ? moment : null;
            if (live.OfEntries.TryGetValue(entry.Id, out var ties) || until is not null || placesOfEntries[i] != RecordState.Plain.Place)
            {
                yield return (numberOfEntry(entry), new RecordState(placesOfEntries[i], until, null, Sorted(ties.Registered), Sorted(ties.Sought)));
            }
        }

        for (var i = 0; i < placesOfOrders.Length; i++)
        {
            var slot = ledger.Orders[i];
            DateTime? until = untilOfOrder.TryGetValue(slot.Order.Id, out var moment) ? moment : null;
            var awaited = AwaitedRefunds.Of(ledger, slot);
            if (live.OfOrders.TryGetValue(slot.Order.Id, out var ties) || until is not null || awaited is not null || placesOfOrders[i] != RecordState.Plain.Place)
            {
                yield return (numberOfOrder(slot.Order), new RecordState(placesOfOrders[i], until, awaited, Sorted(ties.Registered), Sorted(ties.Sought)));
            }
        }
    }

    /// <summary>The keys under which a record is always found, whatever is decided.</summary>
    public static IReadOnlyCollection<ulong> KeysOf(KeptRecord record, MatchingRules rules)
    {
        var ties = Ties.None();
        foreach (var version in record.Earlier)
        {
            Add(version);
        }

        if (record.Entry is { } entry)
        {
            entry.Conflicting.Prepend(entry.Standing).ToList().ForEach(Add);
        }
        else
        {
            record.Order!.Conflicting.Prepend(record.Order.Standing).ToList().ForEach(Add);
        }

        if (record.IsContradicted)
        {
            Influence.Contradicted(record, rules, ties);
        }

        return ties.Registered.ToHashSet();

        void Add(object version)
        {
            if (version is Entry told)
            {
                Influence.Always(told, rules, ties);
            }
            else
            {
                Influence.Always((Order)version, ties);
            }
        }
    }

    private static List<ulong> Sorted(List<ulong>? keys) => keys is null ? [] : [.. keys.Distinct().Order()];
}
