using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>period</c>: closes a period, so that what its report said stands, and tells what changed in it since.</summary>
internal static class PeriodCommand
{
    public static Task<int> Close(CommandContext context, string period, string reason) => context.Holding((store, run, log) =>
    {
        var outcome = new MatchJob(context.Place, store, log).Run(run, new RowTotals(0, 0, 0, 0, 0));
        var closed = new PeriodBook(context.Place, store, log).Close(run, DaysOf(period), outcome, reason);
        context.Output.WriteLine($"{closed.Days.Name} is closed; kept are:");
        foreach (var document in closed.Documents)
        {
            context.Output.WriteLine($"{document.Sha256}  {document.Path}");
        }

        return Task.FromResult(ExitCode.Done);
    });

    public static Task<int> Reopen(CommandContext context, string period, string reason) => context.Holding((store, run, log) =>
    {
        var days = DaysOf(period);
        new PeriodBook(context.Place, store, log).Reopen(run, days, reason);
        context.Output.WriteLine($"{days.Name} is open again; the documents that were kept stay.");
        return Task.FromResult(ExitCode.Done);
    });

    public static Task<int> List(CommandContext context)
    {
        using var work = context.Place.OpenStore().BeginReading();
        foreach (var closed in PeriodBook.Closed(work))
        {
            context.Output.WriteLine(FormattableString.Invariant($"{closed.Days.Name}  closed {closed.ClosedAtUtc:yyyy-MM-dd HH:mm} UTC by {closed.By}, {closed.Documents.Count} documents: {closed.Reason}"));
        }

        return Task.FromResult(ExitCode.Done);
    }

    public static Task<int> Changes(CommandContext context, string period)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var days = DaysOf(period);
        var closed = PeriodBook.Find(work, days) ?? throw new UnknownNameException($"{days.Name} is not closed; reconciler period list shows what is.");
        foreach (var change in PeriodBook.ChangesIn(work, closed))
        {
            var line = change.Kind == PeriodChangeKind.StatementChanged ? " " + (change.Line?.ToName() ?? "closing balance") : string.Empty;
            context.Output.WriteLine($"{change.Kind.ToName()}  {change.Subject}{line}: {Said(change.ThenState, change.Then)} -> {Said(change.NowState, change.Now)}");
        }

        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>A month such as <c>2026-06</c>, or two days such as <c>2026-06-01..2026-06-15</c>.</summary>
    private static ReportPeriod.Days DaysOf(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
        {
            return new ReportPeriod.Days(month, month.AddMonths(1).AddDays(-1));
        }

        return text.Split("..") is [var from, var to] && Settings.Moments.TryReadDay(from, out var first) && Settings.Moments.TryReadDay(to, out var last) && first <= last
            ? new ReportPeriod.Days(first, last)
            : throw new SettingsException($"'{text}' is no period: write a month such as 2026-06, or its first and last day such as 2026-06-01..2026-06-15.");
    }

    private static string Said(string state, Money? amount) => amount is null ? "nothing" : state.Length == 0 ? amount.Value.ToString() : $"{state} {amount}";
}
