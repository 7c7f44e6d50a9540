using Dapper;
using Microsoft.Data.Sqlite;
using Reconciler.Core.Disputes;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public class DatabaseTests
{
    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Migrating_twice_changes_nothing(StoreProvider provider)
    {
        using var store = new TestStore(provider, migrate: false);
        Assert.Equal("2026-11-23_FirstTables.sql", store.Database.PendingMigrations()[0]);

        store.Database.Migrate();
        store.Save(Some.Entry());
        store.Database.Migrate();
        Database.Open(store.Settings).Migrate();

        Assert.Empty(store.Database.PendingMigrations());
        Assert.Equal("T1", store.Load().Standing.Id.Id);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_migration_may_meet_its_own_tables(StoreProvider provider)
    {
        // As after a crash between the tables and the note that they were made, or a restored journal.
        using var store = new TestStore(provider);
        store.Save(Some.Entry());
        using (var connection = store.Connect())
        {
            connection.Execute("DELETE FROM SchemaVersions");
        }

        store.Database.Migrate();

        Assert.Equal("T1", store.Load().Standing.Id.Id);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_migration_that_was_met_halfway_adds_only_what_is_missing(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Save(Some.Entry());
        using (var connection = store.Connect())
        {
            connection.Execute("ALTER TABLE entry_versions DROP COLUMN booked_first; ALTER TABLE entry_versions DROP COLUMN booked_last");
            connection.Execute("DELETE FROM SchemaVersions WHERE ScriptName LIKE '%DaysWithoutATime.sql'");
        }

        store.Database.Migrate();

        Assert.Null(store.Load().Standing.BookedDay);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_database_of_a_newer_program_is_refused(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        using (var connection = store.Connect())
        {
            connection.Execute("UPDATE SchemaVersions SET ScriptName = '2031-01-01_Newer.sql'");
        }

        var later = Database.Open(store.Settings);
        Assert.Contains("2031-01-01_Newer.sql", Assert.Throws<StoreTooNewException>(() => later.Migrate()).Message, StringComparison.Ordinal);
        Assert.Throws<StoreTooNewException>(later.Begin);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_database_that_was_not_migrated_says_what_to_run(StoreProvider provider)
    {
        using var store = new TestStore(provider, migrate: false);

        Assert.EndsWith("Run: reconciler migrate", Assert.Throws<StoreNotMigratedException>(store.Database.Begin).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void What_was_not_committed_never_happened(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        using (var work = store.Database.Begin())
        {
            work.Entries.Save(Enumerable.Range(0, 50).Select(i => Some.Entry($"T{i}")));
            work.Audit.Append(Some.Time, "ann", "import", "a.csv", "{}");
        }

        Assert.Empty(store.Read(w => w.Entries.LoadAll().ToList()));
        Assert.Empty(store.Read(w => w.Audit.LoadAll().ToList()));
        Assert.Equal(SaveOutcome.New, store.Save(Some.Entry("T1")).Outcomes[0]);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_second_writer_waits_and_then_says_that_the_store_is_busy(StoreProvider provider)
    {
        using var store = new TestStore(provider, lockTimeoutSeconds: 1);
        using var first = store.Database.Begin();

        Assert.Contains("in use", Assert.Throws<StoreBusyException>(store.Database.Begin).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_does_not_wait_for_a_writer_and_cannot_write()
    {
        using var store = new TestStore(StoreProvider.Sqlite, lockTimeoutSeconds: 1);
        store.Save(Some.Entry("T1"));
        using var writer = store.Database.Begin();
        writer.Entries.Save([Some.Entry("T2")]);

        using var reader = store.Database.BeginReading();
        Assert.Equal("T1", Assert.Single(reader.Entries.LoadAll()).Standing.Id.Id);
        Assert.Throws<StoreUnreachableException>(() =>
        {
            reader.Audit.Append(Some.Time, "ann", "x", "y", "{}");
            reader.Commit();
        });
    }

    [Fact]
    public void A_missing_file_is_made_by_migrate_alone()
    {
        using var folder = new TempFolder();
        var file = folder["new.db"];
        var database = Database.Open(new StoreSettings(StoreProvider.Sqlite, Database.ForFile(file)));

        Assert.NotEmpty(database.PendingMigrations());
        Assert.Throws<StoreNotMigratedException>(database.Begin);
        Assert.False(File.Exists(file));
        database.Migrate();
        database.Begin().Dispose();
        Assert.Equal([file], Directory.GetFiles(folder.Path)); // no journal is left beside it
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = new TempFolder();

        Assert.Contains(folder["nowhere"], Message(folder["nowhere", "a.db"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_called_damaged()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.db"], string.Concat(Enumerable.Repeat("This is no database. ", 500)));

        Assert.Contains("damaged", Message(folder["a.db"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_file_s_place_cannot_be_opened()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["a.db"]);

        var e = Assert.Throws<StoreUnreachableException>(() =>
            Database.Open(new StoreSettings(StoreProvider.Sqlite, Database.ForFile(folder["a.db"]))).Migrate());
        Assert.Contains("cannot be opened", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_overwritten_within_the_file_are_called_damaged()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        store.Save([.. Enumerable.Range(0, 2000).Select(i => Some.Entry($"T{i}"))]);
        using (var file = File.OpenWrite(store.File))
        {
            file.Position = 4096;
            file.Write(new byte[file.Length - 4096]);
        }

        Assert.Contains("damaged", Assert.ThrowsAny<StoreException>(() => store.Read(w => w.Entries.LoadAll().Count())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_only_be_read_says_so_when_it_is_written()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        store.Save(Some.Entry());
        var readOnly = Database.Open(store.Settings with { ConnectionString = store.Settings.ConnectionString + ";Mode=ReadOnly" });

        Assert.Contains("may only be read", Assert.Throws<StoreUnreachableException>(readOnly.Begin).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_locked_file_says_who_is_to_be_waited_for()
    {
        using var store = new TestStore(StoreProvider.Sqlite, lockTimeoutSeconds: 1);
        using var other = store.Connect();
        other.Execute("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");

        Assert.Throws<StoreBusyException>(() => Database.Open(store.Settings).Begin());
    }

    [Fact]
    public void A_server_that_is_not_there_is_named_without_its_password()
    {
        var settings = new StoreSettings(StoreProvider.SqlServer, "Server=tcp:127.0.0.1,9;Database=books;User ID=sa;Password=secret-word;Connect Timeout=2;Encrypt=false");

        var e = Assert.Throws<StoreUnreachableException>(() => Database.Open(settings));

        Assert.Contains("books on tcp:127.0.0.1,9", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Servr=x")]
    [InlineData("no pairs")]
    public void A_connection_string_that_cannot_be_read_says_so(string text) =>
        Assert.Contains("cannot be read", Assert.Throws<StoreUnreachableException>(() => Database.Open(new StoreSettings(StoreProvider.SqlServer, text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_commit_is_on_the_disk_and_foreign_keys_hold()
    {
        using var store = new TestStore(StoreProvider.Sqlite);
        using var connection = store.Connect();

        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
        Assert.Throws<SqliteException>(() => store.Commit(w => w.Disputes.Add(
            new() { Id = "D-1", FindingId = "none", Letter = "", Channel = DisputeChannel.Wallet, Recipient = "", State = DisputeState.Queued, Amount = Some.Money("1 USD") }, [], [])));
    }

    private static string Message(string file) =>
        Assert.Throws<StoreUnreachableException>(() => Database.Open(new StoreSettings(StoreProvider.Sqlite, Database.ForFile(file)))).Message;
}
