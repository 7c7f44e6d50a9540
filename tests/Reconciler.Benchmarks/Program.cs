using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Reconciler.Benchmarks.Crowds;
using Reconciler.Benchmarks.Whole;
using Reconciler.Simulator;

try
{
    switch (args)
    {
        case ["whole", .. var rest]:
            WholeRun.Parse(new Options(rest)).Run(Console.Out, Console.Error);
            return 0;

        case [DuckDbJoin.Command, var statement, var orders, var database]:
            DuckDbJoin.Run(statement, orders, database, Console.Out);
            return 0;

        case [CrowdRun.Command, .. var rest]:
            CrowdRun.Parse(new Options(rest)).Run(Console.Out);
            return 0;

        case [CrowdRun.OneCommand, var name, var rows, var seconds]:
            CrowdRun.RunOne(name, int.Parse(rows, CultureInfo.InvariantCulture), int.Parse(seconds, CultureInfo.InvariantCulture), Console.Out);
            return 0;

        case [] or ["--help" or "-h" or "help"]:
            Console.WriteLine("""
                Takes the time of the program, whole and in parts.

                  whole --rows N[,N…] [--references SHARE] [--equal-amounts SHARE] [--out DIR] [--keep DIR] [--program FILE] [--seed N]
                      makes a history of N orders and N entries and 10,000 rows of the day after, and runs `reconciler once` on them: cold, the next day, and
                      with nothing new; DuckDB reads and joins the same files. Prints a table; --out keeps it as whole.md, with several N beside a picture,
                      whole.png. Shares (from 0 to 1): payments that name their order (1), orders at a popular price (0). --keep leaves files and stores there;
                      --program measures another build (reconciler.dll, or an executable).
                  crowds [--rows N] [--doublings N] [--seconds N] [--only TEXT]
                      matches and finds worst cases, which have many records that look alike, at N rows (25000), twice and four times as many (2 doublings), each in
                      a process of its own; prints CPU seconds, their growth, and memory. --seconds ends a case that takes longer (60); --only picks
                      those with a text in their names.
                  --filter PATTERN
                      BenchmarkDotNet for the parts; --filter '*' is all of them, --list flat names them

                Exit status: 0 done, 2 wrong usage.
                """);
            return 0;

        default:
            // In this process: the build that BenchmarkDotNet would make of its own keeps no lock files.
            BenchmarkSwitcher.FromAssembly(typeof(WholeRun).Assembly).Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
            return 0;
    }
}
catch (UsageException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
