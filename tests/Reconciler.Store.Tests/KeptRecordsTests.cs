using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

using Standing = Reconciler.Core.Regions.Standing;

/// <summary>What is kept of records between two matchings.</summary>
public sealed class KeptRecordsTests
{
    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Records_come_back_by_number_with_the_versions_that_no_longer_stand(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var order = Some.Order("8001234567890123");
        store.Commit(w => w.Entries.Save([Some.Entry("T1", status: Core.Records.EntryStatus.Pending), Some.Entry("T2")]));
        store.Commit(w => w.Orders.Save([order]));
        var (entries, orders) = store.Read(w => (w.Entries.LastVersionNo(), w.Orders.LastVersionNo()));
        store.Commit(w => w.Entries.Save([Some.Entry("T1"), Some.Entry("T3")]));

        var all = store.Read(w => w.Kept.LoadAll());
        Assert.Equal(["T1", "T2", "T3"], all.Where(r => r.Entry is not null).Select(r => r.Entry!.Standing.Id.Id).Order());
        Assert.Equal(order.Id, all.Single(r => r.Order is not null).Order!.Standing.Id);

        var changed = store.Read(w => w.Kept.Since(Basis(entries, orders)));
        Assert.Equal([("T1", false, 1), ("T3", true, 0)], changed.Select(r => (r.Entry!.Standing.Id.Id, r.IsNew, r.Earlier.Count)).Order());
        Assert.Equal(Core.Records.EntryStatus.Succeeded, changed.Single(r => !r.IsNew).Entry!.Standing.Status);

        var numbers = store.Read(w => w.Kept.NumbersOf([new("qiwi", "T1"), new("qiwi", "none")], [order.Id]));
        Assert.Equal(all.Where(r => r.Order is not null || r.Entry!.Standing.Id.Id == "T1").Select(r => r.Number).Order(), numbers.Order());
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void States_come_back_and_plain_ones_are_not_kept(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var refund = new AwaitedRefund(Direction.Sales, "shop", new DateOnly(2026, 5, 31), Some.Money("12.50 EUR"));
        var waiting = new RecordState(Place.Waiting, Some.Time.AddDays(2), null, [3, 900, 1UL << 39], [5]);
        var due = new RecordState(Place.Open, null, refund, [], []);
        store.Commit(w => w.Kept.Replace([(2, waiting), (3, due), (4, RecordState.Plain)], []));

        Assert.Equal(new Dictionary<long, RecordState> { [2] = waiting, [3] = due }, store.Read(w => w.Kept.StatesOf([2, 3, 4])));
        Assert.Equal([new AwaitedRefunds(Direction.Sales, "shop", refund.DueOn, refund.Missing, 1)], store.Read(w => w.Kept.LoadAwaited()));
        Assert.Equal([2L], store.Read(w => w.Kept.FindDue(Some.Time, Some.Time.AddDays(2).AddTicks(1))));
        Assert.Empty(store.Read(w => w.Kept.FindDue(Some.Time, Some.Time.AddDays(2))));
        Assert.Equal(Some.Time.AddDays(2), store.Read(w => w.Kept.FindNextDue(Some.Time)));

        store.Commit(w => w.Kept.Keep(Exchange([], new() { [2] = RecordState.Plain, [4] = due })));
        Assert.Equal([3L, 4L], store.Read(w => w.Kept.StatesOf([2, 3, 4])).Keys.Order());
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Keys_that_come_day_by_day_are_found_and_lie_in_few_segments(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var random = new Random(3);
        List<RegisteredKey> all = [];
        for (var day = 0; day < 120; day++)
        {
            List<RegisteredKey> keys = [.. Enumerable.Range(0, 40).Select(i => new RegisteredKey((ulong)random.Next(2_000), (1000 * day) + i, i % 3 == 0))];
            all.AddRange(keys);
            store.Commit(w => w.Kept.Keep(Exchange(keys, [])));
        }

        HashSet<ulong> wanted = [3, 5, 700, 1_999, 5_000];
        Assert.Equal(Sorted(all.Where(k => wanted.Contains(k.Key))), Sorted(store.Read(w => w.Kept.Find(wanted).ToList())));
        using var connection = store.Connect();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(DISTINCT segment) FROM record_keys";
        Assert.InRange(Convert.ToInt32(count.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture), 1, 8);
    }

    private static IEnumerable<RegisteredKey> Sorted(IEnumerable<RegisteredKey> keys) => keys.OrderBy(k => k.Key).ThenBy(k => k.Number).ThenBy(k => k.IsLive);

    private static MatchBasis Basis(long lastEntry, long lastOrder) => new(
        "", "", Some.Time, Some.Time, new ResultHash().ToString(), 0, NoTotals, lastEntry, lastOrder, null, [], []);

    private static ControlTotals NoTotals => new(new RowTotals(0, 0, 0, 0, 0), new LedgerTotals(new BucketTotal("all", 0, []), []), new LedgerTotals(new BucketTotal("all", 0, []), []));

    private static Exchange Exchange(IReadOnlyCollection<RegisteredKey> keys, Dictionary<long, RecordState> states) => new()
    {
        MatchesDropped = [],
        MatchesAdded = [],
        FindingChanges = [],
        FoundAs = new Dictionary<string, FindingState?>(),
        States = states,
        Keys = keys,
        Standing = new Standing(Some.Time, new ResultHash(), NoTotals),
        Records = 0,
    };
}
