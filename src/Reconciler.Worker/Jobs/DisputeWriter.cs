using System.Text;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Evidence;
using Reconciler.Mail;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>One mail, or one upload, of a letter: made and not yet kept.</summary>
/// <param name="Attached">As it bears them, the manifest last.</param>
/// <param name="Message">The mail; empty for an upload.</param>
internal sealed record WrittenPart(Dispute Dispute, IReadOnlyList<EvidenceFile> Attached, byte[] Message);

/// <summary>A letter with its evidence.</summary>
/// <param name="Parts">The letter first; behind it mails with what did not fit into it.</param>
/// <param name="Kept">What stays here: originals of shrunk pictures, what is too large.</param>
/// <param name="Given">The files that people gave and that still lie in the inbox.</param>
internal sealed record WrittenDispute(IReadOnlyList<WrittenPart> Parts, IReadOnlyList<EvidenceFile> Kept, IReadOnlyList<GivenFile> Given);

/// <summary>Makes the letter of a dispute with its evidence, from what the store and the inbox hold. Keeps and sends nothing.</summary>
internal sealed class DisputeWriter(Workplace place, CaseBook book, CaseKey key, ILogger log) : IDisposable
{
    private readonly Letters letters = Letters.Load(place.Folder(place.Settings.Folders.Letters));
    private readonly EvidenceInbox inbox = new(place.Data);
    private readonly MailSettings mail = place.Settings.Mail;
    private readonly ArchivedTexts texts = new(place.Data);
    private ILookup<OrderId, Match> matches = Enumerable.Empty<Match>().ToLookup(m => m.Order);

    /// <summary>What the ids of letters and mails are made with.</summary>
    public CaseKey Key { get; } = key;

    /// <summary>The next letter of a case, as it begins.</summary>
    /// <param name="approvals">0: it is to go out by itself.</param>
    public static Dispute New(CaseKey key, CaseFile file, RouteStep step, (DisputeDelivery Delivery, string To) address, int approvals, DateTime asOfUtc) => new()
    {
        Id = key.LetterId(file.Finding.Id, file.NextNumber),
        CaseNumber = file.Letters.Count > 0 ? file.Letters[0].CaseNumber : key.LetterId(file.Finding.Id, file.NextNumber),
        FindingId = file.Finding.Id,
        Number = file.NextNumber,
        Step = step.Number,
        Letter = step.Letter,
        Channel = step.To,
        Delivery = address.Delivery,
        Recipient = address.To,
        State = approvals > 0 ? DisputeState.AwaitingApproval : ReadyState(address.Delivery),
        WaitBusinessDays = step.WaitBusinessDays,
        ApprovalsNeeded = approvals,
        Amount = file.Finding.Amount,
        CreatedAtUtc = asOfUtc,
    };

    /// <summary>Where a letter stands that nothing holds back.</summary>
    public static DisputeState ReadyState(DisputeDelivery delivery) => delivery == DisputeDelivery.Portal ? DisputeState.ToHandIn : DisputeState.Queued;

    /// <summary>Reads the matches of the orders that the next letters are about.</summary>
    public void LoadMatches(Work work, IEnumerable<OrderId> orders) => matches = work.Matches.LoadOf(orders.ToHashSet()).ToLookup(m => m.Order);

    /// <param name="file">The case before this letter.</param>
    /// <exception cref="DraftException">No mail can be made of it.</exception>
    /// <exception cref="LetterException">The letter is missing or faulty.</exception>
    /// <exception cref="SourceTextException">A record's line can no longer be proved.</exception>
    public WrittenDispute Write(Work work, CaseFile file, Dispute dispute, RecipientSettings recipient, DateTime asOfUtc)
    {
        var facts = CaseOf(work, dispute, file.Finding, [.. file.Finding.Orders.SelectMany(id => matches[id])]);
        IEnumerable<string> OwnersOf(string id) => [.. work.Orders.FindIds(id).Select(o => o.Marketplace), .. work.Entries.FindIds(id).Select(e => e.Wallet)];
        var given = GivenFiles.For(facts, [place.Data.InboxEvidence, place.Data.UsedEvidence], OwnersOf, inbox.Open, log.DocumentWarning);
        var evidence = EvidencePack.Make(facts, asOfUtc, given, recipient.LimitsFor(dispute.Delivery, mail.MaxMegabytes), recipient.Show, recipient.Language, warn: log.DocumentWarning);
        var sender = mail with { Language = recipient.Language, AnswerWithinBusinessDays = dispute.WaitBusinessDays > 0 ? dispute.WaitBusinessDays : mail.AnswerWithinBusinessDays };
        var history = HistoryOf(file, dispute);
        IReadOnlyList<WrittenPart> parts = dispute.Delivery == DisputeDelivery.Portal
            ? [Upload(dispute, evidence, sender, asOfUtc, history)]
            : [.. Mails(dispute, Math.Max(dispute.Number + 1, file.NextNumber), evidence, sender, asOfUtc, history)];
        return new WrittenDispute(parts, evidence.Kept, [.. given.Where(f => Path.GetDirectoryName(f.Path) == place.Data.InboxEvidence)]);
    }

    /// <summary>A copy of the evidence for people's eyes, with what was too large to go out; what counts is in the store.</summary>
    public void KeepCopies(WrittenDispute written)
    {
        foreach (var part in written.Parts)
        {
            KeepCopies(part.Dispute.Id, part.Attached);
        }

        KeepCopies(written.Parts[0].Dispute.Id, written.Kept);
    }

