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
    public static Task<int> Report(CommandContext context, string? from, string? to)
    {
        var days = DaysOf(from, to);
        return context.Holding((store, run, log) =>
        {
            var outcome = new MatchJob(context.Place, store, log).Run(run, NoRows);
            foreach (var path in new ReportJob(context.Place, store, log).Run(run, [], outcome, answers: null, days))
            {
                context.Output.WriteLine(path);
            }

            return Task.FromResult(ExitCode.Done);
        });
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
        using var held = context.Place.Data.Hold();
        var store = context.Place.OpenStore();
        var pending = store.PendingMigrations();
        var restored = store.Migrate(Actor.InAudit);
        foreach (var guard in restored)
        {
            context.Output.WriteLine($"The trigger {guard}, which guards the audit, was dropped or changed; it is made anew.");
        }

        context.Output.WriteLine(pending.Count == 0 ? "The store is up to date." : $"Brought up to date: {string.Join(", ", pending)}");
        return Task.FromResult(ExitCode.Done);
    }
}
