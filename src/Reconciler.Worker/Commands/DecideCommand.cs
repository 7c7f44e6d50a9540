using System.Text.Json;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Store;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Commands;

/// <summary><c>decide</c>: a person's decision, kept with its reason, audited, and carried out at once.</summary>
internal static class DecideCommand
{
    public static Task<int> Pair(CommandContext context, string transaction, string order, string reason) => Keep(context, reason, work => new StoredDecision(
        string.Empty, DecisionKind.Pair,
        One(transaction, "transaction", [.. work.Entries.FindIds(transaction).Select(t => t.ToString())]),
        One(order, "order", [.. work.Orders.FindIds(order).Select(o => o.ToString())]),
        reason, Actor.Name, default));

    public static Task<int> Unmatch(CommandContext context, string match, string reason) => Keep(context, reason, work =>
    {
        var found = work.Matches.Find(match) ?? throw new UnknownNameException($"{match} is no match known here.");
        return new StoredDecision(string.Empty, DecisionKind.Unmatch, found.Transaction.ToString(), found.Order.ToString(), reason, Actor.Name, default);
    });

    public static Task<int> OnFinding(CommandContext context, DecisionKind kind, string finding, string reason) => Keep(context, reason, work =>
        work.Findings.Find(finding) is not null
            ? new StoredDecision(string.Empty, kind, finding, string.Empty, reason, Actor.Name, default)
            : throw new UnknownNameException($"{finding} is no finding known here."));

    public static Task<int> Undo(CommandContext context, string decision, string reason) => Change(context, (work, run) =>
    {
        if (!PeopleDecided.ToldBy(work).Any(d => d.Id == decision && d.UndoneAtUtc is null))
        {
            throw new UnknownNameException($"{decision} is no decision that holds.");
        }

        work.Decisions.Undo(decision, run.StartedAtUtc, Actor.Name);
        work.Audit.Append(run.StartedAtUtc, Actor.InAudit, PeopleDecided.Undone, decision, JsonSerializer.Serialize(new { reason }));
        return $"{decision} is taken back";
    });

    private static Task<int> Keep(CommandContext context, string reason, Func<Work, StoredDecision> decide) => Change(context, (work, run) =>
    {
        var wanted = decide(work);
        if (PeopleDecided.ToldBy(work).FirstOrDefault(d => d.UndoneAtUtc is null && d.Kind == wanted.Kind && d.TargetA == wanted.TargetA && d.TargetB == wanted.TargetB) is { } same)
        {
            return $"{same.Id} says so already";
        }

        var decision = wanted with
        {
            Id = ShortHash.Of("d-", wanted.Kind.ToName(), wanted.TargetA, wanted.TargetB, run.RunId),
            DecidedAtUtc = run.StartedAtUtc,
        };
        work.Decisions.Add(decision);
        work.Audit.Append(run.StartedAtUtc, Actor.InAudit, PeopleDecided.ActionOf(decision.Kind), decision.Id, JsonSerializer.Serialize(new { decision.TargetA, decision.TargetB, reason }));
        return decision.Id;
    });

    private static Task<int> Change(CommandContext context, Func<Work, RunClock, string> change) => context.Holding((store, run, log) =>
    {
        string says;
        using (var work = store.Begin())
        {
            says = change(work, run);
            work.Commit();
        }

        var outcome = new MatchJob(context.Place, store, log).Run(run, new RowTotals(0, 0, 0, 0, 0));
        context.Output.WriteLine(says);
        context.Output.WriteLine(FormattableString.Invariant($"{outcome.Matches} matches, {outcome.AtRisk.Count} findings at risk"));
        return Task.FromResult(ExitCode.Done);
    });

    private static string One(string text, string what, List<string> found) => found.Count switch
    {
        1 => found[0],
        0 => throw new UnknownNameException($"{text} is no {what} known here."),
        _ => throw new UnknownNameException($"{text} stands for {string.Join(" and ", found)}: name one of them."),
    };
}
