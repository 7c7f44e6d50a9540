using System.Text.RegularExpressions;
using Dapper;
using DbUp.Engine;
using Microsoft.Data.Sqlite;

namespace Reconciler.Store;

/// <summary>Takes out of a migration each line that adds a column which is there: a migration may be met twice, and SQLite has no <c>ADD COLUMN IF NOT EXISTS</c>.</summary>
internal sealed partial class AddedColumns(string connectionString) : IScriptPreprocessor
{
    public string Process(string contents) =>
        AddColumn().Replace(contents, line => Exists(line.Groups["table"].Value, line.Groups["column"].Value) ? "-- is there: " + line.Value : line.Value);

    private bool Exists(string table, string column)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection.ExecuteScalar<long>("SELECT COUNT(*) FROM pragma_table_info(@table) WHERE name = @column", new { table, column }) > 0;
    }

    [GeneratedRegex(@"^ALTER TABLE (?<table>\w+) ADD COLUMN (?<column>\w+) [^\n]*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AddColumn();
}
