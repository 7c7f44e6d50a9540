using System.Diagnostics;

namespace Reconciler.Simulator.Kills;

/// <summary>How a run of the program ended.</summary>
internal sealed record ProgramEnd(int ExitCode, string Output, string Messages)
{
    /// <summary>What the system reports for a process that SIGKILL ended.</summary>
    private const int KilledExitCode = 128 + 9;

    public bool WasKilled => ExitCode == KilledExitCode;
}

/// <summary>One run of the program, in a process of its own, with a data folder and a configuration of its own.</summary>
internal sealed class KilledProgram : IDisposable
{
    public static readonly IReadOnlyDictionary<string, string> NoSecrets = new Dictionary<string, string>();

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private readonly Process process;

    private KilledProgram(Process process)
    {
        this.process = process;
        End = ReadToEnd();
    }

    /// <summary>Ends when the program has ended, by itself or not.</summary>
    public Task<ProgramEnd> End { get; }

    /// <param name="folder">Holds <c>data</c> and <c>config</c>.</param>
    /// <param name="secrets">What the program finds in its environment.</param>
    public static KilledProgram Start(string folder, IReadOnlyDictionary<string, string> secrets, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "reconciler.dll"), .. arguments, "--data", Path.Combine(folder, "data"), "--config", Path.Combine(folder, "config")])
        {
            start.ArgumentList.Add(argument);
        }

        // Nothing is gained from profiling a run of a second.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("RECONCILER_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name); // only what the trial gives
        }

        foreach (var (name, secret) in secrets)
        {
            start.Environment[name] = secret;
        }

        return new KilledProgram(Process.Start(start)!);
    }

    public static async Task<ProgramEnd> Run(string folder, IReadOnlyDictionary<string, string> secrets, params IEnumerable<string> arguments)
    {
        using var program = Start(folder, secrets, arguments);
        await Task.WhenAny(program.End, Task.Delay(Longest));
        program.Kill();
        return await program.End;
    }

    /// <summary>SIGKILL; nothing happens where it has ended already.</summary>
    public void Kill() => process.Kill();

    public void Dispose()
    {
        Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private async Task<ProgramEnd> ReadToEnd()
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramEnd(process.ExitCode, await output, await messages);
    }
}
