using Reconciler.Core.Findings;

namespace Reconciler.Core.Disputes;

/// <summary>What a mail in answer to a letter is.</summary>
public enum AnswerKind
{
    /// <summary>Written by a person, or by a machine that does not say so: somebody must read it.</summary>
    Reply,

    /// <summary>Sent by a machine: out of office, a ticket was opened. It answers nothing.</summary>
    AutoReply,

    /// <summary>A mail system says that the letter did not arrive, or is late.</summary>
    Bounce,
}

/// <summary>A mail that came in answer to a letter; one that names several cases answers a letter of each. All in it was written by others.</summary>
/// <param name="DisputeId">The letter that it answers.</param>
/// <param name="FiledBy">The sign by which it was filed, such as <c>In-Reply-To</c>.</param>
/// <param name="FiledAtUtc">The clock of the run that filed it.</param>
/// <param name="Note">What the mail system told, what a limit left out; empty where nothing.</param>
public sealed record Answer(
    string DisputeId, AnswerKind Kind, string From, string Subject, DateTime ReceivedAtUtc, DateTime FiledAtUtc, string FiledBy, IReadOnlyList<string> Files, string Text, string Note)
{
    /// <summary>How the note of a report begins that says that a letter will not arrive.</summary>
    public const string NotDelivered = "not delivered";

    /// <summary>Nothing proves that it comes from whom the case wrote to, and no person has accepted it: it is shown, and stops nothing.</summary>
    public bool FromStranger { get; init; }

    /// <summary>Whether it answers: written by a person, and not a stranger's.</summary>
    public bool IsReply => Kind == AnswerKind.Reply && !FromStranger;
}

/// <summary>What a person can tell about a case.</summary>
public enum InstructionKind
{
    /// <summary>An answer came by another way than mail: a portal, the telephone.</summary>
    Answered,

    /// <summary>The marketplace says that it has refunded.</summary>
    RefundReported,

    /// <summary>What was answered does not settle the case: its route goes on.</summary>
    Resumed,
}

/// <summary>What a person told about a case.</summary>
/// <param name="DisputeId">The letter that it is about.</param>
/// <param name="By">The operating system's user.</param>
/// <param name="RefundedOn">The day on which the marketplace says it refunded.</param>
/// <param name="RefundReference">The reference that it named; may be empty.</param>
public sealed record Instruction(string DisputeId, InstructionKind Kind, DateTime AtUtc, string By, string Reason, DateOnly? RefundedOn, string RefundReference);

/// <summary>A finding with all that was written, answered and told about it.</summary>
/// <param name="Letters">In the order of their numbers.</param>
/// <param name="Answers">In the order of filing.</param>
/// <param name="Instructions">In the order of giving.</param>
public sealed record CaseFile(Finding Finding, IReadOnlyList<Dispute> Letters, IReadOnlyList<Answer> Answers, IReadOnlyList<Instruction> Instructions)
{
    /// <summary>The latest moment that the case knows of. A run whose clock lies before it decides nothing about the case: there, what it knows has not happened yet.</summary>
    public DateTime LastMomentUtc =>
        Letters.SelectMany(l => new[] { l.CreatedAtUtc, l.SentAtUtc ?? default }).Concat(Answers.Select(a => a.FiledAtUtc)).Concat(Instructions.Select(i => i.AtUtc)).Append(Finding.FoundAtUtc).Max();

    /// <summary>The number of the next letter.</summary>
    public int NextNumber => Letters.Count == 0 ? 1 : Letters[^1].Number + 1;

    /// <summary>What the marketplace was last said to have refunded; null where nothing.</summary>
    public Instruction? LastRefundReport => Instructions.LastOrDefault(i => i.Kind == InstructionKind.RefundReported);

    /// <summary>The reported refund that is being traced; null where none is, or where a person has since resumed a letter to the marketplace: the wallet knows of no refund, and the claim goes on.</summary>
    public Instruction? RefundReport
    {
        get
        {
            var claims = Letters.Where(l => l.Channel == DisputeChannel.Marketplace).Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
            return LastRefundReport is { } report && !Instructions.SkipWhile(i => i != report).Any(i => i.Kind == InstructionKind.Resumed && claims.Contains(i.DisputeId)) ? report : null;
        }
    }

    /// <summary>The letters that stand, in the order of their steps: of each step the last one written, without those that were closed before they went out.</summary>
    public IReadOnlyList<Dispute> Standing =>
        [.. Letters.Where(l => l.Part == 1 && (l.State != DisputeState.Closed || l.SentAtUtc is not null)).GroupBy(l => (l.Step, l.Letter)).Select(g => g.MaxBy(l => l.Number)!).OrderBy(l => l.Step).ThenBy(l => l.Number)];

    /// <summary>The letter whose further evidence a mail brings; a letter itself.</summary>
    public Dispute? LetterOf(Dispute mail) => Letters.LastOrDefault(l => l.CanBeLetterOf(mail));

    /// <summary>When an addressee answered last, where no person has dealt with it since; else null.</summary>
    public DateTime? AnsweredAtUtc(DisputeChannel channel)
    {
        var dealtWith = Instructions.LastOrDefault(i => i.Kind is InstructionKind.Resumed or InstructionKind.RefundReported)?.AtUtc ?? DateTime.MinValue;
        return AnsweredBy(channel).Where(at => at > dealtWith).Select(at => (DateTime?)at).Max();
    }

    /// <summary>When an addressee answered, or is said to have answered, whether or not it has been dealt with. What a person tells of the case's first letter may be about the last one: the case is known by that number.</summary>
    public IEnumerable<DateTime> AnsweredBy(DisputeChannel channel)
    {
        var letters = Letters.Where(l => l.Channel == channel).ToDictionary(l => l.Id, StringComparer.Ordinal);
        var lastSent = letters.Values.Max(l => l.SentAtUtc);
        return Answers.Where(a => a.IsReply && letters.ContainsKey(a.DisputeId)).Select(a => a.FiledAtUtc)
            .Concat(Instructions.Where(i => i.Kind == InstructionKind.Answered && (letters.ContainsKey(i.DisputeId) || (i.DisputeId == Letters[0].Id && i.AtUtc >= lastSent))).Select(i => i.AtUtc));
    }

    /// <summary>The files of all cases, a finding each.</summary>
    public static IReadOnlyList<CaseFile> Of(IEnumerable<Finding> findings, IEnumerable<Dispute> disputes, IEnumerable<Answer> answers, IEnumerable<Instruction> instructions)
    {
        var letters = disputes.ToLookup(d => d.FindingId, StringComparer.Ordinal);
        var answersTo = answers.ToLookup(a => a.DisputeId, StringComparer.Ordinal);
        var toldOf = instructions.ToLookup(i => i.DisputeId, StringComparer.Ordinal);
        return [.. findings.Select(f => (Finding: f, Letters: letters[f.Id].OrderBy(d => d.Number).ToList())).Select(c => new CaseFile(
            c.Finding,
            c.Letters,
            [.. c.Letters.SelectMany(l => answersTo[l.Id]).OrderBy(a => a.FiledAtUtc).ThenBy(a => a.ReceivedAtUtc)],
            [.. c.Letters.SelectMany(l => toldOf[l.Id]).OrderBy(i => i.AtUtc)]))];
    }
}
