using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Reconciler.Store;

/// <summary>One connection with one transaction, and the few ways to run a statement on it. Failures that a user can mend leave it as <see cref="StoreException"/>.</summary>
internal sealed class Session(StoreSettings settings, DbConnection connection, DbTransaction transaction) : IDisposable
{
    /// <summary>Rows that go to the server in one piece.</summary>
    public const int RowsAtOnce = 5_000;

    // Below this, single inserts beat the set-up of a bulk copy.
    private const int FewRows = 20;

    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteInsert> inserts = new(StringComparer.Ordinal);

    public StoreProvider Provider => settings.Provider;

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public int Execute(string statement, Fields? values = null) =>
        Guard(() => Provider == StoreProvider.Sqlite
            ? Prepared(statement, values).ExecuteNonQuery()
            : connection.Execute(Statements.Get(Provider, statement), values?.ToParameters(Provider), transaction));

    /// <summary>All rows of a statement.</summary>
    public List<T> List<T>(string statement, Fields? values, Func<Row, T> read) =>
        Provider == StoreProvider.Sqlite
            ? Guard(() =>
            {
                using var reader = Prepared(statement, values).ExecuteReader();
                return ReadAll(reader, read);
            })
            : [.. Stream(statement, values, read)];

    /// <summary>The rows of a statement one by one. Until the last is read, SQL Server takes no other statement on this connection.</summary>
    public IEnumerable<T> Stream<T>(string statement, Fields? values, Func<Row, T> read)
    {
        using var reader = Guard(() => (DbDataReader)connection.ExecuteReader(Statements.Get(Provider, statement), values?.ToParameters(Provider), transaction));
        var row = new Row(reader, Provider);
        while (Guard(row.MoveNext))
        {
            yield return read(row);
        }
    }

    /// <summary>Adds many rows through the statement that adds one; on SQL Server many go by bulk copy into the table instead.</summary>
    /// <param name="rows">Each with the same columns in the same order.</param>
    public void AddMany(string statement, string table, IEnumerable<Fields> rows)
    {
        if (Provider == StoreProvider.Sqlite)
        {
            Guard(() => Insert(statement, rows));
            return;
        }

        foreach (var batch in rows.Chunk(RowsAtOnce))
        {
            if (batch.Length <= FewRows)
            {
                foreach (var row in batch)
                {
                    Execute(statement, row);
                }
            }
            else
            {
                Guard(() => Copy(table, batch));
            }
        }
    }

    public void Commit() => Guard(() =>
    {
        transaction.Commit();
        return 0;
    });

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        foreach (var insert in inserts.Values)
        {
            insert.Dispose();
        }

        transaction.Dispose();
        connection.Dispose();
    }

    private T Guard<T>(Func<T> work) => Failures.Guard(settings, work);

    private List<T> ReadAll<T>(DbDataReader reader, Func<Row, T> read)
    {
        var row = new Row(reader, Provider);
        var all = new List<T>();
        while (row.MoveNext())
        {
            all.Add(read(row));
        }

        return all;
    }

    private int Insert(string statement, IEnumerable<Fields> rows)
    {
        var count = 0;
        foreach (var row in rows)
        {
            if (!inserts.TryGetValue(statement, out var insert))
            {
                inserts.Add(statement, insert = new SqliteInsert((SqliteConnection)connection, Statements.Get(Provider, statement), row));
            }

            insert.Run(row);
            count++;
        }

        return count;
    }

    // Many small statements are run over and over within one work: SQLite reads their text once.
    private SqliteCommand Prepared(string statement, Fields? values)
    {
        if (!prepared.TryGetValue(statement, out var command))
        {
            command = (SqliteCommand)connection.CreateCommand();
            command.Transaction = (SqliteTransaction)transaction;
            command.CommandText = Statements.Get(Provider, statement);
            foreach (var value in values ?? [])
            {
                command.Parameters.Add(new SqliteParameter("@" + value.Name, value.Kind switch
                {
                    ColumnKind.Number => SqliteType.Integer,
                    ColumnKind.Bytes => SqliteType.Blob,
                    _ => SqliteType.Text,
                }));
            }

            prepared.Add(statement, command);
        }

        for (var i = 0; i < command.Parameters.Count; i++)
        {
            command.Parameters[i].Value = Fields.ToDatabase(Provider, values![i]) ?? DBNull.Value;
        }

        return command;
    }

    // Without options: constraints other than foreign keys are checked all the same, and a row's file was put there in this very transaction.
    private int Copy(string table, Fields[] rows)
    {
        using var data = new DataTable();
        using var copy = new SqlBulkCopy((SqlConnection)connection, SqlBulkCopyOptions.Default, (SqlTransaction)transaction);
        copy.DestinationTableName = table;
        copy.BulkCopyTimeout = connection.ConnectionTimeout + 600;
        foreach (var value in rows[0])
        {
            data.Columns.Add(value.Name, Fields.ClrTypeOf(value.Kind));
            copy.ColumnMappings.Add(value.Name, value.Name);
        }

        foreach (var row in rows)
        {
            data.Rows.Add([.. row.Select(v => Fields.ToDatabase(Provider, v) ?? DBNull.Value)]);
        }

        copy.WriteToServer(data);
        return rows.Length;
    }
}
