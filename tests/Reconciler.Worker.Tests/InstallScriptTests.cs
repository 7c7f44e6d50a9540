using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>install.ps1, run as it is against folders of its own and a stub of Windows.</summary>
public sealed class InstallScriptTests
{
    private static string Script => File.ReadAllText(Path.Combine(Places.Root, "install.ps1"));

    [Fact]
    public void The_script_runs_in_Windows_PowerShell_5_1_and_in_PowerShell_7() => Assert.Empty(BothPowerShells.Problems(Script));

    [Theory]
    [InlineData("if ($x { }", "Missing closing")]
    [InlineData("$x = $a ? 1 : 2", "ternary")]
    [InlineData("$x = $a ?? 2", "null-coalescing:")]
    [InlineData("$x ??= 2", "null-coalescing assignment")]
    [InlineData("${x}?.Length", "null-conditional")]
    [InlineData("${x}?[0]", "null-conditional")]
    [InlineData("sc.exe query; & 'a' && & 'b'", "&&")]
    [InlineData("& $a || & $b", "||")]
    [InlineData("& $a &", "background")]
    [InlineData("function f { process { } clean { } }", "clean block")]
    [InlineData("class Order { [string] $Id }", "classes")]
    [InlineData("enum Kind { A }", "classes")]
    [InlineData("$x.Cast[int]()", "type arguments")]
    [InlineData("'a' -replace 'b', { 'c' }", "-replace with a script block")]
    [InlineData("$x = \"`e[31m\"", "escapes")]
    [InlineData("$x = \"`u{20AC}\"", "escapes")]
    [InlineData("$x = 0b101", "binary")]
    [InlineData("$x = 5u", "suffixes")]
    [InlineData("if ($IsWindows) { }", "$IsWindows")]
    [InlineData("$x = $PSNativeCommandArgumentPassing", "$PSNativeCommandArgumentPassing")]
    [InlineData("#Requires -Version 7.0", "7.0")]
    [InlineData("1..3 | ForEach-Object -Parallel { $_ }", "-Parallel")]
    [InlineData("Remove-Service -Name x", "Remove-Service")]
    [InlineData("Test-Json -Json x", "Test-Json")]
    [InlineData("ConvertFrom-Json -InputObject x -AsHashtable", "-AsHashtable")]
    [InlineData("Get-Content -LiteralPath x -AsByteStream", "-AsByteStream")]
    [InlineData("Join-Path a b c", "2 arguments")]
    // Gone in 7.
    [InlineData("New-EventLog -LogName Application -Source x", "New-EventLog")]
    [InlineData("Get-WmiObject Win32_Service", "Get-WmiObject")]
    // .NET Framework has them not.
    [InlineData("[System.Convert]::ToHexString($x)", "System.Convert.ToHexString")]
    [InlineData("[IO.Path]::GetRelativePath($x, $y)", "System.IO.Path.GetRelativePath")]
    // Inside a function and a script block too.
    [InlineData("function f { & { $a ?? 1 } }", "null-coalescing")]
    public void What_5_1_or_7_lacks_is_refused(string script, string why) =>
        Assert.Contains(BothPowerShells.Problems(script), problem => problem.Contains(why, StringComparison.Ordinal));

    [Theory]
    [InlineData("$x = if ($a) { 1 } else { 2 }")]
    [InlineData("$PSNativeCommandArgumentPassing = 'Legacy'")]
    [InlineData("function Get-Mine { } Get-Mine -AsHashtable")]
    [InlineData("$x = 'a?.b ?? c && d'")]
    [InlineData("$x = 5l + 0x1F + 1kb")]
    [InlineData("Join-Path -Path a -ChildPath b")]
    [InlineData("[IO.Path]::Combine('a', 'b')")]
    public void What_both_have_is_let_through(string script) => Assert.Empty(BothPowerShells.Problems(script));

