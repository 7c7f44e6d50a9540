using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public class EntryStoreTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_new_row_a_known_row_and_a_new_version_are_told_apart(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var pending = Some.Entry("T1", status: EntryStatus.Pending);

        Assert.Equal([SaveOutcome.New, SaveOutcome.New], store.Save(pending, Some.Entry("T2")).Outcomes);
        Assert.Equal([SaveOutcome.KnownAlready], store.Save(pending with { Source = Some.Line("as in another file", 7, "other.csv") }).Outcomes);
        Assert.Equal([SaveOutcome.NewVersion, SaveOutcome.New], store.Save(pending with { Status = EntryStatus.Succeeded }, Some.Entry("T3")).Outcomes);

        // An older status comes late: kept as a version, but it does not stand.
        Assert.Equal([SaveOutcome.NewVersion], store.Save(pending with { Status = EntryStatus.Failed }).Outcomes);
        Assert.Equal(EntryStatus.Succeeded, store.Load().Standing.Status);
        Assert.Equal([EntryStatus.Pending, EntryStatus.Succeeded, EntryStatus.Failed], store.Read(w => w.Entries.LoadVersions(pending.Id)).Select(v => v.Status));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Rows_of_one_batch_that_share_an_id_count_one_by_one(StoreProvider provider)
    {
        using var store = new TestStore(provider);

        var saved = store.Save(
            Some.Entry("T1", status: EntryStatus.Pending), Some.Entry("T1", status: EntryStatus.Succeeded), Some.Entry("T1", status: EntryStatus.Pending), Some.Entry("T1", wallet: "wise"));

        Assert.Equal([SaveOutcome.New, SaveOutcome.NewVersion, SaveOutcome.KnownAlready, SaveOutcome.New], saved.Outcomes);
        Assert.Equal((2, 1, 1), (saved.New, saved.NewVersions, saved.KnownAlready));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Other_money_under_one_id_is_loaded_with_the_standing_version(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Save(Some.Entry("T1", "-20.00 USD"), Some.Entry("T2"));
        store.Save(Some.Entry("T1", "-25.00 USD", status: EntryStatus.Reversed), Some.Entry("T1", "-25.00 USD", status: EntryStatus.Pending));

        var all = store.Read(w => w.Entries.LoadAll().ToList());

        Assert.Equal(["T1", "T2"], all.Select(v => v.Standing.Id.Id));
        Assert.Equal(Some.Money("-25.00 USD"), all[0].Standing.Amount);
        Assert.Equal(Some.Money("-20.00 USD"), Assert.Single(all[0].Conflicting).Amount);
        Assert.Empty(all[1].Conflicting);
    }

    [Fact]
    public void The_order_of_arrival_makes_no_difference_to_what_is_stored()
    {
        using var one = new TestStore(StoreProvider.Sqlite);
        using var other = new TestStore(StoreProvider.Sqlite);
        using var inOneBatch = one.Database.Begin();
        using var oneByOne = other.Database.Begin();
        var round = 0;
        VersionsTests.SomeVersionsShuffled.Sample(
            (versions, shuffled) =>
            {
                var id = new TransactionId("qiwi", $"T{round++}");
                inOneBatch.Entries.Save(versions.Select(v => v with { Id = id }));
                foreach (var version in shuffled)
                {
                    oneByOne.Entries.Save([version with { Id = id }]);
                }

                // What the marks in the table let through, and what all versions together say.
                var first = inOneBatch.Entries.LoadAll().Single(v => v.Standing.Id == id);
                var second = oneByOne.Entries.LoadAll().Single(v => v.Standing.Id == id);
                Assert.Equal(first.Standing, second.Standing);
                Assert.Equal(first.Conflicting, second.Conflicting);
                var all = oneByOne.Entries.Load(id)!;
                Assert.Equal(all.Standing, second.Standing);
                Assert.Equal(all.Conflicting, second.Conflicting);
            },
            iter: 60,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Every_field_comes_back_as_it_was_given(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        Entry[] given =
        [
            new()
            {
                Id = new TransactionId("qiwi", "Ключ-1"),
                BookedAtUtc = new DateTime(2026, 5, 6, 9, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567),
                BookedAtText = "06.05.2026 12:00:00",
                BookedDay = Moments.OfDayAnywhere(new DateOnly(2026, 5, 6)),
                Type = EntryType.Chargeback,
                Status = EntryStatus.Reversed,
                Amount = new Money(-long.MaxValue, Currency.Of("RUB")),
                OriginalAmount = Some.Money("-1234 JPY"),
                ExchangeRate = 0.0123456789012345678901234567m,
                Fee = Some.Money("1.234 KWD"),
                Counterparty = "ООО «Ромашка»",
                OrderReference = "№ 8001\tтекст",
                RelatedTransactionId = "交易-0",
                Description = "商品 😀 it's \"quoted\"; -- DROP\r\nsecond line",
                BalanceAfter = Some.Money("-0.01 EUR"),
                OpeningBalance = Some.Money("-5.01 EUR"),
                Extra = "memo: 👩‍👩‍👧\nnext: €",
                Source = new SourceLine(new string('a', 64), "выписка 😀.csv", 42, "raw;\"text\"\nover two lines " + new string('x', 10_000)),
            },
            Some.Entry("Z", counterparty: "", at: "0001-01-01") with { Source = new SourceLine(new string('b', 64), "b.csv", 1, "") },
        ];
        store.Save(given);

        var back = store.Read(w => w.Entries.LoadAll().ToList()).ConvertAll(v => v.Standing);

        Assert.Equal(given.Length, back.Count);
        foreach (var entry in given)
        {
            var same = back.Single(b => b.Id == entry.Id);
            Assert.Equal(entry, same with { BookedAtUtc = entry.BookedAtUtc.Came(same.BookedAtUtc) });
        }

        var bare = store.Read(w => w.Kept.LoadAll()).Single(r => r.Entry!.Standing.Id == given[0].Id).Entry!.Standing;
        Assert.Equal(given[0].Source with { RawText = "" }, bare.Source);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_row_of_before_that_tells_only_a_day_stays_known(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Save(Some.Entry());

        Assert.Equal(1, store.Save(Some.Entry() with { BookedDay = Moments.OfDayAnywhere(new DateOnly(2026, 5, 6)) }).KnownAlready);
        Assert.Null(store.Load().Standing.BookedDay);
    }

    [Fact]
    public void SQLite_keeps_a_time_to_the_tick()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        var at = Some.Time.AddTicks(1);
        store.Save(Some.Entry() with { BookedAtUtc = at });

        Assert.Equal(at, store.Load().Standing.BookedAtUtc);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Batches_larger_than_one_piece_are_saved_whole(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var entries = Enumerable.Range(0, 12_001).Select(i => Some.Entry("T" + i.ToString("D6", CultureInfo.InvariantCulture))).ToArray();

        Assert.Equal(12_001, store.Save(entries).New);
        Assert.Equal(12_001, store.Save(entries).KnownAlready);
        Assert.Equal(entries.Select(e => e.Id), store.Read(w => w.Entries.LoadAll().Select(v => v.Standing.Id).ToList()));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Ids_differ_by_case_and_by_letter(StoreProvider provider)
    {
        using var store = new TestStore(provider);

        Assert.Equal(6, store.Save([.. "ab AB äb a-b 0ab ａｂ".Split(' ').Select(id => Some.Entry(id))]).New);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_person_finds_an_entry_by_its_id_with_or_without_the_wallet(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Save(Some.Entry("T1"), Some.Entry("T1", wallet: "wise"), Some.Entry("qiwi/T1", wallet: "odd"), Some.Entry("t1", wallet: "other"));

        Assert.Equal([new("qiwi", "T1"), new("wise", "T1")], store.Read(w => w.Entries.FindIds("T1")));
        Assert.Equal([new("wise", "T1")], store.Read(w => w.Entries.FindIds("wise/T1")));

        // An id may itself hold a slash.
        Assert.Equal([new("qiwi", "T1"), new("odd", "qiwi/T1")], store.Read(w => w.Entries.FindIds("qiwi/T1")));
        Assert.Empty(store.Read(w => w.Entries.FindIds("T9")));
        Assert.Null(store.Read(w => w.Entries.Load(new TransactionId("qiwi", "T9"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("T1 ")] // SQL Server takes it for T1
    [InlineData(301)]
    public void An_id_that_cannot_be_kept_is_our_own_mistake(object id)
    {
        using var store = new TestStore(StoreProvider.Sqlite);

        var e = Assert.Throws<ArgumentException>(() => store.Save(Some.Entry(id as string ?? new string('x', (int)id))));

        Assert.Contains("cannot be kept", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Speed_is_told()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        const int Count = 30_000;
        var entries = Enumerable.Range(0, Count)
            .Select(i => Some.Entry(((i * 7919L) % 999_983).ToString("D12", CultureInfo.InvariantCulture), reference: "8001234567890123", description: "An invented purchase")).ToList();

        var saveNew = Measure(() => store.Commit(w => Assert.Equal(Count, w.Entries.Save(entries).New)));
        var saveKnown = Measure(() => store.Commit(w => Assert.Equal(Count, w.Entries.Save(entries).KnownAlready)));
        var load = Measure(() => Assert.Equal(Count, store.Read(w => w.Kept.LoadAll().Count)));
        var later = entries.Take(Count / 5).Select(e => e with { Status = EntryStatus.Reversed }).ToList();
        var saveVersions = Measure(() => store.Commit(w => w.Entries.Save(later))) / 5;

        output.WriteLine($"new {saveNew:N0}/s, known {saveKnown:N0}/s, new versions {saveVersions:N0}/s, load {load:N0}/s, file {new FileInfo(store.File).Length / Count} bytes an entry");
        Assert.True(saveKnown > 1_000, $"{saveKnown:N0} known entries a second"); // far below what a busy machine does: only a lost index fails

        static double Measure(Action work)
        {
            var clock = Stopwatch.StartNew();
            work();
            return Count / clock.Elapsed.TotalSeconds;
        }
    }
}
