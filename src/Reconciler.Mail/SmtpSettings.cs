namespace Reconciler.Mail;

/// <summary>The mail server that letters are handed to: the section <c>Mail:Smtp</c>.</summary>
public sealed record SmtpSettings : MailServerSettings
{
    public SmtpSettings()
        : base(587, "StartTls")
    {
    }

    /// <summary>Seconds for handing over one mail. Default 600, the time that RFC 5321 (4.5.3.2.6) gives a server for its last answer; from 1 to 1800.</summary>
    public int SendTimeoutSeconds { get; init; } = 600;

    internal override string Section => "Mail:Smtp";

    private protected override void CheckOwn(Action<bool, string, object, string> require) =>
        require(SendTimeoutSeconds is >= 1 and <= 1800, nameof(SendTimeoutSeconds), SendTimeoutSeconds, "Allowed are 1 to 1800 seconds.");
}
