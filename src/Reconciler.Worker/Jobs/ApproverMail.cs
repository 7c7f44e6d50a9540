using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Sending;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Tells the approvers by mail what waits for them, at most once a day (UTC). It is noted before it goes out: a crash may cost one such mail, never send two.</summary>
internal sealed class ApproverMail(Workplace place, Database store, TimeProvider time, ILogger log)
{
    public async Task Run(RunClock run, CancellationToken stop)
    {
        var approvers = place.Settings.Disputes.Approval.Digest;
        if (approvers.Count == 0)
        {
            return;
        }

        DraftMail draft;
        using (var work = store.Begin())
        {
            var all = work.Disputes.LoadAll();
            var waiting = all.Where(d => d.State == DisputeState.AwaitingApproval).ToList();
            if (waiting.Count == 0 || all.Max(d => d.AskedAtUtc) is { } asked && DateOnly.FromDateTime(asked) >= DateOnly.FromDateTime(run.AsOfUtc))
            {
                return;
            }

            var letters = Letters.Load(place.Folder(place.Settings.Folders.Letters));
            try
            {
                draft = ApprovalDigest.Build(letters, [.. waiting.Select(d => Of(work, d))], place.Settings.Mail, approvers, run.AsOfUtc, CommandOptions.Of(place));
            }
            catch (Exception e) when (e is LetterException or DraftException)
            {
                log.ApproversNotTold(e.Message);
                return;
            }

            work.Disputes.MarkAsked(run.AsOfUtc);
            work.Audit.Append(run.StartedAtUtc, Actor.InAudit, "approvers told", run.RunId, System.Text.Json.JsonSerializer.Serialize(new { waiting = waiting.Select(d => d.Id), approvers, messageId = draft.MessageId }));
            work.Commit();
        }

        var result = await Outbox.TransportOf(place, time).Send(draft.MessageId, draft.Eml, () => true, stop);
        if (result is SendResult.NotReached or SendResult.PutOff or SendResult.Refused)
        {
            using var work = store.Begin();
            work.Disputes.MarkAsked(null);
            work.Commit();
            log.ApproversNotTold(result.ToString());
        }
    }

    private static WaitingLetter Of(Work work, Dispute dispute)
    {
        var finding = work.Findings.Find(dispute.FindingId)!;
        return new WaitingLetter(
            dispute.Id, finding.Id, finding.Kind.ToName(), dispute.Letter, dispute.Recipient, dispute.Amount, finding.Confidence, finding.Why,
            DateOnly.FromDateTime(dispute.CreatedAtUtc), dispute.ApprovalsNeeded, [.. work.Disputes.LoadApprovals(dispute.Id).Select(a => a.By)], dispute.Note);
    }
}
