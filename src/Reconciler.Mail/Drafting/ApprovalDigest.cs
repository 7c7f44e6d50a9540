using System.Globalization;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Mail.Writing;

namespace Reconciler.Mail.Drafting;

/// <summary>The mail to the company's own approvers that lists the letters waiting for them. One a day: its id is <c>approval-20260710</c>. The same letters give the same bytes, in whichever order they come.</summary>
public static class ApprovalDigest
{
    /// <summary>Most letters listed in one mail, those that wait longest; of the rest it tells the number.</summary>
    public const int MostLetters = 50;

    /// <param name="waiting">At least one.</param>
    /// <param name="sender">The mail is written in its language.</param>
    /// <param name="approvers">Plain addresses from the configuration, at least one; all of them stand in To.</param>
    /// <param name="commandOptions">What a command needs behind it, such as <c>--data /srv/books</c>; may be empty.</param>
    /// <exception cref="LetterException">The template is missing or faulty.</exception>
    /// <exception cref="DraftException">An address or an id is not allowed.</exception>
    /// <exception cref="ArgumentException">No letter waits, or there is no approver.</exception>
    public static DraftMail Build(Letters letters, IReadOnlyList<WaitingLetter> waiting, MailSettings sender, IReadOnlyList<string> approvers, CaseKey key, DateTime dateUtc, string commandOptions = "")
    {
        if (waiting.Count == 0 || approvers.Count == 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"{waiting.Count} letters wait for {approvers.Count} approvers: there is nothing to send."), nameof(waiting));
        }

        OutgoingMail.RequireSender(sender);
        foreach (var approver in approvers)
        {
            OutgoingMail.RequireRecipient(approver);
        }

        // The ids stand in commands that people copy.
        foreach (var id in waiting.SelectMany(w => (string[])[w.DisputeId, w.FindingId]))
        {
            OutgoingMail.RequireId(id);
        }

        List<string> to = [.. approvers.Distinct(StringComparer.OrdinalIgnoreCase)];
        return new OutgoingMail
        {
            Id = "approval-" + dateUtc.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            Letter = letters.Write(sender.Language, DigestModel.Template, ModelOf(waiting, sender, DateOnly.FromDateTime(dateUtc)) with { Options = LetterFacts.Known(commandOptions) }),
            To = to,

            // An approver's answer quotes case numbers: where answers to disputes arrive, it would be filed as one.
            ReplyTo = [.. to.Select(address => new MailboxAddress("", address))],

            // RFC 3834: absence notices are not sent to what a machine wrote.
            Field = new Header(HeaderId.AutoSubmitted, "auto-generated"),
        }.Draft(sender, key, dateUtc);
    }

    private static DigestModel ModelOf(IReadOnlyList<WaitingLetter> waiting, MailSettings sender, DateOnly today)
    {
        var format = ReaderFormat.Of(sender.Language);
        return new DigestModel
        {
            Count = waiting.Count,
            Letters = [.. waiting.OrderBy(w => w.Since).ThenBy(w => w.DisputeId, StringComparer.Ordinal).Take(MostLetters).Select(w => WordsOf(w, format, sender.Language))],
            More = Math.Max(0, waiting.Count - MostLetters),
            Date = format.Date(today),
            Company = LetterFacts.CompanyOf(sender),
        };
    }

    private static WaitingWords WordsOf(WaitingLetter waiting, ReaderFormat format, string language) =>
        new(
            waiting.DisputeId,
            waiting.FindingId,
            waiting.Kind,
            waiting.Letter,
            waiting.Recipient,
            format.Amount(waiting.Amount),
            waiting.Confidence.ToName(),
            LetterFacts.Known(waiting.Why.In(language)),
            format.Date(waiting.Since),
            waiting.ApprovalsNeeded,
            waiting.ApprovedBy,
            LetterFacts.Known(waiting.HeldWhy));
}
