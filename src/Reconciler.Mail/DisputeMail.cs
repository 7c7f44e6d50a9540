using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Core.Values;
using Reconciler.Mail.Writing;

namespace Reconciler.Mail;

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
    /// <summary>The letter that all evidence but the first mail's goes out with.</summary>
    public const string FurtherEvidence = "further-evidence";

    /// <param name="dispute">As it may leave the house, with account numbers masked or not as its channel wants: the letter shows what this case holds.</param>
    /// <param name="part">The evidence of this mail. Each part is a mail of its own, with a dispute id of its own and the case number of the first; the first bears the letter, the later ones <see cref="FurtherEvidence"/>.</param>
    /// <param name="recipient">From the configuration, never from a file.</param>
    /// <param name="dateUtc">The letter's date; days for the answer are counted from it.</param>
    /// <param name="history">What went before in the case; nothing unless told.</param>
    /// <exception cref="LetterException">The letter is missing or faulty.</exception>
    /// <exception cref="DraftException">An address or file name is not allowed, or the mail is too large.</exception>
    /// <exception cref="ArgumentException">The letter does not belong to the part.</exception>
    public static DraftMail Build(
        Letters letters, DisputeCase dispute, EvidencePart part, MailSettings sender, string recipient, DateTime dateUtc, CaseHistory? history = null)
    {
        var before = history ?? CaseHistory.None;
        var caseNumber = LetterFacts.CaseNumberOf(dispute, before);
        foreach (var number in (string[])[dispute.Dispute.Id, caseNumber])
        {
            Require(CaseNumber().IsMatch(number), $"'{PlainValue.Clean(number)}' cannot be a case number: only ASCII letters, digits and hyphens, at most 64.");
        }

        Require(MailAddresses.IsAddress(sender.From), $"The sender '{sender.From}' is no mail address. Set Mail:From.");
        Require(sender.ReplyTo.Length == 0 || MailAddresses.IsAddress(sender.ReplyTo), $"'{sender.ReplyTo}' is no mail address. Mend Mail:ReplyTo or leave it empty.");
        Require(MailAddresses.IsAddress(recipient), $"The recipient '{PlainValue.Clean(recipient)}' is no plain mail address. Mend it in the configuration.");

        var letter = LetterOf(letters, dispute, part, sender, dateUtc, before);
        var domain = MailAddresses.DomainOf(sender.From);
        var messageId = $"{dispute.Dispute.Id}.{ShortHash.Of("", dispute.Dispute.Id, domain)}@{domain}";

        using var message = new MimeMessage();
        message.Headers.Clear();
        message.From.Add(new MailboxAddress(PlainValue.Clean(sender.CompanyName), sender.From));
        if (sender.ReplyTo.Length > 0)
        {
            message.ReplyTo.Add(new MailboxAddress(PlainValue.Clean(sender.CompanyName), sender.ReplyTo));
        }

        message.To.Add(new MailboxAddress("", recipient));
        message.Subject = letter.Subject;
        message.Date = new DateTimeOffset(DateTime.SpecifyKind(dateUtc, DateTimeKind.Utc));
        message.MessageId = messageId;
        foreach (var earlier in before.MessageIds)
        {
            Require(OwnMessageId().IsMatch(earlier), $"'{PlainValue.Clean(earlier)}' is no Message-Id of a dispute's mail.");
            message.References.Add(earlier);
        }

        if (before.MessageIds.Count > 0)
        {
            message.InReplyTo = before.MessageIds[^1];
        }

        message.Headers.Add("X-Reconciler-Case", caseNumber);
        message.Body = Body(letter, sender.Language, part.Files, messageId);

        var eml = BytesOf(message);
        Require(
            eml.Length <= sender.MaxMegabytes * 1_000_000L,
            string.Create(CultureInfo.InvariantCulture, $"The mail of {dispute.Dispute.Id} has {eml.Length} bytes, more than the {sender.MaxMegabytes} megabytes of Mail:MaxMegabytes. Take away evidence, or raise the limit if the recipient takes more."));
        return new DraftMail(messageId, letter.Subject, eml);
    }

    /// <summary>The letter of a dispute, for a recipient that takes no mail: the same as in the mail.</summary>
    /// <inheritdoc cref="Build" path="/param"/>
    /// <exception cref="LetterException">The letter is missing or faulty.</exception>
    /// <exception cref="ArgumentException">The letter does not belong to the part.</exception>
    public static WrittenLetter LetterOf(Letters letters, DisputeCase dispute, EvidencePart part, MailSettings sender, DateTime dateUtc, CaseHistory? history = null)
    {
        var isLater = dispute.Dispute.Letter == FurtherEvidence;
        if (part.Number < 1 || part.Number > part.Of || part.Number > 1 != isLater)
        {
            throw new ArgumentException(FormattableString.Invariant($"The letter {dispute.Dispute.Letter} of {dispute.Dispute.Id} does not belong to part {part.Number} of {part.Of}: parts behind the first, and only those, go out with {FurtherEvidence}."), nameof(part));
        }

        return letters.Write(sender.Language, dispute.Dispute.Letter, LetterFacts.Of(dispute, part, sender, DateOnly.FromDateTime(dateUtc), history ?? CaseHistory.None));
    }

    /// <summary>The dispute's id that a Message-Id begins with.</summary>
    /// <exception cref="ArgumentException">It is none of this program's.</exception>
    public static string CaseOf(string messageId) =>
        OwnMessageId().Match(messageId) is { Success: true } own ? own.Groups["case"].Value
        : throw new ArgumentException($"'{messageId}' is no Message-Id of a dispute's mail.", nameof(messageId));

    private static Multipart Body(WrittenLetter letter, string language, IReadOnlyList<EvidenceFile> evidence, string messageId)
    {
        // "=_" stands in no base64 and no quoted-printable text, so the boundary cannot occur in a part.
        var body = new Multipart("mixed") { Boundary = "=_m_" + ShortHash.Of("", messageId, "mixed") };
        var both = new MultipartAlternative(Text("plain", letter.Text), Text("html", letter.Html)) { Boundary = "=_a_" + ShortHash.Of("", messageId, "alternative") };
        both.Headers.Add(HeaderId.ContentLanguage, language);
        body.Add(both);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in evidence)
        {
            Require(FileName().IsMatch(file.Name), $"'{PlainValue.Clean(file.Name)}' cannot be an attachment's name: only ASCII letters, digits, dots, hyphens and underscores, at most 100.");
            Require(names.Add(file.Name), $"Two attachments are called '{file.Name}'.");
            body.Add(Attachment(file));
        }

        return body;
    }

    private static TextPart Text(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private static MimePart Attachment(EvidenceFile file)
    {
        Require(MediaType().IsMatch(file.MediaType), $"'{PlainValue.Clean(file.MediaType)}' of {file.Name} is no media type of a file, such as application/pdf or image/png.");
        var type = ContentType.Parse(file.MediaType);
        if (type.IsMimeType("text", "*"))
        {
            type.Charset = "utf-8";
        }

        return new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(file.Content, writable: false)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = file.Name,
        };
    }

    private static byte[] BytesOf(MimeMessage message)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var stream = new MemoryStream();
        message.WriteTo(format, stream);
        return stream.ToArray();
    }

    private static void Require(bool right, string otherwise)
    {
        if (!right)
        {
            throw new DraftException(otherwise);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex CaseNumber();

    [GeneratedRegex(@"\A(?<case>[A-Za-z0-9-]{1,64})\.[0-9a-f]{12}@[A-Za-z0-9.-]+\z", RegexOptions.None, 1000)]
    private static partial Regex OwnMessageId();

    [GeneratedRegex(@"\A(application|image|text)/[A-Za-z0-9][A-Za-z0-9.+-]{0,99}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MediaType();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.None, 1000)]
    private static partial Regex FileName();
}
