namespace Reconciler.Worker.Jobs;

/// <summary>What one way through the disputes did.</summary>
/// <param name="Answers">Whether it knew what was answered: silence alone brings the next letter.</param>
internal sealed record DisputeOutcome(int MailsSent, AnswersRead Answers);
