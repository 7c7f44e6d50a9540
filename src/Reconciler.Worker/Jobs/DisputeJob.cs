using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Evidence;
using Reconciler.Mail;
using Reconciler.Mail.Sending;
using Reconciler.Mail.Writing;
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
        ILookup<OrderId, Match> matches;
        var pairs = place.Settings.Matching.ToPairs();
        using (var reading = store.BeginReading())
        {
            var existing = reading.Disputes.LoadAll().Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
            var findings = reading.Findings.LoadAll().Where(f => DisputePolicy.IsDisputable(f, pairs) && !existing.Contains(Dispute.IdOf(f.Id, 1))).OrderBy(f => f.Id, StringComparer.Ordinal).ToList();
            foreach (var missing in findings.Where(f => RecipientOf(f) is null).GroupBy(f => f.Orders[0].Marketplace, StringComparer.OrdinalIgnoreCase))
            {
                log.NoRecipient(missing.Count(), missing.Key);
            }

            wanted = [.. findings.Select(f => (f, RecipientOf(f))).Where(p => p.Item2 is not null).Select(p => (p.f, p.Item2!))];
            var orders = wanted.SelectMany(w => w.Finding.Orders).ToHashSet();
            matches = orders.Count == 0 ? Enumerable.Empty<Match>().ToLookup(m => m.Order) : reading.Matches.LoadAll().Where(m => orders.Contains(m.Order)).ToLookup(m => m.Order);
        }

        if (wanted.Count > settings.MaxLettersPerRun)
        {
            log.LettersHeldBack(wanted.Count - settings.MaxLettersPerRun);
        }

        if (wanted.Count == 0)
        {
            return;
        }

        var letters = Letters.Load(place.Folder(place.Settings.Folders.Letters));
        foreach (var (finding, recipient) in wanted.Take(settings.MaxLettersPerRun))
        {
            stop.ThrowIfCancellationRequested();
            Open(run, finding, recipient, letters, [.. finding.Orders.SelectMany(id => matches[id])]);
        }
    }

    private RecipientSettings? RecipientOf(Finding finding) =>
        settings.Recipients.FirstOrDefault(r => r.Marketplace.Equals(finding.Orders[0].Marketplace, StringComparison.OrdinalIgnoreCase));

    private void Open(RunClock run, Finding finding, RecipientSettings recipient, Letters letters, IReadOnlyList<Match> matches)
    {
        IReadOnlyList<string> given = [];
        using var work = store.Begin();
        var dispute = new Dispute
        {
            Id = Dispute.IdOf(finding.Id, 1),
            FindingId = finding.Id,
            Letter = finding.Kind.ToName(),
            Channel = DisputeChannel.Marketplace,
            Recipient = recipient.Address,
            State = DisputePolicy.NeedsApproval(finding) ? DisputeState.AwaitingApproval : DisputeState.Queued,
            Amount = finding.Amount,
            CreatedAtUtc = run.AsOfUtc,
        };
        if (dispute.State == DisputeState.AwaitingApproval)
        {
            work.Disputes.Add(dispute with { Note = "probable, not certain: a person must approve it" }, [], []);
            log.DisputeNeedsPerson(dispute.Id, "it is probable, not certain, and waits for approval");
        }
        else
        {
            var facts = CaseOf(work, dispute, finding, matches);
            var ours = GivenFiles.For(facts, place.Data.InboxEvidence, log.DocumentWarning);
            var evidence = EvidencePack.Make(facts, run.AsOfUtc, ours, EvidenceLimits.ForMail(mail.MaxMegabytes) with { MaxParts = 1 }, EvidenceDisclosure.Least, warn: log.DocumentWarning);
            var attached = evidence.Parts[0].Files;
            var draft = DisputeMail.Build(letters, evidence.Shown, attached, mail with { Language = recipient.Language }, recipient.Address, run.AsOfUtc);
            dispute = dispute with { MessageId = draft.MessageId, Attachments = [.. attached.Select(f => f.Name)] };
            work.Disputes.Add(dispute, attached, draft.Eml);
            WriteFiles(dispute, [.. attached, .. evidence.Kept]);
            given = [.. ours.Select(f => f.Path)];
        }

        Audit(work, run, dispute, dispute.State);
        work.Commit();
        ArchiveGiven(given);
        log.DisputeMoved(dispute.Id, finding.Id, dispute.State.ToName());
    }

    /// <summary>All facts of the case, from the store: the records with their raw lines.</summary>
    private static DisputeCase CaseOf(Work work, Dispute dispute, Finding finding, IReadOnlyList<Match> matches)
    {
        var disputed = finding.Kind == FindingKind.DuplicateCharge ? finding.Transactions.Take(1).ToList() : [];
        var refunds = finding.Kind == FindingKind.DuplicateCharge
            ? finding.Transactions.Skip(1)
            : matches.Where(m => m.Role == MatchRole.Refund).Select(m => m.Transaction);
        return new DisputeCase(
            dispute, finding,
            [.. finding.Orders.Select(id => work.Orders.Load(id)!.Standing)],
            Load(matches.Where(m => m.Role == MatchRole.Payment).Select(m => m.Transaction)),
            Load(disputed),
            Load(refunds));

        IReadOnlyList<Entry> Load(IEnumerable<TransactionId> ids) =>
            [.. ids.Distinct().Select(id => work.Entries.Load(id)!.Standing).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)];
    }

    /// <summary>A copy of the evidence for people's eyes, with what was too large to go out; what counts is in the store.</summary>
    private void WriteFiles(Dispute dispute, IEnumerable<EvidenceFile> files)
    {
        var folder = Path.Combine(place.Data.Evidence, dispute.Id);
        Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            File.WriteAllBytes(Path.Combine(folder, file.Name), file.Content);
        }
    }

    /// <summary>What people gave leaves the inbox only after the store has it.</summary>
    private void ArchiveGiven(IReadOnlyList<string> given)
    {
        Directory.CreateDirectory(place.Data.UsedEvidence);
        foreach (var path in given)
        {
            File.Move(path, Path.Combine(place.Data.UsedEvidence, Path.GetFileName(path)), overwrite: true);
        }
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
