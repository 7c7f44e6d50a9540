using System.Text;
using Reconciler.Core.Disputes;
using Reconciler.Documents.Evidence;
using Reconciler.Mail;
using Reconciler.Mail.Reading;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Whether a run knows what was answered.</summary>
internal enum AnswersRead
{
    /// <summary>No mailbox is configured.</summary>
    NotConfigured,
    Failed,
    All,
}

/// <summary>Reads the mailbox and files what came to the letters that it answers. A mail that names no letter of ours is left alone: nothing of it is kept.</summary>
internal sealed class AnswerJob(Workplace place, Database store, TimeProvider time, ILogger log)
{
    /// <summary>More than this is left to the next run.</summary>
    private const int MostRounds = 20;

    private readonly MailSettings mail = place.Settings.Mail;

    /// <summary>The mailbox by which its position is known.</summary>
    private string Name => $"{mail.Imap.Host}:{mail.Imap.Port}/{mail.Imap.User}/{mail.Imap.Folder}";

    public async Task<AnswersRead> Run(RunClock run, CancellationToken stop)
    {
        if (!mail.Imap.IsUsed)
        {
            return AnswersRead.NotConfigured;
        }

        var mailbox = new Mailbox(mail.Imap, Secrets.Imap, time);
        for (var round = 0; round < MostRounds; round++)
        {
            MailboxPosition position;
            DateTime? firstTried;
            using (var reading = store.BeginReading())
            {
                position = reading.Answers.FindPosition(Name) is { } known ? new MailboxPosition(known.UidValidity, known.LastUid) : MailboxPosition.Start;
                firstTried = reading.Disputes.LoadAll().Min(d => d.TriedAtUtc);
            }

            if (firstTried is not { } since)
            {
                return AnswersRead.All;
            }

            switch (await mailbox.ReadNew(position, DateOnly.FromDateTime(since).AddDays(-1), stop))
            {
                case MailboxReading.Failed failed:
                    log.AnswersNotRead(failed.Why);
                    return AnswersRead.Failed;
                case MailboxReading.Read read:
                    File(run, read);
                    if (!read.HasMore)
                    {
                        return AnswersRead.All;
                    }

                    break;
            }
        }

        log.AnswersNotRead("there are more new mails than one run reads; the next one goes on behind them");
        return AnswersRead.Failed;
    }

    /// <summary>The mails and how far the mailbox is read are kept together, or not at all.</summary>
    private void File(RunClock run, MailboxReading.Read read)
    {
        using var work = store.Begin();
        var disputes = work.Disputes.LoadAll().ToDictionary(d => d.Id, StringComparer.Ordinal);
        var byMessageId = disputes.Values.Where(d => d.MessageId.Length > 0).ToDictionary(d => d.MessageId, d => d.Id, StringComparer.Ordinal);
        var ids = disputes.Keys.ToHashSet(StringComparer.Ordinal);
        var book = new DisputeBook(run, log);
        foreach (var came in read.Mails)
        {
            if (ReplyMatcher.File(came, byMessageId, ids) is not { } filing)
            {
                continue;
            }

            if (byMessageId.ContainsKey(came.MessageId) || (IsByCaseNumber(filing.How) && (IsOurs(came.From) || IsOurs(came.Bounce?.Recipient))))
            {
                log.OwnMailPassedBy(filing.DisputeIds[0], filing.How);
                continue;
            }

            // Of each case that it names one letter.
            var answered = filing.DisputeIds.Select(id => disputes[id]).GroupBy(d => d.FindingId).Select(g => Addressed(disputes, g.MaxBy(d => d.Number)!, filing.How, came));
            Keep(work, book, came, [.. answered], filing.How);
        }

        work.Answers.SavePosition(Name, read.Position.UidValidity, read.Position.LastUid);
        work.Commit();
    }

    /// <summary>Ourselves and our approvers, whose mails are full of case numbers. The address alone proves nothing: mailing lists and shared mailboxes pass the answers of others on in it.</summary>
    private bool IsOurs(string? address) => place.Settings.Disputes.Approval.Digest.Append(mail.From).Contains(address, StringComparer.OrdinalIgnoreCase);

    private static bool IsByCaseNumber(string how) => how is "subject" or "text";

