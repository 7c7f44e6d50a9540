using System.ComponentModel;
using System.Globalization;
using Reconciler.Import.Bytes;

namespace Reconciler.Worker.Settings;

/// <summary>A program that holds a lock on a file.</summary>
/// <param name="Command">How it was called; empty where the system does not say.</param>
/// <param name="StartedUtc">When the program was started; null where the system does not say.</param>
internal sealed record LockHolder(int ProcessId, IReadOnlyList<string> Command, DateTime? StartedUtc)
{
    private const string Name = "reconciler";

    // How many words of a command may stand before the program that a runtime runs.
    private const int WordsLookedAt = 4;

    /// <summary>Whether it is one of ours. Of whom nothing is known, it may be.</summary>
    public bool MayBeReconciler => ProcessId == Environment.ProcessId || Command.Count == 0 || Command.Take(WordsLookedAt).Any(word => Path.GetFileName(word) is Name or Name + ".dll" or Name + ".exe");

    /// <summary>Those who hold the file, as far as the system says: Linux does (<c>/proc/locks</c>, proc(5)).</summary>
    public static IReadOnlyList<LockHolder> Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        try
        {
            // 1: FLOCK ADVISORY WRITE 708 08:01:2363 0 EOF, behind the number "->" for who only waits.
            var mark = InputFile.MarkOf(path);
            var file = string.Create(CultureInfo.InvariantCulture, $"{mark.Device >> 32:x2}:{mark.Device & uint.MaxValue:x2}:{mark.Number}");
            return
            [
                .. File.ReadLines("/proc/locks").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Where(words => words.Length > 5 && words[1] != "->" && words[5] == file)
                    .Select(words => int.TryParse(words[4], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().Select(Process),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return [];
        }
    }

    /// <summary>Such as <c>flock (process 708, started 2026-05-06 09:00:00 UTC)</c>.</summary>
    public override string ToString()
    {
        var name = Command.Count == 0 ? "a program" : Path.GetFileName(Command[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{name} (process {ProcessId}{(StartedUtc is { } at ? $", started {at:yyyy-MM-dd HH:mm:ss} UTC" : string.Empty)})");
    }

    private static LockHolder Process(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return new LockHolder(id, File.ReadAllText($"/proc/{id}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries), process.StartTime.ToUniversalTime());
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new LockHolder(id, [], null);
        }
    }
}
