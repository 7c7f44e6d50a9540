namespace Reconciler.Mail;

/// <summary>What happened in a case before the letter that is being written. Empty for a first letter.</summary>
public sealed record CaseHistory
{
    /// <summary>Nothing was written before.</summary>
    public static readonly CaseHistory None = new();

    /// <summary>The day (UTC) on which the first letter with this question to the addressee went out.</summary>
    public DateOnly? FirstSentOn { get; init; }

    /// <summary>The day by which the last letter asked for an answer.</summary>
    public DateOnly? AnswerDueOn { get; init; }

    /// <summary>The day (UTC) of the addressee's last answer; null where none came.</summary>
    public DateOnly? AnsweredOn { get; init; }

    /// <summary>Letters that went out behind that one and before this one, 0 or more.</summary>
    public int Reminders { get; init; }

    /// <summary>The Message-Ids of the case's earlier letters to this addressee, oldest first, without angle brackets: mail programs show the letters together, and answers name them.</summary>
    public IReadOnlyList<string> MessageIds { get; init; } = [];

    /// <summary>The day on which the marketplace says that it refunded.</summary>
    public DateOnly? RefundedOn { get; init; }

    /// <summary>The reference that the marketplace named for its refund.</summary>
    public string RefundReference { get; init; } = string.Empty;
}
