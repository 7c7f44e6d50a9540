using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Mail.Drafting;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public partial class InjectionTests
{
    private static readonly ConcurrentDictionary<(string Language, string Name), MimeMessage> Usual = new();

    // Values as a file could bring them.
    public static TheoryData<string> Hostile =>
    [
        "x\r\nBcc: thief@example.org",
        "x\nBcc: thief@example.org\n\nanother body",
        "x\r\n\r\n--=_m_0123456789ab\r\nContent-Type: text/html\r\n\r\n<b>x</b>",
        "x\u2028Bcc: thief@example.org\u0085Subject: another",
        "=?utf-8?Q?x=0D=0ABcc:_thief@example.org?=",
        "=?utf-8?B?eA0KQmNjOiB0aGllZkBleGFtcGxlLm9yZw==?=",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</td></table></div><a href='https://thief.example.org'>pay here</a>",
        "&lt;script&gt; %3Cscript%3E \u003cscript\u003e &#60;b&#62; &",
        "{{ company.email }}{% for o in orders %}<b>{% endfor %}{{ letter }}",
        "{% include 'head' %}{% raw %}{{ language }}",
        new string('W', 10_000),
        string.Concat(Enumerable.Repeat("длинноеслово", 900)),
        string.Concat(Enumerable.Repeat("长", 10_000)),
        "\u202Efdp.exe\u202C \u2066x\u2069\u200F",
        "nul \0 and bell \a and escape \u001B[2J",
        "thief@example.org, other@example.org; \"quoted\" <angle@example.org>",
        ".\r\n.\r\nQUIT",
        // The marks of a letter's own templates, as they are and as the private characters that stand for them.
        "**x** | y\n== Title\n| Pay to | thief\n> line\n- item",
        "== Pay to | thief",
        "| Pay to | thief",
        "- thief",
        "> thief",
        "\uE02A\uE02A\uE03Cb\uE03E\uE07C\uE00D\uE00ABcc: thief@example.org",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_value_from_a_file_changes_headers_recipients_or_the_HTML(string value)
    {
        foreach (var language in (string[])["en", "pt", "ru", "zh"])
        {
            foreach (var name in LetterCases.Names)
            {
                var (dispute, history) = LetterCases.Of(name);
                var part = LetterCases.PartOf(name);
                var draft = Draft(Said(dispute, value), part, history with { RefundReference = value }, language, value);
                var usual = Usual.GetOrAdd((language, name), _ => Read(Draft(Said(dispute, "x"), part, history with { RefundReference = "x" }, language, "x")));
                using var mail = Read(draft);

                Assert.Equal(usual.Headers.Select(h => h.Field), mail.Headers.Select(h => h.Field));
                Assert.Single(mail.Headers, h => h.Id == HeaderId.Subject);
                Assert.Equal([Cases.Recipient], mail.To.Mailboxes.Select(m => m.Address));
                Assert.Equal([Cases.Recipient], mail.GetRecipients(onlyUnique: true).Select(m => m.Address));
                Assert.Equal(draft.Subject, mail.Subject); // nothing in it was read as an encoded word
                Assert.Matches(@"\A\P{C}*\bD-[0-9a-f]{12}(: |：)", mail.Subject);
                Assert.True(mail.Subject!.Length <= Writing.Letters.MaxSubjectLength, mail.Subject);
                Assert.DoesNotContain(mail.Subject, c => char.IsControl(c));

                // The same tags in the same order: nothing that a value says is markup.
                Assert.Equal(TagsOf(usual.HtmlBody!), TagsOf(mail.HtmlBody!));
                Assert.DoesNotMatch(@"(?m)^(Bcc|Subject|Content-Type): ", mail.TextBody!);
                Assert.DoesNotMatch(@"[\u0000-\u0008\u000B\u000C\u000E-\u001F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uE000-\uF8FF]", mail.TextBody + mail.HtmlBody + mail.Subject);
                Assert.Equal(usual.BodyParts.Select(p => p.ContentType.MimeType), mail.BodyParts.Select(p => p.ContentType.MimeType));
                Assert.All(Encoding.Latin1.GetString(draft.Eml).Split("\r\n"), line => Assert.True(line.Length <= 998, line));
            }
        }
    }

    private static DraftMail Draft(DisputeCase dispute, EvidencePart part, CaseHistory history, string language, string source) =>
        DisputeMail.Build(
            Cases.Shipped, dispute, part with { Files = [.. part.Files.Select(f => f with { Source = source })] }, Cases.Sender with { Language = language }, Cases.Recipient, Some.Key, Cases.Now, history);

    /// <summary>The case with this value in every text field of its records and its finding.</summary>
    private static DisputeCase Said(DisputeCase dispute, string value) => dispute with
    {
        Finding = dispute.Finding with { Why = Reason.Of(value) },
        Orders = [.. dispute.Orders.Select(o => Said(o, value))],
        Payments = [.. dispute.Payments.Select(e => Said(e, value))],
        Disputed = [.. dispute.Disputed.Select(e => Said(e, value))],
        Refunds = [.. dispute.Refunds.Select(e => Said(e, value))],
    };

    private static Order Said(Order order, string value) => order with
    {
        Id = new OrderId(value, value),
        Seller = value,
        Description = value,
        CheckoutId = value,
        PaymentReference = value,
        OtherIds = value,
        Extra = value,
    };

    private static Entry Said(Entry entry, string value) => entry with
    {
        Id = new TransactionId(value, value),
        BookedAtText = value,
        Counterparty = value,
        OrderReference = value,
        RelatedTransactionId = value,
        Description = value,
        Extra = $"RRN: {value.ReplaceLineEndings(" ")}\nx: {value}",
    };

    private static MimeMessage Read(DraftMail draft) => MimeMessage.Load(new MemoryStream(draft.Eml));

    internal static List<string> TagsOf(string html) => [.. Tag().Matches(html).Select(m => m.Value)];

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
