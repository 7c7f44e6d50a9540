using System.Globalization;
using System.Text.RegularExpressions;

namespace Reconciler.Mail;

/// <summary>How dispute letters are written and sent: the section <c>Mail</c> of the configuration. The password is no setting; it is kept as a secret.</summary>
public sealed partial record MailSettings
{
    /// <summary><c>pickup</c> (default) writes each mail as a file into the outbox folder, where a person or another program takes it; <c>smtp</c> sends it.</summary>
    public string Transport { get; init; } = "pickup";

    /// <summary>The sender's address. Required. Its domain also ends every Message-Id.</summary>
    public string From { get; init; } = string.Empty;

    /// <summary>Where answers go. Empty (default): to <see cref="From"/>.</summary>
    public string ReplyTo { get; init; } = string.Empty;

    /// <summary>The company's name, shown as the sender and in the letters. Required; at most 100 characters.</summary>
    public string CompanyName { get; init; } = string.Empty;

    /// <summary>The lines below a letter, such as a department and an address. Default none; at most 10 lines.</summary>
    public IReadOnlyList<string> Signature { get; init; } = [];

    /// <summary>How a person can be reached, such as a phone number with its hours. Default empty.</summary>
    public string Contact { get; init; } = string.Empty;

    /// <summary>The language of the letters and of the numbers and dates in them: a folder of <c>config/letters</c>. Default <c>en</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Business days (Monday to Friday) in which an answer is asked for. Default 10, from 1 to 60.</summary>
    public int AnswerWithinBusinessDays { get; init; } = 10;

    /// <summary>Largest mail, in megabytes (1,000,000 bytes) as it is sent, that is with attachments in base64. Default 20, from 1 to 100; many servers refuse more than 25.</summary>
    public int MaxMegabytes { get; init; } = 20;

    /// <summary>The mail server; used only with <c>"Transport": "smtp"</c>.</summary>
    public SmtpSettings Smtp { get; init; } = new();

    /// <summary>The mailbox where answers arrive; used where its <c>Host</c> is set.</summary>
    public ImapSettings Imap { get; init; } = new();

    /// <summary>Minutes to wait after each try of a mail that was put off; after the last of them a person must look. Default 5, 15, 60, 240, 720; up to 20 waits of 1 to 10080 minutes.</summary>
    public IReadOnlyList<int> RetryAfterMinutes { get; init; } = RetryPolicy.UsualMinutes;

    /// <summary>Most mails to one recipient domain within any hour. Default 60, from 1 to 10000.</summary>
    public int MostPerDomainAnHour { get; init; } = 60;

    /// <summary>Most mails to one recipient domain within any 24 hours. Default 200, from 1 to 100000.</summary>
    public int MostPerDomainADay { get; init; } = 200;

    /// <summary>The settings as they stand in a folder's configuration: relative paths of files are taken from there, not from where the program was started. To be called before <see cref="Check"/>.</summary>
    /// <param name="folder">The configuration's folder.</param>
    public MailSettings In(string folder) => this with { Smtp = (SmtpSettings)Smtp.In(folder), Imap = (ImapSettings)Imap.In(folder) };

    /// <summary>Whether a text can be the name of a folder of letters.</summary>
    public static bool IsLanguage(string text) => LanguageName().IsMatch(text);

    /// <summary>What is wrong with the settings, a line each with the key and what is allowed; empty where all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        var faults = new List<string>();
        void Require(bool right, string key, object value, string allowed)
        {
            if (!right)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"Mail:{key} is '{value}'. {allowed}"));
            }
        }

        Require(Transport is "pickup" or "smtp", nameof(Transport), Transport, "Allowed are pickup and smtp.");
        Require(MailAddresses.IsAddress(From), nameof(From), From, "Write one plain address such as finance@example.com.");
        Require(ReplyTo.Length == 0 || MailAddresses.IsAddress(ReplyTo), nameof(ReplyTo), ReplyTo, "Write one plain address such as disputes@example.com, or leave it empty.");
        Require(!string.IsNullOrWhiteSpace(CompanyName) && CompanyName.Length <= 100, nameof(CompanyName), CompanyName, "Write your company's name, 1 to 100 characters.");
        Require(Signature.Count <= 10, nameof(Signature), $"{Signature.Count} lines", "At most 10 lines are allowed.");
        Require(IsLanguage(Language), nameof(Language), Language, "Write the name of a folder of config/letters, such as en or pt-BR.");
        Require(AnswerWithinBusinessDays is >= 1 and <= 60, nameof(AnswerWithinBusinessDays), AnswerWithinBusinessDays, "Allowed are 1 to 60 business days.");
        Require(MaxMegabytes is >= 1 and <= 100, nameof(MaxMegabytes), MaxMegabytes, "Allowed are 1 to 100 megabytes.");
        Require(
            RetryAfterMinutes.Count <= 20 && RetryAfterMinutes.All(m => m is >= 1 and <= 10080), nameof(RetryAfterMinutes), string.Join(", ", RetryAfterMinutes), "Allowed are up to 20 waits of 1 to 10080 minutes.");
        Require(MostPerDomainAnHour is >= 1 and <= 10_000, nameof(MostPerDomainAnHour), MostPerDomainAnHour, "Allowed are 1 to 10000 mails.");
        Require(MostPerDomainADay is >= 1 and <= 100_000, nameof(MostPerDomainADay), MostPerDomainADay, "Allowed are 1 to 100000 mails.");
        // What is set and not used yet must be right as well: a mailbox without its Host would never be read, and nobody would know.
        if (Transport == "smtp" || Smtp != new SmtpSettings())
        {
            faults.AddRange(Smtp.Check());
        }

        if (Imap != new ImapSettings())
        {
            faults.AddRange(Imap.Check());
        }

        return faults;
    }

    [GeneratedRegex(@"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\z", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LanguageName();
}
