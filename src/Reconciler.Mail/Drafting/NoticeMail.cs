using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Mail.Writing;

namespace Reconciler.Mail.Drafting;

/// <summary>A mail to our own people that is written already: a report with its files, or an alert. The same content gives the same bytes.</summary>
public static class NoticeMail
{
    /// <param name="id">See <see cref="Core.Reports.Notice.Id"/>.</param>
    /// <param name="language">Of the letter.</param>
    /// <param name="picture">A PNG that the page shows as <c>cid:NAME</c>; null: none.</param>
    /// <param name="recipients">Plain addresses from the configuration, at least one; all of them stand in To, and answers go to them.</param>
    /// <param name="key">What its Message-Id is made with.</param>
    /// <exception cref="DraftException">An address, the id or a file's name is not allowed, or the mail is too large.</exception>
    public static DraftMail Build(string id, WrittenLetter letter, string language, IReadOnlyList<EvidenceFile> files, (string Name, byte[] Png)? picture, MailSettings sender, IReadOnlyList<string> recipients, CaseKey key, DateTime dateUtc)
    {
        OutgoingMail.RequireId(id);
        OutgoingMail.RequireSender(sender);
        foreach (var recipient in recipients)
        {
            OutgoingMail.RequireRecipient(recipient);
        }

        return new OutgoingMail
        {
            Id = id,
            Letter = letter with { Subject = PlainValue.Clean(letter.Subject, Letters.MaxSubjectLength) },
            To = recipients,
            ReplyTo = [.. recipients.Select(address => new MailboxAddress("", address))],

            // RFC 3834: absence notices are not sent to what a machine wrote.
            Field = new Header(HeaderId.AutoSubmitted, "auto-generated"),
            Files = files,
            Picture = picture,
        }.Draft(sender with { Language = language }, key, dateUtc);
    }
}
