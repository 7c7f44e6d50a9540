using Reconciler.Core.Disputes;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Reports;

/// <summary>A command, and when it is the right one.</summary>
internal sealed record TaskStep(string When, string Command);

/// <summary>Something that does not go on until a person acts.</summary>
/// <param name="Subject">The kind of finding, or what it is instead of a case.</param>
/// <param name="CaseNumber">Empty where there is none.</param>
/// <param name="Matter">What has happened.</param>
internal sealed record PersonTask(string Subject, string CaseNumber, Money? Amount, DateTime SinceUtc, string Matter, IReadOnlyList<TaskStep> Steps)
{
    private const string Reason = "--reason \"…\"";

    /// <summary>All tasks, what has waited longest first.</summary>
    public static IReadOnlyList<PersonTask> Of(RunReport report) =>
        [.. report.Cases.SelectMany(Of).OrderBy(t => t.SinceUtc).ThenBy(t => t.CaseNumber, StringComparer.Ordinal).ThenBy(t => t.Matter, StringComparer.Ordinal)];

    private static IEnumerable<PersonTask> Of(CaseStanding standing)
    {
        var file = standing.File;
        List<PersonTask> tasks = [.. file.Letters.Where(l => file.Finding.IsAtRisk && !IsMoot(file, l)).Select(l => Stopped(file, l)).OfType<PersonTask>()];
        if (!standing.NeedsPerson)
        {
            return tasks;
        }

        if (file.Standing.LastOrDefault(l => l.State is DisputeState.AwaitingApproval or DisputeState.Rejected) is { State: DisputeState.Rejected } rejected)
        {
            tasks.Add(About(file, rejected, rejected.CreatedAtUtc, $"{Letter(rejected)} was rejected: {rejected.Note}", [new("Have it written anew:", Retry(rejected)), .. GivingUp(file)]));
        }
        else if (file.Standing is [.., { State: DisputeState.Sent } last] && file.AnsweredAtUtc(last.Channel) is { } answered)
        {
            tasks.Add(About(file, last, answered, $"{Wording.Words(last.Channel)} answered the letter {last.Letter}",
                [new($"{WhereToRead(file)} It does not settle the case:", $"reconciler disputes resume {last.Id} {Reason}"), Refunded("It says that the money was sent back:", last)]));
        }

        return tasks.Count > 0 ? tasks : [Left(standing)];
    }

    /// <summary>What a letter that cannot go on by itself needs; null for the others.</summary>
    private static PersonTask? Stopped(CaseFile file, Dispute letter) => letter.State switch
    {
        DisputeState.AwaitingApproval => About(file, letter, letter.CreatedAtUtc, $"{Letter(letter)} waits for approval{(letter.ApprovalsNeeded > 1 ? " by two people" : string.Empty)}",
            [new("Read it:", $"reconciler disputes preview {file.Finding.Id}"), new("Let it out:", $"reconciler disputes approve {letter.Id}"), new("Or stop it:", $"reconciler disputes reject {letter.Id} {Reason}")]),
        DisputeState.ToHandIn => About(file, letter, letter.CreatedAtUtc, $"The letter {letter.Letter} is to be handed in at {letter.Recipient}",
            [new($"Hand in outbox/portal/{letter.Id}.zip at {letter.Recipient}, then", $"reconciler disputes sent {letter.Id}")]),
        DisputeState.Uncertain => About(file, letter, letter.TriedAtUtc ?? letter.CreatedAtUtc, $"{Letter(letter)} may have gone out or not: {letter.Note}",
            [new("Look in the sent mails. It is there:", $"reconciler disputes sent {letter.Id}"), new("It is not there:", Retry(letter))]),
        DisputeState.Refused => About(file, letter, RefusedAtUtc(file, letter), $"{Letter(letter)} was refused: {letter.Note}", [new("Mend the cause, then", Retry(letter))]),
        _ => null,
    };

    /// <summary>A case without a letter that could still be written.</summary>
    private static PersonTask Left(CaseStanding standing)
    {
        var file = standing.File;
        var last = CaseTables.Claim(file);
        DateTime[] happened = [.. file.Letters.Select(l => l.SentAtUtc ?? l.CreatedAtUtc), .. file.Instructions.Select(i => i.AtUtc)];
        var takesAnswer = file.RefundReport is null && last.State is DisputeState.Sent or DisputeState.Refused or DisputeState.Uncertain or DisputeState.ToHandIn;
        return About(file, last, happened.Max(), ReportFigures.Sentence(standing.Next), [.. takesAnswer ? [Refunded("Ask by another way. The money was sent back, they say:", last)] : Array.Empty<TaskStep>(), .. GivingUp(file)]);
    }

    private static PersonTask About(CaseFile file, Dispute letter, DateTime sinceUtc, string matter, IReadOnlyList<TaskStep> steps) =>
        new(Wording.Words(file.Finding.Kind), letter.CaseNumber, letter.Amount, sinceUtc, matter, steps);

    /// <summary>A letter that did not get out before the marketplace said that it has refunded: other letters follow.</summary>
    private static bool IsMoot(CaseFile file, Dispute letter) =>
        letter.State != DisputeState.AwaitingApproval && file.RefundReport is { } report && report.AtUtc > letter.CreatedAtUtc;

    private static DateTime RefusedAtUtc(CaseFile file, Dispute letter) =>
        file.Answers.LastOrDefault(a => a.DisputeId == letter.Id && a.Kind == AnswerKind.Bounce)?.FiledAtUtc ?? letter.TriedAtUtc ?? letter.CreatedAtUtc;

    private static string WhereToRead(CaseFile file) =>
        file.Answers.LastOrDefault(a => a.Kind == AnswerKind.Reply) is { } reply ? $"Read it, whole in evidence/{reply.DisputeId}/answers." : "Read what was told, below.";

    private static string Letter(Dispute letter) => $"The letter {letter.Letter} to {letter.Recipient}";

    private static string Retry(Dispute letter) => $"reconciler disputes retry {letter.Id} {Reason}";

    private static TaskStep Refunded(string when, Dispute letter) => new(when, $"reconciler disputes answered {letter.Id} --refunded-on DATE {Reason}");

    private static TaskStep[] GivingUp(CaseFile file) =>
        [new("Give the money up:", $"reconciler decide write-off {file.Finding.Id} {Reason}"), new("Say that all is in order:", $"reconciler decide dismiss {file.Finding.Id} {Reason}")];
}
