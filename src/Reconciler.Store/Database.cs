using System.Data;
using System.Data.Common;
using Dapper;
using DbUp;
using DbUp.Engine;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Reconciler.Store;

/// <summary>The database that keeps the records. Nothing is held open between two works, save where somebody asked for it (<see cref="KeepOpen"/>).</summary>
public sealed class Database
{
    /// <summary>From which migrations on the audit vouches for rows, and of which tables; the first one that a store lacks counts.</summary>
    private static readonly (string Migration, IReadOnlyList<SealedTable> Tables)[] SealsSince =
        [("2026-12-04_SealedRows.sql", SealedTable.All), ("2026-12-10_CaseKeys.sql", [SealedTable.Notices, SealedTable.MailboxPositions])];

    private readonly StoreSettings settings;
    private readonly Lock access = new();
    private readonly Stack<StoreConnection> idle = new();
    private int keepers;
    private volatile bool upToDate;

    /// <summary>The file as it was, where this account may only read and nobody has it open: SQLite could not make the files beside it that a log of changes needs, and is told that nobody writes.</summary>
    private (long Bytes, DateTime WrittenUtc)? frozen;

    static Database()
    {
        // A connection serves one thread at a time here: without a lock around each of its functions, which are called for every column of every row.
        // Source: https://www.sqlite.org/threadsafe.html, Multi-thread. To be said before the first connection of the process.
        SQLitePCL.Batteries_V2.Init();
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);

        // Nor around each piece of memory, for statistics that nobody reads.
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private Database(StoreSettings settings) => this.settings = settings;

    /// <summary>Which kind of database this is.</summary>
    public StoreProvider Provider => settings.Provider;

    /// <summary>How much was asked of it so far.</summary>
    public StoreCounts Counts { get; } = new();

