using Reconciler.Core.Findings;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Commands;

/// <summary><c>explain ID</c>: what was decided, by which rule, on which file and line.</summary>
internal static class ExplainCommand
{
    private const int LikeIdsTold = 5;

    public static Task<int> Run(CommandContext context, string id)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var result = MatchJob.Match(context.Place, work);
        List<Finding> findings = [.. work.Findings.LoadAll()];
        var lines = Explanation.Of(result, findings, id, context.Place.AsOfUtc(context.Time))
            ?? throw new UnknownNameException($"{id} is no entry, order, match or finding known here.{(Explanation.IdsLike(result, findings, id, LikeIdsTold) is { Count: > 0 } near ? $" Near are {string.Join(", ", near)}." : "")}");
        foreach (var line in lines)
        {
            context.Output.WriteLine(line);
        }

        return Task.FromResult(ExitCode.Done);
    }
}
