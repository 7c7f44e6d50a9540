using Dapper;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public class RoundTripTests
{
    private static readonly string Sha = new('d', 64);

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_file_is_known_when_it_was_read_to_its_end(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var file = new InputFile(Sha, "выписка.csv", "qiwi-json", "qiwi", 1234, Some.Time, new RowTotals(10, 5, 2, 2, 1), "read");

        // Rows may be saved first; the file alone makes it known.
        store.Commit(w => w.Entries.Save([Some.Entry() with { Source = new SourceLine(Sha, "выписка.csv", 2, "x") }]));
        Assert.Null(store.Read(w => w.InputFiles.Find(Sha)));
        store.Commit(w => w.InputFiles.Add(file));

        var back = store.Read(w => w.InputFiles.Find(Sha))!;
        Assert.Equal(file, back with { ImportedAtUtc = file.ImportedAtUtc.Came(back.ImportedAtUtc) });
        Assert.Single(store.Read(w => w.InputFiles.LoadAll().ToList()));
        Assert.Throws<ArgumentException>(() => store.Commit(w => w.InputFiles.Add(file with { Rows = new RowTotals(9, 1, 1, 1, 1) })));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void The_latest_statement_of_a_wallet_is_told_by_its_files_and_by_its_rows(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var rows = new RowTotals(0, 0, 0, 0, 0);
        store.Commit(w =>
        {
            var entry = Some.Entry(wallet: "kassa");
            w.Entries.Save([entry]);
            w.InputFiles.Add(new InputFile(entry.Source.FileSha256, entry.Source.FileName, "standard-statement", "", 9, Some.Time, new RowTotals(1, 1, 0, 0, 0), "read"));
            w.InputFiles.Add(new InputFile(new string('1', 64), "empty.json", "qiwi-history", "qiwi", 9, Some.Time.AddDays(1), rows, "read: no rows"));
            w.InputFiles.Add(new InputFile(new string('2', 64), "older.json", "qiwi-history", "qiwi", 9, Some.Time.AddDays(-1), rows, "read: no rows"));
            w.InputFiles.Add(new InputFile(new string('3', 64), "orders.csv", "standard-orders", "", 9, Some.Time.AddDays(5), rows, "read: no rows"));
        });

        Assert.Equal(
            [("kassa", new StatementArrival(Some.Time, Some.Time, Some.Time)), ("qiwi", new StatementArrival(Some.Time.AddDays(-1))), ("qiwi", new StatementArrival(Some.Time.AddDays(1)))],
            store.Read(w => w.InputFiles.LoadArrivals().OrderBy(a => a.Key, StringComparer.Ordinal).SelectMany(a => a.Select(came => (a.Key, came))).ToList()));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Rejected_rows_come_back_and_are_forgotten_when_the_file_is_read_again(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        RejectedRow[] given =
        [
            new(Sha, "a.csv", 0, "", "", "no layout knows it"),
            new(Sha, "a.csv", 7, "Сумма", "12,50.00\n😀", "is not a sum"),
            new(Sha, "a.csv", 7, "Сумма", "12,50.00\n😀", "is not a sum"), // a JSON file may be a single line
            new(new string('e', 64), "b.csv", 1, "Amount", "x", "is not a sum"),
        ];
        store.Commit(w => w.Rejected.Add(given));

        Assert.Equal(given, store.Read(w => w.Rejected.LoadAll().ToList()));
        store.Commit(w => w.Rejected.Clear(Sha));
        Assert.Equal([given[3]], store.Read(w => w.Rejected.LoadAll().ToList()));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Only_the_last_basis_of_the_matches_is_kept(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var bucket = new BucketTotal("all", 3, [Some.Money("-20.00 USD"), Some.Money("300 JPY")]);
        var totals = new ControlTotals(new RowTotals(5, 3, 0, 1, 1), new LedgerTotals(bucket, [bucket]), new LedgerTotals(bucket, [bucket]));
        var basis = new MatchBasis(Sha, new string('b', 64), Some.Time, Some.Time.AddHours(3), new string('e', 64), 7, totals, 41, 12, Some.Time.AddDays(-90), ["d-1", "d-2"], [new Account("qiwi", "RUB")]);

        Assert.Null(store.Read(w => w.Matches.LoadBasis()));
        store.Commit(w => w.Matches.SaveBasis(basis with { InputHash = new string('a', 64) }));
        store.Commit(w => w.Matches.SaveBasis(basis));

        var back = store.Read(w => w.Matches.LoadBasis())!;
        Assert.Equal(basis, back with { Totals = totals, Decisions = basis.Decisions, Accounts = basis.Accounts });
        Assert.Equivalent(totals, back.Totals, strict: true);
        Assert.Equal(basis.Decisions, back.Decisions);
        Assert.Equal(basis.Accounts, back.Accounts);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_report_reads_the_matches_that_came_or_changed_since_the_last_one_or_whose_entry_was_booked_on_certain_days(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var (old, changed, late) = (SomeMatch("8001"), SomeMatch("8002"), SomeMatch("8003"));
        Entry Paid(Match match, string at) => Some.Entry(match.Transaction.Id, at: at, wallet: match.Transaction.Wallet);
        store.Commit(w => w.Entries.Save([Paid(old, "2026-05-31 23:59:59"), Paid(changed, "2026-06-01"), Paid(late, "2026-06-30 23:59:59")]));
        store.Commit(w => w.Matches.Replace([old, changed]));
        var before = store.Read(w => w.Matches.LastNumber());
        changed = changed with { Why = Reason.Of("another reason") };
        store.Commit(w => w.Matches.Replace([old, changed, late]));
        var after = store.Read(w => w.Matches.LastNumber());

        IEnumerable<Match> Of(ReportPeriod period) => store.Read(w =>
        {
            var told = w.Matches.LoadOf(period);
            var read = told.ToList();
            Assert.Equal(read.Count, told.Count);
            return read;
        });
        IEnumerable<Match> InOrder(params Match[] matches) => matches.OrderBy(m => m.Id, StringComparer.Ordinal);

        Assert.Equal(InOrder(old, changed, late), Of(new ReportPeriod.Everything()));
        Assert.Equal(InOrder(changed, late), Of(new ReportPeriod.SinceReport("r-1", Some.Time, before, 0, 0)));
        Assert.Empty(Of(new ReportPeriod.SinceReport("r-2", Some.Time, after, 0, 0)));
        Assert.Equal(InOrder(changed, late), Of(new ReportPeriod.Days(new(2026, 6, 1), new(2026, 6, 30))));
        Assert.Equal(InOrder(old), Of(new ReportPeriod.Days(new(2026, 5, 31), new(2026, 5, 31))));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_report_reads_every_finding_at_risk_and_of_the_others_those_that_changed_or_were_found_in_its_period(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        Finding Found(string id, FindingState state, string at) => new()
        {
            Id = id,
            Kind = FindingKind.ChargeWithoutOrder,
            State = state,
            Orders = [],
            Transactions = [new("qiwi", id)],
            Amount = Some.Money("20.00 USD"),
            FoundAtUtc = Some.Utc(at),
            Confidence = Confidence.Certain,
            Why = Reason.Of("fits no order"),
        };
        store.Commit(w => w.Findings.Apply([Found("f-1", FindingState.Open, "2026-05-01"), Found("f-2", FindingState.Resolved, "2026-05-02"), Found("f-3", FindingState.Resolved, "2026-06-01")], "r-1"));
        var told = store.Read(w => w.Findings.LastChange());
        store.Commit(w => w.Findings.Apply([Found("f-4", FindingState.Dismissed, "2026-06-02")], "d-1"));

        string Of(ReportPeriod period) => store.Read(w => string.Join(' ', w.Findings.LoadOf(period).Select(f => f.Id)));

        Assert.Equal("f-1 f-2 f-3 f-4", Of(new ReportPeriod.Everything()));
        Assert.Equal("f-1 f-4", Of(new ReportPeriod.SinceReport("r-1", Some.Time, 0, told, 0)));
        Assert.Equal("f-1 f-3", Of(new ReportPeriod.Days(new(2026, 6, 1), new(2026, 6, 1))));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_report_reads_the_rejected_rows_that_came_since_the_one_before_or_from_files_of_certain_days(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        void Read(string sha, string file, string at) => store.Commit(w =>
        {
            w.InputFiles.Add(new InputFile(sha, file, "standard-statement", "", 10, Some.Utc(at), new RowTotals(1, 0, 0, 0, 1), "read"));
            w.Rejected.Add([new RejectedRow(sha, file, 2, "amount", "1,2,3", "is no sum")]);
        });
        Read(Sha, "may.csv", "2026-05-31 23:59:59");
        var told = store.Read(w => w.Rejected.Last());
        Read(new('e', 64), "june.csv", "2026-06-01");

        string Of(ReportPeriod period) => store.Read(w => string.Join(' ', w.Rejected.LoadOf(period).Select(r => r.FileName)));

        Assert.Equal("may.csv june.csv", Of(new ReportPeriod.Everything()));
        Assert.Equal("june.csv", Of(new ReportPeriod.SinceReport("r-1", Some.Time, 0, 0, told)));
        Assert.Equal("may.csv", Of(new ReportPeriod.Days(new(2026, 5, 1), new(2026, 5, 31))));
    }

    /// <summary>SQLite's own plan: a search goes by an index to what it wants, a scan walks through all.</summary>
    [Theory]
    [InlineData("Match_LoadSince")]
    [InlineData("Match_CountSince")]
    [InlineData("Finding_LoadAtRiskOrChanged")]
    [InlineData("Finding_LoadAtRisk")]
    [InlineData("FindingHistory_Last")]
    [InlineData("RejectedRow_LoadSince")]
    [InlineData("RejectedRow_Last")]
    public void What_a_quiet_day_s_report_reads_grows_with_what_is_new_or_open_and_not_with_the_store(string statement)
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        using var connection = store.Connect();
        var sql = File.ReadAllText(Path.Combine(Places.Root, "src", "Reconciler.Store", "Sql", "Shared", statement + ".sql"));

        var plan = connection.Query<(long Id, long Parent, long Unused, string Step)>("EXPLAIN QUERY PLAN " + sql, new { match_no = 0, history_no = 0, row_no = 0 }).Select(s => s.Step);

        // The index of what is at risk holds nothing else: it is walked whole.
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("findings_at_risk", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Matches_are_replaced_by_their_differences_alone(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var first = Enumerable.Range(0, 30).Select(i => SomeMatch($"8{i:D3}")).ToList();

        Assert.True(store.Commit(w => w.Matches.Replace(first)));
        Assert.Equal(first.OrderBy(m => m.Id, StringComparer.Ordinal), store.Read(w => w.Matches.LoadAll().ToList()));
        Assert.False(store.Commit(w => w.Matches.Replace([.. first.AsEnumerable().Reverse()])));

        List<Match> second = [first[0] with { Why = Reason.Of("another reason") }, .. first.Skip(2), SomeMatch("9000", MatchRole.Refund)];
        Assert.True(store.Commit(w => w.Matches.Replace(second)));
        Assert.Equal(second.OrderBy(m => m.Id, StringComparer.Ordinal), store.Read(w => w.Matches.LoadAll().ToList()));
        Assert.True(store.Commit(w => w.Matches.Replace([])));
        Assert.Empty(store.Read(w => w.Matches.LoadAll().ToList()));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Reasons_come_back_as_facts_and_those_that_an_older_program_kept_in_words_are_not_written_anew(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var told = SomeMatch("8001") with { Why = Reason.Of(Because.StatementNamesOrder, "№ 8001") + Reason.Of(Because.EqualsTotal, Some.Money("1234.50 RUB")) };
        var finding = SomeFinding("T1") with { Why = Reason.Of(Because.ChargeToFitsNoOrder, "T1", Some.Money("1234.50 RUB"), "Магазин «Ы»", Some.Time) };
        store.Commit(w =>
        {
            w.Matches.Replace([told]);
            w.Findings.Apply([finding], "r-1");
        });

        var (match, open) = store.Read(w => (Assert.Single(w.Matches.LoadAll()), w.Findings.Find(finding.Id)!));
        Assert.Equal("в выписке назван заказ № 8001; сумма 1\u00A0234,50 RUB равна сумме заказа", match.Why.In("ru"));
        Assert.Equal("charge T1 of 1234.50 RUB to 'Магазин «Ы»' on 2026-05-06 fits no order", open.Why.English);

        store.Commit(w => w.Matches.Replace([told with { Why = Reason.Of(told.Why.English) }]));
        Assert.Equal(told.Why.Kept, store.Read(w => Assert.Single(w.Matches.LoadAll())).Why.Kept);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Matches_that_are_renewed_some_at_a_time_keep_their_numbers_where_they_are_the_same_again(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        List<Match> before = [.. Enumerable.Range(0, 6).Select(i => SomeMatch($"8{i:D3}"))];
        store.Commit(w => w.Matches.Replace(before));
        var last = store.Read(w => w.Matches.LastNumber());
        var other = before[1] with { Why = Reason.Of("another reason") };
        var late = SomeMatch("9000");

        store.Commit(w =>
        {
            var renewal = w.Matches.Renew();
            renewal.Exchange([], [before[0], other, before[2]]);
            Assert.Equal(Sorted([before[0], other, before[2]]), Sorted(renewal.Of([.. before.Append(late).Select(m => m.Transaction)])));

            // A later share knows better: what was told otherwise is as it was before, and what came falls away again.
            renewal.Exchange([other, before[2]], [before[1], late]);
            renewal.Exchange([late], [before[3], SomeMatch("9001")]);
            Assert.Equal(Sorted([before[0], before[1], before[3], SomeMatch("9001")]), Sorted(renewal.Of([.. before.Append(late).Append(SomeMatch("9001")).Select(m => m.Transaction)])));
            Assert.True(renewal.Finish());
        });

        Assert.Equal(Sorted([before[0], before[1], before[3], SomeMatch("9001")]), store.Read(w => w.Matches.LoadAll().ToList()));
        Assert.Equal([SomeMatch("9001")], store.Read(w => w.Matches.LoadOf(new ReportPeriod.SinceReport("r-1", Some.Time, last, 0, 0)).ToList()));
        store.Commit(w =>
        {
            var renewal = w.Matches.Renew();
            renewal.Exchange([], [late, before[0] with { Why = Reason.Of("another reason") }]);
            renewal.Undo();
            renewal.Exchange([], [before[0], before[1], before[3], SomeMatch("9001")]);
            Assert.False(renewal.Finish());
        });

        static IReadOnlyList<Match> Sorted(IEnumerable<Match> matches) => [.. matches.OrderBy(m => m.Id, StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Of_the_matches_those_of_some_orders_are_read_and_one_by_its_id(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var (paid, refunded, other) = (SomeMatch("8001"), SomeMatch("8001", MatchRole.Refund), SomeMatch("8002"));
        store.Commit(w => w.Matches.Replace([paid, refunded, other, SomeMatch("8003")]));

        IEnumerable<Match> Of(params OrderId[] orders) => store.Read(w => w.Matches.LoadOf(orders)).OrderBy(m => m.Order).ThenBy(m => m.Role);

        Assert.Equal([paid, refunded, other], Of(new("aliexpress", "8002"), new("aliexpress", "8001"), new("aliexpress", "9999")));
        Assert.Empty(Of(new OrderId("ozon", "8001"))); // another marketplace's order of that number
        Assert.Empty(Of());
        Assert.Equal((refunded, null), store.Read(w => (w.Matches.Find(refunded.Id), w.Matches.Find("m-none"))));
        Assert.Equal([("qiwi", "aliexpress")], store.Read(w => w.Matches.FindTraders()));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_finding_keeps_its_history_and_a_second_run_adds_none(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var full = SomeFinding("T1") with
        {
            Orders = [new OrderId("aliexpress", "8001"), new OrderId("магазин", "1\"2")],
            Transactions = [new TransactionId("qiwi", "T2"), new TransactionId("qiwi", "T1")],
            DueOn = new DateOnly(2026, 5, 20),
            FoundAtUtc = Some.Time.AddTicks(1_234_567),
            Why = Reason.Of("потому что 😀\nдва"),
        };
        var bare = SomeFinding("T9");

        Assert.Equal(2, store.Commit(w => w.Findings.Apply([full, bare], "run-1")));
        Assert.Equal(0, store.Commit(w => w.Findings.Apply([bare, full], "run-2")));
        var resolved = full with { State = FindingState.Resolved, DueOn = null };
        Assert.Equal(1, store.Commit(w => w.Findings.Apply([bare, resolved], "run-3")));

        var all = store.Read(w => w.Findings.LoadAll().ToList());
        Equal(bare, all.Single(f => f.Id == bare.Id));
        Equal(resolved, all.Single(f => f.Id == full.Id));
        var history = store.Read(w => w.Findings.LoadHistory(full.Id));
        Assert.Equal(["run-1", "run-3"], history.Select(h => h.RunId));
        Equal(full, history[0].Finding);
        Equal(resolved, history[1].Finding);

        static void Equal(Finding given, Finding back)
        {
            Assert.Equal(given.Orders, back.Orders);
            Assert.Equal(given.Transactions, back.Transactions);
            Assert.Equal(given, back with { Orders = given.Orders, Transactions = given.Transactions, FoundAtUtc = given.FoundAtUtc.Came(back.FoundAtUtc) });
        }
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_decision_holds_until_a_person_takes_it_back_once(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var pair = new StoredDecision("d-1", DecisionKind.Pair, "qiwi/T1", "aliexpress/8001", "Чек у меня", "ann", Some.Time);
        var writeOff = new StoredDecision("d-2", DecisionKind.WriteOff, "f-1", "", "too small", "bob", Some.Time.AddDays(1));
        store.Commit(w =>
        {
            w.Decisions.Add(writeOff);
            w.Decisions.Add(pair);
        });

        Assert.Equal([pair, writeOff], store.Read(w => w.Decisions.LoadAll()));
        Assert.True(store.Commit(w => w.Decisions.Undo("d-1", Some.Time.AddDays(2), "eve")));
        Assert.False(store.Commit(w => w.Decisions.Undo("d-1", Some.Time.AddDays(3), "mal")));
        Assert.False(store.Commit(w => w.Decisions.Undo("d-9", Some.Time, "mal")));
        Assert.Equal(pair with { UndoneAtUtc = Some.Time.AddDays(2), UndoneBy = "eve" }, store.Read(w => w.Decisions.LoadAll())[0]);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_run_comes_back_with_its_control_totals(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var sums = new[] { Some.Money("12345 JPY"), Some.Money("-1.234 KWD"), Some.Money("0.10 USD") };
        var entries = new LedgerTotals(new BucketTotal("entries", 3, sums), [new BucketTotal("waiting", 3, sums)]);
        var run = new Run("r-1", Some.Time, Some.Time.AddHours(1), Sha, "0.1.0", new ControlTotals(new RowTotals(3, 3, 0, 0, 0), entries, new LedgerTotals(new BucketTotal("orders", 0, []), [])));
        store.Commit(w => w.Runs.Add(run));

        var back = Assert.Single(store.Read(w => w.Runs.LoadAll()));

        Assert.Equal(run with { Totals = back.Totals }, back);
        Assert.Equivalent(run.Totals, back.Totals, strict: true);
        Assert.True(back.Totals.Balance);
    }

    private static Match SomeMatch(string order, MatchRole role = MatchRole.Payment)
    {
        var (orderId, transaction) = (new OrderId("aliexpress", order), new TransactionId("qiwi", "T" + order));
        return new Match(Match.IdOf(role, orderId, transaction), role, orderId, transaction, Some.Money("20.00 USD"), "named", Confidence.Certain, Reason.Of("the reference names the order №"));
    }

    private static Finding SomeFinding(string transaction)
    {
        var id = new TransactionId("qiwi", transaction);
        return new Finding
        {
            Id = Finding.IdOf(FindingKind.DuplicateCharge, id),
            Kind = FindingKind.DuplicateCharge,
            Transactions = [id],
            Amount = Some.Money("20.00 USD"),
            FoundAtUtc = Some.Time,
            Confidence = Confidence.Probable,
            Why = Reason.Of("why"),
        };
    }
}
