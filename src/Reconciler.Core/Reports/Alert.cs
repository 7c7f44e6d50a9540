namespace Reconciler.Core.Reports;

/// <summary>What somebody must hear of at once.</summary>
public enum AlertKind
{
    /// <summary>A run failed.</summary>
    Failed,

    /// <summary>A run did not happen by its time.</summary>
    Late,

    /// <summary>A statement that was expected did not come.</summary>
    Statements,
}

/// <summary>Something that did not happen, or failed.</summary>
/// <param name="DueUtc">When it was due, or happened.</param>
/// <param name="Why">What is known of it, in English; one line.</param>
public sealed record Alert(AlertKind Kind, DateTime DueUtc, string Why);
