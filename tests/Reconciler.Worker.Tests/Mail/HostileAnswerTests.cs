using System.Text;
using Reconciler.Core.Disputes;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>Anybody can write to the mailbox, and knows from our letter what to name.</summary>
public sealed class HostileAnswerTests(MailHouses houses)
{
    private static readonly byte[] Program = [.. "MZ"u8, .. new byte[200]];

    [Fact]
    public async Task No_mail_stops_the_run_and_no_file_of_it_lands_elsewhere_or_as_a_program()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var mailbox = new ImapServer(new ImapServerPlan(Tls: ""));
        using var house = await houses.OpenWithLetterSent(server, mailbox);
        var letter = house.Letter();
        var before = Files(house);
        var mails = Mails(letter).ToList();
        mails.ForEach(mail => mailbox.Deliver(mail));
        mailbox.Deliver(Noise());

        await house.Dispute(MailHouse.Day1);

        var answers = house.Read(work => work.Answers.LoadAll());
        Assert.Equal(mails.Count, answers.Count);
        Assert.All(answers, a => Assert.Equal(letter.Id, a.DisputeId));
        Assert.All(answers, a => Assert.InRange(a.Text.Length, 0, 100_000));
        var home = Path.Combine("evidence", letter.Id, "answers") + Path.DirectorySeparatorChar;
        var landed = Files(house).Except(before).ToList();
        Assert.All(landed, path => Assert.True(path.StartsWith(home, StringComparison.Ordinal), path));
        Assert.All(landed, path => Assert.True(path.EndsWith(".txt", StringComparison.Ordinal) || path.EndsWith(".pdf", StringComparison.Ordinal), path));

        // Each text, and the five files that are PDFs; the programs stay in the store.
        Assert.Equal(mails.Count, landed.Count(path => path.EndsWith(".txt", StringComparison.Ordinal)));
        Assert.Equal(5, landed.Count(path => path.EndsWith(".pdf", StringComparison.Ordinal)));
        Assert.Contains(answers.SelectMany(a => a.Files), name => name.EndsWith("-invoice_exe.bin", StringComparison.Ordinal));
        Assert.DoesNotContain(await house.List(), c => char.IsControl(c) && c != '\n');
        Assert.Equal(20, answers.Max(a => a.Files.Count));
    }

    private static IEnumerable<byte[]> Mails(Dispute letter)
    {
        // Heads without end, in number and in length.
        yield return Answers.Mail("a@x.example", "Bomb", "Text", Answers.To(letter) + string.Concat(Enumerable.Range(0, 5000).Select(n => $"X-Bomb-{n}: {n}\n")) + "X-Long: " + new string('x', 1_000_000) + "\n");
        yield return Answers.Mail("a@x.example", "Ten megabytes", string.Concat(Enumerable.Repeat(new string('>', 98) + "\n", 100_000)), Answers.To(letter));
        yield return Answers.WithFiles(
            letter, "a@x.example",
            ("attachment; filename=\"../../../../outside.pdf\"", Answers.Pdf),
            ("attachment; filename=\"..\\\\..\\\\outside.pdf\"", Answers.Pdf),
            ("attachment; filename=\"CON.pdf\"", Answers.Pdf),
            ("attachment; filename=\"/etc/passwd\\u0000.pdf\"", Answers.Pdf),
            ($"attachment; filename*=utf-8''{Uri.EscapeDataString(new string('账', 300))}.pdf", Answers.Pdf),
            ("attachment; filename=invoice.exe", Program),
            ("attachment; filename=invoice.pdf", Program), // says PDF and is none
            ("attachment; filename=.htaccess", []),
            ("attachment; filename=\"invoice.pdf.\"", Encoding.UTF8.GetBytes("<script>")));
        yield return Answers.WithFiles(letter, "a@x.example", [.. Enumerable.Range(0, 300).Select(n => ($"attachment; filename={n}.bin", new byte[] { 1 }))]);
        yield return Answers.Mail("\"\u001b[31m red\"@x.example", "\u001b]0;title\u0007 =?utf-8?q?=1b[2J?=", "\u001b[2J\0", Answers.To(letter));
        // No MIME that anybody could read: no boundary, no end, nothing in the encoding that it names, nests without end.
        yield return Answers.Mail("a@x.example", "Broken", "--b1\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n", Answers.To(letter) + "Content-Type: multipart/mixed\n");
        yield return Answers.Mail("a@x.example", "Broken", "****", Answers.To(letter) + "Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=no-such\n");
        yield return Answers.Mail(
            "a@x.example", "Nests", string.Concat(Enumerable.Range(1, 2000).Select(n => $"--b{n - 1}\nContent-Type: multipart/mixed; boundary=b{n}\n\n")), Answers.To(letter) + "Content-Type: multipart/mixed; boundary=b0\n");
    }

    /// <summary>It names nothing of ours, so nothing of it is kept.</summary>
    private static byte[] Noise()
    {
        var noise = new byte[50_000];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static HashSet<string> Files(MailHouse house) =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(house.Data)!, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(house.Data, path))
            .Where(path => !path.StartsWith("logs", StringComparison.Ordinal) && !path.StartsWith("reconciler.", StringComparison.Ordinal))];
}
