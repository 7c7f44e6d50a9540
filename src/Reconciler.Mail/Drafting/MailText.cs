using System.Text;
using MimeKit;

namespace Reconciler.Mail.Drafting;

/// <summary>A mail as a person reads it: sender, recipient, subject, text, and what is attached.</summary>
public static class MailText
{
    /// <param name="eml">The whole message.</param>
    /// <exception cref="FormatException">It is no mail.</exception>
    public static string Of(byte[] eml)
    {
        using var stream = new MemoryStream(eml, writable: false);
        using var message = MimeMessage.Load(stream);
        var text = new StringBuilder();
        text.Append("From: ").Append(message.From).Append('\n');
        text.Append("To: ").Append(message.To).Append('\n');
        text.Append("Subject: ").Append(message.Subject).Append("\n\n");
        text.Append((message.TextBody ?? string.Empty).ReplaceLineEndings("\n").TrimEnd('\n')).Append("\n\n");
        text.Append("Attached: ").AppendJoin(", ", message.Attachments.OfType<MimePart>().Select(a => a.FileName)).Append('\n');
        return text.ToString();
    }
}
