using System.Globalization;
using System.Text;
using Reconciler.Core.Disputes;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>Invented mails that come in answer to letters.</summary>
internal static class Answers
{
    public static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");

    private static int written;

    /// <param name="heads">Further header lines, each with its line end.</param>
    public static byte[] Mail(string from, string subject, string body, string heads = "") =>
        Bytes($"{Heads(from, subject, heads)}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}\n");

    public static string To(Dispute letter) => $"In-Reply-To: <{letter.MessageId}>\n";

    /// <summary>With attachments: their names, as they stand in the header, and contents.</summary>
    public static byte[] WithFiles(Dispute letter, string from, params (string Disposition, byte[] Content)[] files)
    {
        var mail = new StringBuilder(Heads(from, "Re: your claim", To(letter))).Append("Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: text/plain\n\nSee the files.\n");
        foreach (var (disposition, content) in files)
        {
            mail.Append(CultureInfo.InvariantCulture, $"\n--b1\nContent-Type: application/octet-stream\nContent-Disposition: {disposition}\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\n");
        }

        return Bytes(mail.Append("--b1--\n").ToString());
    }

    /// <summary>RFC 3464, with the letter's head.</summary>
    public static byte[] Bounce(Dispute letter) => Bytes(
        $"""
        {Heads("MAILER-DAEMON@mx.example.org", "Undelivered Mail Returned to Sender", "Return-Path: <>\n")}Content-Type: multipart/report; report-type=delivery-status; boundary=b1

        --b1
        Content-Type: text/plain

        I could not deliver your message.

        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; {letter.Recipient}
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 mailbox closed

        --b1
        Content-Type: text/rfc822-headers

        From: finance@example.com
        To: {letter.Recipient}
        Message-Id: <{letter.MessageId}>

        --b1--

        """);

    /// <summary>RFC 5429: the recipient's rules refuse the letter. The subject names the case alone.</summary>
    public static byte[] Refusal(Dispute letter, string caseNumber) => Bytes(
        $"""
        {Heads("postmaster@mx.example.org", $"Rejected: Case {caseNumber}: a claim? 1", "Return-Path: <>\nAuto-Submitted: auto-replied (rejected)\n")}Content-Type: multipart/report; report-type=disposition-notification; boundary=b1

        --b1
        Content-Type: text/plain

        Your message was automatically rejected:
        Your claims desk is closed.
        --b1
        Content-Type: message/disposition-notification

        Reporting-UA: mx.example.org; Mail Delivery Agent
        Final-Recipient: rfc822; {letter.Recipient}
        Original-Message-ID: <{letter.MessageId}>
        Disposition: automatic-action/MDN-sent-automatically; deleted

        --b1--

        """);

    public static byte[] Bytes(string mail) => Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n"));

    private static string Heads(string from, string subject, string heads) =>
        $"From: {from}\nTo: {MailHouse.Us}\nSubject: {subject}\nDate: Mon, 13 Jul 2026 10:30:00 +0000\nMessage-Id: <answer-{Interlocked.Increment(ref written)}@mx.example.org>\n{heads}MIME-Version: 1.0\n";
}
