using Reconciler.Core.Disputes;

namespace Reconciler.Core.Reports;

/// <summary>What a mail to our own people tells.</summary>
public enum NoticeKind
{
    Report,

    /// <summary>What waits for approval.</summary>
    Approvals,
    Alert,
}

/// <summary>A mail to our own people. It goes the way of the letters: kept whole first, handed over once, tried again, held where its fate is unknown.</summary>
public sealed record Notice
{
    /// <summary>ASCII letters, digits and hyphens, at most 64: its Message-Id begins with it.</summary>
    public required string Id { get; init; }

    public required NoticeKind Kind { get; init; }

    /// <summary>The report's name, or what the alert is about; empty for approvals.</summary>
    public string About { get; init; } = string.Empty;

    /// <summary>Plain addresses from the configuration, at least one.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>Without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>Queued, sending, sent, refused or uncertain.</summary>
    public DisputeState State { get; init; } = DisputeState.Queued;

    public int Tries { get; init; }

    /// <summary>By the machine's clock.</summary>
    public DateTime? TriedAtUtc { get; init; }

    public DateTime? SentAtUtc { get; init; }

    /// <summary>The clock of the run that made it.</summary>
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>What the server said last; while it is handed over, by whom.</summary>
    public string Note { get; init; } = string.Empty;
}