    /// <summary>A case number alone does not tell which letter of the case is answered: the last one to the sender's domain, else the first to the marketplace. Of a bounce the address that it names counts.</summary>
    private static Dispute Addressed(Dictionary<string, Dispute> disputes, Dispute named, string how, IncomingMail came)
    {
        if (!IsByCaseNumber(how))
        {
            return named;
        }

        var domain = MailAddresses.DomainOf(came.Bounce is { Recipient.Length: > 0 } bounce ? bounce.Recipient : came.From);
        var letters = disputes.Values.Where(d => d.FindingId == named.FindingId && d is { Part: 1, SentAtUtc: not null }).OrderBy(d => d.Number).ToList();
        return letters.FindLast(d => MailAddresses.DomainOf(d.Recipient).Equals(domain, StringComparison.OrdinalIgnoreCase))
            ?? letters.Find(d => d.Channel == DisputeChannel.Marketplace)
            ?? named;
    }

    /// <summary>A report known by a case number alone may be about a mail of somebody else that names the case.</summary>
    private static bool IsAbout(Bounce bounce, Dispute dispute, string how) =>
        !IsByCaseNumber(how) || bounce.Recipient.Equals(dispute.Recipient, StringComparison.OrdinalIgnoreCase);

    private void Keep(Work work, DisputeBook book, IncomingMail came, IReadOnlyList<Dispute> letters, string how)
    {
        var bounce = came.Bounce is { } b ? string.Join(' ', new[] { b.IsFinal ? "not delivered" : "late", b.Recipient, b.Status, b.Diagnostic }.Where(t => t.Length > 0)) : string.Empty;
        var answer = new Answer(
            letters[0].Id,
            came.Kind switch { IncomingKind.Bounce => AnswerKind.Bounce, IncomingKind.AutoReply => AnswerKind.AutoReply, _ => AnswerKind.Reply },
            came.From, came.Subject, came.ReceivedAtUtc, FiledAt(work, letters, book.Run.AsOfUtc), how, [.. came.Attachments.Select(a => a.Name)], came.Text,
            string.Join(". ", new[] { bounce, came.LeftOut }.Where(t => t.Length > 0)));
        if (!work.Answers.Add(answer, [.. letters.Skip(1).Select(l => l.Id)], came.Key, [.. came.Attachments.Select(a => new AnswerFile(a.Name, a.MediaType, a.Content))], came.Eml))
        {
            return;
        }

        foreach (var letter in letters)
        {
            book.Audit(work, "answered by " + Core.Records.RecordNames.ToName(answer.Kind), letter, FormattableString.Invariant($"{how}; from {came.From}; received {came.ReceivedAtUtc:yyyy-MM-dd HH:mm:ss} UTC"));
            KeepCopies(letter.Id, came);
            log.AnswerFiled(letter.Id, Core.Records.RecordNames.ToName(answer.Kind), how);
            if (came.Bounce is { IsFinal: true } final && IsAbout(final, letter, how) && letter.State is DisputeState.Sent or DisputeState.Uncertain)
            {
                book.Bounced(work, letter, bounce);
            }
        }
    }

    /// <summary>The run's clock; where a case knows of later moments already, the last of them: filed before it, the answer would count as dealt with.</summary>
    private static DateTime FiledAt(Work work, IReadOnlyList<Dispute> letters, DateTime asOfUtc) =>
        letters.Select(l => CaseBook.Load(work, l.FindingId)!.LastMomentUtc).Append(asOfUtc).Max();

    /// <summary>For people's eyes, beside the letter's evidence: the text, and files that are what they say. All else, whole, is in the store.</summary>
    private void KeepCopies(string disputeId, IncomingMail came)
    {
        var folder = EvidenceFolders.AnswersTo(place.Data, disputeId);
        Directory.CreateDirectory(folder);
        var stem = EvidenceFolders.StemOf(came.ReceivedAtUtc) + FormattableString.Invariant($"{came.Uid}");
        System.IO.File.WriteAllText(Path.Combine(folder, stem + ".txt"), $"From: {came.From}\nSubject: {came.Subject}\n\n{came.Text}", new UTF8Encoding(false));
        foreach (var file in came.Attachments.Where(a => GivenFiles.Check(a.Content).MediaType is not null))
        {
            System.IO.File.WriteAllBytes(Path.Combine(folder, $"{stem}-{file.Name}"), file.Content);
        }
    }
}
