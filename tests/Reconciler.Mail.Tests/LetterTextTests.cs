using System.Globalization;
using System.Runtime.CompilerServices;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Core.Values;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class LetterTextTests
{
    public static TheoryData<string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string>();
            foreach (var language in (string[])["en", "pt", "ru", "zh"])
            {
                foreach (var letter in LetterCases.Names)
                {
                    names.Add(language, letter);
                }
            }

            return names;
        }
    }

    // To take new letters as right: look at them, then run the tests with RECONCILER_GOLDEN=write.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_letter_reads_as_the_golden_file(string language, string name)
    {
        var letter = LetterCases.Write(language, name);

        AssertGolden($"{language}/{name}.txt", $"Subject: {letter.Subject}\n\n{letter.Text}");
        AssertGolden($"{language}/{name}.html", letter.Html);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("pt")]
    [InlineData("ru")]
    [InlineData("zh")]
    public void The_mail_to_the_approvers_reads_as_the_golden_file(string language)
    {
        using var mail = MimeMessage.Load(new MemoryStream(WaitingLetters.Digest(sender: Cases.Sender with { Language = language }).Eml), TestContext.Current.CancellationToken);

        AssertGolden($"{language}/approval-digest.txt", $"Subject: {mail.Subject}\n\n{mail.TextBody!.ReplaceLineEndings("\n")}");
        AssertGolden($"{language}/approval-digest.html", mail.HtmlBody!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_machines_own_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
            var english = Cases.Draft(Cases.Missing()).Eml;
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(english, Cases.Draft(Cases.Missing()).Eml);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("en", "1,234,567.50 USD", "6 May 2026, 09:00:00 UTC")]
    [InlineData("pt", "1.234.567,50 USD", "06/05/2026, 09:00:00 UTC")]
    [InlineData("pt-BR", "1.234.567,50 USD", "06/05/2026, 09:00:00 UTC")]
    [InlineData("ru", "1\u00A0234\u00A0567,50 USD", "06.05.2026, 09:00:00 UTC")]
    [InlineData("zh", "1,234,567.50 USD", "2026年5月6日 09:00:00 UTC")]
    [InlineData("xx", "1234567.50 USD", "2026-05-06, 09:00:00 UTC")]
    public void Sums_and_times_are_written_as_the_reader_writes_them(string language, string amount, string time)
    {
        var format = ReaderFormat.Of(language);

        Assert.Equal((amount, time), (format.Amount(Some.Money("-1234567.50 USD")), format.Time(Some.Time)));
        Assert.Equal("0 JPY", format.Amount(Some.Money("0 JPY")));
    }

    [Theory]
    [InlineData("qiwi", "QIWI", "QIWI")]
    [InlineData("qiwi-*******4567", "QIWI", "QIWI (*******4567)")] // named after a phone, and masked
    [InlineData("paypal-atelier", "PayPal", "PayPal (atelier)")]
    [InlineData("wechat-pay", "WeChat Pay", "WeChat Pay")]
    [InlineData("*******4567", null, "*******4567")] // nobody is called so: the letter goes to the support team
    [InlineData("house-bank", "house-bank", "house-bank")]
    public void A_wallet_is_called_as_it_calls_itself(string wallet, string? company, string account) =>
        Assert.Equal((company, account), (ProperNames.OfCompany(wallet), ProperNames.OfAccount(wallet)));

    // The case is masked before; the letter neither shows more of a number than the evidence beside it nor less.
    [Theory]
    [InlineData(false, "QIWI (*******4567)", "Anna, +* *** *** 4321")]
    [InlineData(true, "QIWI (79001234567)", "Anna, +7 900 765 4321")]
    public void A_letter_shows_as_much_of_account_numbers_as_its_case(bool showFullNumbers, string wallet, string counterparty)
    {
        var dispute = Cases.Duplicate(counterparty: "Anna, +7 900 765 4321");
        dispute = dispute with { Disputed = [.. dispute.Disputed.Select(e => e with { Id = e.Id with { Wallet = "qiwi-79001234567" } })] };

        var shown = new CaseMask(dispute, new EvidenceDisclosure { ShowFullNumbers = showFullNumbers }).Shown;
        var text = DisputeMail.LetterOf(Cases.Shipped, shown, Cases.Part(Cases.Evidence), Cases.Sender, Cases.Now).Text;

        Assert.Contains("  Wallet        " + wallet + "\n", text, StringComparison.Ordinal);
        Assert.Contains("  Counterparty  " + counterparty + "\n", text, StringComparison.Ordinal);
        Assert.Equal(showFullNumbers, text.Contains("9001234567", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ООО «Быстрая оплата» №5 & Co.", "ООО «Быстрая оплата» №5 & Co.")]
    [InlineData("深圳市灯具店 😀 é", "深圳市灯具店 😀 é")]
    [InlineData(" two\r\n\tlines\u2028more ", "two lines more")]
    [InlineData("a\u0000b\u0007c\u001B[31md", "abc[31md")]
    [InlineData("\u202Egpj.exe\u202C\u2066x\u200B\u200Dy\uFEFF\u00ADz", "gpj.exexyz")] // shown backwards, hidden, or not at all
    [InlineData("half \uD83D pair", "half pair")]
    [InlineData("\r\n", "")]
    public void A_value_from_a_file_becomes_one_harmless_line(string value, string clean) => Assert.Equal(clean, PlainValue.Clean(value));

    [Fact]
    public void A_long_value_is_cut_and_shows_it_and_never_through_a_letter()
    {
        Assert.Equal(new string('x', 199) + "…", PlainValue.Clean(new string('x', 5000)));
        Assert.Equal(new string('x', 200), PlainValue.Clean(new string('x', 200)));
        Assert.Equal("x" + string.Concat(Enumerable.Repeat("😀", 99)) + "…", PlainValue.Clean("x" + string.Concat(Enumerable.Repeat("😀", 150))));
    }

    private static void AssertGolden(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("RECONCILER_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
