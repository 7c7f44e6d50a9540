using Reconciler.Core.Findings;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Commands;

/// <summary><c>explain ID</c>: what was decided, by which rule, on which file and line.</summary>
internal static class ExplainCommand
{
    public static Task<int> Run(CommandContext context, string id)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var result = MatchJob.Match(context.Place, work);
        var lines = Explanation.Of(result, [.. work.Findings.LoadAll()], id, context.Place.AsOfUtc(context.Time))
            ?? throw new UnknownNameException($"{id} is no entry, order, match or finding known here.");
        foreach (var line in lines)
        {
            context.Output.WriteLine(line);
        }

        return Task.FromResult(ExitCode.Done);
    }
}
