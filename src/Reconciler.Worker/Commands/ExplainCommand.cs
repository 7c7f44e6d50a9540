using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Regions;
using Reconciler.Core.Values;
using Reconciler.Store;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>explain ID</c>: what was decided, by which rule, on which file and line.</summary>
internal static class ExplainCommand
{
    private const int LikeIdsTold = 5;

    public static Task<int> Run(CommandContext context, string id)
    {
        using var work = context.Place.OpenStore().BeginReading();
        List<Finding> findings = [.. work.Findings.LoadAll()];
        var lines = Around(context.Place, work, id) is { } part && Explain(part) is { } told ? told : ExplainByAll();
        foreach (var line in lines)
        {
            context.Output.WriteLine(line);
        }

        return Task.FromResult(ExitCode.Done);

        IReadOnlyList<string>? Explain(MatchResult result) => Explanation.Of(result, findings, id, context.Place.AsOfUtc(context.Time));

        IReadOnlyList<string> ExplainByAll()
        {
            var result = MatchJob.Match(context.Place, work);
            return Explain(result)
                ?? throw new UnknownNameException($"{id} is no entry, order, match or finding known here.{(Explanation.IdsLike(result, findings, id, LikeIdsTold) is { Count: > 0 } near ? $" Near are {string.Join(", ", near)}." : "")}");
        }
    }

    /// <summary>What was decided of the records of this id, or of the match or finding that has it, without matching all; null where it is not known like that.</summary>
    public static MatchResult? Around(Workplace place, Work work, string id)
    {
        var inputs = new MatchInputs(place, work);
        if (work.Matches.LoadBasis() is not { } basis || basis.InputHash != inputs.Hash)
        {
            return null;
        }

        work.Kept.Since(basis);
        var (match, finding) = (work.Matches.Find(id), work.Findings.Find(id));
        TransactionId[] entries = [.. work.Entries.FindIds(id), .. match is null ? [] : (TransactionId[])[match.Transaction], .. finding?.Transactions ?? []];
        OrderId[] orders = [.. work.Orders.FindIds(id), .. match is null ? [] : (OrderId[])[match.Order], .. finding?.Orders ?? []];
        return Rematch.Around(work.Kept, id, entries, orders, inputs.Rates, inputs.Rules, inputs.Decisions, place.Settings.Matching.PartRecordsMax);
    }
}