    [Fact]
    public void The_script_is_plain_ASCII_because_5_1_reads_a_file_without_a_mark_as_ANSI() =>
        Assert.DoesNotContain(Script, letter => letter > 126 || (letter < 32 && letter is not ('\r' or '\n')));

    [Fact]
    public void Its_lines_end_as_Windows_wants_them()
    {
        var lines = Script.Split('\n');
        Assert.All(lines[..^1], line => Assert.EndsWith("\r", line, StringComparison.Ordinal));
        Assert.Empty(lines[^1]);
    }

    [Fact]
    public void It_asks_for_an_administrator_and_its_defaults_are_the_folders_of_Windows()
    {
        Assert.StartsWith("#Requires -Version 5.1\r\n#Requires -RunAsAdministrator\r\n", Script, StringComparison.Ordinal);
        Assert.Contains("$InstallFolder = \"$env:ProgramFiles\\Reconciler\"", Script, StringComparison.Ordinal);
        Assert.Contains("$DataFolder = \"$env:ProgramData\\Reconciler\"", Script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_install_does_each_thing_in_its_order()
    {
        using var rig = new InstallRig();

        var ran = rig.Install();

        Assert.Null(ran.Failure);
        Assert.Equal(
            [
                $"icacls.exe|{rig.InstallFolder}.new|/inheritance:r|/grant:r|*S-1-5-32-544:(OI)(CI)F|*S-1-5-18:(OI)(CI)F|*S-1-5-32-545:(OI)(CI)RX",
                // The quotes around each path have come through PowerShell's own quoting.
                $"sc.exe|create|Reconciler|binPath=|{rig.Command()}|start=|delayed-auto|obj=|NT SERVICE\\Reconciler|DisplayName=|Reconciler",
                "sc.exe|description|Reconciler|Matches wallet statements with marketplace orders, finds what does not fit and writes the disputes.",
                "sc.exe|failure|Reconciler|reset=|86400|actions=|restart/5000/restart/60000/restart/300000",
                "sc.exe|failureflag|Reconciler|1",
                $"icacls.exe|{rig.DataFolder}|/setowner|*S-1-5-32-544",
                $"icacls.exe|{rig.DataFolder}|/reset",
                $"icacls.exe|{rig.DataFolder}|/inheritance:r|/grant:r|*S-1-5-32-544:(OI)(CI)F|NT SERVICE\\Reconciler:(OI)(CI)M",
                "reg.exe|add|HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\Reconciler|/v|EventMessageFile|/t|REG_EXPAND_SZ|/d|%SystemRoot%\\Microsoft.NET\\Framework64\\v4.0.30319\\EventLogMessages.dll|/f",
                "reg.exe|add|HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\Reconciler|/v|TypesSupported|/t|REG_DWORD|/d|7|/f",
                $"reconciler.exe|migrate|--data|{rig.DataFolder}|--config|{rig.DataFolder}/config",
                $"reconciler.exe|check|--data|{rig.DataFolder}|--config|{rig.DataFolder}/config",
                "sc.exe|start|Reconciler",
            ],
            rig.Windows.Calls);
        Assert.Equal("Running", rig.Windows.Service?.Status);
        Assert.Contains("  Store: version 1", ran.Said);
        Assert.Contains("  Prüfung 1", ran.Said);
        Assert.Contains("The service Reconciler is running.", ran.Said);
    }

    [Fact]
    public void The_program_goes_without_seeds_and_the_configuration_goes_to_the_data()
    {
        using var rig = new InstallRig();
        rig.Publish("1", ("layouts/paypal.json", "paypal 1"));

        rig.Install();

        Assert.Equal(["reconciler.exe", "runtimes/native.dll"], Names(rig.InstallFolder));
        Assert.Equal([".installed.json", "layouts/paypal.json", "reconciler.json"], Names(rig.DataFolder, "config"));
        Assert.False(Directory.Exists(rig.InstallFolder + ".new"));
        // sha256sum of "{}" and of "paypal 1".
        Assert.Equal(
            "{\n  \"layouts/paypal.json\": \"" + Hash("paypal 1") + "\",\n  \"reconciler.json\": \"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"\n}\n",
            File.ReadAllText(rig.Config(".installed.json")));
    }

    [Fact]
    public void An_update_stops_the_service_replaces_the_program_keeps_the_previous_one_and_starts_again()
    {
        using var rig = new InstallRig();
        rig.Install();
        rig.ForgetCalls();
        rig.Publish("2");

        var ran = rig.Install();

        Assert.Null(ran.Failure);
        Assert.Equal(
            ["icacls.exe|" + rig.InstallFolder + ".new", "sc.exe|stop", "sc.exe|config", "sc.exe|description", "sc.exe|failure", "sc.exe|failureflag", "icacls.exe|" + rig.DataFolder, "reg.exe|add", "reg.exe|add", "reconciler.exe|migrate", "reconciler.exe|check", "sc.exe|start"],
            rig.Windows.Calls.Select(call => string.Join('|', call.Split('|')[..2])));
        Assert.Contains("version 2", File.ReadAllText(Path.Combine(rig.InstallFolder, "reconciler.exe")), StringComparison.Ordinal);
        Assert.Contains("version 1", File.ReadAllText(Path.Combine(rig.InstallFolder + ".previous", "reconciler.exe")), StringComparison.Ordinal);
        Assert.Equal("Running", rig.Windows.Service?.Status);
        Assert.Contains("  Store: version 2", ran.Said);
    }

    [Fact]
    public void A_third_version_leaves_only_the_second_as_the_previous_one()
    {
        using var rig = new InstallRig();
        foreach (var version in new[] { "1", "2", "3" })
        {
            rig.Publish(version);
            Assert.Null(rig.Install().Failure);
        }

        Assert.Contains("version 2", File.ReadAllText(Path.Combine(rig.InstallFolder + ".previous", "reconciler.exe")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_without_folders_uses_those_of_the_installed_service()
    {
        using var rig = new InstallRig();
        rig.Install();
        rig.Publish("2");

        Assert.Null(rig.Run($"Source={rig.Source}").Failure);

        Assert.Equal(rig.Command(), rig.Windows.Service?.Command);
        Assert.Contains("version 2", File.ReadAllText(Path.Combine(rig.InstallFolder, "reconciler.exe")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_of_the_same_name_that_someone_else_set_up_is_not_guessed_at()
    {
        using var rig = new InstallRig();
        rig.Windows.Service = new StubService("Reconciler", "C:\\Other\\other.exe", "Running");
        var before = rig.Snapshot();

        var ran = rig.Run($"Source={rig.Source}");

        Assert.Contains("starts C:\\Other\\other.exe, which this script did not set up", ran.Failure, StringComparison.Ordinal);
        Assert.Equal(before, rig.Snapshot());
    }

    [Fact]
    public void An_edited_configuration_file_is_kept_and_its_new_version_put_beside_it()
    {
        using var rig = new InstallRig();
        rig.Publish("1", ("layouts/paypal.json", "paypal 1"), ("layouts/wise.json", "wise 1"));
        rig.Install();
        File.WriteAllText(rig.Config("layouts/paypal.json"), "paypal as we like it");
        rig.Publish("2", ("layouts/paypal.json", "paypal 2"), ("layouts/wise.json", "wise 2"), ("layouts/new.json", "new"));

        var ran = rig.Install();

        Assert.Equal("paypal as we like it", File.ReadAllText(rig.Config("layouts/paypal.json")));
        Assert.Equal("paypal 2", File.ReadAllText(rig.Config("layouts/paypal.json.new")));
        Assert.Equal("wise 2", File.ReadAllText(rig.Config("layouts/wise.json")));
        Assert.Equal("new", File.ReadAllText(rig.Config("layouts/new.json")));
        Assert.Contains($"WARNING: {rig.Config("layouts/paypal.json")} was edited here and is kept. Compare it with {rig.Config("layouts/paypal.json")}.new and take over what is new.", ran.Said);
    }

    [Fact]
    public void The_same_version_again_offers_nothing_a_second_time()
    {
        using var rig = new InstallRig();
        rig.Publish("1", ("layouts/paypal.json", "paypal 1"));
        rig.Install();
        File.WriteAllText(rig.Config("layouts/paypal.json"), "paypal as we like it");

        var ran = rig.Install();

        Assert.False(File.Exists(rig.Config("layouts/paypal.json.new")));
        Assert.Equal("paypal as we like it", File.ReadAllText(rig.Config("layouts/paypal.json")));
        Assert.Contains($"Kept as edited here: {rig.Config("layouts/paypal.json")}", ran.Said);
    }

    [Fact]
    public void A_file_that_lay_there_before_the_first_install_counts_as_edited()
    {
        using var rig = new InstallRig();
        InstallRig.Write(rig.DataFolder, "config/reconciler.json", "ours");

        rig.Install();

        Assert.Equal("ours", File.ReadAllText(rig.Config("reconciler.json")));
        Assert.Equal("{}", File.ReadAllText(rig.Config("reconciler.json.new")));
    }

    [Fact]
    public void A_file_that_was_deleted_here_stays_deleted_and_a_newer_one_is_offered()
    {
        using var rig = new InstallRig();
        rig.Publish("1", ("layouts/paypal.json", "paypal 1"));
        rig.Install();
        File.Delete(rig.Config("layouts/paypal.json"));
        rig.Install();
        Assert.Empty(Names(rig.DataFolder, "config", "layouts"));

        rig.Publish("2", ("layouts/paypal.json", "paypal 2"));
        rig.Install();

        Assert.Equal(["paypal.json.new"], Names(rig.DataFolder, "config", "layouts"));
    }

    [Fact]
    public void A_file_that_is_no_longer_part_of_the_program_goes_unless_it_was_edited()
    {
        using var rig = new InstallRig();
        rig.Publish("1", ("layouts/paypal.json", "paypal 1"), ("layouts/wise.json", "wise 1"));
        rig.Install();
        File.WriteAllText(rig.Config("layouts/paypal.json"), "paypal as we like it");
        InstallRig.Write(rig.DataFolder, "config/layouts/our-own.json", "our own");
        rig.Publish("2");

        var ran = rig.Install();

        Assert.Equal(["our-own.json", "paypal.json"], Names(rig.DataFolder, "config", "layouts"));
        Assert.Contains(ran.Said, line => line.StartsWith($"WARNING: {rig.Config("layouts/paypal.json")} was edited here and is no longer part", StringComparison.Ordinal));
    }

    [Fact]
    public void A_configuration_memory_that_cannot_be_read_stops_before_anything_changes()
    {
        using var rig = new InstallRig();
        rig.Install();
        File.WriteAllText(rig.Config(".installed.json"), "{ broken");
        var before = rig.Snapshot();

        var ran = rig.Install();

        Assert.Contains(".installed.json cannot be read", ran.Failure, StringComparison.Ordinal);
        Assert.Equal(before, rig.Snapshot());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Uninstall")]
    [InlineData("Uninstall RemoveData")]
    public void WhatIf_changes_nothing_on_an_installed_machine(string how)
    {
        using var rig = new InstallRig();
        rig.Install();
        rig.ForgetCalls();
        rig.Publish("2", ("layouts/paypal.json", "paypal 2"));
        var before = rig.Snapshot();

        var ran = how.Length == 0 ? rig.Install("WhatIf") : rig.Uninstall([.. how.Split(' ')[1..], "WhatIf"]);

        Assert.Null(ran.Failure);
        Assert.Equal(before, rig.Snapshot());
        Assert.Empty(rig.Windows.Calls);
        Assert.Contains("What if: Stop the service Reconciler", ran.Said);
        Assert.Equal("Nothing was changed.", ran.Said[^1]);
    }

    [Fact]
    public void WhatIf_on_a_bare_machine_says_every_step_of_a_first_install()
    {
        using var rig = new InstallRig();
        var before = rig.Snapshot();

        var ran = rig.Run("WhatIf", $"InstallFolder={rig.InstallFolder}", $"DataFolder={rig.DataFolder}");

        Assert.Null(ran.Failure);
        Assert.Equal(before, rig.Snapshot());
        Assert.Empty(rig.Windows.Calls);
        string[] steps =
        [
            "Publish the program from", "Copy the program to", "Put the program in place as", "Set up the service Reconciler under the account NT SERVICE\\Reconciler",
            $"Give {rig.DataFolder} to NT SERVICE\\Reconciler and the administrators only", $"Add {rig.Config("reconciler.json")}", "Remember the configuration files",
            "Create the event log source", "Bring the store up to date", "Check what a first day needs", "Start the service Reconciler",
        ];
        Assert.Equal(steps.Length + 1, ran.Said.Count);
        Assert.All(steps.Zip(ran.Said), pair => Assert.StartsWith("What if: " + pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_source_it_publishes_from_its_own_folder_and_tidies_up()
    {
        using var rig = new InstallRig();

        var ran = rig.Run($"InstallFolder={rig.InstallFolder}", $"DataFolder={rig.DataFolder}");

        Assert.Null(ran.Failure);
        var published = rig.Windows.Calls[0].Split('|');
        Assert.Equal(
            ["dotnet", "publish", $"{rig.Project}/src/Reconciler.Worker/Reconciler.Worker.csproj", "--configuration", "Release", "--runtime", "win-x64", "--self-contained", "true", "--output"],
            published[..^1]);
        Assert.False(Directory.Exists(published[^1]));
        Assert.Equal("Running", rig.Windows.Service?.Status);
    }

    [Theory]
    [InlineData("dotnet|publish", 17)]
    [InlineData("icacls.exe", 5)]
    [InlineData("sc.exe|create", 1057)]
    [InlineData("sc.exe|failure|", 87)]
    [InlineData("reg.exe|add", 1)]
    [InlineData("sc.exe|start", 1053)]
    public void A_command_that_fails_stops_a_first_install_with_its_exit_code_and_leaves_no_service(string call, int exitCode)
    {
        using var rig = new InstallRig();
        rig.Windows.Failing[call] = exitCode;

        var ran = rig.Run($"InstallFolder={rig.InstallFolder}", $"DataFolder={rig.DataFolder}");

        Assert.Contains($"ended with exit code {exitCode}.", ran.Failure, StringComparison.Ordinal);
        Assert.Null(rig.Windows.Service);
        Assert.False(Directory.Exists(rig.InstallFolder));
        Assert.False(Directory.Exists(rig.InstallFolder + ".new"));
    }

    [Theory]
    [InlineData("icacls.exe", 5)]
    [InlineData("sc.exe|stop", 5)]
    [InlineData("sc.exe|config|Reconciler|binPath=", 1057)]
    [InlineData("reg.exe|add", 1)]
    public void A_command_that_fails_in_an_update_puts_the_previous_program_back(string call, int exitCode)
    {
        using var rig = new InstallRig();
        rig.Install();
        rig.Publish("2", ("layouts/paypal.json", "paypal 2"));
        var before = Installed(rig);
        // Once only: what is put back goes through the same commands.
        rig.Windows.FailOnce(call, exitCode);

        var ran = rig.Install();

        Assert.Contains($"ended with exit code {exitCode}.", ran.Failure, StringComparison.Ordinal);
        Assert.Contains("the previous program and configuration were put back", ran.Failure, StringComparison.Ordinal);
        Assert.Equal(before, Installed(rig));
    }

    [Fact]
    public void A_migration_that_fails_puts_the_previous_program_configuration_and_command_back()
    {
        using var rig = new InstallRig();
        rig.Publish("1", ("layouts/paypal.json", "paypal 1"), ("layouts/old.json", "old"));
        rig.Install();
        var before = Installed(rig);
        rig.Publish("2", ("layouts/paypal.json", "paypal 2"));
        rig.Program("2", migrate: 3);

        var ran = rig.Install();

        Assert.Contains("migrate", ran.Failure, StringComparison.Ordinal);
        Assert.Contains("ended with exit code 3.", ran.Failure, StringComparison.Ordinal);
        Assert.Contains("Store: version 2", ran.Failure, StringComparison.Ordinal);
        Assert.Equal(before, Installed(rig));
    }

    [Fact]
    public void A_new_program_that_does_not_stay_up_is_taken_back()
    {
        using var rig = new InstallRig();
        rig.Install();
        var other = rig.DataFolder + "-moved";
        rig.Windows.FallsOver = true;

        var ran = rig.Install("DataFolder=" + other);

        Assert.Contains("did not become Running within 60 seconds; it is Stopped", ran.Failure, StringComparison.Ordinal);
        Assert.Equal(rig.Command(), rig.Windows.Service?.Command);
        // Windows must not start it again while its files are changed.
        Assert.Contains("sc.exe|config|Reconciler|start=|disabled", rig.Windows.Calls);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void A_check_that_finds_something_to_mend_only_warns_while_a_wrong_configuration_stops(int exitCode, bool installed)
    {
        using var rig = new InstallRig();
        rig.Program("1", check: exitCode);

        var ran = rig.Install();

        Assert.Equal(installed, ran.Failure is null);
        Assert.Equal(installed, rig.Windows.Service is not null);
        Assert.Contains("Prüfung 1", ran.Text, StringComparison.Ordinal);
        Assert.Equal(installed, ran.Text.Contains("WARNING: The check found something to mend", StringComparison.Ordinal));
        // So that it can be mended.
        Assert.True(File.Exists(rig.Config("reconciler.json")));
    }

    [Fact]
    public void Uninstalling_removes_service_and_program_and_keeps_the_data()
    {
        using var rig = new InstallRig();
        rig.Install();
        rig.Install();
        rig.ForgetCalls();

        var ran = rig.Run("Uninstall");

        Assert.Null(ran.Failure);
        Assert.Equal(
            ["sc.exe|stop|Reconciler", "sc.exe|delete|Reconciler", "reg.exe|query", "reg.exe|delete"],
            rig.Windows.Calls.Select(call => call.StartsWith("reg", StringComparison.Ordinal) ? string.Join('|', call.Split('|')[..2]) : call));
        Assert.Null(rig.Windows.Service);
        Assert.False(Directory.Exists(rig.InstallFolder));
        Assert.False(Directory.Exists(rig.InstallFolder + ".previous"));
        Assert.True(File.Exists(rig.Config("reconciler.json")));
        Assert.Contains($"Data and configuration stay in {rig.DataFolder}.", ran.Said);
    }

    [Fact]
    public void RemoveData_deletes_the_data_as_well()
    {
        using var rig = new InstallRig();
        rig.Install();

        Assert.Null(rig.Uninstall("RemoveData").Failure);

        Assert.False(Directory.Exists(rig.DataFolder));
    }

    [Fact]
    public void RemoveData_leaves_a_folder_alone_that_this_script_did_not_set_up()
    {
        using var rig = new InstallRig();
        rig.Install();
        InstallRig.Write(rig.DataFolder + "2", "letter.txt", "not ours");
        var before = rig.Snapshot();

        var ran = rig.Run("Uninstall", "RemoveData", $"InstallFolder={rig.InstallFolder}", $"DataFolder={rig.DataFolder}2");

        Assert.Contains("was not set up by this script", ran.Failure, StringComparison.Ordinal);
        Assert.Equal(before, rig.Snapshot());
    }

    [Fact]
    public void Uninstalling_where_nothing_is_installed_says_so_and_is_no_failure()
    {
        using var rig = new InstallRig();
        rig.Windows.Failing["reg.exe|query"] = 1;

        var ran = rig.Uninstall();

        Assert.Null(ran.Failure);
        Assert.Contains("There is no service Reconciler.", ran.Said);
        Assert.DoesNotContain(rig.Windows.Calls, call => call.StartsWith("reg.exe|delete", StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_that_is_marked_for_deletion_is_explained()
    {
        using var rig = new InstallRig();
        rig.Windows.Failing["sc.exe|create"] = 1072;

        Assert.Contains("close services.msc", rig.Install().Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_never_replaced()
    {
        using var rig = new InstallRig();
        InstallRig.Write(rig.InstallFolder, "accounts.xlsx", "not ours");
        var before = rig.Snapshot();

        Assert.Contains("holds something else than Reconciler", rig.Install().Failure, StringComparison.Ordinal);
        Assert.Contains("holds something else than Reconciler", rig.Uninstall().Failure, StringComparison.Ordinal);

        Assert.Equal(before, rig.Snapshot());
    }

    [Fact]
    public void Wrong_folders_and_switches_are_refused_before_anything_changes()
    {
        using var rig = new InstallRig();
        var before = rig.Snapshot();

        (string Refused, InstallRig.Ran Ran)[] table =
        [
            ("is the root of a drive", rig.Run($"Source={rig.Source}", "InstallFolder=/", $"DataFolder={rig.DataFolder}")),
            ("is the root of a drive", rig.Run($"Source={rig.Source}", $"InstallFolder={rig.InstallFolder}", "DataFolder=/")),
            // An update replaces the program folder as a whole, and the data with it.
            ("lie in one another", rig.Run($"Source={rig.Source}", $"InstallFolder={rig.InstallFolder}", $"DataFolder={rig.InstallFolder}/data/")),
            ("lie in one another", rig.Run($"Source={rig.Source}", $"InstallFolder={rig.Source}/program", $"DataFolder={rig.DataFolder}")),
            ("is not a published Reconciler: reconciler.exe is missing", rig.Run($"Source={rig.Project}", $"InstallFolder={rig.InstallFolder}", $"DataFolder={rig.DataFolder}")),
            ("-RemoveData goes with -Uninstall only", rig.Install("RemoveData")),
            ("-Source does not go with -Uninstall", rig.Install("Uninstall")),
            ("ServiceName", rig.Install("ServiceName=a'b")),
        ];

        Assert.All(table, row => Assert.Contains(row.Refused, row.Ran.Failure, StringComparison.Ordinal));
        Assert.Equal(before, rig.Snapshot());
    }

    [Fact]
    public void A_person_who_says_no_to_a_step_stops_the_installation()
    {
        using var rig = new InstallRig();
        rig.Install();
        rig.Publish("2");
        var before = Installed(rig);

        var ran = rig.Install("Confirm");

        Assert.Contains("Stopped by you before this step: Copy the program", ran.Failure, StringComparison.Ordinal);
        Assert.Equal(before, Installed(rig));
    }

    /// <summary>Program, configuration and service; not the copies of earlier ones that lie beside them.</summary>
    private static string Installed(InstallRig rig) => string.Join(
        '\n',
        new[] { rig.InstallFolder, rig.DataFolder + "/config" }
            .SelectMany(folder => Names(folder).Select(name => $"{folder}/{name}: {File.ReadAllText(Path.Combine(folder, name))}"))) + rig.Windows.Service;

    private static string[] Names(params string[] folder)
    {
        var path = Path.Combine(folder);
        return [.. Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file)).Order(StringComparer.Ordinal)];
    }

    private static string Hash(string text) => Core.Values.ShortHash.Sha256(System.Text.Encoding.UTF8.GetBytes(text));
}
