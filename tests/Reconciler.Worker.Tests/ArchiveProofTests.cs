using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary><c>audit verify --deep</c>: entries and orders are held against the very files that they were read from.</summary>
public sealed class ArchiveProofTests
{
    [Fact]
    public async Task Seeded_tamperings_of_entries_and_orders_are_found_by_their_files_and_named()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var store = project[".sample", "reconciler.db"];
        var whole = File.ReadAllBytes(store);
        var untouched = await Verify(project);
        Assert.Contains("Entries and orders are what 11 archived files say", untouched.Output, StringComparison.Ordinal);
        var count = int.Parse(Environment.GetEnvironmentVariable("RECONCILER_TAMPERINGS") ?? "12", CultureInfo.InvariantCulture);
        var missed = new List<string>();
        for (var seed = 1; seed <= count; seed++)
        {
            var named = Tamper(store, new Random(seed));
            var ended = await Verify(project);
            var faults = ended.Output.Split('\n').Where(l => l.StartsWith("A RECORD IS NOT WHAT ITS FILE SAYS: ", StringComparison.Ordinal)).ToList();
            if (ended.ExitCode != 1 || faults.Count == 0 || !faults.TrueForAll(f => f.Contains(named, StringComparison.Ordinal)))
            {
                missed.Add($"{seed}: wanted '{named}': {ended.Output}{ended.Messages}");
            }

            File.WriteAllBytes(store, whole);
        }

        Assert.Empty(missed);
    }

    [Fact]
    public async Task Without_the_deep_look_nothing_tells_of_a_changed_entry_and_the_message_shows_no_row()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        Do(project, "UPDATE entry_versions SET amount = amount - 1, counterparty = 'Mallory' WHERE transaction_id = '27811211516'");

        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "audit", "verify")).ExitCode);
        var deep = await Verify(project);

        Assert.Equal(1, deep.ExitCode);
        Assert.Contains("A RECORD IS NOT WHAT ITS FILE SAYS: entries qiwi/27811211516 is not what qiwi-history-2026-04.json, line ", deep.Output, StringComparison.Ordinal);
        Assert.Contains(" says: amount, counterparty\n", deep.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Mallory", deep.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "reconciler-*"), d => File.Exists(Path.Combine(d, "again.db")));
    }

    [Fact]
    public async Task A_file_that_is_gone_changed_or_read_by_another_layout_is_named_and_raises_no_false_alarm_about_its_rows()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var archive = Directory.GetFiles(project[".sample", "archive"], "*", SearchOption.AllDirectories);
        File.Delete(archive.Single(f => f.EndsWith("qiwi-history-2026-04.json", StringComparison.Ordinal)));
        File.AppendAllText(archive.Single(f => f.EndsWith("einkauf-orders-2026-q2.csv", StringComparison.Ordinal)), "\n");
        File.AppendAllText(project["config", "layouts", "shopify-orders.json"], "\n");

        var deep = await Verify(project);

        Assert.Equal(1, deep.ExitCode);
        Assert.DoesNotContain("A RECORD IS NOT", deep.Output, StringComparison.Ordinal);
        Assert.Contains("Not held against its file: qiwi-history-2026-04.json: the archive does not hold it", deep.Output, StringComparison.Ordinal);
        Assert.Matches("AN ARCHIVED FILE IS NOT WHAT WAS READ: archive/2026-07/[0-9a-f]{12}-einkauf-orders-2026-q2.csv has another SHA-256", deep.Output);
        Assert.Contains("Not held against its file: orders_export.csv: the layout shopify-orders is not the one by which it was read", deep.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_in_a_zip_file_or_was_read_where_it_lay_is_held_against_it_or_named()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        const string head = "transaction_id,wallet,booked_at,type,status,amount,currency\n";
        Directory.CreateDirectory(project["data", "inbox", "statements"]);
        using (var zip = ZipFile.Open(project["data", "inbox", "statements", "may.zip"], ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(zip.CreateEntry("kassa/may.csv").Open());
            writer.Write(head + "T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-9.50,EUR\n");
        }

        File.WriteAllText(project["june.csv"], head + "T2,kassa,2026-06-06T09:00:00Z,payment,succeeded,-9.50,EUR\n");
        string[] data = ["--data", project["data"]];
        foreach (var command in (string[][])[["import"], ["import", project["june.csv"]]])
        {
            Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, [.. command, .. data])).ExitCode);
        }

        var whole = await ReconcilerProcess.Run(project.Path, ["audit", "verify", "--deep", .. data]);
        Assert.True(whole.ExitCode == 0, whole.Output + whole.Messages);
        Assert.Contains("Not held against its file: june.csv: it was read where it lay", whole.Output, StringComparison.Ordinal);
        Assert.Contains("Entries and orders are what 1 archived file says", whole.Output, StringComparison.Ordinal);

        Execute(project["data", "reconciler.db"], "UPDATE entry_versions SET type = type + 1 WHERE transaction_id = 'T1'");
        Assert.Contains("entries kassa/T1 is not what may.zip/kassa/may.csv, line 2 says: type", (await ReconcilerProcess.Run(project.Path, ["audit", "verify", "--deep", .. data])).Output, StringComparison.Ordinal);
    }

    private static Task<Ended> Verify(TempFolder project) => ReconcilerProcess.Run(project.Path, "audit", "verify", "--deep");

    /// <summary>Changes one thing that a record says, or takes it out, or gives it another id.</summary>
    /// <returns>The record, as the verdict must name it.</returns>
    private static string Tamper(string store, Random random)
    {
        using var connection = Open(store);
        var (table, name, owner, id, text, numbers) = random.Next(2) == 0
            ? ("entry_versions", "entries", "wallet", "transaction_id", "counterparty", new[] { "amount", "line", "booked_at", "type" })
            : ("order_versions", "orders", "marketplace", "order_id", "seller", ["total", "line", "status_at", "status"]);
        var (version, key) = Ask(connection, $"SELECT version_no, {owner} || '/' || {id} FROM {table} ORDER BY version_no LIMIT 1 OFFSET {random.Next(100)}");
        var number = numbers[random.Next(numbers.Length)];
        var what = new[] { $"{number} = {number} + 1", $"{text} = 'Mallory'", $"{id} = {id} || 'x'" };
        var sql = random.Next(4) is var way && way < what.Length ? $"UPDATE {table} SET {what[way]} WHERE version_no = {version}" : $"DELETE FROM {table} WHERE version_no = {version}";
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
        return $"{name} {key}";
    }

    private static (long Version, string Key) Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetString(1)) : throw new InvalidOperationException(sql);
    }

    private static void Do(TempFolder project, string sql) => Execute(project[".sample", "reconciler.db"], sql);

    private static void Execute(string store, string sql)
    {
        using var connection = Open(store);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static SqliteConnection Open(string store)
    {
        var connection = new SqliteConnection($"Data Source={store};Pooling=False;Foreign Keys=False");
        connection.Open();
        return connection;
    }
}
