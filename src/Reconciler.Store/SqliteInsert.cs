using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reconciler.Store;

/// <summary>One insert into SQLite, prepared once and run for many rows. Binds by place: looking up 27 parameters by name for each row costs more than the row.</summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly int[] places;

    /// <param name="pattern">A row: all others have the same fields in the same order.</param>
    public SqliteInsert(SqliteConnection connection, string sql, Fields pattern)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
        places = [.. pattern.Select(f => raw.sqlite3_bind_parameter_index(statement, "@" + f.Name))];
        if (places.Contains(0) || places.Length != raw.sqlite3_bind_parameter_count(statement))
        {
            throw new InvalidOperationException($"The fields [{string.Join(", ", pattern.Select(f => f.Name))}] are not those of: {sql}");
        }
    }

    public void Run(Fields row)
    {
        for (var i = 0; i < places.Length; i++)
        {
            Check(Fields.ToDatabase(StoreProvider.Sqlite, row[i]) switch
            {
                null => raw.sqlite3_bind_null(statement, places[i]),
                long number => raw.sqlite3_bind_int64(statement, places[i], number),
                byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, places[i], 0),
                byte[] bytes => raw.sqlite3_bind_blob(statement, places[i], bytes),
                var text => raw.sqlite3_bind_text(statement, places[i], (string)text),
            });
        }

        var done = raw.sqlite3_step(statement);

        // The reset repeats the step's failure; it must happen before the failure is thrown.
        raw.sqlite3_reset(statement);
        Check(done == raw.SQLITE_DONE ? raw.SQLITE_OK : done);
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
