using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Evidence;
using Reconciler.Mail;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>A dispute with its mail and evidence, made and not yet kept.</summary>
/// <param name="Attached">As the mail bears them, the manifest last.</param>
/// <param name="Kept">What stays here beside them: originals of shrunk pictures, what is too large.</param>
/// <param name="Given">The files that people gave, where they lie in the inbox.</param>
internal sealed record WrittenDispute(Dispute Dispute, DraftMail Mail, IReadOnlyList<EvidenceFile> Attached, IReadOnlyList<EvidenceFile> Kept, IReadOnlyList<string> Given);

/// <summary>Makes the letter of a dispute with its evidence, from what the store and the inbox hold. Keeps and sends nothing.</summary>
internal sealed class DisputeWriter(Workplace place, ILogger log)
{
    private readonly Letters letters = Letters.Load(place.Folder(place.Settings.Folders.Letters));
    private readonly MailSettings mail = place.Settings.Mail;
    private ILookup<OrderId, Match> matches = Enumerable.Empty<Match>().ToLookup(m => m.Order);

    /// <summary>A dispute as it begins: queued, or waiting for approval.</summary>
    public static Dispute New(Finding finding, RecipientSettings recipient, DateTime asOfUtc) => new()
    {
        Id = Dispute.IdOf(finding.Id, 1),
        FindingId = finding.Id,
        Letter = finding.Kind.ToName(),
        Channel = DisputeChannel.Marketplace,
        Recipient = recipient.Address,
        State = DisputePolicy.NeedsApproval(finding) ? DisputeState.AwaitingApproval : DisputeState.Queued,
        Amount = finding.Amount,
        CreatedAtUtc = asOfUtc,
    };

    /// <summary>Reads the matches of the orders that the next letters are about.</summary>
    public void LoadMatches(Work work, IEnumerable<OrderId> orders)
    {
        var wanted = orders.ToHashSet();
        matches = work.Matches.LoadAll().Where(m => wanted.Contains(m.Order)).ToLookup(m => m.Order);
    }

    public WrittenDispute Write(Work work, Dispute dispute, Finding finding, RecipientSettings recipient, DateTime asOfUtc)
    {
        var facts = CaseOf(work, dispute, finding, [.. finding.Orders.SelectMany(id => matches[id])]);
        var given = GivenFiles.For(facts, place.Data.InboxEvidence, log.DocumentWarning);
        var evidence = EvidencePack.Make(facts, asOfUtc, given, EvidenceLimits.ForMail(mail.MaxMegabytes) with { MaxParts = 1 }, EvidenceDisclosure.Least, warn: log.DocumentWarning);
        var attached = evidence.Parts[0].Files;
        var draft = DisputeMail.Build(letters, evidence.Shown, evidence.Parts[0], mail with { Language = recipient.Language }, recipient.Address, asOfUtc);
        return new WrittenDispute(dispute with { MessageId = draft.MessageId, Attachments = [.. attached.Select(f => f.Name)] }, draft, attached, evidence.Kept, [.. given.Select(f => f.Path)]);
    }

    /// <summary>A copy of the evidence for people's eyes, with what was too large to go out; what counts is in the store.</summary>
    public void KeepCopies(WrittenDispute written)
    {
        var folder = Path.Combine(place.Data.Evidence, written.Dispute.Id);
        Directory.CreateDirectory(folder);
        foreach (var file in written.Attached.Concat(written.Kept))
        {
            File.WriteAllBytes(Path.Combine(folder, file.Name), file.Content);
        }
    }

    /// <summary>What people gave leaves the inbox only after the store has it.</summary>
    public void ArchiveGiven(WrittenDispute? written)
    {
        Directory.CreateDirectory(place.Data.UsedEvidence);
        foreach (var path in written?.Given ?? [])
        {
            File.Move(path, Path.Combine(place.Data.UsedEvidence, Path.GetFileName(path)), overwrite: true);
        }
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
}
