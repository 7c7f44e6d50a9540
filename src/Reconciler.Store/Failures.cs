using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Reconciler.Store;

/// <summary>Turns the failures that a user can mend into exceptions that say how. Others are our own mistakes and pass as they are.</summary>
internal static class Failures
{
    // Result codes: https://www.sqlite.org/rescode.html
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    public const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    public const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;

    // Error numbers: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
    private const int SqlServerTimeout = -2;
    private const int SqlServerDeadlock = 1205;
    private const int SqlServerLockTimeout = 1222;
    private const int SqlServerNoSuchDatabase = 4060;
    private const int SqlServerLoginFailed = 18456;

    /// <summary>Does the work, and lets the failures that a user can mend leave it as <see cref="StoreException"/>.</summary>
    public static T Guard<T>(StoreSettings settings, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException e) when (Explain(e, settings) is not null)
        {
            throw Explain(e, settings)!;
        }
    }

    /// <summary>The exception to throw instead, or null where the failure is none of those known.</summary>
    public static StoreException? Explain(Exception failure, StoreSettings settings) => failure switch
    {
        SqliteException e => Explain(e, settings),
        SqlException e => Explain(e, settings),
        _ => null,
    };

    /// <summary>Where the records are, in words fit for a message: never a password.</summary>
    public static string PlaceOf(StoreSettings settings)
    {
        try
        {
            return settings.Provider == StoreProvider.Sqlite
                ? new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource
                : new SqlConnectionStringBuilder(settings.ConnectionString) is var builder ? $"{builder.InitialCatalog} on {builder.DataSource}" : string.Empty;
        }
        catch (ArgumentException)
        {
            return "(a connection string that cannot be read)";
        }
    }

    public static StoreUnreachableException ReadOnly(StoreSettings settings, Exception? failure = null) =>
        new($"{PlaceOf(settings)} may only be read. Give the account that runs reconciler the right to write to the file and its folder.", failure);

    private static StoreException? Explain(SqliteException e, StoreSettings settings)
    {
        var place = PlaceOf(settings);
        return e.SqliteErrorCode switch
        {
            SqliteBusy or SqliteLocked => new StoreBusyException(
                $"{place} is in use: another program held it for {settings.LockTimeoutSeconds} s. Try again when it is done, or stop it.", e),
            SqliteReadOnly => ReadOnly(settings, e),
            SqliteIoError => new StoreUnreachableException(
                $"{place} could not be read or written: the disk reported an error ({e.SqliteExtendedErrorCode}). Check the disk and its free space.", e),
            SqliteCorrupt or SqliteNotADatabase => new StoreUnreachableException(
                $"{place} is damaged or no SQLite database. Move it aside and restore the last copy, or start anew and import the archive again.", e),
            SqliteFull => new StoreUnreachableException($"{place} cannot grow: the disk is full. Free some space and run again; nothing was half written.", e),
            SqliteCannotOpen => new StoreUnreachableException(
                $"{place} cannot be opened. Check that its folder exists and that the account that runs reconciler may read and write there.", e),
            _ => null,
        };
    }

    private static StoreException? Explain(SqlException e, StoreSettings settings)
    {
        var place = PlaceOf(settings);
        return e.Number switch
        {
            SqlServerDeadlock or SqlServerLockTimeout or SqlServerTimeout when e.Class < 20 => new StoreBusyException(
                $"{place} is in use: another program held what was needed. Try again when it is done. ({e.Message})", e),
            SqlServerNoSuchDatabase => new StoreUnreachableException(
                $"{place}: the server does not offer this database to this login. Create the database, or correct its name in the connection string.", e),
            SqlServerLoginFailed => new StoreUnreachableException($"{place}: the server refused the login. Correct user and password in the connection string.", e),
            _ when e.Class >= 20 || e.Number is -1 or 0 or 2 or 53 or 40 or 258 => new StoreUnreachableException(
                $"{place} cannot be reached. Check that the server runs, its name and port, and the firewall. ({e.Message})", e),
            _ => null,
        };
    }
}
