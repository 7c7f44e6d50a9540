using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;

namespace Reconciler.Mail.Reading;

/// <summary>
/// Reads what mail systems and recipients' rules say about the delivery of a mail, from the structure first: a delivery status (RFC 3464), a disposition (RFC 8098, as which a refusal by rule comes
/// too, RFC 5429, section 2.1), and only then the words of systems that keep to neither.
/// </summary>
internal static partial class BounceReader
{
    /// <summary>Null where the mail is none.</summary>
    public static Bounce? Of(MimeMessage message, string text)
    {
        if (PartOf<MessageDeliveryStatus>(message) is { } status)
        {
            return OfReport(status, message, text);
        }

        if (PartOf<MessageDispositionNotification>(message) is { } disposition)
        {
            return OfDisposition(disposition, message, text);
        }

        return IsInWords(message, text) ? OfWords(message, text) : null;
    }

    /// <summary>The mail of ours of which a report, also a receipt for reading, tells; empty where none does.</summary>
    public static string OriginalId(MimeMessage message, string text) =>
        (PartOf<MessageDispositionNotification>(message)?.Fields["Original-Message-ID"] is { } told ? MimeUtils.ParseMessageId(told) : null) is { Length: > 0 } id ? id
        : Returned(message)?.MessageId is { Length: > 0 } returned ? returned
        : QuotedId().Match(text) is { Success: true } quoted ? MimeUtils.ParseMessageId(quoted.Groups["id"].Value) ?? string.Empty
        : string.Empty;

    /// <summary>The mail of ours that came back: whole, or its head.</summary>
    public static MimeMessage? Returned(MimeMessage message) => message.BodyParts.OfType<MessagePart>().Select(p => p.Message).FirstOrDefault(m => m is not null);

    /// <summary>Deep inside somebody's reply a report may be quoted as an attachment; only a report of the mail itself counts.</summary>
    private static T? PartOf<T>(MimeMessage message)
        where T : MimePart => message.BodyParts.OfType<T>().FirstOrDefault(p => !p.IsAttachment || message.Body is MultipartReport);

    private static Bounce OfReport(MessageDeliveryStatus status, MimeMessage message, string text)
    {
        // RFC 3464: the first group is about the message, the others are about one recipient each. The worst one counts.
        var recipients = status.StatusGroups.Where(g => g["Action"] is not null || g["Final-Recipient"] is not null).ToList();
        var worst = recipients.Find(g => ActionOf(g) == "FAILED") ?? recipients.Find(g => ActionOf(g) == "DELAYED") ?? recipients.FirstOrDefault();
        if (worst is null)
        {
            return OfWords(message, text);
        }

        // OpenSMTPD calls delayed also what it has given up, and says so in its words only.
        var told = EnhancedStatus().Match(worst["Status"] ?? string.Empty).Value;
        var isFinal = ActionOf(worst) == "FAILED" || (told == "4.4.7" && OwnWords.InText(text).Contains("Envelope expired", StringComparison.Ordinal));
        return new Bounce(
            Value(worst["Final-Recipient"] ?? worst["Original-Recipient"]),
            told.Length > 0 ? told : isFinal ? "5.0.0" : "4.0.0",
            Value(worst["Diagnostic-Code"]),
            isFinal,
            OriginalId(message, text));
    }

    /// <summary>What was done with a mail; where a status stands without an action, its class tells. A comment may follow: <c>failed (bad address)</c>.</summary>
    private static string ActionOf(HeaderList group) => (group["Action"] ?? string.Empty).Trim().Split(' ', '\t', '(', ';')[0].ToUpperInvariant() is { Length: > 0 } action ? action
        : EnhancedStatus().Match(group["Status"] ?? string.Empty).Value is [var first, ..] ? first switch { '5' => "FAILED", '4' => "DELAYED", _ => "DELIVERED" }
        : string.Empty;

    /// <summary>The value behind its kind: <c>rfc822; name@example.com</c>, <c>smtp; 550 no such user</c>.</summary>
    private static string Value(string? field) => PlainValue.Clean((field ?? string.Empty)[((field ?? string.Empty).IndexOf(';', StringComparison.Ordinal) + 1)..].TrimStart(), 500);

    /// <summary>A mail that was thrown away unread is refused, in the words of whoever did it; a receipt for reading is no bounce.</summary>
    private static Bounce? OfDisposition(MessageDispositionNotification disposition, MimeMessage message, string text) =>
        Refusal().IsMatch(disposition.Fields["Disposition"] ?? string.Empty)
            ? new Bounce(Value(disposition.Fields["Final-Recipient"] ?? disposition.Fields["Original-Recipient"]), "5.0.0", PlainValue.Clean(OwnWords.InText(text), 500), IsFinal: true, OriginalId(message, text))
            : null;

