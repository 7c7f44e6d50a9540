using Dapper;
using Reconciler.Core.Reports;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public class AuditTests
{
    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Lines_follow_each_other_from_one(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        Assert.Equal(new AuditVerdict.Intact(0, AuditChain.FirstPreviousHash), store.Read(w => w.Audit.Verify()));

        var first = store.Commit(w => w.Audit.Append(Some.Time.AddTicks(1_234_567), "анна", "import", "a.csv 😀", "{\"rows\":\n1}"));
        var second = store.Commit(w => w.Audit.Append(Some.Time, "", "match", "", ""));

        Assert.Equal([first, second], store.Read(w => w.Audit.LoadAll().ToList()));
        Assert.Equal([1, 2], new[] { first.Seq, second.Seq });
        Assert.Equal(new AuditVerdict.Intact(2, second.Hash), store.Read(w => w.Audit.Verify()));
    }

    [Fact]
    public void The_hash_is_the_documented_one()
    {
        // printf '1:1,27:2026-05-06T09:00:00.000000Z,3:ann,6:import,3:\xd1\x91a,2:{},64:000…,' | sha256sum, written out with all 64 zeros.
        var text = $"1:1,27:2026-05-06T09:00:00.000000Z,3:ann,6:import,3:ёa,2:{{}},64:{AuditChain.FirstPreviousHash},";

        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))),
            AuditChain.HashOf(1, Some.Time, "ann", "import", "ёa", "{}", AuditChain.FirstPreviousHash));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void The_database_refuses_to_change_or_delete_a_line(StoreProvider provider)
    {
        using var store = WithLines(provider, 3);
        using var connection = store.Connect();

        Refused("UPDATE audit SET actor = 'eve' WHERE seq = 2");
        Refused("UPDATE audit SET actor = 'eve'");
        Refused("DELETE FROM audit WHERE seq = 3");
        Assert.Equal(3, Assert.IsType<AuditVerdict.Intact>(store.Read(w => w.Audit.Verify())).Count);

        void Refused(string sql) =>
            Assert.Contains("only grows", Assert.ThrowsAny<System.Data.Common.DbException>(() => connection.Execute(sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SQLite_refuses_to_replace_a_line_or_to_leave_a_gap()
    {
        using var store = WithLines(StoreProvider.Sqlite, 3);
        using var connection = store.Connect();

        foreach (var seq in new[] { 2, 5 })
        {
            var e = Assert.ThrowsAny<System.Data.Common.DbException>(() =>
                connection.Execute($"INSERT OR REPLACE INTO audit SELECT {seq}, at_utc, 'eve', action, subject, details, 'x', 'y' FROM audit WHERE seq = 2"));
            Assert.Contains("only grows", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("changed", "UPDATE audit SET actor = 'eve' WHERE seq = 3", 3)]
    [InlineData("changed time", "UPDATE audit SET at_utc = '2026-05-06T09:00:00.0000010Z' WHERE seq = 3", 3)]
    [InlineData("removed", "DELETE FROM audit WHERE seq = 3", 4)]
    [InlineData("removed and closed up", "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3", 3)]
    [InlineData("first removed", "DELETE FROM audit WHERE seq = 1", 2)]
    [InlineData("inserted", "UPDATE audit SET seq = -seq WHERE seq >= 3; UPDATE audit SET seq = 1 - seq WHERE seq < 0; INSERT INTO audit SELECT 3, at_utc, 'eve', action, subject, details, 'x', 'y' FROM audit WHERE seq = 2", 3)]
    [InlineData("swapped", "UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 99", 2)]
    [InlineData("rewritten with a fitting hash, but not its successors", "REWRITE", 4)]
    public void Whoever_gets_past_the_triggers_breaks_the_chain(string what, string sql, long brokenAt)
    {
        using var store = WithLines(StoreProvider.Sqlite, 5);
        using (var connection = store.Connect())
        {
            connection.Execute("DROP TRIGGER audit_refuses_update; DROP TRIGGER audit_refuses_delete; DROP TRIGGER audit_refuses_gaps; PRAGMA ignore_check_constraints = ON");
            if (sql == "REWRITE")
            {
                var line = store.Read(w => w.Audit.LoadAll().ToList())[2];
                var hash = AuditChain.HashOf(3, line.AtUtc, "eve", line.Action, line.Subject, line.Details, line.PreviousHash);
                sql = $"UPDATE audit SET actor = 'eve', hash = '{hash}' WHERE seq = 3";
            }

            connection.Execute(sql);
        }

        var broken = Assert.IsType<AuditVerdict.Broken>(store.Read(w => w.Audit.Verify()));
        Assert.True(brokenAt == broken.Seq, $"{what}: {broken}");
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public async Task Two_writers_do_not_fork_the_chain(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        const int Lines = 40;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            var database = Database.Open(store.Settings);
            for (var i = 0; i < Lines; i++)
            {
                using var work = database.Begin();
                work.Audit.Append(Some.Time, $"writer {writer}", "count", $"{i}", "{}");
                work.Commit();
            }
        })));

        Assert.Equal(4 * Lines, Assert.IsType<AuditVerdict.Intact>(store.Read(w => w.Audit.Verify())).Count);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_line_of_a_work_that_was_not_committed_leaves_no_gap(StoreProvider provider)
    {
        using var store = WithLines(provider, 1);
        using (var work = store.Database.Begin())
        {
            work.Audit.Append(Some.Time, "ann", "import", "lost", "{}");
        }

        Assert.Equal(2, store.Commit(w => w.Audit.Append(Some.Time, "ann", "import", "kept", "{}")).Seq);
    }

    private static TestStore WithLines(StoreProvider provider, int count)
    {
        var store = new TestStore(provider);
        store.Commit(w =>
        {
            for (var i = 1; i <= count; i++)
            {
                w.Audit.Append(Some.Time, "ann", "import", $"file {i}", "{}");
            }
        });
        return store;
    }
}
