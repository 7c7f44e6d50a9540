using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Core.Values;
using Reconciler.Mail.Writing;

namespace Reconciler.Mail.Drafting;

/// <summary>What any mail of this program consists of: a text as plain text and as HTML, and files. The same content gives the same bytes, on any machine.</summary>
internal sealed partial record OutgoingMail
{
    /// <summary>What the Message-Id begins with; see <see cref="RequireId"/>.</summary>
    public required string Id { get; init; }

    public required WrittenLetter Letter { get; init; }

    /// <summary>Plain addresses; see <see cref="RequireRecipient"/>.</summary>
    public required IReadOnlyList<string> To { get; init; }

    public IReadOnlyList<MailboxAddress> ReplyTo { get; init; } = [];

    /// <summary>The Message-Ids of the mails that this one follows, oldest first.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>A header field beyond the usual ones.</summary>
    public required Header Field { get; init; }

    public IReadOnlyList<EvidenceFile> Files { get; init; } = [];

    /// <summary>A PNG that the page shows as <c>cid:NAME</c>; null: none.</summary>
    public (string Name, byte[] Png)? Picture { get; init; }

    /// <summary>The mail as it is saved and handed over.</summary>
    /// <param name="key">What its Message-Id is made with.</param>
    /// <exception cref="DraftException">A file's name or type is not allowed, or the mail is too large.</exception>
    public DraftMail Draft(MailSettings sender, CaseKey key, DateTime dateUtc)
    {
        var domain = MailAddresses.DomainOf(sender.From);
        var messageId = $"{Id}.{key.MailMark(Id, domain)}@{domain}";
        using var message = new MimeMessage();
        message.Headers.Clear();
        message.From.Add(new MailboxAddress(PlainValue.Clean(sender.CompanyName), sender.From));
        message.ReplyTo.AddRange(ReplyTo);
        message.To.AddRange(To.Select(address => new MailboxAddress("", address)));
        message.Subject = Letter.Subject;
        message.Date = new DateTimeOffset(DateTime.SpecifyKind(dateUtc, DateTimeKind.Utc));
        message.MessageId = messageId;
        message.References.AddRange(Earlier);
        if (Earlier.Count > 0)
        {
            message.InReplyTo = Earlier[^1];
        }

        message.Headers.Add(Field);
        message.Body = Body(sender.Language, messageId);

        var eml = BytesOf(message);
        Require(
            eml.Length <= sender.MaxMegabytes * 1_000_000L,
            string.Create(CultureInfo.InvariantCulture, $"The mail of {Id} has {eml.Length} bytes, more than the {sender.MaxMegabytes} megabytes of Mail:MaxMegabytes. Take away evidence, or raise the limit if the recipient takes more."));
        return new DraftMail(messageId, Letter.Subject, eml);
    }

    /// <exception cref="DraftException">The text could change a header or a path.</exception>
    public static void RequireId(string id) =>
        Require(CaseNumber().IsMatch(id), $"'{PlainValue.Clean(id)}' cannot be a case number: only ASCII letters, digits and hyphens, at most 64.");

    /// <exception cref="DraftException">An address of ours is none.</exception>
    public static void RequireSender(MailSettings sender)
    {
        Require(MailAddresses.IsAddress(sender.From), $"The sender '{sender.From}' is no mail address. Set Mail:From.");
        Require(sender.ReplyTo.Length == 0 || MailAddresses.IsAddress(sender.ReplyTo), $"'{sender.ReplyTo}' is no mail address. Mend Mail:ReplyTo or leave it empty.");
    }

    /// <exception cref="DraftException">It is no plain address.</exception>
    public static void RequireRecipient(string recipient) =>
        Require(MailAddresses.IsAddress(recipient), $"The recipient '{PlainValue.Clean(recipient)}' is no plain mail address. Mend it in the configuration.");

    public static void Require(bool right, string otherwise)
    {
        if (!right)
        {
            throw new DraftException(otherwise);
        }
    }

    private Multipart Body(string language, string messageId)
    {
        // "=_" stands in no base64 and no quoted-printable text, so the boundary cannot occur in a part.
        var body = new Multipart("mixed") { Boundary = "=_m_" + ShortHash.Of("", messageId, "mixed") };
        var both = new MultipartAlternative(Text("plain", Letter.Text), Page(messageId)) { Boundary = "=_a_" + ShortHash.Of("", messageId, "alternative") };
        both.Headers.Add(HeaderId.ContentLanguage, language);
        body.Add(both);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Files)
        {
            Require(FileName().IsMatch(file.Name), $"'{PlainValue.Clean(file.Name)}' cannot be an attachment's name: only ASCII letters, digits, dots, hyphens and underscores, at most 100.");
            Require(names.Add(file.Name), $"Two attachments are called '{file.Name}'.");
            body.Add(Attachment(file));
        }

        return body;
    }

    /// <summary>The page, with the picture that it shows beside it (RFC 2387).</summary>
    private MimeEntity Page(string messageId)
    {
        var page = Text("html", Letter.Html);
        if (Picture is not { } picture)
        {
            return page;
        }

        var shown = new MimePart("image", "png")
        {
            Content = new MimeContent(new MemoryStream(picture.Png, writable: false)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Inline),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = picture.Name + ".png",
            ContentId = picture.Name,
        };
        return new MultipartRelated(page, shown) { Boundary = "=_r_" + ShortHash.Of("", messageId, "related") };
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

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z", RegexOptions.None, 10_000)]
    private static partial Regex CaseNumber();

    [GeneratedRegex(@"\A(application|image|text)/[A-Za-z0-9][A-Za-z0-9.+-]{0,99}\z", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex MediaType();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.None, 10_000)]
    private static partial Regex FileName();
}