    /// <summary>What people gave leaves the inbox only after the store has it.</summary>
    public void ArchiveGiven(WrittenDispute? written)
    {
        foreach (var file in written?.Given ?? [])
        {
            try
            {
                inbox.Archive(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.GivenFileNotMoved(file.Path, e.Message);
            }
        }
    }

    private IEnumerable<WrittenPart> Mails(Dispute dispute, int nextNumber, EvidencePack evidence, MailSettings sender, DateTime asOfUtc, CaseHistory history)
    {
        foreach (var part in evidence.Parts)
        {
            var own = part.Number == 1 ? dispute : dispute with
            {
                Id = Key.LetterId(dispute.FindingId, nextNumber + part.Number - 2),
                CaseNumber = dispute.CaseNumber,
                Number = nextNumber + part.Number - 2,
                Part = part.Number,
                Letter = Dispute.FurtherEvidence,
            };
            var draft = DisputeMail.Build(letters, evidence.Shown with { Dispute = own }, part, sender, dispute.Recipient, Key, asOfUtc, history);
            yield return new WrittenPart(own with { MessageId = draft.MessageId, Attachments = [.. part.Files.Select(f => f.Name)] }, part.Files, draft.Eml);
            history = history with { MessageIds = [.. history.MessageIds, draft.MessageId] };
        }
    }

    private WrittenPart Upload(Dispute dispute, EvidencePack evidence, MailSettings sender, DateTime asOfUtc, CaseHistory history)
    {
        var letter = DisputeMail.LetterOf(letters, evidence.Shown, evidence.Parts[0], sender, asOfUtc, history);
        EvidenceFile[] files = [new(PortalZip.LetterName, "text/plain", Encoding.UTF8.GetBytes(letter.Subject + "\n\n" + letter.Text), "the letter"), .. evidence.Parts[0].Files];
        return new WrittenPart(dispute with { Attachments = [.. files.Select(f => f.Name)] }, files, []);
    }

    /// <summary>Of the letters to the addressee those that arrived: not what came back, nor what this letter takes the place of.</summary>
    private CaseHistory HistoryOf(CaseFile file, Dispute dispute)
    {
        var arrived = file.Standing.Where(l => l.Channel == dispute.Channel && l.Step != dispute.Step && l is { SentAtUtc: not null, State: not DisputeState.Refused }).OrderBy(l => l.SentAtUtc).ToList();

        // To trace a refund is another question than the claim was: its letters remind of nothing asked before.
        var route = place.Settings.Disputes.RouteFor(file.Finding);
        var asked = arrived.Where(l => IsTrace(l) == IsTrace(dispute)).ToList();
        return new CaseHistory
        {
            FirstSentOn = asked.Count == 0 ? null : DateOnly.FromDateTime(asked[0].SentAtUtc!.Value),
            AnswerDueOn = asked.Count == 0 ? null : book.AnswerDueOn(file.Finding, asked[^1]),
            AnsweredOn = asked.Count == 0 ? null : Answered().Where(at => at >= asked[0].SentAtUtc).Select(at => (DateOnly?)DateOnly.FromDateTime(at)).Max(),
            Reminders = Math.Max(0, asked.Count - 1),
            MessageIds = [.. arrived.Select(l => l.MessageId).Where(id => id.Length > 0)],
            RefundedOn = file.LastRefundReport?.RefundedOn,
            RefundReference = file.LastRefundReport?.RefundReference ?? string.Empty,
        };

        bool IsTrace(Dispute letter) => route.StepOf(letter) is { } step && route.WhenRefundReported.Contains(step);

        // To say that it has refunded is an answer of the marketplace too.
        IEnumerable<DateTime> Answered() => file.AnsweredBy(dispute.Channel)
            .Concat(dispute.Channel == DisputeChannel.Marketplace ? file.Instructions.Where(i => i.Kind == InstructionKind.RefundReported).Select(i => i.AtUtc) : []);
    }

    private void KeepCopies(string disputeId, IReadOnlyList<EvidenceFile> files)
    {
        var folder = Path.Combine(place.Data.Evidence, disputeId);
        Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            File.WriteAllBytes(Path.Combine(folder, file.Name), file.Content);
        }
    }

    public void Dispose() => texts.Dispose();

    /// <summary>All facts of the case, from the store: the records with their raw lines, of which most stand in the archive.</summary>
    private DisputeCase CaseOf(Work work, Dispute dispute, Finding finding, IReadOnlyList<Match> matches)
    {
        var disputed = finding.Kind == FindingKind.DuplicateCharge ? finding.Transactions.Take(1).ToList() : [];
        var refunds = finding.Kind == FindingKind.DuplicateCharge
            ? finding.Transactions.Skip(1)
            : matches.Where(m => m.Role == MatchRole.Refund).Select(m => m.Transaction);
        return new DisputeCase(
            dispute, finding,
            [.. finding.Orders.Select(id => work.Orders.Load(id)!.Standing).Select(o => o with { Source = texts.WithText(o.Source) })],
            Load(matches.Where(m => m.Role == MatchRole.Payment).Select(m => m.Transaction)),
            Load(disputed),
            Load(refunds));

        IReadOnlyList<Entry> Load(IEnumerable<TransactionId> ids) =>
            [.. ids.Distinct().Select(id => work.Entries.Load(id)!.Standing).Select(e => e with { Source = texts.WithText(e.Source) }).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)];
    }
}
