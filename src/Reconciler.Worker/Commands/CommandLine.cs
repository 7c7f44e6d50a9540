using System.CommandLine;
using Reconciler.Import.Bytes;
using Reconciler.Import.Files;
using Reconciler.Import.Layouts;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary>The commands and their options: the one file that knows every command, and that none of them knows.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Data = new("--data") { Description = "The data folder: inbox, archive, outbox, reports, database. Without it the sample is used.", Recursive = true, HelpName = "DIR" };
    private static readonly Option<string?> Config = new("--config") { Description = "The folder of reconciler.json. Default: config here, else beside the program, else under the machine's program data.", Recursive = true, HelpName = "DIR" };

    // What begins with @ is a reason or an id like any other, no file of further arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    // A stop signal is obeyed between two steps, and in the middle of a file; what is at work may end first.
    private static readonly InvocationConfiguration Stopping = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(14) };

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>What the process ends with.</returns>
    public static async Task<int> Run(string[] arguments)
    {
        var parsed = Build().Parse(arguments, Parsing);
        return parsed.Errors.Count == 0 ? await parsed.InvokeAsync(Stopping) : Say(ExitCode.Usage, [.. parsed.Errors.Select(e => e.Message), "Try: reconciler --help"]);
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Reconciler answers: did we pay twice, and did we get our money back?") { Data, Config };
        root.Subcommands.Add(Deciding("once", "The whole job one time: import, match, find, dispute, report.", _ => OnceCommand.Run));
        root.Subcommands.Add(Deciding("run", "The same on its schedule, in the foreground, as a Windows service or under systemd.", _ => RunCommand.Run));
        root.Subcommands.Add(Import());
        var dryRun = new Option<bool>("--dry-run") { Description = "Only shows what the rules as configured now would add and drop; stores nothing." };
        var all = new Option<bool>("--all") { Description = "Matches all records again, and not only what is new and what it may concern." };
        root.Subcommands.Add(Deciding("match", "Matches what the store holds and finds what is wrong.", parsed => (context, _) => parsed.GetValue(dryRun)
            ? Task.FromResult(DryRun.Run(context))
            : StageCommands.Match(context, parsed.GetValue(all)), dryRun, all));
        root.Subcommands.Add(Deciding("dispute", "Writes and sends the letters that are due.", _ => StageCommands.Dispute));
        root.Subcommands.Add(Report());
        root.Subcommands.Add(Export());
        var id = new Argument<string>("ID") { Description = "An entry, order, match or finding; wallet/id or marketplace/id where ids are not unique." };
        root.Subcommands.Add(Deciding("explain", "What was decided about an id, by which rule, on which file and line.", parsed => (context, stop) => ExplainCommand.Run(context, parsed.GetRequiredValue(id)), id));
        root.Subcommands.Add(Decide());
        var run = new Argument<string>("RUN") { Description = "A run's id, as reconciler export runs lists them." };
        root.Subcommands.Add(Plain("replay", "Repeats a recorded run from what is stored, and says whether its result is the same; stores nothing.", parsed => (context, _) => ReplayCommand.Run(context, parsed.GetRequiredValue(run)), run));
        root.Subcommands.Add(Disputes());
        var audit = new Command("audit", "The append-only record of what the program did.");
        var file = new Argument<string?>("FILE") { Description = "An exported audit (JSON lines, csv or json) to verify without the store.", Arity = ArgumentArity.ZeroOrOne };
        var head = new Option<string[]>("--head") { Description = "The number and the hash of a line of before, or a file that bears such heads (a log, a report, an export): finds a tail that was cut off and a chain written anew.", HelpName = "NUMBER:HASH|FILE" };
        var deeply = new Option<bool>("--deep") { Description = "Also reads the archived files once more, and says which entries and orders of the store are not what they say; stores nothing." };
        audit.Subcommands.Add(Plain("verify", "Checks that the chain is whole, and the rows of the store what it says.", parsed => (context, stop) =>
            AuditCommand.Verify(context, parsed.GetValue(file), parsed.GetValue(head) ?? [], parsed.GetValue(deeply), stop), file, head, deeply));
        audit.Subcommands.Add(Table("Writes the whole chain, to be verified without the store.", _ => "audit", Lines));
        root.Subcommands.Add(audit);
        root.Subcommands.Add(Layout());
        root.Subcommands.Add(Period());
        root.Subcommands.Add(Plain("migrate", "Brings the store up to date.", _ => StageCommands.Migrate));
        var deep = new Option<bool>("--deep") { Description = "Also matches all records once more and compares; stores nothing." };
        var alive = new Option<bool>("--alive") { Description = "Only whether what was due has happened: for the machine's own scheduler. Ends with 1 and says what is late." };
        var within = new Option<double?>("--within") { Description = "With --alive: the last run must not be older than so many hours, whatever the schedule says.", HelpName = "HOURS" };
        root.Subcommands.Add(Plain("check", "First-day checks, a line each with the mend.", parsed => (context, stop) => (parsed.GetValue(alive), parsed.GetValue(within)) switch
        {
            (_, <= 0 or > 8784 or double.NaN) => throw new SettingsException("--within is no number of hours from above 0 to 8784, such as 26."),
            (false, not null) => throw new SettingsException("--within goes with --alive."),
            (true, var hours) => AliveCommand.Run(context, hours, stop),
            _ => CheckCommand.Run(context, parsed.GetValue(deep), stop),
        }, deep, alive, within));
        return root;
    }

    private static Command Import()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files to read; they are neither moved nor changed. Without any, the inbox is read.", Arity = ArgumentArity.ZeroOrMore };
        var layout = new Option<string?>("--layout") { Description = "The layout to read the files by, where their content does not tell.", HelpName = "NAME" };
        return Deciding("import", "Reads files into the store.", parsed => (context, stop) => ImportCommand.Run(context, parsed.GetValue(files) ?? [], parsed.GetValue(layout), stop), files, layout);
    }

    private static Command Report()
    {
        var from = new Option<string?>("--from") { Description = "The first day (UTC) that the report tells besides what is open: entries booked, findings found, rows rejected. Without it: what is new since the last report.", HelpName = "DATE" };
        var to = new Option<string?>("--to") { Description = "The last of these days.", HelpName = "DATE" };
        var reader = new Option<string?>("--for") { Description = "The name of a report of the configuration: it is sent now. Or a wallet: its report is written as PDF and workbook.", HelpName = "NAME|WALLET" };
        var language = new Option<string?>("--language") { Description = "With --for: the language of the report." }.AcceptOnlyFromAmong("en", "pt", "ru", "zh");
        return Deciding("report", "Writes the report: all that is open, and what is new since the last one.", parsed => (context, stop) =>
            StageCommands.Report(context, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(reader), parsed.GetValue(language), stop), from, to, reader, language);
    }

    private static Command Period()
    {
        var period = new Command("period", "Closed periods: what their reports said stands, and later changes are told.");
        var name = new Argument<string>("PERIOD") { Description = "A month such as 2026-06, or its first and last day (UTC) such as 2026-06-01..2026-06-15." };
        var reason = Reason();
        period.Subcommands.Add(Deciding("close", "Draws the reports of a period that is over and keeps them.", parsed => (context, _) =>
            PeriodCommand.Close(context, parsed.GetRequiredValue(name), parsed.GetRequiredValue(reason)), name, reason));
        period.Subcommands.Add(Deciding("reopen", "Opens a closed period again.", parsed => (context, _) =>
            PeriodCommand.Reopen(context, parsed.GetRequiredValue(name), parsed.GetRequiredValue(reason)), name, reason));
        period.Subcommands.Add(Plain("list", "Which periods are closed, since when, by whom and why.", _ => (context, _) => PeriodCommand.List(context)));
        period.Subcommands.Add(Plain("changes", "What is other now than when a period was closed.", parsed => (context, _) => PeriodCommand.Changes(context, parsed.GetRequiredValue(name)), name));
        return period;
    }

    private static Command Layout()
    {
        var layout = new Command("layout", "How files of a new format are read.");
        var file = new Argument<string>("FILE") { Description = "A statement or order file." };
        var name = new Option<string?>("--name") { Description = "What the layout is to be called. Default: made of the file's name.", HelpName = "NAME" };
        layout.Subcommands.Add(Plain("guess", "Proposes a layout for an unknown file.", parsed => (context, _) => LayoutCommand.Guess(context, parsed.GetRequiredValue(file), parsed.GetValue(name)), file, name));
        var tested = new Argument<string>("NAME") { Description = "A layout of config/layouts." };
        layout.Subcommands.Add(Plain("test", "Shows what a layout reads from a file, beside the rows themselves; stores nothing.", parsed => (context, stop) =>
            LayoutCommand.Test(context, parsed.GetRequiredValue(tested), parsed.GetRequiredValue(file), stop), tested, file));
        return layout;
    }

    private static Option<string> Reason()
    {
        var reason = new Option<string>("--reason") { Description = "Why, in a sentence that an auditor understands.", Required = true, HelpName = "TEXT" };
        reason.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>() is not { } text || string.IsNullOrWhiteSpace(text))
            {
                given.AddError("--reason is empty: say why, in a sentence that an auditor understands.");
            }
        });
        return reason;
    }

    private static Command Decide()
    {
        var decide = new Command("decide", "A person's decision: kept, audited, never overruled by a later run.");
        var transaction = new Argument<string>("TXN") { Description = "A transaction's id, or wallet/id." };
        var order = new Argument<string>("ORDER") { Description = "An order's id, or marketplace/id." };
        var reason = Reason();
        decide.Subcommands.Add(Deciding("pair", "This entry settles this order.", parsed => (context, _) =>
            DecideCommand.Pair(context, parsed.GetRequiredValue(transaction), parsed.GetRequiredValue(order), parsed.GetRequiredValue(reason)), transaction, order, reason));
        var match = new Argument<string>("MATCH");
        decide.Subcommands.Add(Deciding("unmatch", "This match is wrong.", parsed => (context, _) =>
            DecideCommand.Unmatch(context, parsed.GetRequiredValue(match), parsed.GetRequiredValue(reason)), match, reason));
        var finding = new Argument<string>("FINDING");
        decide.Subcommands.Add(Deciding("dismiss", "This finding is none: what it shows is in order.", parsed => (context, _) =>
            DecideCommand.OnFinding(context, DecisionKind.Dismiss, parsed.GetRequiredValue(finding), parsed.GetRequiredValue(reason)), finding, reason));
        decide.Subcommands.Add(Deciding("write-off", "The money of this finding is given up.", parsed => (context, _) =>
            DecideCommand.OnFinding(context, DecisionKind.WriteOff, parsed.GetRequiredValue(finding), parsed.GetRequiredValue(reason)), finding, reason));
        var decision = new Argument<string>("DECISION");
        decide.Subcommands.Add(Deciding("undo", "Takes a decision back.", parsed => (context, _) =>
            DecideCommand.Undo(context, parsed.GetRequiredValue(decision), parsed.GetRequiredValue(reason)), decision, reason));
        return decide;
    }

    private static Command Disputes()
    {
        var disputes = new Command("disputes", "The letters: what is written, and what waits for a person.");
        disputes.Subcommands.Add(Deciding("list", "Every letter with its state, what was answered, and what comes next.", _ => (context, _) => DisputesCommand.List(context)));
        var finding = new Argument<string>("FINDING");
        var asText = new Option<bool>("--text") { Description = "As a person reads it, instead of the whole mail." };
        disputes.Subcommands.Add(Deciding("preview", "Writes the next letter of a finding as it would go out, as .eml; keeps and sends nothing.", parsed => (context, _) =>
            DisputesCommand.Preview(context, parsed.GetRequiredValue(finding), parsed.GetValue(asText)), finding, asText));
        var id = new Argument<string>("ID") { Description = "A dispute's id: its case number." };
        var because = new Option<string?>("--reason") { Description = "Why, for the audit.", HelpName = "TEXT" };
        disputes.Subcommands.Add(Deciding("approve", "Says yes to a letter that waits for approval.", parsed => (context, _) =>
            DisputesCommand.Approve(context, parsed.GetRequiredValue(id), parsed.GetValue(because)), id, because));
        disputes.Subcommands.Add(Deciding("sent", "Says that a letter is out: handed in on a portal, or found among the sent mails.", parsed => (context, _) =>
            DisputesCommand.Sent(context, parsed.GetRequiredValue(id), parsed.GetValue(because)), id, because));
        var reason = Reason();
        disputes.Subcommands.Add(Deciding("reject", "Stops a letter that has not gone out, and its case.", parsed => (context, _) =>
            DisputesCommand.Reject(context, parsed.GetRequiredValue(id), parsed.GetRequiredValue(reason)), id, reason));
        disputes.Subcommands.Add(Deciding("retry", "Writes and sends a letter once more that was refused, is uncertain or was rejected.", parsed => (context, _) =>
            DisputesCommand.Retry(context, parsed.GetRequiredValue(id), parsed.GetRequiredValue(reason)), id, reason));
        var refundedOn = new Option<string?>("--refunded-on") { Description = "The day on which the marketplace says it refunded: the wallet is asked to trace it.", HelpName = "DATE" };
        var reference = new Option<string?>("--reference") { Description = "The reference that the marketplace names for its refund.", HelpName = "TEXT" };
        disputes.Subcommands.Add(Deciding("answered", "Records an answer that came by another way than mail, or what was answered about a refund.", parsed => (context, _) =>
            DisputesCommand.Answered(context, parsed.GetRequiredValue(id), parsed.GetRequiredValue(reason), parsed.GetValue(refundedOn), parsed.GetValue(reference)), id, reason, refundedOn, reference));
        disputes.Subcommands.Add(Deciding("accept", "Says that the mails of strangers to a letter are from whom it went to: they count as answers, or as its return.", parsed => (context, _) =>
            DisputesCommand.Accept(context, parsed.GetRequiredValue(id), parsed.GetRequiredValue(reason)), id, reason));
        disputes.Subcommands.Add(Deciding("resume", "Says that what was answered does not settle the case: its route goes on.", parsed => (context, _) =>
            DisputesCommand.Resume(context, parsed.GetRequiredValue(id), parsed.GetRequiredValue(reason)), id, reason));
        return disputes;
    }

    /// <summary>The format of an audit that its README specifies to the byte.</summary>
    private const string Lines = "jsonl";

    private static Command Export()
    {
        var what = new Argument<string>("WHAT").AcceptOnlyFromAmong("entries", "orders", "matches", "findings", "disputes", "rejected", "audit", "runs");
        return Table("Writes a table of what the store holds.", parsed => parsed.GetRequiredValue(what), "csv", what);
    }

    /// <param name="usual">The format unless told: csv, or <see cref="Lines"/> where the table has that form too.</param>
    private static Command Table(string description, Func<ParseResult, string> what, string usual, params Symbol[] symbols)
    {
        string[] formats = usual == Lines ? [Lines, "csv", "json", "xlsx"] : ["csv", "json", "xlsx"];
        var format = new Option<string>("--format") { DefaultValueFactory = _ => usual, Description = $"{string.Join(", ", formats[..^1])} or xlsx (which needs --out)." }.AcceptOnlyFromAmong(formats);
        var output = new Option<string?>("--out") { Description = "A file, instead of standard output.", HelpName = "FILE" };
        var command = Plain("export", description, parsed => (context, _) => parsed.GetRequiredValue(format) == Lines
            ? AuditCommand.Export(context, parsed.GetValue(output))
            : ExportCommand.Run(context, what(parsed), parsed.GetRequiredValue(format), parsed.GetValue(output)), [.. symbols, format, output]);
        command.Validators.Add(result =>
        {
            if (result.GetValue(format) == "xlsx" && result.GetValue(output) is null)
            {
                result.AddError("--format xlsx needs --out FILE.");
            }

            if (result.GetValue(output) is { } path && string.IsNullOrWhiteSpace(path))
            {
                result.AddError("--out is empty. Name a file, or leave it out for standard output.");
            }
        });
        return command;
    }

    /// <summary>A command whose outcome depends on the clock.</summary>
    private static Command Deciding(string name, string description, Func<ParseResult, Func<CommandContext, CancellationToken, Task<int>>> action, params Symbol[] symbols)
    {
        var asOf = new Option<string?>("--as-of") { Description = "The clock for every rule and document of this run (ISO 8601; no offset means UTC, a date means its end).", HelpName = "TIME" };
        return Make(name, description, action, asOf, symbols);
    }

    private static Command Plain(string name, string description, Func<ParseResult, Func<CommandContext, CancellationToken, Task<int>>> action, params Symbol[] symbols) =>
        Make(name, description, action, null, symbols);

    private static Command Make(string name, string description, Func<ParseResult, Func<CommandContext, CancellationToken, Task<int>>> action, Option<string?>? asOf, Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in asOf is null ? symbols : [.. symbols, asOf])
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                case Option option:
                    command.Options.Add(option);
                    break;
            }
        }

        command.SetAction((parsed, stop) => Guard(async () =>
        {
            var place = Workplace.Open(parsed.GetValue(Data), parsed.GetValue(Config), asOf is null ? null : parsed.GetValue(asOf));
            using var context = new CommandContext(place);
            return await action(parsed)(context, stop);
        }));
        return command;
    }

    /// <summary>Turns what can go wrong outside the program into a message and an exit status; our own mistakes pass through with all their facts.</summary>
    private static async Task<int> Guard(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is UnknownNameException or InvalidDataException or FileBudgetException or NotAFileException or SourceTextException)
        {
            return Say(ExitCode.Failed, e.Message);
        }
        catch (SettingsException e)
        {
            return Say(ExitCode.Usage, e.Message.Split('\n'));
        }
        catch (Exception e) when (e is LayoutException or RateFileException or LetterException or DraftException)
        {
            return Say(ExitCode.Usage, e.Message);
        }
        catch (Exception e) when (e is StoreException or DataFolderBusyException or IOException or UnauthorizedAccessException)
        {
            return Say(ExitCode.Unfinished, e.Message);
        }
        catch (OperationCanceledException)
        {
            return Say(ExitCode.Unfinished, "Stopped; the step at work is not kept.");
        }
    }

    private static int Say(int exitCode, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            Console.Error.WriteLine(line);
        }

        return exitCode;
    }
}
