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
    private readonly Dictionary<Currency, Int128>[] sums = [.. Names.Select(_ => new Dictionary<Currency, Int128>())];

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
            foreach (var sum in bucket.Sums)
            {
                sums[i][sum.Currency] = sum.MinorUnits;
            }
        }
    }

    public void Add(Place place, Money money) => Count(place, money, 1);

    public void TakeOff(Place place, Money money) => Count(place, money, -1);

    /// <summary>Sums of zero are left out.</summary>
    public LedgerTotals ToTotals()
    {
        var all = new Dictionary<Currency, Int128>();
        foreach (var (currency, sum) in sums.SelectMany(s => s))
        {
            all[currency] = all.GetValueOrDefault(currency) + sum;
        }

        return new LedgerTotals(new BucketTotal("all", counts.Sum(), Told(all)), [.. Names.Select((name, i) => new BucketTotal(name, counts[i], Told(sums[i])))]);
    }

    private static List<Money> Told(Dictionary<Currency, Int128> sums) =>
        [.. sums.Where(s => s.Value != 0).OrderBy(s => s.Key).Select(s => new Money(Money.Within(s.Value), s.Key))];

    private void Count(Place place, Money money, int sign)
    {
        var i = (int)place;
        counts[i] += sign;
        sums[i][money.Currency] = sums[i].GetValueOrDefault(money.Currency) + ((Int128)money.MinorUnits * sign);
    }
}
