using System.Text.RegularExpressions;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Mail.Writing;

namespace Reconciler.Mail.Drafting;

/// <summary>A mail that is ready to be saved and then handed over.</summary>
/// <param name="MessageId">Without angle brackets: <c>D-0123456789ab.89abcdef0123@example.com</c>.</param>
/// <param name="Eml">The whole message (RFC 5322, MIME), in ASCII with CRLF.</param>
public sealed record DraftMail(string MessageId, string Subject, byte[] Eml);

/// <summary>No mail can be made of this case: an address, a file name or the size is not right. The message says which, and what to do.</summary>
public sealed class DraftException : Exception
{
    public DraftException()
    {
    }

    public DraftException(string message)
        : base(message)
    {
    }

    public DraftException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Builds the mail of a dispute: the letter as text and as HTML, and the evidence as attachments. The same case gives the same bytes, on any machine.</summary>
/// <remarks>
/// No <c>Auto-Submitted: auto-generated</c> (RFC 3834): that field asks the other side's machines not to answer, and ticket systems set such mails aside, while a dispute
/// wants a case opened and an answer. The loop that the field guards against cannot arise, since this program never answers a mail.
/// </remarks>
public static partial class DisputeMail
{
    /// <param name="dispute">As it may leave the house, with account numbers masked or not as its channel wants: the letter shows what this case holds.</param>
    /// <param name="part">The evidence of this mail. Each part is a mail of its own, with a dispute id of its own and the case number of the first; the first bears the letter, the later ones <see cref="Dispute.FurtherEvidence"/>.</param>
    /// <param name="recipient">From the configuration, never from a file.</param>
    /// <param name="key">What its Message-Id is made with.</param>
    /// <param name="dateUtc">The letter's date; days for the answer are counted from it.</param>
    /// <param name="history">What went before in the case; nothing unless told.</param>
    /// <exception cref="LetterException">The letter is missing or faulty.</exception>
    /// <exception cref="DraftException">An address or file name is not allowed, or the mail is too large.</exception>
    /// <exception cref="ArgumentException">The letter does not belong to the part.</exception>
    public static DraftMail Build(
        Letters letters, DisputeCase dispute, EvidencePart part, MailSettings sender, string recipient, CaseKey key, DateTime dateUtc, CaseHistory? history = null)
    {
        var before = history ?? CaseHistory.None;
        OutgoingMail.RequireId(dispute.Dispute.Id);
        OutgoingMail.RequireSender(sender);
        OutgoingMail.RequireRecipient(recipient);
        foreach (var earlier in before.MessageIds)
        {
            OutgoingMail.Require(OwnMessageId().IsMatch(earlier), $"'{PlainValue.Clean(earlier)}' is no Message-Id of a dispute's mail.");
        }

        return new OutgoingMail
        {
            Id = dispute.Dispute.Id,
            Letter = LetterOf(letters, dispute, part, sender, dateUtc, before),
            To = [recipient],
            ReplyTo = sender.ReplyTo.Length > 0 ? [new MailboxAddress(PlainValue.Clean(sender.CompanyName), sender.ReplyTo)] : [],
            Earlier = before.MessageIds,
            Field = new Header("X-Reconciler-Case", dispute.Dispute.CaseNumber),
            Files = part.Files,
        }.Draft(sender, key, dateUtc);
    }

    /// <summary>The letter of a dispute, for a recipient that takes no mail: the same as in the mail.</summary>
    /// <inheritdoc cref="Build" path="/param"/>
    /// <exception cref="LetterException">The letter is missing or faulty.</exception>
    /// <exception cref="ArgumentException">The letter does not belong to the part.</exception>
    public static WrittenLetter LetterOf(Letters letters, DisputeCase dispute, EvidencePart part, MailSettings sender, DateTime dateUtc, CaseHistory? history = null)
    {
        var isLater = dispute.Dispute.Letter == Dispute.FurtherEvidence;
        if (part.Number < 1 || part.Number > part.Of || part.Number > 1 != isLater)
        {
            throw new ArgumentException(FormattableString.Invariant($"The letter {dispute.Dispute.Letter} of {dispute.Dispute.Id} does not belong to part {part.Number} of {part.Of}: parts behind the first, and only those, go out with {Dispute.FurtherEvidence}."), nameof(part));
        }

        return letters.Write(sender.Language, dispute.Dispute.Letter, LetterFacts.Of(dispute, part, sender, DateOnly.FromDateTime(dateUtc), history ?? CaseHistory.None));
    }

    /// <summary>The dispute's id that a Message-Id begins with, or the id of an <see cref="ApprovalDigest"/>.</summary>
    /// <exception cref="ArgumentException">It is none of this program's.</exception>
    public static string CaseOf(string messageId) =>
        OwnMessageId().Match(messageId) is { Success: true } own ? own.Groups["case"].Value
        : throw new ArgumentException($"'{messageId}' is no Message-Id of a dispute's mail.", nameof(messageId));

    [GeneratedRegex(@"\A(?<case>[A-Za-z0-9-]{1,64})\.[0-9a-f]{12}@[A-Za-z0-9.-]+\z", RegexOptions.None, 10_000)]
    private static partial Regex OwnMessageId();
}
