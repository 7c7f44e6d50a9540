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
        || message.BodyParts.OfType<MessageDispositionNotification>().Any(p => !p.IsAttachment)
        || message.Headers["Return-Path"]?.Trim() == "<>"
        || IsAway(message);

    /// <summary>Somebody is away, and a program says so: such a mail tells nothing about the delivery of another.</summary>
    public static bool IsAway(MimeMessage message) =>
        message.Headers["Auto-Submitted"]?.Contains("vacation", StringComparison.OrdinalIgnoreCase) == true // RFC 5230, section 4.7
        || message.Headers.Any(h => h.Field.ToUpperInvariant() is "X-AUTOREPLY" or "X-AUTOREPLY-FROM" or "X-MAIL-AUTOREPLY" or "X-AUTORESPOND" or "X-AUTORESPONDER" or "X-AUTO-RESPONSE" or "X-VACATION")
        || string.Equals(message.Headers["Precedence"]?.Trim(), "auto_reply", StringComparison.OrdinalIgnoreCase)
        || Subject().IsMatch(message.Subject ?? string.Empty);

    /// <summary>Ticket systems mark as generated what their agents write. RFC 3834 has another word, <c>auto-replied</c>, for what a machine answers by itself.</summary>
    private static bool IsForAPerson(MimeMessage message, string submitted) =>
        submitted.StartsWith("auto-generated", StringComparison.OrdinalIgnoreCase) && (message.InReplyTo is not null || message.References.Count > 0);

    // How mail programs begin the subject in the languages of their users, and what the vacation program of Unix writes by itself.
    [GeneratedRegex(
        """
        \A\s*(
          auto(matic)?[ -]?(reply|response|answer|responder)\b | autoreply\b | out\ of\ (the\ )?office\b | away\ from\ my\ mail\b
        | abwesenheitsnotiz | abwesenheitsbenachrichtigung | automatische\ antwort | au(ß|ss)er\ haus\b
        | автоответ | автоматический\ ответ | нет\ на\ работе\b | отсутствие\ на\ рабочем\ месте
        | автоматична\ відповідь | автовідповідь
        | resposta\ autom[aá]tica | fora\ do\ escrit[oó]rio\b | aus[eê]ncia\ do\ escrit[oó]rio
        | respuesta\ autom[aá]tica | fuera\ de\ (la\ )?oficina\b
        | r[ée]ponse\ automatique | absence\ du\ bureau | absent\ du\ bureau
        | risposta\ automatica | fuori\ sede\b | fuori\ ufficio\b
        | automatisch(e)?\ antwoord | afwezigheidsbericht
        | odpowied[źz]\ automatyczna | automatyczna\ odpowied[źz] | automatick[áa]\ odpov[eě][ďd]
        | autosvar\b | automatiskt?\ svar | automaattinen\ vastaus | automatikus\ v[áa]lasz | r[ăa]spuns\ automat
        | otomatik\ yan[ıi]t | αυτόματη\ απάντηση | balasan\ otomatis | trả\ lời\ tự\ động
        | 自动(回复|答复) | 自動(回覆|回復|応答|返信|答覆) | 外出(答复|通知) | 자동\ (회신|응답) | 부재\ 중
        )
        """,
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        10_000)]
    private static partial Regex Subject();
}
