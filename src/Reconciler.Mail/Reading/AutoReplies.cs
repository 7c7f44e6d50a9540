using System.Text.RegularExpressions;
using MimeKit;

namespace Reconciler.Mail.Reading;

/// <summary>Knows mails that no person wrote.</summary>
internal static partial class AutoReplies
{
    /// <summary>
    /// <c>Auto-Submitted</c> other than <c>no</c> (RFC 3834, section 5; see <see cref="IsForAPerson"/>), reports such as receipts for reading (RFC 8098), an empty return path, and what programs older than the standard write.
    /// </summary>
    public static bool Is(MimeMessage message) =>
        (message.Headers["Auto-Submitted"]?.TrimStart() is { } submitted && !submitted.StartsWith("no", StringComparison.OrdinalIgnoreCase) && !IsForAPerson(message, submitted))
        || message.Body is MultipartReport
        || message.Headers["Return-Path"]?.Trim() == "<>"
        || message.Headers.Any(h => h.Field.ToUpperInvariant() is "X-AUTOREPLY" or "X-AUTORESPOND" or "X-AUTO-RESPONSE")
        || string.Equals(message.Headers["Precedence"]?.Trim(), "auto_reply", StringComparison.OrdinalIgnoreCase)
        || Subject().IsMatch(message.Subject ?? string.Empty);

    /// <summary>Ticket systems mark as generated what their agents write. RFC 3834 has another word, <c>auto-replied</c>, for what a machine answers by itself.</summary>
    private static bool IsForAPerson(MimeMessage message, string submitted) =>
        submitted.StartsWith("auto-generated", StringComparison.OrdinalIgnoreCase) && (message.InReplyTo is not null || message.References.Count > 0);

    [GeneratedRegex(
        @"\A\s*(auto(matic)?[ -]?(reply|response|answer)|out of (the )?office|abwesenheitsnotiz|automatische antwort|автоответ|автоматический ответ|resposta autom[aá]tica|自动回复|自動回覆)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000)]
    private static partial Regex Subject();
}
