using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Reconciler.Store;

/// <summary>One connection with one transaction, and the few ways to run a statement on it. Failures that a user can mend leave it as <see cref="StoreException"/>.</summary>
/// <param name="letGo">Takes the connection back when the transaction is over.</param>
internal sealed class Session(StoreSettings settings, StoreConnection connection, DbTransaction transaction, StoreCounts counts, Action<StoreConnection> letGo) : IDisposable
{
    /// <summary>Rows that go to the server in one piece.</summary>
    public const int RowsAtOnce = 5_000;

    // Below this, single inserts beat the set-up of a bulk copy.
    private const int FewRows = 20;

    // How far a sweep goes from row to row before it looks anew; at least 2, for after a row that was found it goes on once.
    private const int MostStepsOn = 3;

    private bool isOver;

    /// <summary>What this transaction does to the rows that the audit vouches for.</summary>
    public RowSeals Seals => seals ??= new RowSeals(this);

    private RowSeals? seals;

    public StoreProvider Provider => settings.Provider;

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public int Execute(string statement, Fields? values = null) =>
        Guard(() =>
        {
            counts.Statements++;
            return Provider == StoreProvider.Sqlite
                ? Bound(statement, values).Change()
                : connection.Connection.Execute(Statements.Get(Provider, statement), values?.ToParameters(), transaction);
        });

    /// <summary>Runs a text of the program's own that makes or drops something.</summary>
    public void ExecuteText(string sql) => Guard(() => connection.Connection.Execute(sql, transaction: transaction));

    /// <summary>All rows of a statement.</summary>
    public List<T> List<T>(string statement, Fields? values, Func<Row, T> read)
    {
        if (Provider == StoreProvider.SqlServer)
        {
            return [.. Stream(statement, values, read)];
        }

        counts.Statements++;
        return Guard(() => ReadAll(Bound(statement, values), read));
    }

    /// <summary>The rows of a statement one by one. Until the last is read, SQL Server takes no other statement on this connection.</summary>
    public IEnumerable<T> Stream<T>(string statement, Fields? values, Func<Row, T> read)
    {
        counts.Statements++;
        using IDisposable rows = Guard<IDisposable>(() => Provider == StoreProvider.Sqlite
            ? Own(statement, values)
            : connection.Connection.ExecuteReader(Statements.Get(Provider, statement), values?.ToParameters(), transaction));
        var row = rows is SqliteStatement own ? own.Rows() : new ServerRow((DbDataReader)rows);
        Func<bool> moveNext = row.MoveNext;
        while (Guard(moveNext))
        {
            yield return read(row);
        }
    }

    /// <summary>
    /// Takes the rows whose first column is one of these texts, sorted as SQLite sorts: the statement returns all rows from <c>@from</c> on, in order of that column. Where few lie between two of the
    /// texts it steps on, else it looks anew: for texts beyond all that is stored it looks once.
    /// </summary>
    /// <param name="take">Gets the row behind its first column.</param>
    public void Sweep(string statement, string[] sorted, Action<Row> take) => Guard(() =>
    {
        var next = connection.Prepared(statement);
        var at = 0;
        while (at < sorted.Length)
        {
            counts.Statements++;
            next.Values().Text("from", sorted[at]);
            var stored = next.Rows();
            var isLookedUp = true;
            for (var steps = 0; steps < MostStepsOn && at < sorted.Length; steps++)
            {
                if (!stored.MoveNext())
                {
                    return at;
                }

                var text = stored.Text();
                var compared = Utf8Order.Compare(sorted[at], text);
                if (isLookedUp && compared > 0)
                {
                    throw new InvalidOperationException("SQLite sorts ids otherwise than they were sorted here.");
                }

                isLookedUp = false;
                while (compared < 0 && ++at < sorted.Length)
                {
                    compared = Utf8Order.Compare(sorted[at], text);
                }

                if (compared == 0)
                {
                    // Another row of that text may follow.
                    take(stored);
                    steps = 0;
                }
            }

            next.Reset();
        }

        return at;
    });

