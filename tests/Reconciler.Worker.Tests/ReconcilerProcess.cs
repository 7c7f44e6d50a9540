using System.Diagnostics;
using System.Runtime.InteropServices;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>What a run of the program printed and ended with.</summary>
internal sealed record Ended(int ExitCode, string Output, string Messages);

/// <summary>The program as its users have it: a process of its own, with its own working folder.</summary>
internal static class ReconcilerProcess
{
    public static async Task<Ended> Run(string workingFolder, params string[] arguments)
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
    public static TempFolder CopyOfProject()
    {
        var folder = new TempFolder();
        foreach (var part in new[] { "config", "seeds" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Places.Root, part), "*", SearchOption.AllDirectories))
            {
                var target = folder[Path.GetRelativePath(Places.Root, file)];
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        return folder;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