    /// <summary>The connection string for a SQLite file. It need not exist yet: <see cref="Migrate"/> makes it.</summary>
    public static string ForFile(string path) => new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path) }.ToString();

    /// <summary>Makes sure that the database answers; neither makes nor changes anything.</summary>
    /// <exception cref="StoreUnreachableException">It does not, or the connection string cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lock timeout is outside 1 to 3,600 s.</exception>
    public static Database Open(StoreSettings settings)
    {
        if (settings.LockTimeoutSeconds is < 1 or > 3_600)
        {
            throw new ArgumentOutOfRangeException(nameof(settings), settings.LockTimeoutSeconds, "The lock timeout is 1 to 3,600 s.");
        }

        var database = new Database(settings with { ConnectionString = Complete(settings) });
        if (database.IsMissingFile(out var folder))
        {
            if (!Directory.Exists(folder))
            {
                throw new StoreUnreachableException($"The folder {folder}, in which the database is to be, does not exist. Create it, or correct the path.");
            }

            return database;
        }

        using var connection = database.Connect();
        return database;
    }

    /// <summary>The names of the migrations that this program has and the database has not, the oldest first.</summary>
    /// <exception cref="StoreTooNewException">The database has some that this program does not know.</exception>
    public IReadOnlyList<string> PendingMigrations()
    {
        if (IsMissingFile(out _))
        {
            return [.. Statements.Migrations(Provider).Select(m => m.Name)];
        }

        return Guard(() =>
        {
            var upgrade = Upgrade();
            var unknown = upgrade.GetExecutedButNotDiscoveredScripts();
            return unknown.Count == 0
                ? upgrade.GetScriptsToExecute().ConvertAll(s => s.Name)
                : throw new StoreTooNewException(
                    $"{Failures.PlaceOf(settings)} was brought up to date by a newer reconciler ({string.Join(", ", unknown)}). Install that version, or restore a copy from before.");
        });
    }

    /// <summary>Brings the database up to date in one transaction; makes the SQLite file where it is missing. Makes the triggers anew that guard the audit and were dropped, and tells it in the audit.</summary>
    /// <param name="actor">Who does, for the audit.</param>
    /// <returns>The names of the triggers that were made anew.</returns>
    /// <exception cref="StoreTooNewException">The database has migrations that this program does not know.</exception>
    public IReadOnlyList<string> Migrate(string actor = "reconciler")
    {
        var pending = PendingMigrations();
        if (pending.Count == 0)
        {
            return RestoreGuards(actor);
        }

        if (Provider == StoreProvider.Sqlite)
        {
            // Readers do not wait for the writer; both settings stay in the file. A page of 16 KiB holds a hundred rows: a quarter of the calls of the system of the usual 4 KiB.
            using var connection = Connect(SqliteOpenMode.ReadWriteCreate);
            Guard(() => connection.Execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL"));
        }

        var result = Guard(() => Upgrade().PerformUpgrade());
        if (!result.Successful)
        {
            throw Failures.Explain(result.Error, settings) as Exception
                ?? new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed and was taken back: {result.Error.Message}", result.Error);
        }

        if (Array.Find(SealsSince, s => pending.Contains(s.Migration)).Tables is { } unsealed)
        {
            using var work = Begin();
            work.SealAll(unsealed, actor);
            work.Commit();
        }

        if (Provider == StoreProvider.Sqlite)
        {
            GiveBackRoom();
        }

        return [];
    }

    private IReadOnlyList<string> RestoreGuards(string actor)
    {
        using (var reading = BeginReading())
        {
            if (reading.Audit.MissingGuards().Count == 0)
            {
                return [];
            }
        }

        using var work = Begin();
        var restored = work.Audit.RestoreGuards();
        work.Audit.Append(TimeProvider.System.GetUtcNow().UtcDateTime, actor, "guards restored", "audit", System.Text.Json.JsonSerializer.Serialize(new { triggers = restored }));
        work.Commit();
        return restored;
    }

    /// <summary>What tables that were made anew have left empty goes back to the disk, where it is more than half of the file.</summary>
    private void GiveBackRoom()
    {
        using var connection = Connect();
        if (connection.ExecuteScalar<long>("PRAGMA freelist_count") * 2 <= connection.ExecuteScalar<long>("PRAGMA page_count"))
        {
            return;
        }

        try
        {
            connection.Execute("VACUUM", commandTimeout: 0);
        }
        catch (SqliteException)
        {
            // Somebody reads, or the disk has no room for the copy that this takes: later rows fill the empty pages.
        }
    }

    /// <summary>Begins a work that may write. There is one at a time: a second one, also of another process, waits.</summary>
    /// <exception cref="StoreBusyException">The other one took longer than <see cref="StoreSettings.LockTimeoutSeconds"/>.</exception>
    /// <exception cref="StoreNotMigratedException">The database is not up to date.</exception>
    public Work Begin() => Begin(reading: false);

    /// <summary>Begins a work that only reads and does not wait for a writer (on SQLite; on SQL Server it may wait for rows being written).</summary>
    /// <exception cref="StoreNotMigratedException">The database is not up to date.</exception>
    public Work BeginReading() => Begin(reading: true);

    private Work Begin(bool reading)
    {
        if (!upToDate)
        {
            var pending = PendingMigrations();
            if (pending.Count > 0)
            {
                throw new StoreNotMigratedException($"{Failures.PlaceOf(settings)} is not up to date ({string.Join(", ", pending)} missing). Run: reconciler migrate");
            }

            upToDate = true;
        }

        var connection = Take();
        try
        {
            return new Work(new Session(settings, connection, Guard(() => BeginTransaction(connection, reading)), Counts, LetGo));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Keeps connections open from one work to the next until what is returned is disposed of: a command does many. Then the file is let go, so that it can be copied, and its journal is folded in.
    /// </summary>
    public IDisposable KeepOpen()
    {
        lock (access)
        {
            keepers++;
        }

        return new Keeper(this);
    }

    private StoreConnection Take()
    {
        lock (access)
        {
            if (idle.TryPop(out var kept))
            {
                return kept;
            }

            Counts.Connections++;
        }

        return new StoreConnection(Connect());
    }

    private void LetGo(StoreConnection connection)
    {
        lock (access)
        {
            // SQL Server's client keeps its own.
            if (keepers > 0 && Provider == StoreProvider.Sqlite)
            {
                idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
        if (frozen is { } then && StampOf(FilePath) != then)
        {
            throw new StoreBusyException($"{Failures.PlaceOf(settings)} was written to while this account, which may only read, read it: what came out may be neither the old nor the new. Ask once more.");
        }
    }

    private void EndKeeping()
    {
        StoreConnection[] kept = [];
        lock (access)
        {
            if (--keepers == 0)
            {
                kept = [.. idle];
                idle.Clear();
            }
        }

        foreach (var connection in kept)
        {
            connection.Dispose();
        }
    }

    private DbTransaction BeginTransaction(StoreConnection connection, bool reading)
    {
        if (connection.Connection is SqliteConnection sqlite)
        {
            if (!reading && frozen is not null)
            {
                throw Failures.ReadOnly(settings);
            }

            connection.SetReadingOnly(reading);
            if (!reading && SQLitePCL.raw.sqlite3_db_readonly(sqlite.Handle, "main") == 1)
            {
                // Else the first statement that writes would be the first to notice.
                throw Failures.ReadOnly(settings);
            }

            return sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: reading);
        }

        var server = connection.Connection;
        var transaction = server.BeginTransaction(IsolationLevel.ReadCommitted);
        if (!reading)
        {
            var wait = new Fields().Number("timeout_ms", settings.LockTimeoutSeconds * 1000L).ToParameters();
            if (server.ExecuteScalar<long>(Statements.Get(Provider, "WriterLock_Take"), wait, transaction, settings.LockTimeoutSeconds + 30) < 0)
            {
                throw new StoreBusyException(
                    $"{Failures.PlaceOf(settings)} is in use: another program wrote to it for {settings.LockTimeoutSeconds} s. Try again when it is done, or stop it.");
            }
        }

        return transaction;
    }

    private string FilePath => Path.GetFullPath(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);

    /// <summary>The connection string, for a file that this account may only read as one that nobody writes.</summary>
    private string ConnectionText => frozen is null ? settings.ConnectionString
        : new SqliteConnectionStringBuilder(settings.ConnectionString) { DataSource = new Uri(FilePath).AbsoluteUri + "?immutable=1", Mode = SqliteOpenMode.ReadOnly }.ToString();

    private static (long Bytes, DateTime WrittenUtc) StampOf(string path) => new FileInfo(path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : default;

    /// <summary>
    /// A store in WAL mode is read through files beside it. Where a writer has it open they are there; where not, an account that may not write in the folder cannot make them, and reads the file as it lies.
    /// Source: https://www.sqlite.org/wal.html, Read-Only Databases; https://www.sqlite.org/uri.html, immutable.
    /// </summary>
    private DbConnection Connect(SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        try
        {
            return Guard(() => ConnectOnce(mode));
        }
        catch (StoreUnreachableException e) when (frozen is null && e.InnerException is SqliteException { SqliteErrorCode: Failures.SqliteReadOnly or Failures.SqliteCannotOpen } && File.Exists(FilePath))
        {
            if (new FileInfo(FilePath + "-wal") is { Exists: true, Length: > 0 })
            {
                throw new StoreUnreachableException($"{Failures.PlaceOf(settings)} was not closed well, and this account may only read: let one that may write run reconciler check, which folds the last changes in.", e);
            }

            frozen = StampOf(FilePath);
            try
            {
                return Guard(() => ConnectOnce(mode));
            }
            catch (StoreException)
            {
                frozen = null;
                throw;
            }
        }
    }

    private DbConnection ConnectOnce(SqliteOpenMode mode)
    {
        if (Provider == StoreProvider.SqlServer)
        {
            var server = new SqlConnection(settings.ConnectionString);
            server.Open();

            // A server can be set to count no rows; by the count it is known who claimed a letter.
            server.Execute("SET NOCOUNT OFF");
            return server;
        }

        var builder = new SqliteConnectionStringBuilder(ConnectionText);
        builder.Mode = builder.Mode == SqliteOpenMode.ReadWriteCreate ? mode : builder.Mode;
        var file = new SqliteConnection(builder.ToString());
        try
        {
            file.Open();

            // FULL: a commit is on the disk when it returns. With NORMAL a power cut could forget that a mail went out, and it would go out twice.
            // The cache (64 MB) keeps the indexes of a large import from being written again and again. Reading the table list finds a file that is no database.
            // A statement waits for another program as long as a transaction does that begins.
            file.Execute(FormattableString.Invariant($"PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA busy_timeout = {settings.LockTimeoutSeconds * 1000}"));
            file.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string Complete(StoreSettings settings)
    {
        try
        {
            if (settings.Provider == StoreProvider.Sqlite)
            {
                // Without a pool the file is let go when a work ends (see KeepOpen), so that it can be copied, and its journal is folded in.
                return new SqliteConnectionStringBuilder(settings.ConnectionString)
                {
                    ForeignKeys = true,
                    Pooling = false,
                    DefaultTimeout = settings.LockTimeoutSeconds,
                }.ToString();
            }

            var builder = new SqlConnectionStringBuilder(settings.ConnectionString) { MultipleActiveResultSets = false };
            if (!builder.ShouldSerialize("Command Timeout"))
            {
                builder.CommandTimeout = 600;
            }

            return builder.ToString();
        }
        catch (ArgumentException e)
        {
            throw new StoreUnreachableException($"The connection string for {settings.Provider} cannot be read: {e.Message}", e);
        }
    }

    private UpgradeEngine Upgrade()
    {
        var builder = Provider == StoreProvider.Sqlite
            ? DeployChanges.To.SqliteDatabase(ConnectionText).WithPreprocessor(new AddedColumns(settings.ConnectionString))
            : DeployChanges.To.SqlDatabase(settings.ConnectionString);
        return builder
            .WithScripts(Statements.Migrations(Provider).Select(m => new SqlScript(m.Name, m.Text)))
            .WithTransaction()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();
    }

    private bool IsMissingFile(out string folder)
    {
        folder = string.Empty;
        if (Provider == StoreProvider.SqlServer)
        {
            return false;
        }

        var path = Path.GetFullPath(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);
        folder = Path.GetDirectoryName(path)!;
        return !File.Exists(path);
    }

    private T Guard<T>(Func<T> work) => Failures.Guard(settings, work);

    private sealed class Keeper(Database database) : IDisposable
    {
        private Database? kept = database;

        public void Dispose() => Interlocked.Exchange(ref kept, null)?.EndKeeping();
    }
}
