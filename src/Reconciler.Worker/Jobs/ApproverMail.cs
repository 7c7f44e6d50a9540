using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Writes to the approvers what waits for them, at most once a day (UTC). The outbox hands it over.</summary>
internal sealed class ApproverMail(Workplace place, Database store, ILogger log)
{
    public void Run(RunClock run)
    {
        var approvers = place.Settings.Disputes.Approval.Digest;
        if (approvers.Count == 0)
        {
            return;
        }

        using var work = store.Begin();
        var all = work.Disputes.LoadAll();
        var waiting = all.Where(d => d.State == DisputeState.AwaitingApproval).ToList();
        if (waiting.Count == 0 || all.Max(d => d.AskedAtUtc) is { } asked && DateOnly.FromDateTime(asked) >= DateOnly.FromDateTime(run.AsOfUtc))
        {
            return;
        }

        DraftMail draft;
        try
        {
            var letters = Letters.Load(place.Folder(place.Settings.Folders.Letters));
            draft = ApprovalDigest.Build(letters, [.. waiting.Select(d => Of(work, d))], place.Settings.Mail, approvers, place.CaseKeyOf(work), run.AsOfUtc, CommandOptions.Of(place));
        }
        catch (Exception e) when (e is LetterException or DraftException)
        {
            log.ApproversNotTold(e.Message);
            return;
        }

        work.Disputes.MarkAsked(run.AsOfUtc);
        NoticeBook.Add(work, run, new Notice { Id = DisputeMail.CaseOf(draft.MessageId), Kind = NoticeKind.Approvals, Recipients = approvers, MessageId = draft.MessageId, CreatedAtUtc = run.AsOfUtc }, draft.Eml);
        work.Audit.Append(run.StartedAtUtc, Actor.InAudit, "approvers told", run.RunId, System.Text.Json.JsonSerializer.Serialize(new { waiting = waiting.Select(d => d.Id), approvers, messageId = draft.MessageId }));
        work.Commit();
    }

    private static WaitingLetter Of(Work work, Dispute dispute)
    {
        var finding = work.Findings.Find(dispute.FindingId)!;
        return new WaitingLetter(
            dispute.Id, finding.Id, finding.Kind.ToName(), dispute.Letter, dispute.Recipient, dispute.Amount, finding.Confidence, finding.Why,
            DateOnly.FromDateTime(dispute.CreatedAtUtc), dispute.ApprovalsNeeded, [.. work.Disputes.LoadApprovals(dispute.Id).Select(a => a.By)], dispute.Note);
    }
}
