using System.Diagnostics;
using System.Runtime.Versioning;

namespace Reconciler.Worker.Tests;

/// <summary>What the program writes is for its account and the group.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileRightsTests
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Theory]
    [InlineData("0022", "rw-r-----")] // the system's usual one
    [InlineData("0002", "rw-rw----")] // approvers in the group
    [InlineData("0077", "rw-------")]
    public async Task Nobody_else_may_read_what_a_run_writes(string mask, string report)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("On Windows the rights of the data folder hold.");
        }

        using var project = ReconcilerProcess.CopyOfProject();
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"umask {mask}; exec dotnet \"$0\" once", Path.Combine(AppContext.BaseDirectory, "reconciler.dll")])
        {
            WorkingDirectory = project.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var (output, messages) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await messages);

        Assert.All(Directory.GetFiles(project[".sample", "reports"]), path => Assert.Equal(report, Spelt(File.GetUnixFileMode(path))));
        string[] written = ["archive", "outbox", "evidence", "reports", "logs"];
        Assert.All(
            written.SelectMany(folder => Directory.EnumerateFileSystemEntries(project[".sample", folder], "*", SearchOption.AllDirectories)).Append(project[".sample", "reconciler.db"]),
            path => Assert.True((File.GetUnixFileMode(path) & Others) == UnixFileMode.None, $"{path}: {Spelt(File.GetUnixFileMode(path))}"));
    }

    private static string Spelt(UnixFileMode mode) => string.Concat(Enumerable.Range(0, 9).Select(i => ((int)mode & (0b100_000_000 >> i)) != 0 ? "rwx"[i % 3] : '-'));
}
