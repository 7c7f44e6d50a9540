using System.Diagnostics;
using System.Runtime.InteropServices;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>What a run of the program printed and ended with.</summary>
internal sealed record Ended(int ExitCode, string Output, string Messages);

/// <summary>The program as its users have it: a process of its own, with its own working folder.</summary>
internal static class ReconcilerProcess
{
    private static readonly Lazy<Task<TempFolder>> AfterSampleRun = new(RunSample);

    /// <summary>The program as another user of this machine, who may do everything in the folder that is not forbidden there already; null where this user may not become another.</summary>
    /// <param name="forbidden">Paths below the folder that are left as they are.</param>
    public static Task<Ended?> TryRunAsNobody(string workingFolder, string[] arguments, params string[] forbidden) => TryRunAs(65534, workingFolder, arguments, forbidden);

    /// <summary>The same as the account with this number, which need not have a name. What its environment says of its name is not true.</summary>
    public static async Task<Ended?> TryRunAs(int uid, string workingFolder, string[] arguments, params string[] forbidden)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
        {
            return null;
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(workingFolder, "*", SearchOption.AllDirectories).Append(workingFolder).Except(forbidden, StringComparer.Ordinal))
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        }

        var start = new ProcessStartInfo("/usr/bin/setpriv") { WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[$"--reuid={uid}", "--regid=65534", "--clear-groups", "dotnet", Path.Combine(AppContext.BaseDirectory, "reconciler.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = workingFolder;
        start.Environment["USER"] = start.Environment["LOGNAME"] = "boss";
        using var process = Process.Start(start)!;
        var (output, messages) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Ended(process.ExitCode, await output, await messages);
    }

    /// <summary>Runs the program with the configuration of a project folder.</summary>
    public static Task<Ended> Run(string projectFolder, params string[] arguments) =>
        ReconcilerHere.Run(arguments.Contains("--config") ? arguments : [.. arguments, "--config", Path.Combine(projectFolder, "config")]);

    /// <summary>Runs the program in a process and with a working folder of its own.</summary>
    public static async Task<Ended> RunApart(string workingFolder, params string[] arguments)
    {
        using var process = Start(workingFolder, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        return new Ended(process.ExitCode, await output, await messages);
    }

    public static Process Start(string workingFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "reconciler.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>The stop signal of a service manager: SIGTERM.</summary>
    public static void AskToStop(Process process)
    {
        if (Kill(process.Id, 15) != 0)
        {
            throw new InvalidOperationException($"Process {process.Id} cannot be signalled.");
        }
    }

    /// <summary>A project folder of its own: configuration and seeds as shipped, and nothing else.</summary>
    public static TempFolder CopyOfProject() => Copy(Places.Root, "config", "seeds");

    /// <summary>The same with the sample as the first <c>once</c> leaves it, which runs one time for all tests.</summary>
    public static async Task<TempFolder> CopyAfterSampleRun() => Copy((await AfterSampleRun.Value).Path, "config", "seeds", ".sample");

    private static async Task<TempFolder> RunSample()
    {
        var folder = CopyOfProject();
        var once = await Run(folder.Path, "once");
        Assert.True(once.ExitCode == 0, once.Messages);
        return folder;
    }

    private static TempFolder Copy(string from, params string[] parts)
    {
        var folder = new TempFolder();
        foreach (var inside in parts.SelectMany(part => Directory.EnumerateDirectories(Path.Combine(from, part), "*", SearchOption.AllDirectories)))
        {
            Directory.CreateDirectory(folder[Path.GetRelativePath(from, inside)]);
        }

        foreach (var file in parts.SelectMany(part => Directory.EnumerateFiles(Path.Combine(from, part), "*", SearchOption.AllDirectories)))
        {
            var target = folder[Path.GetRelativePath(from, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
