using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Fuzzer;

/// <summary>
/// Runs the whole program over an inbox of damaged files in hostile shapes (names, links, pipes, archives, files exchanged while they are read) next to a good one. However bad the others are: the run ends well and in time,
/// the good one's rows arrive, nothing outside the inbox is touched, nothing is left in the work folder, and what stays in the inbox is named.
/// </summary>
public static class WholeRuns
{
    /// <summary>How many damaged files lie in one inbox.</summary>
    public const int FilesAtOnce = 100;

    private const int GoodRows = 50;
    private const string GoodName = "~good.csv"; // behind all others
    private const string Private = "wallet,secret\nnobody's,business\n";

    /// <summary>How long one run may take, on a machine that has other work as well.</summary>
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(5);

    /// <param name="from">The number of the first run.</param>
    public static IReadOnlyList<Fault> Run(IReadOnlyList<GoodFile> corpus, int runs, int seed, TextWriter progress, int from = 0)
    {
        var faults = new List<Fault>();
        for (var number = from; number < from + runs; number++)
        {
            using var folder = new TempFolder();
            var watch = Stopwatch.StartNew();
            faults.AddRange(One(corpus, folder, new Random(unchecked((seed * 7_919) + number))).Select(what => new Fault(number, "whole run", $"{FilesAtOnce} files", what)));
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"whole run {number}: {watch.Elapsed.TotalSeconds:0.0} s, {faults.Count} faults"));
        }

        return faults;
    }

    private static List<string> One(IReadOnlyList<GoodFile> corpus, TempFolder folder, Random random)
    {
        File.WriteAllText(folder["private.csv"], Private);
        Directory.CreateDirectory(folder["elsewhere"]);
        File.WriteAllText(folder["elsewhere", "private.csv"], Private);
        var inbox = folder["data", "inbox"];
        var exchanged = new List<string>();
        for (var i = 0; i < FilesAtOnce; i++)
        {
            var good = corpus[random.Next(corpus.Count)];
            var damage = random.Next(50) == 0 ? Damages.Bombs[random.Next(Damages.Bombs.Length)] : Damages.All[random.Next(Damages.All.Length)];
            var path = Path.Combine(inbox, good.Path.Contains("orders", StringComparison.Ordinal) ? "orders" : "statements", random.Next(5) == 0 ? "folder" : "", Name(random, i, Path.GetExtension(good.Path)));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            LayDown(path, damage.Do(good.Content, random), folder, random, exchanged);
        }

        Directory.CreateDirectory(Path.Combine(inbox, "statements"));
        File.WriteAllText(Path.Combine(inbox, "statements", GoodName), Good());
        var (exitCode, output, messages) = Once(folder, exchanged, random);
        return [.. Judge(folder, exitCode, output, messages, exchanged)];
    }

    private static IEnumerable<string> Judge(TempFolder folder, int? exitCode, string output, string messages, List<string> exchanged)
    {
        if (exitCode != 0)
        {
            yield return exitCode is null ? $"takes more than {longest}" : $"ends with {exitCode}: {messages}";
            yield break;
        }

        if (!output.Contains($"{GoodRows} rows: {GoodRows} new, 0 new versions, 0 known already, 0 rejected", StringComparison.Ordinal) || File.Exists(folder["data", "inbox", "statements", GoodName]))
        {
            yield return "the good file's rows did not arrive";
        }

        if (File.ReadAllText(folder["private.csv"]) != Private || File.ReadAllText(folder["elsewhere", "private.csv"]) != Private || Directory.GetFileSystemEntries(folder["elsewhere"]).Length != 1)
        {
            yield return "a file outside the inbox was touched";
        }

        if (Directory.Exists(folder["data", "work"]))
        {
            yield return "the work folder is left behind";
        }

        var left = Directory.EnumerateFiles(folder["data", "inbox"], "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Except(exchanged, StringComparer.Ordinal).Count();
        var named = output.Split('\n').Count(line => line.Contains("left for the next run", StringComparison.Ordinal));
        if (left > named)
        {
            yield return $"{left} files stay in the inbox, {named} are named";
        }
    }

    /// <summary>Puts the bytes there as they are, or in a shape that is none of a statement.</summary>
    private static void LayDown(string path, byte[] bytes, TempFolder folder, Random random, List<string> exchanged)
    {
        switch (OperatingSystem.IsWindows() ? random.Next(6, 20) : random.Next(20))
        {
            case 0:
                File.CreateSymbolicLink(path, random.Next(4) switch { 0 => folder["private.csv"], 1 => folder["elsewhere"], 2 => "/dev/zero", _ => folder["none"] });
                break;
            case 1:
                _ = mkfifo(path, 0x1B6);
                break;
            case 2:
                _ = link(folder["private.csv"], path);
                break;
            case 6 or 7:
                using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
                {
                    for (var entry = random.Next(1, 5); entry > 0; entry--)
                    {
                        using var stream = zip.CreateEntry(Name(random, entry, ".csv") + (random.Next(4) == 0 ? "\0" : "")).Open();
                        stream.Write(bytes);
                    }
                }

                break;
            case 8 or 9:
                File.WriteAllBytes(path, bytes);
                exchanged.Add(path);
                break;
            default:
                File.WriteAllBytes(path, bytes);
                break;
        }
    }

    /// <summary>A name as somebody may give it who means no good, or only an ordinary one.</summary>
    private static string Name(Random random, int number, string extension)
    {
        var plain = number.ToString("000", CultureInfo.InvariantCulture);
        var windows = OperatingSystem.IsWindows();
        return random.Next(12) switch
        {
            0 => plain + new string('a', 248 - extension.Length) + extension,
            1 => plain + string.Concat(Enumerable.Repeat("\u0436", 100)) + extension,
            2 => plain + string.Concat(Enumerable.Repeat("\U0001F4B6", 50)) + extension,
            3 when !windows => $"{plain}\n\u001b[31m\"'`$(x){extension}",
            4 => $"{plain}\u202Evsc{extension}",
            5 when !windows => $"{plain}<>:|?*\\{extension}",
            6 => $"-rf {plain}{extension}",
            7 => $"{plain}{extension}.why.txt",
            _ => plain + extension,
        };
    }

    private static (int? ExitCode, string Output, string Messages) Once(TempFolder folder, List<string> exchanged, Random random)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "reconciler.dll"), "once", "--data", folder["data"], "--config", Places.Config })
        {
            start.ArgumentList.Add(argument);
        }

        using var once = Process.Start(start)!;
        var output = once.StandardOutput.ReadToEndAsync();
        var messages = once.StandardError.ReadToEndAsync();
        var watch = Stopwatch.StartNew();
        while (!once.WaitForExit(5))
        {
            if (watch.Elapsed > longest)
            {
                once.Kill(entireProcessTree: true);
                return (null, string.Empty, string.Empty);
            }

            Exchange(exchanged, folder, random);
        }

        return (once.ExitCode, output.GetAwaiter().GetResult(), messages.GetAwaiter().GetResult());
    }

    /// <summary>Writes to a file, or puts another in its place, while the program may be reading it.</summary>
    private static void Exchange(List<string> exchanged, TempFolder folder, Random random)
    {
        if (exchanged.Count == 0 || exchanged[random.Next(exchanged.Count)] is not { } path || !File.Exists(path))
        {
            return;
        }

        try
        {
            if (random.Next(2) == 0)
            {
                File.AppendAllText(path, "more,of,it\n");
            }
            else
            {
                File.WriteAllText(folder["other"], "another,file\n");
                File.Move(folder["other"], path, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The program has it open, or has taken it away.
        }
    }

    private static string Good()
    {
        var text = new StringBuilder("transaction_id,wallet,booked_at,type,status,amount,currency\n");
        for (var i = 0; i < GoodRows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"good-{i},good-wallet,2026-05-04T10:00:00Z,payment,succeeded,-{i + 1}.50,EUR\n");
        }

        return text.ToString();
    }

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
