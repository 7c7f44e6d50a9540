using System.Globalization;
using Reconciler.Fuzzer;
using Reconciler.TestSupport;

if (args is ["--help" or "-h" or "help"])
{
    Console.WriteLine("""
        Reads damaged statement and order files and says what the reader could not bear: an exception, more than ten seconds of processor time, a row that is neither read nor rejected.
        Then it runs the whole program over inboxes of such files in hostile shapes next to a good one: names, links, pipes, archives, files exchanged while they are read.

          dotnet run -c Release --project tests/Reconciler.Fuzzer -- [--files N] [--from N] [--runs N] [--seed S] [--corpus DIR]

          --files N      how many damaged files are read; default 100000
          --from N       the number of the first one; default 0. With --files 1 it makes a fault again
          --runs N       how many whole runs follow, of 100 files each; default one for 2000 files. --from counts them as well, where --files is 0
          --seed S       where the damage begins; file number N of seed S is always the same; default 1
          --corpus DIR   the good files, with all folders below; default: seeds/ and, where present, the real samples

        Exit status: 0 nothing was found, 1 something was.
        """);
    return 0;
}

var given = new Dictionary<string, string>(StringComparer.Ordinal) { ["--files"] = "100000", ["--from"] = "0", ["--runs"] = string.Empty, ["--seed"] = "1", ["--corpus"] = string.Empty };
for (var i = 0; i < args.Length; i += 2)
{
    if (!given.ContainsKey(args[i]) || i + 1 == args.Length)
    {
        Console.Error.WriteLine($"{args[i]} is no option with a value; --help lists them.");
        return 2;
    }

    given[args[i]] = args[i + 1];
}

var corpus = given["--corpus"] is { Length: > 0 } folder ? Corpus.Load([folder]) : Corpus.Load([Places.Seeds, .. Places.Samples is { } samples ? [samples] : Array.Empty<string>()]);
var (files, from, seed) = (Number("--files"), Number("--from"), Number("--seed"));
var runs = given["--runs"].Length > 0 ? Number("--runs") : files / 2000;
var report = Fuzz.Run(corpus, files, seed, Console.Error, from);
report.Print(Console.Out);
var faults = WholeRuns.Run(corpus, runs, seed, Console.Error, files == 0 ? from : 0);
foreach (var fault in faults)
{
    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAULT {fault.File} {fault.Number}: {fault.What}"));
}

Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs} whole runs over {runs * WholeRuns.FilesAtOnce} files: {faults.Count} faults"));
return report.Faults.Count + faults.Count == 0 ? 0 : 1;

int Number(string option) => int.Parse(given[option], CultureInfo.InvariantCulture);
