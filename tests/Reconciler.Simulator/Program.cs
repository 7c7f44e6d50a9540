using System.Globalization;
using Reconciler.Simulator;
using Reconciler.Simulator.Histories;
using Reconciler.Simulator.Kills;
using Reconciler.Simulator.Worlds;
using Reconciler.TestSupport;

try
{
    return await Run(args);
}
catch (UsageException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

static async Task<int> Run(string[] arguments)
{
    if (arguments is [] or ["--help" or "-h" or "help"])
    {
        Help();
        return 0;
    }

    var options = new Options(arguments[1..], arguments[0] == "kills" ? ["--keep", "--sent-folder"] : []);
    switch (arguments[0])
    {
        case "generate":
            {
                var knobs = Knobs.Parse(options);
                var folder = options.Needed("--out");
                options.NothingLeft();
                SimulatedFiles.Write(Scenario.Simulate(knobs), folder);
                Console.WriteLine(folder);
                return 0;
            }

        case "score":
            {
                var (truth, matches, findings) = (options.Needed("--truth"), options.Needed("--matches"), options.Needed("--findings"));
                var listed = options.Number("--list", 20, 0, 100_000);
                options.NothingLeft();
                return Scorer.ScoreFiles(truth, matches, findings, Console.Out, listed).AllRight ? 0 : 1;
            }

        case "try":
            {
                var knobs = Knobs.Parse(options);
                var listed = options.Number("--list", 20, 0, 100_000);
                var seeds = options.Number("--seeds", 1, 1, 1000);
                options.NothingLeft();
                var right = true;
                for (var i = 0; i < seeds; i++)
                {
                    right &= Trial.Run(knobs with { Seed = knobs.Seed + i }, Console.Out, listed);
                }

                return right ? 0 : 1;
            }

        case "worlds":
            {
                var (count, seed, listed) = (options.Number("--count", 20_000, 1, 10_000_000), options.Number("--seed", 1, 0, int.MaxValue), options.Number("--list", 50, 0, 10_000));
                options.NothingLeft();
                return WorldTrial.Run(count, seed, listed, Console.Out) ? 0 : 1;
            }

        case "histories":
            {
                var (seeds, first, steps, listed) = (options.Number("--seeds", 1_000, 1, 10_000_000), options.Number("--seed", 1, 0, int.MaxValue), options.Number("--steps", 16, 1, 10_000), options.Number("--list", 5, 0, 10_000));
                options.NothingLeft();
                return HistoryTrial.Run(seeds, first, steps, listed, Console.Out) ? 0 : 1;
            }

        case "kills":
            {
                var plan = new KillPlan(options.Number("--points", 200, 1, 100_000), options.Number("--from", 1, 1, 1_000_000), options.Number("--seed", 1, 0, 1_000_000), options.Has("--sent-folder"), options.Has("--keep"));
                options.NothingLeft();
                if (!MailServer.IsInstalled || (plan.SentFolders && !ImapServer.IsInstalled))
                {
                    throw new UsageException("The servers are missing (Debian: apt-get install python3-aiosmtpd dovecot-imapd).");
                }

                return (await KillTrials.Run(plan, Console.Out, Console.Error)).All(o => o.Faults.Count == 0) ? 0 : 1;
            }

        default:
            throw new UsageException($"{arguments[0]} is no command; --help lists them.");
    }
}

static void Help()
{
    var none = new Knobs();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        Makes statements and orders of which it knows the truth, and scores what was found in them; kills the program around sending, and counts the mails.

          generate --out DIR [knobs]    writes DIR/data/inbox, DIR/config and DIR/truth
          score --truth DIR --matches FILE --findings FILE [--list N]
                                        compares exports (csv) with DIR (the truth folder); lists the first N differences of each sort (20)
          try [knobs] [--seeds N] [--list N]
                                        generates, matches in this process, scores and takes the time; N seeds one after the other
          worlds [--count N] [--seed N] [--list N]
                                        makes N small worlds (20000) in which amounts, names and times collide, and holds what the engine says against a literal
                                        reading of the contract; prints each class of difference with its smallest world
          histories [--seeds N] [--seed N] [--steps N] [--list N]
                                        plays N histories (1000) of so many days each (16), full of ties, late files, changed statuses and decisions that are taken back, and
                                        holds after each day what matching a part left against what matching all gives
          kills [--points N] [--from N] [--seed N] [--sent-folder] [--keep]
                                        kills the program at N seeded points around sending (200), starts it again, and holds the disputes against the mail server's
                                        own count; --points 1 --from N is point N alone; with --sent-folder the server of every other point keeps copies that
                                        the program can look up; --keep leaves the folders of points with violations

        After generate:
          reconciler once --data DIR/data --config DIR/config --as-of TIME
          reconciler export matches  --data DIR/data --config DIR/config --out matches.csv
          reconciler export findings --data DIR/data --config DIR/config --out findings.csv
        Layouts and letters must be in DIR/config: copy those folders of the shipped configuration.

        Exit status: 0 nothing differs, 1 something differs, 2 wrong usage.

        Knobs (shares are from 0 to 1):
          --orders N            at least so many orders ({none.Orders})
          --seed N              the same seed and knobs give the same files ({none.Seed})
          --reference-share S   payments and refunds that name what they belong to ({none.ReferenceShare}); at 0, what needs a name does not happen
          --damage-share S      healthy named payments whose reference is damaged ({none.DamageShare})
          --equal-amounts S     healthy orders at one of a few popular prices ({none.EqualAmounts})
          --unpaid-share S      those without a name among them that nobody pays ({none.UnpaidShare}): what is around them becomes ambiguous
          --later-share S       records that also stand in some file with an earlier status ({none.LaterShare})
          --files N             files that each statement and the orders are cut into ({none.Files})
          --overlap S           share of a file's rows that the next file repeats ({none.Overlap})
          --days N              days before the clock on which the first order is placed ({none.Days})
          --as-of TIME          the clock ({none.AsOfUtc:yyyy-MM-ddTHH:mm:ssZ}); a date is its end
          --share NAME=WEIGHT   how often a scenario happens; may be repeated
          --only NAME,NAME      only these scenarios

        Scenarios and their weights:
        """));
    foreach (var scenario in Scenario.All)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {scenario.Name,-28} {scenario.Weight,5}{(scenario.NeedsName ? "   needs names" : "")}{(scenario.TryOnly ? "   in try only" : "")}"));
    }
}
