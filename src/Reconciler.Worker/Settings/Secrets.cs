namespace Reconciler.Worker.Settings;

/// <summary>What must not stand in a file: taken from the environment of the service.</summary>
internal static class Secrets
{
    public const string SmtpPasswordName = "RECONCILER_SMTP_PASSWORD";

    public const string SmtpOAuthSecretName = "RECONCILER_SMTP_OAUTH_SECRET";

    /// <summary>The password for <c>Mail:Smtp:User</c>, or null.</summary>
    public static string? SmtpPassword => Of(SmtpPasswordName);

    /// <summary>The secret of <c>Mail:Smtp:OAuth:ClientId</c> or the password of the key in its certificate file, or null.</summary>
    public static string? SmtpOAuthSecret => Of(SmtpOAuthSecretName);

    private static string? Of(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } secret ? secret : null;
}
