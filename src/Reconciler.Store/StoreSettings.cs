using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Reconciler.Store;

/// <summary>Which database keeps the records.</summary>
public enum StoreProvider
{
    /// <summary>Embedded: one file, <c>reconciler.db</c>.</summary>
    Sqlite,
    SqlServer,
}

/// <summary>Where the records are kept.</summary>
/// <param name="ConnectionString">For a SQLite file: <see cref="Database.ForFile"/>.</param>
/// <param name="LockTimeoutSeconds">How long a writer waits for another one before <see cref="StoreBusyException"/>; 1 to 3,600, default 30.</param>
public sealed record StoreSettings(StoreProvider Provider, string ConnectionString, int LockTimeoutSeconds = 30)
{
    /// <summary>What is wrong with the connection string, with what is allowed; null where it can be used. Nothing is connected to.</summary>
    public string? Problem()
    {
        try
        {
            return Provider == StoreProvider.Sqlite
                ? new SqliteConnectionStringBuilder(ConnectionString) is { DataSource: not ("" or ":memory:"), Mode: not (SqliteOpenMode.Memory or SqliteOpenMode.ReadOnly) } ? null : "names no file that can be written; with SQLite it is Data Source=FILE."
                : new SqlConnectionStringBuilder(ConnectionString) is { DataSource.Length: > 0, InitialCatalog.Length: > 0 } ? null : "names no server and database; with SQL Server it is Server=NAME;Database=NAME;Integrated Security=true.";
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            return $"cannot be read for {Provider}: {e.Message}";
        }
    }
}
