using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Text;
using MimeKit.Utils;

namespace Reconciler.Mail.Reading;

/// <summary>Reads a mail from outside out of its bytes, whatever they are.</summary>
public static class MailReader
{
    private const int MostSubject = 500;
    private const int MostText = 100_000;
    private const int MostReferences = 100;
    private const int MostMediaType = 100;

    /// <summary>Deeper nests are not looked into; no mail program makes them.</summary>
    private const int MostDepth = 50;

    /// <param name="eml">RFC 5322 and MIME, or what calls itself so.</param>
    /// <param name="leftOut">What is missing in the bytes already; empty where nothing.</param>
    public static IncomingMail Read(uint uid, DateTime receivedAtUtc, byte[] eml, int maxAttachments, string leftOut = "")
    {
        var options = ParserOptions.Default.Clone();
        options.MaxMimeDepth = MostDepth;
        using var stream = new MemoryStream(eml, writable: false);
        using var message = MessageOf(options, stream);
        var text = TextOf(message);
        var bounce = BounceReader.Of(message, text);
        var isReport = bounce is not null || message.Body is MultipartReport;
        var (files, omitted) = Files(message, maxAttachments);
        return new IncomingMail
        {
            Uid = uid,
            Kind = bounce is not null ? IncomingKind.Bounce : AutoReplies.Is(message) ? IncomingKind.AutoReply : IncomingKind.Reply,
            MessageId = message.MessageId ?? string.Empty,
            InReplyTo = [.. Ids(message, HeaderId.InReplyTo).TakeLast(MostReferences)],
            References = [.. Ids(message, HeaderId.References).TakeLast(MostReferences)],
            From = PlainValue.Clean(message.From.Mailboxes.FirstOrDefault()?.Address ?? string.Empty, MostSubject),
            Subject = PlainValue.Clean(message.Subject ?? string.Empty, MostSubject),
            ReceivedAtUtc = receivedAtUtc,
            DatedAtUtc = message.Date == default ? null : message.Date.UtcDateTime,
            Text = text,
            Attachments = files,
            Bounce = bounce,
            ReceiptFor = isReport && bounce is null ? BounceReader.OriginalId(message, text) : string.Empty,
            Returned = isReport && BounceReader.Returned(message) is { } ours ? PlainValue.Clean($"{ours.Subject} {ours.Headers["X-Reconciler-Case"]}", MostSubject) : string.Empty,
            LeftOut = string.Join(" ", new[] { leftOut, omitted }.Where(t => t.Length > 0)),
            Eml = eml,
        };
    }

    /// <summary>The Message-Id of a mail whose head is given; empty where it has none.</summary>
    internal static string MessageIdOf(Stream head) => HeaderList.Load(head)[HeaderId.MessageId] is { } id ? MimeUtils.ParseMessageId(id) ?? string.Empty : string.Empty;

    private static MimeMessage MessageOf(ParserOptions options, MemoryStream stream)
    {
        try
        {
            return MimeMessage.Load(options, stream);
        }
        catch (FormatException)
        {
            // No header at all: a person finds the bytes beside it.
            return new MimeMessage();
        }
    }

    private static IEnumerable<string> Ids(MimeMessage message, HeaderId field) =>
        message.Headers.Where(h => h.Id == field).SelectMany(h => MimeUtils.EnumerateReferences(h.Value)).Where(id => id.Length is > 0 and <= 998);

    private static string TextOf(MimeMessage message)
    {
        var parts = message.BodyParts.OfType<TextPart>().Where(p => !p.IsAttachment).ToList();
        var text = parts.Find(p => p.IsPlain)?.Text ?? (parts.Find(p => p.IsHtml)?.Text is { } html ? TextOfHtml(html) : string.Empty);
        return text.Length <= MostText ? text : PlainValue.CutBeforeRune(text, MostText);
    }

    private static string TextOfHtml(string html)
    {
        var text = new StringBuilder();
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        var isShown = true;
        while (text.Length < MostText && tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlDataToken { Kind: HtmlTokenKind.Data } data when isShown:
                    text.Append(data.Data);
                    break;
                case HtmlTagToken { Id: HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title } hidden:
                    isShown = hidden.IsEndTag;
                    break;
                case HtmlTagToken { Id: HtmlTagId.Br or HtmlTagId.P or HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI }:
                    text.Append('\n');
                    break;
            }
        }

        return text.ToString().Trim();
    }

    private static (List<ReceivedFile> Files, string Omitted) Files(MimeMessage message, int most)
    {
        var parts = message.BodyParts.Where(IsFile).ToList();
        var files = parts.Take(most).Select((part, i) => FileOf(part, i + 1)).ToList();
        return (files, parts.Count <= most ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"Of {parts.Count} attachments only {most} are kept (Mail:Imap:MaxAttachments)."));
    }

    private static ReceivedFile FileOf(MimeEntity part, int number)
    {
        var content = BytesOf(part);
        var given = part is MessagePart ? "message.eml" : part.ContentDisposition?.FileName ?? part.ContentType.Name ?? "file";
        var mediaType = part.ContentType.MimeType.ToLowerInvariant();
        return new ReceivedFile(ReceivedNames.Of(given, number, content, isMail: part is MessagePart), mediaType.Length <= MostMediaType ? mediaType : "application/octet-stream", content);
    }

    /// <summary>Everything that is not the text to read. Pasted pictures count: screenshots come that way.</summary>
    private static bool IsFile(MimeEntity part) => part switch
    {
        MessageDeliveryStatus or TextRfc822Headers => false,
        MessagePart => true,
        TextPart { IsAttachment: false } text => !text.IsPlain && !text.IsHtml,
        MimePart => true,
        _ => false,
    };

    private static byte[] BytesOf(MimeEntity part)
    {
        using var stream = new MemoryStream();
        if (part is MimePart { Content: { } content })
        {
            content.DecodeTo(stream);
        }
        else if (part is MessagePart { Message: { } inner })
        {
            inner.WriteTo(stream);
        }

        return stream.ToArray();
    }
}
