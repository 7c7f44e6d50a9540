using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>Writes down what becomes of disputes: the state, the audit, the finding, and the log.</summary>
internal sealed class DisputeBook(RunClock run, ILogger log)
{
    public RunClock Run { get; } = run;

    /// <summary>A letter that is new.</summary>
    /// <param name="message">Empty for a letter without a mail.</param>
    /// <param name="approvers">Whose approvals of another letter count for it; null: nobody's.</param>
    public void Add(Work work, Dispute dispute, IReadOnlyList<EvidenceFile> attached, byte[] message, IReadOnlyList<AuditActor>? approvers = null)
    {
        work.Disputes.Add(dispute, attached, message);
        Told(work, dispute, dispute.State, dispute.Note, message.Length + attached.Count == 0 ? null : PreparedHashes.Of(message, attached), approvers);
        if (dispute.State == DisputeState.AwaitingApproval)
        {
            log.DisputeNeedsPerson(dispute.Id, dispute.Note);
        }
    }

    /// <summary>A letter that waited for people and may go, written now.</summary>
    public void Release(Work work, Dispute dispute, IReadOnlyList<EvidenceFile> attached, byte[] message, DisputeState to)
    {
        if (work.Disputes.Release(dispute, attached, message, to, Run.AsOfUtc, string.Empty))
        {
            Told(work, dispute, to, string.Empty, PreparedHashes.Of(message, attached));
        }
    }

    /// <summary>A letter that is not what was prepared and approved: it does not go out, and a person must look.</summary>
    public void Hold(Work work, Dispute dispute, string why)
    {
        var note = $"held, for {why}. Look who wrote into the store; `disputes retry` writes the letter anew";
        log.LetterHeld(dispute.Id, why);
        Audit(work, "held", dispute, why);
        Move(work, dispute, DisputeState.Refused, note);
    }

    /// <summary>Moves a dispute from where it stands. False where somebody else moved it meanwhile.</summary>
    public bool Move(Work work, Dispute dispute, DisputeState to, string note, DateTime? sentAtUtc = null)
    {
        if (!work.Disputes.Move(dispute.Id, dispute.State, to, Run.AsOfUtc, note, sentAtUtc))
        {
            return false;
        }

        Told(work, dispute, to, note);
        if (to is DisputeState.Refused or DisputeState.Uncertain)
        {
            log.DisputeNeedsPerson(dispute.Id, note);
        }

        return true;
    }

    /// <summary>It is out: from now on its finding is disputed.</summary>
    public void Sent(Work work, Dispute dispute, string note)
    {
        if (Move(work, dispute, DisputeState.Sent, note, Run.AsOfUtc) && work.Findings.Find(dispute.FindingId) is { State: FindingState.Open } finding)
        {
            work.Findings.Apply([finding with { State = FindingState.Disputed }], Run.RunId);
        }
    }

    /// <summary>Closes those of the letters that have not gone out.</summary>
    public void CloseWaiting(Work work, IEnumerable<Dispute> letters, string why)
    {
        foreach (var letter in letters.Where(l => l.State is DisputeState.AwaitingApproval or DisputeState.ToHandIn or DisputeState.Queued))
        {
            Move(work, letter, DisputeState.Closed, why);
        }
    }

    /// <summary>It did not arrive: its finding is disputed only if another letter is out.</summary>
    public void Bounced(Work work, Dispute dispute, string note)
    {
        if (Move(work, dispute, DisputeState.Refused, note)
            && !work.Disputes.LoadAll().Any(d => d.FindingId == dispute.FindingId && d.State == DisputeState.Sent)
            && work.Findings.Find(dispute.FindingId) is { State: FindingState.Disputed } finding)
        {
            work.Findings.Apply([finding with { State = FindingState.Open }], Run.RunId);
        }
    }

    public void Audit(Work work, string action, Dispute dispute, string note, PreparedHashes? prepared = null, IReadOnlyList<AuditActor>? approvers = null) =>
        work.Audit.Append(Run.StartedAtUtc, Actor.InAudit, "dispute " + action, dispute.Id, new LetterLine(
            Run.RunId, dispute.FindingId, dispute.Letter, dispute.Recipient, dispute.MessageId, dispute.Amount.ToString(), dispute.Attachments, note,
            dispute.ApprovalsNeeded, prepared, approvers?.Select(a => a.ToString()).ToList()).Write());

    private void Told(Work work, Dispute dispute, DisputeState state, string note, PreparedHashes? prepared = null, IReadOnlyList<AuditActor>? approvers = null)
    {
        Audit(work, state.ToName(), dispute, note, prepared, approvers);
        log.DisputeMoved(dispute.Id, dispute.FindingId, state.ToName());
    }
}
