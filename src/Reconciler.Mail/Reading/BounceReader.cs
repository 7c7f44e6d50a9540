using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;
using Reconciler.Mail.Writing;

namespace Reconciler.Mail.Reading;

/// <summary>Reads what mail systems say about the delivery of a mail: in the standard's form (RFC 3464), and in the words of systems that do not keep to it.</summary>
internal static partial class BounceReader
{
    private const int LooksWithin = 20_000;

    /// <summary>Null where the mail is none.</summary>
    public static Bounce? Of(MimeMessage message, string text)
    {
        // Deep inside somebody's reply a report may be quoted as an attachment; only a report of the mail itself counts.
        if (message.BodyParts.OfType<MessageDeliveryStatus>().FirstOrDefault(p => !p.IsAttachment || message.Body is MultipartReport) is { } status)
        {
            return OfReport(status, message, text);
        }

        return IsInWords(message, text) ? OfWords(message, text) : null;
    }

    private static Bounce OfReport(MessageDeliveryStatus status, MimeMessage message, string text)
    {
        // RFC 3464: the first group is about the message, the others are about one recipient each. The worst one counts.
        var recipients = status.StatusGroups.Where(g => g["Action"] is not null || g["Final-Recipient"] is not null).ToList();
        var worst = recipients.Find(g => ActionOf(g) == "FAILED") ?? recipients.Find(g => ActionOf(g) == "DELAYED") ?? recipients.FirstOrDefault();
        if (worst is null)
        {
            return OfWords(message, text);
        }

        var isFinal = ActionOf(worst) == "FAILED";
        return new Bounce(
            Value(worst["Final-Recipient"] ?? worst["Original-Recipient"]),
            EnhancedStatus().Match(worst["Status"] ?? string.Empty) is { Success: true } code ? code.Value : isFinal ? "5.0.0" : "4.0.0",
            Value(worst["Diagnostic-Code"]),
            isFinal,
            OriginalId(message, text));
    }

    private static string ActionOf(HeaderList group) => (group["Action"] ?? string.Empty).Trim().ToUpperInvariant();

    /// <summary>The value behind its kind: <c>rfc822; name@example.com</c>, <c>smtp; 550 no such user</c>.</summary>
    private static string Value(string? field) => PlainValue.Clean((field ?? string.Empty)[((field ?? string.Empty).IndexOf(';', StringComparison.Ordinal) + 1)..].TrimStart(), 500);

    /// <summary>A mail system's own address, or the field that Exim sets, and words of failure: an address alone also writes other things.</summary>
    private static bool IsInWords(MimeMessage message, string text) =>
        message.Headers["X-Failed-Recipients"] is not null
        || ((MailSystem().IsMatch(message.From.Mailboxes.FirstOrDefault()?.Address ?? string.Empty) || message.Headers["Return-Path"]?.Trim() == "<>")
            && (FailureInSubject().IsMatch(message.Subject ?? string.Empty) || FailureInText().IsMatch(Head(text))));

    private static Bounce OfWords(MimeMessage message, string text)
    {
        var head = Head(text);
        var isDelay = Delay().IsMatch(message.Subject ?? string.Empty) || Delay().IsMatch(head);
        var diagnostic = head.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => Reply().IsMatch(l) || EnhancedStatus().IsMatch(l)) ?? string.Empty;
        return new Bounce(
            PlainValue.Clean(message.Headers["X-Failed-Recipients"]?.Split(',')[0].Trim() ?? (Recipient().Match(head) is { Success: true } named ? named.Groups["address"].Value : string.Empty)),
            EnhancedStatus().Match(diagnostic) is { Success: true } code ? code.Value : isDelay || Reply().Match(diagnostic).Groups["class"].Value == "4" ? "4.0.0" : "5.0.0",
            PlainValue.Clean(diagnostic, 500),
            !isDelay,
            OriginalId(message, text));
    }

    /// <summary>Of the mail of ours that came back: attached whole, as its head, or quoted in the text.</summary>
    private static string OriginalId(MimeMessage message, string text) =>
        message.BodyParts.OfType<MessagePart>().Select(p => p.Message?.MessageId).FirstOrDefault(id => !string.IsNullOrEmpty(id))
        ?? (QuotedId().Match(text) is { Success: true } quoted ? MimeUtils.ParseMessageId(quoted.Groups["id"].Value) : null)
        ?? string.Empty;

    private static string Head(string text) => text.Length <= LooksWithin ? text : text[..LooksWithin];

    [GeneratedRegex(@"\A(mailer-daemon|postmaster|mail-daemon|mdaemon)@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex MailSystem();

    [GeneratedRegex(
        @"undeliver|delivery (status|failure|has failed|problem)|failure notice|mail delivery (failed|system)|returned mail|delayed mail|could not be delivered|unzustellbar|não entregue|недоставл|не доставл|не удалось доставить|退信|退回",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000)]
    private static partial Regex FailureInSubject();

    [GeneratedRegex(
        @"(wasn't able to deliver|could not be delivered|couldn't be delivered|delivery .{0,40}failed|permanent (fatal )?error|unable to deliver|not yet been delivered|konnte nicht zugestellt|не удалось доставить|não p[oô]de ser entregue|无法送达)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000)]
    private static partial Regex FailureInText();

    [GeneratedRegex(@"delay|not yet been delivered|will (be retried|keep trying|try again)|verzöger|задерж|仍在重试", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Delay();

    // Not a piece of an address of a machine such as 192.0.2.1.
    [GeneratedRegex(@"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex EnhancedStatus();

    [GeneratedRegex(@"(?<!\d)(?<class>[45])\d\d[ -](?=\D)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Reply();

    // In the same brackets stand Message-Ids.
    [GeneratedRegex(@"(?<!-Id:[ \t]{0,8})<(?<address>[^<>\s@]{1,64}@[^<>\s@]{1,255})>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Recipient();

    [GeneratedRegex(@"^[> \t]*Message-Id:[ \t]*(?<id><[^<>\s]{1,900}>)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex QuotedId();
}
