using System.Diagnostics;
using System.Globalization;
using Reconciler.Import.Bytes;
using Reconciler.Import.Files;
using Reconciler.Import.Layouts;
using Reconciler.Import.Reading;
using Reconciler.TestSupport;

namespace Reconciler.Fuzzer;

/// <summary>What the reader could not bear.</summary>
/// <param name="Number">The file's number under its seed, to make it again.</param>
public sealed record Fault(int Number, string File, string Damage, string What);

/// <summary>What a run of the fuzzer saw.</summary>
public sealed record FuzzReport(int Files, int Read, int Refused, long Rows, long Rejected, TimeSpan Slowest, string SlowestWhat, long PeakMebibytes, IReadOnlyList<Fault> Faults)
{
    public void Print(TextWriter to)
    {
        foreach (var fault in Faults.Take(50))
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAULT file {fault.Number}: {fault.File}, {fault.Damage}: {fault.What}"));
        }

        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Files} damaged files: {Read} read ({Rows} rows, {Rejected} of them rejected), {Refused} refused; slowest {Slowest.TotalSeconds:0.00} s ({SlowestWhat}); peak memory {PeakMebibytes} MiB; {Faults.Count} faults"));
    }
}

/// <summary>Damages good files and reads them.</summary>
public static class Fuzz
{
    /// <summary>How much processor time one file may take: a busy machine makes no file a slow one.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>After this by the clock a file hangs that takes no processor time either.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromMinutes(2);

    private const int OneBombIn = 200;

    /// <param name="progress">Hears of each thousand.</param>
    /// <param name="from">The number of the first file.</param>
    public static FuzzReport Run(IReadOnlyList<GoodFile> corpus, int files, int seed, TextWriter progress, int from = 0)
    {
        var reader = new FileReader(LayoutCatalog.Load(Path.Combine(Places.Config, "layouts")), new ImportLimits { MaxFileBytes = 32 * 1024 * 1024 });
        var faults = new List<Fault>();
        var (read, refused, rows, rejected) = (0, 0, 0L, 0L);
        var (slowest, slowestWhat) = (TimeSpan.Zero, "none");
        using var folder = new TempFolder();
        for (var number = from; number < from + files; number++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + number));
            var good = corpus[random.Next(corpus.Count)];
            var damage = random.Next(OneBombIn) == 0 ? Damages.Bombs[random.Next(Damages.Bombs.Length)] : Damages.All[random.Next(Damages.All.Length)];
            var bytes = damage.Do(good.Content, random);
            var path = folder[$"{number % 50}{Path.GetExtension(good.Path)}"];
            File.WriteAllBytes(path, bytes);
            var (began, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            try
            {
                // A hang is found from outside; the run ends with it, for nothing stops a thread that hangs.
                var work = Task.Run(() => Read(reader, path));
                while (!work.Wait(TimeSpan.FromSeconds(1)) && !Hangs())
                {
                }

                if (!work.IsCompleted)
                {
                    faults.Add(new Fault(number, good.Path, damage.Name, $"hangs: more than {Longest.TotalSeconds:0} s"));
                    files = number - from + 1;
                    break;
                }

                if (work.Result is not { } seen)
                {
                    refused++;
                }
                else
                {
                    read++;
                    rows += seen.Rows;
                    rejected += seen.Rejected;
                    if (damage.KeepsRows && Damages.RowsAreLines(good.Content) && seen.Rows != Damages.RowCount(good.Content))
                    {
                        faults.Add(new Fault(number, good.Path, damage.Name, $"{Damages.RowCount(good.Content)} rows became {seen.Rows}"));
                    }
                }
            }
            catch (AggregateException e) when (e.InnerException is FileBudgetException { Message.Length: > 0 })
            {
                refused++;
            }
            catch (AggregateException e)
            {
                faults.Add(new Fault(number, good.Path, damage.Name, e.InnerException!.ToString()));
            }

            if (Environment.CpuUsage.TotalTime - began is var took && took > slowest)
            {
                (slowest, slowestWhat) = (took, $"file {number}, {Path.GetFileName(good.Path)}, {damage.Name}");
            }

            if ((number + 1) % 1000 == 0)
            {
                progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number + 1} files, {faults.Count} faults"));
            }

            bool Hangs() => Environment.CpuUsage.TotalTime - began > Longest || watch.Elapsed > Standstill;
        }

        using var process = Process.GetCurrentProcess();
        return new FuzzReport(files, read, refused, rows, rejected, slowest, slowestWhat, process.PeakWorkingSet64 / 1048576, faults);
    }

    /// <summary>Null where the file is refused; a refusal must say why.</summary>
    private static (long Rows, long Rejected)? Read(FileReader reader, string path)
    {
        if (reader.Identify(path) is not Identification.Known(var layout))
        {
            return ((Identification.Unknown)reader.Identify(path)).Why.Length > 0 ? null : throw new InvalidOperationException("refused without a reason");
        }

        var (rows, rejected) = (0L, 0L);
        foreach (var outcome in reader.Read(path, layout, null, new string('f', 64), "fuzzed", CancellationToken.None))
        {
            rows += outcome.Rows;
            if (outcome is RowOutcome.Rejected lost)
            {
                rejected += outcome.Rows;
                if (lost.Row.Why.Length == 0)
                {
                    throw new InvalidOperationException("a row was rejected without a reason");
                }
            }
        }

        return (rows, rejected);
    }
}
