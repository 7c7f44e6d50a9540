using System.Runtime.InteropServices;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>Where the control totals count a record. The names in totals are the contract's.</summary>
public enum Place
{
    PaymentsMatched,
    RefundsMatched,
    Settled,
    Open,
    Waiting,
    NoCharge,
}

/// <summary>Counts records of one kind and their money by place; a record that moves is taken off where it was.</summary>
internal sealed class Tally
{
    private static readonly string[] Names = ["payments matched", "refunds matched", "settled in a finding", "open with a finding", "waiting", "not charges"];

    private readonly long[] counts = new long[Names.Length];
    private readonly Dictionary<Currency, (long Count, Int128 Sum)>[] sums = [.. Names.Select(_ => new Dictionary<Currency, (long, Int128)>())];

    public Tally()
    {
    }

    /// <summary>Goes on from totals that were kept.</summary>
    public Tally(LedgerTotals kept)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            var bucket = kept.Buckets[i];
            counts[i] = bucket.Count;
            foreach (var (sum, count) in bucket.Sums.Zip(bucket.Counts))
            {
                sums[i][sum.Currency] = (count, sum.MinorUnits);
            }
        }
    }

    public void Add(Place place, Money money) => Count(place, money, 1);

    public void TakeOff(Place place, Money money) => Count(place, money, -1);

    public LedgerTotals ToTotals()
    {
        var all = new Dictionary<Currency, (long Count, Int128 Sum)>();
        foreach (var (currency, (count, sum)) in sums.SelectMany(s => s))
        {
            var before = all.GetValueOrDefault(currency);
            all[currency] = (before.Count + count, before.Sum + sum);
        }

        return new LedgerTotals(Bucket("all", counts.Sum(), all), [.. Names.Select((name, i) => Bucket(name, counts[i], sums[i]))]);
    }

    private static BucketTotal Bucket(string name, long count, Dictionary<Currency, (long Count, Int128 Sum)> sums)
    {
        var told = sums.Where(s => s.Value.Count > 0).OrderBy(s => s.Key).ToList();
        return new BucketTotal(name, count, told.ConvertAll(s => new Money(Money.Within(s.Value.Sum), s.Key))) { Counts = told.ConvertAll(s => s.Value.Count) };
    }

    private void Count(Place place, Money money, int sign)
    {
        var i = (int)place;
        counts[i] += sign;
        ref var its = ref CollectionsMarshal.GetValueRefOrAddDefault(sums[i], money.Currency, out _);
        its = (its.Count + sign, sign > 0 ? its.Sum + money.MinorUnits : its.Sum - money.MinorUnits);
    }
}
