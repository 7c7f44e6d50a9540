using Reconciler.Mail;

namespace Reconciler.Worker.Settings;

/// <summary>What must not stand in a file: taken from the environment of the service.</summary>
internal static class Secrets
{
    public const string SmtpPasswordName = "RECONCILER_SMTP_PASSWORD";

    public const string SmtpOAuthSecretName = "RECONCILER_SMTP_OAUTH_SECRET";

    public const string ImapPasswordName = "RECONCILER_IMAP_PASSWORD";

    public const string ImapOAuthSecretName = "RECONCILER_IMAP_OAUTH_SECRET";

    public const string AuditCertificateName = "RECONCILER_AUDIT_CERTIFICATE_SECRET";

    /// <summary>What opens <c>Audit:CertificateFile</c>, or null.</summary>
    public static string? AuditCertificate => Of(AuditCertificateName);

    /// <summary>What signs in to the mail server that takes our mails.</summary>
    public static MailSecrets Smtp => new(SmtpPassword, SmtpOAuthSecret);

    /// <summary>What signs in to the mailbox where answers arrive; the same as for sending unless told apart.</summary>
    public static MailSecrets Imap => new(ImapPassword, ImapOAuthSecret);

    /// <summary>The password for <c>Mail:Imap:User</c>, or null.</summary>
    public static string? ImapPassword => Of(ImapPasswordName) ?? SmtpPassword;

    /// <summary>The secret of <c>Mail:Imap:OAuth</c>, or null.</summary>
    public static string? ImapOAuthSecret => Of(ImapOAuthSecretName) ?? SmtpOAuthSecret;

    /// <summary>The password for <c>Mail:Smtp:User</c>, or null.</summary>
    public static string? SmtpPassword => Of(SmtpPasswordName);

    /// <summary>The secret of <c>Mail:Smtp:OAuth:ClientId</c> or the password of the key in its certificate file, or null.</summary>
    public static string? SmtpOAuthSecret => Of(SmtpOAuthSecretName);

    private static string? Of(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } secret ? secret : null;
}
