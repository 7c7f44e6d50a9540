using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Mail;
using Reconciler.Mail.Sending;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>
/// Writes a letter with its evidence for each finding that is disputed, keeps it whole in the store, and only then hands it over, so that a mail goes
/// out once: what was being handed over when the program died is held for a person, unless the outbox folder can tell.
/// </summary>
internal sealed class DisputeJob(Workplace place, Database store, ILogger log)
{
    private readonly DisputeSettings settings = place.Settings.Disputes;
    private readonly MailSettings mail = place.Settings.Mail;

    private bool IsPickup => mail.Transport.Equals("pickup", StringComparison.OrdinalIgnoreCase);

    public async Task<int> Run(RunClock run, CancellationToken stop)
    {
        CloseWhatIsSettled(run);
        HoldWhatWasCutOff(run);
        OpenNew(run, stop);
        return await SendQueued(run, stop);
    }

    private void CloseWhatIsSettled(RunClock run)
    {
        using var work = store.Begin();
        var open = work.Findings.LoadAll().Where(f => f.IsAtRisk).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var dispute in work.Disputes.LoadAll().Where(d => DisputePolicy.EndsWithItsFinding(d.State) && !open.Contains(d.FindingId)))
        {
            Move(work, run, dispute, dispute.State, DisputeState.Closed, "the finding is no longer open");
        }

