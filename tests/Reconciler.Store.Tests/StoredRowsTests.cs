using System.Globalization;
using CsCheck;
using Dapper;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

/// <summary>How rows lie in the store, and how much is asked of it: counted, since times waver.</summary>
public class StoredRowsTests
{
    [Fact]
    public void New_rows_are_not_looked_up_and_kept_by_one_commit()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        store.Save(Numbered(0, 5_000));
        var before = (store.Database.Counts.Statements, store.Database.Counts.Commits, store.Database.Counts.Rows);

        store.Save(Numbered(5_000, 20_000));

        var after = store.Database.Counts;
        Assert.Equal(20_000, after.Rows - before.Rows);
        Assert.Equal(1, after.Commits - before.Commits);
        Assert.InRange(after.Statements - before.Statements, 4, 12); // four batches, and a few about the file
    }

    [Fact]
    public void A_known_row_at_the_end_of_a_batch_makes_all_of_it_be_looked_up_and_none_is_kept_twice()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        store.Save(Numbered(0, 3));
        var before = store.Read(w => w.Entries.LastVersionNo());

        var outcomes = store.Save([.. Numbered(3, 400), Some.Entry("T000001", status: EntryStatus.Reversed), .. Numbered(2, 2)]).Outcomes;

        Assert.Equal([.. Enumerable.Repeat(SaveOutcome.New, 400), SaveOutcome.NewVersion, SaveOutcome.KnownAlready, SaveOutcome.KnownAlready], outcomes);
        Assert.Equal(401, store.Read(w => w.Entries.LastVersionNo()) - before);
        Assert.Equal(403, store.Read(w => w.Entries.LoadAll().Count()));
        Assert.Equal(EntryStatus.Reversed, store.Load("T000001").Standing.Status);
    }

    [Fact]
    public void Ids_between_known_ones_are_told_apart_from_them_in_whichever_script()
    {
        // SQLite compares bytes of UTF-8, where what lies beyond U+FFFF comes last.
        string[] letters = ["a", "b", "ü", "中", "\uD7FF", "\uE000", "\uFFFD", "😀"];
        Gen.Int[0, letters.Length - 1].Select(i => letters[i]).Array[1, 3].Select(string.Concat).Array[1, 60].SelectMany(ids => Gen.Bool.Array[ids.Length].Select(stored => (ids, stored))).Sample(
            drawn =>
            {
                var (ids, isStored) = drawn;
                using var store = new TestStore(StoreProvider.Sqlite);
                var known = ids.Where((_, i) => isStored[i]).Distinct().ToList();
                store.Save([.. known.Select(id => Some.Entry(id)), Some.Entry("a", wallet: "other")]);

                var outcomes = store.Save([.. ids.Distinct().Select(id => Some.Entry(id))]).Outcomes;

                Assert.Equal(ids.Distinct().Select(id => known.Contains(id) ? SaveOutcome.KnownAlready : SaveOutcome.New), outcomes);
            },
            iter: 20,
            threads: 1);
    }

    [Fact]
    public void Works_of_one_command_share_a_connection_and_leave_no_journal_when_it_ends()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        var before = store.Database.Counts.Connections;
        using (store.Database.KeepOpen())
        {
            for (var i = 0; i < 10; i++)
            {
                store.Save(Some.Entry($"T{i}"));
            }
        }

        Assert.Equal(1, store.Database.Counts.Connections - before);
        Assert.Equal([store.File], Directory.GetFiles(Path.GetDirectoryName(store.File)!));
        store.Save(Some.Entry("T10"));
        Assert.Equal(2, store.Database.Counts.Connections - before);
    }

    [Fact]
    public void A_kept_connection_that_read_can_write_and_one_that_wrote_cannot_while_it_reads()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        using var open = store.Database.KeepOpen();
        store.Read(w => w.Entries.LastVersionNo());
        store.Save(Some.Entry());

        using var reading = store.Database.BeginReading();
        Assert.Throws<StoreUnreachableException>(() => reading.Entries.Save([Some.Entry("T2")]));
    }

    [Fact]
    public void A_reader_that_stopped_halfway_leaves_its_connection_fit_for_the_next_work()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        using var open = store.Database.KeepOpen();
        store.Save(Numbered(0, 100));

        Assert.NotNull(store.Read(w => w.Entries.LoadAll().First()));
        Assert.Equal("qiwi", store.Read(w => w.Entries.LoadNumbered(0, long.MaxValue).First()).Versions.Standing.Id.Wallet);
        Assert.Equal(1, store.Save(Some.Entry("Z")).New);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Ranges_of_numbers_hold_each_record_once_as_it_stands_among_all(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Save([.. Enumerable.Range(0, 30).Select(i => Some.Entry($"T{(i * 7) % 30:00}"))]);
        store.Save(Some.Entry("T05", "-25.00 USD", status: EntryStatus.Reversed), Some.Entry("T05", "-26.00 USD", status: EntryStatus.Pending), Some.Entry("T07", status: EntryStatus.Reversed));
        store.Save(Some.Entry("T08", status: EntryStatus.Pending), Some.Entry("T30"));

        var sorted = store.Read(w => w.Entries.LoadAll().ToList());
        var ranges = store.Read(w => new[] { (0L, 9L), (10L, 20L), (21L, long.MaxValue) }.SelectMany(r => w.Entries.LoadNumbered(r.Item1, r.Item2).Select(e => (Range: r, e.First, e.Versions)).ToList()).ToList());

        Assert.All(ranges, r => Assert.InRange(r.First, r.Range.Item1, r.Range.Item2));
        var joined = ranges.OrderBy(r => r.Versions.Standing.Id).Select(r => r.Versions).ToList();
        Assert.Equal(sorted.Select(v => Bare(v.Standing)), joined.Select(v => v.Standing));
        Assert.Equal(sorted.SelectMany(v => v.Conflicting.Select(Bare)), joined.SelectMany(v => v.Conflicting));
        Assert.Equal((2, EntryStatus.Reversed), (joined[5].Conflicting.Count, joined[7].Standing.Status));

        static Entry Bare(Entry entry) => entry with { BookedAtText = string.Empty, Source = entry.Source with { RawText = string.Empty } };
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_text_that_has_its_place_in_the_archive_is_not_kept_a_second_time(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var line = Some.Line("T1;-20.00") with { Place = new TextPlace(4_000_000_000, 9) };
        store.Save(Some.Entry() with { Source = line }, Some.Entry("T2"));

        Assert.Equal(line with { RawText = string.Empty }, store.Load().Standing.Source);
        Assert.Equal("T2;-20.00 USD", store.Load("T2").Standing.Source.RawText);
    }

    [Theory]
    [InlineData("2026-05-06T09:00:00Z", "2026-05-06T09:00:00Z")]
    [InlineData("2026-05-06T09:00:00.5Z", "2026-05-06T09:00:00Z")]
    [InlineData("2026-05-06T09:00:00Z", "2026-05-06T12:00:00")]
    [InlineData("2026-05-06T09:00:00Z", "")]
    public void The_statement_s_own_text_for_a_time_comes_back_also_where_it_need_not_be_kept(string time, string text)
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        store.Save(Some.Entry() with { BookedAtUtc = DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), BookedAtText = text });

        Assert.Equal(text, store.Load().Standing.BookedAtText);
    }

    [Fact]
    public void The_numbers_of_types_and_states_are_in_every_store_and_never_change()
    {
        Assert.Equal("payment refund fee topup withdrawal transfer hold release conversion chargeback adjustment", string.Join(' ', Enumerable.Range(0, 11).Select(i => ((EntryType)i).ToName())));
        Assert.Equal("pending failed succeeded reversed", string.Join(' ', Enumerable.Range(0, 4).Select(i => ((EntryStatus)i).ToName())));
        Assert.Equal("awaiting-payment paid shipped completed cancelled refunded partly-refunded disputed", string.Join(' ', Enumerable.Range(0, 8).Select(i => ((OrderStatus)i).ToName())));
    }

    [Fact]
    public void A_store_of_the_first_program_is_read_as_it_was_and_its_rows_stay_known()
    {
        using var store = new TestStore(StoreProvider.Sqlite, migrate: false);
        using (var connection = store.Connect())
        {
            foreach (var script in Directory.GetFiles(Path.Combine(Places.Root, "src", "Reconciler.Store", "Migrations", "Sqlite")).Order(StringComparer.Ordinal).Where(f => string.CompareOrdinal(Path.GetFileName(f), "2026-12") < 0))
            {
                connection.Execute(File.ReadAllText(script));
            }

            connection.Execute(
                """
                INSERT INTO input_files VALUES (1, 'aa', 'may.csv', 'standard-statement', '', 9, '2026-05-07T00:00:00.0000000Z', 4, 3, 1, 0, 0, 'read');
                INSERT INTO entry_versions (wallet, transaction_id, version, stands, content_hash, file_no, line, imported_at, booked_at, booked_at_text, booked_first, booked_last, type, status,
                    amount, currency, counterparty, order_reference, related_transaction_id, description, extra, raw_text)
                VALUES
                    ('qiwi', 'T1', 1, 2, x'01', 1, 2, '2026-05-07T00:00:00.0000000Z', '2026-05-06T09:00:59.9999999Z', '06.05.2026', '2026-05-06T00:00:00.0000000Z', '2026-05-06T23:59:59.9999999Z', 'chargeback', 'pending', -2000, 'USD', 'AliExpress', '', '', '', '', 'T1;a'),
                    ('qiwi', 'T1', 2, 1, x'02', 1, 3, '2026-05-07T00:00:00.0000000Z', '2026-05-06T09:00:59.9999999Z', '06.05.2026', NULL, NULL, 'chargeback', 'reversed', -2500, 'USD', 'AliExpress', '', '', '', '', 'T1;b'),
                    ('qiwi', 'T2', 1, 1, x'03', 1, 4, '2026-05-07T00:00:00.0000000Z', '0001-01-01T00:00:00.0000000Z', '0001-01-01T00:00:00Z', NULL, NULL, 'adjustment', 'failed', -2000, 'USD', 'AliExpress', '', '', '', '', 'T2;c');
                INSERT INTO order_versions (marketplace, order_id, version, stands, content_hash, file_no, line, imported_at, placed_at, paid_at, status, status_at, total, currency,
                    checkout_id, payment_reference, seller, description, other_ids, extra, raw_text)
                VALUES ('shop', 'O1', 1, 1, x'04', 1, 5, '2026-05-07T00:00:00.0000000Z', '2026-05-06T09:00:00.0000001Z', NULL, 'partly-refunded', '2026-05-06T09:00:00.0000000Z', 2000, 'USD', '', '', '', '', '', '', 'O1;d');
                """);
        }

        store.Database.Migrate();

        var (t1, t2) = (store.Load("T1"), store.Load("T2").Standing);
        var at = new DateTime(2026, 5, 6, 9, 0, 59, DateTimeKind.Utc).AddTicks(9_999_999);
        Assert.Equal((at, "06.05.2026", EntryType.Chargeback, EntryStatus.Reversed, "T1;b"), (t1.Standing.BookedAtUtc, t1.Standing.BookedAtText, t1.Standing.Type, t1.Standing.Status, t1.Standing.Source.RawText));
        var conflicting = Assert.Single(t1.Conflicting);
        Assert.Equal(new Moments(new DateTime(2026, 5, 6, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 5, 6, 23, 59, 59, DateTimeKind.Utc).AddTicks(9_999_999)), conflicting.BookedDay);
        Assert.Equal((DateTime.MinValue, "0001-01-01T00:00:00Z", EntryType.Adjustment, EntryStatus.Failed), (t2.BookedAtUtc, t2.BookedAtText, t2.Type, t2.Status));
        var order = store.Read(w => w.Orders.LoadAll().Single()).Standing;
        Assert.Equal((OrderStatus.PartlyRefunded, Some.Time.AddTicks(1), null, "O1;d"), (order.Status, order.PlacedAtUtc, order.PaidAtUtc, order.Source.RawText));
        Assert.Equal([SaveOutcome.KnownAlready, SaveOutcome.KnownAlready], store.Save(t1.Standing with { Source = Some.Line("again") }, t2).Outcomes);
        Assert.Equal(SaveOutcome.KnownAlready, store.Save(order).Outcomes[0]);
        Assert.Equal(3, store.Read(w => w.Entries.LastVersionNo()));
        Assert.Equal(new StatementArrival(new DateTime(2026, 5, 7, 0, 0, 0, DateTimeKind.Utc), DateTime.MinValue, at), store.Read(w => w.InputFiles.LoadArrivals())["qiwi"].Single());
    }

    private static Entry[] Numbered(int from, int count) => [.. Enumerable.Range(from, count).Select(i => Some.Entry("T" + i.ToString("D6", CultureInfo.InvariantCulture)))];
}
