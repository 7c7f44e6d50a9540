using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Commands;

/// <summary><c>once</c>: the whole job one time, and a summary of it.</summary>
internal static class OnceCommand
{
    public static async Task<int> Run(CommandContext context, CancellationToken stop)
    {
        var log = context.StartLog().CreateLogger("Reconciler");
        var result = await new Chain(context.Place, context.Time, log).Run(stop);
        using var work = context.Place.OpenStore().BeginReading();
        Summary.Print(context.Output, context.Place, result, work.Disputes.LoadAll());
        return result.Outcome.Totals.Balance ? ExitCode.Done : ExitCode.Failed;
    }
}
