using Dapper;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

/// <summary>The chain vouches for rows: each transaction tells in its last line what it did to them.</summary>
public sealed class SealedRowsTests
{
    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void What_the_program_writes_is_vouched_for_with_or_without_a_line_of_its_own(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Commit(w => w.Matches.Replace([SomeMatch("m-1"), SomeMatch("m-2")]));
        store.Commit(w =>
        {
            w.Matches.Replace([SomeMatch("m-2") with { Why = Reason.Of("other") }, SomeMatch("m-3")]);
            w.Audit.Append(Some.Time, "ann (uid 1000)", "matched", "r-1", "{\"matches\":2}");
        });

        var lines = store.Read(w => w.Audit.LoadAll().ToList());

        Assert.Equal(["rows changed", "matched"], lines.Select(l => l.Action));
        Assert.Matches("^{\"matches\":2,\"sealed\":{\"count\":3,\"sha256\":\"[0-9a-f]{64}\"}}$", lines[1].Details);
        Assert.Empty(store.Read(w => w.Audit.VerifyRows().ToList()));
        Assert.IsType<AuditVerdict.Intact>(store.Read(w => w.Audit.Verify()));
    }

    [Theory]
    [InlineData("UPDATE matches SET amount = amount + 1 WHERE match_id = 'm-2'", "m-2", "was changed past the program after line 1 of the audit")]
    [InlineData("DELETE FROM matches WHERE match_id = 'm-2'", "m-2", "was deleted past the program after line 1 of the audit")]
    [InlineData("INSERT INTO matches (match_id, role, marketplace, order_id, wallet, transaction_id, amount, currency, rule_name, confidence, why) SELECT 'm-9', role, marketplace, order_id, wallet, transaction_id, amount, currency, rule_name, confidence, why FROM matches WHERE match_id = 'm-2'", "m-9", "was inserted past the program: no line of the audit tells of it")]
    public void A_row_written_past_the_program_is_named_though_the_chain_is_whole(string sql, string key, string what)
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        store.Commit(w => w.Matches.Replace([.. Enumerable.Range(1, 3).Select(i => SomeMatch($"m-{i}"))]));
        using (var connection = store.Connect())
        {
            connection.Execute(sql);
        }

        Assert.IsType<AuditVerdict.Intact>(store.Read(w => w.Audit.Verify()));
        Assert.Equal([new RowFault("matches", key, what)], store.Read(w => w.Audit.VerifyRows().ToList()));
    }

    [Fact]
    public void What_a_million_rows_would_cost_is_pages_and_no_lines()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        var matches = Enumerable.Range(1, 20_000).Select(i => SomeMatch($"m-{i}")).ToList();
        store.Commit(w => w.Matches.Replace(matches));

        Assert.Single(store.Read(w => w.Audit.LoadAll().ToList()));
        using (var connection = store.Connect())
        {
            Assert.InRange(connection.ExecuteScalar<long>("SELECT SUM(LENGTH(content)) FROM sealed_rows"), 20_000, 20_000 * 32);
            Assert.True(connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sealed_rows") > 1);
        }

        // What changes later is told by what changed.
        store.Commit(w => w.Matches.Replace([.. matches.Skip(1)]));
        using (var connection = store.Connect())
        {
            Assert.InRange(connection.ExecuteScalar<long>("SELECT SUM(LENGTH(content)) FROM sealed_rows WHERE seq = 2"), 1, 100);
        }

        Assert.Empty(store.Read(w => w.Audit.VerifyRows().ToList()));
    }

    [Fact]
    public void A_store_from_before_is_taken_over_as_it_stands()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        store.Commit(w => w.Matches.Replace([SomeMatch("m-1")]));
        using (var connection = store.Connect())
        {
            // As the program before left it.
            connection.Execute("DROP TABLE sealed_rows; DROP TRIGGER audit_refuses_delete; DELETE FROM audit; DELETE FROM SchemaVersions WHERE ScriptName LIKE '2026-12-04%'");
        }

        var later = Database.Open(store.Settings);
        later.Migrate("ann (uid 1000)");

        var line = Assert.Single(store.Read(w => w.Audit.LoadAll().ToList()));
        Assert.Equal(("ann (uid 1000)", "rows taken over"), (line.Actor, line.Action));
        Assert.Empty(store.Read(w => w.Audit.VerifyRows().ToList()));
        Assert.Equal(["audit_refuses_delete"], later.Migrate());
    }

    [Fact]
    public void Mails_to_our_own_people_from_before_they_were_covered_are_taken_over_as_they_stand()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        store.Commit(w => w.Notices.Add(new Notice { Id = "daily-1", Kind = NoticeKind.Report, About = "daily", Recipients = ["ann@example.com"], MessageId = "daily-1.0@example.com", CreatedAtUtc = Some.Time }, [1]));
        using (var connection = store.Connect())
        {
            // As the program before left it.
            connection.Execute("DROP TABLE case_keys; DROP TRIGGER audit_refuses_delete; DROP TRIGGER sealed_rows_refuse_delete; DELETE FROM audit; DELETE FROM sealed_rows; DELETE FROM SchemaVersions WHERE ScriptName LIKE '2026-12-10%'");
        }

        Database.Open(store.Settings).Migrate("ann (uid 1000)");
        Assert.Equal("rows taken over", Assert.Single(store.Read(w => w.Audit.LoadAll().ToList())).Action);
        Assert.Empty(store.Read(w => w.Audit.VerifyRows().ToList()));

        store.Commit(w => w.Notices.Move("daily-1", Core.Disputes.DisputeState.Queued, Core.Disputes.DisputeState.Sent, "250 ok", Some.Time));
        Assert.Empty(store.Read(w => w.Audit.VerifyRows().ToList()));
    }

    private static Match SomeMatch(string id) =>
        new(id, MatchRole.Payment, new OrderId("bazaar", "O-" + id), new TransactionId("kassa", "T-" + id), Some.Money("12.50 EUR"), "named", Confidence.Certain, Reason.Of("why"));
}
