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

    private const int NameShown = 120;

    /// <summary>All tasks, what has waited longest first; each command works on the report's own data.</summary>
    public static IReadOnlyList<PersonTask> Of(RunReport report) =>
    [
        .. report.Cases.SelectMany(Of).Concat(Mailbox(report)).OrderBy(t => t.SinceUtc).ThenBy(t => t.CaseNumber, StringComparer.Ordinal).ThenBy(t => t.Matter, StringComparer.Ordinal)
            .Select(t => t with { Steps = [.. t.Steps.Select(s => s with { Command = $"{s.Command} {report.CommandOptions}".TrimEnd() })] }),
    ];

    /// <summary>Without the answers nothing is written that follows from silence.</summary>
    private static IEnumerable<PersonTask> Mailbox(RunReport report)
    {
        if (report.MailboxUnreadSinceUtc is { } since)
        {
            var held = report.Cases.Count(c => c.IsLetterDue);
            var holds = held switch { 0 => "no letter is held back by it yet", 1 => "the next letter of 1 case is held back", _ => $"the next letters of {Wording.Count(held)} cases are held back" };
            yield return new PersonTask("Mailbox", string.Empty, null, since, $"The mailbox with the answers cannot be read: nobody knows who answered, and {holds}", [new("See what is wrong, and mend it:", "reconciler check")]);
        }
    }

    private static IEnumerable<PersonTask> Of(CaseStanding standing)
    {
        var file = standing.File;
        List<PersonTask> tasks = [.. file.Letters.Where(l => file.Finding.IsAtRisk && !IsMoot(file, l)).Select(l => Stopped(standing, l)).OfType<PersonTask>()];
        if (!standing.NeedsPerson)
        {
            return [.. tasks, .. Strangers(file)];
        }

        if (file.Standing.LastOrDefault(l => l.State is DisputeState.AwaitingApproval or DisputeState.Rejected) is { State: DisputeState.Rejected } rejected)
        {
            tasks.Add(About(file, rejected, Since(standing, rejected), $"{Letter(rejected)} was rejected: {rejected.Note}", [new("Have it written anew:", Retry(rejected)), .. GivingUp(file)]));
        }
        else if (file.Standing is [.., { State: DisputeState.Sent } last] && file.AnsweredAtUtc(last.Channel) is { } answered)
        {
            tasks.Add(About(file, last, answered, Answered(file, last),
                [new($"{WhereToRead(file)} It does not settle the case:", $"reconciler disputes resume {last.Id} {Reason}"), Refunded("It says that the money was sent back:", last)]));
        }

        return [.. tasks.Count > 0 ? tasks : [Left(standing)], .. Strangers(file)];
    }

    /// <summary>Mails of strangers that came since a person last told something: the last one to each letter.</summary>
    private static IEnumerable<PersonTask> Strangers(CaseFile file)
    {
        var told = file.Instructions.Select(i => i.AtUtc).DefaultIfEmpty().Max();
        var open = file.Answers.Where(a => file.Finding.IsAtRisk && a.FromStranger && a.Kind != AnswerKind.AutoReply && a.FiledAtUtc > told).GroupBy(a => a.DisputeId, StringComparer.Ordinal).Select(g => g.Last());
        return open.Select(a => About(file, file.Letters.First(l => l.Id == a.DisputeId), a.FiledAtUtc,
            $"{Excerpt.Of(a.From, NameShown)}, a stranger to this case, wrote {(a.Kind == AnswerKind.Bounce ? "that a letter did not arrive" : "about it")}: that stops nothing",
            [new($"Read it, whole in evidence/{a.DisputeId}/answers. It is from whom the letter went to:", $"reconciler disputes accept {a.DisputeId} {Reason}"), new("It is not, and the case goes on:", $"reconciler disputes resume {a.DisputeId} {Reason}")]));
    }

    /// <summary>What a letter that cannot go on by itself needs; null for the others.</summary>
    private static PersonTask? Stopped(CaseStanding standing, Dispute letter) => (standing.File, letter.State) switch
    {
        (var file, DisputeState.AwaitingApproval) => About(file, letter, letter.CreatedAtUtc,
            $"{Letter(letter)} waits for approval{(letter.ApprovalsNeeded > 1 ? " by two people" : string.Empty)}{(letter.Note.Length > 0 ? $": {letter.Note}" : string.Empty)}",
            [
                .. Unanswered(file, letter) is { } before ? new[] { new TaskStep($"Has an answer to the letter {before.Letter} come? Then:", $"reconciler disputes answered {before.Id} {Reason}") } : [],
                new("Read it:", $"reconciler disputes preview {file.Finding.Id} --text"), new("Let it out:", $"reconciler disputes approve {letter.Id}"), new("Or stop it:", $"reconciler disputes reject {letter.Id} {Reason}"),
            ]),
        (var file, DisputeState.ToHandIn) => About(file, letter, letter.CreatedAtUtc, $"The letter {letter.Letter} is to be handed in at {letter.Recipient}",
            [new($"Hand in outbox/portal/{letter.Id}.zip at {letter.Recipient}, then", $"reconciler disputes sent {letter.Id}")]),
        (var file, DisputeState.Uncertain) when letter.SentAtUtc is not null => About(file, letter, Since(standing, letter), $"{Letter(letter)} may not have arrived: {letter.Note}",
            [new("It arrived:", $"reconciler disputes sent {letter.Id}"), new("It did not. Mend the cause, then", Retry(letter))]),
        (var file, DisputeState.Uncertain) => About(file, letter, Since(standing, letter), $"{Letter(letter)} may have gone out or not: {letter.Note}",
            [new("Look in the sent mails. It is there:", $"reconciler disputes sent {letter.Id}"), new("It is not there:", Retry(letter))]),
        (var file, DisputeState.Refused) => About(file, letter, Since(standing, letter), $"{Letter(letter)} was refused: {letter.Note}", [new("Mend the cause, then", Retry(letter))]),
        _ => null,
    };

    /// <summary>A case without a letter that could still be written.</summary>
    private static PersonTask Left(CaseStanding standing)
    {
        var file = standing.File;
        var last = CaseTables.Claim(file);
        DateTime[] happened = [.. file.Letters.Select(l => l.SentAtUtc ?? l.CreatedAtUtc), .. file.Instructions.Select(i => i.AtUtc)];
        var takesAnswer = file.RefundReport is null && last.State is DisputeState.Sent or DisputeState.Refused or DisputeState.Uncertain or DisputeState.ToHandIn;
        var since = standing.SilentSince is { } silent && silent.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is var day && day > happened.Max() ? day : happened.Max();
        return About(file, last, since, ReportFigures.Sentence(standing.Next.In("en")), [.. takesAnswer ? [Refunded("Ask by another way. The money was sent back, they say:", last)] : Array.Empty<TaskStep>(), .. GivingUp(file)]);
    }

    private static PersonTask About(CaseFile file, Dispute letter, DateTime sinceUtc, string matter, IReadOnlyList<TaskStep> steps) =>
        new(Wording.Words(file.Finding.Kind), letter.CaseNumber, letter.Amount, sinceUtc, matter, steps);

    /// <summary>A letter that did not get out before the marketplace said that it has refunded: other letters follow.</summary>
    private static bool IsMoot(CaseFile file, Dispute letter) =>
        letter.State != DisputeState.AwaitingApproval && file.RefundReport is { } report && report.AtUtc > letter.CreatedAtUtc;

    private static DateTime Since(CaseStanding standing, Dispute letter) => standing.MovedAtUtc.TryGetValue(letter.Id, out var moved) ? moved : letter.CreatedAtUtc;

    /// <summary>The letter whose silence brought this one; null where it follows from none.</summary>
    private static Dispute? Unanswered(CaseFile file, Dispute letter) => file.Standing.LastOrDefault(l => l.Step < letter.Step) is { WaitBusinessDays: > 0, State: DisputeState.Sent } before ? before : null;

    /// <summary>What came last: a mail, or what a person told of.</summary>
    private static string Answered(CaseFile file, Dispute letter)
    {
        var asked = file.Letters.Where(l => l.Channel == letter.Channel).Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        var reply = file.Answers.LastOrDefault(a => a.IsReply && asked.Contains(a.DisputeId));
        return file.Instructions.LastOrDefault(i => i.Kind == InstructionKind.Answered) is { } told && (reply is null || told.AtUtc > reply.FiledAtUtc) ? $"The letter {letter.Letter} was answered by another way, {told.By} told: {told.Reason}"
            : reply is null ? $"The letter {letter.Letter} was answered"
            : $"The letter {letter.Letter} was answered by {Sender.Words(file, reply.From, NameShown)}";
    }

    private static string WhereToRead(CaseFile file) =>
        file.Answers.LastOrDefault(a => a.IsReply) is { } reply ? $"Read it, whole in evidence/{reply.DisputeId}/answers." : "Read what was told, below.";

    private static string Letter(Dispute letter) => $"The letter {letter.Letter} to {letter.Recipient}";

    private static string Retry(Dispute letter) => $"reconciler disputes retry {letter.Id} {Reason}";

    private static TaskStep Refunded(string when, Dispute letter) => new(when, $"reconciler disputes answered {letter.Id} --refunded-on DATE {Reason}");

    private static TaskStep[] GivingUp(CaseFile file) =>
        [new("Give the money up:", $"reconciler decide write-off {file.Finding.Id} {Reason}"), new("Say that all is in order:", $"reconciler decide dismiss {file.Finding.Id} {Reason}")];
}
