using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

// The tests of one SQL Server database take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Reconciler.Store.Tests;

/// <summary>An empty, migrated database for one test: a SQLite file of its own, or the emptied database of RECONCILER_TEST_SQLSERVER.</summary>
public sealed class TestStore : IDisposable
{
    private const string ServerVariable = "RECONCILER_TEST_SQLSERVER";

    private readonly TempFolder folder = new();

    public TestStore(StoreProvider provider, int lockTimeoutSeconds = 30, bool migrate = true)
    {
        Settings = provider == StoreProvider.Sqlite
            ? new StoreSettings(provider, Database.ForFile(File), lockTimeoutSeconds)
            : new StoreSettings(provider, ServerOrSkip(), lockTimeoutSeconds);
        if (provider == StoreProvider.SqlServer)
        {
            using var connection = Connect();
            Empty(connection);
        }

        Database = Database.Open(Settings);
        if (migrate)
        {
            Database.Migrate();
        }
    }

    public static TheoryData<StoreProvider> Providers => [StoreProvider.Sqlite, StoreProvider.SqlServer];

    public StoreSettings Settings { get; }

    public Database Database { get; }

    public string File => folder["reconciler.db"];

    /// <summary>A plain connection, past the store.</summary>
    public DbConnection Connect()
    {
        DbConnection connection = Settings.Provider == StoreProvider.Sqlite
            ? new SqliteConnection(Settings.ConnectionString + ";Pooling=False")
            : new SqlConnection(Settings.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Does something in a work of its own and keeps it.</summary>
    public T Commit<T>(Func<Work, T> what)
    {
        using var work = Database.Begin();
        var result = what(work);
        work.Commit();
        return result;
    }

    public void Commit(Action<Work> what) => Commit(work =>
    {
        what(work);
        return 0;
    });

    public T Read<T>(Func<Work, T> what)
    {
        using var work = Database.BeginReading();
        return what(work);
    }

    public SaveResult Save(params Entry[] entries) => Commit(w => w.Entries.Save(entries));

    public SaveResult Save(params Order[] orders) => Commit(w => w.Orders.Save(orders));

    public Versioned<Entry> Load(string id = "T1") => Read(w => w.Entries.Load(new TransactionId("qiwi", id)))!;

    public void Dispose() => folder.Dispose();

    /// <summary>Drops all that there is, whatever the tables that this program makes are called; one to which others point after them.</summary>
    private static void Empty(DbConnection connection)
    {
        var left = connection.Query<string>("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA = SCHEMA_NAME()").ToList();
        while (left.Count > 0)
        {
            var pointedAt = left.FindAll(table => !TryDrop(connection, table));
            Assert.True(pointedAt.Count < left.Count, $"None of {string.Join(", ", left)} can be dropped.");
            left = pointedAt;
        }
    }

    private static bool TryDrop(DbConnection connection, string table)
    {
        try
        {
            connection.Execute($"DROP TABLE [{table}]");
            return true;
        }
        catch (SqlException)
        {
            return false;
        }
    }

    private static string ServerOrSkip()
    {
        var server = Environment.GetEnvironmentVariable(ServerVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"{ServerVariable} is not set: give it the connection string of an empty database to run this test on SQL Server.");
        return server!;
    }
}

public static class Times
{
    /// <summary>The time that was given, where the one that came back is the same to the microsecond: SQL Server's kin keep no finer ones.</summary>
    public static DateTime Came(this DateTime given, DateTime back)
    {
        Assert.Equal(DateTimeKind.Utc, back.Kind);
        Assert.InRange((back - given).Ticks, -TimeSpan.TicksPerMicrosecond, TimeSpan.TicksPerMicrosecond);
        return given;
    }
}
