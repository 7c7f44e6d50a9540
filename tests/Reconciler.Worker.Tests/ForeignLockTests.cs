using System.Diagnostics;

namespace Reconciler.Worker.Tests;

/// <summary>Who may read the lock file may lock it; only what another reconciler locks keeps this one away.</summary>
public sealed class ForeignLockTests
{
    private const string Flock = "/usr/bin/flock";

    [Fact]
    public async Task A_lock_by_another_program_is_told_with_its_process_and_not_obeyed()
    {
        Assert.SkipUnless(File.Exists(Flock), "flock is not here (Debian: util-linux).");
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var path = project[".sample", "reconciler.lock"];
        using var foreign = await Locked(path);

        var once = await ReconcilerProcess.RunApart(project.Path, "once");

        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.Matches($@"reconciler\.lock is held by flock \(process {foreign.Id}, started 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC\), which is no reconciler: it was put aside, and the work goes on", once.Messages);
        Assert.False(foreign.HasExited);
        foreign.Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task While_a_reconciler_works_another_one_waits_whatever_else_holds_the_first_lock_file()
    {
        Assert.SkipUnless(File.Exists(Flock), "flock is not here (Debian: util-linux).");
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        using var foreign = await Locked(project[".sample", "reconciler.lock"]);
        using (new Settings.DataFolder(project[".sample"]).Hold(tell: _ => { }))
        {
            var busy = await ReconcilerProcess.Run(project.Path, "once");
            Assert.Equal(3, busy.ExitCode);
            Assert.Matches($@"Another instance of reconciler works in {project[".sample"]}: \S+ \(process {Environment.ProcessId}, started ", busy.Messages);
        }

        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "once")).ExitCode);
        foreign.Kill(entireProcessTree: true);
    }

    private static async Task<Process> Locked(string path)
    {
        var process = Process.Start(new ProcessStartInfo(Flock, [path, "sh", "-c", "echo locked; sleep 120"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal("locked", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return process;
    }
}