    /// <summary>Adds many rows through the statement that adds one; on SQL Server many go by bulk copy into the table instead.</summary>
    /// <param name="rows">Each with the same columns in the same order.</param>
    public void AddMany(string statement, string table, IEnumerable<Fields> rows) =>
        AddMany(statement, table, rows, static (_, row) => row);

    /// <summary>The same for things that are made rows of one by one.</summary>
    /// <param name="fill">Returns the row; it may use the one that it is given.</param>
    public void AddMany<T>(string statement, string table, IEnumerable<T> things, Func<Fields, T, Fields> fill)
    {
        if (Provider == StoreProvider.Sqlite)
        {
            Guard(() => Insert(statement, things, fill));
            return;
        }

        foreach (var batch in things.Chunk(RowsAtOnce))
        {
            if (batch.Length <= FewRows)
            {
                foreach (var thing in batch)
                {
                    Execute(statement, fill([], thing));
                }
            }
            else
            {
                Guard(() => Copy(table, [.. batch.Select(thing => fill([], thing))]));
            }
        }
    }

    /// <summary>Adds rows one by one until one breaks a uniqueness. False: one did, and those before it were added. On SQLite only.</summary>
    public bool TryAddMany<T>(string statement, T[] things, Func<Fields, T, Fields> fill) => Guard(() =>
    {
        var insert = connection.Prepared(statement);
        foreach (var thing in things)
        {
            fill(insert.Values(), thing);
            if (!insert.TryAdd())
            {
                return false;
            }
        }

        counts.Rows += things.Length;
        return true;
    });

    public void Commit() => Guard(() =>
    {
        counts.Commits++;
        transaction.Commit();
        return 0;
    });

    public void Dispose()
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        try
        {
            connection.Reset();
            transaction.Dispose();
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        letGo(connection);
    }

    private T Guard<T>(Func<T> work) => Failures.Guard(settings, work);

    private static List<T> ReadAll<T>(SqliteStatement statement, Func<Row, T> read)
    {
        var row = statement.Rows();
        var all = new List<T>();
        while (row.MoveNext())
        {
            all.Add(read(row));
        }

        return all;
    }

    private int Insert<T>(string statement, IEnumerable<T> things, Func<Fields, T, Fields> fill)
    {
        var insert = connection.Prepared(statement);
        var count = 0;
        foreach (var thing in things)
        {
            var values = insert.Values();
            if (fill(values, thing) is var filled && !ReferenceEquals(filled, values))
            {
                insert.Bind(filled);
            }

            insert.Run();
            count++;
        }

        counts.Rows += count;
        return count;
    }

    private SqliteStatement Bound(string statement, Fields? values)
    {
        var bound = connection.Prepared(statement);
        bound.Bind(values);
        return bound;
    }

    private SqliteStatement Own(string statement, Fields? values)
    {
        var own = connection.Prepare(statement);
        own.Bind(values);
        return own;
    }

    // Without options: constraints other than foreign keys are checked all the same, and a row's file was put there in this very transaction.
    private int Copy(string table, Fields[] rows)
    {
        using var data = new DataTable();
        using var copy = new SqlBulkCopy((SqlConnection)connection.Connection, SqlBulkCopyOptions.Default, (SqlTransaction)transaction);
        copy.DestinationTableName = table;
        copy.BulkCopyTimeout = connection.Connection.ConnectionTimeout + 600;
        foreach (var value in rows[0])
        {
            data.Columns.Add(value.Name, value.ServerType);
            copy.ColumnMappings.Add(value.Name, value.Name);
        }

        foreach (var row in rows)
        {
            data.Rows.Add([.. row.Select(v => v.ToServer() ?? DBNull.Value)]);
        }

        copy.WriteToServer(data);
        return rows.Length;
    }
}
