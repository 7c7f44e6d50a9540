using System.Diagnostics;
using Reconciler.TestSupport;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary>An auditor's account: in the group of the data folder, where it may read and not write.</summary>
public sealed class ReadOnlyAccountTests
{
    private const int Group = 65534;

    private static readonly string[] Tables = ["entries", "orders", "matches", "findings", "disputes", "rejected", "audit", "runs"];

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    [Fact]
    public async Task An_account_that_may_only_read_verifies_and_exports_and_leaves_nothing_behind()
    {
        SkipUnlessRoot();
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        ForItsGroup(project);
        var before = Everything(project);
        string[][] commands = [["audit", "verify"], ["audit", "verify", "--deep"], ["audit", "export"], ["disputes", "list"], .. Tables.Select(what => new[] { "export", what })];

        foreach (var command in commands)
        {
            var ended = await Run(project, command);
            Assert.True(ended.ExitCode == 0, $"{string.Join(' ', command)}: {ended.Output}{ended.Messages}");
            Assert.NotEmpty(ended.Output);
        }

        Assert.Equal(before, Everything(project));
        var refused = await Run(project, "once");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("may not write", refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_another_account_has_the_store_open_its_last_changes_are_read_too()
    {
        SkipUnlessRoot();
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        ForItsGroup(project);
        var records = await Records(project);
        var store = Workplace.Open(project[".sample"], project["config"], asOf: null).OpenStore();
        using var open = store.KeepOpen();
        using (var work = store.Begin())
        {
            work.Audit.Append(Some.Time, "ann (uid 1000)", "tried", "a line", "{}");
            work.Commit();
        }

        Assert.True(new FileInfo(project[".sample", "reconciler.db-wal"]).Length > 0);
        Assert.Equal(records + 1, await Records(project));
    }

    [Fact]
    public async Task What_a_program_left_that_did_not_end_well_is_told_with_the_mend()
    {
        SkipUnlessRoot();
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var store = Workplace.Open(project[".sample"], project["config"], asOf: null).OpenStore();
        using (var open = store.KeepOpen())
        {
            using (var work = store.Begin())
            {
                work.Audit.Append(Some.Time, "ann (uid 1000)", "tried", "a line", "{}");
                work.Commit();
            }

            Directory.CreateDirectory(project["cut"]);
            foreach (var part in (string[])["reconciler.db", "reconciler.db-wal"])
            {
                File.Copy(project[".sample", part], project["cut", part]);
            }
        }

        ForItsGroup(project, "cut");
        var cut = await Run(project, "audit", "verify", "--data", project["cut"]);
        Assert.Equal(3, cut.ExitCode);
        Assert.Contains("reconciler.db was not closed well, and this account may only read: let one that may write run reconciler check", cut.Messages, StringComparison.Ordinal);

        await ReconcilerProcess.Run(project.Path, "check", "--data", project["cut"]);
        ForItsGroup(project, "cut");
        Assert.Equal(0, (await Run(project, "audit", "verify", "--data", project["cut"])).ExitCode);
    }

    private static void SkipUnlessRoot() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "This user may not become another (root on Linux may, with setpriv).");

    private static async Task<int> Records(TempFolder project)
    {
        var verify = await Run(project, "audit", "verify");
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Messages);
        return int.Parse(verify.Output.Split("is whole: ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The rights that the program itself gives what it makes.</summary>
    private static void ForItsGroup(TempFolder project, string data = ".sample")
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(project.Path, FolderMode | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Assert.Equal(string.Empty, Tool("/usr/bin/chgrp", "-R", $"{Group}", project[data]));
        foreach (var entry in new DirectoryInfo(project[data]).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(new DirectoryInfo(project[data])))
        {
            File.SetUnixFileMode(entry.FullName, entry is DirectoryInfo ? FolderMode : FileMode);
        }
    }

    private static List<string> Everything(TempFolder project) =>
        [.. Directory.EnumerateFileSystemEntries(project[".sample"], "*", SearchOption.AllDirectories).Select(p => $"{p} {File.GetLastWriteTimeUtc(p):O}").Order(StringComparer.Ordinal)];

    private static async Task<Ended> Run(TempFolder project, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/setpriv", [$"--reuid={Group}", $"--regid={Group}", "--clear-groups", "dotnet", Path.Combine(AppContext.BaseDirectory, "reconciler.dll"), .. arguments])
        {
            WorkingDirectory = project.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["HOME"] = project.Path;
        using var process = Process.Start(start)!;
        var (output, messages) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ended(process.ExitCode, await output, await messages);
    }

    private static string Tool(string path, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var messages = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return messages;
    }
}
