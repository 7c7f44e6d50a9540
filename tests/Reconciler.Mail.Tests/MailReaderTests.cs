using System.Text;
using Reconciler.Mail.Reading;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class MailReaderTests
{
    [Fact]
    public void A_reply_is_read_with_its_threads_and_text()
    {
        var mail = Read(IncomingMails.Reply(extra: $"References: <first@example.com>\n <{IncomingMails.OurId}>\n"));

        Assert.Equal(IncomingKind.Reply, mail.Kind);
        Assert.Equal("reply-1@marketplace.example.org", mail.MessageId);
        Assert.Equal([IncomingMails.OurId], mail.InReplyTo);
        Assert.Equal(["first@example.com", IncomingMails.OurId], mail.References);
        Assert.Equal("claims@marketplace.example.org", mail.From);
        Assert.Equal("Re: Duplicate charge", mail.Subject);
        Assert.Equal(Some.Utc("2026-05-22 08:30"), mail.DatedAtUtc);
        Assert.Contains("we have paid it back.", mail.Text, StringComparison.Ordinal);
        Assert.Empty(mail.Attachments);
        Assert.Null(mail.Bounce);
        Assert.Empty(mail.LeftOut);
    }

    [Fact]
    public void The_text_of_an_HTML_mail_is_what_one_sees()
    {
        var mail = Read(IncomingMails.Reply("<html><style>p { color: red }</style><script>alert(1)</script><p>We paid &amp; closed.</p><p>Regards<br>Claims</p></html>").Replace("text/plain", "text/html", StringComparison.Ordinal));

        Assert.Equal(["We paid & closed.", "Regards", "Claims"], mail.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Theory]
    [InlineData("message/rfc822")]
    [InlineData("text/rfc822-headers")]
    public void A_report_of_failure_names_recipient_reason_and_our_mail(string returned)
    {
        var mail = Read(IncomingMails.Report(returned: returned));

        Assert.Equal(IncomingKind.Bounce, mail.Kind);
        Assert.Equal(new Bounce("claims@marketplace.example.org", "5.1.1", "550 5.1.1 no such user", IsFinal: true, IncomingMails.OurId), mail.Bounce);
    }

    [Theory]
    [InlineData("failed", "4.4.7", true)] // given up after days of trying
    [InlineData("delayed", "4.4.1", false)]
    [InlineData("delivered", "2.0.0", false)]
    [InlineData("relayed", "2.0.0", false)]
    public void The_action_says_whether_it_is_final(string action, string status, bool isFinal)
    {
        var mail = Read(IncomingMails.Report(action, status));

        Assert.Equal((IncomingKind.Bounce, isFinal), (mail.Kind, mail.Bounce!.IsFinal));
    }

    // Who writes, what about, in which words; and what is made of it: status and recipient, or no bounce.
    [Theory]
    [InlineData("MAILER-DAEMON@mx.example.org", "failure notice", "I wasn't able to deliver your message.\n\n<claims@marketplace.example.org>:\n198.51.100.7 does not like recipient.\nRemote host said: 550 no such user\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <ID>\n", "5.0.0 claims@marketplace.example.org True")]
    [InlineData("postmaster@mx.example.org", "Undeliverable: Duplicate charge", "Your message to claims@marketplace.example.org couldn't be delivered.\n#< #5.7.1 smtp;550 5.7.1 denied> #SMTP#\n> Message-Id: <ID>\n", "5.7.1  True")]
    [InlineData("MAILER-DAEMON@mx.example.org", "Delayed Mail (still being retried)", "Your message could not be delivered for 4 hours. It will be retried.\n<claims@marketplace.example.org>: 451 4.3.0 busy\nMessage-Id: <ID>\n", "4.3.0 claims@marketplace.example.org False")]
    [InlineData("mailer-daemon@mx.example.org", "Недоставленное сообщение", "Не удалось доставить: <claims@marketplace.example.org>\n552 5.2.2 mailbox full\nMessage-Id: <ID>\n", "5.2.2 claims@marketplace.example.org True")]
    [InlineData("postmaster@mx.example.org", "Welcome", "I am the postmaster of this house. Call me at 192.0.2.1 5.1.1.", null)] // an address alone is no bounce
    [InlineData("claims@marketplace.example.org", "Undeliverable parcel", "Your parcel could not be delivered.", null)] // words alone neither
    public void Other_bounces_are_known_by_sender_and_words(string from, string subject, string text, string? expected)
    {
        var mail = Read($"From: {from}\nSubject: {subject}\nMessage-Id: <b@mx.example.org>\nContent-Type: text/plain; charset=utf-8\n\n{text.Replace("<ID>", $"<{IncomingMails.OurId}>", StringComparison.Ordinal)}");

        Assert.Equal(expected, mail.Bounce is { } b ? $"{b.Status} {b.Recipient} {b.IsFinal}" : null);
        Assert.Equal(expected is null ? IncomingKind.Reply : IncomingKind.Bounce, mail.Kind);
        Assert.Equal(expected is null ? null : IncomingMails.OurId, mail.Bounce?.OriginalMessageId);
    }

    [Fact]
    public void Exim_names_the_recipient_in_a_field_of_its_own()
    {
        var mail = Read($"From: a@example.org\nX-Failed-Recipients: claims@marketplace.example.org\nSubject: Mail\n\nA message that you sent could not be delivered.\n  550 no such user\n------ This is a copy\nMessage-Id: <{IncomingMails.OurId}>\n");

        Assert.Equal(new Bounce("claims@marketplace.example.org", "5.0.0", "550 no such user", IsFinal: true, IncomingMails.OurId), mail.Bounce);
    }

    [Fact]
    public void A_report_that_somebody_attached_to_a_reply_is_a_reply()
    {
        var mail = Read(IncomingMails.WithFiles(("Content-Type: message/rfc822", IncomingMails.Report().Replace("b1", "inner", StringComparison.Ordinal))));

        Assert.Equal(IncomingKind.Reply, mail.Kind);
        Assert.Equal("1-message.eml", Assert.Single(mail.Attachments).Name);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", "Re: Duplicate charge", true)]
    [InlineData("Auto-Submitted: auto-generated; owner-email=x@example.org", "[Ticket 77] Re: Duplicate charge", false)] // an agent's answer, which the ticket system sends
    [InlineData("Auto-Submitted: auto-generated", "Automatic reply: Duplicate charge", true)]
    [InlineData("Auto-Submitted: auto-generated\nPrecedence: auto_reply", "Away", true)]
    [InlineData("Auto-Submitted: no", "Re: Duplicate charge", false)]
    [InlineData("Precedence: auto_reply", "Away", true)]
    [InlineData("Precedence: bulk", "Re: Duplicate charge", false)] // ticket systems set it on what people write
    [InlineData("X-Autoreply: yes", "Away", true)]
    [InlineData("Return-Path: <>", "Away", true)]
    [InlineData("X-Other: 1", "Automatic reply: Duplicate charge", true)]
    [InlineData("X-Other: 1", "Out of Office", true)]
    [InlineData("X-Other: 1", "Автоответ: Duplicate charge", true)]
    [InlineData("X-Other: 1", "自动回复: Duplicate charge", true)]
    [InlineData("X-Other: 1", "Re: automatic reply lost", false)]
    public void An_automatic_answer_says_so(string field, string subject, bool isAutomatic)
    {
        var mail = Read(IncomingMails.Reply(subject: subject, extra: field + "\n"));

        Assert.Equal(isAutomatic ? IncomingKind.AutoReply : IncomingKind.Reply, mail.Kind);
    }

    [Theory]
    [InlineData("", IncomingKind.AutoReply)]
    [InlineData($"References: <{IncomingMails.OurId}>\n", IncomingKind.Reply)]
    public void What_a_machine_generates_is_an_answer_only_where_it_answers_a_mail(string heads, IncomingKind kind) =>
        Assert.Equal(kind, Read(IncomingMails.Reply(inReplyTo: "", extra: heads + "Auto-Submitted: auto-generated\n")).Kind);

    [Fact]
    public void A_mail_is_known_by_its_Message_Id_and_by_what_a_person_reads()
    {
        var mail = IncomingMails.Reply();
        var files = IncomingMails.WithFiles(("Content-Type: application/pdf", "one"));

        Assert.Equal(Read(mail).Key, Read("Received: from mx.example.net\n" + mail).Key); // it came another way
        Assert.NotEqual(Read(mail).Key, Read(mail.Replace("reply-1@", "reply-2@", StringComparison.Ordinal)).Key);
        Assert.NotEqual(Read(mail).Key, Read(mail.Replace("reply-1@", "Reply-1@", StringComparison.Ordinal)).Key); // Message-Ids differ in case too
        Assert.NotEqual(Read(mail).Key, Read(IncomingMails.Reply("We look into it.")).Key);
        Assert.NotEqual(Read(mail).Key, Read(IncomingMails.Reply(subject: "Re: Case 2")).Key);
        Assert.NotEqual(Read(mail).Key, Read(mail.Replace("22 May", "23 May", StringComparison.Ordinal)).Key); // the same words once more
        Assert.NotEqual(Read(files).Key, Read(IncomingMails.WithFiles(("Content-Type: application/pdf", "two"))).Key);
    }

    [Fact]
    public void A_mail_without_a_Message_Id_is_known_by_its_bytes()
    {
        var mail = IncomingMails.Reply().Replace("Message-Id: <reply-1@marketplace.example.org>\n", "", StringComparison.Ordinal);

        Assert.Equal(Read(mail).Key, Read(mail).Key);
        Assert.NotEqual(Read(mail).Key, Read("Received: from mx.example.net\n" + mail).Key);
    }

    [Fact]
    public void A_receipt_for_reading_is_an_automatic_answer()
    {
        var mail = Read("From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b1\n\n--b1\nContent-Type: text/plain\n\nRead.\n--b1\nContent-Type: message/disposition-notification\n\nDisposition: manual-action; displayed\n--b1--\n");

        Assert.Equal(IncomingKind.AutoReply, mail.Kind);
    }

    [Fact]
    public void Attachments_get_safe_names_and_keep_their_bytes()
    {
        var mail = Read(IncomingMails.WithFiles(
            ("Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"refund.pdf\"\nContent-Transfer-Encoding: base64", "JVBERi0xLjc="),
            ("Content-Type: IMAGE/PNG; name=\"../../C:\\\\x\\\\CON:pic*.png\"\nContent-Disposition: inline\nContent-Transfer-Encoding: base64", "iVBORw0KGgo="),
            ("Content-Type: text/csv\nContent-Disposition: attachment; filename*=utf-8''%D1%81%D1%87%D1%91%D1%82%20%E2%80%AE1.csv", "a,b"),
            ("Content-Type: application/octet-stream", "x"),
            ("Content-Type: text/plain\nContent-Disposition: attachment; filename=\"" + new string('a', 300) + ".txt\"", "y")));

        Assert.Equal(
            ["1-refund.pdf", "2-CON_pic_.png", "3-счёт__1_csv.txt", "4-file.txt", "5-" + new string('a', 94) + ".txt"],
            mail.Attachments.Select(a => a.Name));
        Assert.Equal(["application/pdf", "image/png", "text/csv", "application/octet-stream", "text/plain"], mail.Attachments.Select(a => a.MediaType));
        Assert.Equal("%PDF-1.7", Encoding.ASCII.GetString(mail.Attachments[0].Content));
        Assert.Contains("See the files.", mail.Text, StringComparison.Ordinal);
    }

    // What the sender calls it, its first bytes in base64, and what it is called here.
    [Theory]
    [InlineData("refund.cmd", "QGVjaG8gb2Zm", "1-refund_cmd.txt")] // a command file opens as a text
    [InlineData("refund.pdf.hta", "PGh0bWw+PHNjcmlwdD4=", "1-refund_pdf_hta.txt")]
    [InlineData("refund.js", "JVBERi0xLjQK", "1-refund_js.pdf")]
    [InlineData("refund.lnk", "TAAAAAEUAgA=", "1-refund_lnk.bin")]
    [InlineData("refund.exe", "TVqQAAMAAAA=", "1-refund_exe.bin")]
    [InlineData("refund.pdf", "TVqQAAMAAAA=", "1-refund_pdf.bin")] // says PDF and is a program
    [InlineData("refund.zip", "UEsDBBQAAAA=", "1-refund_zip.bin")]
    [InlineData("photo.jpeg", "/9j/4AAQSkZJRg==", "1-photo.jpg")]
    [InlineData("photo.PNG", "iVBORw0KGgo=", "1-photo.png")]
    [InlineData("refund.pdf. . .", "JVBERi0xLjQK", "1-refund.pdf")]
    [InlineData("refund.pdf   .scr", "TVqQAAMAAAA=", "1-refund_pdf____scr.bin")]
    [InlineData("NUL", "JVBERi0xLjQK", "1-NUL.pdf")]
    [InlineData("COM1.txt", "YQ==", "1-COM1.txt")]
    [InlineData("a\u202Efdp.exe", "TVqQAAMAAAA=", "1-a_fdp_exe.bin")] // shown from right to left it would end in pdf
    [InlineData("a\u200B\u0001.pdf", "JVBERi0xLjQK", "1-a__.pdf")]
    [InlineData("a:b|c?.pdf", "JVBERi0xLjQK", "1-a_b_c_.pdf")] // a stream of a file, on Windows
    [InlineData("...", "AAE=", "1-.bin")]
    public void The_ending_comes_from_the_content(string given, string content, string name)
    {
        var mail = Read(IncomingMails.WithFiles(($"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''{Uri.EscapeDataString(given)}\nContent-Transfer-Encoding: base64", content)));

        Assert.Equal(name, Assert.Single(mail.Attachments).Name);
    }

    [Fact]
    public void A_media_type_that_is_too_long_is_told_as_none()
    {
        var mail = Read(IncomingMails.WithFiles(($"Content-Type: application/{new string('x', 242)}", "x"), ("Content-Type: application/pdf", "x")));

        Assert.Equal(["application/octet-stream", "application/pdf"], mail.Attachments.Select(a => a.MediaType));
    }

    [Fact]
    public void More_attachments_than_allowed_are_left_out_aloud()
    {
        var files = Enumerable.Repeat(("Content-Type: application/octet-stream", "x"), 5).ToArray();

        var mail = MailReader.Read(1, Some.Time, IncomingMails.Bytes(IncomingMails.WithFiles(files)), maxAttachments: 3);

        Assert.Equal(3, mail.Attachments.Count);
        Assert.Equal("Of 5 attachments only 3 are kept (Mail:Imap:MaxAttachments).", mail.LeftOut);
    }

    [Fact]
    public void A_text_without_end_is_cut()
    {
        var mail = Read(IncomingMails.Reply(new string('x', 99_999) + "😀 and more"));

        Assert.Equal(new string('x', 99_999), mail.Text);
    }

    // What nobody should send, and somebody does.
    [Theory]
    [InlineData("")]
    [InlineData("no header at all")]
    [InlineData("\r\n\r\n\r\n")]
    [InlineData("From: \r\nMessage-Id: \r\nDate: yesterday\r\nSubject: =?utf-8?B?////?=\r\nIn-Reply-To: <<<>>\r\nReferences: ,,,\r\n\r\nx")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nno boundary")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\r\n--b--")]
    [InlineData("Content-Type: text/plain; charset=klingon\r\n\r\nx")]
    [InlineData("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n***")]
    public void A_broken_mail_is_read_as_far_as_it_goes(string mail) => Assert.NotNull(Read(mail));

    [Fact]
    public void Hostile_mails_take_no_long_time()
    {
        string[] mails =
        [
            IncomingMails.Reply(new string('\n', 500_000)),
            IncomingMails.Reply(new string('<', 500_000)),
            IncomingMails.Reply(string.Concat(Enumerable.Repeat("delivery ", 100_000)), extra: "Return-Path: <>\n"),
            IncomingMails.Reply(string.Concat(Enumerable.Repeat("> Message-Id: <", 50_000)), extra: "X-Failed-Recipients: x\n"),
            IncomingMails.Reply(extra: "References: " + string.Concat(Enumerable.Repeat("<a@b>\n ", 50_000)) + "<c@d>\n"),
            IncomingMails.Reply(string.Concat(Enumerable.Repeat("<div>", 100_000))).Replace("text/plain", "text/html", StringComparison.Ordinal),
            string.Concat(Enumerable.Range(0, 3000).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")),
        ];
        var tries = Enumerable.Range(0, 3).Select(_ =>
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Assert.All(mails, m => Assert.True(Read(m).References.Count <= 100));
            return clock.Elapsed;
        });
        Assert.True(tries.Any(t => t.TotalSeconds < 10), "The mails take more than 10 s three times over."); // a machine at other work delays one or the other
    }

    private static IncomingMail Read(string mail) => MailReader.Read(1, Some.Time, IncomingMails.Bytes(mail), maxAttachments: 20);
}