    /// <summary>
    /// The field that Exim sets; or a mail system's own address and words of failure, and more than words: a recipient, or our mail. Automatic answers come without a return path too (RFC 3834, RFC 5230), and
    /// marketplaces write of parcels that could not be delivered; whoever answers a mail is no mail system unless it names a status, a recipient, or brings the mail back.
    /// </summary>
    private static bool IsInWords(MimeMessage message, string text)
    {
        if (message.Headers["X-Failed-Recipients"] is not null)
        {
            return true;
        }

        var own = OwnWords.InText(text);
        if (AutoReplies.IsAway(message)
            || message.Headers["Return-Path"]?.Trim() is { Length: > 0 } path && path != "<>" && !MailSystem().IsMatch(path)
            || !(FailureInSubject().IsMatch(OwnWords.InSubject(message.Subject)) || FailureInText().IsMatch(own)))
        {
            return false;
        }

        var namesRecipient = Recipient().IsMatch(own);
        var hasStatus = EnhancedStatus().IsMatch(own) || Reply().IsMatch(own);
        return message.From.Mailboxes.Any(m => MailSystem().IsMatch(m.Address.Length > 0 ? m.Address : m.Name ?? string.Empty)) || message.From.Count == 0
            ? namesRecipient || OriginalId(message, text).Length > 0
            : message.Headers["Return-Path"] is not null && hasStatus && message.InReplyTo is null && message.References.Count == 0 && (namesRecipient || OriginalId(message, text).Length > 0);
    }

    private static Bounce OfWords(MimeMessage message, string text)
    {
        var own = OwnWords.InText(text);
        var told = own.Split('\n').Select(l => l.Trim()).Where(l => Reply().IsMatch(l) || EnhancedStatus().IsMatch(l)).ToList();
        var permanent = told.Find(l => ClassOf(l) == '5');
        var isDelay = permanent is null && (Delay().IsMatch(OwnWords.InSubject(message.Subject)) || Delay().IsMatch(own)) && !GivenUp().IsMatch(own);
        var diagnostic = permanent ?? told.FirstOrDefault() ?? string.Empty;
        return new Bounce(
            PlainValue.Clean(message.Headers["X-Failed-Recipients"]?.Split(',')[0].Trim() ?? (Recipient().Match(own) is { Success: true } named ? named.Groups["address"].Value : AddresseeOf(Returned(message)))),
            EnhancedStatus().Match(diagnostic) is { Success: true } code ? code.Value : isDelay || (diagnostic.Length > 0 && ClassOf(diagnostic) == '4') ? "4.0.0" : "5.0.0",
            PlainValue.Clean(diagnostic, 500),
            !isDelay,
            OriginalId(message, text));
    }

    private static char ClassOf(string line) => EnhancedStatus().Match(line) is { Success: true } code ? code.Value[0] : Reply().Match(line).Groups["class"].Value[0];

    private static string AddresseeOf(MimeMessage? ours) => ours?.To.Mailboxes.FirstOrDefault()?.Address ?? string.Empty;

    [GeneratedRegex(@"\A<?(mailer-daemon|postmaster|mail-daemon|mdaemon|mail delivery (sub)?system|(microsoft)?exchange[0-9a-f]{32})(@|>|\z)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex MailSystem();

    // RFC 8098, section 3.2.6; denied and failed are of RFC 2298.
    [GeneratedRegex(@";\s*(deleted|denied|failed)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Refusal();

    [GeneratedRegex(
        @"undeliver|delivery (status|failure|has failed|problem)|failure notice|mail delivery (failed|system)|returned mail|delayed mail|could not be delivered|unzustellbar|não entregue|недоставл|не доставл|не удалось доставить|退信|退回",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000)]
    private static partial Regex FailureInSubject();

    [GeneratedRegex(
        @"(wasn't able to deliver|could not be delivered|couldn't be delivered|error delivering|delivery .{0,40}failed|permanent (fatal )?error|unable to deliver|not yet been delivered|konnte nicht zugestellt|не удалось доставить|não p[oô]de ser entregue|无法送达)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000)]
    private static partial Regex FailureInText();

    [GeneratedRegex(@"delay|not yet been delivered|will (be retried|keep trying|try again)|verzöger|задерж|仍在重试", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Delay();

    [GeneratedRegex(@"giv(en|ing) up|not (going to )?(be retried|try again)|too long|no further attempts|aufgegeben|больше не будет|не будет повтор", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex GivenUp();

    // RFC 3463. Not a piece of an address of a machine such as 192.0.2.1.
    [GeneratedRegex(@"(?<![\d.])[245]\.\d\.\d{1,3}(?![\d.]*\d)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex EnhancedStatus();

    // RFC 5321, where a server's words can begin: "stamp, 550 mm" is none.
    [GeneratedRegex(@"(?:^|[:;(\[""'<>#]|\b(?:said|error|code|smtp|status))[ \t]*(?<class>[45])[0-5]\d[ -](?=\D|[245]\.\d)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Reply();

    // In the same brackets stand Message-Ids.
    [GeneratedRegex(@"(?<!-Id:[ \t]{0,8})<(?<address>[^<>\s@]{1,64}@[^<>\s@]{1,255})>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Recipient();

    [GeneratedRegex(@"^[> \t]*Message-Id:[ \t]*(?<id><[^<>\s]{1,900}>)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex QuotedId();
}
