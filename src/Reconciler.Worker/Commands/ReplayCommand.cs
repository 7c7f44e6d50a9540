using Reconciler.Core.Reports;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Commands;

/// <summary><c>replay RUN</c>: repeats a recorded run and says whether its result is the same.</summary>
internal static class ReplayCommand
{
    public static Task<int> Run(CommandContext context, string runId)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var run = work.Runs.LoadAll().FirstOrDefault(r => r.Id == runId)
            ?? throw new UnknownNameException($"{runId} is no run that is recorded here; reconciler export runs lists them.");
        if (Replay.Of(context.Place, work, run) is not { } replayed)
        {
            context.Output.WriteLine($"{runId} was recorded before runs kept what decided them: it cannot be repeated.");
            return Task.FromResult(ExitCode.Failed);
        }

        context.Output.WriteLine(FormattableString.Invariant(
            $"Run {runId}, as of {replayed.Run.AsOfUtc:yyyy-MM-dd HH:mm:ss} UTC: {Counted(replayed.Entries, "entry", "entries")}, {Counted(replayed.Orders, "order", "orders")} and {Counted(replayed.Decisions, "decision", "decisions")} were known"));
        foreach (var name in replayed.Gone)
        {
            context.Output.WriteLine($"{name} is no longer in the archive as it was: its rows were taken from the store alone.");
        }

        foreach (var other in replayed.OtherThanThen)
        {
            context.Output.WriteLine($"Since then {other}.");
        }

        if (!replayed.Layouts)
        {
            context.Output.WriteLine("Since then layouts changed; what was read before is as it was.");
        }

        context.Output.WriteLine(replayed.IsSame ? $"The result is the same: {replayed.ResultHash}"
            : $"THE RESULT IS ANOTHER: {replayed.ResultHash}, then {replayed.Run.ResultHash}{(replayed.OtherThanThen.Count == 0 ? ", from the same program, rules and rates" : "")}");
        return Task.FromResult(replayed.IsSame ? ExitCode.Done : ExitCode.Failed);
    }

    private static string Counted(int count, string one, string several) => FormattableString.Invariant($"{count} {(count == 1 ? one : several)}");
}
