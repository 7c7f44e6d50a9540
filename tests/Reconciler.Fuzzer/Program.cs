using System.Globalization;
using Reconciler.Fuzzer;
using Reconciler.TestSupport;

if (args is ["--help" or "-h" or "help"])
{
    Console.WriteLine("""
        Reads damaged statement and order files and says what the reader could not bear: an exception, more than ten seconds, a row that is neither read nor rejected.

          dotnet run -c Release --project tests/Reconciler.Fuzzer -- [--files N] [--from N] [--seed S] [--corpus DIR]

          --files N      how many damaged files are read; default 100000
          --from N       the number of the first one; default 0. With --files 1 it makes a fault again
          --seed S       where the damage begins; file number N of seed S is always the same; default 1
          --corpus DIR   the good files, with all folders below; default: seeds/ and, where present, the real samples

        Exit status: 0 nothing was found, 1 something was.
        """);
    return 0;
}

var given = new Dictionary<string, string>(StringComparer.Ordinal) { ["--files"] = "100000", ["--from"] = "0", ["--seed"] = "1", ["--corpus"] = string.Empty };
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
var report = Fuzz.Run(corpus, int.Parse(given["--files"], CultureInfo.InvariantCulture), int.Parse(given["--seed"], CultureInfo.InvariantCulture), Console.Error, int.Parse(given["--from"], CultureInfo.InvariantCulture));
report.Print(Console.Out);
return report.Faults.Count == 0 ? 0 : 1;
