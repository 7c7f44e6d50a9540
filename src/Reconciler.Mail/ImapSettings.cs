namespace Reconciler.Mail;

/// <summary>The mailbox where answers arrive: the section <c>Mail:Imap</c>. Without a host no mailbox is read.</summary>
public sealed record ImapSettings : MailServerSettings
{
    public ImapSettings()
        : base(993, "Tls")
    {
    }

    /// <summary>The folder that answers arrive in. Default <c>INBOX</c>; it is read only, never marked or moved.</summary>
    public string Folder { get; init; } = "INBOX";

    /// <summary>The folder where the server keeps what was sent. Empty (default): the one that the server itself marks as such (RFC 6154).</summary>
    public string SentFolder { get; init; } = string.Empty;

    /// <summary>Seconds for one look-up or one round of reading. Default 300, from 1 to 1800.</summary>
    public int ReadTimeoutSeconds { get; init; } = 300;

    /// <summary>Mails read in one round; the next round goes on behind them. Default 200, from 1 to 5000.</summary>
    public int MaxMails { get; init; } = 200;

    /// <summary>Largest mail that is read whole, in megabytes (1,000,000 bytes). Of a larger one only the head is read. Default 25, from 1 to 100.</summary>
    public int MaxMegabytes { get; init; } = 25;

    /// <summary>Attachments kept of one mail; more are left out and named. Default 20, from 0 to 200.</summary>
    public int MaxAttachments { get; init; } = 20;

    /// <summary>Answers kept of one case; of what comes beyond, a person is told and reads it in the mailbox. Default 200, from 1 to 10000.</summary>
    public int MaxMailsPerCase { get; init; } = 200;

    /// <summary>Megabytes (1,000,000 bytes) of answers kept of one case, as with <see cref="MaxMailsPerCase"/>. Default 200, from 1 to 10000, and no less than <see cref="MaxMegabytes"/>.</summary>
    public int MaxMegabytesPerCase { get; init; } = 200;

    /// <summary>Answers kept on one day (UTC) of all cases together; what comes beyond waits in the mailbox for the next day, and meanwhile no letter follows from silence. Default 5000, from 1 to 100000.</summary>
    public int MaxMailsPerDay { get; init; } = 5000;

    /// <summary>Megabytes (1,000,000 bytes) of answers kept on one day, as with <see cref="MaxMailsPerDay"/>. Default 2000, from 1 to 100000, and no less than <see cref="MaxMegabytes"/>.</summary>
    public int MaxMegabytesPerDay { get; init; } = 2000;

    internal override string Section => "Mail:Imap";

    /// <summary>Whether answers are read and sent mails looked up.</summary>
    public bool IsUsed => Host.Length > 0;

    private protected override void CheckOwn(Action<bool, string, object, string> require)
    {
        require(Folder.Length > 0, nameof(Folder), Folder, "Write the name of a folder of the mailbox, such as INBOX.");
        require(User.Length > 0, nameof(User), User, "Write the name to sign in to the mailbox with.");
        require(ReadTimeoutSeconds is >= 1 and <= 1800, nameof(ReadTimeoutSeconds), ReadTimeoutSeconds, "Allowed are 1 to 1800 seconds.");
        require(MaxMails is >= 1 and <= 5000, nameof(MaxMails), MaxMails, "Allowed are 1 to 5000 mails.");
        require(MaxMegabytes is >= 1 and <= 100, nameof(MaxMegabytes), MaxMegabytes, "Allowed are 1 to 100 megabytes.");
        require(MaxMailsPerCase is >= 1 and <= 10_000, nameof(MaxMailsPerCase), MaxMailsPerCase, "Allowed are 1 to 10000 mails.");
        require(MaxMegabytesPerCase is >= 1 and <= 10_000 && MaxMegabytesPerCase >= MaxMegabytes, nameof(MaxMegabytesPerCase), MaxMegabytesPerCase, "Allowed are 1 to 10000 megabytes, no less than MaxMegabytes.");
        require(MaxMailsPerDay is >= 1 and <= 100_000, nameof(MaxMailsPerDay), MaxMailsPerDay, "Allowed are 1 to 100000 mails.");
        require(MaxMegabytesPerDay is >= 1 and <= 100_000 && MaxMegabytesPerDay >= MaxMegabytes, nameof(MaxMegabytesPerDay), MaxMegabytesPerDay, "Allowed are 1 to 100000 megabytes, no less than MaxMegabytes.");
        require(MaxAttachments is >= 0 and <= 200, nameof(MaxAttachments), MaxAttachments, "Allowed are 0 to 200 attachments.");
    }
}
