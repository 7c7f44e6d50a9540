using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Reconciler.Store;

/// <summary>An open connection, on SQLite with the statements that were prepared on it: works that follow one another use them again.</summary>
internal sealed class StoreConnection(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> prepared = new(StringComparer.Ordinal);
    private bool isReadingOnly;

    public DbConnection Connection { get; } = connection;

    /// <summary>The statement of that name, whose text SQLite reads once.</summary>
    public SqliteStatement Prepared(string statement)
    {
        if (!prepared.TryGetValue(statement, out var known))
        {
            prepared.Add(statement, known = Prepare(statement));
        }

        return known;
    }

    /// <summary>A statement of one's own.</summary>
    public SqliteStatement Prepare(string statement) => new((SqliteConnection)Connection, Statements.Get(StoreProvider.Sqlite, statement));

    /// <summary>Refuses on SQLite whatever would write, or no longer.</summary>
    public void SetReadingOnly(bool isReading)
    {
        if (isReading != isReadingOnly)
        {
            Connection.Execute(isReading ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF");
            isReadingOnly = isReading;
        }
    }

    /// <summary>Lets go of rows that nobody has read: a transaction does not end with them.</summary>
    public void Reset()
    {
        foreach (var statement in prepared.Values)
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values)
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }
}
