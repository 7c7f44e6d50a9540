using System.Globalization;
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
                    if (File(run, position, read) is { } full)
                    {
                        log.AnswersNotRead($"{full}: the rest waits in the mailbox for tomorrow. See whose mails they are, and allow more or delete them");
                        return AnswersRead.Failed;
                    }

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
    /// <param name="from">Up to where it was read before.</param>
    /// <returns>Why the rest of them is left for another day; null where nothing is.</returns>
    private string? File(RunClock run, MailboxPosition from, MailboxReading.Read read)
    {
        using var work = store.Begin();
        var disputes = work.Disputes.LoadAll().ToDictionary(d => d.Id, StringComparer.Ordinal);
        var byMessageId = disputes.Values.Where(d => d.MessageId.Length > 0).ToDictionary(d => d.MessageId, d => d.Id, StringComparer.Ordinal);
        var ids = disputes.Keys.ToHashSet(StringComparer.Ordinal);
        var book = new DisputeBook(run, log);
        var day = DateOnly.FromDateTime(run.AsOfUtc);
        var (ofAddressees, ofOthers) = (new AnswerQuota(mail.Imap, work.Answers, day, ofStrangers: false), new AnswerQuota(mail.Imap, work.Answers, day, ofStrangers: true));
        var overflow = new Dictionary<(string Case, bool OfStrangers), List<(IncomingMail Mail, IReadOnlyList<Addressed> Letters, string How)>>();
        var upTo = from.UidValidity == read.Position.UidValidity ? from.LastUid : 0;
        string? full = null;
        foreach (var came in read.Mails)
        {
            if (Answered(came) is var (letters, how) && !work.Answers.IsKnown(came.Key))
            {
                var cases = letters.Select(l => l.Letter.FindingId).Distinct(StringComparer.Ordinal).ToList();
                var ofStrangers = letters.All(l => l.IsStranger);
                var quota = ofStrangers ? ofOthers : ofAddressees;
                if (cases.TrueForAll(id => quota.CaseIsFull(id, came.Eml.Length) is not null) || (ofStrangers && quota.DayIsFull(came.Eml.Length) is not null))
                {
                    (overflow.TryGetValue((cases[0], ofStrangers), out var more) ? more : overflow[(cases[0], ofStrangers)] = []).Add((came, letters, how));
                }
                else if ((full = quota.DayIsFull(came.Eml.Length)) is not null)
                {
                    break;
                }
                else
                {
                    Keep(work, book, came, letters, how, came.Key);
                    quota.Add(cases, came.Eml.Length);
                }

                TellFate(work, book, came, letters);
            }

            upTo = came.Uid;
        }

        foreach (var ((finding, ofStrangers), mails) in overflow)
        {
            var (last, letters, how) = mails[^1];
            var quota = ofStrangers ? ofOthers : ofAddressees;
            var note = string.Create(CultureInfo.InvariantCulture, $"{mails.Count} {(mails.Count == 1 ? "mail is" : "mails are")} not kept, since {quota.CaseIsFull(finding, last.Eml.Length) ?? quota.DayIsFull(last.Eml.Length)}: read in the mailbox what came up to {last.ReceivedAtUtc:yyyy-MM-dd HH:mm} UTC");
            log.AnswersOverQuota(letters[0].Letter.Id, note);
            Keep(work, book, last with { Kind = IncomingKind.Reply, Bounce = null, Text = note, Attachments = [], Eml = [], LeftOut = note }, letters, how, last.Key);
        }

        work.Answers.SavePosition(Name, read.Position.UidValidity, full is null ? read.Position.LastUid : upTo);
        work.Commit();
        return full;

        // Of each case that it names the letters that it may answer; null where it answers none.
        (IReadOnlyList<Addressed> Letters, string How)? Answered(IncomingMail came)
        {
            if (ReplyMatcher.File(came, byMessageId, ids) is not { } filing)
            {
                return null;
            }

            if (byMessageId.ContainsKey(came.MessageId) || (!filing.NamesLetter && (IsOurs(came.From) || IsOurs(came.Bounce?.Recipient))))
            {
                log.OwnMailPassedBy(filing.DisputeIds[0], filing.How);
                return null;
            }

            var named = filing.DisputeIds.Select(id => disputes[id]).GroupBy(d => d.FindingId).Select(g => g.MaxBy(d => d.Number)!);
            var letters = named.SelectMany(d => filing.NamesLetter ? [new Addressed(d, IsSure: true)] : Addressees(disputes, d, came));
            return ([.. letters.Select(l => l with { IsStranger = !IsProved(disputes.Values.Where(d => d.FindingId == l.Letter.FindingId).OrderBy(d => d.Number), came, filing.NamesLetter) })], filing.How);
        }
    }

    /// <summary>Ourselves and our approvers, whose mails are full of case numbers. The address alone proves nothing: mailing lists and shared mailboxes pass the answers of others on in it.</summary>
    private bool IsOurs(string? address) => place.Settings.Disputes.Approval.Digest.Append(mail.From).Contains(address, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a mail is from whom the case wrote to. That it names a Message-Id or a case number of ours proves that its writer has seen a letter, since both are made with a secret (<see cref="CaseKey"/>); but letters
    /// are passed on. So its sender must have the address of an addressee, its domain or a part of it, or one that the configuration names (<c>AnswersFrom</c>). What a mail system reports may come from anywhere: it
    /// must name the very mail, by its Message-Id; as must what our own mailing lists pass on in our name. Whether a sender is forged is for the mail server to judge (SPF, DKIM, DMARC). All else is from a stranger: it is kept and shown, and stops nothing until a person accepts it.
    /// </summary>
    private bool IsProved(IEnumerable<Dispute> letters, IncomingMail came, bool namesLetter) =>
        (namesLetter && (came.Kind == IncomingKind.Bounce || IsOurs(came.From))) || Correspondence.LetterTo(letters, came.From) is not null || letters.Any(l => place.Settings.Disputes.AnswersFor(l, came.From));

    /// <summary>
    /// A case number alone does not tell which letter of the case is answered: the last one to the address, else to the domain, that writes or that a bounce names. Where that is nobody's, or several
    /// addressees', it may be any: the last letter to each of them.
    /// </summary>
    private static IReadOnlyList<Addressed> Addressees(Dictionary<string, Dispute> disputes, Dispute named, IncomingMail came)
    {
        var address = came.Bounce is { Recipient.Length: > 0 } bounce ? bounce.Recipient : came.From;
        var letters = disputes.Values.Where(d => d.FindingId == named.FindingId && d is { Part: 1, SentAtUtc: not null }).OrderBy(d => d.Number)
            .GroupBy(d => d.Recipient, StringComparer.OrdinalIgnoreCase).Select(g => g.Last()).ToList();
        var exact = letters.Where(l => l.Recipient.Equals(address, StringComparison.OrdinalIgnoreCase)).ToList();
        var near = letters.Where(l => ("." + MailAddresses.DomainOf(address)).EndsWith("." + MailAddresses.DomainOf(l.Recipient), StringComparison.OrdinalIgnoreCase)).ToList();
        return exact is [var addressee] ? [new Addressed(addressee, IsSure: true)]
            : near.Select(l => l.Channel).Distinct().Count() == 1 ? [new Addressed(near.MaxBy(l => l.Number)!, IsSure: false)]
            : letters.Count > 0 ? [.. letters.Select(l => new Addressed(l, IsSure: false))]
            : [new Addressed(named, IsSure: false)];
    }

    private void Keep(Work work, DisputeBook book, IncomingMail came, IReadOnlyList<Addressed> letters, string how, string key)
    {
        var answer = new Answer(
            letters[0].Letter.Id,
            came.Kind switch { IncomingKind.Bounce => AnswerKind.Bounce, IncomingKind.AutoReply => AnswerKind.AutoReply, _ => AnswerKind.Reply },
            came.From, came.Subject, came.ReceivedAtUtc, FiledAt(work, letters, book.Run.AsOfUtc), how, [.. came.Attachments.Select(a => a.Name)], came.Text,
            string.Join(". ", new[] { Words(came.Bounce), came.LeftOut }.Where(t => t.Length > 0)))
        {
            FromStranger = letters[0].IsStranger,
        };
        if (!work.Answers.Add(answer, [.. letters.Skip(1).Select(l => (l.Letter.Id, l.IsStranger))], key, [.. came.Attachments.Select(a => new AnswerFile(a.Name, a.MediaType, a.Content))], came.Eml))
        {
            return;
        }

        foreach (var (letter, _, isStranger) in letters)
        {
            book.Audit(work, "answered by " + Core.Records.RecordNames.ToName(answer.Kind), letter, FormattableString.Invariant($"{how}; from {(isStranger ? "a stranger, " : "")}{came.From}; received {came.ReceivedAtUtc:yyyy-MM-dd HH:mm:ss} UTC"));
            KeepCopies(letter.Id, came);
            log.AnswerFiled(letter.Id, Core.Records.RecordNames.ToName(answer.Kind), how);
        }
    }

    /// <summary>What will not arrive is refused; where only a case number tells of it, and neither address nor letter, a person must say of which letter that is true.</summary>
    private static void TellFate(Work work, DisputeBook book, IncomingMail came, IReadOnlyList<Addressed> letters)
    {
        foreach (var (letter, isSure, _) in letters.Where(l => !l.IsStranger && came.Bounce is { IsFinal: true } && l.Letter.State is DisputeState.Sent or DisputeState.Uncertain))
        {
            if (isSure)
            {
                book.Bounced(work, letter, Words(came.Bounce));
            }
            else if (letter.State == DisputeState.Sent)
            {
                book.Move(work, letter, DisputeState.Uncertain, $"a mail names its case, and neither this letter nor its addressee: {Words(came.Bounce)}");
            }
        }
    }

    private static string Words(Bounce? bounce) => bounce is null ? string.Empty
        : string.Join(' ', new[] { bounce.IsFinal ? Answer.NotDelivered : bounce.Status[0] == '2' ? "delivered" : "late", bounce.Recipient, bounce.Status, bounce.Diagnostic }.Where(t => t.Length > 0));

    /// <summary>The run's clock; where a case knows of later moments already, the last of them: filed before it, the answer would count as dealt with.</summary>
    private static DateTime FiledAt(Work work, IReadOnlyList<Addressed> letters, DateTime asOfUtc) =>
        letters.Select(l => CaseBook.Load(work, l.Letter.FindingId)!.LastMomentUtc).Append(asOfUtc).Max();

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

    /// <param name="Letter">A letter that a mail answers, or may answer.</param>
    /// <param name="IsSure">The mail names it, or its addressee.</param>
    /// <param name="IsStranger">Nothing proves that the mail is from whom its case wrote to.</param>
    private sealed record Addressed(Dispute Letter, bool IsSure, bool IsStranger = false);
}
