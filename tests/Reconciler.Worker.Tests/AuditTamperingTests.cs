using System.Globalization;
using Microsoft.Data.Sqlite;
using Reconciler.Core.Reports;
using Reconciler.Import.Files;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>Whoever writes into the store past the program, or into an export, is found, and what he touched is named.</summary>
public class AuditTamperingTests
{
    /// <summary>How many seeded tamperings are tried; 1,000 for the long form.</summary>
    private const string HowMany = "RECONCILER_TAMPERINGS";

    private static readonly string[] Untold = ["entry_versions", "order_versions", "match_basis", "record_states", "record_keys", "SchemaVersions"];

    [Fact]
    public async Task Seeded_tamperings_of_store_and_export_are_all_found_and_named_and_nothing_else_is()
    {
        using var project = await WithEverything();
        var (store, export) = (project[".sample", "reconciler.db"], project["audit.jsonl"]);
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "audit", "export", "--out", export)).ExitCode);
        var (wholeStore, wholeExport) = (File.ReadAllBytes(store), File.ReadAllBytes(export));
        var lines = AuditFile.Read(export).ToList();
        var head = $"{lines.Count}:{lines[^1].Hash}";
        var count = int.Parse(Environment.GetEnvironmentVariable(HowMany) ?? "100", CultureInfo.InvariantCulture);
        var missed = new List<string>();
        for (var seed = 1; seed <= count; seed++)
        {
            var random = new Random(seed);
            Ended ended;
            Tampering done;
            if (random.Next(4) > 0)
            {
                done = InStore(store, random);
                ended = await ReconcilerProcess.Run(project.Path, "audit", "verify", "--head", head);
                File.WriteAllBytes(store, wholeStore);
            }
            else
            {
                done = InExport(export, lines, wholeExport, random);
                ended = await ReconcilerProcess.Run(project.Path, "audit", "verify", export, "--head", head);
                File.WriteAllBytes(export, wholeExport);
            }

            if (done.Names.Length == 0 ? ended.ExitCode != 0 : ended.ExitCode == 0 || !(ended.Output + ended.Messages).Contains(done.Names, StringComparison.OrdinalIgnoreCase))
            {
                missed.Add($"{seed}: {done.What}: exit {ended.ExitCode}, wanted '{done.Names}': {ended.Output}{ended.Messages}");
            }
        }

        Assert.Empty(missed);
    }

    [Fact]
    public async Task A_dropped_trigger_is_noticed_and_made_anew_and_an_emptied_audit_is_not_whole()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        Do(project, "DROP TRIGGER audit_refuses_delete; DROP TRIGGER sealed_rows_refuse_update; CREATE TRIGGER sealed_rows_refuse_update BEFORE UPDATE ON sealed_rows BEGIN SELECT 1; END");
        var down = await ReconcilerProcess.Run(project.Path, "audit", "verify");
        Assert.Equal(1, down.ExitCode);
        Assert.Contains("A GUARD IS DOWN: the trigger audit_refuses_delete is missing", down.Output, StringComparison.Ordinal);
        Assert.Contains("the trigger sealed_rows_refuse_update is missing, disabled or other than it should be. Run: reconciler migrate", down.Output, StringComparison.Ordinal);

        Assert.Contains("audit_refuses_delete, which guards the audit, was dropped or changed; it is made anew", (await ReconcilerProcess.Run(project.Path, "migrate", "--data", project[".sample"])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "audit", "verify")).ExitCode);
        Assert.Contains("\"guards restored\"", (await ReconcilerProcess.Run(project.Path, "audit", "export")).Output, StringComparison.Ordinal);
        Assert.Contains("only grows", Assert.Throws<SqliteException>(() => Do(project, "DELETE FROM audit")).Message, StringComparison.Ordinal);

        Do(project, "DROP TRIGGER audit_refuses_delete; DROP TRIGGER sealed_rows_refuse_delete; DELETE FROM audit; DELETE FROM sealed_rows");
        var empty = await ReconcilerProcess.Run(project.Path, "audit", "verify");
        Assert.Equal(1, empty.ExitCode);
        Assert.Contains("THE AUDIT IS EMPTY beside 1 run", empty.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_was_changed_before_the_program_wrote_it_again_is_still_named()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var waiting = Ask(project, "SELECT dispute_id FROM disputes WHERE state = 'awaiting-approval'");
        Do(project, $"UPDATE disputes SET recipient = 'mallory@example.net' WHERE dispute_id = '{waiting}'");
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "disputes", "reject", waiting, "--reason", "not ours")).ExitCode);

        var verify = await ReconcilerProcess.Run(project.Path, "audit", "verify");

        Assert.Equal(1, verify.ExitCode);
        Assert.Contains($"disputes {waiting} was changed past the program between lines ", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_outside_finds_a_tail_that_was_cut_off_and_a_chain_that_was_written_anew()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var once = await ReconcilerProcess.Run(project.Path, "once");
        File.WriteAllText(project["kept.log"], once.Messages);
        var export = project["audit.jsonl"];
        await ReconcilerProcess.Run(project.Path, "audit", "export", "--out", export);
        Assert.Contains("1 head is on the chain", (await Verify()).Output, StringComparison.Ordinal);
        var lines = AuditFile.Read(export).ToList();

        Write(lines[..^1]);
        Assert.Contains($"its tail was cut off: the head {lines.Count}:{lines[^1].Hash} tells of {lines.Count} records, and there are {lines.Count - 1}", (await Verify()).Output, StringComparison.Ordinal);

        Write(Anew(lines, 2, line => line with { Actor = "eve" }));
        var anew = await Verify();
        Assert.Equal(1, anew.ExitCode);
        Assert.Contains("The audit chain is whole", anew.Output, StringComparison.Ordinal);
        Assert.Contains($"it was written anew up to record {lines.Count}", anew.Output, StringComparison.Ordinal);

        var noHead = await ReconcilerProcess.Run(project.Path, "audit", "verify", "--head", project["config", "reconciler.json"]);
        Assert.Equal(1, noHead.ExitCode);
        Assert.Contains("bears no head of an audit", noHead.Messages, StringComparison.Ordinal);

        Task<Ended> Verify() => ReconcilerProcess.Run(project.Path, "audit", "verify", export, "--head", project["kept.log"]);
        void Write(IEnumerable<AuditRecord> some) => File.WriteAllText(export, string.Concat(some.Select(l => AuditJson.Write(l) + "\n")));
    }

    /// <summary>The sample with a secret of its own, a report by mail, a decision, an approval, an answer and a later run.</summary>
    private static async Task<TempFolder> WithEverything()
    {
        var project = await ReconcilerProcess.CopyAfterSampleRun();
        var config = File.ReadAllText(project["config", "reconciler.json"]);
        File.WriteAllText(project["config", "reconciler.json"], config.Replace("\"AsOf\":", "\"CaseSecret\": \"\", \"AsOf\":", StringComparison.Ordinal)
            .Replace("\"Schedule\": {", "\"Reports\": [ { \"Name\": \"daily\", \"Recipients\": [ \"ann@example.com\" ] } ], \"Schedule\": {", StringComparison.Ordinal));
        var finding = Ask(project, "SELECT finding_id FROM findings WHERE kind = 'charge-without-order'");
        var waiting = Ask(project, "SELECT dispute_id FROM disputes WHERE state = 'awaiting-approval'");
        var sent = Ask(project, "SELECT dispute_id FROM disputes WHERE state = 'sent' AND letter = 'missing-refund'");
        foreach (var command in (string[][])[
            ["decide", "dismiss", finding, "--reason", "Paid for the office."], ["disputes", "approve", waiting, "--reason", "Seen."], ["once"], ["disputes", "answered", sent, "--reason", "They called."]])
        {
            var ended = await ReconcilerProcess.Run(project.Path, command);
            Assert.True(ended.ExitCode == 0, ended.Messages);
        }

        return project;
    }

    [Fact]
    public async Task The_tables_that_people_rely_on_are_all_covered_by_the_chain()
    {
        using var project = await WithEverything();
        using var connection = Open(project[".sample", "reconciler.db"]);
        var filled = Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").Select(r => (string)r[0])
            .Where(t => Rows(connection, $"SELECT 1 FROM {t} LIMIT 1").Count > 0).Except(Untold, StringComparer.Ordinal).ToList();

        Assert.Contains("notices", filled);
        Assert.Contains("case_keys", filled);
        filled.RemoveAll(t => t is "audit" or "sealed_rows");
        filled.ForEach(table => Execute(connection, $"DELETE FROM {table}"));

        var verify = await ReconcilerProcess.Run(project.Path, "audit", "verify");
        Assert.All(filled, table => Assert.Contains($"A ROW IS NOT WHAT THE CHAIN SAYS: {table} ", verify.Output, StringComparison.Ordinal));
    }

    private static Tampering InStore(string store, Random random)
    {
        using var connection = Open(store);
        if (random.Next(12) == 0)
        {
            Execute(connection, "VACUUM");
            return new("nothing but room given back", string.Empty);
        }

        List<(string Name, string Text)> guards = [.. Rows(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").Select(r => ((string)r[0], (string)r[1]))];
        guards.ForEach(g => Execute(connection, $"DROP TRIGGER {g.Name}"));
        var done = random.Next(4) == 0 ? InAudit(connection, random) : InRows(connection, random);
        if (random.Next(10) > 0)
        {
            guards.ForEach(g => Execute(connection, g.Text));
        }

        return done;
    }

    private static Tampering InRows(SqliteConnection connection, Random random)
    {
        List<string> tables = [.. Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'audit' ORDER BY name").Select(r => (string)r[0])
            .Except(Untold, StringComparer.Ordinal).Where(t => Rows(connection, $"SELECT 1 FROM {t} LIMIT 1").Count > 0)];
        while (true)
        {
            var table = tables[random.Next(tables.Count)];
            var columns = Rows(connection, $"SELECT name, pk FROM pragma_table_info('{table}')").ConvertAll(r => (Name: (string)r[0], Key: (long)r[1]));
            string[] key = table switch
            {
                "matches" => ["match_id"],
                "sealed_rows" => ["seq"],
                _ => [.. columns.Where(c => c.Key > 0).OrderBy(c => c.Key).Select(c => c.Name)],
            };
            var rowids = Rows(connection, $"SELECT rowid FROM {table}");
            var rowid = (long)rowids[random.Next(rowids.Count)][0];
            var name = $"{table} {string.Join('/', Rows(connection, $"SELECT {string.Join(',', key)} FROM {table} WHERE rowid = {rowid}")[0])} ";
            var column = columns[random.Next(columns.Count)].Name;
            if (column == "found_as")
            {
                continue;
            }

            var other = $"CASE typeof({column}) WHEN 'integer' THEN {column} + 1 WHEN 'text' THEN {column} || 'x' WHEN 'blob' THEN CAST({column} || x'20' AS BLOB) ELSE 'x' END";
            var (what, sql) = random.Next(3) switch
            {
                0 => ("deleted", $"DELETE FROM {table} WHERE rowid = {rowid}"),
                1 when table != "sealed_rows" => ("inserted", Inserted(table, columns.ConvertAll(c => c.Name), key, rowid)),
                _ => ($"changed {column} of", $"UPDATE {table} SET {column} = {other} WHERE rowid = {rowid}"),
            };
            try
            {
                Execute(connection, sql);
            }
            catch (SqliteException)
            {
                // The table does not take it: another one.
                continue;
            }

            return new($"{what} {name}", what == "inserted" ? $"{table} " : name);
        }
    }

    private static string Inserted(string table, List<string> columns, string[] key, long rowid) =>
        $"INSERT INTO {table} ({string.Join(',', columns)}) SELECT {string.Join(',', columns.Select(c => key.Contains(c) || c is "match_no" or "sha256" or "mail_key" or "message_id" or "number" ? $"CASE typeof({c}) WHEN 'integer' THEN {c} + 900 ELSE {c} || 'y' END" : c))} FROM {table} WHERE rowid = {rowid}";

    private static Tampering InAudit(SqliteConnection connection, Random random)
    {
        var last = (long)Rows(connection, "SELECT MAX(seq) FROM audit")[0][0];
        var seq = random.NextInt64(2, last);
        switch (random.Next(7))
        {
            case 0:
                Execute(connection, $"UPDATE audit SET details = details || ' ' WHERE seq = {seq}");
                return new($"changed line {seq}", $"BROKEN at record {seq}:");
            case 1:
                Execute(connection, $"DELETE FROM audit WHERE seq = {seq}");
                return new($"deleted line {seq}", $"BROKEN at record {seq + 1}:");
            case 2:
                Execute(connection, $"UPDATE audit SET at_utc = '2020-01-01T00:00:00.0000000Z' WHERE seq = {seq}");
                return new($"backdated line {seq}", $"BROKEN at record {seq}:");
            case 3:
                Execute(connection, $"UPDATE audit SET seq = 99999 WHERE seq = {seq}; UPDATE audit SET seq = {seq} WHERE seq = {seq - 1}; UPDATE audit SET seq = {seq - 1} WHERE seq = 99999");
                return new($"swapped lines {seq - 1} and {seq}", $"BROKEN at record {seq - 1}:");
            case 4:
                Execute(connection, $"INSERT INTO audit SELECT {last + 1}, at_utc, actor, action, subject, details, 'x', 'y' FROM audit WHERE seq = {seq}");
                return new("inserted a line", $"BROKEN at record {last + 1}:");
            case 5:
                Execute(connection, $"DELETE FROM audit WHERE seq > {seq}; DELETE FROM sealed_rows WHERE seq > {seq}");
                return new($"cut off behind line {seq}", $"tells of {last} records, and there are {seq}");
            default:
                Execute(connection, "DELETE FROM audit; DELETE FROM sealed_rows");
                return new("emptied", "THE AUDIT IS EMPTY");
        }
    }

    private static Tampering InExport(string export, List<AuditRecord> lines, byte[] whole, Random random)
    {
        var at = random.Next(1, lines.Count - 1);
        List<AuditRecord> changed = [.. lines];
        switch (random.Next(7))
        {
            case 0:
                var bytes = whole.ToArray();
                var place = random.Next(bytes.Length);
                bytes[place] ^= (byte)(1 << random.Next(7));
                File.WriteAllBytes(export, bytes);
                return new($"a bit of byte {place}", "audit");
            case 1:
                changed.RemoveAt(at);
                break;
            case 2:
                (changed[at], changed[at - 1]) = (changed[at - 1], changed[at]);
                at--;
                break;
            case 3:
                changed[at] = changed[at] with { AtUtc = changed[at].AtUtc.AddDays(-3) };
                break;
            case 4:
                changed.Insert(at, AuditChain.Next(changed[at - 1].Seq, changed[at - 1].Hash, lines[at].AtUtc, "eve", "dispute approved", "D-1", "{}"));
                at++;
                break;
            case 5:
                changed.RemoveRange(at, changed.Count - at);
                Write();
                return new("cut off", $"tells of {lines.Count} records, and there are {at}");
            default:
                changed = [.. Anew(lines, at, line => line with { Subject = line.Subject + "x" })];
                Write();
                return new("written anew", $"written anew up to record {lines.Count}");
        }

        Write();
        return new($"line {at + 1}", "BROKEN at record ");

        void Write() => File.WriteAllText(export, string.Concat(changed.Select(l => AuditJson.Write(l) + "\n")));
    }

    /// <summary>The chain from a line on as somebody writes it who knows how: whole in itself.</summary>
    private static IEnumerable<AuditRecord> Anew(List<AuditRecord> lines, int from, Func<AuditRecord, AuditRecord> change)
    {
        var previous = AuditChain.FirstPreviousHash;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = i == from ? change(lines[i]) : lines[i];
            var next = AuditChain.Next(i, previous, line.AtUtc, line.Actor, line.Action, line.Subject, line.Details);
            previous = next.Hash;
            yield return next;
        }
    }

    private static SqliteConnection Open(string store)
    {
        var connection = new SqliteConnection($"Data Source={store};Pooling=False;Foreign Keys=False");
        connection.Open();
        Execute(connection, "PRAGMA ignore_check_constraints = ON");
        return connection;
    }

    private static void Do(TempFolder project, string sql)
    {
        using var connection = Open(project[".sample", "reconciler.db"]);
        Execute(connection, sql);
    }

    private static string Ask(TempFolder project, string sql)
    {
        using var connection = Open(project[".sample", "reconciler.db"]);
        return (string)Rows(connection, sql)[0][0];
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<object[]> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>What was done.</summary>
    /// <param name="Names">What the verdict must say of it; empty: it is harmless.</param>
    private sealed record Tampering(string What, string Names);
}
