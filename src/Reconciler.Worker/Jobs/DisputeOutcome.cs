namespace Reconciler.Worker.Jobs;

/// <summary>A letter that is due and cannot be written: it is set aside, and the next run tries it again.</summary>
/// <param name="Why">The cause, with file and line where a template is to blame.</param>
internal sealed record UnwrittenLetter(string FindingId, string Why);

/// <summary>What one way through the disputes did.</summary>
/// <param name="Answers">Whether it knew what was answered: silence alone brings the next letter.</param>
internal sealed record DisputeOutcome(int MailsSent, AnswersRead Answers, IReadOnlyList<UnwrittenLetter> Unwritten);
