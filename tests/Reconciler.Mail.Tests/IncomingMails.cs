using System.Text;

namespace Reconciler.Mail.Tests;

/// <summary>Invented mails from outside, as they come off the line.</summary>
internal static class IncomingMails
{
    public const string Case = "D-0123456789ab";

    public const string OurId = "D-0123456789ab.89abcdef0123@example.com";

    public static string Reply(string body = "Dear colleagues,\n\nwe have paid it back.\n", string subject = "Re: Duplicate charge", string inReplyTo = $"<{OurId}>", string extra = "") =>
        $"From: Claims <claims@marketplace.example.org>\nTo: disputes@example.com\nSubject: {subject}\nDate: Fri, 22 May 2026 10:30:00 +0200\nMessage-Id: <reply-1@marketplace.example.org>\n"
        + (inReplyTo.Length > 0 ? $"In-Reply-To: {inReplyTo}\n" : "")
        + extra
        + $"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}";

    /// <summary>RFC 3464, with the mail of ours whole or as its head.</summary>
    public static string Report(string action = "failed", string status = "5.1.1", string returned = "message/rfc822") =>
        $"""
        Return-Path: <>
        From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
        To: disputes@example.com
        Subject: Undelivered Mail Returned to Sender
        Message-Id: <bounce-1@mx.example.org>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Type: text/plain; charset=us-ascii

        I could not deliver your message.

        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org
        Arrival-Date: Fri, 22 May 2026 08:30:00 +0000

        Final-Recipient: rfc822; other@marketplace.example.org
        Action: delivered
        Status: 2.0.0

        Final-Recipient: rfc822; claims@marketplace.example.org
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 5.1.1 no such user

        --b1
        Content-Type: {returned}

        From: disputes@example.com
        To: claims@marketplace.example.org
        Subject: Duplicate charge
        Message-Id: <{OurId}>

        Dear colleagues
        --b1--

        """;

    public static string WithFiles(params (string Headers, string Content)[] files)
    {
        var mail = new StringBuilder(
            $"""
            From: claims@marketplace.example.org
            To: disputes@example.com
            Subject: Re: Duplicate charge
            Message-Id: <files-1@marketplace.example.org>
            References: <{OurId}>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b1"

            --b1
            Content-Type: text/plain

            See the files.

            """);
        foreach (var (headers, content) in files)
        {
            mail.Append("\n--b1\n").Append(headers).Append("\n\n").Append(content);
        }

        return mail.Append("\n--b1--\n").ToString();
    }

    public static byte[] Bytes(string mail) => Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n"));
}