        work.Commit();
    }

    private void HoldWhatWasCutOff(RunClock run)
    {
        using var work = store.Begin();
        foreach (var dispute in work.Disputes.LoadAll().Where(d => d.State == DisputeState.Sending))
        {
            // The outbox folder takes the same mail twice as one file; a server might deliver it twice.
            if (IsPickup)
            {
                Move(work, run, dispute, DisputeState.Sending, DisputeState.Queued, "cut off while writing to the outbox; written again");
            }
            else
            {
                Move(work, run, dispute, DisputeState.Sending, DisputeState.Uncertain, "the program ended while the mail was handed over: look in the sent folder before sending again");
                log.DisputeNeedsPerson(dispute.Id, "the program ended while its mail was handed over");
            }
        }

        work.Commit();
    }

    private void OpenNew(RunClock run, CancellationToken stop)
    {
        List<(Finding Finding, RecipientSettings Recipient)> wanted;
        var pairs = place.Settings.Matching.ToPairs();
        using (var reading = store.BeginReading())
        {
            var existing = reading.Disputes.LoadAll().Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
            var findings = reading.Findings.LoadAll().ToList()
                .Where(f => DisputePolicy.IsDisputable(f, pairs) && !existing.Contains(Dispute.IdOf(f.Id, 1)))
                .Where(f => settings.ToGuards().Allow(f, HappenedOn(reading, f), run.AsOfUtc))
                .OrderBy(f => f.Id, StringComparer.Ordinal).ToList();
            foreach (var missing in findings.Where(f => settings.RecipientFor(f) is null).GroupBy(f => f.Orders[0].Marketplace, StringComparer.OrdinalIgnoreCase))
            {
                log.NoRecipient(missing.Count(), missing.Key);
            }

            wanted = [.. findings.Select(f => (f, settings.RecipientFor(f))).Where(p => p.Item2 is not null).Select(p => (p.f, p.Item2!))];
        }

        if (wanted.Count > settings.MaxLettersPerRun)
        {
            log.LettersHeldBack(wanted.Count - settings.MaxLettersPerRun);
        }

        if (wanted.Count == 0)
        {
            return;
        }

        var writer = new DisputeWriter(place, log);
        using (var reading = store.BeginReading())
        {
            writer.LoadMatches(reading, wanted.SelectMany(w => w.Finding.Orders));
        }

        foreach (var (finding, recipient) in wanted.Take(settings.MaxLettersPerRun))
        {
            stop.ThrowIfCancellationRequested();
            Open(run, finding, recipient, writer);
        }
    }

    /// <summary>The day of the fault: the last one on which a refund was in time, or that of the duplicate charge.</summary>
    private static DateOnly HappenedOn(Work work, Finding finding) =>
        finding.DueOn ?? DateOnly.FromDateTime(work.Entries.Load(finding.Transactions[0])!.Standing.BookedAtUtc);

    private void Open(RunClock run, Finding finding, RecipientSettings recipient, DisputeWriter writer)
    {
        var dispute = DisputeWriter.New(finding, recipient, run.AsOfUtc);
        WrittenDispute? written = null;
        using var work = store.Begin();
        if (dispute.State == DisputeState.AwaitingApproval)
        {
            work.Disputes.Add(dispute with { Note = "probable, not certain: a person must approve it" }, [], []);
            log.DisputeNeedsPerson(dispute.Id, "it is probable, not certain, and waits for approval");
        }
        else
        {
            written = writer.Write(work, dispute, finding, recipient, run.AsOfUtc);
            dispute = written.Dispute;
            work.Disputes.Add(dispute, written.Attached, written.Mail.Eml);
            writer.KeepCopies(written);
        }

        Audit(work, run, dispute, dispute.State);
        work.Commit();
        writer.ArchiveGiven(written);
        log.DisputeMoved(dispute.Id, finding.Id, dispute.State.ToName());
    }

    private async Task<int> SendQueued(RunClock run, CancellationToken stop)
    {
        IReadOnlyList<Dispute> claimed;
        Dictionary<string, Finding> findings;
        using (var work = store.Begin())
        {
            claimed = work.Disputes.ClaimQueued(settings.MaxLettersPerRun, run.AsOfUtc);
            var disputed = claimed.Select(d => d.FindingId).ToHashSet(StringComparer.Ordinal);
            findings = disputed.Count == 0 ? [] : work.Findings.LoadAll().Where(f => disputed.Contains(f.Id)).ToDictionary(f => f.Id, StringComparer.Ordinal);
            work.Commit();
        }

        var transport = TransportOf();
        var sent = 0;
        foreach (var dispute in claimed)
        {
            byte[] message;
            using (var reading = store.BeginReading())
            {
                message = reading.Disputes.LoadMessage(dispute.Id) ?? throw new InvalidOperationException($"Dispute {dispute.Id} is queued without a mail.");
            }

            // Once a mail is on its way it is not called back: its fate is written down first, then the stop is obeyed.
            var result = stop.IsCancellationRequested ? new SendResult.PutOff("the program was stopped") : await transport.Send(dispute.MessageId, message, CancellationToken.None);
            using var work = store.Begin();
            sent += Settle(work, run, dispute, findings[dispute.FindingId], result) ? 1 : 0;
            work.Commit();
        }

        return sent;
    }

    private bool Settle(Work work, RunClock run, Dispute dispute, Finding finding, SendResult result)
    {
        switch (result)
        {
            case SendResult.Accepted accepted:
                Move(work, run, dispute, DisputeState.Sending, DisputeState.Sent, accepted.ServerAnswer, run.AsOfUtc);
                work.Findings.Apply(finding.State == FindingState.Open ? [finding with { State = FindingState.Disputed }] : [], run.RunId);
                return true;
            case SendResult.Refused refused:
                Move(work, run, dispute, DisputeState.Sending, DisputeState.Refused, refused.Answer);
                log.DisputeNeedsPerson(dispute.Id, refused.Answer);
                return false;
            case SendResult.Uncertain uncertain:
                Move(work, run, dispute, DisputeState.Sending, DisputeState.Uncertain, uncertain.Why);
                log.DisputeNeedsPerson(dispute.Id, uncertain.Why);
                return false;
            case SendResult.PutOff putOff:
                Move(work, run, dispute, DisputeState.Sending, DisputeState.Queued, putOff.Answer);
                log.MailPutOff(dispute.Id, putOff.Answer);
                return false;
            default:
                throw new InvalidOperationException($"{result} is no answer of a transport.");
        }
    }

    private IMailTransport TransportOf() =>
        IsPickup ? new PickupFolder(place.Data.Outbox) : new SmtpTransport(mail.Smtp, new MailSecrets(Secrets.SmtpPassword, Secrets.SmtpOAuthSecret), TimeProvider.System);

    private void Move(Work work, RunClock run, Dispute dispute, DisputeState from, DisputeState to, string note, DateTime? sentAtUtc = null)
    {
        if (work.Disputes.Move(dispute.Id, from, to, run.AsOfUtc, note, sentAtUtc))
        {
            Audit(work, run, dispute, to);
            log.DisputeMoved(dispute.Id, dispute.FindingId, to.ToName());
        }
    }

    private static void Audit(Work work, RunClock run, Dispute dispute, DisputeState state) =>
        work.Audit.Append(run.StartedAtUtc, Actor.Name, "dispute " + state.ToName(), dispute.Id,
            JsonSerializer.Serialize(new { run = run.RunId, finding = dispute.FindingId, recipient = dispute.Recipient, messageId = dispute.MessageId, amount = dispute.Amount.ToString(), attachments = dispute.Attachments }));
}
