using System.Diagnostics;

namespace Reconciler.Benchmarks.Whole;

/// <summary>A program run to its end in a process of its own, and what that cost.</summary>
/// <param name="WallSeconds">From its start to its end.</param>
/// <param name="CpuSeconds">Its own time on all cores, user and system.</param>
/// <param name="PeakMebibytes">The most memory that it held at once.</param>
/// <param name="Output">Its standard output.</param>
internal sealed record ChildRun(double WallSeconds, double CpuSeconds, double PeakMebibytes, string Output)
{
    /// <summary>How often the process is looked at: what it uses between the last look and its end is not counted.</summary>
    private const int LookMilliseconds = 5;

    /// <param name="program">A .dll, which <c>dotnet</c> runs, or an executable file.</param>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message holds what it said.</exception>
    public static ChildRun Of(string program, params IEnumerable<string> arguments)
    {
        var isLibrary = Path.GetExtension(program).Equals(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isLibrary ? "dotnet" : program, isLibrary ? [program, .. arguments] : arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        var (cpu, peak) = (TimeSpan.Zero, 0L);
        while (!process.WaitForExit(LookMilliseconds))
        {
            try
            {
                process.Refresh();
                (cpu, peak) = (process.TotalProcessorTime, Math.Max(peak, process.PeakWorkingSet64));
            }
            catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It has ended between the two lines.
            }
        }

        var wall = watch.Elapsed;
        process.WaitForExit();
        return process.ExitCode == 0
            ? new ChildRun(wall.TotalSeconds, cpu.TotalSeconds, peak / 1024.0 / 1024, output.GetAwaiter().GetResult())
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{messages.GetAwaiter().GetResult()}\n{output.GetAwaiter().GetResult()}");
    }
}
