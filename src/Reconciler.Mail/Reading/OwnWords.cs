using System.Text.RegularExpressions;

namespace Reconciler.Mail.Reading;

/// <summary>What the writer of a mail says itself: nothing of the mail of ours that it quotes, whose goods and sellers may have any name.</summary>
internal static partial class OwnWords
{
    private const int LooksWithin = 20_000;
    private const int LooksWithinLine = 300;

    /// <summary>The text up to where a quotation begins: at the first header line of our mail, at a line marked as quoted, at a separator of a mail program or mail system, or where a letter of ours itself begins, with its case number.</summary>
    public static string InText(string text) =>
        string.Join('\n', (text.Length <= LooksWithin ? text : text[..LooksWithin]).Split('\n').TakeWhile(line => !Quotation().IsMatch((line.Length <= LooksWithinLine ? line : line[..LooksWithinLine]).Trim())));

    /// <summary>The subject up to ours, which begins with the case number: <c>Undeliverable: Case</c>.</summary>
    public static string InSubject(string? subject) => (subject ?? string.Empty) is var all && ReplyMatcher.CaseNumber().Match(all) is { Success: true } ours ? all[..ours.Index] : all;

    // ">>> RCPT TO" in the transcript of a mail system is no quotation.
    [GeneratedRegex(
        """
        \A(
          (message-id|received|return-path|x-reconciler-case|dkim-signature|mime-version)[ \t]*:
        | [>|](?!>>)
        | [-_=*~#]{2,}.{0,60}(copy\ of|below\ this\ line|original|unsent\ message|returned\ message|forwarded|ursprüng|weitergeleitet|исходн|оригинал|пересыл|вихідн|початков|origin|oryginaln|oorspronk|oprindel|ursprung|orijinal|原始|原邮件|原郵件|转发|元の)
        | (original\ message|ursprüngliche\ nachricht|originalnachricht|исходное\ (сообщение|письмо)|оригинальное\ сообщение|mensagem\ original|mensaje\ original|message\ d'origine|message\ original|messaggio\ originale|oorspronkelijk\ bericht|oryginalna\ wiadomość|原始邮件|原邮件|原始郵件|元のメッセージ)
        | .{0,200}\b(wrote|schrieb|a\ écrit|escribió|escreveu|написала?|пишет|ha\ scritto|schreef|napisał|写道)[ \t]*[:：]\z
        | [*_]*(?>[\p{L}№.]+[ \t*_:：]*){0,3}D[-\u2010\u2011\u2013][0-9a-f]{12}[*_]*\z
        )
        """,
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        10_000)]
    private static partial Regex Quotation();
}
