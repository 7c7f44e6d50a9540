using Reconciler.Core.Reports;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary>The stages one by one: <c>match</c>, <c>dispute</c>, <c>report</c>, and <c>migrate</c>.</summary>
internal static class StageCommands
{
    private static readonly RowTotals NoRows = new(0, 0, 0, 0, 0);

    /// <param name="all">Whether all records are matched again, whatever is new.</param>
    public static Task<int> Match(CommandContext context, bool all) => context.Holding((store, run, log) =>
    {
        var outcome = new MatchJob(context.Place, store, log).Run(run, NoRows, all);
        context.Output.WriteLine(FormattableString.Invariant($"{outcome.Matches} {(outcome.Matches == 1 ? "match" : "matches")}, {outcome.AtRisk.Count} {(outcome.AtRisk.Count == 1 ? "finding" : "findings")} at risk"));
        Summary.PrintTotals(context.Output, outcome.Totals);
        return Task.FromResult(outcome.Totals.Balance ? ExitCode.Done : ExitCode.Failed);
    });

    public static Task<int> Dispute(CommandContext context, CancellationToken stop) => context.Holding(async (store, run, log) =>
    {
        var outcome = await new DisputeJob(context.Place, store, context.Time, log).Run(run, stop);
        context.Output.WriteLine($"{Summary.Mails(outcome)} sent");
        Summary.PrintSetbacks(context.Output, outcome);
        return ExitCode.Done;
    });

    /// <param name="from">With <paramref name="to"/>: the days that the report tells; null: what is new since the last one.</param>
    /// <param name="reader">The name of a report of the configuration, or a wallet; null: the report for all, as a page and a workbook.</param>
    /// <param name="language">Another one than the reader's own, or English.</param>
    public static Task<int> Report(CommandContext context, string? from, string? to, string? reader, string? language, CancellationToken stop)
    {
        var days = DaysOf(from, to);
        if (reader is null && language is not null)
        {
            throw new SettingsException("--language goes with --for: the report for all is in English.");
        }

        return context.Holding(async (store, run, log) =>
        {
            using (var reading = store.BeginReading())
            {
                if (PeriodBook.Find(reading, days) is { } closed)
                {
                    context.Output.WriteLine(FormattableString.Invariant($"{closed.Days.Name} was closed on {closed.ClosedAtUtc:yyyy-MM-dd} by {closed.By}; this is what it said then:"));
                    new PeriodBook(context.Place, store, log).Print(closed, reader, language).ToList().ForEach(context.Output.WriteLine);
                    return ExitCode.Done;
                }
            }

            var outcome = new MatchJob(context.Place, store, log).Run(run, NoRows);
            foreach (var line in reader is null ? new ReportJob(context.Place, store, log).Run(run, [], outcome, answers: null, days) : await ReportFor(context, store, run, log, outcome, reader, language, days, stop))
            {
                context.Output.WriteLine(line);
            }

            return ExitCode.Done;
        });
    }

    private static async Task<IReadOnlyList<string>> ReportFor(
        CommandContext context, Store.Database store, RunClock run, Microsoft.Extensions.Logging.ILogger log, MatchOutcome outcome, string reader, string? language, ReportPeriod.Days? days, CancellationToken stop)
    {
        var mail = new ReportMail(context.Place, store, log);
        if (context.Place.Settings.Reports.FirstOrDefault(r => r.Name.Equals(reader, StringComparison.OrdinalIgnoreCase)) is { } named)
        {
            mail.Keep(run, named with { Language = language ?? named.Language }, outcome, answers: null, days);
            await new Outbox(context.Place, store, context.Time, log).Send(run, onlyDue: true, stop);
            using var reading = store.BeginReading();
            var sent = reading.Notices.LoadSince(run.AsOfUtc).Last(n => n is { Kind: NoticeKind.Report } && n.About == named.Name);
            return [$"{sent.Id}: {Core.Records.RecordNames.ToName(sent.State)} to {string.Join(", ", sent.Recipients)}{(sent.Note.Length > 0 ? ": " + sent.Note : "")}"];
        }

        using (var reading = store.BeginReading())
        {
            if (!reading.Entries.HasWallet(reader))
            {
                throw new UnknownNameException($"--for {reader}: no report of Reports is called so, and no entry is of such a wallet.{(context.Place.Settings.Reports.Count > 0 ? $" There are the reports {string.Join(", ", context.Place.Settings.Reports.Select(r => r.Name))}." : "")}");
            }
        }

        return mail.Write(run, new ReportSettings { Wallets = [reader], Language = language ?? "en" }, outcome, days);
    }

    private static ReportPeriod.Days? DaysOf(string? from, string? to) =>
        (from, to) is (null, null) ? null
        : from is null || to is null ? throw new SettingsException("--from and --to go together: the first and the last day that the report tells.")
        : !Moments.TryReadDay(from, out var first) ? throw new SettingsException($"--from '{from}' is no date like 2026-06-01.")
        : !Moments.TryReadDay(to, out var last) ? throw new SettingsException($"--to '{to}' is no date like 2026-06-30.")
        : first > last ? throw new SettingsException($"--from {from} lies after --to {to}.")
        : new ReportPeriod.Days(first, last);

    public static Task<int> Migrate(CommandContext context, CancellationToken stop)
    {
        context.Place.Data.Create();
        using var held = context.Place.Data.Hold(tell: context.Output.WriteLine);
        var store = context.Place.OpenStore();
        var pending = store.PendingMigrations();
        var restored = store.Migrate(Actor.InAudit);
        context.Place.MakeCaseKey(store);
        foreach (var guard in restored)
        {
            context.Output.WriteLine($"The trigger {guard}, which guards the audit, was dropped or changed; it is made anew.");
        }

        context.Output.WriteLine(pending.Count == 0 ? "The store is up to date." : $"Brought up to date: {string.Join(", ", pending)}");
        return Task.FromResult(ExitCode.Done);
    }
}
