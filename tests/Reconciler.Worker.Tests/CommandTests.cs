using Microsoft.Data.Sqlite;

namespace Reconciler.Worker.Tests;

/// <summary>The commands and their exit status: 0 done, 1 a check failed or a name is unknown, 2 wrong usage or configuration, 3 could not finish.</summary>
public sealed class CommandTests
{
    private const string Header = "transaction_id,wallet,booked_at,type,status,amount,currency\n";

    [Theory]
    [InlineData(2, "twice")]
    [InlineData(2, "once", "--sideways")]
    [InlineData(2, "export", "everything")]
    [InlineData(2, "export", "entries", "--format", "xlsx")] // needs --out
    [InlineData(2, "once", "--as-of", "soon")]
    [InlineData(2, "once", "--config", "nowhere")]
    [InlineData(2, "import", "--layout", "no-such-layout")]
    [InlineData(1, "import", "no-such-file.csv")]
    [InlineData(1, "audit", "verify", "no-such-file.csv")]
    public async Task Wrong_usage_and_unknown_names_have_their_own_exit_status(int exitCode, params string[] arguments)
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var ended = await ReconcilerProcess.Run(project.Path, [.. arguments, "--data", project["data"]]);
        Assert.True(exitCode == ended.ExitCode, $"{ended.ExitCode}: {ended.Messages}");
        Assert.NotEmpty(ended.Messages);
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task A_wrong_setting_names_file_key_and_what_is_allowed()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var path = project["config", "reconciler.json"];
        File.WriteAllText(path, """{ "Matching": { "WaitingDays": 99 }, "Mail": { "From": "nobody" }, "Schedule": { "Cron": "often" } }""");
        var ended = await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"{path}: Matching:WaitingDays is 99; allowed are 0 to 60.", ended.Messages, StringComparison.Ordinal);
        Assert.Contains("Schedule:Cron 'often' is no Quartz cron expression", ended.Messages, StringComparison.Ordinal);
        Assert.Contains("Mail:From", ended.Messages, StringComparison.Ordinal);

        File.WriteAllText(path, """{ "Matching": { "WaitingDaze": 3 } }""");
        ended = await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("Matching", ended.Messages, StringComparison.Ordinal);
        Assert.Contains("is no setting of this program", ended.Messages, StringComparison.Ordinal);

        File.WriteAllText(path, """{ "Store": { "Provider": "Oracle" } }""");
        ended = await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"]);
        Assert.Contains("Store:Provider is none of Sqlite, SqlServer.", ended.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_pair_is_named_with_its_place_in_the_list()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var path = project["config", "reconciler.json"];
        File.WriteAllText(path, """
            { "Matching": { "Pairs": [
              { "Wallet": "qiwi", "Marketplace": "aliexpress", "Tolerance": { "USD": 0.05, "JPY": 5 }, "TolerancePercent": 0.5 },
              { "Wallet": "qiwi", "Tolerance": { "usd": 1, "XYZ": 1, "EUR": -1, "JPY": 0.5 }, "TolerancePercent": 11, "Direction": "Sideways" }
            ] } }
            """);
        var ended = await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("Matching:Pairs[1]:Direction is none of Purchases, Sales.", ended.Messages, StringComparison.Ordinal);
        File.WriteAllText(path, File.ReadAllText(path).Replace(", \"Direction\": \"Sideways\"", "", StringComparison.Ordinal));
        ended = await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"]);
        foreach (var fault in new[]
        {
            "Matching:Pairs[1]:Marketplace is missing.", "Matching:Pairs[1]:TolerancePercent is 11; allowed are 0 to 10.", "Matching:Pairs[1]:Tolerance names 'usd', which is no currency code",
            "Matching:Pairs[1]:Tolerance names 'XYZ'", "Matching:Pairs[1]:Tolerance:EUR is -1; allowed are 0 to 1000000 with at most 2 decimals.", "Matching:Pairs[1]:Tolerance:JPY is 0.5;",
        })
        {
            Assert.Contains($"{path}: {fault}", ended.Messages, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Pairs[0]", ended.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tolerance_of_a_pair_writes_off_by_name_and_a_person_stands_above_it()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var path = project["config", "reconciler.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"Pairs\": [", "\"Pairs\": [ { \"Wallet\": \"qiwi\", \"Marketplace\": \"aliexpress\", \"Tolerance\": { \"USD\": 2.00 } },", StringComparison.Ordinal));
        Assert.Contains("- finding f-8d7f472737ed amount-mismatch 2.00 USD", (await ReconcilerProcess.Run(project.Path, "match", "--dry-run")).Output, StringComparison.Ordinal);

        var once = await ReconcilerProcess.Run(project.Path, "once");
        Assert.Contains("Control totals (in balance)", once.Output, StringComparison.Ordinal);
        Assert.Contains("f-8d7f472737ed,amount-mismatch,written-off,8192436401204417,", await Findings(project), StringComparison.Ordinal);
        var matches = await ReconcilerProcess.Run(project.Path, "export", "matches");
        Assert.Contains("2.00 USD more than the total of 41.20 USD, written off within the tolerance of 2.00 USD for pair qiwi × aliexpress", matches.Output, StringComparison.Ordinal);

        var decided = await ReconcilerProcess.Run(project.Path, "decide", "dismiss", "f-8d7f472737ed", "--reason", "The price was raised by chat.");
        await ReconcilerProcess.Run(project.Path, "once");
        Assert.Contains("f-8d7f472737ed,amount-mismatch,dismissed,", await Findings(project), StringComparison.Ordinal);
        await ReconcilerProcess.Run(project.Path, "decide", "undo", decided.Output.Split('\n')[0], "--reason", "It was not.");
        Assert.Contains("f-8d7f472737ed,amount-mismatch,written-off,", await Findings(project), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duplicate_that_a_person_judged_rightful_stays_so_through_later_runs()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        Assert.Contains("f-0a6d8ad5b05a,duplicate-charge,open,", await Findings(project), StringComparison.Ordinal);
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "decide", "dismiss", "f-0a6d8ad5b05a", "--reason", "Two lamps, bought one by one.")).ExitCode);

        // The other double charge was for an order that no charge pays, the clerk says.
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "decide", "pair", "27811211516", "8193081071364417", "--reason", "The seller billed it so.")).ExitCode);
        foreach (var asOf in new[] { "2026-07-11", "2026-08-20" })
        {
            await ReconcilerProcess.Run(project.Path, "once", "--as-of", asOf);
            var findings = await Findings(project);
            Assert.Contains("f-0a6d8ad5b05a,duplicate-charge,dismissed,", findings, StringComparison.Ordinal);
            Assert.Contains("f-6a8ae2168450,duplicate-charge,resolved,", findings, StringComparison.Ordinal);
            Assert.Contains(",payment,8193081071364417,aliexpress,27811211516,qiwi,3064.51,RUB,decided,certain,", (await ReconcilerProcess.Run(project.Path, "export", "matches")).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Explain_counts_how_long_a_refund_is_overdue_as_of_its_clock()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        foreach (var (asOf, days) in new[] { ("2026-07-10", 49), ("2026-07-13", 50) })
        {
            var told = await ReconcilerProcess.Run(project.Path, "explain", "8192259914964417", "--as-of", asOf);
            Assert.Contains($"92.40 USD is to come back by 2026-05-04: as of {asOf} overdue by {days} business days", told.Output, StringComparison.Ordinal);
        }
    }

    private static async Task<string> Findings(Reconciler.TestSupport.TempFolder project) => (await ReconcilerProcess.Run(project.Path, "export", "findings")).Output;

    [Theory]
    [InlineData("wechat-pay.xlsx", "wechat-pay")] // as the first file of a process: nothing else has prepared the reader of workbooks
    [InlineData("alipay-app.csv", "alipay-app")]
    [InlineData("webmoney-x3.xml", "webmoney-x3")]
    [InlineData("qiwi-web-report.html", "qiwi-web-report")]
    [InlineData("bank-mt940.sta", "bank-mt940")]
    public async Task A_file_of_each_form_is_read_without_help(string file, string layout)
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var ended = await ReconcilerProcess.Run(project.Path, "import", Path.Combine(TestSupport.Places.Seeds, "formats", file), "--data", project["data"]);
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains($"{file}  {layout}", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guess_can_be_written_straight_into_the_layouts()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        File.WriteAllText(project["config", "layouts", "mine.json"], string.Empty); // as a shell does before the command starts
        File.WriteAllText(project["mine.csv"], "Ref;Datum;Betrag;Waehrung;Status\nA-1001;31.05.2026;-12,50;EUR;gebucht\nA-1002;30.05.2026;-7,00;EUR;gebucht\n");
        var guess = await ReconcilerProcess.Run(project.Path, "layout", "guess", project["mine.csv"], "--name", "mine");
        Assert.Equal(0, guess.ExitCode);
        File.WriteAllText(project["config", "layouts", "mine.json"], guess.Output);
        var test = await ReconcilerProcess.Run(project.Path, "layout", "test", "mine", project["mine.csv"]);
        Assert.Contains("2 rows, 2 entries read, 0 rejected", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_at_work_is_left_alone()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        Directory.CreateDirectory(project["data"]);
        using var held = new FileStream(project["data", "reconciler.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var ended = await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"]);
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("Another instance of reconciler works in", ended.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_in_which_one_may_not_write_is_told_with_the_mend()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        Directory.CreateDirectory(project["data", "reconciler.lock"]); // nobody may write a folder as a file, not even root
        var ended = await ReconcilerProcess.Run(project.Path, "migrate", "--data", project["data"]);
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains($"{Environment.UserName} may not write {project["data", "reconciler.lock"]}. Whoever runs or approves needs the right to change files in {project["data"]} and all below it; README says how, under Four eyes.", ended.Messages, StringComparison.Ordinal);

        Directory.CreateDirectory(project["data", ".check"]);
        Assert.Contains($"MEND  data folder    {Environment.UserName} may not write {project["data", ".check"]}.", (await ReconcilerProcess.Run(project.Path, "check", "--data", project["data"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_files_are_results_with_a_reason_and_nothing_is_lost()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        Directory.CreateDirectory(project["data", "inbox", "statements"]);
        File.WriteAllText(project["data", "inbox", "statements", "empty.csv"], "");
        File.WriteAllText(project["data", "inbox", "statements", "blank.csv"], "\n\n\n");
        File.WriteAllText(project["data", "inbox", "statements", "long.csv"], new string('x', 3_000_000));
        File.WriteAllText(project["data", "inbox", "statements", "wrong.csv"], "name,colour\nlamp,red\n");
        File.WriteAllText(project["data", "inbox", "statements", "no-rows.csv"], Header);
        File.WriteAllText(project["data", "inbox", "statements", "one-bad.csv"], Header + "T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-20.00,USD\nT2,kassa,2026-05-06T09:00:00Z,payment,succeeded,twenty,USD\n");
        var ended = await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"], "--as-of", "2026-07-10");
        Assert.True(ended.ExitCode == 0, ended.Messages);
        Assert.Contains("rows read 2 = new 1 + new versions 0 + known already 0 + rejected 1", ended.Output, StringComparison.Ordinal);
        Assert.Equal(["blank.csv", "blank.csv.why.txt", "empty.csv", "empty.csv.why.txt", "long.csv", "long.csv.why.txt", "wrong.csv", "wrong.csv.why.txt"], Directory.GetFiles(project["data", "rejected"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(project["data", "inbox", "statements"]));
        var rejected = await ReconcilerProcess.Run(project.Path, "export", "rejected", "--data", project["data"]);
        Assert.Contains("one-bad.csv,3,amount,twenty,", rejected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_of_a_file_is_not_read_is_named_with_its_rows()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        const string Row = "<tr><td>T1</td><td>kassa</td><td>2026-05-06T09:00:00Z</td><td>payment</td><td>succeeded</td><td>-5.00</td><td>USD</td></tr>";
        var file = project["page.html"];
        await File.WriteAllTextAsync(
            file,
            $"<html><table><tr><td>transaction_id</td><td>wallet</td><td>booked_at</td><td>type</td><td>status</td><td>amount</td><td>currency</td></tr>{Row}</table><table><tr><td>Total</td><td>-5.00</td></tr></table></html>",
            TestContext.Current.CancellationToken);
        var ended = await ReconcilerProcess.Run(project.Path, "import", file, "--data", project["data"]);
        Assert.Contains("1 rows: 1 new, 0 new versions, 0 known already, 0 rejected (read; passed over: tables of the page have not the columns of standard-statement (1 row))", ended.Output, StringComparison.Ordinal);
        Assert.Contains("rows read 1 = new 1 + new versions 0 + known already 0 + rejected 0; passed over 1", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_reads_files_by_path_and_leaves_them_as_they_are()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var file = project["mine.csv"];
        File.WriteAllText(file, Header + "T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-20.00,USD\n");
        var ended = await ReconcilerProcess.Run(project.Path, "import", file, "--data", project["data"]);
        Assert.True(ended.ExitCode == 0, ended.Messages);
        Assert.Contains("1 new", ended.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(file));

        var wrong = project["wrong.csv"];
        File.WriteAllText(wrong, "name,colour\nlamp,red\n");
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "import", wrong, "--data", project["data"])).ExitCode);
        Assert.True(File.Exists(wrong));
    }

    [Fact]
    public async Task A_zip_in_the_inbox_is_read_file_by_file_and_archived_as_a_whole()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var inbox = project["data", "inbox", "statements"];
        Directory.CreateDirectory(inbox);
        foreach (var name in new[] { "may.zip", "may-again.zip" })
        {
            using var zip = System.IO.Compression.ZipFile.Open(Path.Combine(inbox, name), System.IO.Compression.ZipArchiveMode.Create);
            foreach (var (entry, text) in new[] { ("a.csv", Header + "T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-20.00,USD\n"), ("sub/b.csv", Header + "T2,kassa,2026-05-07T09:00:00Z,payment,succeeded,twenty,USD\n"), ("wrong.csv", "name,colour\nlamp,red\n") })
            {
                using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
                writer.Write(text);
            }
        }

        File.WriteAllBytes(Path.Combine(inbox, "damaged.zip"), [.. "PK\u0003\u0004damaged"u8]);
        var ended = await ReconcilerProcess.Run(project.Path, "import", "--data", project["data"]);
        Assert.True(ended.ExitCode == 0, ended.Messages);
        Assert.Contains("may-again.zip/a.csv", ended.Output, StringComparison.Ordinal);
        Assert.Contains("known already 2", ended.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(inbox));
        Assert.Equal(2, Directory.GetFiles(project["data", "archive"], "*.zip", SearchOption.AllDirectories).Length);
        Assert.Equal(["damaged.zip", "damaged.zip.why.txt"], Directory.GetFiles(project["data", "rejected"], "damaged*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("No layout has these columns: name, colour.", File.ReadAllText(Directory.GetFiles(project["data", "rejected"], "*wrong*.why.txt")[0]), StringComparison.Ordinal);
        var rejected = await ReconcilerProcess.Run(project.Path, "export", "rejected", "--data", project["data"]);
        Assert.Contains("may-again.zip/sub/b.csv,2,amount,twenty,", rejected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_file_gets_a_layout_that_reads_it()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var file = project["kaching-may.csv"];
        File.WriteAllText(file, "Booking Date;Payee;Amount;Currency;Balance\n31.05.2026;Lamp Shop;-12,50;EUR;87,50\n30.05.2026;Mia;100,00;EUR;100,00\n");
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "import", file, "--data", project["data"])).ExitCode);
        var guess = await ReconcilerProcess.Run(project.Path, "layout", "guess", file, "--name", "kaching");
        Assert.True(guess.ExitCode == 0, guess.Messages);
        Assert.Contains("Read by it: 2 records, 0 rejected.", guess.Messages, StringComparison.Ordinal);
        File.WriteAllText(project["config", "layouts", "kaching.json"], guess.Output);
        var test = await ReconcilerProcess.Run(project.Path, "layout", "test", "kaching", file);
        Assert.True(test.ExitCode == 0, test.Messages);
        Assert.StartsWith("line 2\n  | 31.05.2026;Lamp Shop;-12,50;EUR;87,50\n  wallet           kaching\n", test.Output, StringComparison.Ordinal);
        Assert.Contains("  amount           -12.50 EUR\n", test.Output, StringComparison.Ordinal);
        Assert.EndsWith("kaching: 2 rows, 2 entries read, 0 rejected (0 rows)\n", test.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "import", file, "--data", project["data"])).ExitCode);
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "layout", "test", "nosuch", file)).ExitCode);
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "layout", "guess", project["none.csv"])).ExitCode);
    }

    [Fact]
    public async Task Explain_tells_rule_file_and_line_and_for_what_is_open_the_nearest_candidate()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var paid = await ReconcilerProcess.Run(project.Path, "explain", "27811157809");
        Assert.Contains("from qiwi-history-2026-04.json, line 16", paid.Output, StringComparison.Ordinal);
        Assert.Contains("pays aliexpress/8192232727594417 with 3064.51 RUB, rule named, certain", paid.Output, StringComparison.Ordinal);
        var open = await ReconcilerProcess.Run(project.Path, "explain", "27812520904");
        Assert.Contains("nearest order ", open.Output, StringComparison.Ordinal);
        Assert.Contains("amount off by ", open.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "explain", "nothing-like-this")).ExitCode);
    }

    [Fact]
    public async Task The_audit_is_verified_in_the_store_and_as_an_exported_file()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "audit", "verify")).ExitCode);
        foreach (var format in new[] { "csv", "json" })
        {
            var file = project["audit." + format];
            Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "audit", "export", "--format", format, "--out", file)).ExitCode);
            Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "audit", "verify", file)).ExitCode);
            File.WriteAllText(file, (File.ReadAllText(file)).Replace("disputes@marketplace.example", "someone@else.example", StringComparison.Ordinal));
            Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "audit", "verify", file)).ExitCode);
        }

        using (var connection = new SqliteConnection($"Data Source={project[".sample", "reconciler.db"]};Pooling=False"))
        {
            connection.Open();
            using var tamper = connection.CreateCommand();
            tamper.CommandText = "SELECT group_concat(name) FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'";
            foreach (var trigger in ((string)tamper.ExecuteScalar()!).Split(','))
            {
                tamper.CommandText = $"DROP TRIGGER {trigger}";
                tamper.ExecuteNonQuery();
            }

            tamper.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'audit%'";
            tamper.CommandText = $"UPDATE {tamper.ExecuteScalar()} SET actor = 'nobody' WHERE seq = 3";
            Assert.Equal(1, tamper.ExecuteNonQuery());
        }

        var broken = await ReconcilerProcess.Run(project.Path, "audit", "verify");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("BROKEN at record 3", broken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_what_a_changed_rule_adds_and_drops_and_stores_nothing()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var same = await ReconcilerProcess.Run(project.Path, "match", "--dry-run");
        Assert.Equal("match: 0 added, 0 dropped, 0 changed, 118 the same\nfinding: 0 added, 0 dropped, 0 changed, 11 the same\n", same.Output);

        var path = project["config", "reconciler.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"Matching\": {", "\"Matching\": { \"FxDeviationPercent\": 5,", StringComparison.Ordinal));
        var before = await ReconcilerProcess.Run(project.Path, "export", "findings");
        var wider = await ReconcilerProcess.Run(project.Path, "match", "--dry-run");
        Assert.Contains("- finding f-eb114979e424 fx-deviation 80.00 RUB", wider.Output, StringComparison.Ordinal);
        Assert.Contains("finding: 0 added, 1 dropped, 0 changed, 10 the same", wider.Output, StringComparison.Ordinal);
        Assert.Equal(before.Output, (await ReconcilerProcess.Run(project.Path, "export", "findings")).Output);
    }

    [Fact]
    public async Task A_decision_is_kept_through_later_runs_and_can_be_taken_back()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        Assert.Equal(2, (await ReconcilerProcess.Run(project.Path, "decide", "pair", "27813961697", "8193284003444417")).ExitCode); // no reason given
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "decide", "pair", "27813961697", "0", "--reason", "x")).ExitCode);
        var decided = await ReconcilerProcess.Run(project.Path, "decide", "pair", "27813961697", "aliexpress/8193284003444417", "--reason", "The seller confirmed it by chat.");
        Assert.True(decided.ExitCode == 0, decided.Messages);
        await ReconcilerProcess.Run(project.Path, "once");
        var matches = await ReconcilerProcess.Run(project.Path, "export", "matches");
        Assert.Contains(",payment,8193284003444417,aliexpress,27813961697,qiwi,3642.87,RUB,decided,certain,", matches.Output, StringComparison.Ordinal);

        var id = decided.Output.Split('\n')[0];
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "decide", "undo", id, "--reason", "It was the other one.")).ExitCode);
        matches = await ReconcilerProcess.Run(project.Path, "export", "matches");
        Assert.DoesNotContain(",decided,", matches.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "decide", "undo", id, "--reason", "Once more.")).ExitCode);
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "audit", "verify")).ExitCode);
    }

    [Fact]
    public async Task Check_says_a_line_each_and_what_to_mend()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var fresh = await ReconcilerProcess.Run(project.Path, "check", "--data", project["data"]);
        Assert.True(fresh.ExitCode == 0, fresh.Output);
        Assert.Contains("by reconciler migrate (2026-", fresh.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "migrate", "--data", project["data"])).ExitCode);
        var ready = await ReconcilerProcess.Run(project.Path, "check", "--data", project["data"]);
        Assert.True(ready.ExitCode == 0, ready.Output);
        Assert.DoesNotContain("MEND", ready.Output, StringComparison.Ordinal);
    }
}
