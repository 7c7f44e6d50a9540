using System.Globalization;
using DuckDB.NET.Data;

namespace Reconciler.Benchmarks.Whole;

/// <summary>The yardstick: DuckDB reads the same two files, joins them by the order's number and stores all three tables on disk. It decides nothing, finds nothing and proves nothing.</summary>
internal static class DuckDbJoin
{
    /// <summary>The first argument that makes this program run the join; it is run so by itself, to be measured apart.</summary>
    public const string Command = "duckdb";

    public static void Run(string statement, string orders, string database, TextWriter output)
    {
        using var connection = new DuckDBConnection("DataSource=" + database);
        connection.Open();
        // Ids stay texts: leading zeros belong to them.
        Execute(connection, $"create table entries as select * from read_csv({Quoted(statement)}, header = true, types = {{'transaction_id': 'varchar', 'order_reference': 'varchar', 'related_transaction_id': 'varchar', 'amount': 'decimal(18,4)'}})");
        Execute(connection, $"create table orders as select * from read_csv({Quoted(orders)}, header = true, types = {{'order_id': 'varchar', 'checkout_id': 'varchar', 'payment_reference': 'varchar', 'other_ids': 'varchar', 'total': 'decimal(18,4)'}})");
        Execute(connection, """
            create table matches as
            select o.order_id, o.marketplace, e.transaction_id, e.wallet, abs(e.amount) as amount, e.currency, -e.amount = o.total and e.currency = o.currency as fits
            from entries e join orders o on o.order_id = e.order_reference
            """);
        Execute(connection, "checkpoint");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Execute(connection, "select count(*) from matches")} joined"));
    }

    private static object? Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are our own; only the paths, quoted, come from outside.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static string Quoted(string path) => "'" + path.Replace("'", "''", StringComparison.Ordinal) + "'";
}
